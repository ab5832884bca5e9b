"""Finding a case among a hundred thousand, as the desk asks for it, beside a scan with LIKE for the same rows."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from benchmarks.table import Figure, median_ms, p99_ms, ratio
from benchmarks.workplace import open_cabin
from domain.cases.case_file import CaseFile
from domain.cases.states import CaseState
from domain.ids import case_code
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.counter import Counter
from kiosk_app.storage.connection import Store

CASES: Final = 100_000
A_DAY: Final = 60
CODES: Final = 900_000
#: What is older than a month has its answer.
OPEN_DAYS: Final = 30
ROUNDS: Final = 200
SCANS: Final = 8
_GIVEN: Final = (
    "José",
    "María",
    "Juan",
    "Rosa",
    "Luis",
    "Ana",
    "Carlos",
    "Julia",
    "Segundo",
    "Teófila",
    "Wilder",
    "Ñusta",
)
_MIDDLE: Final = ("Manuel", "del Carmen", "Antonio", "Elena", "Alberto", "Isabel", "Fernando", "Luz", "Andrés", "Flor")
_FAMILY: Final = (
    "Huamán", "Quispe", "Cueva", "Chávez", "Rojas", "Díaz", "Mendoza", "Tantaleán", "Cabrera", "Vásquez", "Ñahui",
    "Sánchez", "Terán", "Bardales", "Llanos", "Zambrano", "Culqui", "Malca", "Ocas", "Infante", "Yopla", "Urteaga",
)  # fmt: skip
_BATCH: Final = 50_000
#: Room for the pages of a million cases while they are written, and what a station has otherwise (kibibytes).
_ROOM: Final = "PRAGMA cache_size = -400000"
_PERSON: Final = "INSERT INTO personal VALUES (?, ?, ?)"
_CASE: Final = (
    "INSERT INTO service_case (code, type, service, edition, area, state, promise, channel, operator, opened_at,"
    " sequence, commitment, receipt, observed, file)"
    " VALUES (?, 'procedure', ?, ?, ?, ?, ?, 'desk', 'rosa', ?, ?, ?, ?, '[]', ?)"
)
_RECEIPT: Final = (
    "INSERT INTO receipt (number, code, service, session, fee, due, paid, tendered, commission, mode, currency, at,"
    " operator, sequence, void_code) VALUES (?, ?, ?, ?, 1236, 1230, 0, 1230, 400, 'settled', 'PEN', ?, 'rosa', ?, '0')"
)
_WORDS: Final = "INSERT INTO case_words (rowid, person, document) VALUES (?, ?, ?)"
_TABLES: Final = (_PERSON, _CASE, _RECEIPT, _WORDS)

#: The same questions without an index: every case, or every person, is looked at.
_CASES: Final = "SELECT count(*) FROM service_case WHERE {}"
_PEOPLE: Final = (
    "SELECT count(*) FROM service_case JOIN personal ON personal.commitment = service_case.commitment WHERE {}"
)


def measure(folder: Path) -> list[Figure]:
    station, counter = open_cabin(folder)
    chance = random.Random(7)  # noqa: S311 - a town, not a secret
    people = fill(station.store, counter, chance)
    book = CaseBook(counter)
    samples = [people[chance.randrange(CASES)] for _ in range(ROUNDS)]
    queries: list[tuple[str, list[str], str]] = [
        ("code", [row["code"] for row in samples], "code"),
        ("receipt", [row["receipt"] for row in samples], "receipt"),
        ("DNI", [row["document"] for row in samples], "document"),
        ("the beginnings of two names", [_beginnings(row) for row in samples], "document"),
    ]
    figures = []
    for name, asked, column in queries:
        ours, scans = _times(book.search, asked), _scan(station.store, column, asked[:SCANS])
        figures.append(_figure(f"search by {name}", ours, scans))
    day = f"{counter.today().isoformat()}%"
    today = _times(lambda _nothing: book.today(), [""] * (ROUNDS // 2))
    figures.append(_figure(f"today's list ({A_DAY} cases)", today, _scan(station.store, "opened_at", [day] * SCANS)))
    station.store.close()
    return figures


def _beginnings(person: dict[str, str]) -> str:
    return f"{person['surnames'][:4]} {person['names'][:3]}"


def _figure(name: str, ours: Sequence[float], scans: Sequence[float]) -> Figure:
    told = f"{median_ms(ours)} (p99 {p99_ms(ours)})"
    return Figure(f"{name}, of {CASES:,} cases", told, f"LIKE scan {median_ms(scans)}", ratio(ours, scans))


def _times(act: Callable[[str], Sequence[object]], asked: Sequence[str]) -> list[float]:
    times = []
    for text in asked:
        begin = time.perf_counter()
        found = act(text)
        times.append(time.perf_counter() - begin)
        assert found, f"{text} is not found"
    return times


def _scan(store: Store, column: str, asked: Sequence[str]) -> list[float]:
    sql = _PEOPLE if column == "document" else _CASES
    times = []
    for text in asked:
        begin = time.perf_counter()
        words = [f"%{word}%" for word in text.split()]
        store.rows(sql.format(" AND ".join([f"{column} LIKE ?"] * len(words))), words)
        times.append(time.perf_counter() - begin)
    return times


def fill(
    store: Store, counter: Counter, chance: random.Random, *, cases: int = CASES, cabin: int = 7, first: int = 11
) -> list[dict[str, str]]:
    """Straight into the tables that the journal's entries would fill, in the same form. Returns who came.

    `cabin` is in their codes, and `first` is the sequence of the oldest: below nought they stand before every entry of
    a journal that is already being written.
    """
    people: list[dict[str, str]] = []
    rows = _rows(counter, chance, people, range(cases), cabin, first)
    (room,) = store.rows("PRAGMA cache_size")[0]
    store.rows(_ROOM)
    while batch := list(islice(rows, _BATCH)):
        with store.transaction():
            for sql, table in zip(_TABLES, zip(*batch, strict=True), strict=True):
                store.connection.executemany(sql, sorted(table))
    store.rows(f"PRAGMA cache_size = {room}")
    return people


def _rows(  # noqa: PLR0917 - what a made-up case is made of
    counter: Counter,
    chance: random.Random,
    people: list[dict[str, str]],
    cases: range,
    cabin: int,
    begin: int,
) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """A row of each of `_TABLES`."""
    procedures = counter.municipality.procedures
    first = counter.clock.now() - timedelta(days=len(cases) // A_DAY)
    plain = _file(first).document()
    for number in cases:
        sequence, session = begin + number, -(number // A_DAY)
        at = (first + timedelta(days=number // A_DAY, minutes=number % A_DAY)).isoformat()
        day = at[:10]
        service = chance.choice(procedures)
        person = {
            "document": f"{chance.randrange(10**8):08d}",
            "names": f"{chance.choice(_GIVEN)} {chance.choice(_MIDDLE)}",
            "surnames": f"{chance.choice(_FAMILY)} {chance.choice(_FAMILY)}",
        }
        # A cabin's number has codes for somewhat less than a million cases.
        code = case_code(cabin + number // CODES, number % CODES + 1, bytes(32))
        receipt = f"C{cabin:02d}-{number:07d}"
        state = "saved" if number >= cases.stop - OPEN_DAYS * A_DAY else "resolved"
        commitment = f"{number:043d}"
        people.append(person | {"code": code, "receipt": receipt})
        file = plain | {"code": code, "service": service.code, "state": state, "area": service.area, "opened_at": at}
        file |= {"area_since": at, "committed": day, "promise": day, "told": day}
        document = json.dumps(person, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        kept = (service.code, "e" * 64, service.area, state, day, at, sequence, commitment, receipt, json.dumps(file))
        yield (
            (commitment, bytes(32), document),
            (code, *kept),
            (receipt, code, service.code, session, at, sequence + 1),
            (sequence, f"{person['surnames']} {person['names']}", person["document"]),
        )


def _file(at: datetime) -> CaseFile:
    """What every case's file says alike."""
    return CaseFile(
        code="",
        type="procedure",
        service="",
        edition="e" * 64,
        state=CaseState.SAVED,
        area="",
        area_since=at,
        opened_at=at,
        committed=at.date(),
        promise=at.date(),
        told=at.date(),
    )
