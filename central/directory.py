"""What a station may read: the centre's journal for it, where a case stands and, to an auditor, all journals."""

from __future__ import annotations

from typing import Final

from central import case_files
from central.answers import Reply, decline, document
from central.centre import Centre
from central.clock import unix_seconds
from central.requests import Call
from central.store import Transaction, cases, journals, signing_keys, stations
from central.store.journals import JournalName
from central.store.stations import Station
from domain.cases.clocks import complete_by
from domain.errors import Refusal
from domain.ids import read_case_code
from domain.journal.kinds import Author
from sync.messages import ENTRIES_TYPE, CaseStatus, StationListing
from sync.packing import ENTRIES_MAX, pack_entries

#: Of payloads in one answer: with the signatures, less than a body may have even where nothing is compressed.
_PAYLOAD_BYTES_MAX: Final = 768 * 1024


def outbound(tx: Transaction, station: Station, call: Call) -> Reply:
    """Entries from `from` on."""
    name = JournalName(station.station, station.epoch, Author.CENTRE)
    return _entries(tx, name, call.number("from", least=1), call)


def _entries(tx: Transaction, name: JournalName, first: int, call: Call) -> Reply:
    most = min(call.number("most", default=ENTRIES_MAX, least=1), ENTRIES_MAX)
    found = journals.signed_from(tx, name, first, most, _PAYLOAD_BYTES_MAX)
    return Reply(pack_entries(found), ENTRIES_TYPE)


def case_status(centre: Centre, tx: Transaction, code: str) -> Reply:
    try:
        case = cases.find(tx, read_case_code(code))
    except Refusal as refusal:
        raise decline(404, "case_unknown", why=refusal.code) from refusal
    if case is None:
        raise decline(404, "case_unknown")
    file = case_files.file_of(tx, case)
    until = complete_by(file, centre.terms.calendar, centre.day_of)
    status = CaseStatus(
        case=case.code,
        type=case.type,
        service=case.service,
        state=case.state,
        area=case.area,
        area_since=int(file.area_since.timestamp()),
        promise=file.promise.isoformat(),
        committed=file.committed.isoformat(),
        legal="" if file.legal is None else file.legal.isoformat(),
        complete_by="" if until is None else until.isoformat(),
        missing=list(file.still_missing),
        steps=list(file.steps),
        since=case.since,
        as_of=unix_seconds(centre.clock),
    )
    return document(status.document())


def listing(tx: Transaction) -> Reply:
    lengths = stations.lengths(tx)
    ranges = signing_keys.all_ranges(tx)
    first_keys = {(name, one.epoch): one.key for name, keys in ranges.items() for one in keys if one.first == 1}
    found = []
    for station in stations.all_of(tx):
        entries, sent = lengths.get((station.station, station.epoch), (0, 0))
        one = StationListing(
            station=station.station,
            number=station.number,
            label=station.label,
            face=station.face,
            key=first_keys.get((station.station, station.epoch), ""),
            epoch=station.epoch,
            entries=entries,
            outbound=sent,
            status=station.status,
        )
        found.append(one.document())
    return document(found)


def journal(tx: Transaction, name: str, which: str, call: Call) -> Reply:
    station = stations.find(tx, name)
    if station is None:
        raise decline(404, "no_such_station", station=name)
    author = Author.STATION if which == "entries" else Author.CENTRE
    return _entries(tx, JournalName(name, station.epoch, author), call.number("from", least=1), call)
