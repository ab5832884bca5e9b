"""The whole key map on the real window, and bursts of a reader in every place where a cursor can be."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from kiosk_app.screens.desk.keys import EVERYWHERE
from kiosk_app.widgets import Button
from tests.kiosk_app.desk_views.hands import Operator
from wording.catalogue import _

CARD = "45067318"
CONTROL = Qt.KeyboardModifier.ControlModifier
PLACES = ("attend", "complaint", "cases", "drawer", "cash", "queue", "help")
#: Bound beside the one that is listed: the same key on the numeric pad, and the rest of a range.
SAME = {"Ctrl+Enter": "Ctrl+Return", **{f"Ctrl+{n}": "Ctrl+1" for n in range(2, 5)}}
SAME |= {f"Alt+{n}": "Alt+1" for n in range(2, 5)}


def texts(program: Operator) -> dict[int, str]:
    """What stands in every editor of the window."""
    found = program.shell.window
    lines = {id(box): box.text() for box in found.findChildren(QLineEdit)}
    return lines | {id(box): box.toPlainText() for box in found.findChildren(QPlainTextEdit)}


def editors(program: Operator) -> list[QWidget]:
    """All that take letters, and of the others each third: a burst treats them alike."""
    kinds = (QLineEdit, QPlainTextEdit, QComboBox)
    others = [
        found for found in usable(program, QAbstractButton) if isinstance(found, QAbstractButton) and found.text()
    ]
    return [*usable(program, *kinds), *others[::3]]


def usable(program: Operator, *kinds: type[QWidget]) -> list[QWidget]:
    return [
        found
        for kind in kinds
        for found in program.shell.window.findChildren(kind)
        if found.isVisible() and found.isEnabled() and found.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


@pytest.mark.parametrize("place", PLACES)
def test_a_scanned_card_goes_to_the_person_from_wherever_the_cursor_was(attending: Operator, place: str) -> None:
    attending.shell.window.place_chosen.emit(place)
    targets = editors(attending)
    assert len(targets) >= 3
    for target in targets:
        attending.shell.window.place_chosen.emit(place)
        if target not in editors(attending):  # what it was for went with the person before
            continue
        target.setFocus()
        before, commits = texts(attending), len(attending.desk.commits)
        attending.scan(CARD)
        about = f"{place}: {type(target).__name__} {target.accessibleName()}"
        assert attending.place == ("complaint" if place == "complaint" else "attend"), about
        changed = {text for box, text in texts(attending).items() if before.get(box) != text}
        assert changed <= {CARD}, f"{about}: the burst went nowhere else"
        assert len(attending.desk.commits) == commits, f"{about}: and pressed nothing"


def strike(program: Operator, text: str) -> None:
    """As a reader does, each key offered to shortcuts first, as the system offers it."""
    for letter in text:
        program.seconds += 0.002
        modifier = CONTROL if letter < " " and letter not in "\r\n" else Qt.KeyboardModifier.NoModifier
        code = {"\r": Qt.Key.Key_Return.value, "\x1d": Qt.Key.Key_BracketRight.value}.get(letter, 0)
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(program.focus(), QKeyEvent(kind, code, modifier, letter))


@pytest.mark.parametrize(
    "burst",
    [f"{CARD}\r", f"]C1{CARD}\r", f"{CARD}\r\n", f"{CARD}\n", f"\x02{CARD}\x03\r", f"{CARD[:5]}\x1d{CARD[5:]}\r"],
    ids=["CR", "symbology", "CR LF", "LF", "STX and ETX", "separator inside"],
)
def test_however_a_reader_is_set_up_only_the_code_arrives(attending: Operator, burst: str) -> None:
    view = attending.attend()
    collect = next(found for found in view.findChildren(Button) if found.text().startswith("Cobrar"))
    collect.setEnabled(True)
    collect.setFocus()
    strike(attending, burst)
    assert attending.text_of("document") == CARD
    assert not view.summary.isVisible(), "collecting was not even tried"
    assert attending.desk.commits == []


def test_a_second_end_long_after_the_scan_is_a_person(attending: Operator) -> None:
    strike(attending, f"{CARD}\r")
    assert attending.focus() is attending.attend().fields["given_names"].editor
    attending.seconds += 1
    attending.key(Qt.Key.Key_Return)
    assert attending.focus() is attending.attend().fields["family_names"].editor


def test_a_scan_while_a_list_is_open_closes_the_list_and_chooses_nothing(attending: Operator) -> None:
    box = attending.attend().fields["document_type"].editor
    assert isinstance(box, QComboBox)
    chosen = box.currentText()
    box.setFocus()
    box.showPopup()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    attending.seconds += 1
    for letter in f"{CARD}\r":
        attending.seconds += 0.002
        target = popup.focusWidget() or popup
        code = Qt.Key.Key_Return.value if letter == "\r" else 0
        QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, letter))
    assert QApplication.activePopupWidget() is None
    assert (box.currentText(), attending.text_of("document")) == (chosen, CARD)


def test_the_key_s_own_time_decides_and_not_when_a_busy_window_got_to_it(attending: Operator) -> None:
    editor = attending.attend().fields["given_names"].editor
    editor.setFocus()
    for position, letter in enumerate(f"{CARD}\r"):
        attending.seconds += 0.5  # the window was busy with something else
        code = Qt.Key.Key_Return.value if letter == "\r" else 0
        struck = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, letter)
        struck.setTimestamp(1_000 + 2 * position)
        QApplication.sendEvent(attending.focus(), struck)
    assert (attending.text_of("document"), attending.text_of("given_names")) == (CARD, "")


def bound(widget: QWidget) -> set[str]:
    keys = {found.key().toString() for found in widget.findChildren(QShortcut)}
    return {SAME.get(key, key) for key in keys | {action.shortcut().toString() for action in widget.actions()}}


def test_no_key_is_bound_that_the_help_page_does_not_list(attending: Operator) -> None:
    """The strip may have no room for all of them; the page has."""
    window = attending.shell.window
    everywhere = {key.sequence for key in EVERYWHERE}
    assert bound(window) - everywhere <= {key for name in window.names() for key in bound(window.view(name))}
    for name in window.names():
        listed = {key.sequence for key in window.keys_of(name)} | everywhere
        assert bound(window.view(name)) <= listed, name


def test_the_help_page_shows_every_key_of_the_screen_and_of_the_desk(attending: Operator) -> None:
    caps = {_(key.cap) for key in (*attending.shell.window.keys_of("attend"), *EVERYWHERE)}
    attending.key(Qt.Key.Key_F1)
    shown = {found.text() for found in attending.shell.window.findChildren(QLabel) if found.isVisible()}
    assert caps <= shown


def test_exact_cash_and_the_notes_have_keys_wherever_the_cursor_is(attending: Operator) -> None:
    attending.desk.collect()
    attending.scan(CARD)
    attending.type("archivo")
    attending.key(Qt.Key.Key_Return)
    attending.key(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    quotes = attending.attend().payment.quick
    offered = [quick.property("amount") for quick in quotes if quick.isVisible()]
    for position, amount in enumerate(offered):
        attending.key(Qt.Key(Qt.Key.Key_1.value + position), CONTROL)
        assert attending.text_of("received") == amount
    attending.attend().requirements.focus_first()
    attending.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
    assert attending.text_of("received") == offered[0], "on a tick box too"


def test_a_slash_searches_where_nothing_is_typed_and_is_a_letter_where_something_is(attending: Operator) -> None:
    attending.attend().fields["given_names"].editor.setFocus()
    attending.dictate("1/2")
    assert attending.text_of("given_names") == "1/2"
    attending.shell.window.rail.places["cases"].setFocus()
    QTest.keyClick(attending.focus(), Qt.Key.Key_Slash)
    assert attending.focus() is attending.shell.window.top.search


def test_the_slashes_of_a_scanned_address_are_letters_and_no_shortcut(attending: Operator) -> None:
    heard: list[str] = []
    attending.shell._scanner.scanned.connect(heard.append)
    attending.shell.window.rail.places["cases"].setFocus()
    attending.scan("HTTPS://EJEMPLO.PE/R/7")
    assert heard == ["HTTPS://EJEMPLO.PE/R/7"]


def test_what_was_discarded_is_taken_back_by_key_and_a_field_keeps_its_own_undo(attending: Operator) -> None:
    attending.attend().fields["given_names"].editor.setFocus()
    attending.type("Ines")
    attending.key(Qt.Key.Key_Z, CONTROL)
    assert attending.text_of("given_names") != "Ines", "the field's own"
    attending.type("Ines")
    discard = next(found for found in attending.attend().findChildren(Button) if found.text() == "Descartar")
    discard.click()
    assert attending.text_of("given_names") == ""
    attending.key(Qt.Key.Key_Z, CONTROL)
    assert attending.text_of("given_names") == "Ines"
    attending.key(Qt.Key.Key_Z, CONTROL)
    assert attending.text_of("given_names") == "Ines", "once"


def test_the_screen_is_locked_by_key(attending: Operator) -> None:
    attending.key(Qt.Key.Key_L, CONTROL)
    assert attending.place == "sign_in"
    attending.key(Qt.Key.Key_L, CONTROL)
    assert attending.place == "sign_in"


def complaint_text(attending: Operator) -> QPlainTextEdit:
    return next(found for found in attending.shell.window.findChildren(QPlainTextEdit) if found.isVisible())


def test_a_complaint_is_taken_within_twenty_keys_and_its_text(attending: Operator) -> None:
    attending.struck = 0
    attending.key(Qt.Key.Key_F5)
    attending.type("poste")
    attending.key(Qt.Key.Key_Return)
    attending.dictate("Jr. Amalia Puga 520")
    while attending.focus() is not complaint_text(attending):
        attending.key(Qt.Key.Key_Tab)
    attending.dictate("El poste no enciende desde el lunes")
    attending.scan(CARD)
    attending.key(Qt.Key.Key_F12)
    assert attending.struck <= 20
    assert attending.desk.services.cases.today()[0].citizen.document == CARD
