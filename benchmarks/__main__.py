"""`python -m benchmarks [commit|start|search|books|log|centre|neighbours|reconnect|sync|entries …] [--all]`: figures,
into benchmarks/RESULTS.md; `desk`, `typeahead` and `map` into benchmarks/DESK.md.

Ratios travel between machines; times do not. Without a name every part runs but `entries`, which is sync with ten
thousand of them (an hour). `--all` is sync with a photo on every link, and ten thousand stations at once, in sections
of their own.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Final

from benchmarks import (
    books,
    centre,
    commit,
    desk,
    first_screen,
    log,
    neighbours,
    reconnect,
    results,
    search,
    town_map,
    type_ahead,
)
from benchmarks.sync_runs import matrix, report
from benchmarks.table import markdown
from benchmarks.workplace import ROOT

_SYNC: Final = "sync"
_ENTRIES: Final = "entries"
_RECONNECT: Final = "reconnect"
_PARTS: Final[dict[str, tuple[str, ModuleType]]] = {
    "commit": ("Committing a charged case", commit),
    "start": ("Starting the desk", first_screen),
    "search": ("Finding a case", search),
    "books": ("Adding up the books", books),
    "log": ("The transparency log", log),
    "centre": ("What the centre takes in", centre),
    "neighbours": ("What telling neighbours costs", neighbours),
    "desk": ("From a key to its paint", desk),
    "typeahead": ("Finding while one types", type_ahead),
    "map": ("The map of a town", town_map),
}
#: What is told on a page of its own, beside RESULTS.md.
_PAGES: Final = dict.fromkeys(("desk", "typeahead", "map"), results.DESK)


def main() -> None:
    asked = _parser().parse_args()
    for name in asked.parts or [*_PARTS, _RECONNECT, _SYNC]:
        if name == _SYNC:
            title = "Sync on bad links, every load" if asked.all else "Sync on bad links"
            chosen = matrix.cases(whole=asked.all)
            _write(title, report.__doc__ or "", lambda folder, chosen=chosen: report.section(folder, chosen))  # type: ignore[misc]
        elif name == _ENTRIES:
            about = "As in *Sync on bad links*, with ten times the journal."
            _write(
                "Ten thousand entries on bad links", about, lambda folder: report.section(folder, matrix.ten_thousand())
            )
        elif name == _RECONNECT:
            title = "Ten thousand stations at once" if asked.all else "Stations that come back at once"
            about = reconnect.__doc__ or ""
            _write(title, about, lambda folder: markdown(reconnect.measure(folder, whole=asked.all)))
        else:
            title, part = _PARTS[name]
            _write(title, part.__doc__ or "", partial(_table, part), _PAGES.get(name))


def _table(part: ModuleType, folder: Path) -> str:
    return markdown(part.measure(folder))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", choices=[*_PARTS, _RECONNECT, _SYNC, _ENTRIES])
    parser.add_argument("--all", action="store_true", help="the whole matrix of sync, ten thousand stations")
    return parser


def _write(title: str, about: str, measure: Callable[[Path], str], page: Path | None = None) -> None:
    print(f"{title} …", flush=True)
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="ventanilla-bench-") as folder:
        figures = measure(Path(folder))
    print(f"{figures}\n({time.perf_counter() - begin:.0f} s)\n", flush=True)
    results.write(title, about, figures, page or results.RESULTS)
    print(f"written to {(page or results.RESULTS).relative_to(ROOT)}")


if __name__ == "__main__":
    main()
