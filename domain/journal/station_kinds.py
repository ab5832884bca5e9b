"""What a station writes, in the order of docs/JOURNAL_FORMAT.md."""

from __future__ import annotations

from typing import Final

from domain.journal import fields as f
from domain.journal.kind import Author, Kind

STATION_KINDS: Final = (
    Kind(
        "journal_started/1",
        Author.STATION,
        {
            "municipality": f.code,
            "edition": f.sha256,
            "number": f.count,
            "face": f.one_of("desk", "kiosk", "audit"),
            "key": f.key,
            "program": f.text(40),
        },
    ),
    Kind("operator_signed_in/1", Author.STATION, {"refused": f.amount}),
    Kind("session_opened/1", Author.STATION, {"session": f.count, "float": f.amount, "currency": f.currency}),
    Kind(
        "case_opened/1",
        Author.STATION,
        {
            "case": f.case_code,
            "type": f.one_of(*f.CASE_TYPES),
            "service": f.service,
            "edition": f.sha256,
            "area": f.code,
            "promise": f.day,
            "legal": f.day,
            "channel": f.one_of("desk", "kiosk"),
            "met": f.list_of(f.code, 40),
            "observed": f.list_of(f.code, 40),
            "blobs": f.blobs,
        },
        frozenset({"legal", "met", "observed", "blobs"}),
        personal=True,
    ),
    Kind(
        "fee_collected/1",
        Author.STATION,
        {
            "case": f.case_code,
            "service": f.service,
            "receipt": f.receipt,
            "fee": f.amount,
            "due": f.amount,
            "tendered": f.amount,
            "commission": f.amount,
            "mode": f.one_of(*f.COMMISSION_MODES),
            "currency": f.currency,
        },
    ),
    Kind(
        "fee_collected/2",
        Author.STATION,
        {
            "case": f.case_code,
            "service": f.service,
            "receipt": f.receipt,
            "fee": f.amount,
            "prepaid": f.code,
            "paid": f.count,
            "due": f.amount,
            "tendered": f.amount,
            "commission": f.amount,
            "mode": f.one_of(*f.COMMISSION_MODES),
            "currency": f.currency,
        },
    ),
    Kind(
        "prepaid_sold/1",
        Author.STATION,
        {"prepaid": f.code, "amount": f.count, "currency": f.currency, "proof": f.proof},
    ),
    Kind(
        "complaint_placed/1",
        Author.STATION,
        {
            "case": f.case_code,
            "service": f.service,
            "assets": f.list_of(f.asset, f.ASSETS_MAX),
            "spot": f.coarse_spot,
            "joins": f.case_code,
        },
        frozenset({"assets", "spot", "joins"}),
    ),
    Kind("slip_issued/1", Author.STATION, {"case": f.case_code, "service": f.service, "promise": f.day}),
    # What a counter takes in of a case that is open already: an intake, which the centre answers.
    Kind(
        "case_completed/1",
        Author.STATION,
        {
            "case": f.case_code,
            "service": f.service,
            "brought": f.some_of(f.code, 40),
            "left": f.some_of(f.code, 40),
            "promise": f.day,
            "legal": f.day,
            "blobs": f.blobs,
        },
        frozenset({"left", "promise", "legal", "blobs"}),
    ),
    Kind(
        "reopening_asked/1",
        Author.STATION,
        {"case": f.case_code, "service": f.service, "ground": f.one_of(*f.REOPENING_GROUNDS), "promise": f.day},
    ),
    Kind(
        "citizen_told/1",
        Author.STATION,
        {
            "case": f.case_code,
            "service": f.service,
            "of": f.one_of(*f.TOLD_OF),
            "entry": f.count,
            "promise": f.day,
        },
        frozenset({"promise"}),
    ),
    Kind("fee_voided/1", Author.STATION, {"receipt": f.receipt, "reason": f.words}),
    Kind(
        "fee_voided/2",
        Author.STATION,
        {"receipt": f.receipt, "reason": f.words, "code": f.void_code, "approver": f.operator},
        frozenset({"code", "approver"}),
    ),
    Kind(
        "cash_moved/1",
        Author.STATION,
        {"session": f.count, "way": f.one_of(*f.CASH_WAYS), "amount": f.count, "reason": f.words},
    ),
    Kind(
        "cash_moved/2",
        Author.STATION,
        {
            "session": f.count,
            "way": f.one_of(*f.CASH_WAYS),
            "amount": f.count,
            "reason": f.words,
            "approver": f.operator,
        },
        frozenset({"approver"}),
    ),
    Kind("drawer_counted/1", Author.STATION, {"session": f.count, "counted": f.amount, "pieces": f.denominations}),
    Kind(
        "session_closed/1",
        Author.STATION,
        {"session": f.count, "z": f.count, "expected": f.amount, "counted": f.amount, "explanation": f.words},
        frozenset({"explanation"}),
    ),
    Kind(
        "session_closed/2",
        Author.STATION,
        {
            "session": f.count,
            "z": f.count,
            "expected": f.amount,
            "counted": f.amount,
            "explanation": f.words,
            "approver": f.operator,
        },
        frozenset({"explanation", "approver"}),
    ),
    Kind(
        "remittance_declared/1",
        Author.STATION,
        {"remittance": f.code, "amount": f.amount, "voucher": f.text(40), "currency": f.currency, "blobs": f.blobs},
        frozenset({"blobs"}),
    ),
    Kind("commission_retained/1", Author.STATION, {"remittance": f.code, "amount": f.count, "currency": f.currency}),
    Kind("voucher_redeemed/1", Author.STATION, {"grant": f.code, "code": f.bearer}),
    Kind(
        "unit_used/1",
        Author.STATION,
        {"grant": f.code, "number": f.count, "case": f.case_code, "spoiled": f.words},
        frozenset({"spoiled"}),
    ),
    # Who has an appointment, and for what; its time is in the entry that follows, which is on the slip.
    Kind(
        "appointment_opened/1",
        Author.STATION,
        {"case": f.case_code, "service": f.service, "edition": f.sha256, "blobs": f.blobs},
        frozenset({"blobs"}),
        personal=True,
    ),
    Kind(
        "appointment_given/1",
        Author.STATION,
        {
            "case": f.case_code,
            "service": f.service,
            "grant": f.code,
            "number": f.count,
            "office": f.code,
            "day": f.day,
            "clock": f.clock,
        },
    ),
    Kind(
        "appointment_cancelled/1",
        Author.STATION,
        {"case": f.case_code, "service": f.service, "by": f.one_of(*f.CANCELLED_BY)},
    ),
    Kind(
        "appointment_ended/1",
        Author.STATION,
        {"case": f.case_code, "service": f.service, "outcome": f.one_of(*f.OUTCOMES)},
    ),
    Kind("numbers_released/1", Author.STATION, {"grant": f.code, "first": f.count, "last": f.count}),
    Kind("line_disputed/1", Author.STATION, {"statement": f.code, "line": f.count, "reason": f.words}),
    Kind("statement_signed/1", Author.STATION, {"statement": f.code, "hash": f.proof}),
    Kind("copy_printed/1", Author.STATION, {"of": f.text(24), "copy": f.count, "reason": f.words}),
    Kind("announcement_read/1", Author.STATION, {"announcement": f.code}),
    # Somebody only asked: no case, no fee, nobody's name.
    Kind(
        "information_given/1",
        Author.STATION,
        {
            "about": f.one_of(*f.ENQUIRED),
            "subject": f.code,
            "edition": f.sha256,
            "channel": f.one_of("desk", "kiosk"),
        },
    ),
    Kind("clock_stepped/1", Author.STATION, {"seconds": f.step}),
    Kind("key_rotated/1", Author.STATION, {"key": f.key, "proof": f.signature}),
)
