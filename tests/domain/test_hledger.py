"""The hledger journal, re-added by a reader of our own; test_other_programs asks hledger itself."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.journal.kinds import kind_of
from domain.ledger.books import Books
from domain.ledger.days import StationEntries, ledger_days, qualified
from domain.ledger.hledger import hledger_journal, hledger_quantity
from tests.domain.kit import START, STATION, entry, signed_by
from tests.domain.kit import STATION_KEY as KEY
from tests.domain.ledger_document import worked_example
from tests.domain.ledger_programs import page_entries
from tests.domain.random_life import lived

LIMA = ZoneInfo("America/Lima")

_AMOUNT = r"([A-Z]+) (-?[0-9]+(?:\.[0-9]+)?)"
_POSTING = re.compile(rf" {{4}}(\S+)  {_AMOUNT}(?: = {_AMOUNT})?")


JOURNAL = hledger_journal(ledger_days([page_entries()], LIMA))


@dataclass
class Reading:
    """What a journal says, added up by nobody else's code."""

    balances: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    problems: list[str] = field(default_factory=list)
    transactions: int = 0
    assertions: int = 0


def minor(text: str) -> int:
    whole, _, decimals = text.partition(".")
    return int(whole + decimals)


def read(journal: str) -> Reading:
    reading = Reading()
    accounts = set(re.findall(r"(?m)^account (\S+)$", journal))
    date = ""
    for block in re.split(r"\n(?=[0-9]{4}-)", journal)[1:]:
        head, *lines = block.strip().splitlines()
        reading.transactions += 1
        if head[:10] < date:
            reading.problems.append(f"{head}: goes back")
        date = head[:10]
        sums: dict[str, int] = defaultdict(int)
        for line in lines:
            match = _POSTING.fullmatch(line)
            assert match, line
            account, commodity, amount, _, asserted = match.groups()
            sums[commodity] += minor(amount)
            reading.balances[account, commodity] += minor(amount)
            if account not in accounts:
                reading.problems.append(f"{head}: {account} is not declared")
            if asserted is not None:
                reading.assertions += 1
                if reading.balances[account, commodity] != minor(asserted):
                    reading.problems.append(f"{head}: {account} is not {asserted}")
        reading.problems += [f"{head}: {commodity} is off by {off}" for commodity, off in sums.items() if off]
    return reading


def a_leg_changed(journal: str) -> str:
    return journal.replace("Drawer  PEN 12.30\n", "Drawer  PEN 12.40\n", 1)


def an_assertion_changed(journal: str) -> str:
    return journal.replace("PEN 0.00 = PEN 12.80", "PEN 0.00 = PEN 12.90", 1)


def an_account_undeclared(journal: str) -> str:
    return journal.replace("account Assets:Custody:C07:Safe\n", "", 1)


MUTATIONS = [a_leg_changed, an_assertion_changed, an_account_undeclared]


def test_the_export_adds_up_for_a_reader_of_our_own() -> None:
    reading = read(JOURNAL)
    assert reading.problems == []
    books = Books(STATION)
    for line in worked_example():
        books.book(
            replace(entry("session_opened/1", line.number, seen=line.number), kind=line.kind, body=dict(line.body))
        )
    assert dict(reading.balances) == {
        (qualified(account, STATION), commodity): amount for (account, commodity), amount in books.balances.items()
    }
    assert reading.assertions > 20
    assert reading.transactions == sum(bool(line.debit) for line in worked_example()) + 12


@pytest.mark.parametrize("mutate", MUTATIONS)
def test_an_altered_export_is_noticed_by_our_reader(mutate: object) -> None:
    assert callable(mutate)
    assert mutate(JOURNAL) != JOURNAL
    assert read(mutate(JOURNAL)).problems


def test_every_transaction_names_its_entry() -> None:
    kind, tags = r"([a-z_]+/[12])", r"station:C07, journal:(\w+), seq:([0-9]+)"
    heads = re.findall(rf"(?m)^[0-9-]{{10}} \* {kind}  ; {tags}, kind:{kind}, hash:(\S{{43}})$", JOURNAL)
    moved = [line for line in worked_example() if line.debit]
    hashes = {found.entry.sequence: found.hash for found in page_entries().entries}
    assert heads == [
        (line.kind, kind_of(line.kind).author.value, str(line.number), line.kind, hashes[line.number]) for line in moved
    ]


def test_every_account_that_was_ever_used_is_asserted_every_day() -> None:
    """An account that nothing touched that day, too: somebody may have touched it in the text."""
    days = JOURNAL.split("balances at the end of the day\n")[1:]
    asserted = [set(re.findall(r"(?m)^    (\S+)  (\S+) \S+ = ", day.split("\n\n")[0])) for day in days]
    assert all(earlier <= later for earlier, later in itertools.pairwise(asserted))
    assert len(asserted[-1]) == len(read(JOURNAL).balances)


def test_a_clock_that_was_set_back_does_not_turn_the_order_round() -> None:
    times = [timedelta(days=2), timedelta(0), timedelta(days=3)]
    entries = [
        signed_by(KEY, replace(entry("guarantee_deposited/1", number), at=START + step))
        for number, step in enumerate(times, 1)
    ]
    journal = hledger_journal(ledger_days([StationEntries(STATION, entries)], UTC))
    assert re.findall(r"(?m)^([0-9-]{10}) \* guarantee", journal) == ["2026-11-22", "2026-11-22", "2026-11-23"]


def test_days_are_those_of_the_municipality() -> None:
    late = signed_by(KEY, replace(entry("guarantee_deposited/1"), at=START.replace(hour=3)))
    assert "2026-11-19 * guarantee" in hledger_journal(ledger_days([StationEntries(STATION, [late])], LIMA))


def test_stations_share_a_journal_in_the_order_of_days_with_accounts_of_their_own() -> None:
    first, second = lived(1, 6), lived(2, 6, station="C11")
    reading = read(hledger_journal(ledger_days([first.entries(), second.entries()], LIMA)))
    assert reading.problems == []
    for desk in (first, second):
        for (account, commodity), amount in desk.books.balances.items():
            assert reading.balances[qualified(account, desk.station), commodity] == amount


def test_no_entries_make_an_empty_journal() -> None:
    assert read(hledger_journal(ledger_days([StationEntries(STATION, [])], UTC))).transactions == 0


def test_the_last_day_of_the_calendar_leaves_room_for_the_next() -> None:
    end = signed_by(KEY, replace(entry("guarantee_deposited/1"), at=datetime(9999, 12, 31, 12, tzinfo=UTC)))
    days = list(ledger_days([StationEntries(STATION, [end])], UTC))
    assert [day.day.isoformat() for day in days] == ["9999-12-30"]


def test_quantities_follow_the_currency() -> None:
    assert [hledger_quantity(*told) for told in (("PEN", -5), ("CLP", 1500), ("KWD", 1500), ("RECEIPT", 3))] == [
        "PEN -0.05",
        "CLP 1500",
        "KWD 1.500",
        "RECEIPT 3",
    ]


def test_a_commodity_that_is_not_a_word_is_quoted() -> None:
    assert hledger_quantity("FOLIO-2", 3) == '"FOLIO-2" 3'
