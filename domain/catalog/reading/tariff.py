"""Effective-dated amounts: fees, and the commissions of agents."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from domain.catalog.reading.rows import Row
from domain.catalog.schedule import Commissions, Period, Schedule

_AGENT: Final = re.compile(r"[A-Z][A-Z0-9-]{1,15}")
_AGENT_ALLOWED: Final = (
    "the name of a station, 2 to 16 capital letters, digits and hyphens, a letter first, such as C07"
)


def read_schedule(row: Row, key: str, kind: str, currency: str | None) -> Schedule:
    """The list of tables `key`; `kind` is its name in the documentation. With a fault in it, no period at all."""
    faults_before = len(row.faults.problems)
    schedule = _in_order([(item, _period(item, currency)) for item in row.rows(key, kind)])
    return schedule if len(row.faults.problems) == faults_before else Schedule(())


def read_commissions(row: Row, key: str, kind: str, currency: str | None) -> Commissions:
    """As `read_schedule`, where a table may name an `agent`: the tables of each agent are a schedule of their own."""
    faults_before = len(row.faults.problems)
    general: list[tuple[Row, Period | None]] = []
    own: dict[str, list[tuple[Row, Period | None]]] = {}
    for item in row.rows(key, kind):
        named = item.has("agent")
        agent = item.pattern("agent", _AGENT, _AGENT_ALLOWED) if named else ""
        period = _period(item, currency)
        if agent:
            own.setdefault(agent, []).append((item, period))
        elif not named:
            general.append((item, period))
    commissions = Commissions(_in_order(general), tuple((agent, _in_order(own[agent])) for agent in sorted(own)))
    return commissions if len(row.faults.problems) == faults_before else Commissions()


def _period(item: Row, currency: str | None) -> Period | None:
    since = item.day("since")
    until = item.day("until", required=False)
    amount = item.amount("amount", currency)
    source = item.source()
    item.finish()
    if since is None:
        return None
    if until is not None and until < since:
        item.note("until", f"{until}, before it begins", f"{since} or later")
        return None
    return Period(since, until, amount, source)


def _in_order(read: list[tuple[Row, Period | None]]) -> Schedule:
    """What could not be read is left out: what follows from it would be blamed on the wrong key."""
    periods = [(item, period) for item, period in read if period is not None]
    for (_, earlier), (later_row, later) in pairwise(periods):
        if later.since <= earlier.since:
            later_row.note("since", str(later.since), f"a day after {earlier.since}, when the period before it begins")
        elif earlier.until is not None and later.since <= earlier.until:
            later_row.note("since", str(later.since), f"a day after {earlier.until}, when the period before it ends")
    return Schedule(tuple(period for _, period in periods))
