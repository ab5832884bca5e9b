"""How amounts, dates and codes are written for people. The municipality decides, never the computer's own settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from domain.money import Money, decimal_text
from wording.catalogue import _, mark

_MONTHS: Final = (
    mark("January"),
    mark("February"),
    mark("March"),
    mark("April"),
    mark("May"),
    mark("June"),
    mark("July"),
    mark("August"),
    mark("September"),
    mark("October"),
    mark("November"),
    mark("December"),
)
_DAYS: Final = (
    mark("Monday"),
    mark("Tuesday"),
    mark("Wednesday"),
    mark("Thursday"),
    mark("Friday"),
    mark("Saturday"),
    mark("Sunday"),
)


@dataclass(frozen=True, slots=True)
class Locale:
    """Number marks and the currency's sign as the municipality writes them.

    `phones` are the shapes of the country's telephone numbers: a digit stands for itself, `#` for any.
    """

    tag: str
    currency_sign: str
    decimal_mark: str
    group_mark: str
    phones: tuple[str, ...] = ()


#: What in the shape of a telephone number is a figure.
_PLACES: Final = "#0123456789"
#: Argentina's area codes of three figures (ENACOM); Buenos Aires has two, the others four.
_AREAS_AR: Final = (
    220, 221, 223, 230, 236, 237, 249, 260, 261, 263, 264, 266, 280, 291, 294, 297, 298, 299, 336, 341, 342, 343, 345,
    348, 351, 353, 358, 362, 364, 370, 376, 379, 380, 381, 383, 385, 387, 388,
)  # fmt: skip

#: es-PE writes a decimal point; es-PA uses B/. and day first although CLDR says otherwise (docs/GLOSSARY.md).
LOCALES: Final = {
    "es-PE": Locale("es-PE", "S/ ", ".", ",", ("9## ### ###", "01 ### ####")),
    "es-MX": Locale("es-MX", "$", ".", ",", (*(f"{city} #### ####" for city in (33, 55, 56, 81)), "### ### ####")),
    "es-AR": Locale(
        "es-AR", "$ ", ",", ".", ("11 ####-####", *(f"{area} ###-####" for area in _AREAS_AR), "#### ##-####")
    ),
    "es-PA": Locale("es-PA", "B/.", ".", ",", ("6###-####", "###-####")),
}


def money(amount: Money, locale: Locale) -> str:
    """`S/ 1,234.50`; a negative amount carries a true minus sign in front of the currency."""
    whole, point, decimals = decimal_text(amount if amount.minor >= 0 else -amount).partition(".")
    grouped = f"{int(whole):,}".replace(",", locale.group_mark)
    sign = "\N{MINUS SIGN}" if amount.minor < 0 else ""
    return f"{sign}{locale.currency_sign}{grouped}{locale.decimal_mark if point else ''}{decimals}"


def number(amount: Money, locale: Locale) -> str:
    """The amount without its currency sign, for columns that name the currency in their heading."""
    return money(amount, locale).replace(locale.currency_sign, "")


def day(when: date) -> str:
    """`20/11/2026` in every municipality: four-digit year, day first."""
    return f"{when.day:02d}/{when.month:02d}/{when.year:04d}"


def day_in_words(when: date) -> str:
    """`viernes 20 de noviembre`."""
    return _("{weekday} {day} {month}").format(
        weekday=_(_DAYS[when.weekday()]), day=when.day, month=_(_MONTHS[when.month - 1])
    )


def month(when: date) -> str:
    """`noviembre de 2026`."""
    return _("{month} of {year}").format(month=_(_MONTHS[when.month - 1]), year=when.year)


def clock(when: datetime) -> str:
    """`10:42`, on a 24-hour clock, in the time zone the value carries."""
    return f"{when.hour:02d}:{when.minute:02d}"


def day_and_clock(when: datetime) -> str:
    return f"{day(when)} {clock(when)}"


def case_code(digits: str) -> str:
    """`2074183659` is read aloud and printed as `207 418 3659`."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def document_number(digits: str) -> str:
    """A DNI in groups, `40 118 726`; anything that is not eight digits is shown as it came."""
    return f"{digits[:2]} {digits[2:5]} {digits[5:]}" if len(digits) == len("40118726") and digits.isdigit() else digits


def phone(text: str, locale: Locale) -> str:
    """A telephone number in the groups of its country; one of no shape that is known, as it came."""
    digits = "".join(text.split()).replace("-", "")
    shape = next((shape for shape in locale.phones if _has_shape(digits, shape)), None)
    if shape is None:
        return text
    left = iter(digits)
    return "".join(next(left) if mark in _PLACES else mark for mark in shape)


def _has_shape(digits: str, shape: str) -> bool:
    places = [mark for mark in shape if mark in _PLACES]
    fits = len(places) == len(digits) and digits.isascii() and digits.isdigit()
    return fits and all(place in ("#", digit) for place, digit in zip(places, digits, strict=True))
