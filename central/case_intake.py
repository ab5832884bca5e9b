"""Cases as they come in: on record at once, announced when everything they name is here and opens.

A case is announced as received, or as observed where the counter wrote down that something is missing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any, Final

from central import case_files, office
from central.centre import Centre
from central.clock import unix_seconds
from central.letters import Letter, open_letter
from central.office import Decision
from central.store import Transaction, case_lives, cases, journals
from central.store.cases import Case
from central.store.journals import JournalName
from central.store.stations import Station
from domain.cases.case_file import begin
from domain.cases.states import CaseState
from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from domain.journal.kinds import SEALED, Author
from domain.journal.verify import Finding

log = logging.getLogger("ventanilla.central.cases")

#: Cases announced in one go: a station that comes back after a month is answered in several breaths. Fewer go with the
#: answer that its letters wait for; it hears of the others when it fetches these.
ANNOUNCED_MAX: Final = 100
ANNOUNCED_WITH_LETTERS: Final = 10


def open_cases(centre: Centre, tx: Transaction, station: Station, entries: Iterable[SignedEntry]) -> None:
    """A few queries for the whole batch, however many cases are in it."""
    opened = [found for found in entries if found.entry.kind == "case_opened/1"]
    if not opened:
        return
    now = unix_seconds(centre.clock)
    codes = [found.entry.body["case"] for found in opened]
    taken = set(cases.with_codes(tx, codes))
    # A centre restored from a backup may hold its own later word on a case that now arrives again.
    outbound = JournalName(station.station, station.epoch, Author.CENTRE)
    said = {one.body["case"]: one.body for one in journals.about_any(tx, outbound, codes, "case_moved/1")}
    new, begun = [], {}
    for found in opened:
        code = found.entry.body["case"]
        if code in taken:
            _report(tx, station, found.entry.sequence, Refusal("case_code_taken", case=code), now)
            continue
        taken.add(code)
        new.append((_case(found, said.get(code), now), _blobs(found)))
        if code not in said:  # else it is read from both journals when it is asked for
            begun[code] = begin(found.entry).document()
    cases.add(tx, new)
    case_lives.add(tx, begun)
    for case, _blobs_named in new:
        if case.announced == cases.TOLD:
            case_files.keep(centre, tx, case, case_files.from_journals(tx, case))


def _blobs(found: SignedEntry) -> dict[str, str]:
    return {blob["sha"]: blob["type"] for blob in found.entry.body.get("blobs", [])}


def _case(found: SignedEntry, said: dict[str, Any] | None, now: int) -> Case:
    """`said` is the body of the centre's last word on it."""
    entry, body = found.entry, found.entry.body
    first = CaseState.OBSERVED if body.get("observed") else CaseState.RECEIVED
    last = said or {"area": body["area"], "state": first.value}
    return Case(
        code=body["case"],
        station=entry.station,
        epoch=entry.epoch,
        sequence=entry.sequence,
        type=body["type"],
        service=body["service"],
        area=last["area"],
        promise=body["promise"],
        state=last["state"],
        since=now,
        commitment=entry.personal,
        announced=cases.TOLD if said else cases.WAITING,
    )


def announce(centre: Centre, tx: Transaction, station: Station, most: int = ANNOUNCED_MAX) -> bool:
    """Tell the station of cases that are wholly here: from then on the citizen's data may leave the station.

    Whether there was any.
    """
    told = 0
    while told < most and (ready := cases.ready(tx, station.station, station.epoch, most - told)):
        told += sum(_tell(centre, tx, station, case) for case in ready)
    return told > 0


def _tell(centre: Centre, tx: Transaction, station: Station, case: Case) -> bool:
    """Unless what it names does not open: then it is a finding, and is held back."""
    try:
        if case.commitment is not None:
            read_personal(centre, tx, case)
    except Refusal as refusal:
        _report(tx, station, case.sequence, refusal, unix_seconds(centre.clock))
        cases.hold_back(tx, case.code)
        return False
    office.move_case(centre, tx, case, Decision(state=CaseState(case.state)))
    return True


def read_personal(centre: Centre, tx: Transaction, case: Case) -> dict[str, Any]:
    """The citizen's data of a case, opened for this moment: at rest it stays sealed, in backups too.

    Raises Refusal `personal_missing` (not here yet), `seal_broken` or `commitment_broken`.
    """
    held = cases.blobs_of(tx, case)
    sealed = next((sha256 for sha256, (media, complete) in held.items() if media == SEALED and complete), None)
    return open_letter(centre, Letter(case.code, case.station, case.commitment, sealed))


def _report(tx: Transaction, station: Station, sequence: int, refusal: Refusal, now: int) -> None:
    found = Finding("station", sequence, refusal.code, refusal.details, authentic=True)
    if journals.add_findings(tx, station.station, station.epoch, [found], now):
        log.warning("station %s, entry %d: %s", station.station, sequence, refusal.code)
