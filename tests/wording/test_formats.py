"""Amounts and dates as each country writes them, whatever the computer is set to."""

from __future__ import annotations

from datetime import date

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
