"""What a field of an entry's body may hold: one small check for each shape, used by `domain.journal.kinds`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from domain.ids import damm_valid
from domain.money import EXPONENTS, MINOR_UNITS_MAX

Check = Callable[[Any], bool]


def amount(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MINOR_UNITS_MAX


def count(value: Any) -> bool:
    return amount(value) and value > 0


def signed(value: Any) -> bool:
    """An amount that may take away."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MINOR_UNITS_MAX


def step(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value != 0


def text(longest: int) -> Check:
    """Something to read: a blank does not explain a difference."""
    return lambda value: isinstance(value, str) and 0 < len(value) <= longest and not value.isspace()


def one_of(*choices: str) -> Check:
    return lambda value: value in choices


def matching(pattern: str) -> Check:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


#: Wall time at an office.
clock: Final = matching(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


def slot_minutes(value: Any) -> bool:
    """Length of one appointment (docs/MUNICIPALITY_FOLDER.md)."""
    return count(value) and SLOT_MINUTES[0] <= value <= SLOT_MINUTES[1]


SLOT_MINUTES: Final = (5, 480)


def case_code(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10 and value.isascii() and value.isdigit() and damm_valid(value)  # noqa: PLR2004 - ten digits


def list_of(check: Check, most: int) -> Check:
    return lambda value: isinstance(value, list) and len(value) <= most and all(check(item) for item in value)


def some_of(check: Check, most: int) -> Check:
    """A list that is not empty, each item once."""
    return lambda value: list_of(check, most)(value) and bool(value) and len(set(value)) == len(value)


def _blob(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == _BLOB.keys()
        and all(check(value[name]) for name, check in _BLOB.items())
    )


def blobs(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= _BLOBS_MAX and all(_blob(item) for item in value)


#: A plate of the municipality's: what it has painted on its own lamp post.
asset: Final = matching(r"[A-Za-z0-9][A-Za-z0-9 ./-]{0,19}")
ASSETS_MAX: Final = 12


def coarse_spot(value: Any) -> bool:
    """Two whole ten-thousandths of a degree, latitude first (`domain.geography.Spot.coarse`)."""
    return (
        isinstance(value, list)
        and len(value) == len(_DEGREES_MAX)
        and all(
            isinstance(part, int) and not isinstance(part, bool) and abs(part) <= most
            for part, most in zip(value, _DEGREES_MAX, strict=True)
        )
    )


_DEGREES_MAX: Final = (900_000, 1_800_000)


def listed_complaints(value: Any) -> bool:
    """Open complaints of other stations, as a station is told of them; a closed one is named to be left out."""
    needed = {"case": case_code, "service": service, "promise": day, "neighbours": count, "open": truth}
    shape = needed | {"assets": list_of(asset, ASSETS_MAX), "spot": coarse_spot}
    return bool(value) and list_of(
        lambda item: (
            isinstance(item, dict)
            and needed.keys() <= item.keys() <= shape.keys()
            and all(shape[name](item[name]) for name in item)
        ),
        COMPLAINTS_MAX,
    )(value)


def truth(value: Any) -> bool:
    return isinstance(value, bool)


#: Open complaints of one telling: some eight kilobytes.
COMPLAINTS_MAX: Final = 50

#: Of an announcement: what fits on the desk's page without looking for the rest of it.
TITLE_MAX: Final = 80
PARAGRAPHS_MAX: Final = 6

#: Epochs and rotations of one station that another is told of.
KEYS_MAX: Final = 60


def key_ranges(value: Any) -> bool:
    """Keys of a station with the entries each signs (`domain.journal.keys`): `through` and `good` may be left out."""
    needed = {"epoch": count, "from": count, "key": key}
    shape = needed | {"through": amount, "good": amount}
    return list_of(
        lambda item: (
            isinstance(item, dict)
            and needed.keys() <= item.keys() <= shape.keys()
            and all(shape[name](item[name]) for name in item)
        ),
        KEYS_MAX,
    )(value) and bool(value)


#: Stations in one list: a few kilobytes, so that a link on which little gets through carries one.
LISTED_MAX: Final = 16


def listed_stations(value: Any) -> bool:
    """What a station is told of others: their keys and whether they still count."""
    shape = {"station": station, "number": count, "label": text(60), "status": listed_status, "keys": key_ranges}
    return list_of(
        lambda item: (
            isinstance(item, dict)
            and item.keys() == shape.keys()
            and all(check(item[name]) for name, check in shape.items())
        ),
        LISTED_MAX,
    )(value) and bool(value)


#: A coin or note in minor units. Bounded: a number of thousands of digits could not even be read back.
coin: Final = matching(r"[1-9][0-9]{0,11}")


def denominations(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and 0 < len(value) <= 24  # noqa: PLR2004 - more coins and notes than any currency has
        and all(coin(face) and amount(pieces) for face, pieces in value.items())
    )


#: The media type of personal data sealed to the centre's key.
SEALED: Final = "application/vnd.ventanilla.sealed"
#: And of a photo of a citizen's document, sealed likewise.
SEALED_PHOTO: Final = "application/vnd.ventanilla.sealed-photo"
sha256: Final = matching(r"[0-9a-f]{64}")
_BLOBS_MAX: Final = 12
_BLOB: Final[dict[str, Check]] = {
    "sha": sha256,
    "size": count,
    "type": one_of("image/jpeg", "image/png", "application/pdf", SEALED, SEALED_PHOTO),
}
currency: Final = one_of(*EXPONENTS)
receipt: Final = matching(r"[A-Z0-9]{2,6}-[0-9]{6}")
code: Final = matching(r"[A-Za-z0-9][A-Za-z0-9._-]{0,23}")
#: Short, because a fee's entry must fit a QR on 58 mm paper.
service: Final = matching(r"[A-Za-z0-9][A-Za-z0-9.-]{0,11}")
operator: Final = matching(r"[a-z][a-z0-9.]{1,11}")
key: Final = matching(r"[A-Za-z0-9_-]{43}")
words: Final = text(300)
listed_status: Final = one_of("active", "revoked")
station: Final = matching(r"[A-Z][A-Z0-9-]{1,15}")
#: An Ed25519 signature in base64url.
signature: Final = matching(r"[A-Za-z0-9_-]{86}")
#: SHA-256 in base64url.
proof: Final = key
#: Twelve letters of Crockford's base 32 (`domain.ledger.bearer`).
bearer: Final = matching(r"[0-9A-HJKMNP-TV-Z]{12}")
void_code: Final = matching(r"[0-9]{6}")

CASE_TYPES: Final = ("procedure", "complaint")
#: What somebody who only asks is told of.
ENQUIRED: Final = ("procedure", "article")
CASE_STATES: Final = ("received", "in_progress", "observed", "not_presented", "resolved", "rejected", "closed")
#: Why a promised date is not met (Mar del Plata: "inclemencias climáticas", "falta de repuestos").
DATE_REASONS: Final = ("weather", "parts", "workload", "inspection", "other_body", "citizen")
#: How the citizen hears of another date: at a counter, with a paper, or from the office itself.
TOLD_BY: Final = ("counter", "telephone", "letter")
RESUMED_GROUNDS: Final = ("completed", "reopened")
REOPENING_GROUNDS: Final = ("not_solved", "answer_unclear", "new_facts")
TOLD_OF: Final = ("answer", "date", "observation")
ROLES: Final = ("operator", "supervisor", "kiosk", "auditor")
#: The last day of an operator who was withdrawn: long past at every station.
WITHDRAWN: Final = "2000-01-01"
COMMISSION_MODES: Final = ("settled", "retained", "surcharge")
CASH_WAYS: Final = ("float_in", "float_out", "to_safe", "from_safe")
OUTCOMES: Final = ("attended", "absent")
CANCELLED_BY: Final = ("citizen", "office")
UNITS: Final = ("FOLIO", "SLOT")
REFUND_GROUNDS: Final = ("agent_error", "municipality_error", "not_presented", "withdrawn")
REFUND_SOURCES: Final = ("collection", "treasury")
DISPUTE_OUTCOMES: Final = ("upheld", "rejected")
