"""A station's two journals, written and signed as the product writes them, with keys anybody may know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from domain.envelope import EnvelopeType, Signed, sign
from domain.errors import Refusal
from domain.ids import case_code
from domain.journal.entry import NO_PREVIOUS, Entry, SignedEntry, read_entry
from domain.journal.merge import merge
from domain.journal.verify import Verification, verify_journals
from domain.ledger.bearer import proof_of
from domain.ledger.books import Books
from domain.ledger.facts import Change
from sync.seal import SigningKey, verify

STATION: Final = "C07"
STATION_KEY: Final = SigningKey(b"\x07" * 32)
CENTRE_KEY: Final = SigningKey(b"\x0c" * 32)
START: Final = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
CASE: Final = case_code(7, 1, b"k" * 32)
DIGEST: Final = "5e" * 32
#: Codes that are worth something to whoever says them (`domain.ledger.bearer`).
CODE: Final = "7Q2M4N9XKD3V"
OTHER_CODE: Final = "7Q2M4N9XKD3W"
DIGEST_OF_LINES: Final = "H" * 43

#: A body of every kind, right in every field, optional fields included.
BODIES: Final[dict[str, dict[str, Any]]] = {
    "session_opened/1": {"session": 1, "float": 2000, "currency": "PEN"},
    "fee_collected/1": {
        "case": CASE,
        "service": "UR-04",
        "receipt": "A07-000001",
        "fee": 1530,
        "due": 1530,
        "tendered": 2000,
        "commission": 400,
        "mode": "settled",
        "currency": "PEN",
    },
    "fee_voided/1": {"receipt": "A07-000001", "reason": "el vecino desistió"},
    "drawer_counted/1": {"session": 1, "counted": 2000, "pieces": {"1000": 2}},
    "session_closed/1": {"session": 1, "z": 1, "expected": 2000, "counted": 2000},
    "session_closed/2": {"session": 1, "z": 1, "expected": 2000, "counted": 2000},
    "remittance_declared/1": {"remittance": "DEP-1", "amount": 1000, "voucher": "0042", "currency": "PEN"},
    "remittance_confirmed/1": {"remittance": "DEP-1", "amount": 1000, "currency": "PEN", "bank_line": "l-1"},
    "guarantee_deposited/1": {"amount": 30000, "currency": "PEN", "reference": "DG-1"},
    "receipts_granted/1": {"grant": "R1", "series": "A07", "first": 1, "last": 8},
    "headroom_granted/1": {"grant": "H1", "amount": 30000, "currency": "PEN"},
    "commission_settled/1": {"amount": 400, "currency": "PEN", "period": "2026-11", "invoice": "E001-1"},
    "fee_collected/2": {
        "case": CASE,
        "service": "UR-04",
        "receipt": "A07-000001",
        "fee": 1530,
        "prepaid": "P1",
        "paid": 1000,
        "due": 530,
        "tendered": 600,
        "commission": 400,
        "mode": "settled",
        "currency": "PEN",
    },
    "prepaid_sold/1": {"prepaid": "P1", "amount": 1000, "currency": "PEN", "proof": proof_of(STATION, "P1", CODE)},
    "prepaid_expired/1": {"prepaid": "P1", "amount": 1000, "currency": "PEN", "resolution": "RA-15"},
    "fee_voided/2": {"receipt": "A07-000001", "reason": "el vecino desistió"},
    "cash_moved/1": {"session": 1, "way": "float_in", "amount": 500, "reason": "monedas"},
    "cash_moved/2": {"session": 1, "way": "float_out", "amount": 500, "reason": "monedas"},
    "commission_retained/1": {"remittance": "DEP-1", "amount": 400, "currency": "PEN"},
    "voucher_redeemed/1": {"grant": "V1", "code": CODE},
    "unit_used/1": {"grant": "F1", "number": 1, "case": CASE},
    "appointment_opened/1": {"case": CASE, "service": "LICENCIA-T", "edition": DIGEST},
    "appointment_given/1": {
        "case": CASE,
        "service": "LICENCIA-T",
        "grant": "S1",
        "number": 1,
        "office": "LICENCIA",
        "day": "2026-12-01",
        "clock": "08:00",
    },
    "appointment_cancelled/1": {"case": CASE, "service": "LICENCIA-T", "by": "citizen"},
    "appointment_ended/1": {"case": CASE, "service": "LICENCIA-T", "outcome": "attended"},
    "numbers_released/1": {"grant": "F1", "first": 2, "last": 5},
    "line_disputed/1": {"statement": "2026-11", "line": 1, "reason": "no es mío"},
    "statement_signed/1": {"statement": "2026-11", "hash": DIGEST_OF_LINES},
    "operator_admitted/1": {"operator": "marta", "role": "supervisor", "until": "2027-03-31"},
    "limits_set/1": {"void_minutes": 30, "void_alone": 5000, "currency": "PEN"},
    "limits_set/2": {
        "void_minutes": 30,
        "void_alone": 5000,
        "cash_alone": 1000,
        "difference_alone": 200,
        "currency": "PEN",
    },
    "headroom_recalled/1": {"amount": 10000, "currency": "PEN", "reason": "V1"},
    "vouchers_granted/1": {
        "grant": "V1",
        "amount": 10000,
        "currency": "PEN",
        "proofs": [proof_of(STATION, "V1", CODE), proof_of(STATION, "V1", OTHER_CODE)],
    },
    "vouchers_cancelled/1": {"grant": "V1"},
    "units_granted/1": {"grant": "F1", "unit": "FOLIO", "pool": "NAC", "first": 1, "last": 5},
    "slots_granted/1": {
        "grant": "S1",
        "pool": "LICENCIA-1201",
        "service": "LICENCIA-T",
        "office": "LICENCIA",
        "day": "2026-12-01",
        "start": "08:00",
        "minutes": 30,
        "first": 1,
        "last": 4,
    },
    "remittance_fell_short/1": {"remittance": "DEP-1", "amount": 20, "currency": "PEN"},
    "remittance_overdue/1": {"amount": 1530, "currency": "PEN", "reason": "24 h"},
    "debt_paid/1": {"amount": 100, "currency": "PEN", "reference": "L-4"},
    "debt_written_off/1": {"amount": 100, "currency": "PEN", "resolution": "RA-12"},
    "overage_recognised/1": {"amount": 100, "currency": "PEN", "resolution": "RA-14"},
    "guarantee_drawn/1": {"amount": 100, "currency": "PEN", "resolution": "RA-13"},
    "guarantee_replenished/1": {"amount": 100, "currency": "PEN", "reference": "L-5"},
    "guarantee_returned/1": {"amount": 30000, "currency": "PEN", "resolution": "RA-20"},
    "refund_approved/1": {
        "refund": "RF-1",
        "receipt": "A07-000001",
        "ground": "agent_error",
        "amount": 1530,
        "owed": 0,
        "resolution": "RG-7",
    },
    "refund_paid/1": {
        "refund": "RF-1",
        "amount": 1530,
        "currency": "PEN",
        "reference": "L-3",
        "source": "collection",
    },
    "statement_issued/1": {
        "statement": "2026-11",
        "through": 1,
        "lines": 2,
        "hash": DIGEST_OF_LINES,
        "fees": 1530,
        "commission": 400,
        "currency": "PEN",
    },
    "dispute_resolved/1": {
        "statement": "2026-11",
        "line": 1,
        "outcome": "upheld",
        "adjustment": 400,
        "currency": "PEN",
        "words": "se reconoce",
    },
    "slip_issued/1": {"case": CASE, "service": "ALU-01", "promise": "2026-12-01"},
    "clock_stepped/1": {"seconds": -300},
    "operator_signed_in/1": {"refused": 0},
    "rotation_asked/1": {"key": "K" * 43},
}


def body(kind: str, **changed: object) -> dict[str, Any]:
    """The kind's sample with some fields of one's own; a value of None leaves the field out."""
    whole = BODIES[kind] | changed
    return {name: value for name, value in whole.items() if value is not None}


def entry(kind: str, sequence: int = 1, *, previous: str = NO_PREVIOUS, seen: int = 0, **changed: object) -> Entry:
    return Entry(
        kind=kind,
        station=STATION,
        epoch=1,
        sequence=sequence,
        previous=previous,
        seen=seen,
        at=START + timedelta(minutes=sequence),
        uptime_s=60 * sequence,
        boot="b0a1",
        operator="rosa",
        body=body(kind, **changed),
    )


def signed_by(key: SigningKey, unsigned: Entry) -> SignedEntry:
    return read_entry(sign(EnvelopeType.ENTRY, unsigned.payload(), key))


def refusal_of(act: Callable[[], object]) -> str:
    """The code with which `act` is refused, or "" when it is not."""
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return ""


@dataclass(slots=True)
class Desk:
    """Both journals, growing, with the books that follow them. The desk hears of the centre's acts at once."""

    own: list[SignedEntry] = field(default_factory=list)
    outbound: list[SignedEntry] = field(default_factory=list)
    books: Books = field(default_factory=lambda: Books(STATION))

    def act(self, kind: str, **changed: object) -> Change:
        """The station's next entry, booked; one that a rule refuses is not written."""
        found = signed_by(STATION_KEY, self._next(self.own, len(self.outbound), kind, changed))
        change = self.books.book(found.entry)
        self.own.append(found)
        return change

    def grant(self, kind: str, **changed: object) -> Change:
        """The centre's next entry for this station, likewise."""
        found = signed_by(CENTRE_KEY, self._next(self.outbound, len(self.own), kind, changed))
        change = self.books.book(found.entry)
        self.outbound.append(found)
        return change

    def force(self, kind: str, **changed: object) -> SignedEntry:
        """An authentic entry of the station that asks no rule."""
        found = signed_by(STATION_KEY, self._next(self.own, len(self.outbound), kind, changed))
        self.own.append(found)
        return found

    def in_order(self) -> list[SignedEntry]:
        return [found for _, found in merge(self.own, self.outbound)]

    def verified(self, own: list[Signed] | None = None, outbound: list[Signed] | None = None) -> Verification:
        return verify_journals(
            STATION,
            [found.signed for found in self.own] if own is None else own,
            [found.signed for found in self.outbound] if outbound is None else outbound,
            station_key=STATION_KEY.public_key,
            centre_key=CENTRE_KEY.public_key,
            verify=verify,
        )

    @staticmethod
    def _next(journal: list[SignedEntry], seen: int, kind: str, changed: dict[str, object]) -> Entry:
        previous = journal[-1].hash if journal else NO_PREVIOUS
        return entry(kind, len(journal) + 1, previous=previous, seen=seen, **changed)


def granted_desk(*, headroom: int = 30000, last: int = 8) -> Desk:
    """Ready to open: receipts `A07-000001` to `last`, and headroom in céntimos."""
    desk = Desk()
    desk.grant("receipts_granted/1", last=last)
    desk.grant("headroom_granted/1", amount=headroom)
    return desk


def open_desk(*, headroom: int = 30000, last: int = 8) -> Desk:
    desk = granted_desk(headroom=headroom, last=last)
    desk.act("session_opened/1")
    return desk


def closed_day() -> Desk:
    """One fee of 15.30, the drawer counted and closed: 15.30 in the safe."""
    desk = open_desk()
    desk.act("fee_collected/1")
    desk.act("drawer_counted/1", counted=3530, pieces={"10": 3, "500": 7})
    desk.act("session_closed/1", expected=3530, counted=3530)
    return desk


def banked_day() -> Desk:
    desk = closed_day()
    desk.act("remittance_declared/1", amount=1530)
    desk.grant("remittance_confirmed/1", amount=1530)
    return desk
