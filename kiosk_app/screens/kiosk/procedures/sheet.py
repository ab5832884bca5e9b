"""The page of one procedure: what to bring at the left, what it costs and takes at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kiosk_app.screens.kiosk.page import Page
from kiosk_app.screens.kiosk.pages.facts import FactCard
from kiosk_app.screens.kiosk.procedures.state import ProcedureState
from kiosk_app.screens.kiosk.touch import TouchButton, px
from kiosk_app.widgets.finger import FingerScroll
from kiosk_app.widgets.layouts import STRETCH, column, fill, row
from kiosk_app.widgets.text import label
from wording.catalogue import _


class _Requirement(QWidget):
    """A number and what to bring."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__()
        figure = label(f"{number}", "strong", "primary")
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        figure.setFixedWidth(px(44))
        figure.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setLayout(row(figure, (label(words, wrap=True), 1), spacing=px(20)))


class ProcedureSheet(Page):
    """Signal: `print_asked()`. A long list moves by two big arrows: nobody has to know how to drag."""

    print_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._list_heading = label("", "h3")
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
        self.facts = FactCard()
        self.print_sheet = TouchButton("primary", large=True)
        self._printing = label("", "strong", wrap=True)
        self._rows: list[QWidget] = []
        self._lay()
        self.up.clicked.connect(self._on_up)
        self.down.clicked.connect(self._on_down)
        self.print_sheet.clicked.connect(self.print_asked)
        self.scroller.verticalScrollBar().rangeChanged.connect(self._show_arrows)
        self.scroller.verticalScrollBar().valueChanged.connect(self._show_arrows)

    def _lay(self) -> None:
        self._arrows = fill(QWidget(), row(self.up, self.down, STRETCH, spacing=px(16)))
        card = QFrame()
        card.setProperty("box", "card")
        inside = column(self._list_heading, px(18), (self.scroller, 1), px(14), self._arrows)
        inside.setContentsMargins(px(36), px(28), px(36), px(28))
        card.setLayout(inside)
        right = QWidget()
        self.facts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        right.setLayout(column(self.facts, px(16), self._printing, STRETCH, self.print_sheet))
        self.body.addLayout(row((card, 5), (right, 4), spacing=px(24)), 1)

    def show_page(self, state: ProcedureState, *, fresh: bool) -> None:
        self.say(state.name)
        self._list_heading.setText(state.requirements_heading)
        for old in self._rows:
            self._list_layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        while self._list_layout.count():
            self._list_layout.takeAt(0)
        self._rows = [_Requirement(number, words) for number, words in enumerate(state.requirements, start=1)]
        for made in self._rows:
            self._list_layout.addWidget(made)
        self._list_layout.addStretch(1)
        self.facts.show_facts(state.facts)
        self.up.say(_("Further up"), "chevron-up")
        self.down.say(_("Further down"), "chevron-down")
        self.print_sheet.setVisible(state.can_print)
        self.print_sheet.say(_("Print this page"), "printer")
        self._printing.setText(state.printing)
        self._printing.setVisible(bool(state.printing))
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
