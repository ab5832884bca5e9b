"""The acts of the centre: each is decided by the station's own books, then signed into the journal for that station.

Nothing impossible is written: what the books refuse is refused here, in the same words an auditor would find later.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from central import bank_lines, case_files, granting, vouchers
from central.centre import Centre
from central.clock import unix_seconds
from central.outbound import AUTOMATIC, OutboundWriter
from central.store import Transaction, blobs, stations
from central.store.blobs import Blob
from central.store.cases import Case
from central.store.stations import Station
from domain import canonical
from domain.cases.states import CaseState
from domain.envelope import to_base64url
from domain.errors import Refusal
from domain.money import Money
from sync.messages import BLOB_BYTES_MAX

_PDF: Final = "application/pdf"


def start_outbound(writer: OutboundWriter) -> None:
    key = to_base64url(writer.centre.keys.signing.public_key)
    writer.append("outbound_started/1", {"municipality": writer.centre.terms.municipality, "key": key})


def ask_rotation(writer: OutboundWriter) -> None:
    """The station should sign with another key. It changes it by itself the next time it is in contact."""
    assert writer.station.key is not None, "only an approved station is written to"
    writer.tell("rotation_asked/1", {"key": writer.station.key})


def deposit_guarantee(writer: OutboundWriter, reference: str) -> None:
    """The agent's guarantee is in the bank: grant what it answers for (headroom), numbers to use it with, and vouchers.

    Raises Refusal `guarantee_already_deposited`, `bank_line_used`, `terms_not_in_force`.
    """
    station, agreed = writer.station, writer.centre.agreed
    if writer.books.headroom:
        raise Refusal("guarantee_already_deposited", station=station.station)
    bank_lines.refuse_used(writer.tx, reference, guarantee_of=station.station)
    guarantee, headroom = agreed.guarantee, agreed.headroom()
    body = {"amount": guarantee.minor, "currency": guarantee.currency, "reference": reference}
    writer.append("guarantee_deposited/1", body)
    grant = f"{station.station}-H{station.epoch}"
    writer.append("headroom_granted/1", {"grant": grant, "amount": headroom.minor, "currency": headroom.currency})
    granting.grant_receipts(writer)
    vouchers.grant(writer)


def confirm_remittance(writer: OutboundWriter, remittance: str, amount: Money, bank_line: str) -> None:
    """The bank has the money: what a voucher opened for it is taken back.

    Raises Refusal for more than declared, an unknown remittance, or a line used before.
    """
    bank_lines.refuse_used(writer.tx, bank_line)
    body = {"remittance": remittance, "amount": amount.minor, "currency": amount.currency, "bank_line": bank_line}
    writer.append("remittance_confirmed/1", body)
    vouchers.recall(writer, confirmed=remittance)


def settle_commission(writer: OutboundWriter, amount: Money, period: str, invoice: str) -> None:
    body = {"amount": amount.minor, "currency": amount.currency, "period": period, "invoice": invoice}
    writer.append("commission_settled/1", body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the office says of a case. `area` None leaves it where it is; `attachment` is a PDF the station fetches."""

    state: CaseState
    area: str | None = None
    answer: str | None = None
    attachment: bytes | None = None


def move_case(centre: Centre, tx: Transaction, case: Case, decision: Decision, by: str = AUTOMATIC) -> None:
    """Take a case to a new state and tell its station of origin.

    Raises Refusal `area_unknown`, or what `case_files.say` and `attach` refuse.
    """
    refuse_unknown_area(centre, decision.area)
    body: dict[str, Any] = {"state": decision.state.value, "area": decision.area or case.area}
    if decision.answer is not None:
        body["answer"] = canonical.plain_text(decision.answer)
    if decision.attachment is not None:
        station = stations.lock(tx, case.station)
        assert station is not None, "a case belongs to a station of this municipality"
        body["blobs"] = [attach(centre, tx, station, decision.attachment)]
    case_files.say(centre, tx, case, "case_moved/1", body, by=by)


def refuse_unknown_area(centre: Centre, area: str | None) -> None:
    if area is not None and area not in centre.terms.areas:
        raise Refusal("area_unknown", area=area)


def attach(centre: Centre, tx: Transaction, station: Station, content: bytes) -> dict[str, Any]:
    """Keep a PDF for the station to fetch; gives what an entry says of it.

    Raises Refusal `attachment_not_pdf` or `attachment_too_large`.
    """
    if not content.startswith(b"%PDF-"):
        raise Refusal("attachment_not_pdf")
    if len(content) > BLOB_BYTES_MAX:
        raise Refusal("attachment_too_large", size=len(content), most=BLOB_BYTES_MAX)
    sha256 = hashlib.sha256(content).hexdigest()
    centre.files.append(station.station, sha256, 0, content)
    sealed = centre.files.seal(station.station, sha256)
    assert sealed, "the bytes hashed a moment ago are the bytes on disk"
    held = Blob(station.station, sha256, len(content), len(content), complete=True, origin="centre")
    blobs.put(tx, held, unix_seconds(centre.clock))
    return {"sha": sha256, "size": len(content), "type": _PDF}
