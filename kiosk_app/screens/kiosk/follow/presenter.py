"""Follow a case: ten digits, checked at once; then what this kiosk or the centre knows about it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Protocol

from domain.cases.states import CaseState as Stage
from domain.errors import Refusal
from domain.ids import read_case_code
from kiosk_app.screens.kiosk.code_entry import CodeEntry, WrongTries
from kiosk_app.screens.kiosk.follow.state import CaseState, FollowState, SearchingPage
from kiosk_app.screens.kiosk.navigation import Navigation
from kiosk_app.screens.kiosk.pages.phrases import spoken_digits
from kiosk_app.screens.kiosk.pages.state import DigitsPage, Fact, ToldPage
from kiosk_app.shown import Tone
from wording.catalogue import _, mark, ngettext
from wording.formats import case_code, day_and_clock, day_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStatus:
    """What may be said to whoever holds the code: no name, no document, nothing personal.

    `as_of` is when the centre last spoke of it, None while the kiosk is connected; `promise` may not exist. Of a case
    that another station opened the centre tells only its `type` ("procedure", "complaint"): `service` is empty then.
    """

    code: str
    service: str = ""
    stage: Stage
    changed: date
    area: str
    type: str = ""
    promise: date | None = None
    as_of: datetime | None = None


class NotTold(StrEnum):
    """Why the centre did not say where a case stands: it knows no such case, or nothing that counts came back."""

    UNKNOWN = "unknown"
    NO_ANSWER = "no_answer"


Find = Callable[[str], CaseStatus | None]
#: Takes the code that was asked for, and what came of it.
Hear = Callable[[str, CaseStatus | NotTold], None]


class Elsewhere(Protocol):
    """The centre, for cases that this kiosk did not open."""

    def ask(self, code: str, hear: Hear) -> None:
        """`hear` is told once, later, unless another question or `forget` comes first."""

    def forget(self) -> None:
        """Nobody waits for an answer any more."""


class _Step(StrEnum):
    CODE = "code"
    ASKING = "asking"
    NO_ANSWER = "no_answer"
    CASE = "case"


#: What a case of another station is called, by its type.
_HEADINGS: Final = {"procedure": mark("Your procedure"), "complaint": mark("Your complaint")}

#: What a stage is called for a citizen, its tone and its pictogram.
STAGES: Final[dict[Stage, tuple[str, Tone, str]]] = {
    Stage.SAVED: (mark("Kept here, to be sent"), "warn", "hard-drive-download"),
    Stage.RECEIVED: (mark("The municipality received it"), "info", "inbox"),
    Stage.OBSERVED: (mark("Something is missing: go to the desk"), "warn", "triangle-alert"),
    Stage.NOT_PRESENTED: (mark("Not presented: what you paid is given back, ask at the desk"), "err", "hand-coins"),
    Stage.IN_PROGRESS: (mark("They are working on it"), "info", "clock"),
    Stage.RESOLVED: (mark("It is solved"), "ok", "circle-check"),
    Stage.REJECTED: (mark("It was not accepted: ask why at the desk"), "err", "circle-x"),
    Stage.CLOSED: (mark("It is finished"), "ok", "check-check"),
}


class View(Protocol):
    def render(self, state: FollowState) -> None: ...


class FollowPresenter:
    """`find` is what this kiosk knows itself. `tries` belongs to the machine and outlives the visit."""

    def __init__(
        self, view: View, find: Find, elsewhere: Elsewhere, navigation: Navigation, *, tries: WrongTries
    ) -> None:
        self._view = view
        self._find = find
        self._elsewhere = elsewhere
        self._navigation = navigation
        self._tries = tries
        self._step = _Step.CODE
        self._entry = CodeEntry()
        self._problem = ""
        self._found: CaseStatus | None = None
        self._seconds_shown = 0

    def open(self) -> None:
        self._elsewhere.forget()
        self._step = _Step.CODE
        self._entry = CodeEntry()
        self._problem = ""
        self._found = None
        self._render()

    def show_again(self) -> None:
        self._render()

    def tick(self) -> None:
        """While the kiosk waits, the seconds go down; at the end the pad wakes up."""
        if self._tries.seconds_left != self._seconds_shown:
            self._render()

    def type_digit(self, text: str) -> None:
        if not self._tries.seconds_left:
            self._show_entry(self._entry.typed(text))

    def erase_digit(self) -> None:
        self._show_entry(self._entry.erased())

    def empty(self) -> None:
        self._show_entry(self._entry.emptied())

    def ask(self) -> None:
        """Only codes that could exist are looked for, and only those count as wrong tries: a slip of the finger, which
        the check digit tells at once, teaches nobody anything about other people's cases.
        """
        if self._tries.seconds_left or not self._is_plausible():
            return
        found = self._find(self._entry.digits)
        if found is not None:
            self._show_case(found)
            return
        self._show(_Step.ASKING)
        self._elsewhere.ask(self._entry.digits, self._hear)

    def ask_another(self) -> None:
        self.open()

    def go_back(self, _written: tuple[str, ...]) -> None:
        """What was typed stays while it was not found; a case that was seen is not left for the next look."""
        match self._step:
            case _Step.CODE:
                self._navigation.go_home()
            case _Step.ASKING | _Step.NO_ANSWER:
                self._elsewhere.forget()
                self._show(_Step.CODE)
            case _Step.CASE:
                self.open()

    def _hear(self, code: str, answer: CaseStatus | NotTold) -> None:
        """Only the centre's word that there is no such case is a wrong try: without an answer nothing was learned."""
        if self._step is not _Step.ASKING or code != self._entry.digits:
            return
        match answer:
            case NotTold.UNKNOWN:
                self._tries.failed()
                self._problem = _("There is no case with that code. Look at your receipt again, or ask at the desk.")
                self._show(_Step.CODE)
            case NotTold.NO_ANSWER:
                self._show(_Step.NO_ANSWER)
            case CaseStatus():
                self._show_case(answer)

    def _show_case(self, found: CaseStatus) -> None:
        self._tries.found()
        self._found = found
        self._show(_Step.CASE)

    def _show(self, step: _Step) -> None:
        self._step = step
        self._render()

    def _show_entry(self, entry: CodeEntry) -> None:
        self._entry = entry
        self._problem = ""
        if entry.is_complete and not self._is_plausible():
            self._problem = _("One number does not fit. Compare it with your receipt, number by number.")
        self._render()

    def _is_plausible(self) -> bool:
        try:
            read_case_code(self._entry.digits)
        except Refusal:
            return False
        return True

    def _render(self) -> None:
        self._seconds_shown = self._tries.seconds_left
        self._view.render(self._page())

    def _page(self) -> FollowState:
        if self._step is _Step.ASKING:
            return _searching_page(self._entry)
        if self._step is _Step.NO_ANSWER:
            return _no_answer_page()
        return _case_page(self._found) if self._found is not None else self._code_page()

    def _code_page(self) -> DigitsPage:
        seconds = self._seconds_shown
        waiting = ngettext("Too many tries. Wait {n} second.", "Too many tries. Wait {n} seconds.", seconds)
        return DigitsPage(
            page="follow/code",
            heading=_("Write the code on your receipt"),
            help=_("It has ten numbers."),
            shown=self._entry.shown,
            spoken=spoken_digits(self._entry),
            problem=waiting.format(n=seconds) if seconds else self._problem,
            go_on=_("See my case"),
            icon="folder-search",
            can_go_on=not seconds and not self._problem and self._is_plausible(),
            paused=bool(seconds),
            receipt_hint=_("Your code is at the top of the receipt."),
        )


def _searching_page(entry: CodeEntry) -> SearchingPage:
    return SearchingPage(
        page="follow/searching",
        heading=_("Looking for your case…"),
        code=_("Code {code}").format(code=case_code(entry.digits)),
        text=_("We are asking the municipality. With little signal it may take half a minute."),
        icon="folder-search",
    )


def _no_answer_page() -> ToldPage:
    return ToldPage(
        page="follow/no-answer",
        heading=_("There is no signal now"),
        text=_("This kiosk could not ask the municipality about your case. It is not a fault of your code."),
        icon="cloud-off",
        tone="warn",
        go_on=_("Try again"),
        go_on_icon="refresh-cw",
        next_steps=(
            Fact(icon="store", label=_("You can ask now"), value=_("At the desk that gave you the receipt.")),
            Fact(icon="clock", label=_("Or come back"), value=_("The kiosk answers when the signal is back.")),
        ),
    )


def _case_page(found: CaseStatus) -> CaseState:
    words, tone, icon = STAGES[found.stage]
    facts = [
        Fact(icon="calendar", label=_("Since the day"), value=day_in_words(found.changed), tone="info"),
        Fact(icon="users-round", label=_("Who has it"), value=found.area, tone="primary"),
    ]
    if found.promise is not None:
        label = _("Answer before")
        facts.append(Fact(icon="calendar-clock", label=label, value=day_in_words(found.promise), tone="ok"))
    as_of = ""
    if found.as_of is not None:
        as_of = _("No signal: this is what we knew on {when}.").format(when=day_and_clock(found.as_of))
    return CaseState(
        page="follow/case",
        heading=found.service or _(_HEADINGS.get(found.type, mark("Your case"))),
        code=_("Code {code}").format(code=case_code(found.code)),
        state=_(words),
        state_tone=tone,
        state_icon=icon,
        facts=tuple(facts),
        as_of=as_of,
    )
