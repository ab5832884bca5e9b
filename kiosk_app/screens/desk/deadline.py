"""Until when the oldest money in the safe must be at the bank, as whoever has to walk there hears it."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk_app.screens.desk.words import Words
from kiosk_app.services.remittances import SafeAge
from kiosk_app.shown import UNSAID, Said
from wording import formats
from wording.catalogue import _


def deadline_words(age: SafeAge | None, now: datetime, words: Words) -> Said:
    """Nothing for an empty safe."""
    if age is None:
        return UNSAID
    days = (age.bank_by.date() - now.date()) // timedelta(days=1)
    if age.overdue:
        return Said(_overdue(age.bank_by, days, words.money(age.overdue)), "err")
    if days == 0:
        return Said(_("Deposit today before {time}").format(time=formats.clock(age.bank_by)), "warn")
    if days == 1:
        return Said(_("Deposit before tomorrow at {time}").format(time=formats.clock(age.bank_by)), "plain")
    return Said(_("Deposit before {moment}").format(moment=formats.day_and_clock(age.bank_by)), "plain")


def _overdue(bank_by: datetime, days: int, amount: str) -> str:
    if days == 0:
        return _("Overdue since {time}: deposit {amount} now").format(time=formats.clock(bank_by), amount=amount)
    if days == -1:
        return _("Overdue since yesterday: deposit {amount} now").format(amount=amount)
    return _("Overdue since {day}: deposit {amount} now").format(day=formats.day(bank_by.date()), amount=amount)
