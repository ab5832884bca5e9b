"""The search: a field, the list that answers it, and the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy

from kiosk_app.screens.kiosk.keyboard import LetterKeyboard
from kiosk_app.screens.kiosk.page import Page
from kiosk_app.screens.kiosk.pages.write import KioskField
from kiosk_app.screens.kiosk.procedures.state import MOST_FOUND, Found, SearchState
from kiosk_app.screens.kiosk.touch import WRAP, Touchable, paint_focus, px, widest_word, wrapped_height
from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.icons import paint_icon
from kiosk_app.theme.tokens import COLOURS, active_scale
from kiosk_app.widgets.layouts import row
from kiosk_app.widgets.text import IconLabel, label

_COLUMNS = 3


class FoundButton(Touchable):
    """A procedure of the list: its name on up to three lines, and a chevron."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(px(150))

    def say(self, found: Found) -> None:
        self.setText(found.words)
        self.setAccessibleName(found.words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        lines = 2 * QFontMetrics(self._font()).lineSpacing()
        return QSize(px(420), max(active_scale().control, lines + px(20), self.needed_height() + px(12)))

    def minimumSizeHint(self) -> QSize:
        return QSize(widest_word(self.text(), self._font()) + self._sides(), self.sizeHint().height())

    def needed_height(self) -> int:
        """The height the words need at the width the button has; a test holds the button to it."""
        return wrapped_height(self.text(), self._font(), self.width() - self._sides())

    def paintEvent(self, _event: QPaintEvent) -> None:
        scale = active_scale()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(COLOURS.line_strong), scale.border))
        painter.setBrush(QColor(COLOURS.primary_soft if self.isDown() else COLOURS.surface))
        painter.drawRoundedRect(box, scale.radius, scale.radius)
        painter.setFont(self._font())
        painter.setPen(QColor(COLOURS.text))
        words = QRectF(px(24), 0, self.width() - self._sides(), self.height())
        painter.drawText(words, WRAP | int(Qt.AlignmentFlag.AlignVCenter), self.text())
        size = px(34)
        where = QRectF(self.width() - px(20) - size, (self.height() - size) / 2, size, size)
        paint_icon(painter, "chevron-right", where, COLOURS.text)
        if self.shows_focus:
            paint_focus(painter, QRectF(self.rect()), scale.radius)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower button needs more lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    @staticmethod
    def _font() -> QFont:
        return text_font(active_scale().text, QFont.Weight.DemiBold)

    @staticmethod
    def _sides() -> int:
        return px(24 + 34 + 20 + 12)


class SearchPage(Page):
    """Signals: `text_changed(str)`; `chosen(str)`."""

    text_changed = Signal(object)
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.field = KioskField()
        self._list_heading = label("", "strong", wrap=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(px(12))
        self.found = [FoundButton() for _found in range(MOST_FOUND)]
        self._ids: list[str] = []
        for index, button in enumerate(self.found):
            self._grid.addWidget(button, index // _COLUMNS, index % _COLUMNS)
            self._grid.setColumnStretch(index % _COLUMNS, 1)
            button.clicked.connect(self._on_found)
        self.keyboard = LetterKeyboard(with_digits=False)
        glass = IconLabel("search", COLOURS.text_2, px(44))
        # What was found stands beside the field: the line it would take below is what large letters need for names.
        self._list_heading.setFixedWidth(px(460))
        self.body.addLayout(row(glass, (self.field, 1), px(8), self._list_heading, spacing=px(16)))
        self.body.addLayout(self._grid, 1000)
        self.body.addStretch(1)
        self.body.addWidget(self.keyboard)
        self.keyboard.typed.connect(self.field.insert)
        self.keyboard.erased.connect(self.field.backspace)
        # textEdited is for a person's keys; the glass keyboard inserts, so every change is told but our own.
        self.field.textChanged.connect(self._on_text)
        self._rendering = False

    def show_page(self, state: SearchState, *, fresh: bool) -> None:
        self._rendering = True
        self.say(state.heading)
        self.keyboard.say()
        self.field.setAccessibleName(state.label)
        self.field.setPlaceholderText(state.label)
        self.field.show_text(state.text)
        self._list_heading.setText(state.list_heading)
        self._ids = [found.id for found in state.found]
        for index, button in enumerate(self.found):
            button.setVisible(index < len(state.found))
            if index < len(state.found):
                button.say(state.found[index])
        if fresh:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._rendering = False

    def text(self) -> str:
        return self.field.text()

    def _on_text(self, text: str) -> None:
        if not self._rendering:
            self.text_changed.emit(text)

    def _on_found(self) -> None:
        button = self.sender()
        if isinstance(button, FoundButton):
            self.chosen.emit(self._ids[self.found.index(button)])
