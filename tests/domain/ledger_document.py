"""The tables of docs/LEDGER.md, read as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.ledger.bearer import proof_of
from domain.ledger.facts import Posting
from tests.domain.kit import CASE, STATION

DOCUMENT: Final = Path(__file__).resolve().parents[2] / "docs" / "LEDGER.md"
_AMOUNT: Final = re.compile(r"-?[0-9]+\.[0-9]{2}")
_CURRENCY: Final[dict[str, object]] = {"currency": "PEN"}
_DIGEST: Final = "H" * 43
_SLOT: Final[dict[str, object]] = {"service": "LICENCIA-T"}
#: What the table leaves out because it would say nothing there.
_FIXED: Final[dict[str, dict[str, object]]] = {
    "fee_collected/1": {"case": CASE, "currency": "PEN"},
    "fee_collected/2": {"case": CASE, "currency": "PEN"},
    "prepaid_sold/1": {"currency": "PEN", "proof": _DIGEST},
    "vouchers_granted/1": {
        "currency": "PEN",
        "proofs": [proof_of(STATION, "V1", code) for code in ("0123456789AB", "0123456789AC")],
    },
    "statement_issued/1": {"currency": "PEN", "hash": _DIGEST},
    "statement_signed/1": {"hash": _DIGEST},
    "unit_used/1": {"case": CASE},
    **dict.fromkeys(("appointment_given/1", "appointment_cancelled/1", "appointment_ended/1"), _SLOT | {"case": CASE}),
    "slots_granted/1": _SLOT,
    **dict.fromkeys(
        (
            "limits_set/1",
            "limits_set/2",
            "commission_retained/1",
            "headroom_recalled/1",
            "remittance_fell_short/1",
            "remittance_overdue/1",
            "refund_paid/1",
            "debt_paid/1",
            "debt_written_off/1",
            "overage_recognised/1",
            "guarantee_drawn/1",
            "guarantee_replenished/1",
            "guarantee_returned/1",
            "prepaid_expired/1",
            "dispute_resolved/1",
        ),
        _CURRENCY,
    ),
    "guarantee_deposited/1": {"currency": "PEN", "reference": "DG-1"},
    "headroom_granted/1": {"currency": "PEN"},
    "session_opened/1": {"currency": "PEN"},
    "remittance_declared/1": {"currency": "PEN"},
    "remittance_confirmed/1": {"currency": "PEN"},
    "commission_settled/1": {"currency": "PEN"},
}


_COUNTS: Final = {"session", "z", "first", "last", "number", "void_minutes", "through", "lines", "line", "minutes"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the worked example; postings in the order of the debit column, then the credit column."""

    number: int
    kind: str
    body: dict[str, object]
    debit: tuple[Posting, ...]
    credit: tuple[Posting, ...]


def rows(heading: str, text: str | None = None) -> list[list[str]]:
    """The cells below the one table heading that begins so."""
    lines = (DOCUMENT.read_text(encoding="utf-8") if text is None else text).splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith(heading)]
    assert len(starts) == 1, f"{heading} heads {len(starts)} tables"
    found = []
    for line in lines[starts[0] + 2 :]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def worked_example(text: str | None = None) -> Iterator[Line]:
    for number, kind, fields, debit, credit in rows("| # | Entry |", text):
        name = kind.strip("`")
        yield Line(int(number), name, _body(name, fields), _postings(debit, 1), _postings(credit, -1))


def balances() -> dict[tuple[str, str], int]:
    found = {}
    for account, quantity in rows("| Account | Balance |"):
        amount, commodity = _quantity(quantity)
        found[account, commodity] = amount
    return found


def _body(kind: str, fields: str) -> dict[str, object]:
    body = dict(_FIXED.get(kind, {}))
    for pair in fields.split():
        name, _, value = pair.partition("=")
        body[name] = minor(value) if _AMOUNT.fullmatch(value) else _whole(name, value)
    if kind == "drawer_counted/1":
        body["pieces"] = {"10": int(str(body["counted"])) // 10}
    return body


def _whole(name: str, value: str) -> object:
    return int(value) if name in _COUNTS else value


def _postings(cell: str, sign: int) -> tuple[Posting, ...]:
    found = []
    for part in filter(None, cell.split("; ")):
        account, _, quantity = part.partition(" ")
        amount, commodity = _quantity(quantity)
        found.append(Posting(account, commodity, sign * amount))
    return tuple(found)


def _quantity(text: str) -> tuple[int, str]:
    amount, _, commodity = text.partition(" ")
    return (int(amount), commodity) if commodity else (minor(amount), "PEN")


def minor(text: str) -> int:
    assert _AMOUNT.fullmatch(text), text
    return int(text.replace(".", ""))
