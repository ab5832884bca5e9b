"""What one charged case costs to commit, beside the same rows written by hand.

The rows are noted while one cabin commits them, and then written again, transaction for transaction, by a bare
connection that signs nothing, seals nothing, checks no rule and reads nothing. All take turns, so that a busy machine
is busy for each of them.

The encryption of pages is most of the distance to bare sqlite3. The rest is what makes the rows evidence: two Ed25519
signatures, one sealing to the centre's key, canonical JSON written and read back, and the posting rules.
"""

from __future__ import annotations

import gc
import itertools
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from benchmarks.table import Figure, median_ms, p99_ms, ratio
from benchmarks.workplace import ROSA, open_cabin
from kiosk_app.services.citizen import Citizen
from kiosk_app.services.counter import Counter
from kiosk_app.services.drawer import Drawer
from kiosk_app.services.paper import Paper, PrinterChoice
from kiosk_app.services.procedures import OpenProcedure, ProcedureRequest, next_case_code
from kiosk_app.storage import cipher, schema, spool_table
from kiosk_app.storage.connection import Store
from kiosk_app.storage.journal import Draft, Journal
from printing.profiles import PROFILE_80
from printing.spool import queue
from tests.fakes.station import Centre, Station

ROUNDS: Final = 500
WARM_UP: Final = 50
WHOLE_ROUNDS: Final = 60
PROCEDURE: Final = "RC-01"
_AT: Final = "2026-11-20T14:00:00+00:00"

Rows = list[tuple[str, tuple[Any, ...]]]


class Connection(Protocol):
    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Any: ...


class NotingStore(Store):
    """Notes what is written, transaction by transaction."""

    noted: Rows

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        self.noted.append((sql, tuple(parameters)))
        super().execute(sql, parameters)


class Charging:
    """One case after another, each with a fee: at the counter, or its commit alone."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._service = OpenProcedure(counter, Paper(counter, PrinterChoice("T", PROFILE_80)))
        self._quote = self._service.quote(PROCEDURE)
        self._citizen = Citizen("41236789", "José Manuel", "Huamán Ñahui", "976123456")
        self._numbers = itertools.count(1)

    def at_the_counter(self) -> bytes:
        """The whole act, with the receipt rendered in it. Returns the receipt."""
        met = tuple(item.code for item in self._quote.procedure.requirements)
        answers = {"record_holder": "José Huamán Ñahui", "copies": "1"}
        request = ProcedureRequest(PROCEDURE, self._citizen, met, (), self._quote.due, answers)
        return self._service.submit(ROSA, request).job.content

    def commit(self, paper: bytes | None) -> None:
        """`Journal.record`: two signed entries, projections, personal data and its sealed blob, and the print job."""
        drafts = self._drafts()

        def alongside(store: Store, _written: object) -> None:
            if paper is not None:
                number = str(next(self._numbers))
                job = queue(id=number, document="FeeReceipt", entry=f"C07/{number}", content=paper, printer="T")
                spool_table.add(store, job, _AT)

        self._counter.journal.record(ROSA.id, *drafts, alongside=alongside)

    def _drafts(self) -> tuple[Draft, Draft]:
        quote, code = self._quote, next_case_code(self._counter)
        receipt, _grant = self._counter.journal.books.next_receipt()
        opened = {
            "case": code,
            "type": "procedure",
            "service": PROCEDURE,
            "edition": self._counter.municipality.edition,
            "area": quote.procedure.area,
            "promise": quote.promise.isoformat(),
            "channel": "desk",
            "met": sorted(item.code for item in quote.procedure.requirements),
            "observed": [],
        }
        collected = {
            "case": code,
            "service": PROCEDURE,
            "receipt": receipt,
            "fee": quote.fee.minor,
            "due": quote.due.minor,
            "tendered": quote.due.minor,
            "commission": quote.commission.minor,
            "mode": quote.mode.value,
            "currency": quote.due.currency,
        }
        told = self._citizen.personal() | {"answer.record_holder": "José Huamán Ñahui", "answer.copies": "1"}
        return Draft("case_opened/1", opened, personal=told), Draft("fee_collected/1", collected)


class Again:
    """The noted transactions, written by a bare connection."""

    def __init__(self, connection: Connection, transactions: Sequence[Rows]) -> None:
        self._connection = connection
        self._transactions = iter(transactions)

    def __call__(self) -> None:
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        for sql, parameters in next(self._transactions):
            execute(sql, parameters)
        execute("COMMIT")


def measure(folder: Path) -> list[Figure]:
    paper = _ready(folder / "donor")[1].at_the_counter()
    figures = []
    for name, content in (("with its receipt as a print job", paper), ("without a print job", None)):
        ours, plain, ciphered = _take_turns(folder / name.replace(" ", "-"), content)
        what = f"commit of a charged case, {name}"
        figures += [
            Figure(what, median_ms(ours), f"bare sqlite3 {median_ms(plain)}", ratio(ours, plain), "≤ 2.0x"),
            Figure("  the same", median_ms(ours), f"bare SQLCipher {median_ms(ciphered)}", ratio(ours, ciphered)),
            Figure("  the same, p99", p99_ms(ours), f"bare sqlite3 {p99_ms(plain)}", ""),
        ]
    return [*figures, _rendering(folder)]


def _take_turns(folder: Path, paper: bytes | None) -> tuple[list[float], list[float], list[float]]:
    tables, before, transactions = _noted(folder / "noted", paper)
    station, charging = _ready(folder / "ours")
    plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
    ciphered = cipher.connect(str(folder / "bare.db"), isolation_level=None)
    ciphered.execute(f"PRAGMA key = \"x'{bytes(32).hex()}'\"")
    for bare in (plain, ciphered):
        _begin(bare, tables, before)
    runs: list[Callable[[], None]] = [
        lambda: charging.commit(paper),
        Again(plain, transactions),
        Again(ciphered, transactions),
    ]
    times: list[list[float]] = [[], [], []]
    gc.collect()
    for turn in range(WARM_UP + ROUNDS):
        for index in range(3):
            which = (index + turn) % 3  # nobody always goes first
            begin = time.perf_counter()
            runs[which]()
            if turn >= WARM_UP:
                times[which].append(time.perf_counter() - begin)
    station.store.close()
    plain.close()
    ciphered.close()
    return times[0], times[1], times[2]


def _ready(folder: Path) -> tuple[Station, Charging]:
    station, counter = open_cabin(folder)
    Drawer(counter).open(ROSA, counter.money(5000))
    return station, Charging(counter)


def _noted(folder: Path, paper: bytes | None) -> tuple[list[Any], Rows, list[Rows]]:
    """A cabin's tables, what it writes before its first case, and then for each."""
    station, _counter = open_cabin(folder)
    before = _copied_rows(station.store)
    store = NotingStore(station.store.connection, station.path)
    centre: Centre = station.centre
    journal = Journal(store, station.journal.identity, station.signer, station.clock, centre.sealing.public_key)
    store.noted = []
    counter = Counter(journal, _counter.municipality, station.clock)
    Drawer(counter).open(ROSA, counter.money(5000))
    before += store.noted
    charging = Charging(counter)
    transactions = []
    for _ in range(WARM_UP + ROUNDS):
        store.noted = []
        charging.commit(paper)
        transactions.append(store.noted)
    tables = store.rows(
        "SELECT sql FROM sqlite_master WHERE sql NOTNULL AND name NOT LIKE 'case_words_%'"
        " AND name NOT LIKE 'sqlite_%' AND tbl_name NOT LIKE '%migrations'"
    )
    store.close()
    return tables, before, transactions


def _copied_rows(store: Store) -> Rows:
    rows: Rows = []
    for table in ("setting", "entry", *schema.PROJECTIONS):
        for row in store.rows(f"SELECT * FROM {table}"):  # noqa: S608 - our own tables
            marks = ", ".join("?" * len(row))
            rows.append((f"INSERT INTO {table} VALUES ({marks})", tuple(row)))  # noqa: S608 - our own tables
    return rows


def _begin(connection: Any, tables: list[Any], before: Rows) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    for (sql,) in tables:
        connection.execute(sql)
    connection.execute("BEGIN IMMEDIATE")
    for sql, parameters in before:
        connection.execute(sql, parameters)
    connection.execute("COMMIT")


def _rendering(folder: Path) -> Figure:
    """Composing and drawing the receipt, most of it the search for the QR's best mask, beside its commit."""
    station, charging = _ready(folder / "whole")
    paper = charging.at_the_counter()
    whole, alone = [], []
    for _ in range(WHOLE_ROUNDS):
        begin = time.perf_counter()
        charging.at_the_counter()
        middle = time.perf_counter()
        charging.commit(paper)
        whole.append(middle - begin)
        alone.append(time.perf_counter() - middle)
    station.store.close()
    what = "the whole act at the counter, receipt drawn for 80 mm"
    return Figure(what, median_ms(whole), f"its commit alone {median_ms(alone)}", ratio(whole, alone))
