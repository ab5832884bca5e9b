"""The ten boxes of a code, in the groups in which it is said."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk_app.screens.kiosk.code_entry import BLANK, CodeEntry
from kiosk_app.screens.kiosk.touch import px
from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.tokens import COLOURS, active_scale


class CodeBoxes(QWidget):
    """Shows `207 41_ ____`: a box a digit, a wider gap where the groups part. A person sees how many are missing."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = CodeEntry().shown
        self._wrong = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_code(self, shown: str, spoken: str, *, wrong: bool) -> None:
        self._shown, self._wrong = shown, wrong
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    @property
    def shown(self) -> str:
        return self._shown

    def sizeHint(self) -> QSize:
        signs = len(self._shown.replace(" ", ""))
        gaps = self._shown.count(" ")
        return QSize(signs * px(86) + gaps * px(30), px(120))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(active_scale().text_xxl, QFont.Weight.DemiBold, tabular=True))
        next_blank = self._shown.find(BLANK)
        left = 1.0
        for position, sign in enumerate(self._shown):
            if sign == " ":
                left += px(30)
                continue
            box = QRectF(left, 2, px(76), self.height() - 4)
            self._paint_box(painter, box, sign, is_next=position == next_blank)
            left += px(86)
        painter.end()

    def _paint_box(self, painter: QPainter, box: QRectF, sign: str, *, is_next: bool) -> None:
        strong = COLOURS.err if self._wrong else COLOURS.primary
        written = sign != BLANK
        line = strong if written or is_next else COLOURS.line_strong
        painter.setPen(QPen(QColor(line), active_scale().border * (1.75 if is_next or self._wrong else 1)))
        painter.setBrush(QColor(COLOURS.err_soft if self._wrong and written else COLOURS.surface))
        painter.drawRoundedRect(box, px(14), px(14))
        if written:
            painter.setPen(QColor(COLOURS.err if self._wrong else COLOURS.text))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), sign)
