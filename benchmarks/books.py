"""Adding up a cabin's life, beside the two programs that add up its export, and beside the signatures alone.

One life of random lawful entries, every kind of money in it. The rules decide each entry again from nothing; hledger
and beancount read the same postings as text, with the balances of each day asserted. Verifying from nothing also checks
every signature and every hash: the floor is checking the same signatures and nothing else. All take turns.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Final

from benchmarks.table import Figure, median_ms, ratio
from domain.envelope import Signed
from domain.journal.entry import SignedEntry
from domain.journal.verify import verify_journals
from domain.ledger.beancount import beancount_journal
from domain.ledger.books import Books
from domain.ledger.days import StationEntries, ledger_days
from domain.ledger.hledger import hledger_journal
from sync.seal import verify
from tests.domain.kit import CENTRE_KEY, STATION, STATION_KEY, Desk, signed_by
from tests.domain.lives import Life

ACTS: Final = 16_000
FEES: Final = 4_000
A_DAY: Final = 20
TURNS: Final = 5


def measure(folder: Path) -> list[Figure]:
    life = Life(11, keep_entries=True)
    life.live(ACTS)
    return [*_programs(folder, [signed_by(STATION_KEY, entry) for entry in life.entries]), *_signatures()]


def _programs(folder: Path, found: list[SignedEntry]) -> list[Figure]:
    days = list(ledger_days([StationEntries(STATION, found)], UTC))
    hledger, beancount = folder / "books.journal", folder / "books.beancount"
    hledger.write_text(hledger_journal(days), "utf-8")
    beancount.write_text(beancount_journal(days), "utf-8")
    programs = {"beancount": [str(Path(sys.executable).with_name("bean-check")), "--no-cache", str(beancount)]}
    if shutil.which("hledger"):
        programs["hledger"] = ["hledger", "check", "-s", "-f", str(hledger)]
    figures = []
    for name, command in programs.items():
        ours, theirs = _in_turns(lambda: _replay(found), lambda command=command: _run(command))  # type: ignore[misc]
        what = f"adding up {len(found):,} entries"
        figures.append(Figure(what, median_ms(ours), f"{name} {median_ms(theirs)}", ratio(ours, theirs)))
    return figures


def _replay(found: list[SignedEntry]) -> None:
    books = Books(STATION)
    for signed in found:
        books.book(signed.entry)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _signatures() -> list[Figure]:
    desk = _year()
    own, outbound = [found.signed for found in desk.own], [found.signed for found in desk.outbound]
    ours, floor = _in_turns(lambda: _verify(own, outbound), lambda: _check_signatures(own))
    what = f"verifying {len(own):,} entries from nothing"
    return [Figure(what, median_ms(ours), f"their signatures alone {median_ms(floor)}", ratio(ours, floor))]


def _year() -> Desk:
    desk = Desk()
    desk.grant("receipts_granted/1", last=FEES)
    desk.grant("headroom_granted/1", amount=10**9)
    for day in range(1, FEES // A_DAY + 1):
        desk.act("session_opened/1", session=day, float=0)
        for number in range((day - 1) * A_DAY + 1, day * A_DAY + 1):
            desk.act("fee_collected/1", receipt=f"A07-{number:06d}")
        cash = A_DAY * 1530
        desk.act("drawer_counted/1", session=day, counted=cash, pieces={"10": cash // 10})
        desk.act("session_closed/1", session=day, z=day, expected=cash, counted=cash)
    return desk


def _verify(own: list[Signed], outbound: list[Signed]) -> None:
    found = verify_journals(
        STATION,
        own,
        outbound,
        station_key=STATION_KEY.public_key,
        centre_key=CENTRE_KEY.public_key,
        verify=verify,
    )
    assert found.is_clean


def _check_signatures(own: list[Signed]) -> None:
    for signed in own:
        assert verify(STATION_KEY.public_key, signed.signing_input, signed.signature)


def _in_turns(ours: Callable[[], None], theirs: Callable[[], None]) -> tuple[list[float], list[float]]:
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(TURNS):
        for kept, run in zip(times, (ours, theirs), strict=True):
            begin = time.perf_counter()
            run()
            kept.append(time.perf_counter() - begin)
    return times
