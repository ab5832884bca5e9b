"""Orders about the way of a case: areas, steps, another date, what is missing, its end, and its going on."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date

from central import case_office
from central.case_commands import case_of
from central.centre import Centre
from central.command import Say
from central.opening import DataDirectory
from central.refusals import in_words
from central.store import Transaction
from central.store.cases import Case
from domain.errors import Refusal
from wording import formats
from wording.catalogue import _

_Act = Callable[[Centre, Transaction, Case], str]


def _done(data: DataDirectory, asked: argparse.Namespace, say: Say, act: _Act) -> None:
    """One act on one case, said once it is durable."""
    with data.open() as centre, centre.store.writing() as tx:
        case = case_of(tx, asked.case)
        words = act(centre, tx, case)
    say(words)
    text = _("Case {case}: station {station} will be told.")
    say(text.format(case=formats.case_code(case.code), station=case.station))


def move(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    def act(centre: Centre, tx: Transaction, case: Case) -> str:
        case_office.pass_on(centre, tx, case, asked.area, asked.by)
        return _("The file is now at {area}.").format(area=centre.terms.areas[asked.area])

    _done(data, asked, say, act)


def step(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    def act(centre: Centre, tx: Transaction, case: Case) -> str:
        file = case_office.take_step(centre, tx, case, asked.step, area=asked.area, by=asked.by)
        plan = case_office.way_of(centre, case).steps
        text = _("Step {done} of {all} is done. The file is now at {area}.")
        area = centre.terms.areas.get(file.area, file.area)
        return text.format(done=len(file.steps), all=len(plan), area=area)

    _done(data, asked, say, act)


def new_date(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    day = read_day(asked.day)

    def act(centre: Centre, tx: Transaction, case: Case) -> str:
        file = case_office.promise_anew(
            centre, tx, case, day, reason=asked.reason, words=asked.text, told=asked.told, by=asked.by
        )
        lines = [_("The answer is now promised for {day}.").format(day=formats.day(file.promise))]
        if file.legal is not None and file.promise > file.legal:
            past = _("That is after the legal date, {day}, which does not move.")
            lines.append(past.format(day=formats.day(file.legal)))
        if file.is_date_untold:
            lines.append(_("The counter will print the new date for the citizen."))
        return "\n".join(lines)

    _done(data, asked, say, act)


def observe(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    def act(centre: Centre, tx: Transaction, case: Case) -> str:
        until = case_office.observe(centre, tx, case, asked.missing, words=asked.text, by=asked.by)
        return _("The citizen may complete it until {day}, at any counter.").format(day=formats.day(until))

    _done(data, asked, say, act)


def close(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    def act(centre: Centre, tx: Transaction, case: Case) -> str:
        case_office.close(centre, tx, case, asked.by)
        return in_words("closed")

    _done(data, asked, say, act)


def reopen(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    def act(centre: Centre, tx: Transaction, case: Case) -> str:
        file = case_office.reopen(centre, tx, case, asked.by)
        return _("Opened again. The answer is promised for {day}.").format(day=formats.day(file.promise))

    _done(data, asked, say, act)


def read_day(text: str) -> date:
    """As people write it, `16/12/2026`, or ISO. Raises Refusal `day_malformed`."""
    parts = text.split("/")
    try:
        if len(parts) == 3:  # noqa: PLR2004 - day, month, year
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal("day_malformed", text=text) from error
