"""How much of what the guarantee allows is out, told no closer than a blind count allows (docs/adr/0013).

While a drawer is open and its count is not signed, the rest of the headroom and the exposure would give the expected
cash away: then the gauge is told in tenths of the headroom, and nobody is handed the figures themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Final

from domain.money import Money
from kiosk_app.services.counter import Counter

#: A blind gauge has this many steps.
STEPS: Final = 10
#: A session younger than this says nothing about the pace of a day; its receipts are asked instead.
PACE_MIN: Final = timedelta(minutes=30)
#: A forecast is the largest of these that is surely reached, so that it gives no figure away either.
HOUR_STEPS: Final = (1, 2, 3, 4, 6, 8, 12, 24)
PROCEDURE_STEPS: Final = (1, 2, 3, 5, 10, 20, 50, 100)


class Level(Enum):
    OK = "ok"
    WARN = "warn"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Exact:
    """`exposure` is municipal money that the agent holds or owes, `left` what may still be collected."""

    exposure: Money
    left: Money


@dataclass(frozen=True, slots=True)
class Forecast:
    """At the open session's pace the headroom lasts at least so long: `hours`, or `procedures` while it is too early
    to speak of hours. 0 is less than one.
    """

    hours: int | None
    procedures: int


@dataclass(frozen=True, slots=True)
class Gauge:
    """What is left is more than `above` and at most `upto`, a tenth of `headroom` apart (both zero when nothing is).

    `exact` is None while a count is blind, and `percent` (of `headroom`, rounded down; 100 when none is left) is then
    in tens, or the warning's own. `forecast` is there from the agreement's warning on, where the session has collected
    something.
    """

    headroom: Money
    above: Money
    upto: Money
    percent: int
    warn_percent: int
    level: Level
    exact: Exact | None
    forecast: Forecast | None


def gauge(counter: Counter) -> Gauge:
    """Whatever the clock says: before the agreement's first day it warns as on that day."""
    books, terms = counter.journal.books, counter.municipality.agreement.closest_to(counter.today())
    headroom, exposure = books.headroom, books.exposure(counter.currency)
    left = max(0, headroom - exposure)
    percent = 100 if not left else exposure * 100 // headroom
    level = Level.STOP if not left else Level.WARN if percent >= terms.warn_percent else Level.OK
    step = min(STEPS - 1, (left * STEPS - 1) // headroom) if left else -1  # left is beyond this many tenths, not at it
    blind = is_blind(counter)
    return Gauge(
        headroom=counter.money(headroom),
        above=counter.money(max(0, step) * headroom // STEPS),
        upto=counter.money((step + 1) * headroom // STEPS),
        percent=_rounded(percent, level, terms.warn_percent) if blind else percent,
        warn_percent=terms.warn_percent,
        level=level,
        exact=None if blind else Exact(counter.money(exposure), counter.money(left)),
        forecast=_forecast(counter, left) if level is Level.WARN else None,
    )


def is_blind(counter: Counter) -> bool:
    """Whether a drawer is open whose count is not signed yet."""
    session = counter.journal.books.facts.session
    return session is not None and session.counted is None


def _rounded(percent: int, level: Level, warn_percent: int) -> int:
    """In tens; a warning tells of itself that its own percentage was reached."""
    tens = percent // STEPS * STEPS
    return max(tens, warn_percent) if level is Level.WARN else tens


def _forecast(counter: Counter, left: int) -> Forecast | None:
    session = counter.journal.books.facts.session
    if session is None:
        return None
    row = counter.store.row(
        "SELECT session.opened_at, count(receipt.number) AS count, coalesce(sum(receipt.due), 0) AS due FROM session"
        " LEFT JOIN receipt ON receipt.session = session.number AND receipt.voided IS NULL WHERE session.number = ?",
        (session.number,),
    )
    assert row is not None, "an open session has its row"
    if not row["due"]:
        return None
    worked = counter.now() - counter.local(row["opened_at"])
    hours = int(left * (worked / timedelta(hours=1)) / row["due"])
    return Forecast(
        hours=_reached(hours, HOUR_STEPS) if worked >= PACE_MIN else None,
        procedures=_reached(left * row["count"] // row["due"], PROCEDURE_STEPS),
    )


def _reached(count: int, steps: tuple[int, ...]) -> int:
    return max((step for step in steps if step <= count), default=0)
