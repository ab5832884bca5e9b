"""Who may work at a station, and until when: admitted for thirty days, renewed while the station is in contact.

A station checks this with no network. One that the centre cannot reach any more stops by itself when the days are over.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from central import restores
from central.centre import Centre
from central.outbound import OutboundWriter
from central.store import Transaction, journals, stations
from central.store.stations import Station
from domain.errors import Refusal
from domain.journal.fields import WITHDRAWN

OPERATOR_LIFE: Final = timedelta(days=30)
#: Renewed when this much or less is left, and after it ran out: nobody who was not withdrawn loses a day to a network.
RENEWED_AT: Final = timedelta(days=10)
_ADMITTED: Final = "operator_admitted/1"


def admit(writer: OutboundWriter, operator: str, role: str) -> date:
    """The last day. Raises what the journal refuses."""
    until = writer.centre.clock.now().date() + OPERATOR_LIFE
    writer.append(_ADMITTED, {"operator": operator, "role": role, "until": until.isoformat()})
    return until


def withdraw(writer: OutboundWriter, operator: str) -> None:
    """Refused there as soon as it is heard, and not renewed. Raises Refusal `operator_unknown`."""
    held = admitted(writer).get(operator)
    if held is None or held[1] == WITHDRAWN:
        raise Refusal("operator_unknown", operator=operator)
    writer.append(_ADMITTED, {"operator": operator, "role": held[0], "until": WITHDRAWN})


def renew_daily(centre: Centre, tx: Transaction, station: Station) -> None:
    """At a station's first request of a day: days change nothing more often than that."""
    last = station.contact_at
    if last is None or datetime.fromtimestamp(last, tz=UTC).date() != centre.clock.now().date():
        renew(centre, tx, station)


def renew(centre: Centre, tx: Transaction, station: Station) -> None:
    """While the station is in contact: whoever's days are nearly over, or over, has thirty more."""
    if station.status != stations.APPROVED or station.doubt or restores.is_unsaid(centre, tx):
        return
    writer = OutboundWriter(centre, tx, station)
    due = (centre.clock.now().date() + RENEWED_AT).isoformat()
    for operator, (role, until) in admitted(writer).items():
        if until != WITHDRAWN and until <= due:
            admit(writer, operator, role)


def admitted(writer: OutboundWriter) -> dict[str, tuple[str, str]]:
    """Role and last day (ISO 8601) by operator, as the station was or will be told last."""
    bodies = (found.entry.body for found in journals.of_kind(writer.tx, writer.outbound, _ADMITTED))
    return {body["operator"]: (body["role"], body["until"]) for body in bodies}
