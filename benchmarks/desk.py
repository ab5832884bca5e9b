"""From a key to what it paints, on the desk's own window, with a hundred thousand cases stored and sync at work.

The whole program as `ventanilla desk` starts it, its window 1366 by 768 on Qt's offscreen platform, and a centre that
is a process of its own behind TLS on loopback. Before every fifth key another case is registered, so that papers are
printed to files and entries sent and signed for while keys are struck. Nobody types while they register: that is a row
of its own and no part of a key, and what it leaves behind (paper, sync, lists read again) is part of it. The cases of
before are rows in the tables that screens read, the last month of them open and the others answered, and no entries of
the journal: nothing that these keys do reads those.

A key is struck by a thread of its own, 60 to 140 ms after the paint before; the time runs until the event loop is idle
after the paint that shows what came of it, so whatever the window was busy with is in it. *Its work alone* is the
processor's time on the window's thread meanwhile, which is less at the mercy of a shared machine. *Against*: a bare
QLineEdit alone in a window, and two pages with a plain QListView of 200 rows each in a QStackedWidget, struck in turns
in the same program while the desk goes on behind.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before PySide6: without a display it would abort the process

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QMainWindow, QStackedWidget, QWidget

from benchmarks.search import CASES, fill
from benchmarks.table import Figure, median_ms, p99_ms, ratio
from benchmarks.typist import Key, Struck, Typist
from kiosk_app.services.cases import LIST_MAX
from kiosk_app.services.citizen import Citizen
from kiosk_app.services.procedures import ProcedureRequest
from kiosk_app.theme import DESK, apply_theme
from tools.demo_day import Desk
from tools.demo_town import CABIN, PIN, Town
from wording.catalogue import use_language

ROUNDS: Final = 10
COMMIT_EVERY: Final = 5
OLD_CABIN: Final = 800
#: Free, at once and without a form: it may be registered as often as one likes.
_FREE: Final = "DO-03"
_NAMES: Final = ("Segundo Wilder", "Rosa Elena", "Maria del Carmen")
_PROCEDURES: Final = ("partida nacimiento", "licencia", "no adeudo predial")
_PEOPLE: Final = ("quispe rosa", "huaman jose", "vasquez ana")
_PLACES: Final = (
    (Qt.Key.Key_F3, "cases"), (Qt.Key.Key_F6, "drawer"), (Qt.Key.Key_F7, "reports"), (Qt.Key.Key_F2, "attend"),
    (Qt.Key.Key_F5, "complaint"), (Qt.Key.Key_F1, "help"), (Qt.Key.Key_F3, "cases"), (Qt.Key.Key_F2, "attend"),
)  # fmt: skip
_ECHO_GOAL: Final = "p99 ≤ 100 ms"
_PAGE_GOAL: Final = "p99 ≤ 300 ms"


class Counter:
    """Somebody at the desk's window, with everything behind it that is behind it in a cabin."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.town = Town(folder)
        self.town.found()
        self.town.open_centre()
        self.town.settle(CABIN)
        self.desk = Desk(self.town, app, folder / "screens")
        hands = self.desk.hands
        hands.click(CABIN.people[0][1])
        hands.write("PIN", PIN)
        hands.key(Qt.Key.Key_Return)
        hands.until(lambda: not self.desk.shows("sign_in"), what="the desk")
        self.desk.hear_the_centre()
        self.desk.open_drawer()
        program = self.desk.program
        assert program.services is not None, "somebody has signed in"
        assert program.running is not None, "likewise"
        self.services, self.running = program.services, program.running
        counter = self.services.counter
        fill(counter.store, counter, random.Random(7), cabin=OLD_CABIN, first=-CASES)  # noqa: S311 - a town, not a secret
        self.registered = Struck()
        self._struck = 0

    def another_case(self) -> None:
        """Registered by the services as F12 does it, every few keys."""
        self._struck += 1
        if self._struck % COMMIT_EVERY:
            return
        quote = self.services.procedures.quote(_FREE)
        met = tuple(item.code for item in quote.procedure.requirements)
        person = Citizen(f"{40_000_000 + self.committed}", "Julia", "Mamani Rojas")
        request = ProcedureRequest(_FREE, person, met, (), quote.due)
        begin, worked = time.perf_counter(), time.thread_time()
        self.services.procedures.submit(self.services.operator, request)
        self.running.committed()
        self.desk.program.shell.refresh()
        self.registered.seconds.append(time.perf_counter() - begin)
        self.registered.work.append(time.thread_time() - worked)

    @property
    def committed(self) -> int:
        return len(self.registered.seconds)

    def editor(self, name: str) -> QLineEdit:
        return self.desk.hands.find(name, QLineEdit)

    def page_keys(self) -> list[Key]:
        window = self.desk.window

        def key(code: Qt.Key, place: str) -> Key:
            def shown(widget: QWidget) -> bool:
                view = window.view(place)
                return window.shown() == place and (widget is view or view.isAncestorOf(widget))

            return Key(lambda: QTest.keyClick(window, code), shown, self.another_case)

        return [key(code, place) for code, place in _PLACES]

    def stop(self) -> None:
        self.desk.stop()
        self.town.close_centre()


def measure(folder: Path) -> list[Figure]:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication), "it has windows"
    apply_theme(app, DESK)
    use_language("es")
    counter = Counter(app, folder)
    try:
        return _measured(app, counter)
    finally:
        counter.stop()


def _measured(app: QApplication, counter: Counter) -> list[Figure]:
    bare, box = _bare_editor()
    typist, hands, figures = Typist(app), counter.desk.hands, []
    for what, ready, name, words in (
        ("a name", _at_attend, "Nombres", _NAMES),
        ("a procedure, found letter by letter", _at_attend, "¿Qué necesita la persona?", _PROCEDURES),
        ("a person served before, found letter by letter", _at_people, "Nombre o número", _PEOPLE),
        ("a case, found letter by letter", _at_cases, "Buscar un caso", _PEOPLE),
    ):
        ready(counter)
        ours, theirs = Struck(), Struck()
        for turn in range(ROUNDS):
            text = words[turn % len(words)]
            hands.hold_window()
            ours.add(typist.run(_letters(counter.editor(name), text, counter.another_case), turn))
            bare.show()
            bare.activateWindow()
            hands.settle()
            theirs.add(typist.run(_letters(box, text, counter.another_case), turn))
            bare.hide()
        figures += _figures(f"a letter of {what}", ours, theirs, "a bare QLineEdit", _ECHO_GOAL)
    return [*figures, *_pages(typist, counter), *_meanwhile(counter)]


def _pages(typist: Typist, counter: Counter) -> list[Figure]:
    _at_attend(counter)
    bare, keys = _bare_pages(counter.another_case)
    ours, theirs = Struck(), Struck()
    for turn in range(ROUNDS * 2):
        counter.desk.hands.hold_window()
        ours.add(typist.run(counter.page_keys(), turn))
        bare.show()
        bare.activateWindow()
        counter.desk.hands.settle()
        theirs.add(typist.run(keys, turn))
        bare.hide()
    return _figures("a change of page", ours, theirs, "two QListViews in a QStackedWidget", _PAGE_GOAL)


def _meanwhile(counter: Counter) -> list[Figure]:
    counter.desk.send_everything()
    took, work = counter.registered.seconds, counter.registered.work
    sent = f"{counter.committed} cases registered meanwhile"
    return [
        Figure("registering a case, until the next key may be struck", median_ms(took), "", ""),
        Figure("  the same, p99", p99_ms(took), "", ""),
        Figure("  its work alone", f"{median_ms(work)}, p99 {p99_ms(work)}", "", ""),
        Figure("what ran meanwhile", sent, "", "", "all signed for by the centre"),
    ]


def _figures(what: str, ours: Struck, theirs: Struck, name: str, goal: str) -> list[Figure]:
    told, beside = f"{what} ({len(ours.seconds)} keys)", f"{name} {median_ms(theirs.seconds)}"
    return [
        Figure(told, median_ms(ours.seconds), beside, ratio(ours.seconds, theirs.seconds)),
        Figure("  the same, p99", p99_ms(ours.seconds), p99_ms(theirs.seconds), "", goal),
        Figure("  its work alone", median_ms(ours.work), median_ms(theirs.work), ratio(ours.work, theirs.work)),
        Figure("  the same, p99", p99_ms(ours.work), p99_ms(theirs.work), ""),
    ]


def _at_attend(counter: Counter) -> None:
    counter.desk.program.shell.go("attend", "new")
    counter.desk.hands.settle()


def _at_people(counter: Counter) -> None:
    _at_attend(counter)
    counter.desk.hands.key(Qt.Key.Key_F4)


def _at_cases(counter: Counter) -> None:
    counter.desk.program.shell.go("cases", "")
    counter.desk.hands.settle()


def _letters(editor: QLineEdit, text: str, before: Callable[[], None]) -> list[Key]:
    """In place of what stands there. QTest says no time of a key, and a reader's burst is told by it: made here."""

    def key(place: int) -> Key:
        def strike() -> None:
            if place == 0:
                editor.setFocus()
                editor.selectAll()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                target = QApplication.focusWidget() or editor
                QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, text[place]))

        return Key(strike, lambda widget: widget is editor and editor.text() == text[: place + 1], before)

    return [key(place) for place in range(len(text))]


def _bare_editor() -> tuple[QMainWindow, QLineEdit]:
    window, box = QMainWindow(), QLineEdit()
    window.setCentralWidget(box)
    window.resize(1366, 768)
    return window, box


def _bare_pages(before: Callable[[], None]) -> tuple[QMainWindow, list[Key]]:
    window, stack = QMainWindow(), QStackedWidget()
    window.setCentralWidget(stack)
    window.resize(1366, 768)
    for page in range(2):
        rows = QListView()
        rows.setModel(
            QStringListModel([f"{page} · {number:06d} Quispe Rojas, Rosa" for number in range(LIST_MAX)], rows)
        )
        stack.addWidget(rows)

    def key(page: int) -> Key:
        shown = stack.widget(page)
        assert shown is not None, "there are two"
        return Key(lambda: stack.setCurrentIndex(page), shown.isAncestorOf, before)

    return window, [key(1 - turn % 2) for turn in range(len(_PLACES))]
