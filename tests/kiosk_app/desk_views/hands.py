"""An operator's hands: the desk's real window, and keys struck where the cursor is."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from kiosk_app.screens.desk.attend.view import AttendView
from kiosk_app.shells.desk_shell import DeskShell
from kiosk_app.widgets import Button
from tests.conftest import type_text
from tests.kiosk_app.desk_views.kit import Desk

PIN = "738291"


@dataclass
class Operator:
    """Strikes keys where the cursor is, and counts them."""

    shell: DeskShell
    desk: Desk
    struck: int = 0
    seconds: float = 0.0
    ended: bool = False
    exports: list[str] = field(default_factory=list)

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None, "the keyboard is somewhere"
        return found

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.struck += 1
        self.seconds += 0.2
        QTest.keyClick(self.focus(), key, modifier)

    def type(self, text: str) -> None:
        self.struck += len(text)
        self.dictate(text)

    def dictate(self, text: str) -> None:
        """Free text: what it says is not part of the key budget."""
        for letter in text:
            self.seconds += 0.2
            type_text(self.focus(), letter)

    def scan(self, code: str) -> None:
        """A reader's burst: no pause between letters, Enter at the end."""
        self.seconds += 1
        for letter in code:
            self.seconds += 0.002
            type_text(self.focus(), letter)
        self.seconds += 0.002
        QTest.keyClick(self.focus(), Qt.Key.Key_Return)

    @property
    def place(self) -> str:
        return self.shell.window.shown()

    def attend(self) -> AttendView:
        found = self.shell.window.view("attend")
        assert isinstance(found, AttendView)
        return found

    def text_of(self, name: str) -> str:
        editor = self.attend().fields[name].editor
        assert isinstance(editor, QLineEdit)
        return editor.text()


def sign_in(program: Operator, name: str = "Rosa Quispe", pin: str = PIN) -> None:
    buttons = [found for found in program.shell.window.findChildren(Button) if found.text() == name]
    buttons[0].click()
    program.type(pin)
    program.key(Qt.Key.Key_Return)


def button(program: Operator, caption: str) -> Button:
    """The one on show that says so."""
    found = [made for made in program.shell.window.findChildren(Button) if made.isVisible() and made.text() == caption]
    assert len(found) == 1, [made.text() for made in found]
    return found[0]
