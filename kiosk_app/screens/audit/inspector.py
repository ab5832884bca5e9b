"""The evidence behind a row: its sums, the entries that prove it, the coins that were counted, what the agent said."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kiosk_app.screens.audit.state import Evidence, Inspector, Line, Pieces
from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.icons import paint_icon
from kiosk_app.theme.tokens import COLOURS, active_scale
from kiosk_app.widgets.card import rule
from kiosk_app.widgets.finger import FingerScroll
from kiosk_app.widgets.layouts import STRETCH, column, fill, row
from kiosk_app.widgets.text import label
from kiosk_app.widgets.tones import GROUND, INK
from wording.catalogue import _

WIDTH = 316
_TILE = 34
_ROW = 46
_SIDE = 20
_GAP = 12
_WRAP = int(Qt.TextFlag.TextWordWrap)


class EvidenceRow(QAbstractButton):
    """A proof: pressing it goes to the row it names. One that names no row is words only."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__()
        self.evidence = evidence
        self.setText(evidence.title)
        self.setAccessibleName(f"{evidence.title}. {evidence.detail}")
        self.setToolTip(f"{evidence.title}\n{evidence.detail}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        opens = bool(evidence.opens)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if opens else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def sizeHint(self) -> QSize:
        title, detail = self._heights(WIDTH - 2 * _SIDE)
        return QSize(WIDTH - 2 * _SIDE, max(_ROW, title + detail + 10))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        scale, evidence = active_scale(), self.evidence
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if evidence.opens and (self.underMouse() or self.isDown()):
            painter.setBrush(QColor(COLOURS.surface_2))
            painter.drawRoundedRect(QRectF(self.rect()), scale.radius, scale.radius)
        tile = QRectF(0, (self.height() - _TILE) / 2, _TILE, _TILE)
        painter.setBrush(QColor(GROUND[evidence.tone]))
        painter.drawRoundedRect(tile, scale.radius, scale.radius)
        paint_icon(painter, evidence.icon, tile.adjusted(8, 8, -8, -8), INK[evidence.tone])
        title, detail = self._heights(self.width())
        top = (self.height() - title - detail) / 2
        room = self._room(self.width())
        _words(painter, QRectF(_TILE + 10, top, room, title), evidence.title, _title_font(), COLOURS.text)
        below = QRectF(_TILE + 10, top + title, room, detail)
        _words(painter, below, evidence.detail, _detail_font(), COLOURS.text_2)
        if evidence.opens:
            where = QRectF(self.width() - 18, (self.height() - 16) / 2, 16, 16)
            paint_icon(painter, "chevron-right", where, COLOURS.text_3)
        painter.end()

    def _room(self, width: int) -> int:
        return width - _TILE - 10 - (22 if self.evidence.opens else 0)

    def _heights(self, width: int) -> tuple[int, int]:
        """Words wrap: a proof that ends in dots proves little."""
        box = QRect(0, 0, self._room(width), 1000)
        title = QFontMetrics(_title_font()).boundingRect(box, _WRAP, self.evidence.title).height()
        detail = QFontMetrics(_detail_font()).boundingRect(box, _WRAP, self.evidence.detail).height()
        return title, detail if self.evidence.detail else 0


def _title_font() -> QFont:
    return text_font(active_scale().text_s, QFont.Weight.DemiBold, tabular=True)


def _detail_font() -> QFont:
    return text_font(active_scale().text_xs)


def _words(painter: QPainter, box: QRectF, text: str, font: QFont, ink: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(box, _WRAP, text)


class InspectorPanel(QFrame):
    """Made anew for every row. Signal: `opened(str)`, the key of a row that a proof leads to."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "aside")
        self.setFixedWidth(WIDTH)
        self._shown: Inspector | None = None
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.finger = FingerScroll(self.scroller)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.scroller)
        self._show(None)

    def show_inspector(self, inspector: Inspector | None) -> None:
        if inspector != self._shown:
            self._show(inspector)

    def _show(self, inspector: Inspector | None) -> None:
        self._shown = inspector
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(_SIDE, 16, _SIDE, 16)
        layout.setSpacing(6)
        if inspector is None:
            layout.addWidget(label(_("Choose a row to see what proves it."), "sub", wrap=True))
        else:
            self._fill(layout, inspector)
        layout.addStretch(1)
        self.scroller.setWidget(content)
        for ground in (content, self.scroller.viewport()):
            ground.setAutoFillBackground(False)

    def _fill(self, layout: QVBoxLayout, inspector: Inspector) -> None:
        layout.addWidget(label(inspector.heading, "h3", wrap=True))
        layout.addWidget(label(inspector.subtitle, "small", wrap=True))
        layout.addSpacing(6)
        for line in inspector.lines:
            layout.addWidget(_line_row(line))
        if inspector.evidence:
            layout.addSpacing(6)
            layout.addWidget(rule())
            layout.addWidget(label(_("What proves it"), "label"))
            for evidence in inspector.evidence:
                made = EvidenceRow(evidence)
                made.clicked.connect(self._on_evidence)
                layout.addWidget(made)
        if inspector.pieces:
            layout.addSpacing(4)
            layout.addWidget(label(_("Notes and coins counted"), "label"))
            layout.addLayout(_pieces(inspector.pieces))
        if inspector.words:
            layout.addSpacing(4)
            layout.addWidget(label(inspector.words_heading, "label"))
            layout.addWidget(label(inspector.words, "small", wrap=True))

    def _on_evidence(self) -> None:
        made = self.sender()
        if isinstance(made, EvidenceRow) and made.evidence.opens:
            self.opened.emit(made.evidence.opens)


def _line_row(line: Line) -> QWidget:
    """A value that has no room beside its label stands below it, whole."""
    caption, value = label(line.label, "small"), label(line.value, "strong", "" if line.tone == "plain" else line.tone)
    if caption.sizeHint().width() + value.sizeHint().width() + _GAP <= WIDTH - 2 * _SIDE:
        return fill(QWidget(), row(caption, STRETCH, value))
    value.setWordWrap(True)
    value.setAlignment(Qt.AlignmentFlag.AlignRight)
    return fill(QWidget(), column(caption, value))


def _pieces(pieces: tuple[Pieces, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(2)
    for line, piece in enumerate(pieces):
        for place, text in enumerate((piece.face, f"\N{MULTIPLICATION SIGN} {piece.count}", piece.total)):
            cell: QLabel = label(text, "small")
            side = Qt.AlignmentFlag.AlignLeft if place == 0 else Qt.AlignmentFlag.AlignRight
            cell.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(cell, line, place)
    return grid
