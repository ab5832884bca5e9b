"""Cards with a figure. Pressing one shows the rows that make it; pressing it again shows everything."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from kiosk_app.screens.audit.state import Figure
from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.icons import paint_icon
from kiosk_app.theme.tokens import COLOURS, active_scale
from kiosk_app.widgets.tones import INK
from wording.catalogue import _

_SIDE = 14
_ICON = 16


class FigureCard(QAbstractButton):
    """A checkable button that says its title, its amount and its note to a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self._figure: Figure | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figure(self, figure: Figure) -> None:
        self._figure = figure
        self.setChecked(figure.chosen)
        self.setAccessibleName(f"{figure.title}: {figure.amount}. {figure.note}")
        self.setAccessibleDescription(_("Shows the rows that make this figure"))
        self.setToolTip(f"{figure.title}: {figure.amount}\n{figure.note}")
        self.updateGeometry()
        self.update()

    @property
    def figure(self) -> Figure | None:
        return self._figure

    def nextCheckState(self) -> None:
        """The state decides what is chosen, not the click."""

    def needed_width(self) -> int:
        """The width at which the amount and the title are whole; a test holds the card to it."""
        if self._figure is None:
            return 0
        scale = active_scale()
        amount = QFontMetrics(self._amount_font()).horizontalAdvance(self._figure.amount)
        title = QFontMetrics(text_font(scale.text_s, QFont.Weight.Medium)).horizontalAdvance(self._figure.title)
        return max(amount, title + _ICON + 6) + 2 * _SIDE

    def sizeHint(self) -> QSize:
        return QSize(max(180, self.needed_width()), 88)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.needed_width(), 88)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._figure is None:
            return
        scale = active_scale()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self._figure.chosen
        edge = COLOURS.primary if chosen else COLOURS.line_strong if self.underMouse() else COLOURS.line
        painter.setPen(QPen(QColor(edge), 2 if chosen else 1))
        painter.setBrush(QColor(COLOURS.primary_softer if chosen or self.isDown() else COLOURS.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), scale.radius_l, scale.radius_l)
        self._paint_words(painter, self._figure)
        painter.end()

    def _paint_words(self, painter: QPainter, figure: Figure) -> None:
        scale = active_scale()
        room = self.width() - 2 * _SIDE
        paint_icon(painter, figure.icon, QRectF(_SIDE, 15, _ICON, _ICON), COLOURS.text_2)
        painter.setPen(QColor(COLOURS.text_2))
        painter.setFont(text_font(scale.text_s, QFont.Weight.Medium))
        line = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(_SIDE + _ICON + 6, 12, room - _ICON, 22), line, figure.title)
        painter.setPen(QColor(COLOURS.text if figure.tone == "plain" else INK[figure.tone]))
        painter.setFont(self._amount_font())
        painter.drawText(QRectF(_SIDE, 34, room, 28), line, figure.amount)
        note = text_font(scale.text_xs, tabular=True)
        painter.setFont(note)
        painter.setPen(QColor(COLOURS.text_2))
        shown = QFontMetrics(note).elidedText(figure.note, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(_SIDE, 62, room, 18), line, shown)

    @staticmethod
    def _amount_font() -> QFont:
        return text_font(active_scale().text_xl + 2, QFont.Weight.Bold, tabular=True)


class FigureRow(QWidget):
    """Signal: `opened(str)`, the id of the figure, or an empty one when the chosen figure is pressed again."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)
        self.cards: list[FigureCard] = []

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        while len(self.cards) < len(figures):
            card = FigureCard()
            card.clicked.connect(self._on_card)
            self.cards.append(card)
            self._layout.addWidget(card, 1)
        for card, figure in zip(self.cards, figures, strict=True):
            card.show_figure(figure)

    def _on_card(self) -> None:
        card = self.sender()
        if isinstance(card, FigureCard) and card.figure is not None:
            self.opened.emit("" if card.figure.chosen else card.figure.id)
