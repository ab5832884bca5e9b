"""The last pages: it is done, here is the code; or it is not possible here, and this is the way on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from kiosk_app.screens.kiosk.page import Page
from kiosk_app.screens.kiosk.pages.facts import FactCard
from kiosk_app.screens.kiosk.pages.state import DonePage, ToldPage
from kiosk_app.screens.kiosk.touch import Emblem, TouchButton, px
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets.layouts import STRETCH, column, row
from kiosk_app.widgets.text import label, set_text
from kiosk_app.widgets.tones import GROUND, INK
from wording.catalogue import _


class DoneView(Page):
    """Signal: `more_time_asked()`. The end is in the footer, as on every page."""

    more_time_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tick = Emblem(px(84), px(42))
        self._tick.show_icon("check", COLOURS.on_primary, COLOURS.ok)
        self._code_label = label("", "sub")
        self.code = label("", "amount")
        self._paper_sign = Emblem(px(64), px(18))
        self.paper = label("", "strong", wrap=True)
        self.facts = FactCard()
        self.closing = label("", "sub", wrap=True)
        self.more_time = TouchButton("plain")
        self._lay()
        self.more_time.clicked.connect(self.more_time_asked)

    def _lay(self) -> None:
        ticket = QFrame()
        ticket.setProperty("box", "card")
        ticket.setLayout(
            column(
                STRETCH,
                row(STRETCH, self._tick, STRETCH),
                px(20),
                self._code_label,
                self.code,
                px(24),
                row(self._paper_sign, (self.paper, 1), spacing=px(20)),
                STRETCH,
                margins=(px(44), px(28), px(44), px(28)),
            )
        )
        for words in (self._code_label, self.code):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.facts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.body.addLayout(row((ticket, 4), (self.facts, 5), spacing=px(24)), 1)
        self.body.addLayout(row((self.closing, 1), self.more_time, spacing=px(16)))

    def show_page(self, state: DonePage) -> None:
        self.say(state.heading)
        self._code_label.setText(state.code_label)
        self.code.setText(state.code)
        self.code.setAccessibleName(state.code_spoken)
        ink = COLOURS.text if state.paper_tone == "plain" else INK[state.paper_tone]
        self._paper_sign.show_icon(state.paper_icon, ink, GROUND[state.paper_tone])
        set_text(self.paper, state.paper)
        self.facts.show_facts(state.facts)
        self.more_time.say(_("More time"), "clock")

    def say_closing(self, words: str) -> None:
        self.closing.setText(words)


class ToldView(Page):
    """Signal: `went_on()`."""

    went_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sign = Emblem(px(148), px(40))
        self._text = label("", "h3", wrap=True)
        self.facts = FactCard()
        self.go_on = TouchButton("primary", large=True)
        self.go_on.setMinimumWidth(px(420))
        self.body.addLayout(row(self._sign, (self._text, 1), spacing=px(36)))
        self.body.addSpacing(px(12))
        self.body.addWidget(self.facts)
        self.body.addStretch(1)
        self.body.addLayout(row(STRETCH, self.go_on))
        self.go_on.clicked.connect(self.went_on)

    def show_page(self, state: ToldPage) -> None:
        self.say(state.heading)
        self._sign.show_icon(state.icon, INK[state.tone], GROUND[state.tone])
        self._text.setText(state.text)
        self.facts.setVisible(bool(state.next_steps))
        self.facts.show_facts(state.next_steps)
        self.go_on.say(state.go_on, state.go_on_icon)
