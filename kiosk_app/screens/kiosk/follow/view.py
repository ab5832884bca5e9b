"""Follow a case by the ten digits on its receipt."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from kiosk_app.screens.kiosk.follow.state import CaseState, FollowState, SearchingPage
from kiosk_app.screens.kiosk.page import KioskScreen, Page, PageTurn
from kiosk_app.screens.kiosk.pages.digits import DigitsView
from kiosk_app.screens.kiosk.pages.ending import ToldView
from kiosk_app.screens.kiosk.pages.facts import FactCard
from kiosk_app.screens.kiosk.pages.state import DigitsPage, ToldPage
from kiosk_app.screens.kiosk.session import Pace
from kiosk_app.screens.kiosk.touch import Emblem, TouchButton, px
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets.layouts import STRETCH, column, row
from kiosk_app.widgets.text import IconLabel, label
from kiosk_app.widgets.tones import GROUND, INK
from wording.catalogue import _


class CasePage(Page):
    """The state of a case in one big word, and the facts that go with it. Signal: `another_asked()`."""

    another_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sign = Emblem(px(112), px(32))
        self.state_words = label("", "h1", wrap=True)
        self._code = label("", "sub")
        self.facts = FactCard(across=True)
        self._as_of_sign = IconLabel("cloud-off", COLOURS.warn, px(40))
        self._as_of = label("", "strong", "warn", wrap=True)
        self._band = QFrame()
        self._band.setProperty("box", "notice")
        self._band.setProperty("tone", "warn")
        self._band.setLayout(
            row(self._as_of_sign, (self._as_of, 1), margins=(px(28), px(16), px(28), px(16)), spacing=px(20))
        )
        self.another = TouchButton("plain", large=True)
        self.body.addLayout(row(self._sign, (column(self._code, self.state_words), 1), spacing=px(32)))
        self.body.addSpacing(px(24))
        self.body.addWidget(self.facts)
        self.body.addWidget(self._band)
        self.body.addStretch(1)
        self.body.addLayout(row(STRETCH, self.another))
        self.another.clicked.connect(self.another_asked)

    def show_page(self, state: CaseState) -> None:
        self.say(state.heading)
        self._sign.show_icon(state.state_icon, INK[state.state_tone], GROUND[state.state_tone])
        self.state_words.setText(state.state)
        self._code.setText(state.code)
        self.facts.show_facts(state.facts)
        self._band.setVisible(bool(state.as_of))
        self._as_of.setText(state.as_of)
        self.another.say(_("See another case"), "folder-search")


class WaitingPage(Page):
    """The centre is being asked. The way back is in the header, as on every page."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = Emblem(px(112), px(32))
        self._code = label("", "sub")
        self._text = label("", "h3", wrap=True)
        words = column(STRETCH, self._code, self._text, STRETCH, spacing=px(6))
        self.body.addLayout(row(self._sign, (words, 1), spacing=px(32)))
        self.body.addStretch(1)

    def show_page(self, state: SearchingPage) -> None:
        self.say(state.heading)
        self._sign.show_icon(state.icon, INK["info"], GROUND["info"])
        self._code.setText(state.code)
        self._text.setText(state.text)


class FollowView(KioskScreen):
    """Lives on the application thread.

    Signals: `digit_typed(str)`, `digit_erased()`, `code_emptied()`, `case_asked()` the first time or
    again, `another_asked()`.
    """

    digit_typed = Signal(object)
    digit_erased = Signal()
    code_emptied = Signal()
    case_asked = Signal()
    another_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown_page = ""
        self.code, self.waiting, self.no_answer, self.case = DigitsView(), WaitingPage(), ToldView(), CasePage()
        self.hold(self.code, self.waiting, self.no_answer, self.case)
        self.code.typed.connect(self.digit_typed)
        self.code.erased.connect(self.digit_erased)
        self.code.emptied.connect(self.code_emptied)
        self.code.asked.connect(self.case_asked)
        self.no_answer.went_on.connect(self.case_asked)
        self.case.another_asked.connect(self.another_asked)

    def render(self, state: FollowState) -> None:  # type: ignore[override]  # see KioskScreen
        fresh = state.page != self._shown_page
        self._shown_page = state.page
        match state:
            case DigitsPage():
                self.turn_to(self.code, PageTurn(state.page, Pace.TYPING))
                self.code.show_page(state, fresh=fresh)
            case SearchingPage():
                self.waiting.show_page(state)
                self.turn_to(self.waiting, PageTurn(state.page))
            case ToldPage():
                self.no_answer.show_page(state)
                self.turn_to(self.no_answer, PageTurn(state.page))
            case CaseState():
                self.case.show_page(state)
                self.turn_to(self.case, PageTurn(state.page))
