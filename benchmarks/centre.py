"""What the centre takes in: verified, booked and stored, beside the least that the same entries can cost.

The floor verifies the same signatures and inserts the same bytes, one transaction a batch, and does nothing else: it
reads no entry, checks no chain and no rule, books nothing and opens no case. The fair floor also unpacks what travelled
and reads each entry strictly (canonical form, fields), which nobody may leave out who keeps a journal. All take turns,
batch by batch, in one process (PostgreSQL with fsync on). Entries a second are of this process's processor time: the
database server's own is not in it, and what waits for the disk is seen by the clock on the wall.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Engine

from benchmarks.table import Figure
from central.store import connect, sqlite_url
from domain.catalog import Agreement, Commissions
from domain.envelope import Signed
from domain.journal.entry import read_entry
from domain.money import Money
from sync.messages import REQUEST_HEADER
from sync.packing import ENTRIES_MAX, pack_entries, unpack_entries
from tests.fakes.centre_world import AGREED, TERMS, CentreWorld, Desk
from tests.fakes.postgres import PostgresUnavailable, private_postgres

CASES: Final = 3_000
_TERMS: Final = replace(
    TERMS,
    agreement=Agreement((replace(AGREED, guarantee=Money(10**9, "PEN"), receipt_block=100_000),), Commissions()),
)
_TABLE: Final = (
    "CREATE TABLE {table} (municipality VARCHAR(24), station VARCHAR(16), epoch INTEGER, sequence INTEGER,"
    " payload {bytes}, signature {bytes}, PRIMARY KEY (municipality, station, epoch, sequence))"
)
Request = tuple[str, dict[str, str], bytes]
Row = tuple[str, str, int, int, bytes, bytes]


@dataclass(slots=True)
class Spent:
    """Seconds of the processor, and of the clock on the wall."""

    cpu: float = 0
    wall: float = 0

    def on(self, act: Callable[[], None]) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        self.cpu += time.process_time() - cpu
        self.wall += time.perf_counter() - wall


def measure(folder: Path) -> list[Figure]:
    figures = []
    for name, create in databases():
        for size in (100, ENTRIES_MAX):
            figures += _compare(folder / f"{name}-{size}", name, create(f"b{size}"), size)
    return figures


def databases() -> Iterator[tuple[str, Callable[..., str | None]]]:
    """Each kind, and what makes a new database of it, perhaps from another; None is a file in the centre's folder."""
    yield "SQLite", lambda *_names: None
    try:
        with private_postgres(durable=True) as server:
            yield "PostgreSQL", server.create
    except PostgresUnavailable as reason:
        print(f"no PostgreSQL: {reason}")


def _compare(folder: Path, name: str, address: str | None, size: int) -> list[Figure]:
    folder.mkdir()
    world = CentreWorld(folder, terms=_TERMS, database=address)
    desk = world.desk()
    batches = _batches(desk, size)
    bare = connect(address or sqlite_url(folder / "bare.db"))
    with bare.begin() as connection:
        kind = "BLOB" if address is None else "BYTEA"
        for table in ("bare", "fair"):
            connection.exec_driver_sql(_TABLE.format(table=table, bytes=kind))
    ours, floor, fair = Spent(), Spent(), Spent()
    gc.collect()
    for first, batch in batches:
        request = _request(desk, first, batch)
        rows = [("cajamarca", "C07", 1, first + at, one.payload, one.signature) for at, one in enumerate(batch)]
        messages = [(one.signature, one.signing_input) for one in batch]
        ours.on(partial(_push, world, request))
        floor.on(partial(_floor, bare, "bare", desk.key.public_key, messages, rows))
        fair.on(partial(_fair_floor, bare, desk.key.public_key, request[2], messages, rows))
    bare.dispose()
    world.close()
    count = sum(len(batch) for _first, batch in batches)
    what = f"{name}, batches of {size}"
    return [
        _figure(f"entries a second of one core, {what}", count, ours.cpu, floor.cpu, "≥ 80 %"),
        _figure("  beside the fair floor", count, ours.cpu, fair.cpu),
        _figure("  the same as the first, by the clock on the wall", count, ours.wall, floor.wall),
    ]


def _figure(what: str, count: int, ours: float, floor: float, goal: str = "") -> Figure:
    return Figure(what, f"{count / ours:,.0f}", f"floor {count / floor:,.0f}", f"{floor / ours:.0%}", goal)


def _batches(desk: Desk, size: int) -> list[tuple[int, list[Signed]]]:
    """Cases with sealed data and their fees, from the entry after those that the centre has."""
    desk.open_drawer()
    assert desk.push().status == 200
    first = len(desk.journal) + 1
    for number in range(1, CASES + 1):
        desk.open_case(number, sealed=b"%010d" % number * 40, commitment="c" * 43)
        desk.collect(number)
    signed = [found.signed for found in desk.journal[first - 1 :]]
    return [(first + at, signed[at : at + size]) for at in range(0, len(signed), size)]


def _request(desk: Desk, first: int, batch: list[Signed]) -> Request:
    path, body = f"/v1/entries?from={first}", pack_entries(batch)
    desk.acknowledged = first - 1
    return path, {REQUEST_HEADER: desk.statement("POST", path, body).signed(desk.key)}, body


def _push(world: CentreWorld, request: Request) -> None:
    path, headers, body = request
    status, _headers, answer = world.registry.handle("POST", path, headers, body)
    assert status == 200, answer


def _fair_floor(
    bare: Engine, public_key: bytes, body: bytes, messages: list[tuple[bytes, bytes]], rows: list[Row]
) -> None:
    for signed in unpack_entries(body):
        read_entry(signed)
    _floor(bare, "fair", public_key, messages, rows)


def _floor(bare: Engine, table: str, public_key: bytes, messages: list[tuple[bytes, bytes]], rows: list[Row]) -> None:
    key = Ed25519PublicKey.from_public_bytes(public_key)
    for signature, message in messages:
        key.verify(signature, message)
    mark = "?" if bare.dialect.name == "sqlite" else "%s"
    with bare.begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({', '.join([mark] * 6)})", list(rows))  # noqa: S608 - marks
