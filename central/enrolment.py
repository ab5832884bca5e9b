"""How a station comes to be: invited on paper, enrolled with its own key, approved by a person; and how it ends."""

from __future__ import annotations

import base64
import logging
import re
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from central import neighbours, office, operators, restores, treasury, vouchers
from central.centre import Centre
from central.clock import unix_seconds
from central.outbound import OutboundWriter
from central.store import Transaction, journals, signing_keys, stations
from central.store.stations import Station
from domain.envelope import from_base64url, to_base64url
from domain.errors import Refusal
from domain.journal.kinds import ROLES, Author
from domain.journal.verify import Finding
from sync.messages import Enrolled, Enrolment, Invitation
from sync.seal import is_weak_key, proof_of_code, same_proof, seal, verify
from wording.key_words import words_of_key

log = logging.getLogger("ventanilla.central.enrolment")

ATTEMPTS_MAX: Final = 5
INVITATION_LIFE: Final = timedelta(days=7)
_NAME: Final = re.compile(r"[A-Z][A-Z0-9-]{1,15}")
_NUMBER_MAX: Final = 999  # three digits of every case code
_LABEL_MAX: Final = 120  # the column of `central.store.schema`
_CODE_BYTES: Final = 10  # 80 bits
_CROCKFORD: Final = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")
NONCE_MIN: Final = 16
NONCE_MAX: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A station to be: what the office decides about it before it exists."""

    station: str
    number: int
    face: str
    label: str
    operators: tuple[tuple[str, str], ...] = ()


def invite(centre: Centre, tx: Transaction, place: Place, address: str) -> Invitation:
    """A new single-use invitation; it voids an earlier one. A revoked station may be invited again: new key, new epoch.

    Raises Refusal `station_name_malformed`, `station_number_malformed`, `station_number_taken`, `role_unknown` or
    `station_already_enrolled`.
    """
    _refuse_impossible(tx, place)
    held = stations.lock(tx, place.station)
    if held is not None and held.status not in {stations.INVITED, stations.REVOKED}:
        raise Refusal("station_already_enrolled", station=place.station, status=held.status)
    code = base64.b32encode(secrets.token_bytes(_CODE_BYTES)).translate(_CROCKFORD).decode("ascii")
    invited = Station(
        station=place.station,
        number=place.number,
        label=place.label,
        face=place.face,
        status=stations.INVITED,
        epoch=0 if held is None else held.epoch,
        key=None,
        operators=place.operators,
        code=seal(code.encode(), centre.keys.sealing.public_key, bound_to=_code_binding(place.station)),
        expires_at=unix_seconds(centre.clock) + int(INVITATION_LIFE.total_seconds()),
        attempts=0,
        program="",
        doubt=False,
        contact_at=None if held is None else held.contact_at,
    )
    (stations.add if held is None else stations.update)(tx, invited)
    return Invitation(
        address=address,
        authority=centre.keys.authority,
        centre_key=to_base64url(centre.keys.signing.public_key),
        sealing_key=to_base64url(centre.keys.sealing.public_key),
        municipality=centre.terms.municipality,
        station=place.station,
        number=place.number,
        face=place.face,
        label=place.label,
        code=code,
    )


def _refuse_impossible(tx: Transaction, place: Place) -> None:
    if not _NAME.fullmatch(place.station):
        raise Refusal("station_name_malformed", station=place.station)
    if len(place.label) > _LABEL_MAX:
        raise Refusal("station_label_too_long", most=_LABEL_MAX)
    if not 0 < place.number <= _NUMBER_MAX:
        raise Refusal("station_number_malformed", number=place.number)
    other = stations.with_number(tx, place.number)
    if other is not None and other.station != place.station:
        raise Refusal("station_number_taken", number=place.number, station=other.station)
    for operator, role in place.operators:
        if role not in ROLES:
            raise Refusal("role_unknown", operator=operator, role=role)


def _code_binding(station: str) -> str:
    return f"ventanilla.invitation.v1|{station}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What enrolling led to: `enrolled`, or the refusal to answer with. Either way the transaction is committed."""

    enrolled: Enrolled | None = None
    refused: Refusal | None = None
    status: int = 200


def enrol(centre: Centre, tx: Transaction, compact: str) -> Outcome:
    """A station's first words. The same key again gets the same answer; a wrong proof is counted, whatever comes back.

    Raises Refusal for what cannot be read at all.
    """
    words, signed = Enrolment.read(compact)
    key = from_base64url(words.key)
    if is_weak_key(key):
        return _refuse(400, "key_weak")
    if not NONCE_MIN <= len(words.nonce) <= NONCE_MAX:
        return _refuse(400, "nonce_malformed")
    if not signed.is_authentic(key, verify):
        return _refuse(401, "signature_wrong")
    station = stations.lock(tx, words.station)
    if station is None:
        return _refuse(404, "station_unknown")
    if station.key == words.key:
        return Outcome(_enrolled(station, key))
    return _prove(centre, tx, station, words, key)


def _refuse(status: int, code: str, **details: object) -> Outcome:
    return Outcome(refused=Refusal(code, **details), status=status)


def _prove(centre: Centre, tx: Transaction, station: Station, words: Enrolment, key: bytes) -> Outcome:
    now = unix_seconds(centre.clock)
    if station.code is None or station.attempts >= ATTEMPTS_MAX:
        return _refuse(403, "invitation_void")
    if now > station.expires_at:
        return _refuse(403, "invitation_expired")
    code = centre.keys.sealing.open(station.code, bound_to=_code_binding(station.station)).decode("ascii")
    transcript = Enrolment.transcript(
        station=words.station,
        key=words.key,
        centre_key=to_base64url(centre.keys.signing.public_key),
        nonce=words.nonce,
    )
    if not same_proof(words.proof, proof_of_code(code, transcript)):
        stations.update(tx, replace(station, attempts=station.attempts + 1))
        return _refuse(401, "proof_wrong", left=ATTEMPTS_MAX - station.attempts - 1)
    if station.status != stations.INVITED:
        # Two machines knew one code: the paper was seen by somebody else, and one of the two is not ours.
        twice = Finding("station", 0, "invitation_used_twice", {"key": words.key}, authentic=True)
        journals.add_findings(tx, station.station, station.epoch, [twice], now)
        log.warning("invitation of station %s used twice", station.station)
        return _refuse(409, "invitation_used")
    enrolled = replace(
        station,
        status=stations.PENDING,
        key=words.key,
        epoch=station.epoch + 1,
        attempts=0,
        program=f"{words.program} {words.edition}"[:80],
    )
    stations.update(tx, enrolled)
    stations.start_journal(tx, station.station, enrolled.epoch, words.key, now)
    return Outcome(_enrolled(enrolled, key))


def _enrolled(station: Station, key: bytes) -> Enrolled:
    status = "approved" if station.status == stations.APPROVED else "pending"
    return Enrolled(station=station.station, epoch=station.epoch, status=status, words=list(words_of_key(key)))


def approve(centre: Centre, tx: Transaction, name: str, *, guarantee_reference: str | None, by: str) -> Station:
    """A person has compared the six words. Writes the station's first outbound entries; the others hear of it at their
    next contact.

    Raises Refusal `station_unknown` or `station_not_pending`.
    """
    pending = require(tx, name)
    if pending.status != stations.PENDING:
        raise Refusal("station_not_pending", station=name, status=pending.status)
    approved = replace(pending, status=stations.APPROVED, code=None)
    stations.update(tx, approved)
    writer = OutboundWriter(centre, tx, approved, by)
    office.start_outbound(writer)
    for operator, role in approved.operators:
        operators.admit(writer, operator, role)
    treasury.keep_limits(writer)
    if approved.face == "desk" and guarantee_reference is not None:
        office.deposit_guarantee(writer, guarantee_reference)
    neighbours.changed(tx, approved)
    return approved


def revoke(centre: Centre, tx: Transaction, name: str) -> None:
    """From now on it is granted nothing; what it still sends is kept as evidence, and the others are told at their
    next contact.

    Its vouchers are cancelled, unless the centre may not write to it: no code of it is told any more either way.
    Raises Refusal `station_unknown`.
    """
    station = require(tx, name)
    if station.status == stations.APPROVED and not station.doubt and not restores.is_unsaid(centre, tx):
        vouchers.cancel(OutboundWriter(centre, tx, station))
    stations.update(tx, replace(station, status=stations.REVOKED, code=None))
    if station.epoch:
        own = journals.JournalName(name, station.epoch, Author.STATION)
        held = journals.head(tx, own).length
        signing_keys.revoke(tx, name, station.epoch, held, unix_seconds(centre.clock))
    neighbours.changed(tx, station)


def require(tx: Transaction, name: str) -> Station:
    station = stations.lock(tx, name)
    if station is None:
        raise Refusal("station_unknown", station=name)
    return station
