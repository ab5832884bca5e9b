"""Projections of money: receipts, sessions, cash moved, deposits, refunds, statements and the numbers they use."""

from __future__ import annotations

import json
from typing import Final

from domain.ledger.accounts import SAFE
from domain.ledger.rules.collecting import void_code
from kiosk_app.storage.applied import Applied, Projection, journal_event
from kiosk_app.storage.connection import Store


def _fee_collected(store: Store, applied: Applied) -> None:
    body, entry = applied.body, applied.found.entry
    session = applied.books.facts.session
    assert session is not None, "a fee was decided upon, so a drawer is open"
    store.execute(
        "INSERT INTO receipt (number, code, service, session, fee, due, prepaid, paid, tendered, commission, mode,"
        " currency, at, operator, sequence, void_code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            body["receipt"],
            body["case"],
            body["service"],
            session.number,
            body["fee"],
            body["due"],
            body.get("prepaid"),
            body.get("paid", 0),
            body["tendered"],
            body["commission"],
            body["mode"],
            body["currency"],
            applied.at,
            entry.operator,
            entry.sequence,
            void_code(entry),
        ),
    )
    store.execute("UPDATE service_case SET receipt = ? WHERE code = ?", (body["receipt"], body["case"]))
    store.execute(
        "UPDATE receipt_grant SET next_number = next_number + 1 WHERE name = ?", (applied.books.next_receipt()[1],)
    )
    journal_event(store, applied, body["case"], "fee_collected", body["receipt"])


def _fee_voided(store: Store, applied: Applied) -> None:
    number = applied.body["receipt"]
    store.execute(
        "UPDATE receipt SET voided = ?, void_reason = ?, approver = ? WHERE number = ?",
        (applied.at, applied.body["reason"], applied.body.get("approver"), number),
    )
    row = store.row("SELECT code FROM receipt WHERE number = ?", (number,))
    assert row is not None, "a receipt was decided upon"
    journal_event(store, applied, row["code"], "fee_voided", applied.body["reason"])


def _session_opened(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "INSERT INTO session (number, operator, opened_at, float, currency) VALUES (?, ?, ?, ?, ?)",
        (body["session"], applied.found.entry.operator, applied.at, body["float"], body["currency"]),
    )


def _drawer_counted(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "UPDATE session SET counted = ?, pieces = ? WHERE number = ?",
        (body["counted"], json.dumps(body["pieces"]), body["session"]),
    )


def _session_closed(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "UPDATE session SET expected = ?, explanation = ?, approver = ?, z = ?, closed_at = ? WHERE number = ?",
        (body["expected"], body.get("explanation"), body.get("approver"), body["z"], applied.at, body["session"]),
    )


def _remittance_declared(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "INSERT INTO remittance (name, amount, confirmed, short, retained, currency, voucher, declared_at, sequence)"
        " VALUES (?, ?, 0, 0, 0, ?, ?, ?, ?)",
        (body["remittance"], body["amount"], body["currency"], body["voucher"], applied.at, applied.sequence),
    )


def _remittance_confirmed(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "UPDATE remittance SET confirmed = confirmed + ? WHERE name = ?", (body["amount"], body["remittance"])
    )


def _remittance_fell_short(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute("UPDATE remittance SET short = short + ? WHERE name = ?", (body["amount"], body["remittance"]))


def _commission_retained(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute("UPDATE remittance SET retained = retained + ? WHERE name = ?", (body["amount"], body["remittance"]))


def _numbers_released(store: Store, applied: Applied) -> None:
    """A grant of receipts gives its tail back; of other numbers only the standing tells."""
    body = applied.body
    store.execute("UPDATE receipt_grant SET last = ? WHERE name = ?", (body["first"] - 1, body["grant"]))


def _receipts_granted(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "INSERT INTO receipt_grant (name, series, next_number, last, ordinal) VALUES (?, ?, ?, ?, ?)",
        (body["grant"], body["series"], body["first"], body["last"], applied.sequence),
    )


def _cash_moved(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "INSERT INTO cash_move (sequence, session, way, amount, reason, operator, approver, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            applied.sequence,
            body["session"],
            body["way"],
            body["amount"],
            body["reason"],
            applied.found.entry.operator,
            body.get("approver"),
            applied.at,
        ),
    )


def _prepaid_sold(store: Store, applied: Applied) -> None:
    body, session = applied.body, applied.books.facts.session
    assert session is not None, "a sale was decided upon, so a drawer is open"
    store.execute(
        "INSERT INTO prepaid_sale (name, session, amount, operator, at, sequence) VALUES (?, ?, ?, ?, ?, ?)",
        (
            body["prepaid"],
            session.number,
            body["amount"],
            applied.found.entry.operator,
            applied.at,
            applied.sequence,
        ),
    )


def _refund_approved(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "INSERT INTO refund (name, receipt, ground, amount, owed, resolution, approved_at, sequence)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            body["refund"],
            body["receipt"],
            body["ground"],
            body["amount"],
            body["owed"],
            body["resolution"],
            applied.at,
            applied.sequence,
        ),
    )


def _refund_paid(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "UPDATE refund SET reference = ?, paid_at = ? WHERE name = ?", (body["reference"], applied.at, body["refund"])
    )


def _statement_issued(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "INSERT INTO statement (name, through, lines, hash, fees, commission, issued_at, sequence)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            body["statement"],
            body["through"],
            body["lines"],
            body["hash"],
            body["fees"],
            body["commission"],
            applied.at,
            applied.sequence,
        ),
    )


def _statement_signed(store: Store, applied: Applied) -> None:
    store.execute(
        "UPDATE statement SET signed_by = ?, signed_at = ? WHERE name = ?",
        (applied.found.entry.operator, applied.at, applied.body["statement"]),
    )


def _line_disputed(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "INSERT INTO dispute (statement, line, reason, raised_by, raised_at) VALUES (?, ?, ?, ?, ?)",
        (body["statement"], body["line"], body["reason"], applied.found.entry.operator, applied.at),
    )


def _dispute_resolved(store: Store, applied: Applied) -> None:
    body = applied.body
    store.execute(
        "UPDATE dispute SET outcome = ?, adjustment = ?, words = ?, resolved_at = ? WHERE statement = ? AND line = ?",
        (body["outcome"], body["adjustment"], body["words"], applied.at, body["statement"], body["line"]),
    )


def note_safe(store: Store, applied: Applied) -> None:
    """When money came into the safe, whatever kind of entry brought it: its age is what the banking term counts."""
    amount = sum(
        posting.amount for posting in applied.change.postings if posting.account == SAFE and posting.amount > 0
    )
    if amount:
        session = applied.books.facts.session
        assert session is not None, "money comes into the safe from a drawer"
        store.execute(
            "INSERT INTO safe_inflow (sequence, session, amount, at) VALUES (?, ?, ?, ?)",
            (applied.sequence, session.number, amount, applied.at),
        )


MONEY: Final[dict[str, Projection]] = {
    "fee_collected/1": _fee_collected,
    "fee_collected/2": _fee_collected,
    "fee_voided/1": _fee_voided,
    "fee_voided/2": _fee_voided,
    "session_opened/1": _session_opened,
    "cash_moved/1": _cash_moved,
    "cash_moved/2": _cash_moved,
    "prepaid_sold/1": _prepaid_sold,
    "drawer_counted/1": _drawer_counted,
    "session_closed/1": _session_closed,
    "session_closed/2": _session_closed,
    "remittance_declared/1": _remittance_declared,
    "remittance_confirmed/1": _remittance_confirmed,
    "remittance_fell_short/1": _remittance_fell_short,
    "commission_retained/1": _commission_retained,
    "numbers_released/1": _numbers_released,
    "receipts_granted/1": _receipts_granted,
    "refund_approved/1": _refund_approved,
    "refund_paid/1": _refund_paid,
    "statement_issued/1": _statement_issued,
    "statement_signed/1": _statement_signed,
    "line_disputed/1": _line_disputed,
    "dispute_resolved/1": _dispute_resolved,
}
