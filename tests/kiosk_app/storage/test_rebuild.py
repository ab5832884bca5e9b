"""What screens read is nothing but the journals read again: byte for byte, after any day."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest

from domain.errors import Refusal
from kiosk_app.services.citizen import Citizen
from kiosk_app.storage import books_table, personal, projections
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.journal import Draft
from kiosk_app.storage.schema import PROJECTIONS
from tests.kiosk_app.services.desk import ROSA, Desk

ACTS: Final = 45
NAMES: Final = (("José", "Huamán Ñahui"), ("María del Carmen", "Quispe"), ("Ana", "D'Angelo Pérez-Gómez"))


class Day:
    """Acts drawn at random, lawful or not, as a busy counter and a centre mix them."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.random = desk, random.Random(seed)  # noqa: S311 - a day to replay, not a secret
        self.codes: list[str] = []
        self.receipts: list[str] = []
        self.refused: list[str] = []

    def live(self) -> None:
        acts: list[Callable[[], object]] = [
            *[self.charge] * 4, *[self.complain] * 3, self.void, self.copy, self.close, self.open, self.declare,
            self.confirm, self.move, self.grant, self.list_station, self.clock, self.wrong, self.limit,
        ]  # fmt: skip
        # What needs a whole session before it can happen at all, and then anything.
        for act in (self.desk.charge, self.close, self.declare, self.open):
            act()
        for _ in range(ACTS):
            self.desk.clock.advance(self.random.randrange(1, 900))
            try:
                self.random.choice(acts)()
            except Refusal as refusal:
                self.refused.append(refusal.code)

    def citizen(self) -> Citizen:
        names, surnames = self.random.choice(NAMES)
        return Citizen(f"{self.random.randrange(10**8):08d}", names, surnames, "976000000")

    def charge(self) -> None:
        service = self.random.choice(self.desk.counter.municipality.procedures)
        met = tuple(item.code for item in service.requirements if self.random.random() < 0.8)
        tendered = self.desk.procedures.quote(service.code).due + self.desk.counter.money(self.random.randrange(500))
        done = self.desk.charge(service.code, met=met, tendered=tendered, citizen=self.citizen())
        self.codes.append(done.code)
        self.receipts.append(done.receipt or "")

    def complain(self) -> None:
        category = self.random.choice(self.desk.counter.municipality.complaint_categories)
        photos = tuple(Blob("image/jpeg", self.random.randbytes(60)) for _ in range(self.random.randrange(3)))
        anonymous = self.random.random() < 0.4
        done = self.desk.complain(category.code, photos=photos, citizen=None if anonymous else self.citizen())
        self.codes.append(done.code)

    def void(self) -> None:
        self.desk.drawer.void(ROSA, self.random.choice(self.receipts or ["C07-000009"]), "no correspondía")

    def copy(self) -> None:
        self.desk.station.journal.record(
            "rosa", copy_printed(self.random.choice([*self.codes, *self.receipts, "C07/2"]))
        )

    def close(self) -> None:
        self.desk.close_drawer(self.random.choice((0, -50, 120)), "falta vuelto")

    def open(self) -> None:
        self.desk.open_drawer(self.random.randrange(0, 9000, 10))

    def declare(self) -> None:
        self.desk.remittances.declare(ROSA, self.desk.remittances.to_deposit, "BN 00123")

    def confirm(self) -> None:
        for declared in self.desk.remittances.all()[:1]:
            self.hear("remittance_confirmed/1", remittance=declared.name, amount=declared.amount.minor, bank_line="l1")

    def move(self) -> None:
        code = self.random.choice(self.codes or ["0070000018"])
        state = self.random.choice(("received", "in_progress", "resolved", "rejected"))
        self.hear("case_moved/1", case=code, state=state, area="RC", answer="Atendido")

    def grant(self) -> None:
        self.hear("headroom_granted/1", grant=f"H{self.random.randrange(10**6)}", amount=1000)

    def limit(self) -> None:
        """What only the standing remembers."""
        self.hear("operator_admitted/1", operator="marta", role="supervisor", until="2027-03-31")
        grant = f"F{self.random.randrange(10**6)}"
        self.hear("units_granted/1", grant=grant, unit="FOLIO", pool=grant, first=1, last=9)
        used = {"grant": grant, "number": 2, "case": "0070000018"}
        self.desk.station.journal.record("rosa", Draft("unit_used/1", used))

    def list_station(self) -> None:
        key = "A" * 43
        self.hear(
            "station_listed/1", station="C08", number=8, label="Cabina 08", key=key,
            status=self.random.choice(("active", "revoked")),
        )  # fmt: skip

    def clock(self) -> None:
        self.desk.clock.set_wall(self.desk.clock.now() - timedelta(minutes=self.random.randrange(60)))

    def wrong(self) -> None:
        """The centre writes what breaks a rule: kept, not booked."""
        self.hear("receipts_granted/1", grant="R1", series="C07", first=1, last=9)

    def hear(self, kind: str, **body: object) -> None:
        if kind.startswith(("remittance", "headroom")):
            body["currency"] = "PEN"
        refused = self.desk.station.journal.hear([self.desk.centre.write(kind, body, at=self.desk.clock.now())])
        self.refused += [refusal.code for refusal in refused]


def copy_printed(of: str) -> Draft:
    return Draft("copy_printed/1", {"of": of, "copy": 1, "reason": "se perdió"})


def assert_everything_is_the_journals_read_again(desk: Desk) -> str:
    stored, books = projections.dump(desk.station.store), desk.station.journal.books
    loaded = books_table.load(desk.station.store, "C07")
    assert (loaded.balances, loaded.facts) == (books.balances, books.facts)
    desk.station.journal.rebuild()
    assert projections.dump(desk.station.store) == stored
    assert (desk.station.journal.books.balances, desk.station.journal.books.facts) == (books.balances, books.facts)
    verification = desk.verified()
    assert verification.books.balances == books.balances, "the auditor's books, from nothing"
    assert all(finding.journal == "centre" for finding in verification.findings)
    return stored


@pytest.mark.parametrize("seed", range(4))
def test_any_day_reads_the_same_from_its_journals(desk: Desk, seed: int) -> None:
    day = Day(desk, seed)
    day.live()
    stored = assert_everything_is_the_journals_read_again(desk)
    assert len(day.codes) > 8, "a day in which something happened"
    desk.restart()
    assert assert_everything_is_the_journals_read_again(desk) == stored


def test_a_rich_day_fills_every_projection(desk: Desk) -> None:
    """The control of the test above: a table that stays empty is compared with nothing."""
    for seed in range(2):
        Day(desk, seed).live()
    empty = [
        table
        for table in PROJECTIONS
        if desk.station.store.row(f"SELECT 1 FROM {table}") is None  # noqa: S608 - our own
    ]
    assert not empty


def test_what_was_purged_does_not_come_back(desk: Desk) -> None:
    kept, gone = desk.charge(), desk.complain()
    commitment = gone.entries[0].entry.personal
    assert commitment is not None
    with desk.station.store.transaction():
        personal.purge(desk.station.store, commitment)
    assert [row.code for row in desk.cases.search("Huamán")] == [kept.code]
    detail = desk.cases.detail(gone.code)
    assert (detail.row.citizen.full_name, detail.place, detail.description) == ("", "", "")
    assert personal.read(desk.station.store, commitment) == {}
    assert_everything_is_the_journals_read_again(desk)
    assert desk.verified().is_clean, "the journal never held it"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE balance SET amount = amount + 1 WHERE account = 'Assets:Custody:Drawer'",
        "DELETE FROM case_event WHERE what = 'opened'",
        "UPDATE case_words SET person = 'otro'",
        "UPDATE receipt SET due = due - 10",
    ],
)
def test_a_projection_that_was_altered_is_put_right_by_reading_again(desk: Desk, sql: str) -> None:
    """And the control: an alteration does show in the comparison."""
    desk.charge()
    before = projections.dump(desk.station.store)
    with desk.station.store.transaction():
        desk.station.store.execute(sql)
    assert projections.dump(desk.station.store) != before
    desk.station.journal.rebuild()
    assert projections.dump(desk.station.store) == before
