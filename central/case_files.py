"""The file of a case at the centre, and the one way to say something of it."""

from __future__ import annotations

from typing import Any

from central.centre import Centre
from central.clock import unix_seconds
from central.outbound import AUTOMATIC, OutboundWriter
from central.store import Transaction, case_lives, cases, journals, stations
from central.store.cases import Case
from central.store.journals import JournalName
from domain.cases.case_file import CENTRE_WORDS, STATION_WORDS, CaseFile, advance, life, read_case_file
from domain.errors import Refusal
from domain.journal.kinds import Author


def file_of(tx: Transaction, case: Case) -> CaseFile:
    stored = case_lives.of(tx, [case.code]).get(case.code)
    return from_journals(tx, case) if stored is None else read_case_file(stored)


def from_journals(tx: Transaction, case: Case) -> CaseFile:
    """The file from nothing: what opened the case, and what both journals say of it since.

    The centre's words come first: what a counter said is an intake beside them, whenever it is heard.
    """
    own = JournalName(case.station, case.epoch, Author.STATION)
    opened = journals.at_sequence(tx, own, case.sequence)
    assert opened is not None, "a case stands on the entry that opened it"
    told = [(Author.STATION, opened.entry)]
    for author, kinds in ((Author.CENTRE, CENTRE_WORDS), (Author.STATION, STATION_WORDS)):
        name = JournalName(case.station, case.epoch, author)
        found = [one for kind in sorted(kinds) for one in journals.about(tx, name, case.code, kind)]
        told += [(author, one.entry) for one in sorted(found, key=lambda one: one.sequence)]
    return life(told)


def say(
    centre: Centre, tx: Transaction, case: Case, kind: str, body: dict[str, Any], *, by: str = AUTOMATIC
) -> CaseFile:
    """Write one word of the centre about a case for its station of origin, and keep what follows from it.

    Raises Refusal `case_of_closed_journal`, what `domain.cases.case_file.advance` refuses, or what the journal does.
    """
    station = stations.lock(tx, case.station)
    assert station is not None, "a case belongs to a station of this municipality"
    if station.epoch != case.epoch:
        raise Refusal("case_of_closed_journal", case=case.code, station=case.station)
    before = file_of(tx, case)
    writer = OutboundWriter(centre, tx, station, by)
    body = {"case": case.code, **body}
    after = advance(before, Author.CENTRE, writer.draft(kind, body))
    writer.tell(kind, body)
    keep(centre, tx, case, after)
    return after


def keep(centre: Centre, tx: Transaction, case: Case, after: CaseFile) -> None:
    same = case.announced == cases.TOLD and case.state == after.state.value
    since = case.since if same else unix_seconds(centre.clock)
    values = {"state": after.state.value, "area": after.area, "promise": after.promise.isoformat()}
    cases.move(tx, case.code, **values, since=since)
    case_lives.put(tx, case.code, after.document())
