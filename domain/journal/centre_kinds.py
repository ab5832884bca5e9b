"""What the centre writes for a station, in the order of docs/JOURNAL_FORMAT.md."""

from __future__ import annotations

from typing import Final

from domain.journal import fields as f
from domain.journal.kind import Author, Kind

#: Money that moves because somebody decided so, or because the bank's record says so: which one is named.
_BY_RESOLUTION: Final = {"amount": f.count, "currency": f.currency, "resolution": f.text(60)}
_BY_REFERENCE: Final = {"amount": f.count, "currency": f.currency, "reference": f.text(60)}

CENTRE_KINDS: Final = (
    Kind("outbound_started/1", Author.CENTRE, {"municipality": f.code, "key": f.key}),
    Kind("operator_admitted/1", Author.CENTRE, {"operator": f.operator, "role": f.one_of(*f.ROLES), "until": f.day}),
    # The keys of the other counters, so that a receipt of any of them is checked with no network.
    Kind(
        "station_listed/1",
        Author.CENTRE,
        {
            "station": f.station,
            "number": f.count,
            "label": f.text(60),
            "key": f.key,
            "status": f.listed_status,
        },
    ),
    Kind(
        "station_listed/2",
        Author.CENTRE,
        {
            "station": f.station,
            "number": f.count,
            "label": f.text(60),
            "status": f.listed_status,
            "keys": f.key_ranges,
        },
    ),
    Kind("stations_listed/1", Author.CENTRE, {"stations": f.listed_stations}),
    # Open complaints of the other counters, so that the same lamp is not taken twice.
    Kind("complaints_listed/1", Author.CENTRE, {"listed": f.listed_complaints, "through": f.count}),
    # What the municipality says to whoever serves, or to everybody: docs/adr/0040.
    Kind(
        "announcement_made/1",
        Author.CENTRE,
        {
            "announcement": f.code,
            "title": f.text(f.TITLE_MAX),
            "paragraphs": f.some_of(f.words, f.PARAGRAPHS_MAX),
            "from": f.day,
            "until": f.day,
            "must_read": f.truth,
            "citizens": f.truth,
        },
    ),
    Kind("announcement_withdrawn/1", Author.CENTRE, {"announcement": f.code}),
    Kind("rotation_asked/1", Author.CENTRE, {"key": f.key}),
    Kind(
        "limits_set/1", Author.CENTRE, {"void_minutes": f.amount, "void_alone": f.amount, "currency": f.currency}
    ),
    Kind(
        "limits_set/2",
        Author.CENTRE,
        {
            "void_minutes": f.amount,
            "void_alone": f.amount,
            "cash_alone": f.amount,
            "difference_alone": f.amount,
            "currency": f.currency,
        },
        frozenset({"cash_alone", "difference_alone"}),
    ),
    Kind("guarantee_deposited/1", Author.CENTRE, {"amount": f.count, "currency": f.currency, "reference": f.text(40)}),
    Kind(
        "receipts_granted/1",
        Author.CENTRE,
        {"grant": f.code, "series": f.matching(r"[A-Z0-9]{2,6}"), "first": f.count, "last": f.count},
    ),
    Kind("headroom_granted/1", Author.CENTRE, {"grant": f.code, "amount": f.count, "currency": f.currency}),
    Kind("headroom_recalled/1", Author.CENTRE, {"amount": f.count, "currency": f.currency, "reason": f.words}),
    Kind(
        "vouchers_granted/1",
        Author.CENTRE,
        {"grant": f.code, "amount": f.count, "currency": f.currency, "proofs": f.list_of(f.proof, 50)},
    ),
    Kind("vouchers_cancelled/1", Author.CENTRE, {"grant": f.code}),
    Kind(
        "units_granted/1",
        Author.CENTRE,
        {"grant": f.code, "unit": f.one_of(*f.UNITS), "pool": f.text(40), "first": f.count, "last": f.count},
    ),
    Kind(
        "slots_granted/1",
        Author.CENTRE,
        {
            "grant": f.code,
            "pool": f.text(40),
            "service": f.service,
            "office": f.code,
            "day": f.day,
            "start": f.clock,
            "minutes": f.slot_minutes,
            "first": f.count,
            "last": f.count,
        },
    ),
    Kind(
        "remittance_confirmed/1",
        Author.CENTRE,
        {"remittance": f.code, "amount": f.count, "currency": f.currency, "bank_line": f.text(60)},
    ),
    Kind(
        "remittance_fell_short/1", Author.CENTRE, {"remittance": f.code, "amount": f.count, "currency": f.currency}
    ),
    Kind("remittance_overdue/1", Author.CENTRE, {"amount": f.count, "currency": f.currency, "reason": f.text(60)}),
    Kind("debt_paid/1", Author.CENTRE, _BY_REFERENCE),
    Kind("debt_written_off/1", Author.CENTRE, _BY_RESOLUTION),
    Kind("overage_recognised/1", Author.CENTRE, _BY_RESOLUTION),
    Kind("guarantee_drawn/1", Author.CENTRE, _BY_RESOLUTION),
    Kind("guarantee_replenished/1", Author.CENTRE, _BY_REFERENCE),
    Kind("guarantee_returned/1", Author.CENTRE, _BY_RESOLUTION),
    Kind(
        "refund_approved/1",
        Author.CENTRE,
        {
            "refund": f.code,
            "receipt": f.receipt,
            "ground": f.one_of(*f.REFUND_GROUNDS),
            "amount": f.amount,
            "owed": f.amount,
            "resolution": f.text(60),
        },
    ),
    Kind(
        "refund_paid/1",
        Author.CENTRE,
        {
            "refund": f.code,
            "amount": f.amount,
            "currency": f.currency,
            "reference": f.text(60),
            "source": f.one_of(*f.REFUND_SOURCES),
        },
    ),
    Kind(
        "prepaid_expired/1",
        Author.CENTRE,
        {"prepaid": f.code, "amount": f.count, "currency": f.currency, "resolution": f.text(60)},
    ),
    Kind(
        "commission_settled/1",
        Author.CENTRE,
        {"amount": f.count, "currency": f.currency, "period": f.text(20), "invoice": f.text(40)},
    ),
    Kind(
        "statement_issued/1",
        Author.CENTRE,
        {
            "statement": f.code,
            "through": f.count,
            "lines": f.amount,
            "hash": f.proof,
            "fees": f.signed,
            "commission": f.signed,
            "currency": f.currency,
        },
    ),
    Kind(
        "dispute_resolved/1",
        Author.CENTRE,
        {
            "statement": f.code,
            "line": f.count,
            "outcome": f.one_of(*f.DISPUTE_OUTCOMES),
            "adjustment": f.amount,
            "currency": f.currency,
            "words": f.words,
        },
    ),
    Kind(
        "case_moved/1",
        Author.CENTRE,
        {"case": f.case_code, "state": f.one_of(*f.CASE_STATES), "area": f.code, "answer": f.words, "blobs": f.blobs},
        frozenset({"answer", "blobs"}),
    ),
    Kind(
        "case_observed/1",
        Author.CENTRE,
        {"case": f.case_code, "area": f.code, "missing": f.some_of(f.code, 40), "until": f.day, "words": f.words},
        frozenset({"words"}),
    ),
    Kind(
        "case_resumed/1",
        Author.CENTRE,
        {
            "case": f.case_code,
            "area": f.code,
            "ground": f.one_of(*f.RESUMED_GROUNDS),
            "since": f.day,
            "promise": f.day,
            "legal": f.day,
        },
        frozenset({"legal"}),
    ),
    Kind("case_step_taken/1", Author.CENTRE, {"case": f.case_code, "area": f.code, "step": f.code}),
    Kind(
        "promise_moved/1",
        Author.CENTRE,
        {
            "case": f.case_code,
            "promise": f.day,
            "reason": f.one_of(*f.DATE_REASONS),
            "told": f.one_of(*f.TOLD_BY),
            "words": f.words,
        },
    ),
)  # fmt: skip
