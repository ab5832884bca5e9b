"""One question of a form: its label, its editor, a hint, and what is wrong with the answer."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPlainTextEdit, QWidget

from kiosk_app.theme.apply import repolish
from kiosk_app.theme.tokens import COLOURS, Tone, active_scale
from kiosk_app.widgets.layouts import column, row
from kiosk_app.widgets.text import IconLabel, label, set_text

Editor = QLineEdit | QComboBox | QPlainTextEdit | QFrame
_GAP: Final = 5
_HINT_GAP: Final = 8


class Field(QWidget):
    """The label is the editor's buddy, so that a screen reader reads it and never the placeholder.

    `show_error` puts the words under the editor, marks its border, and adds the words to the editor's description.
    """

    def __init__(self, caption: str, editor: Editor, *, hint: str = "") -> None:
        super().__init__()
        self.editor = editor
        self.caption = label(caption, "label", wrap=True)
        self.caption.setBuddy(editor)
        self.hint = label(hint, "xs")
        if not hint:
            self.hint.hide()
        self.error = label("", "small", "err", wrap=True)
        self._problem = QWidget()
        self._problem.setLayout(
            row(
                IconLabel("circle-alert", COLOURS.err, active_scale().text_s + 3),
                6,
                (self.error, 1),
                margins=(0, 4, 0, 0),
            )
        )
        self._problem.hide()
        editor.setAccessibleName(caption)
        self.setFocusProxy(editor)
        self.setLayout(column(row((self.caption, 1), _HINT_GAP, self.hint), _GAP, editor, self._problem))

    def name(self, caption: str) -> None:
        """Another question in the same place: the label and what a screen reader says change together."""
        self.caption.setText(caption)
        self.editor.setAccessibleName(caption)

    def show_hint(self, text: str, tone: Tone | Literal[""] = "") -> None:
        set_text(self.hint, text, tone)

    def show_error(self, text: str) -> None:
        """Words of the problem, or nothing when there is none."""
        if text == self.error.text():
            return
        set_text(self.error, text, "err")
        self._problem.setVisible(bool(text))
        self.editor.setProperty("state", "error" if text else "")
        self.editor.setAccessibleDescription(text)
        repolish(self.editor)
