"""What counters wrote of cases that are open already, and the centre's answer.

A completion may come from any counter, and before the case itself: it waits until the case is here. What a rule refuses
is kept as evidence and becomes a finding; nothing of it is lost.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date
from typing import Any

from central import case_files, restores
from central.centre import Centre
from central.clock import unix_seconds
from central.store import Transaction, case_lives, cases, journals, stations
from central.store.case_lives import Asked
from central.store.cases import Case
from central.store.journals import JournalName
from central.terms import Way
from domain.cases.case_file import STATION_WORDS, CaseFile, advance
from domain.cases.clocks import new_date
from domain.errors import Refusal
from domain.journal.entry import Entry, SignedEntry
from domain.journal.kinds import Author
from domain.journal.verify import Finding

log = logging.getLogger("ventanilla.central.cases")


def note(centre: Centre, tx: Transaction, entries: Iterable[SignedEntry]) -> bool:
    """Remember what came, if anything did; cases of other counters are answered in transactions of their own, once this
    is durable.
    """
    found = [one.entry for one in entries if one.entry.kind in STATION_WORDS]
    case_lives.ask(tx, [Asked(one.station, one.epoch, one.sequence, one.body["case"]) for one in found])
    if found:
        tx.after_commit.append(lambda: settle_when_free(centre))
    return bool(found)


def settle_when_free(centre: Centre) -> None:
    """Answer whatever can be answered: each in a transaction of its own, which holds its counter of origin."""
    with centre.store.reading() as tx:
        waiting = case_lives.waiting(tx)
    for asked in waiting:
        with centre.store.writing() as tx:
            if not restores.is_unsaid(centre, tx):
                _settle(centre, tx, asked)


def settle_own(centre: Centre, tx: Transaction, origin: str) -> None:
    """What was asked of the cases of `origin`, whose row this transaction holds."""
    if restores.is_unsaid(centre, tx):
        return
    for asked in case_lives.waiting(tx, origin):
        _settle(centre, tx, asked)


def _settle(centre: Centre, tx: Transaction, asked: Asked) -> None:
    case = cases.find(tx, asked.code)
    assert case is not None, "what waits is of a case that is here"
    origin = stations.lock(tx, case.station)
    if origin is None or origin.status != stations.APPROVED or origin.doubt:
        return  # it waits until the counter of origin can be told
    if asked not in case_lives.waiting(tx, case.station):
        return  # somebody else answered it meanwhile
    found = journals.at_sequence(tx, JournalName(asked.station, asked.epoch, Author.STATION), asked.sequence)
    assert found is not None, "an entry that was noted is on record"
    try:
        _answer(centre, tx, case, found.entry)
    except Refusal as refusal:
        finding = Finding("station", asked.sequence, refusal.code, refusal.details, authentic=True)
        journals.add_findings(tx, asked.station, asked.epoch, [finding], unix_seconds(centre.clock))
        log.warning("station %s, entry %d: %s", asked.station, asked.sequence, refusal.code)
    case_lives.settle(tx, asked)


def _answer(centre: Centre, tx: Transaction, case: Case, entry: Entry) -> None:
    file = advance(case_files.file_of(tx, case), Author.STATION, entry)
    case_files.keep(centre, tx, case, file)
    if entry.kind == "case_completed/1" and not file.still_missing:
        case_files.say(centre, tx, case, "case_resumed/1", resumption(centre, file, "completed", entry))
    if entry.kind == "reopening_asked/1":
        case_files.say(centre, tx, case, "case_resumed/1", resumption(centre, file, "reopened", entry))


def resumption(centre: Centre, file: CaseFile, ground: str, entry: Entry | None = None) -> dict[str, Any]:
    """Both clocks start again on the day at the counter, today without one; a date on a paper is kept, never shortened.

    Raises Refusal `calendar_too_short`.
    """
    since = centre.today if entry is None else centre.day_of(entry.at)
    way, calendar = centre.terms.ways.get(file.service, Way()), centre.terms.calendar
    printed = entry.body if entry is not None else {}
    promise = new_date(file, calendar, since, way.promised)
    if "promise" in printed:
        promise = max(file.promise, date.fromisoformat(printed["promise"]))
    body = {"area": file.area, "ground": ground, "since": since.isoformat(), "promise": promise.isoformat()}
    if file.legal is not None:
        law = calendar.add_working_days(since, way.legal) if way.legal is not None else file.legal
        body["legal"] = max(file.legal, law).isoformat()
    return body
