"""A card with more on it than fits: it moves by two big arrows, for nobody has to know how to drag."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kiosk_app.screens.kiosk.touch import TouchButton, px
from kiosk_app.widgets.finger import FingerScroll
from kiosk_app.widgets.layouts import STRETCH, column, fill, row
from kiosk_app.widgets.text import label
from wording.catalogue import _


class LongCard(QFrame):
    """`show_rows` throws the rows of before away; the arrows are there only where they are needed."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "card")
        self._heading = label("", "h3")
        self._list = QWidget()
        self._list_layout = QVBoxLayout(self._list)
        self._list_layout.setContentsMargins(0, 0, px(12), 0)
        self._list_layout.setSpacing(px(18))
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setWidget(self._list)
        for ground in (self._list, self.scroller.viewport()):
            ground.setAutoFillBackground(False)  # the card shows through
        self.scroller.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.finger = FingerScroll(self.scroller)
        self.up, self.down = TouchButton("plain"), TouchButton("plain")
        self._rows: list[QWidget] = []
        self._arrows = fill(QWidget(), row(self.up, self.down, STRETCH, spacing=px(16)))
        inside = column(self._heading, px(18), (self.scroller, 1), px(14), self._arrows)
        inside.setContentsMargins(px(36), px(28), px(36), px(28))
        self.setLayout(inside)
        self.up.clicked.connect(self._on_up)
        self.down.clicked.connect(self._on_down)
        self.scroller.verticalScrollBar().rangeChanged.connect(self._show_arrows)
        self.scroller.verticalScrollBar().valueChanged.connect(self._show_arrows)

    def show_rows(self, heading: str, rows: Sequence[QWidget], *, fresh: bool) -> None:
        self._heading.setText(heading)
        self._heading.setVisible(bool(heading))
        for old in self._rows:
            self._list_layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        while self._list_layout.count():
            self._list_layout.takeAt(0)
        self._rows = list(rows)
        for made in self._rows:
            self._list_layout.addWidget(made)
        self._list_layout.addStretch(1)
        self.up.say(_("Further up"), "chevron-up")
        self.down.say(_("Further down"), "chevron-down")
        if fresh:
            self.scroller.verticalScrollBar().setValue(0)
        self._show_arrows()

    def _show_arrows(self) -> None:
        bar = self.scroller.verticalScrollBar()
        self._arrows.setVisible(bar.maximum() > 0)
        self.up.setEnabled(bar.value() > 0)
        self.down.setEnabled(bar.value() < bar.maximum())

    def _on_up(self) -> None:
        bar = self.scroller.verticalScrollBar()
        bar.setValue(bar.value() - bar.pageStep() * 3 // 4)

    def _on_down(self) -> None:
        bar = self.scroller.verticalScrollBar()
        bar.setValue(bar.value() + bar.pageStep() * 3 // 4)
