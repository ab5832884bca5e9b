"""benchmarks/RESULTS.md: sections that are written one at a time, each saying when and under what load."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks.workplace import ROOT
from kiosk_app.storage import cipher

RESULTS: Final = ROOT / "benchmarks" / "RESULTS.md"
#: What the desk's windows take: keys, pages, finding, the map.
DESK: Final = ROOT / "benchmarks" / "DESK.md"
_MARK: Final = "\n## "


def write(title: str, about: str, figures: str, file: Path = RESULTS) -> None:
    """Put a section in its place, or at the end. Every other section stays as it was."""
    before = file.read_text("utf-8") if file.exists() else ""
    file.write_text(placed(before, _head(), title, f"{about.strip()}\n\n{_stamp()}\n\n{figures}"), "utf-8")


def placed(before: str, head: str, title: str, section: str) -> str:
    """The text with a new head, and `section` under `title` instead of what was there."""
    _old_head, *found = before.split(_MARK)
    sections = {one.partition("\n")[0]: one.partition("\n")[2].strip() for one in found} | {title: section}
    return "\n".join([head, *(f"## {name}\n\n{text}\n" for name, text in sections.items())])


def _stamp() -> str:
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not told by this system"
    return f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC; load of the last minute {load}."


def _head() -> str:
    sqlcipher = cipher.connect(":memory:").execute("PRAGMA cipher_version").fetchone()[0]
    versions = ", ".join(f"{name} {version(name)}" for name in ("PySide6-Essentials", "sqlcipher3", "cryptography"))
    machine = f"{platform.system()} {platform.release()}, {platform.machine()}, {os.cpu_count()} cores"
    return f"""# Figures

Medians of runs that take turns in one process (or, for starting, of processes that take turns), written by
`python -m benchmarks`. A ratio below 1 means that ours is faster. No test asserts a time. With a load above the number
of cores, times are long and only the ratios say something.

* {machine}
* CPython {platform.python_version()}, SQLCipher {sqlcipher}, {versions}
"""
