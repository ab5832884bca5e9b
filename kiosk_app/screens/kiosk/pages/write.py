"""A question answered in words: one or two fields and the keyboard under them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy

from kiosk_app.screens.kiosk.keyboard import LetterKeyboard
from kiosk_app.screens.kiosk.page import Page
from kiosk_app.screens.kiosk.pages.state import WriteField, WritePage
from kiosk_app.screens.kiosk.touch import TouchButton, px
from kiosk_app.theme.apply import repolish
from kiosk_app.widgets.text import label, set_text

MOST_FIELDS: Final = 2


class KioskField(QLineEdit):
    """A line of text that offers no menu and no dragging, and that forgets its undo history with its text."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("measure", "amount")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)

    def show_text(self, text: str) -> None:
        """`setText`, unlike `clear`, drops the undo history: nobody brings the last answer back with Ctrl+Z."""
        if self.text() != text:
            self.setText(text)

    def mark_problem(self, there_is_one: bool) -> None:
        if (self.property("state") == "error") != there_is_one:
            self.setProperty("state", "error" if there_is_one else "")
            repolish(self)


class WriteView(Page):
    """Signal: `answered(tuple[str, ...])`, the text of every field in order."""

    answered = Signal(object)

    def __init__(self, *, with_digits: bool = True) -> None:
        super().__init__()
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(px(24))
        self._lines.setVerticalSpacing(px(6))
        self.fields = [KioskField() for _field in range(MOST_FIELDS)]
        self.captions = [label("", "strong") for _field in self.fields]
        self.problems = [label("", "strong", "err", wrap=True) for _field in self.fields]
        self.go_on = TouchButton("primary", large=True)
        self._lay_fields()
        self.keyboard = LetterKeyboard(with_digits=with_digits)
        self.keyboard.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self.body.addWidget(self.keyboard)
        self.keyboard.typed.connect(self._on_typed)
        self.keyboard.erased.connect(self._on_erased)
        self.go_on.clicked.connect(self._on_go_on)
        for field in self.fields:
            field.returnPressed.connect(self._on_go_on)
        self._target = self.fields[0]

    def _lay_fields(self) -> None:
        for column, (caption, field, problem) in enumerate(zip(self.captions, self.fields, self.problems, strict=True)):
            caption.setBuddy(field)
            self._lines.addWidget(caption, 0, column)
            self._lines.addWidget(field, 1, column)
            self._lines.addWidget(problem, 2, column)
        self._lines.addWidget(self.go_on, 1, MOST_FIELDS)

    def show_page(self, state: WritePage, *, fresh: bool) -> None:
        """`fresh`: the page has just been opened, so the first field takes the focus."""
        self.say(state.heading, state.help)
        self.keyboard.say()
        self.go_on.say(state.go_on, "arrow-right")
        for column, field in enumerate(self.fields):
            shown = state.fields[column] if column < len(state.fields) else None
            self._show_field(column, shown)
            self._lines.setColumnStretch(column, shown.share if shown else 0)
            if fresh and column == 0:
                field.setFocus(Qt.FocusReason.OtherFocusReason)
        first = next((self.fields[i] for i, shown in enumerate(state.fields) if shown.problem), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def texts(self) -> tuple[str, ...]:
        return tuple(field.text() for field in self.fields if not field.isHidden())

    def _show_field(self, column: int, shown: WriteField | None) -> None:
        caption, field, problem = self.captions[column], self.fields[column], self.problems[column]
        caption.setVisible(shown is not None)
        field.setVisible(shown is not None)
        set_text(problem, shown.problem if shown else "", "err")
        field.show_text(shown.text if shown else "")
        if shown is None:
            return
        caption.setText(shown.label)
        field.setAccessibleName(shown.label)
        field.setAccessibleDescription(shown.problem)
        field.setMaxLength(shown.limit)
        field.mark_problem(bool(shown.problem))

    def _field_in_use(self) -> KioskField:
        """The field that has the focus, or the last one that had it: a key on the glass never takes it away."""
        for field in self.fields:
            if field.hasFocus():
                self._target = field
        if self._target.isHidden():
            self._target = self.fields[0]
        return self._target

    def _on_typed(self, sign: str) -> None:
        self._field_in_use().insert(sign)

    def _on_erased(self) -> None:
        self._field_in_use().backspace()

    def _on_go_on(self) -> None:
        self.answered.emit(self.texts())
