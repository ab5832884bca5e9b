"""Finding while one types: the answer to each letter, among 900 procedures and among a million people.

The procedures are those of Cajamarca's folder sixteen times over, each with a word of its own, read like any folder.
The people are a million rows of cases, invented, in the station's encrypted database; a search is the beginnings of two
names as they are typed, or of an ID card's number. *Against*: LIKE with a word anywhere, over the same texts in a bare
sqlite3 table; and FTS5 of a bare sqlite3 with the same index by beginnings, newest first.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from benchmarks.search import fill
from benchmarks.table import Figure, median_ms, p99_ms, ratio
from benchmarks.workplace import ROOT, open_cabin
from domain.catalog import Municipality, fold, read_municipality, search_procedures
from kiosk_app.services.citizen import FOUND_MAX, People, beginnings

PROCEDURES: Final = 900
PEOPLE: Final = 1_000_000
SHOWN: Final = 8
#: A scan of a million rows takes its time: it is asked less often.
SCANS: Final = 6
_KINDS: Final = (
    "urbana", "rural", "menor", "mayor", "temporal", "definitiva", "urgente", "colectiva",
    "comercial", "industrial", "familiar", "escolar", "vecinal", "patrimonial", "turística", "agraria",
)  # fmt: skip
_ASKED: Final = ("partida de nacimiento urbana", "licencia funcionamiento riesgo", "no adeudo predial rural", "RC-01")
_NAMES: Final = ("quispe rosa", "huaman jose", "vasquez ana", "tantalean wilder", "nahui nusta", "rojas cueva")
_GOAL: Final = "p99 ≤ 100 ms"


def measure(folder: Path) -> list[Figure]:
    return [*_procedures(), *_people(folder)]


def nine_hundred() -> Municipality:
    """A generated folder: each block of procedures.toml again with another code and one more word in its name."""
    folder = ROOT / "municipalities" / "cajamarca"
    texts = {path.name: path.read_text("utf-8") for path in folder.glob("*.toml")}
    head, *blocks = texts["procedures.toml"].split("[[procedure]]")
    made = list(blocks)
    while len(made) < PROCEDURES:
        turn, place = divmod(len(made), len(blocks))
        block = blocks[place].replace('\ncode = "', f'\ncode = "G{turn}-', 1)
        name = block.split('\nname = "', 1)[1].split('"', 1)[0]
        made.append(block.replace(f'"{name}"', f'"{name}, {_KINDS[turn - 1]}"', 1))
    texts["procedures.toml"] = "[[procedure]]".join([head, *made[:PROCEDURES]])
    return read_municipality({name: text.encode() for name, text in texts.items()})


def _procedures() -> list[Figure]:
    municipality = nine_hundred()
    plain = sqlite3.connect(":memory:")
    plain.execute("CREATE TABLE service (code TEXT, words TEXT)")
    plain.execute("CREATE VIRTUAL TABLE found USING fts5(code, words, prefix = '2 3 4')")
    rows = [
        (one.code, fold(" ".join((one.name, one.group, *one.keywords, one.summary)))) for one in municipality.procedures
    ]
    for table in ("service", "found"):
        plain.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)  # noqa: S608 - our own names
    search_procedures(municipality, "a", SHOWN)  # its index is made with the first question
    asked = [text[:length] for text in _ASKED for length in range(1, len(text) + 1)] * 3
    told = f"a letter, {len(municipality.procedures)} procedures"
    return _compared(
        told, asked, lambda text: search_procedures(municipality, text, SHOWN), _like(plain, "service"), _words(plain)
    )


def _people(folder: Path) -> list[Figure]:
    station, counter = open_cabin(folder)
    told = fill(station.store, counter, random.Random(7), cases=PEOPLE, cabin=800, first=-PEOPLE)  # noqa: S311 - a town, not a secret
    plain = sqlite3.connect(folder / "plain.db")
    plain.execute("CREATE TABLE service (code TEXT, words TEXT)")
    plain.execute("CREATE VIRTUAL TABLE found USING fts5(code, words, prefix = '2 3 4')")
    rows = [(one["document"], fold(f"{one['surnames']} {one['names']}")) for one in told]
    for table in ("service", "found"):
        plain.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)  # noqa: S608 - our own names
    plain.commit()
    people = People(counter)
    names = [text[:length] for text in _NAMES for length in range(2, len(text) + 1)] * 3
    cards = [one["document"][:length] for one in told[:: PEOPLE // 20] for length in range(3, 9)]
    begin, first = "a letter of a name, {count:,} people", "the first letter of a name, {count:,} people"
    figures = [
        *_compared(begin.format(count=PEOPLE), names, people.search, _like(plain, "service"), _words(plain)),
        *_compared(first.format(count=PEOPLE), [*"qrtmhvc"], people.search, _like(plain, "service"), _words(plain)),
        *_compared(
            f"a figure of a card, {PEOPLE:,} people", cards, people.search, _like(plain, "service"), _words(plain)
        ),
    ]
    plain.close()
    station.store.close()
    return figures


def _like(plain: sqlite3.Connection, table: str) -> Callable[[str], object]:
    def scan(text: str) -> object:
        words = [f"%{word}%" for word in fold(text).split()]
        where = " AND ".join(["code || ' ' || words LIKE ?"] * len(words)) or "1"
        sql = f"SELECT * FROM {table} WHERE {where} ORDER BY rowid DESC LIMIT {FOUND_MAX}"  # noqa: S608 - our own
        return plain.execute(sql, words).fetchall()

    return scan


def _words(plain: sqlite3.Connection) -> Callable[[str], object]:
    asked = f"SELECT * FROM found WHERE found MATCH ? ORDER BY rowid DESC LIMIT {FOUND_MAX}"  # noqa: S608 - our own
    return lambda text: plain.execute(asked, (beginnings(text),)).fetchall()


def _compared(
    what: str,
    asked: Sequence[str],
    ours: Callable[[str], object],
    scan: Callable[[str], object],
    index: Callable[[str], object],
) -> list[Figure]:
    times: dict[str, list[float]] = {"ours": [], "scan": [], "index": []}
    for turn, text in enumerate(asked):
        times["ours"].append(_timed(ours, text))
        times["index"].append(_timed(index, text))
        if len(asked) < 1000 and (len(asked) <= SCANS or turn % max(1, len(asked) // SCANS) == 0):
            times["scan"].append(_timed(scan, text))
    mine = median_ms(times["ours"])
    return [
        Figure(what, mine, f"LIKE scan {median_ms(times['scan'])}", ratio(times["ours"], times["scan"])),
        Figure("  the same", mine, f"bare FTS5 {median_ms(times['index'])}", ratio(times["ours"], times["index"])),
        Figure("  the same, p99", p99_ms(times["ours"]), f"bare FTS5 {p99_ms(times['index'])}", "", _GOAL),
    ]


def _timed(act: Callable[[str], object], text: str) -> float:
    begin = time.perf_counter()
    act(text)
    return time.perf_counter() - begin
