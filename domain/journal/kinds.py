"""Every kind of entry: who may write it and which fields its body has. docs/JOURNAL_FORMAT.md shows one of each.

Kinds are past participles with a version; a kind's fields never change, a new version gets a new number. Bodies hold no
personal data: names, documents, telephones, addresses and free text of citizens are sealed to the centre, and the entry
carries a salted commitment to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Final

from domain.errors import Refusal
from domain.ids import damm_valid
from domain.money import EXPONENTS, MINOR_UNITS_MAX

Check = Callable[[Any], bool]


class Author(Enum):
    STATION = "station"
    CENTRE = "centre"


def _amount(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MINOR_UNITS_MAX


def _count(value: Any) -> bool:
    return _amount(value) and value > 0


def _step(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value != 0


def _text(longest: int) -> Check:
    """Something to read: a blank does not explain a difference."""
    return lambda value: isinstance(value, str) and 0 < len(value) <= longest and not value.isspace()


def _one_of(*choices: str) -> Check:
    return lambda value: value in choices


def _matching(pattern: str) -> Check:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _case_code(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10 and value.isascii() and value.isdigit() and damm_valid(value)  # noqa: PLR2004 - ten digits


def _list_of(check: Check, most: int) -> Check:
    return lambda value: isinstance(value, list) and len(value) <= most and all(check(item) for item in value)


def _blobs(value: Any) -> bool:
    shape = {"sha": _sha256, "size": _count, "type": _one_of("image/jpeg", "image/png", "application/pdf", SEALED)}
    return _list_of(
        lambda item: (
            isinstance(item, dict) and item.keys() == shape.keys() and all(shape[name](item[name]) for name in shape)
        ),
        12,
    )(value)


#: A coin or note in minor units. Bounded: a number of thousands of digits could not even be read back.
_face: Final = _matching(r"[1-9][0-9]{0,11}")


def _denominations(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and 0 < len(value) <= 24  # noqa: PLR2004 - more coins and notes than any currency has
        and all(_face(face) and _amount(count) for face, count in value.items())
    )


#: The media type of personal data sealed to the centre's key.
SEALED: Final = "application/vnd.ventanilla.sealed"
_sha256: Final = _matching(r"[0-9a-f]{64}")
_currency: Final = _one_of(*EXPONENTS)
_receipt: Final = _matching(r"[A-Z0-9]{2,6}-[0-9]{6}")
_code: Final = _matching(r"[A-Za-z0-9][A-Za-z0-9._-]{0,23}")
#: Short, because a fee's entry must fit a QR on 58 mm paper.
_service: Final = _matching(r"[A-Za-z0-9][A-Za-z0-9.-]{0,11}")
_operator: Final = _matching(r"[a-z][a-z0-9.]{1,11}")
_key: Final = _matching(r"[A-Za-z0-9_-]{43}")
_words: Final = _text(300)

CASE_TYPES: Final = ("procedure", "complaint")
CASE_STATES: Final = ("received", "in_progress", "observed", "resolved", "rejected", "closed")
ROLES: Final = ("operator", "supervisor", "kiosk", "auditor")
COMMISSION_MODES: Final = ("settled", "retained", "surcharge")


@dataclass(frozen=True, slots=True)
class Kind:
    """`fields` maps a body's field to its check; `optional` names those that may be left out."""

    name: str
    author: Author
    fields: Mapping[str, Check]
    optional: frozenset[str] = field(default=frozenset())
    personal: bool = False

    def refuse_wrong_entry(self, author: Author, body: Mapping[str, Any], *, personal: bool) -> None:
        """Raises Refusal `kind_of_another_author`, or `entry_body_wrong` with the first field that is wrong."""
        if self.author is not author:
            raise Refusal("kind_of_another_author", kind=self.name)
        wrong = (self.fields.keys() - self.optional - body.keys()) | (body.keys() - self.fields.keys())
        wrong |= {name for name, value in body.items() if name in self.fields and not self.fields[name](value)}
        if wrong:
            raise Refusal("entry_body_wrong", kind=self.name, field=min(wrong))
        if personal and not self.personal:
            raise Refusal("entry_body_wrong", kind=self.name, field="pd")


_STATION_KINDS: Final = (
    Kind(
        "journal_started/1",
        Author.STATION,
        {
            "municipality": _code,
            "edition": _sha256,
            "number": _count,
            "face": _one_of("desk", "kiosk", "audit"),
            "key": _key,
            "program": _text(40),
        },
    ),
    Kind("operator_signed_in/1", Author.STATION, {"refused": _amount}),
    Kind("session_opened/1", Author.STATION, {"session": _count, "float": _amount, "currency": _currency}),
    Kind(
        "case_opened/1",
        Author.STATION,
        {
            "case": _case_code,
            "type": _one_of(*CASE_TYPES),
            "service": _service,
            "edition": _sha256,
            "area": _code,
            "promise": _day,
            "legal": _day,
            "channel": _one_of("desk", "kiosk"),
            "met": _list_of(_code, 40),
            "observed": _list_of(_code, 40),
            "blobs": _blobs,
        },
        frozenset({"legal", "met", "observed", "blobs"}),
        personal=True,
    ),
    Kind(
        "fee_collected/1",
        Author.STATION,
        {
            "case": _case_code,
            "service": _service,
            "receipt": _receipt,
            "fee": _amount,
            "due": _amount,
            "tendered": _amount,
            "commission": _amount,
            "mode": _one_of(*COMMISSION_MODES),
            "currency": _currency,
        },
    ),
    Kind("slip_issued/1", Author.STATION, {"case": _case_code, "service": _service, "promise": _day}),
    Kind("fee_voided/1", Author.STATION, {"receipt": _receipt, "reason": _words}),
    Kind("drawer_counted/1", Author.STATION, {"session": _count, "counted": _amount, "pieces": _denominations}),
    Kind(
        "session_closed/1",
        Author.STATION,
        {"session": _count, "z": _count, "expected": _amount, "counted": _amount, "explanation": _words},
        frozenset({"explanation"}),
    ),
    Kind(
        "remittance_declared/1",
        Author.STATION,
        {"remittance": _code, "amount": _amount, "voucher": _text(40), "currency": _currency, "blobs": _blobs},
        frozenset({"blobs"}),
    ),
    Kind("copy_printed/1", Author.STATION, {"of": _text(24), "copy": _count, "reason": _words}),
    Kind("clock_stepped/1", Author.STATION, {"seconds": _step}),
)

_CENTRE_KINDS: Final = (
    Kind("outbound_started/1", Author.CENTRE, {"municipality": _code, "key": _key}),
    Kind("operator_admitted/1", Author.CENTRE, {"operator": _operator, "role": _one_of(*ROLES), "until": _day}),
    # The keys of the other counters, so that a receipt of any of them is checked with no network.
    Kind(
        "station_listed/1",
        Author.CENTRE,
        {
            "station": _matching(r"[A-Z][A-Z0-9-]{1,15}"),
            "number": _count,
            "label": _text(60),
            "key": _key,
            "status": _one_of("active", "revoked"),
        },
    ),
    Kind("guarantee_deposited/1", Author.CENTRE, {"amount": _count, "currency": _currency, "reference": _text(40)}),
    Kind(
        "receipts_granted/1",
        Author.CENTRE,
        {"grant": _code, "series": _matching(r"[A-Z0-9]{2,6}"), "first": _count, "last": _count},
    ),
    Kind("headroom_granted/1", Author.CENTRE, {"grant": _code, "amount": _count, "currency": _currency}),
    Kind(
        "remittance_confirmed/1",
        Author.CENTRE,
        {"remittance": _code, "amount": _count, "currency": _currency, "bank_line": _text(60)},
    ),
    Kind(
        "commission_settled/1",
        Author.CENTRE,
        {"amount": _count, "currency": _currency, "period": _text(20), "invoice": _text(40)},
    ),
    Kind(
        "case_moved/1",
        Author.CENTRE,
        {"case": _case_code, "state": _one_of(*CASE_STATES), "area": _code, "answer": _words, "blobs": _blobs},
        frozenset({"answer", "blobs"}),
    ),
)  # fmt: skip

KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _STATION_KINDS + _CENTRE_KINDS}


def kind_of(name: str) -> Kind:
    """Raises Refusal `entry_kind_unknown`: a newer program wrote it, or nobody did."""
    try:
        return KINDS[name]
    except KeyError:
        raise Refusal("entry_kind_unknown", kind=name) from None
