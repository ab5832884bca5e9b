"""Reading one request: what it asks for, and whether the station that claims to ask has signed exactly that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from central.answers import Declined, decline
from central.centre import Centre
from central.clock import unix_seconds
from central.enrolment import NONCE_MAX, NONCE_MIN
from central.store import Transaction, signing_keys, stations
from central.store.stations import Station
from domain.envelope import Signed, from_base64url
from domain.errors import Refusal
from sync.messages import REQUEST_HEADER, Request, body_hash
from sync.seal import verify

#: No sequence, offset or size of ours is longer; PostgreSQL takes no larger whole number either.
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
#: How exactly it is kept when a station was last heard, seconds: people read it.
_CONTACT_S: Final = 60
_HOUR_S: Final = 3600


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it came. `path` is without the query; `target` is both, exactly as sent. `whole` is False when its
    connection ended before its body.
    """

    method: str
    target: str
    path: str
    query: Mapping[str, str]
    body: bytes
    statement: str | None
    whole: bool = True

    def number(self, name: str, *, default: int | None = None, least: int = 0) -> int:
        """A whole number of the query. Raises Declined 400 `query_malformed`."""
        text = self.query.get(name)
        if text is None and default is not None:
            return default
        if text is None or not _NUMBER.fullmatch(text) or int(text) < least:
            raise decline(400, "query_malformed", field=name)
        return int(text)


def read_call(method: str, target: str, headers: Mapping[str, str], body: bytes, *, whole: bool = True) -> Call:
    path, _, query = target.partition("?")
    lowered = {name.lower(): value for name, value in headers.items()}
    return Call(method, target, path, _fields(query), body, lowered.get(REQUEST_HEADER.lower()), whole)


def _fields(query: str) -> dict[str, str]:
    """Nothing, for more fields than any request of ours has: what is asked of it is then missing."""
    try:
        return dict(parse_qsl(query, keep_blank_values=True, max_num_fields=8))
    except ValueError:
        return {}


def read_statement(call: Call) -> tuple[Request, Signed]:
    """Raises Declined 401: unsigned, or not a statement at all."""
    if call.statement is None:
        raise decline(401, "request_unsigned")
    try:
        return Request.read(call.statement)
    except Refusal as refusal:
        raise Declined(401, refusal) from refusal


def require_signature(tx: Transaction, statement: Request, signed: Signed) -> tuple[Station, bool]:
    """The station, locked, once its signature is good; and whether by the key that it signs requests with now.

    An earlier key of its epoch is known too: a station that has not heard that its rotation arrived is told so.
    Raises Declined 404 `station_unknown` or 401 `signature_wrong`.
    """
    station = stations.lock(tx, statement.station)
    if station is None or station.key is None:
        raise decline(404, "station_unknown", station=statement.station)
    if is_signed_by(station.key, signed):
        return station, True
    earlier = (one.key for one in signing_keys.ranges(tx, station.station) if one.epoch == station.epoch)
    if any(is_signed_by(key, signed) for key in earlier):
        return station, False
    raise decline(401, "signature_wrong")


def is_signed_by(key: str, signed: Signed) -> bool:
    """`key` is a public key as the centre keeps it, in base64url."""
    return signed.is_authentic(from_base64url(key), verify)


def require_statement(centre: Centre, tx: Transaction, station: Station, statement: Request, call: Call) -> None:
    """Raises Declined 401 when the statement is about another request, another epoch, or was made before.

    Of a body that was cut nobody can say whether it was going to be the one described; what it holds proves itself.
    """
    body = body_hash(call.body) if call.whole else statement.body
    if (statement.method, statement.path, statement.body) != (call.method, call.target, body):
        raise decline(401, "statement_of_another_request")
    if statement.epoch != station.epoch:
        raise decline(401, "epoch_changed", wanted=station.epoch, found=statement.epoch)
    if not NONCE_MIN <= len(statement.nonce) <= NONCE_MAX:
        raise decline(401, "nonce_malformed")
    now, last = unix_seconds(centre.clock), station.contact_at
    if last is None or now // _HOUR_S != last // _HOUR_S:  # old ones go once an hour of contact
        stations.forget_nonces(tx, station.station, now)
    if not stations.use_nonce(tx, station.station, statement.nonce, now):
        raise decline(401, "nonce_reused")
    if last is None or abs(now - last) >= _CONTACT_S:
        stations.touch(tx, station.station, now)
