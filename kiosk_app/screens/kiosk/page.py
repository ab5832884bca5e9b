"""What every screen of the kiosk has in common: it says when a page turns, and it can go back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from kiosk_app.screens.kiosk.session import Pace
from kiosk_app.screens.kiosk.touch import px
from kiosk_app.widgets.layouts import column
from kiosk_app.widgets.text import label


@dataclass(frozen=True, slots=True)
class PageTurn:
    """What the frame around a screen needs: how long the page may stand, and what the header says."""

    page: str
    pace: Pace = Pace.CHOOSING
    step: str = ""
    can_go_back: bool = True


def bring_forward(stack: QStackedLayout, shown: QWidget) -> None:
    """Show one widget of a stack, and let only that one say how much room it needs."""
    for index in range(stack.count()):
        widget = stack.widget(index)
        assert widget is not None, "a stack counts its own widgets"
        policy = QSizePolicy.Policy.Preferred if widget is shown else QSizePolicy.Policy.Ignored
        widget.setSizePolicy(policy, policy)
    stack.setCurrentWidget(shown)


class Page(QWidget):
    """One page: a heading, a line of help, and whatever the page asks.

    `shadow` is how far the body's tiles paint their shadow beyond their cards: the cards then stand under the heading.
    """

    def __init__(self, *, shadow: int = 0) -> None:
        super().__init__()
        self.heading = label("", "h2", wrap=True)
        self.help = label("", "sub", wrap=True)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(16))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(56) - shadow, px(28), px(56) - shadow, px(24))
        for words in (self.heading, self.help):
            words.setContentsMargins(shadow, 0, 0, 0)
        outer.setSpacing(px(6))
        self._head = QHBoxLayout()
        self._head.setSpacing(px(24))
        self._head.setContentsMargins(0, 0, shadow, 0)
        self._head.addLayout(column(self.heading, self.help, spacing=px(6)), 1)
        outer.addLayout(self._head)
        outer.addSpacing(px(10))
        outer.addLayout(self.body, 1)

    def beside_heading(self, widget: QWidget) -> None:
        """At its right, so that the body keeps its height."""
        self._head.addWidget(widget, 1)

    def say(self, heading: str, help_words: str = "") -> None:
        self.heading.setText(heading)
        self.help.setText(help_words)
        self.help.setVisible(bool(help_words))


class KioskScreen(QWidget):
    """A task. Lives on the application thread.

    Signals: `turned(PageTurn)` on every render; `back_asked(tuple[str, ...])` with what stands in the fields, so that
    walking back loses nothing.

    Every screen has `render(state)`, the house's word for showing a whole state. QWidget has a `render` of its own,
    which paints into another device; nothing here calls it, and grab() does not go through it.
    """

    turned = Signal(object)
    back_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._pages = QStackedLayout(self)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("page", True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def hold(self, *pages: QWidget) -> None:
        for page in pages:
            self._pages.addWidget(page)

    def turn_to(self, page: QWidget, turn: PageTurn) -> None:
        bring_forward(self._pages, page)
        self.turned.emit(turn)

    @property
    def current_page(self) -> QWidget:
        page = self._pages.currentWidget()
        assert page is not None, "a screen holds at least one page"
        return page

    def go_back(self) -> None:
        """The header's "Atrás"."""
        self.back_asked.emit(self.written())

    def written(self) -> tuple[str, ...]:
        """What stands in the fields of the current page."""
        return ()

    def closing_in(self, seconds: int) -> None:
        """The end page counts down; other pages have nothing to say about it."""
