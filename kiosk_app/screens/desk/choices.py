"""A few answers one under the other, of which one is picked: with the mouse, the arrow keys, or Space."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from kiosk_app.screens.desk.parts import empty
from kiosk_app.shown import Choice
from kiosk_app.widgets import column

_ARROWS: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class _Answer(QRadioButton):
    """An arrow picks what it leads to, also while nothing is picked yet: then Qt itself only moves the focus."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        led_to = QApplication.focusWidget()
        if event.key() in _ARROWS and isinstance(led_to, _Answer) and led_to.group() is self.group():
            led_to.click()


class ChoiceList(QWidget):
    """Signals: `chosen(object)` with the key of what a person picked."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._shown: tuple[Choice, ...] = ()
        self._group = QButtonGroup(self)
        self._box: QVBoxLayout = column(spacing=2)
        self.setLayout(self._box)

    def show_choices(self, choices: tuple[Choice, ...], chosen: str) -> None:
        if choices != self._shown:
            self._build(choices)
        self._group.setExclusive(bool(chosen))  # an exclusive group does not let go of the last one picked
        for button in self._group.buttons():
            button.setChecked(button.property("choice") == chosen)
        self._group.setExclusive(True)

    def first(self) -> QWidget | None:
        """The one that is picked, or the first."""
        buttons = self._group.buttons()
        return self._group.checkedButton() or (buttons[0] if buttons else None)

    def focus_first(self) -> None:
        first = self.first()
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build(self, choices: tuple[Choice, ...]) -> None:
        self._shown = choices
        for button in self._group.buttons():
            self._group.removeButton(button)
        empty(self._box)
        for choice in choices:
            made = _Answer(choice.words)
            made.setProperty("choice", choice.key)
            made.setToolTip(choice.note)
            made.setAccessibleDescription(choice.note)
            made.clicked.connect(self._picked)
            self._group.addButton(made)
            self._box.addWidget(made)

    def _picked(self) -> None:
        button = self.sender()
        if button is not None:
            self.chosen.emit(button.property("choice"))
