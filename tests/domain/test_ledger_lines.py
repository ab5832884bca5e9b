"""A cabin's lines, read from its entries: every field of every kind of line, and to which session each belongs."""

from __future__ import annotations

from dataclasses import replace

from domain.journal.entry import SignedEntry
from domain.ledger.lines import (
    CashLine,
    CloseLine,
    Dispute,
    LineReader,
    PrepaidLine,
    ReceiptLine,
    RefundLine,
    RemittanceLine,
    StatementFact,
    TreasuryLine,
)
from tests.domain.kit import CASE, DIGEST_OF_LINES, Desk, closed_day, open_desk
from tests.domain.test_ledger_guards import (
    APPROVED,
    CASH,
    CLOSE,
    CONFIRMED,
    COUNT,
    EXPIRED,
    FEE,
    FEE2,
    PAID,
    RETAINED,
    SETTLED,
    SHORT,
    SOLD,
    VOID2,
    limited,
    retained_day,
    stated,
)


def lines_of(desk: Desk) -> LineReader:
    reader = LineReader()
    for found in desk.in_order():
        reader.read(found)
    return reader


def receipt(found: SignedEntry, session: int = 1, **changed: object) -> ReceiptLine:
    fields: dict[str, object] = {
        "number": "A07-000001",
        "at": found.entry.at,
        "case": CASE,
        "service": "UR-04",
        "operator": "rosa",
        "fee": 1530,
        "due": 1530,
        "commission": 400,
        "sequence": found.entry.sequence,
        "hash": found.hash,
        "session": session,
        "prepaid": None,
        "paid": 0,
    }
    return ReceiptLine(**(fields | changed))  # type: ignore[arg-type]


def test_a_receipt_belongs_to_the_session_and_the_close_that_took_it_in() -> None:
    desk = closed_day()
    desk.act("session_opened/1", session=2)
    desk.act(FEE, receipt="A07-000002")
    desk.act(COUNT, session=2, counted=3530, pieces={"10": 353})
    desk.act(CLOSE, session=2, z=2, expected=3530, counted=3530)
    desk.act("session_opened/1", session=3)
    desk.act(FEE, receipt="A07-000003")
    assert list(lines_of(desk).receipts.values()) == [
        receipt(desk.own[1], z=1),
        receipt(desk.own[5], 2, number="A07-000002", z=2),
        receipt(desk.own[9], 3, number="A07-000003", z=None),
    ]


def test_a_receipt_says_who_approved_its_void_and_what_a_code_paid() -> None:
    desk = limited()()
    desk.act(VOID2, approver="marta")
    desk.act(SOLD)
    desk.act(FEE2, receipt="A07-000002")
    assert list(lines_of(desk).receipts.values()) == [
        receipt(desk.own[1], voided="el vecino desistió", voided_by="rosa", approver="marta"),
        receipt(desk.own[4], number="A07-000002", prepaid="P1", paid=1000, due=530),
    ]


def test_a_close_says_when_it_was_opened_what_was_found_and_in_which_pieces_the_largest_first() -> None:
    desk = open_desk()
    desk.act(COUNT, counted=1950, pieces={"50": 1, "200": 2, "1000": 1, "500": 1})
    desk.act(CLOSE, counted=1950, explanation="vuelto")
    opened, _, closed = (found.entry for found in desk.own)
    assert lines_of(desk).closes == [
        CloseLine(
            z=1,
            session=1,
            operator="rosa",
            opened_at=opened.at,
            closed_at=closed.at,
            float_minor=2000,
            expected=2000,
            counted=1950,
            pieces=((1000, 1), (500, 1), (200, 2), (50, 1)),
            explanation="vuelto",
            sequence=3,
        )
    ]


def test_cash_that_moved_and_a_code_that_expired_are_lines() -> None:
    desk = open_desk()
    desk.act(CASH)
    desk.act(SOLD)
    desk.grant(EXPIRED, amount=300)
    desk.grant(EXPIRED, amount=700)
    cash, sold = desk.own[1].entry, desk.own[2].entry
    reader = lines_of(desk)
    assert reader.cash == [CashLine(cash.at, 1, "rosa", "float_in", 500, "monedas", 2)]
    assert reader.prepaid == {"P1": PrepaidLine("P1", sold.at, 1000, 3, 1000)}


def test_a_deposit_adds_up_what_was_confirmed_given_up_and_kept_back() -> None:
    desk = retained_day()
    desk.act(RETAINED, amount=300)
    desk.act(RETAINED, amount=100)
    desk.grant(CONFIRMED, amount=1000)
    desk.grant(CONFIRMED, amount=900, bank_line="l-2")
    desk.grant(SHORT, amount=30)
    desk.grant(SHORT, amount=20)
    made, seen = desk.own[5].entry, desk.outbound[3].entry
    line = RemittanceLine("DEP-1", made.at, 2000, "0042", 6, 1900, seen.at, "l-2", 50, 400)
    assert lines_of(desk).remittances == {"DEP-1": line}
    assert line.pending == 50
    owed = [(line.kind, line.reference, line.amount) for line in lines_of(desk).treasury]
    assert owed[-2:] == [("remittance_fell_short", "DEP-1", 30), ("remittance_fell_short", "DEP-1", 20)]


def test_a_refund_says_when_it_was_approved_when_it_was_paid_and_from_where() -> None:
    desk = closed_day()
    desk.grant(APPROVED)
    approved = desk.outbound[-1].entry
    line = RefundLine("RF-1", "A07-000001", "agent_error", 1530, 0, approved.at, "RG-7", approved.sequence)
    assert lines_of(desk).refunds == {"RF-1": line}
    assert not lines_of(desk).receipts["A07-000001"].is_live
    desk.grant(PAID, source="treasury")
    paid = desk.outbound[-1].entry
    assert lines_of(desk).refunds == {"RF-1": replace(line, paid_at=paid.at, source="treasury")}


def test_a_statement_says_when_it_was_issued_and_signed_and_which_lines_are_disputed() -> None:
    desk = stated()
    issued = desk.outbound[-1].entry
    line = StatementFact(
        name="2026-11",
        after=0,
        through=4,
        hash=DIGEST_OF_LINES,
        lines=2,
        fees=1530,
        commission=400,
        issued_at=issued.at,
        sequence=issued.sequence,
        agrees=False,
    )
    assert lines_of(desk).statements == {"2026-11": line}
    desk.act("line_disputed/1")
    desk.act("line_disputed/1", line=2)
    desk.act("statement_signed/1")
    signed = desk.own[-1].entry
    desk.grant("dispute_resolved/1", line=2)
    disputes = {1: Dispute("no es mío", "", 0, ""), 2: Dispute("no es mío", "upheld", 400, "se reconoce")}
    assert lines_of(desk).statements == {"2026-11": replace(line, signed_at=signed.at, disputes=disputes)}


def test_a_statement_begins_where_the_one_before_it_ended() -> None:
    desk = stated()
    ends = [4]
    for name in ("2026-12", "2027-01"):
        desk.act("operator_signed_in/1")
        desk.grant("statement_issued/1", statement=name, through=len(desk.own))
        ends.append(len(desk.own))
    found = [(fact.after, fact.through) for fact in lines_of(desk).statements.values()]
    assert found == list(zip([0, *ends], ends, strict=False))


def test_what_the_centre_booked_says_what_it_rests_on() -> None:
    """Amounts of the example are elsewhere; here is the field of each kind."""
    desk = open_desk()
    desk.act(FEE)
    desk.act(COUNT, counted=3030, pieces={"10": 303})
    desk.act(CLOSE, expected=3530, counted=3030, explanation="x")
    desk.act("remittance_declared/1", amount=900)
    desk.grant(CONFIRMED, amount=900)
    desk.act("session_opened/1", session=2)
    desk.act(COUNT, session=2, counted=2100, pieces={"10": 210})
    desk.act(CLOSE, session=2, z=2, counted=2100, explanation="x")
    desk.grant("guarantee_deposited/1", amount=31000)
    for kind in ("guarantee_drawn", "guarantee_replenished", "debt_paid", "debt_written_off", "overage_recognised"):
        desk.grant(f"{kind}/1")
    desk.grant("remittance_overdue/1", amount=230)
    desk.grant(SETTLED)
    desk.grant("debt_paid/1", amount=430)
    desk.grant("headroom_recalled/1", amount=30000)
    desk.grant("guarantee_returned/1", amount=31000)
    desk.grant("statement_issued/1", through=2)
    desk.act("line_disputed/1")
    desk.grant("dispute_resolved/1")
    found = lines_of(desk).treasury
    assert [(line.kind, line.reference, line.amount) for line in found] == [
        ("guarantee_deposited", "DG-1", 31000),
        ("guarantee_drawn", "RA-13", 100),
        ("guarantee_replenished", "L-5", 100),
        ("debt_paid", "L-4", 100),
        ("debt_written_off", "RA-12", 100),
        ("overage_recognised", "RA-14", 100),
        ("remittance_overdue", "24 h", 230),
        ("commission_settled", "E001-1", 400),
        ("debt_paid", "L-4", 430),
        ("guarantee_returned", "RA-20", 31000),
        ("dispute_resolved", "se reconoce", 400),
    ]
    resolved = desk.outbound[-1].entry
    assert found[-1] == TreasuryLine("dispute_resolved", resolved.at, 400, "se reconoce", resolved.sequence)
