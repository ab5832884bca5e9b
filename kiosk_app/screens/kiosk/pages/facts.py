"""Rows of facts on a card: a pictogram, what it is, and what it says."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kiosk_app.screens.kiosk.pages.state import Fact
from kiosk_app.screens.kiosk.touch import Emblem, px
from kiosk_app.widgets.layouts import column, fill, row
from kiosk_app.widgets.text import label
from kiosk_app.widgets.tones import GROUND, INK


def fact_row(fact: Fact) -> QWidget:
    sign = Emblem(px(64), px(18))
    sign.show_icon(fact.icon, INK[fact.tone], GROUND[fact.tone])
    words = column(label(fact.label, "small"), label(fact.value, "strong", wrap=True), spacing=px(2))
    return fill(QWidget(), row(sign, (words, 1), spacing=px(20)))


class FactCard(QFrame):
    """A card of facts; its rows are made anew when the facts change."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "card")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(px(32), px(26), px(32), px(26))
        self._layout.setSpacing(px(18))
        self._shown: tuple[Fact, ...] = ()
        self._rows: list[QWidget] = []

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        if facts == self._shown:
            return
        for old in self._rows:
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = facts
        self._rows = [fact_row(fact) for fact in facts]
        for made in self._rows:
            self._layout.addWidget(made)
        self.setVisible(bool(facts))
