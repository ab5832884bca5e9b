"""Whether whoever asks as a station is a copy of it: the ratchet of each of its engine's requests, and what follows.

A stale request is answered 409 `ratchet_stale` and given nothing; entries that it pushes are kept all the same, because
they are authentic and may be all that is left of somebody's day.
"""

from __future__ import annotations

import hashlib
import logging

from central import ratchets
from central.centre import Centre
from central.clock import unix_seconds
from central.store import Transaction, journals
from central.store import ratchets as ratchet_table
from central.store.stations import Station
from domain.envelope import to_base64url
from domain.errors import Refusal
from domain.journal.verify import Finding
from sync.messages import Request
from sync.ratchet import Copied

log = logging.getLogger("ventanilla.central.copies")


def fresh_for(centre: Centre, tx: Transaction, station: Station, statement: Request) -> str | None:
    """The value that the answer gives, or None for a stale request. Raises Refusal `ratchet_malformed`."""
    shown = statement.ratchet
    held = ratchet_table.find(tx, station.station, station.epoch) or ratchets.begin(shown)
    now = unix_seconds(centre.clock)
    if not ratchets.is_stale(held, shown):
        held, fresh = ratchets.turned(held, shown, _tail(centre, statement), now)
        ratchet_table.put(tx, station.station, station.epoch, held)
        return fresh
    held = ratchets.counted(held, shown, now)
    ratchet_table.put(tx, station.station, station.epoch, held)
    if held.long_dead == ratchets.LONG_DEAD_MAX:
        details = {"requests": held.long_dead, "shown": ratchets.number(shown), "seen": ratchets.number(held.base)}
        finding = Finding("station", statement.acknowledged, "stale_requests", details, authentic=True)
        _find(centre, tx, station, finding)
    return None


def _tail(centre: Centre, statement: Request) -> str:
    """A signature is the same for the same words and nobody else can make it; a nonce is used once."""
    words = f"ventanilla.ratchet.v1|{statement.station}|{statement.epoch}|{statement.nonce}"
    signature = centre.keys.signing.sign(words.encode("ascii"))
    return to_base64url(hashlib.sha256(signature).digest())[: ratchets.TAIL_LETTERS]


def confessed(centre: Centre, tx: Transaction, station: Station, statement: Request) -> Refusal:
    """The station says itself that its files are not the latest it has been."""
    held = ratchet_table.find(tx, station.station, station.epoch)
    how = statement.copied if statement.copied in set(Copied) else "unknown"
    details = {
        "how": how,
        "shown": ratchets.number(statement.ratchet),
        "seen": 0 if held is None else ratchets.number(held.base),
    }
    sequence = statement.acknowledged
    _find(centre, tx, station, Finding("station", sequence, "station_copied", details, authentic=True))
    return Refusal("station_copied")


def _find(centre: Centre, tx: Transaction, station: Station, finding: Finding) -> None:
    if journals.add_findings(tx, station.station, station.epoch, [finding], unix_seconds(centre.clock)):
        log.warning("station %s: %s", station.station, finding.code)
