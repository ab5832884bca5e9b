"""White surfaces with a hairline border."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from kiosk_app.widgets.layouts import STRETCH, Item, column, row
from kiosk_app.widgets.text import label


class Card(QFrame):
    """A heading, something at its right (a count, a state), and content."""

    def __init__(self, title: str = "", *content: Item, aside: QLabel | None = None, spacing: int = 12) -> None:
        super().__init__()
        self.setProperty("box", "card")
        self.title = label(title, "h3")
        if not title:
            self.title.hide()
        self.aside = aside or label("", "small")
        self.body: QVBoxLayout = column(*content, spacing=0)
        head = row(self.title, STRETCH, self.aside)
        items: tuple[Item, ...] = (head, spacing, self.body) if title else (self.body,)
        self.setLayout(column(*items, margins=(20, 16, 20, 20)))

    def show_title(self, title: str) -> None:
        """Only for a card that was made with room for one, or an empty title."""
        self.title.setText(title)
        self.title.setVisible(bool(title))


def rule() -> QFrame:
    """A hairline between two groups."""
    made = QFrame()
    made.setProperty("box", "rule")
    made.setFixedHeight(1)
    return made
