"""Vouchers of the treasury (docs/adr/0015): proofs granted beforehand, codes kept sealed, and each told once.

A code is opened for the moment in which it is told, like citizens' data; it is in no log and no journal until the
station has used it. When the deposit that it stood for is confirmed, the headroom that it opened is taken back.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Final

from central import restores
from central.centre import Centre
from central.clock import unix_seconds
from central.outbound import AUTOMATIC, OutboundWriter
from central.store import Transaction, journals, stations, vouchers
from central.store.stations import Station
from central.store.vouchers import Voucher
from domain import catalog
from domain.errors import Refusal
from domain.journal import fields
from domain.journal.entry import SignedEntry
from domain.ledger.bearer import bearer_code, proof_of
from domain.ledger.books import Books
from sync.seal import seal

#: Proofs that one entry carries at most (docs/JOURNAL_FORMAT.md).
_PROOFS_MAX: Final = 50
_CODE_BYTES: Final = 8
#: More are granted when fewer than this share of the agreement's number is left.
_REFILL_SHARE: Final = 2
_GRANTED: Final = "vouchers_granted/1"
_CANCELLED: Final = "vouchers_cancelled/1"
_RECALLED: Final = "headroom_recalled/1"
#: What the reason of a recall begins with, so that anybody tells it from other recalls.
_REASON: Final = "voucher "


def grant(writer: OutboundWriter) -> int:
    """As many new vouchers as bring the station to the agreement's number; gives how many.

    Raises Refusal `terms_not_in_force`, or what the journal refuses.
    """
    agreed = writer.centre.agreed
    missing = max(0, agreed.voucher_count - unused(writer.books))
    for begin in range(0, missing, _PROOFS_MAX):
        _grant(writer, agreed, min(_PROOFS_MAX, missing - begin))
    return missing


def _grant(writer: OutboundWriter, agreed: catalog.Terms, count: int) -> None:
    station, sequence, amount = writer.station, writer.next_sequence, agreed.voucher_amount
    name = f"{station.station}-V{sequence}"
    new = []
    for _ in range(count):
        code = bearer_code(secrets.token_bytes(_CODE_BYTES))
        proof = proof_of(station.station, name, code)
        sealed = seal(code.encode(), writer.centre.keys.sealing.public_key, bound_to=_binding(station, name, proof))
        new.append(
            Voucher(
                grant=name, sequence=sequence, proof=proof, amount=amount.minor, currency=amount.currency, code=sealed
            )
        )
    proofs = sorted(one.proof for one in new)
    body = {"grant": name, "amount": amount.minor, "currency": amount.currency, "proofs": proofs}
    writer.append(_GRANTED, body)
    vouchers.add(writer.tx, station, new)


def _binding(station: Station, grant: str, proof: str) -> str:
    return f"ventanilla.voucher.v1|{station.station}|{grant}|{proof}"


def unused(books: Books) -> int:
    """Vouchers that the station may still use, told or not."""
    return sum(len(held.proofs) for held in books.facts.standing.vouchers.values())


def tell(centre: Centre, tx: Transaction, station: Station, remittance: str, by: str) -> str:
    """One code that was told to nobody, to be read out now for that deposit. Who, when and which deposit is recorded.

    Raises Refusal `station_not_approved`, `vouchers_none_left`, or `entry_body_wrong` for what is no deposit's name.
    """
    if station.status != stations.APPROVED:
        raise Refusal("station_not_approved", station=station.station, status=station.status)
    for field, value, check in (("remittance", remittance, fields.code), ("by", by, fields.operator)):
        if not check(value):
            raise Refusal("entry_body_wrong", field=field)
    books = centre.ledgers.of(tx, station).with_everything_sent(tx)
    told = next((one for one in vouchers.all_of(tx, station) if _may_be_told(one, books)), None)
    if told is None or restores.is_unsaid(centre, tx):
        raise Refusal("vouchers_none_left", station=station.station)
    vouchers.set_told(tx, station, replace(told, told_at=unix_seconds(centre.clock), told_by=by, remittance=remittance))
    return centre.keys.sealing.open(told.code, bound_to=_binding(station, told.grant, told.proof)).decode("ascii")


def _may_be_told(one: Voucher, books: Books) -> bool:
    held = books.facts.standing.vouchers.get(one.grant)
    return held is not None and one.proof in held.proofs and one.told_at is None and not one.withdrawn


def _is_used(one: Voucher, books: Books) -> bool:
    held = books.facts.standing.vouchers.get(one.grant)
    return held is not None and one.proof in held.used


def recall(writer: OutboundWriter, confirmed: str | None = None) -> None:
    """Take back what vouchers opened for deposits that are on the bank's statement now, or given up.

    `confirmed` is a deposit confirmed in this transaction: it also answers for vouchers of which a restore lost for
    which deposit they were told.
    """
    books = writer.books
    if not books.facts.standing.vouchers:
        return
    rows = [one for one in vouchers.all_of(writer.tx, writer.station) if not one.recalled]
    due = [one for one in rows if _is_used(one, books) and _is_due(one, books, confirmed)]
    for remittance in sorted({one.remittance or confirmed or "" for one in due}):
        of_deposit = [one for one in due if (one.remittance or confirmed) == remittance]
        amount = min(sum(one.amount for one in of_deposit), opened(writer), books.headroom)
        if amount:
            body = {"amount": amount, "currency": of_deposit[0].currency, "reason": _REASON + remittance}
            writer.append(_RECALLED, body)
            books = writer.books
        vouchers.set_recalled(writer.tx, writer.station, [one.proof for one in of_deposit])


def _is_due(one: Voucher, books: Books, confirmed: str | None) -> bool:
    if one.remittance is None:
        return confirmed is not None
    deposit = books.facts.remittances.get(one.remittance)
    return deposit is not None and bool(deposit.confirmed or deposit.short)


def opened(writer: OutboundWriter) -> int:
    """Headroom that vouchers have opened and that was not taken back, minor units: from the journals alone."""
    used = sum(held.amount * len(held.used) for held in writer.books.facts.standing.vouchers.values())
    found = (entry.entry.body for entry in journals.of_kind(writer.tx, writer.outbound, _RECALLED))
    recalled: int = sum(body["amount"] for body in found if body["reason"].startswith(_REASON))
    return used - recalled


def follow_up(writer: OutboundWriter) -> None:
    """When a station makes contact: what its vouchers opened is taken back where it is due, and new ones granted."""
    if not writer.books.headroom:
        return
    recall(writer)
    _cancel_untold(writer)
    today, agreement = writer.centre.today, writer.centre.terms.agreement
    if today < agreement.terms[0].since:
        return
    if unused(writer.books) * _REFILL_SHARE < agreement.on(today).voucher_count and not _is_stopped(writer):
        grant(writer)


def _cancel_untold(writer: OutboundWriter) -> None:
    """Grants of which nothing may be told after a restore: what is left of them is cancelled, and granted anew."""
    open_grants = [name for name, held in writer.books.facts.standing.vouchers.items() if held.proofs]
    if not open_grants:
        return
    known = {one.grant for one in vouchers.all_of(writer.tx, writer.station) if not one.withdrawn}
    for name in open_grants:
        if name not in known:
            writer.append(_CANCELLED, {"grant": name})


def cancel(writer: OutboundWriter) -> int:
    """All that the station has not used, from its first entry that has seen it; gives how many.

    Cancelled by a person: no more are granted until somebody grants them by hand. Raises what the journal refuses.
    """
    held = writer.books.facts.standing.vouchers
    left = {name: len(found.proofs) for name, found in held.items() if found.proofs}
    for name in left:
        writer.append(_CANCELLED, {"grant": name})
    return sum(left.values())


def _is_stopped(writer: OutboundWriter) -> bool:
    cancelled = (found.entry for found in journals.of_kind(writer.tx, writer.outbound, _CANCELLED))
    by_hand = max((entry.sequence for entry in cancelled if entry.operator != AUTOMATIC), default=0)
    granted = journals.of_kind(writer.tx, writer.outbound, _GRANTED)
    return by_hand > max((found.entry.sequence for found in granted), default=0)


def take_back(tx: Transaction, station: Station, found: SignedEntry) -> None:
    """A grant of vouchers that only the station still knew of: its codes are lost, so nobody is told one."""
    entry, body = found.entry, found.entry.body
    if entry.kind != _GRANTED:
        return
    lost = (
        Voucher(
            grant=body["grant"],
            sequence=entry.sequence,
            proof=proof,
            amount=body["amount"],
            currency=body["currency"],
            code=b"",
            withdrawn=True,
        )
        for proof in body["proofs"]
    )
    vouchers.add(tx, station, lost)


@dataclass(frozen=True, slots=True)
class Supply:
    """What a station's vouchers are at. `told` were read out and are unused; `waiting` may still be told."""

    told: tuple[Voucher, ...]
    used: tuple[Voucher, ...]
    waiting: int


def supply(tx: Transaction, station: Station, books: Books) -> Supply:
    rows = vouchers.all_of(tx, station)
    used = tuple(one for one in rows if _is_used(one, books))
    told = tuple(one for one in rows if one.told_at is not None and one not in used)
    return Supply(told, used, sum(_may_be_told(one, books) for one in rows))
