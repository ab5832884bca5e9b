"""The two programs that do the arithmetic of the books again, and what to give them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from beancount import loader

from domain.ledger.beancount import beancount_journal
from domain.ledger.days import LedgerDay, StationEntries
from domain.ledger.hledger import hledger_journal
from tests.domain.kit import START, STATION, STATION_KEY, entry, signed_by
from tests.domain.ledger_document import worked_example

HLEDGER: Final = shutil.which("hledger")


def page_entries() -> StationEntries:
    """The worked example of docs/LEDGER.md, eight acts a day. The books ask for no chain."""
    entries = [
        signed_by(
            STATION_KEY,
            replace(
                entry("session_opened/1", line.number, seen=line.number),
                kind=line.kind,
                body=dict(line.body),
                at=START + timedelta(days=line.number // 8),
            ),
        )
        for line in worked_example()
    ]
    return StationEntries(STATION, entries)


@dataclass(frozen=True, slots=True)
class Program:
    """`complaint` is what the program says of a text; empty when it agrees."""

    name: str
    write: Callable[[Iterable[LedgerDay]], str]
    complaint: Callable[[str], str]

    def __str__(self) -> str:
        return self.name


def _hledger(text: str) -> str:
    assert HLEDGER is not None, "the caller knows that it is installed"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "books.journal"
        path.write_text(text, encoding="utf-8")
        order = [HLEDGER, "check", "--strict", "payees", "ordereddates", "-f", str(path)]
        done = subprocess.run(order, check=False, capture_output=True, text=True)
    return done.stderr if done.returncode else ""


def _beancount(text: str) -> str:
    _entries, errors, _options = loader.load_string(text)
    return "\n".join(str(error.message) for error in errors)


PROGRAMS: Final = (
    Program("hledger", hledger_journal, _hledger),
    Program("beancount", beancount_journal, _beancount),
)
