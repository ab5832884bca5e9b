"""The page of one procedure: what to bring at the left, what it costs and takes at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk_app.screens.kiosk.long_card import LongCard
from kiosk_app.screens.kiosk.page import Page
from kiosk_app.screens.kiosk.pages.facts import FactCard
from kiosk_app.screens.kiosk.procedures.state import ProcedureState
from kiosk_app.screens.kiosk.touch import TouchButton, px
from kiosk_app.widgets.layouts import STRETCH, column, row
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
    """Signal: `print_asked()`."""

    print_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.list = LongCard()
        self.facts = FactCard()
        self.print_sheet = TouchButton("primary", large=True)
        self._printing = label("", "strong", wrap=True)
        right = QWidget()
        self.facts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        right.setLayout(column(self.facts, px(16), self._printing, STRETCH, self.print_sheet))
        self.body.addLayout(row((self.list, 5), (right, 4), spacing=px(24)), 1)
        self.print_sheet.clicked.connect(self.print_asked)

    def show_page(self, state: ProcedureState, *, fresh: bool) -> None:
        self.say(state.name)
        rows = [_Requirement(number, words) for number, words in enumerate(state.requirements, start=1)]
        self.list.show_rows(state.requirements_heading, rows, fresh=fresh)
        self.facts.show_facts(state.facts)
        self.print_sheet.setVisible(state.can_print)
        self.print_sheet.say(_("Print this page"), "printer")
        self._printing.setText(state.printing)
        self._printing.setVisible(bool(state.printing))
