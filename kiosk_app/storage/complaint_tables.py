"""Where complaints are: this station's own, and those of others that the centre told of."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from domain.geography import OpenComplaint, plain_plate
from domain.geography.spot import from_coarse
from kiosk_app.storage.applied import Applied, Projection
from kiosk_app.storage.connection import Store

#: As the indexes of service_case say it, so that they are used.
_OPEN: Final = "service_case.state NOT IN ('resolved', 'rejected', 'closed', 'not_presented')"
_OWN: Final = f"""
SELECT complaint_place.*, service_case.promise AS promise, service_case.sequence AS opened
FROM complaint_place JOIN service_case USING (code)
WHERE complaint_place.joins IS NULL AND {_OPEN}
"""  # noqa: S608 - our own words
_HEARD: Final = "SELECT * FROM heard_complaint WHERE true"
_FOUND_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of ten-thousandths of a degree."""

    south: int
    west: int
    north: int
    east: int


def near(store: Store, assets: Collection[str], window: Window | None, acknowledged: int) -> list[OpenComplaint]:
    """Open complaints with one of the plates, or with a spot in the window; one that joined another is not one itself.

    `acknowledged` is the station's last entry that the centre has signed for.
    """
    plates = [plain_plate(code) for code in assets]
    condition, values = _condition("complaint_asset", plates, window)
    own = store.rows(f"{_OWN} AND ({condition}) ORDER BY opened DESC LIMIT {_FOUND_MAX}", values)
    condition, values = _condition("heard_asset", plates, window)
    heard = store.rows(f"{_HEARD} AND ({condition}) LIMIT {_FOUND_MAX}", values)
    mine = [
        _complaint(row, neighbours(store, row["code"]), here=True, sent=row["opened"] <= acknowledged) for row in own
    ]
    known = {one.code for one in mine}
    # What joined here is in the centre's count only once the centre has it.
    told = [
        _complaint(row, row["neighbours"] + _unsent(store, row["code"], acknowledged), here=False, sent=True)
        for row in heard
        if row["code"] not in known
    ]
    return mine + told


def joined(store: Store, code: str) -> str:
    """The complaint that this one is a neighbour in, or nothing."""
    row = store.row("SELECT joins FROM complaint_place WHERE code = ?", (code,))
    return "" if row is None else row["joins"] or ""


def neighbours(store: Store, code: str) -> int:
    """How many people are in a complaint, with the one who made it."""
    heard = store.row("SELECT neighbours FROM heard_complaint WHERE code = ?", (code,))
    return _neighbours(store, code) if heard is None else max(heard["neighbours"], _neighbours(store, code))


def assets_of(store: Store, code: str) -> tuple[str, ...]:
    row = store.row("SELECT assets FROM complaint_place WHERE code = ?", (code,))
    return () if row is None else tuple(json.loads(row["assets"]))


def _condition(table: str, plates: Sequence[str], window: Window | None) -> tuple[str, list[Any]]:
    conditions, values = ["false"], list[Any]()
    if plates:
        marks = ", ".join("?" * len(plates))
        conditions.append(f"code IN (SELECT code FROM {table} WHERE asset IN ({marks}))")  # noqa: S608 - marks
        values += plates
    if window is not None:
        conditions.append("latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?")
        values += [window.south, window.north, window.west, window.east]
    return " OR ".join(conditions), values


def _complaint(row: Any, people: int, *, here: bool, sent: bool) -> OpenComplaint:
    return OpenComplaint(
        code=row["code"],
        service=row["service"],
        assets=frozenset(json.loads(row["assets"])),
        spot=None if row["latitude"] is None else from_coarse((row["latitude"], row["longitude"])),
        promise=date.fromisoformat(row["promise"]),
        neighbours=people,
        here=here,
        sent=sent,
    )


def _neighbours(store: Store, code: str) -> int:
    row = store.row("SELECT count(*) FROM complaint_place WHERE joins = ?", (code,))
    assert row is not None, "an aggregate always has a row"
    return 1 + int(row[0])


def _unsent(store: Store, code: str, acknowledged: int) -> int:
    row = store.row("SELECT count(*) FROM complaint_place WHERE joins = ? AND sequence > ?", (code, acknowledged))
    assert row is not None, "an aggregate always has a row"
    return int(row[0])


def _complaint_placed(store: Store, applied: Applied) -> None:
    """The last one of a case is where it is."""
    body = applied.body
    spot = body.get("spot") or (None, None)
    assets = body.get("assets", [])
    store.execute("DELETE FROM complaint_asset WHERE code = ?", (body["case"],))
    store.execute(
        "INSERT INTO complaint_place (code, service, assets, latitude, longitude, joins, sequence)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET service = excluded.service,"
        " assets = excluded.assets, latitude = excluded.latitude, longitude = excluded.longitude,"
        " joins = excluded.joins, sequence = excluded.sequence",
        (body["case"], body["service"], json.dumps(assets), *spot, body.get("joins"), applied.sequence),
    )
    for plate in dict.fromkeys(plain_plate(code) for code in assets):
        store.execute("INSERT INTO complaint_asset (asset, code) VALUES (?, ?)", (plate, body["case"]))


def _complaints_listed(store: Store, applied: Applied) -> None:
    """What other stations took: each line replaces what was heard of that complaint before, and a closed one leaves."""
    for line in applied.body["listed"]:
        code = line["case"]
        store.execute("DELETE FROM heard_complaint WHERE code = ?", (code,))
        store.execute("DELETE FROM heard_asset WHERE code = ?", (code,))
        if not line["open"]:
            continue
        assets = line.get("assets", [])
        spot = line.get("spot") or (None, None)
        store.execute(
            "INSERT INTO heard_complaint (code, service, assets, latitude, longitude, promise, neighbours)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (code, line["service"], json.dumps(assets), *spot, line["promise"], line["neighbours"]),
        )
        for plate in dict.fromkeys(plain_plate(asset) for asset in assets):
            store.execute("INSERT INTO heard_asset (asset, code) VALUES (?, ?)", (plate, code))


COMPLAINTS: Final[dict[str, Projection]] = {
    "complaint_placed/1": _complaint_placed,
    "complaints_listed/1": _complaints_listed,
}
