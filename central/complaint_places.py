"""Each station hears of open complaints that others took, so that the same lamp is not taken twice (docs/adr/0027)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from central.outbound import OutboundWriter
from central.store import Transaction, cases, complaints
from central.store.complaints import PlacedComplaint
from central.store.stations import Station
from domain.cases.states import CaseState
from domain.journal.entry import SignedEntry
from domain.journal.fields import COMPLAINTS_MAX

_PLACED: Final = "complaint_placed/1"
_OVER: Final = frozenset(
    state.value for state in (CaseState.RESOLVED, CaseState.REJECTED, CaseState.CLOSED, CaseState.NOT_PRESENTED)
)


def take(tx: Transaction, station: Station, entries: Iterable[SignedEntry]) -> None:
    """Places that a station told, of cases that are its own: what is said of another's case is passed over."""
    bodies = [found.entry.body for found in entries if found.entry.kind == _PLACED]
    if not bodies:
        return
    known = cases.with_codes(tx, [body["case"] for body in bodies])
    own = [body for body in bodies if body["case"] in known and known[body["case"]].station == station.station]
    complaints.place(tx, station.station, own)


def tell(writer: OutboundWriter) -> None:
    """What it has not heard of others' complaints, at most fifty at a time: the rest with its next entries."""
    tx, station = writer.tx, writer.station
    changed = complaints.changed_since_told(tx, station.station, station.epoch, COMPLAINTS_MAX)
    if not changed:
        return
    is_new = complaints.told(tx, station.station, station.epoch) == 0
    lines = [_line(one) for one in changed if _concerns(one, station, is_new=is_new)]
    if lines:
        writer.tell("complaints_listed/1", {"listed": lines, "through": changed[-1].changed})
    complaints.set_told(tx, station.station, station.epoch, changed[-1].changed)


def _concerns(one: PlacedComplaint, station: Station, *, is_new: bool) -> bool:
    """Of its own complaints a station only needs to hear who joined elsewhere; of closed ones only what it knew."""
    if one.station == station.station and not one.elsewhere:
        return False
    return not (is_new and one.state in _OVER)


def _line(one: PlacedComplaint) -> dict[str, Any]:
    line: dict[str, Any] = {
        "case": one.code,
        "service": one.service,
        "promise": one.promise,
        "neighbours": one.neighbours,
        "open": one.state not in _OVER,
    }
    if one.assets:
        line["assets"] = list(one.assets)
    if one.spot is not None:
        line["spot"] = list(one.spot)
    return line
