"""The books for another program: re-added here by a reader of our own, and by hledger itself where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.ledger.books import Books
from domain.ledger.exports import hledger_journal, qualified, quantity
from tests.domain.kit import START, STATION, entry, signed_by
from tests.domain.kit import STATION_KEY as KEY
from tests.domain.ledger_document import worked_example

LIMA = ZoneInfo("America/Lima")
HLEDGER = shutil.which("hledger")
needs_hledger = pytest.mark.skipif(HLEDGER is None, reason="hledger is not installed on this computer")

_AMOUNT = r"([A-Z]+) (-?[0-9]+(?:\.[0-9]+)?)"
_POSTING = re.compile(rf" {{4}}(\S+)  {_AMOUNT}(?: = {_AMOUNT})?")


def days_of_the_page() -> str:
    """The worked example of docs/LEDGER.md, eight acts a day."""
    entries = [
        signed_by(
            KEY,
            replace(
                entry("session_opened/1", line.number, seen=line.number),
                kind=line.kind,
                body=dict(line.body),
                at=START + timedelta(days=line.number // 8),
            ),
        )
        for line in worked_example()
    ]
    return hledger_journal(STATION, entries, LIMA)


JOURNAL = days_of_the_page()


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


def hledger_agrees(journal: str, folder: Path) -> bool:
    path = folder / "books.journal"
    path.write_text(journal, encoding="utf-8")
    assert HLEDGER is not None
    done = subprocess.run([HLEDGER, "check", "-s", "-f", str(path)], check=False, capture_output=True, text=True)
    return done.returncode == 0


def one_leg_changed(journal: str) -> str:
    return journal.replace("Drawer  PEN 12.30\n", "Drawer  PEN 12.40\n", 1)


def both_legs_changed(journal: str) -> str:
    """Still balanced: only the assertions can tell."""
    return journal.replace("InTransit:C07  PEN 69.20\n", "InTransit:C07  PEN 69.10\n", 1).replace(
        "Safe  PEN -69.20\n", "Safe  PEN -69.10\n", 1
    )


def transaction_deleted(journal: str) -> str:
    blocks = journal.split("\n\n")
    where = next(number for number, block in enumerate(blocks) if "remittance_declared" in block)
    return "\n\n".join(blocks[:where] + blocks[where + 1 :])


def transaction_repeated(journal: str) -> str:
    blocks = journal.split("\n\n")
    where = next(number for number, block in enumerate(blocks) if "remittance_declared" in block)
    return "\n\n".join([*blocks[: where + 1], *blocks[where:]])


def account_undeclared(journal: str) -> str:
    return journal.replace("account Assets:Custody:C07:Safe\n", "", 1)


MUTATIONS = [one_leg_changed, both_legs_changed, transaction_deleted, transaction_repeated, account_undeclared]


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
    assert reading.transactions == sum(bool(line.debit) for line in worked_example()) + 10


@needs_hledger
def test_hledger_agrees(tmp_path: Path) -> None:
    assert hledger_agrees(JOURNAL, tmp_path)


@pytest.mark.parametrize("mutate", MUTATIONS)
def test_an_altered_export_is_noticed_by_our_reader(mutate: object) -> None:
    assert callable(mutate)
    assert mutate(JOURNAL) != JOURNAL
    assert read(mutate(JOURNAL)).problems


@needs_hledger
@pytest.mark.parametrize("mutate", MUTATIONS)
def test_an_altered_export_is_noticed_by_hledger(mutate: object, tmp_path: Path) -> None:
    assert callable(mutate)
    assert not hledger_agrees(mutate(JOURNAL), tmp_path)


def test_every_transaction_names_its_entry() -> None:
    heads = re.findall(r"(?m)^[0-9-]{10} \* ([a-z_]+/[12])  ; seq:([0-9]+), hash:([A-Za-z0-9_-]{43})$", JOURNAL)
    assert [int(number) for _, number, _ in heads] == [line.number for line in worked_example() if line.debit]


def test_a_clock_that_was_set_back_does_not_turn_the_order_round() -> None:
    times = [timedelta(days=2), timedelta(0), timedelta(days=3)]
    entries = [
        signed_by(KEY, replace(entry("guarantee_deposited/1", number), at=START + step))
        for number, step in enumerate(times, 1)
    ]
    dates = re.findall(r"(?m)^([0-9-]{10}) \* guarantee", hledger_journal(STATION, entries, UTC))
    assert dates == ["2026-11-22", "2026-11-22", "2026-11-23"]


def test_days_are_those_of_the_municipality() -> None:
    late = replace(entry("guarantee_deposited/1"), at=START.replace(hour=3))
    assert "2026-11-19 * guarantee" in hledger_journal(STATION, [signed_by(KEY, late)], LIMA)


def test_no_entries_make_an_empty_journal() -> None:
    assert read(hledger_journal(STATION, [], UTC)).transactions == 0


def test_quantities_follow_the_currency() -> None:
    assert [quantity("PEN", -5), quantity("CLP", 1500), quantity("RECEIPT", 3)] == [
        "PEN -0.05",
        "CLP 1500",
        "RECEIPT 3",
    ]
