"""Rows of facts on a card: a pictogram, what it is, and what it says."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from kiosk_app.screens.kiosk.pages.state import Fact
from kiosk_app.screens.kiosk.touch import Emblem, px
from kiosk_app.widgets.layouts import STRETCH, column, fill, row
from kiosk_app.widgets.text import label
from kiosk_app.widgets.tones import GROUND, INK


def fact_row(fact: Fact) -> QWidget:
    sign = Emblem(px(64), px(18))
    sign.show_icon(fact.icon, INK[fact.tone], GROUND[fact.tone])
    caption, value = label(fact.label, "small"), label(fact.value, "strong", wrap=True)
    words = column(STRETCH, caption, value, STRETCH, spacing=px(2))
    return fill(QWidget(), row(sign, (words, 1), spacing=px(20)))


class FactCard(QFrame):
    """A card of facts, one below the other or side by side; they are made anew when they change."""

    def __init__(self, *, across: bool = False) -> None:
        super().__init__()
        self.setProperty("box", "card")
        direction = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        self._layout = QBoxLayout(direction, self)
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
            self._layout.addWidget(made, 1)
        self.setVisible(bool(facts))
