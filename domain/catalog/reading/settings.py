"""municipality.toml, calendar.toml and receipt.toml: who the municipality is, when it works, what its paper says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from domain.catalog.municipality import LOCALES, Area, Office, ReceiptTexts
from domain.catalog.reading.rows import TEXT_LENGTH, Row, shown, text_fault
from domain.catalog.working_calendar import WEEKDAYS, OpeningHours, WorkingCalendar
from domain.money import EXPONENTS, Money

#: The version of the format described in docs/MUNICIPALITY_FOLDER.md.
FORMAT: Final = 1
#: Columns of Font A on 80 mm paper, without its margins.
RECEIPT_COLUMNS: Final = 42
#: How long a station remembers a citizen, in days, where the folder does not say; and the longest it may say.
CITIZEN_DAYS: Final = 30
CITIZEN_DAYS_MAX: Final = 3650
_ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_TIMEZONE: Final = re.compile(r"[A-Za-z_]+(/[A-Za-z_+-]+)+")
_HOST: Final = re.compile(r"(?=.{4,60}$)[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+")
_YEARS: Final = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class Identity:
    """What municipality.toml says; the other files refer to it."""

    id: str
    name: str
    country: str
    locale: str
    currency: str
    timezone: str
    sample_notice: str
    citizen_days: int
    areas: tuple[Area, ...]
    offices: tuple[Office, ...]
    coins: tuple[Money, ...]


def read_identity(row: Row) -> Identity:
    if row.whole("format", FORMAT, FORMAT) != FORMAT:
        raise AssertionError("a format that is not ours was noted and stood in for")
    currency = row.one_of("currency", EXPONENTS)
    country = row.pattern("country", _COUNTRY, "two capital letters of ISO 3166, such as PE")
    locale = row.one_of("locale", LOCALES)
    if locale and country and not locale.endswith(country):
        row.note("locale", shown(locale), f"the locale of the country {country}")
    identity = Identity(
        id=row.pattern("id", _ID, "small letters, digits and single hyphens, such as mar-del-plata"),
        name=row.text("name"),
        country=country,
        locale=locale,
        currency=currency,
        timezone=row.pattern("timezone", _TIMEZONE, "a zone of the IANA database, such as America/Lima"),
        sample_notice=row.text("sample_notice", longest=TEXT_LENGTH, default=""),
        citizen_days=row.whole("citizen_days", 0, CITIZEN_DAYS_MAX, default=CITIZEN_DAYS),
        areas=tuple(_area(item) for item in distinct(row.rows("area", "municipality.area"), "code")),
        offices=tuple(_office(item) for item in distinct(row.rows("office", "municipality.office"), "code")),
        coins=row.amounts("coins", currency or None),
    )
    row.finish()
    return identity


def read_receipt(row: Row) -> ReceiptTexts:
    receipt = ReceiptTexts(
        header=row.texts("header", least=1, most=6, longest=RECEIPT_COLUMNS),
        footer=row.texts("footer", least=0, most=8, longest=RECEIPT_COLUMNS),
        how_to_follow=row.texts("how_to_follow", least=1, most=6, longest=RECEIPT_COLUMNS),
        refund_place=row.texts("refund_place", least=1, most=4, longest=RECEIPT_COLUMNS),
        refund_bring=row.texts("refund_bring", least=1, most=4, longest=RECEIPT_COLUMNS),
        verify_host=row.pattern("verify_host", _HOST, "a host name in small letters, such as ventanilla.example.pe"),
    )
    row.finish()
    return receipt


def read_calendar(row: Row) -> WorkingCalendar:
    faults_before = len(row.faults.problems)
    first, last = row.whole("first_year", _YEARS[0], _YEARS[-1]), row.whole("last_year", _YEARS[0], _YEARS[-1])
    if len(row.faults.problems) == faults_before and first > last:
        row.note("last_year", shown(last), f"{first} or later")
    years = range(first, last + 1) if len(row.faults.problems) == faults_before else range(0)
    calendar = WorkingCalendar(
        weekdays=frozenset(_weekdays(row)),
        holidays=MappingProxyType(_holidays(row, years)),
        first_year=first,
        last_year=last,
        opening=tuple(sorted(_opening(row), key=lambda hours: (hours.weekday, hours.opens))),
    )
    row.finish()
    return calendar


def distinct(rows: list[Row], key: str, taken: set[str] | None = None) -> list[Row]:
    """Note every row whose `key` repeats an earlier one's, or one of `taken`, which grows; give all of them back."""
    seen: set[str] = set() if taken is None else taken
    for row in rows:
        value = row.table.get(key)
        if not isinstance(value, str):
            continue  # noted where it is read
        if value in seen:
            row.note(key, f"{shown(value)} a second time", f"a {key} that is not yet taken")
        seen.add(value)
    return rows


def _area(row: Row) -> Area:
    area = Area(code=row.code(), name=row.text("name"))
    row.finish()
    return area


def _office(row: Row) -> Office:
    office = Office(
        code=row.code(),
        name=row.text("name"),
        address=row.text("address"),
        phone=row.text("phone", longest=40, default=""),
        hours=row.text("hours", default=""),
    )
    row.finish()
    return office


def _weekdays(row: Row) -> list[int]:
    names = row.texts("weekdays", least=1, most=7, longest=10)
    for position, name in enumerate(names):
        if name and name not in WEEKDAYS:
            row.note("weekdays", f"{shown(name)} in place {position + 1}", "one of " + ", ".join(WEEKDAYS))
    return [WEEKDAYS.index(name) for name in names if name in WEEKDAYS]


def _holidays(row: Row, years: range) -> dict[date, str]:
    """`years` is empty when they could not be read: then no day is outside them."""
    holidays: dict[date, str] = {}
    table = row.row("holidays", "calendar.holidays")
    if table is None:
        return holidays
    for key, name in table.table.items():
        fault = text_fault(name, 120)
        if fault is not None:
            table.note(key, fault, "the holiday's name")
            continue
        try:
            day = date.fromisoformat(key)
        except ValueError:
            table.note(key, shown(key), "a date of the calendar such as 2026-01-31")
            continue
        if years and day.year not in years:
            table.note(key, shown(key), f"a day of the years {years[0]} to {years[-1]}")
        elif day in holidays:  # 2026-01-01 and 20260101 are the same day
            table.note(key, f"{shown(key)} a second time", "each day once")
        holidays[day] = name
    for year in years:
        if not any(day.year == year for day in holidays):
            row.note("holidays", f"no holiday in {year}", f"the holidays of every year from {years[0]} to {years[-1]}")
    return holidays


def _opening(row: Row) -> list[OpeningHours]:
    opening: list[OpeningHours] = []
    for item in row.rows("opening", "calendar.opening", least=0):
        weekday = item.one_of("weekday", WEEKDAYS)
        opens, closes = item.clock("opens"), item.clock("closes")
        item.finish()
        if not weekday or opens is None or closes is None:
            continue
        hours = OpeningHours(WEEKDAYS.index(weekday), opens, closes)
        if closes <= opens:
            item.note("closes", f"{closes:%H:%M}", f"a time after {opens:%H:%M}")
        elif any(_overlap(hours, other) for other in opening):
            item.note("opens", f"{opens:%H:%M}", f"hours of {weekday} that do not overlap")
        opening.append(hours)
    return opening


def _overlap(one: OpeningHours, other: OpeningHours) -> bool:
    return one.weekday == other.weekday and one.opens < other.closes and other.opens < one.closes
