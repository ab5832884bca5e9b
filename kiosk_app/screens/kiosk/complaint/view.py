"""File a complaint: one question a page, a page to check, and the code."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk_app.screens.kiosk.complaint.state import ComplaintState
from kiosk_app.screens.kiosk.page import KioskScreen, PageTurn
from kiosk_app.screens.kiosk.pages.check import CheckView
from kiosk_app.screens.kiosk.pages.choice import ChoiceView
from kiosk_app.screens.kiosk.pages.digits import DigitsView
from kiosk_app.screens.kiosk.pages.ending import DoneView
from kiosk_app.screens.kiosk.pages.state import CheckPage, ChoicePage, DigitsPage, DonePage, WritePage
from kiosk_app.screens.kiosk.pages.write import WriteView
from kiosk_app.screens.kiosk.session import Pace
from wording.catalogue import ngettext


class ComplaintView(KioskScreen):
    """Lives on the application thread.

    Signals: `answer_chosen(str)` a choice of the current question; `answer_written(tuple[str, ...])` its texts;
    `change_asked(str)` a line of the check page; `send_asked()`; `more_time_asked()`;
    `digit_typed(str)`, `digit_erased()`, `digits_emptied()` and `digits_given()` on the page of the document.
    """

    answer_chosen = Signal(object)
    answer_written = Signal(object)
    change_asked = Signal(object)
    send_asked = Signal()
    more_time_asked = Signal()
    digit_typed = Signal(object)
    digit_erased = Signal()
    digits_emptied = Signal()
    digits_given = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown_page = ""
        self.choice, self.write, self.check = ChoiceView(), WriteView(), CheckView()
        self.digits, self.done = DigitsView(), DoneView()
        self.hold(self.choice, self.write, self.check, self.digits, self.done)
        self.choice.chosen.connect(self.answer_chosen)
        self.write.answered.connect(self.answer_written)
        self.check.change_asked.connect(self.change_asked)
        self.check.sent.connect(self.send_asked)
        self.done.more_time_asked.connect(self.more_time_asked)
        self.digits.typed.connect(self.digit_typed)
        self.digits.erased.connect(self.digit_erased)
        self.digits.emptied.connect(self.digits_emptied)
        self.digits.asked.connect(self.digits_given)

    def render(self, state: ComplaintState) -> None:  # type: ignore[override]  # see KioskScreen
        fresh = state.page != self._shown_page
        self._shown_page = state.page
        match state:
            case ChoicePage():
                self.choice.show_page(state)
                self.turn_to(self.choice, PageTurn(state.page, step=state.step))
            case WritePage():
                self.turn_to(self.write, PageTurn(state.page, Pace.TYPING, state.step))
                self.write.show_page(state, fresh=fresh)
            case CheckPage():
                self.check.show_page(state)
                self.turn_to(self.check, PageTurn(state.page, step=state.step))
            case DonePage():
                self.done.show_page(state)
                self.turn_to(self.done, PageTurn(state.page, Pace.FINISHED, can_go_back=False))
            case DigitsPage():
                self.turn_to(self.digits, PageTurn(state.page, Pace.TYPING, state.step))
                self.digits.show_page(state, fresh=fresh)

    def written(self) -> tuple[str, ...]:
        return self.write.texts() if self.current_page is self.write else ()

    def closing_in(self, seconds: int) -> None:
        words = ngettext(
            "This screen erases itself in {n} second.", "This screen erases itself in {n} seconds.", seconds
        )
        self.done.say_closing(words.format(n=seconds))
