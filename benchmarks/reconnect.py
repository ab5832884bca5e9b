"""Stations that all come back at once: each pushes five entries and asks for the state, on a connection of its own.

The production workers, TLS with the centre's own certificate, this computer's loopback. One process plays all
stations, with 256 connections open at a time; it signs what it asks, checks each signed answer, and takes its share of
the same cores. Latency is that of a whole visit: connection, handshake, push, state. Told that the centre is busy
(503), or cut off, a station comes again as its engine would, after a second, two, four …, half of it by chance; its
latency goes on meanwhile. Whoever is not served in ten attempts is not served. The registry was filled directly, with
numbers beyond the 999 that a municipality has: ten towns' worth in one; approving them one by one would write each
station's key to each other (docs/SHARDING.md). Each has its own key, its first outbound entries, three cases.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from benchmarks.centre import databases
from benchmarks.table import Figure
from benchmarks.workplace import ROOT
from central import office, operators, treasury
from central.clock import SystemClock
from central.opening import SETTINGS, DataDirectory
from central.outbound import OutboundWriter
from central.registry import Registry
from central.store import stations
from central.store.stations import Station
from domain.envelope import to_base64url
from sync.limits import BACK_OFF_MAX_MS, BACK_OFF_MS
from sync.messages import REQUEST_HEADER, Invitation
from sync.packing import pack_entries
from sync.seal import SigningKey
from tests.fakes.centre_world import Desk, case_code

ALL: Final = 10_000
SOME: Final = 300
CONNECTIONS: Final = 256
ATTEMPTS: Final = 10
WORKERS: Final = (1, 2)
_MUNICIPALITY: Final = ROOT / "municipalities" / "cajamarca"
_OPERATORS: Final = (("ana", "operator"),)
_CASES: Final = 3
_NUMBERS: Final = 1_000


@dataclass(frozen=True, slots=True)
class _Cabin:
    """A station before it comes back: what it will push is packed already."""

    invitation: Invitation
    key: SigningKey
    pack: bytes

    @property
    def row(self) -> Station:
        invited = self.invitation
        return Station(
            station=invited.station,
            number=invited.number,
            label=invited.label,
            face=invited.face,
            status=stations.APPROVED,
            epoch=1,
            key=to_base64url(self.key.public_key),
            operators=_OPERATORS,
            code=None,
            expires_at=0,
            attempts=0,
            program="bench",
            doubt=False,
            contact_at=None,
        )


def measure(folder: Path, *, whole: bool = False) -> list[Figure]:
    cabins = [_cabin(number) for number in range(1, (ALL if whole else SOME) + 1)]
    figures = []
    for name, create in databases():
        base = folder / name
        _fill(base, create("base"), cabins)
        for count in WORKERS:
            root = folder / f"{name}-{count}"
            shutil.copytree(base, root)
            _put_on(root, create(f"w{count}", "base"))
            figures += _run(root, f"{name}, {count} worker{'s' * (count > 1)}", count, cabins)
            shutil.rmtree(root)
    return figures


def _cabin(number: int) -> _Cabin:
    invitation = Invitation(
        address="https://localhost",
        authority="",
        centre_key="",
        sealing_key="",
        municipality="cajamarca",
        station=f"C{number:05d}",
        number=number,
        face="desk",
        label=f"Cabina {number}",
        code="",
    )
    key = SigningKey.generate()
    desk = Desk(None, invitation, key)  # type: ignore[arg-type]
    desk.start()
    desk.open_drawer()
    for one in range(_CASES):
        code = case_code(number % _NUMBERS, number // _NUMBERS * _NUMBERS + one)
        body = {"case": code, "type": "procedure", "service": "RC-01", "edition": "e" * 64, "area": "registro-civil"}
        desk.write("case_opened/1", body | {"promise": "2026-11-24", "channel": "desk"})
    return _Cabin(invitation, key, pack_entries(found.signed for found in desk.journal))


def _fill(base: Path, address: str | None, cabins: list[_Cabin]) -> None:
    """What approvals leave behind, apart from what each station hears of every other."""
    data = DataDirectory(base)
    data.create(_MUNICIPALITY, (), SystemClock(), address)
    with data.open() as centre, centre.store.writing() as tx:
        for cabin in cabins:
            row = cabin.row
            stations.add(tx, row)
            stations.start_journal(tx, row.station, row.epoch, row.key or "", 0)
            writer = OutboundWriter(centre, tx, row, "jefe")
            office.start_outbound(writer)
            for operator, role in row.operators:
                operators.admit(writer, operator, role)
            treasury.keep_limits(writer)
            tx.after_commit.clear()  # books of ten thousand stations are not needed here
            tx.working.clear()


def _put_on(root: Path, address: str | None) -> None:
    file = root / SETTINGS
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"database": address}), "utf-8")


def _run(root: Path, name: str, count: int, cabins: list[_Cabin]) -> list[Figure]:
    with DataDirectory(root).open() as centre:
        keys, registry = centre.keys, Registry(centre)
    trust = ssl.create_default_context(cadata=keys.authority)
    centre_key = to_base64url(keys.signing.public_key)
    desks = [Desk(registry, replace(one.invitation, centre_key=centre_key), one.key) for one in cabins]
    with _server(root, count) as (process, port):
        before = _memory(process.pid)
        begin = time.perf_counter()
        found = asyncio.run(_come_back(desks, cabins, port, trust))
        took = time.perf_counter() - begin
        after = _memory(process.pid)
    served = sorted(visit.seconds for visit in found if visit.served)
    again = sum(visit.attempts - 1 for visit in found)
    return [
        Figure(f"served, {name}", f"{len(served):,}", f"{len(desks):,} came", f"{len(served) / len(desks):.0%}", "all"),
        Figure("  stations a second", f"{len(served) / took:.0f}", f"{took:.0f} s in all", ""),
        Figure("  had to come again", f"{again:,} times", f"{len(desks):,} came", f"{again / len(desks):.1%}"),
        Figure("  a visit, p50 / p95 / p99 / longest", " / ".join(_percentiles(served)), "", ""),
        Figure("  resident memory of a worker, after", after, f"before {before}", ""),
    ]


def _percentiles(served: list[float]) -> list[str]:
    if not served:
        return ["none"]
    places = [int(len(served) * share) for share in (0.5, 0.95, 0.99)] + [len(served) - 1]
    return [f"{served[place]:.2f} s" for place in places]


@contextmanager
def _server(root: Path, count: int) -> Iterator[tuple[subprocess.Popen[str], int]]:
    command = [sys.executable, "-m", "benchmarks.reconnect_server", str(root), str(count)]
    with (root / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT)
        try:
            assert process.stdout is not None, "it was asked for"
            yield process, int(process.stdout.readline())
        finally:
            process.terminate()
            process.wait(60)


def _memory(server: int) -> str:
    """Of each worker, as Linux tells it."""
    try:
        children = Path(f"/proc/{server}/task/{server}/children").read_text("ascii").split()
        sizes = []
        for child in children:
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                told = Path(f"/proc/{child}/status").read_text("ascii").partition("VmRSS:")[2]
                sizes.append(f"{int(told.split()[0]) / 1024:.0f} MiB")
    except OSError:
        return "not told by this system"
    return ", ".join(sizes)


@dataclass(frozen=True, slots=True)
class _Visit:
    """`seconds` from the first attempt's beginning to the end of the last."""

    served: bool
    attempts: int
    seconds: float


async def _come_back(desks: list[Desk], cabins: list[_Cabin], port: int, trust: ssl.SSLContext) -> list[_Visit]:
    free = asyncio.Semaphore(CONNECTIONS)

    async def once(desk: Desk, cabin: _Cabin) -> bool:
        try:
            return await _visit(desk, cabin.pack, port, trust)
        except (OSError, EOFError) as error:
            print(f"{desk.name}: {error!r}")
            return False

    async def one(desk: Desk, cabin: _Cabin) -> _Visit:
        begin = 0.0
        for attempt in range(1, ATTEMPTS + 1):
            async with free:
                begin = begin or time.perf_counter()
                if await once(desk, cabin):
                    return _Visit(True, attempt, time.perf_counter() - begin)
            await asyncio.sleep(_later_s(attempt))
        return _Visit(False, ATTEMPTS, time.perf_counter() - begin)

    return await asyncio.gather(*(one(*pair) for pair in zip(desks, cabins, strict=True)))


def _later_s(attempt: int) -> float:
    """As `sync.weather` has it."""
    wait = min(BACK_OFF_MAX_MS, BACK_OFF_MS << attempt - 1)
    return (wait // 2 + secrets.randbelow(wait // 2)) / 1000


async def _visit(desk: Desk, pack: bytes, port: int, trust: ssl.SSLContext) -> bool:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trust, server_hostname="localhost")
    try:
        for method, path, body in (("POST", "/v1/entries?from=1", pack), ("GET", "/v1/state", b"")):
            statement = desk.statement(method, path, body)
            fields = {REQUEST_HEADER: statement.signed(desk.key), "Host": "localhost", "Content-Length": len(body)}
            head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
            writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("ascii") + body)
            status, headers, content = await _answer(reader)
            if status != 200:
                print(f"{desk.name}: {status} {content[:200]!r}")
                return False
            heard = desk.check((status, headers, content), statement.nonce)
            desk.acknowledged = heard.answer.next_sequence - 1
        return True
    finally:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    named = (line.partition(": ") for line in head[1:] if line)
    headers = {name.title(): value for name, _, value in named}
    return int(head[0].split()[1]), headers, await reader.readexactly(int(headers["Content-Length"]))
