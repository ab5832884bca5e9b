"""`python -m benchmarks`: every figure, into benchmarks/RESULTS.md. Ratios travel between machines; times do not."""

from __future__ import annotations

import os
import platform
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks import books, commit, first_screen, search
from benchmarks.table import markdown
from benchmarks.workplace import ROOT
from kiosk_app.storage import cipher

RESULTS: Final = ROOT / "benchmarks" / "RESULTS.md"
PARTS: Final = (
    ("Committing a charged case", commit),
    ("Starting the desk", first_screen),
    ("Finding a case", search),
    ("Adding up the books", books),
)


def main() -> None:
    sections = []
    for title, part in PARTS:
        print(f"{title} …", flush=True)
        begin = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="ventanilla-bench-") as folder:
            table = markdown(part.measure(Path(folder)))
        print(f"{table}\n({time.perf_counter() - begin:.0f} s)\n", flush=True)
        sections.append(f"## {title}\n\n{(part.__doc__ or '').strip()}\n\n{table}\n")
    RESULTS.write_text("\n".join([_head(), *sections]), "utf-8")
    print(f"written to {RESULTS.relative_to(ROOT)}")


def _head() -> str:
    sqlcipher = cipher.connect(":memory:").execute("PRAGMA cipher_version").fetchone()[0]
    versions = ", ".join(f"{name} {version(name)}" for name in ("PySide6-Essentials", "sqlcipher3", "cryptography"))
    machine = f"{platform.system()} {platform.release()}, {platform.machine()}, {os.cpu_count()} cores"
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not told by this system"
    return f"""# Figures

Medians of runs that take turns in one process (or, for starting, of processes that take turns), written by
`python -m benchmarks`. A ratio below 1 means that ours is faster. No test asserts a time.

* {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine}
* load of the last minute {load}: above the number of cores, times are long and only the ratios say something
* CPython {platform.python_version()}, SQLCipher {sqlcipher}, {versions}
"""


if __name__ == "__main__":
    main()
