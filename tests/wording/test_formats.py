"""Amounts and dates as each country writes them, whatever the computer is set to."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from domain.money import Money
from wording import formats
from wording.formats import LOCALES


@pytest.mark.parametrize(
    ("tag", "currency", "written", "negative"),
    [
        ("es-PE", "PEN", "S/ 1,234.50", "\N{MINUS SIGN}S/ 1,234.50"),
        ("es-MX", "MXN", "$1,234.50", "\N{MINUS SIGN}$1,234.50"),
        ("es-AR", "ARS", "$ 1.234,50", "\N{MINUS SIGN}$ 1.234,50"),
        ("es-PA", "PAB", "B/.1,234.50", "\N{MINUS SIGN}B/.1,234.50"),
    ],
)
def test_an_amount_is_written_as_its_country_writes_it(tag: str, currency: str, written: str, negative: str) -> None:
    locale = LOCALES[tag]
    assert formats.money(Money(123450, currency), locale) == written
    assert formats.money(Money(-123450, currency), locale) == negative


def test_the_day_comes_first_everywhere_and_the_year_has_four_digits() -> None:
    assert formats.day(date(2026, 11, 20)) == "20/11/2026"
    assert formats.day_in_words(date(2026, 11, 20)) == "viernes 20 de noviembre"


@pytest.mark.parametrize(
    ("tag", "text", "written"),
    [
        ("es-PE", "976543210", "976 543 210"),
        ("es-PE", "01 411-1000", "01 411 1000"),
        ("es-MX", "5512345678", "55 1234 5678"),
        ("es-MX", "2291234567", "229 123 4567"),
        ("es-AR", "1145678901", "11 4567-8901"),
        ("es-AR", "2234567890", "223 456-7890"),
        ("es-AR", "2245123456", "2245 12-3456"),
        ("es-PA", "61234567", "6123-4567"),
        ("es-PA", "5071234", "507-1234"),
    ],
)
def test_a_telephone_number_is_written_in_the_groups_of_its_country(tag: str, text: str, written: str) -> None:
    assert formats.phone(text, LOCALES[tag]) == written
    assert formats.phone(written, LOCALES[tag]) == written


@pytest.mark.parametrize("text", ["", "076 362033 anexo 12", "+34 600 123 456", "12", "٩٧٦٥٤٣٢١٠"])
def test_a_telephone_number_of_no_known_shape_stays_as_it_came(text: str) -> None:
    assert {formats.phone(text, locale) for locale in LOCALES.values()} == {text}


#: What asks the computer how its country writes, and not the municipality.
_ASKS_THE_COMPUTER = re.compile(
    r"QLocale|\.strftime|^import locale|from locale import|QDoubleValidator|QIntValidator|QDateEdit|QDateTimeEdit|"
    r"QSpinBox|QDoubleSpinBox|QCalendarWidget|babel\.(dates|numbers)|:n\}|%x|%X|%c\b",
    re.MULTILINE,
)


def asks_the_computer(text: str) -> list[str]:
    return [found.group() for found in _ASKS_THE_COMPUTER.finditer(text)]


def test_nothing_of_the_program_asks_the_computer_how_to_write() -> None:
    root = Path(__file__).resolve().parents[2]
    rooms = ("domain", "wording", "sync", "printing", "kiosk_app", "central")
    guilty = {
        str(path.relative_to(root)): found
        for room in rooms
        for path in (root / room).rglob("*.py")
        if (found := asks_the_computer(path.read_text("utf-8")))
    }
    assert not guilty
    assert asks_the_computer("box.setValidator(QIntValidator(0, 9, box))"), "the control: one that does is noticed"
