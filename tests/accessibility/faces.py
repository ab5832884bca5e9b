"""Every screen of the desk or of the kiosk in its real window, one after another: a program of its own.

    python -m tests.accessibility.faces desk|kiosk|nameless

Says the name of the screen on show, a line each; goes to the next one for every line it reads; ends with an empty line.
`nameless` is a button that somebody forgot to name.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QSocketNotifier
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from domain.catalog import read_municipality
from kiosk_app.screens.desk.samples import SAMPLES, STATUS, STATUS_SIGNED_OUT
from kiosk_app.shells.desk_window import DeskWindow
from kiosk_app.theme import DESK, KIOSK, apply_theme
from tests.kiosk_app.kiosk_views.kit import open_kiosk
from tests.kiosk_app.kiosk_views.pages import every_page
from wording.catalogue import use_language

FOLDER = Path(__file__).resolve().parents[2] / "municipalities" / "cajamarca"


def desk(app: QApplication) -> Iterator[str]:
    """The first sample of each place; the others differ in their words."""
    apply_theme(app, DESK)
    window = DeskWindow()
    window.resize(1366, 768)
    window.show()
    seen: set[str] = set()
    for name, sample in SAMPLES.items():
        if sample.place in seen:
            continue
        seen.add(sample.place)
        window.show_status(STATUS_SIGNED_OUT if sample.place == "sign_in" else STATUS)
        view = sample.make()
        window.add_view("now", view)
        view.render(sample.state)
        window.show_view("now")
        view.render(sample.state)
        yield name


def kiosk(app: QApplication) -> Iterator[str]:
    apply_theme(app, KIOSK)
    municipality = read_municipality({path.name: path.read_bytes() for path in FOLDER.glob("*.toml")})
    opened = open_kiosk(municipality)
    opened.window.resize(1920, 1080)
    opened.window.show()
    for page in every_page(opened, municipality):
        opened.settle()
        yield page


def nameless(app: QApplication) -> Iterator[str]:
    apply_theme(app, DESK)
    window = QWidget()
    QVBoxLayout(window).addWidget(QPushButton())
    window.show()
    yield "nameless"


def main(what: str) -> int:
    use_language("es")
    app = QApplication([])
    screens = {"desk": desk, "kiosk": kiosk, "nameless": nameless}[what](app)

    def go_on() -> None:
        name = next(screens, "")
        for _turn in range(3):
            app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        os.write(sys.stdout.fileno(), f"{name}\n".encode())

    def told() -> None:
        if os.read(sys.stdin.fileno(), 1):
            go_on()
        else:
            app.quit()

    line = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    line.activated.connect(told)
    go_on()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
