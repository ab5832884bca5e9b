"""Where a case stands in plain words: where its file is, which steps are done, both dates, and what to do now."""

from __future__ import annotations

from typing import Final

from domain.cases.case_file import CaseFile
from domain.cases.clocks import Clock, legal_clock, promise_clock
from domain.cases.states import CaseState
from domain.cases.steps import next_step
from domain.catalog import Step
from domain.errors import Refusal
from kiosk_app.screens.desk.cases.state import Stage, StepLine
from kiosk_app.services.case_notices import REASONS
from kiosk_app.services.cases import CaseBook, CaseDetail
from kiosk_app.services.counter import Counter
from kiosk_app.shown import UNSAID, Choice, Line, Said
from wording import formats
from wording.catalogue import _, mark, ngettext

#: What the counter still owes the citizen, and the button that gives it.
_TELL: Final = {
    "date": mark("Print the new date"),
    "observation": mark("Print what is missing"),
    "answer": mark("Print the answer"),
}


class CaseLife:
    """Words for one case of this counter, on the municipality's day."""

    def __init__(self, counter: Counter, cases: CaseBook, found: CaseDetail, owed: str) -> None:
        self._counter = counter
        self._cases = cases
        self._found = found
        self._file: CaseFile = found.file
        self._owed = owed
        self._today = counter.today()

    def where(self) -> str:
        """The area that has the file, and since when."""
        if not self._found.row.sent:
            return _("On this computer, until there is a connection. It goes to {area}.").format(
                area=self._found.area_name
            )
        since = formats.day(self._counter.day_of(self._file.area_since))
        return _("{area}, since {day}").format(area=self._found.area_name, day=since)

    def steps(self) -> tuple[StepLine, ...]:
        current = None if self._file.is_finished else next_step(self._found.plan, self._file.steps)
        return tuple(
            StepLine(step.name, self._cases.area_name(step.area), self._stage(step, current))
            for step in self._found.plan
        )

    def _stage(self, step: Step, current: Step | None) -> Stage:
        if step == current:
            return "now"
        return "done" if step.code in self._file.steps else "to_come"

    def dates(self) -> tuple[Line, ...]:
        """Both clocks, and what the citizen's paper says where another date was given since."""
        file, day_of = self._file, self._counter.day_of
        lines = []
        if file.promise != file.committed:
            lines.append(Line(_("On the paper"), formats.day(file.committed)))
        caption = _("New date") if file.promise != file.committed else _("Promised for")
        lines.append(Line(caption, self._due(promise_clock(file, day_of))))
        if file.reason:
            lines.append(Line(_("Why it changed"), _(REASONS[file.reason])))
        legal = legal_clock(file, day_of)
        if legal is not None:
            lines.append(Line(_("Legal date"), self._due(legal)))
        if file.answered_at is not None:
            lines.append(Line(_("Answered on"), formats.day(day_of(file.answered_at))))
        return tuple(lines)

    def _due(self, clock: Clock) -> str:
        day = formats.day(clock.due)
        if clock.stopped is not None:
            return day
        if clock.waits:
            return _("{day}, counted again when it is complete").format(day=day)
        try:
            left = clock.days_left(self._counter.municipality.calendar, self._today)
        except Refusal:  # nobody has filled in that year's holidays yet
            return day
        if left > 0:
            words = ngettext("{left} working day left", "{left} working days left", left).format(left=left)
        elif clock.due >= self._today:
            words = _("today") if clock.due == self._today else _("next working day")
        else:
            words = ngettext("{late} working day late", "{late} working days late", -left).format(late=-left)
        return f"{day} · {words}"

    def advice(self) -> Said:
        """What the person at the window should do now."""
        file, found = self._file, self._found
        if self._owed == "date":
            text = _("Tell the person the new date, {day}, and print it: their paper says another one.")
            return Said(text.format(day=formats.day(file.promise)), "warn")
        if file.asked:
            return Said(_("They asked to open it again. The municipality answers when it receives it."), "info")
        if file.state is CaseState.OBSERVED:
            return self._what_is_missing()
        if file.state is CaseState.NOT_PRESENTED:
            return Said(_("What they paid is given back. They may begin again with everything at hand."), "err")
        if file.is_finished:
            answer = file.answer
            return Said(_("The municipality answers: {answer}").format(answer=answer), "ok") if answer else UNSAID
        if found.row.overdue:
            text = _("The municipality owes an answer since {day}. Call the area and ask for a new date.")
            return Said(text.format(day=formats.day(file.promise)), "err")
        text = _("The person has nothing to do: wait for the answer by {day}.")
        return Said(text.format(day=formats.day(file.promise)), "info")

    def _what_is_missing(self) -> Said:
        by = self._found.complete_by
        if not self._file.still_missing:
            return Said(_("Everything was brought. The municipality confirms it when it receives it."), "info")
        if by is None:
            return Said(_("Something is missing. It may be brought to any cabin."), "warn")
        if self._today > by:
            text = _("The days to complete it ended on {day}. Take it in all the same: the municipality decides.")
            return Said(text.format(day=formats.day(by)), "err")
        text = _("Something is missing. It may be brought to any cabin until {day}.")
        return Said(text.format(day=formats.day(by)), "warn")

    def acts(self) -> tuple[Choice, ...]:
        """The first is what the case needs now."""
        file, found = self._file, []
        if self._owed:
            found.append(Choice(f"tell:{self._owed}", _(_TELL[self._owed]), icon="printer"))
        if file.state is CaseState.OBSERVED and file.still_missing:
            found.append(Choice("complete", _("Take in what was missing…"), icon="file-check"))
        if file.is_finished and file.state is not CaseState.NOT_PRESENTED and not file.asked:
            found.append(Choice("reopen", _("Open it again…"), icon="undo-2"))
        return tuple(found)
