"""A station's journals as a file: what the centre exports, and what it takes back after a restore from a backup."""

from __future__ import annotations

from central import case_files, granting, neighbours, receiving, restores, vouchers
from central.centre import Centre
from central.clock import unix_seconds
from central.store import Transaction, cases, journals, signing_keys, stations
from central.store.journals import Arrival, JournalName
from central.store.stations import Station
from domain.cases.case_file import CENTRE_WORDS
from domain.envelope import from_base64url
from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from domain.journal.file import JournalFile
from domain.journal.keys import ROTATED, KeyRange
from domain.journal.kinds import Author
from domain.journal.verify import JournalWalk
from sync.seal import verify


def export(centre: Centre, tx: Transaction, station: Station) -> JournalFile:
    """Both journals of the station's present epoch. Raises Refusal `station_never_enrolled`."""
    key = stations.key_of(tx, station.station, station.epoch)
    if key is None:
        raise Refusal("station_never_enrolled", station=station.station)
    own = JournalName(station.station, station.epoch, Author.STATION)
    outbound = JournalName(station.station, station.epoch, Author.CENTRE)
    return JournalFile(
        municipality=centre.terms.municipality,
        station=station.station,
        station_key=from_base64url(key),
        centre_key=centre.keys.signing.public_key,
        own=[found.signed for found in journals.read(tx, own, 1)],
        outbound=[found.signed for found in journals.read(tx, outbound, 1)],
    )


def recover(centre: Centre, tx: Transaction, station: Station, file: JournalFile) -> int:
    """Take back the centre's own entries that only the station still holds; returns how many came back.

    The centre signed them, so nobody can slip in others. Afterwards the centre may write to this station again.
    Raises Refusal `journal_of_another_station`, `journal_forked` when both went on differently, or what is wrong with
    an entry; `restore_not_said`.
    """
    restores.refuse_unsaid(centre, tx)
    if (file.station, file.municipality) != (station.station, centre.terms.municipality):
        raise Refusal("journal_of_another_station", found=file.station)
    _learn_keys(centre, tx, station, file)
    name = JournalName(station.station, station.epoch, Author.CENTRE)
    held = journals.head(tx, name)
    walk = JournalWalk(Author.CENTRE, station.station, centre.keys.signing.public_key, verify, station.epoch)
    found = [walk.admit(signed) for signed in file.outbound]
    if held.length and held.length <= len(found) and found[held.length - 1].hash != held.hash:
        raise Refusal("journal_forked", sequence=held.length)
    lost = found[held.length :]
    journals.append(tx, name, [Arrival(entry) for entry in lost], unix_seconds(centre.clock))
    for entry in lost:
        _take_back(centre, tx, station, entry)
    receiving.end_doubt(centre, tx, station)
    return len(lost)


def _learn_keys(centre: Centre, tx: Transaction, station: Station, file: JournalFile) -> None:
    """A rotation may be among what was lost; then the station's requests are signed by a key that is not known here.

    The station's own journal proves it, from the key that it enrolled with.
    """
    first = stations.key_of(tx, station.station, station.epoch)
    own = JournalName(station.station, station.epoch, Author.STATION)
    held = journals.head(tx, own)
    if first is None or held.length > len(file.own):
        return
    walk = JournalWalk(Author.STATION, station.station, from_base64url(first), verify, station.epoch)
    for found in walk.entries(file.own):
        if found.entry.sequence == held.length and found.hash != held.hash:
            raise Refusal("journal_forked", sequence=held.length)
        if found.entry.kind == ROTATED and found.entry.sequence > held.length:
            new = KeyRange(station.epoch, found.entry.sequence + 1, found.entry.body["key"])
            signing_keys.add(tx, station.station, new, unix_seconds(centre.clock))
            stations.set_key(tx, station.station, new.key)
            neighbours.changed(tx, station)


def _take_back(centre: Centre, tx: Transaction, station: Station, found: SignedEntry) -> None:
    """What the lost entry had done beside the journal."""
    body = found.entry.body
    granting.take_back(tx, station, found)
    vouchers.take_back(tx, station, found)
    case = cases.find(tx, body["case"]) if found.entry.kind in CENTRE_WORDS else None
    if case is not None:
        case_files.keep(centre, tx, case, case_files.from_journals(tx, case))
