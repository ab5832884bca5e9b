"""Where an amount is typed. Both `,` and `.` are the decimal mark: numeric pads of both kinds are on sale."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QFont, QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit


class MoneyField(QLineEdit):
    """Text of an amount: at most nine whole digits, one decimal mark, at most `decimals` decimals.

    Signals: `typed(object)`: the text as it stands, with `.` as its mark; whoever listens makes money of it. It says
    what a person typed, never what `show_text` put there.
    """

    typed = Signal(object)

    def __init__(self, decimals: int = 2, *, large: bool = False) -> None:
        super().__init__()
        pattern = r"\d{0,9}" + (rf"([.,]\d{{0,{decimals}}})?" if decimals else "")
        self.setValidator(QRegularExpressionValidator(QRegularExpression(pattern), self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        font = QFont(self.font())
        font.setFeature(QFont.Tag("tnum"), 1)
        self.setFont(font)
        if large:
            self.setProperty("measure", "amount")
        self.textEdited.connect(self._edited)

    def plain_text(self) -> str:
        return self.text().replace(",", ".")

    def show_text(self, text: str) -> None:
        """Put an amount there unless it says the same already: the cursor of someone typing must not jump."""
        if self.plain_text() != text.replace(",", "."):
            self.setText(text)

    def _edited(self, _text: str) -> None:
        self.typed.emit(self.plain_text())
