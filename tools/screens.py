"""`make screens`: every screen of the desk as a picture, by the sizes and languages it is made for.

    .venv/bin/python tools/screens.py          the chosen ones into docs/screens/desk/, small enough for the repository
    .venv/bin/python tools/screens.py --all    all of them, in three sizes and two languages, into build/screens/

The README's own pictures are taken from the last `make demo`, where it was played since the screens last changed.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before PySide6: without a display it would abort the process

from PIL import Image
from PySide6.QtCore import QBuffer
from PySide6.QtWidgets import QApplication

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kiosk_app.screens.desk.samples import SAMPLES, STATUS, STATUS_SIGNED_OUT, Sample  # noqa: E402 - the folder first
from kiosk_app.shells.desk_window import DeskWindow  # noqa: E402 - the folder first
from kiosk_app.theme import DESK, apply_theme  # noqa: E402 - the folder first
from wording.catalogue import use_language  # noqa: E402 - the folder first

#: From the demonstration's last day.
OF_THE_DEMO: Final = {
    "screens/desk-03-UR-01.png": "desk.png",
    "screens/kiosk-1-home.png": "kiosk.png",
    "screens/audit-8-evidence.png": "audit.png",
    "papers/005-receipt.png": "receipt.png",
}
SIZES: Final = ((1280, 720), (1366, 768), (1920, 1080))
LANGUAGES: Final = ("es", "en")
#: Name of a sample, width, language: each size, each language, and what an operator sees most.
CHOSEN: Final = (
    ("attend", 1280, "es"),
    ("attend", 1366, "es"),
    ("attend", 1920, "es"),
    ("attend", 1280, "en"),
    ("attend_questions", 1366, "es"),
    ("attend_problems", 1280, "es"),
    ("attend_delivery", 1280, "es"),
    ("complaint", 1280, "es"),
    ("left_over", 1280, "es"),
    ("announcement", 1280, "es"),
    ("articles", 1280, "es"),
    ("sign_in_locked", 1280, "es"),
    ("cases", 1920, "es"),
    ("drawer", 1366, "en"),
    ("close_count", 1280, "es"),
    ("queue", 1366, "es"),
    ("help", 1280, "es"),
)
COLOURS: Final = 96
#: Whatever of these is newer than a picture may look otherwise by now.
SOURCES: Final = frozenset({".py", ".qss", ".po", ".toml", ".svg", ".ttf"})
#: A sample's name, the window's size, a language.
Wanted = tuple[str, tuple[int, int], str]


def pictures(wanted: Iterator[Wanted]) -> Iterator[tuple[str, bytes]]:
    """File name and PNG of each, with few enough colours to be small and none that a person misses."""
    found = QApplication.instance() or QApplication([])
    assert isinstance(found, QApplication), "this is a program with windows"
    apply_theme(found, DESK)
    for name, size, language in wanted:
        use_language(language)
        yield f"{name}-{size[0]}-{language}.png", _small(_grabbed(found, SAMPLES[name], size))


def _grabbed(app: QApplication, sample: Sample, size: tuple[int, int]) -> bytes:
    window, view = DeskWindow(), sample.make()
    window.add_view(sample.place, view)
    window.show_status(STATUS_SIGNED_OUT if sample.place == "sign_in" else STATUS)
    window.resize(*size)
    window.show()
    view.render(sample.state)
    window.show_view(sample.place)
    view.render(sample.state)
    for _turn in range(4):
        app.processEvents()
    held = QBuffer()
    held.open(QBuffer.OpenModeFlag.WriteOnly)
    window.grab().save(held, "PNG")
    window.close()
    window.deleteLater()
    return bytes(held.data().data())


def _small(picture: bytes) -> bytes:
    written = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(written, "PNG", optimize=True)
    return written.getvalue()


def take_from_demo(output: Path, target: Path, changed: float) -> list[str]:
    """Copy the README's pictures that are newer than `changed`, the last change of what they show; name the others."""
    left = []
    for source, name in OF_THE_DEMO.items():
        picture = output / source
        if picture.exists() and picture.stat().st_mtime > changed:
            shutil.copyfile(picture, target / name)
        else:
            left.append(name)
    return left


def last_change() -> float:
    """When the newest source of the screens and papers was written."""
    rooms = (ROOT / room for room in ("kiosk_app", "printing", "wording", "municipalities"))
    return max(path.stat().st_mtime for room in rooms for path in room.rglob("*") if path.suffix in SOURCES)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every screen, size and language, into build/screens/")
    asked = parser.parse_args()
    by_width = {size[0]: size for size in SIZES}
    wanted: Iterator[Wanted] = ((name, by_width[width], language) for name, width, language in CHOSEN)
    target = ROOT / "docs" / "screens" / "desk"
    if asked.all:
        target = ROOT / "build" / "screens"
        wanted = product(SAMPLES, SIZES, LANGUAGES)
    else:
        for name in take_from_demo(ROOT / "demo-output", target.parent, last_change()):
            print(f"{name} stays as it is: none is as new as the screens. `make demo` without a display makes one")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    count = size = 0
    for name, picture in pictures(wanted):
        (target / name).write_bytes(picture)
        count, size = count + 1, size + len(picture)
    print(f"{count} pictures, {size // 1024} KB, in {target.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
