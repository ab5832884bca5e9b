"""What the journals say of each case, kept so that nobody reads them again, and what counters asked of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select

from central.store.engine import Transaction
from central.store.schema import case_file, case_life, case_request


def of(tx: Transaction, codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Documents of those of the codes that have one."""
    where = and_(case_life.c.municipality == tx.municipality, case_life.c.code.in_(list(codes)))
    rows = tx.connection.execute(select(case_life.c.code, case_life.c.document).where(where))
    return {row.code: json.loads(row.document) for row in rows}


def all_of(tx: Transaction) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Every case that its station was told of, by code; None for one without a document."""
    joined = case_file.outerjoin(
        case_life, and_(case_life.c.municipality == case_file.c.municipality, case_life.c.code == case_file.c.code)
    )
    query = select(case_file.c.code, case_life.c.document).select_from(joined)
    query = query.where(case_file.c.municipality == tx.municipality).order_by(case_file.c.code)
    for row in tx.connection.execute(query):
        yield row.code, None if row.document is None else json.loads(row.document)


def add(tx: Transaction, lives: Mapping[str, Mapping[str, Any]]) -> None:
    if lives:
        rows = [
            {"municipality": tx.municipality, "code": code, "document": json.dumps(life, ensure_ascii=False)}
            for code, life in lives.items()
        ]
        tx.connection.execute(case_life.insert(), rows)


def put(tx: Transaction, code: str, life: Mapping[str, Any]) -> None:
    where = and_(case_life.c.municipality == tx.municipality, case_life.c.code == code)
    document = json.dumps(life, ensure_ascii=False)
    if tx.connection.execute(case_life.update().where(where).values(document=document)).rowcount == 0:
        add(tx, {code: life})


@dataclass(frozen=True, slots=True)
class Asked:
    """An entry of a counter about a case, by its place in that counter's journal."""

    station: str
    epoch: int
    sequence: int
    code: str


def ask(tx: Transaction, asked: Iterable[Asked]) -> None:
    rows = [
        {
            "municipality": tx.municipality,
            "station": one.station,
            "epoch": one.epoch,
            "sequence": one.sequence,
            "code": one.code,
            "settled": 0,
        }
        for one in asked
    ]
    if rows:
        tx.connection.execute(case_request.insert(), rows)


def waiting(tx: Transaction, origin: str | None = None) -> list[Asked]:
    """Not answered yet, of cases that are here and were announced; only those that `origin` opened, if it is given.

    In the order of each journal.
    """
    joined = case_request.join(
        case_file,
        and_(case_file.c.municipality == case_request.c.municipality, case_file.c.code == case_request.c.code),
    )
    columns = case_request.c
    query = select(columns.station, columns.epoch, columns.sequence, columns.code).select_from(joined)
    query = query.where(columns.municipality == tx.municipality, columns.settled == 0, case_file.c.announced == 1)
    if origin is not None:
        query = query.where(case_file.c.station == origin)
    query = query.order_by(columns.station, columns.epoch, columns.sequence)
    return [Asked(row.station, row.epoch, row.sequence, row.code) for row in tx.connection.execute(query)]


def about(tx: Transaction, code: str) -> list[Asked]:
    """Everything that counters asked of one case."""
    columns = case_request.c
    query = select(columns.station, columns.epoch, columns.sequence, columns.code)
    query = query.where(columns.municipality == tx.municipality, columns.code == code)
    query = query.order_by(columns.station, columns.epoch, columns.sequence)
    return [Asked(row.station, row.epoch, row.sequence, row.code) for row in tx.connection.execute(query)]


def settle(tx: Transaction, asked: Asked) -> None:
    columns = case_request.c
    where = and_(
        columns.municipality == tx.municipality,
        columns.station == asked.station,
        columns.epoch == asked.epoch,
        columns.sequence == asked.sequence,
    )
    tx.connection.execute(case_request.update().where(where).values(settled=1))
