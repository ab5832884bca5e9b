"""How amounts, days and ages are written on the auditor's screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final

from domain.money import Money
from wording.catalogue import _, ngettext
from wording.formats import Locale, clock, day, money, number

#: As `wording.formats` marks them for the catalogue.
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """`zone` is the municipality's; `term_hours` gives the agreement's banking term of a day."""

    locale: Locale
    currency: str
    zone: tzinfo
    now: datetime
    term_hours: Callable[[date], int]

    def money(self, minor: int) -> str:
        return money(Money(minor, self.currency), self.locale)

    def number(self, minor: int) -> str:
        """Without the currency's sign, for columns that name it in their heading."""
        return number(Money(minor, self.currency), self.locale)

    def day(self, when: datetime) -> str:
        return day(self._local_day(when))

    def moment(self, when: datetime) -> str:
        local = when.astimezone(self.zone)
        return f"{day(local.date())} {clock(local)}"

    def is_late(self, since: datetime) -> bool:
        """By the term of the day on which it began to run: a later change of it makes nothing late that was not."""
        return (self.now - since).total_seconds() > self.term_hours(self._local_day(since)) * 3600

    @property
    def term_hours_now(self) -> int:
        return self.term_hours(self._local_day(self.now))

    def count(self, figure: int) -> str:
        """`20,911`: whole numbers are grouped as amounts are."""
        return f"{figure:,}".replace(",", self.locale.group_mark)

    def per_cent(self, tenths: int) -> str:
        return f"{tenths // 10}{self.locale.decimal_mark}{tenths % 10} %"

    def _local_day(self, when: datetime) -> date:
        return when.astimezone(self.zone).date()


def month_in_words(year: int, month: int) -> str:
    return _("{month} {year}").format(month=_(_MONTHS[month - 1]), year=year)


def days_in_words(days: int) -> str:
    return ngettext("{n} day", "{n} days", days).format(n=days)
