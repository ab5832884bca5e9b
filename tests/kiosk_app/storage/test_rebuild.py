"""What screens read is nothing but the journals read again: byte for byte, after any day."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest

from domain.errors import Refusal
from domain.geography import Spot
from domain.ids import case_code
from domain.journal.entry import read_entry
from domain.journal.kinds import Author
from domain.ledger.bearer import bearer_code, proof_of
from domain.ledger.statements import lawful, statement_of
from kiosk_app.services.citizen import Citizen
from kiosk_app.services.retention import Retention
from kiosk_app.storage import books_table, entries, personal, projections
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.journal import Draft
from kiosk_app.storage.schema import PROJECTIONS
from tests.kiosk_app.services.desk import JOSE, ROSA, Desk
from tests.kiosk_app.services.test_retention import everything_is_at_the_centre

ACTS: Final = 90
NAMES: Final = (("José", "Huamán Ñahui"), ("María del Carmen", "Quispe"), ("Ana", "D'Angelo Pérez-Gómez"))


class Day:
    """Acts drawn at random, lawful or not, as a busy counter and a centre mix them."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.random = desk, random.Random(seed)  # noqa: S311 - a day to replay, not a secret
        self.codes: list[str] = []
        self.receipts: list[str] = []
        self.refused: list[str] = []
        self.names = 0

    def live(self) -> None:
        acts: list[Callable[[], object]] = [
            *[self.charge] * 8, *[self.complain] * 6, self.void, self.copy, self.close, self.open, self.declare,
            self.confirm, self.move, self.grant, self.list_station, self.clock, self.wrong, self.limit, self.appoint,
            self.sell, self.charge_prepaid, self.move_cash, self.refund, self.statement, self.dispute, self.sign,
            self.voucher, self.release, self.elsewhere, self.elsewhere,
            *[self.announce] * 2,
        ]  # fmt: skip
        # What needs a whole session before it can happen at all, and then anything.
        if self.desk.drawer.current() is None:
            self.open()
        self.receipts.append(self.desk.charge().receipt or "")
        for act in (self.move_to_safe, self.close, self.declare, self.open, self.sell, self.refund):
            act()
        self.elsewhere()
        self.announce()
        self.statement(wrong=0)
        self.desk.statements.dispute(ROSA, self.desk.statements.all()[0].name, 1, "no es mío")
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
        place: dict[str, Any] = {}
        if self.random.random() < 0.7:
            plates = self.random.sample(range(6), self.random.randrange(3))
            place = {"assets": tuple(f"L-{plate}" for plate in plates), "spot": Spot(-7.16, -78.51)}
            near = self.desk.complaints.similar.of(category.code, place["assets"], place["spot"])
            place["joins"] = self.random.choice([*(one.complaint.code for one in near), ""])
        citizen = None if anonymous else self.citizen()
        done = self.desk.complain(category.code, photos=photos, citizen=citizen, **place)
        self.codes.append(done.code)

    def elsewhere(self) -> None:
        """Complaints that other counters took."""
        line = {
            "case": case_code(8, self.random.randrange(1, 5), bytes(32)),
            "service": "AL-01",
            "assets": [f"L-{self.random.randrange(6)}"],
            "spot": [-71600, -785100],
            "promise": "2026-12-01",
            "neighbours": self.random.randrange(1, 4),
            "open": self.random.random() < 0.8,
        }
        self.hear("complaints_listed/1", listed=[line], through=1)

    def announce(self) -> None:
        """The centre says something, takes it back, or one who serves here has read it."""
        code = f"A{self.random.randrange(1, 5)}"
        way = self.random.randrange(3)
        if way == 0:
            days = {"from": "2026-11-20", "until": "2026-11-27"}
            marks = {"must_read": self.random.random() < 0.5, "citizens": self.random.random() < 0.5}
            text = {"title": f"Aviso {self.random.randrange(9)}", "paragraphs": ["Cambia el horario."]}
            self.hear("announcement_made/1", announcement=code, **text, **days, **marks)
        elif way == 1:
            self.hear("announcement_withdrawn/1", announcement=code)
        else:
            self.desk.station.journal.record("rosa", Draft("announcement_read/1", {"announcement": code}))

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

    def sell(self) -> None:
        self.desk.prepaid.sell(ROSA, self.random.choice(self.desk.prepaid.amounts()))

    def charge_prepaid(self) -> None:
        if not self.desk.hand.codes:
            self.sell()
        tendered = self.desk.counter.money(self.random.randrange(1500))
        done = self.desk.charge(prepaid=self.random.choice(self.desk.hand.codes), tendered=tendered)
        self.receipts.append(done.receipt or "")

    def move_cash(self) -> None:
        way = self.random.choice(("float_in", "float_out", "to_safe", "from_safe"))
        self.desk.drawer.move_cash(ROSA, way, self.desk.counter.money(self.random.randrange(1, 3000)), "sencillo")

    def move_to_safe(self) -> None:
        self.desk.drawer.move_cash(ROSA, "to_safe", self.desk.counter.money(10), "guardar")

    def refund(self) -> None:
        """Of any receipt, lawful or not; paid at once or never."""
        books, number = self.desk.station.journal.books, self.random.choice(self.receipts or ["C07-000009"])
        receipt = books.closed_receipt(number)
        amount, owed = (0, 0) if receipt is None else (receipt.due + receipt.paid, books.debt_after_refund(receipt))
        refund = self.next_name("RF")
        self.hear(
            "refund_approved/1", refund=refund, receipt=number, ground="agent_error", amount=amount, owed=owed,
            resolution="RG-7",
        )  # fmt: skip
        if self.random.random() < 0.5:
            self.hear("refund_paid/1", refund=refund, amount=amount, currency="PEN", reference="L-3", source="treasury")

    def statement(self, wrong: float = 0.2) -> None:
        """What the station itself would compute; now and then something else."""
        name, through = self.next_name("E"), self.desk.length
        own = (read_entry(signed) for signed in entries.read(self.desk.station.store, Author.STATION))
        heard = (read_entry(signed) for signed in entries.read(self.desk.station.store, Author.CENTRE))
        issued = self.desk.station.journal.books.facts.standing.statements.values()
        found = statement_of(lawful("C07", own, heard), max((held.through for held in issued), default=0), through)
        self.hear(
            "statement_issued/1", statement=name, through=through, lines=len(found.lines), fees=found.fees,
            commission=found.commission, hash=found.hash if self.random.random() >= wrong else "A" * 43, currency="PEN",
        )  # fmt: skip

    def dispute(self) -> None:
        for issued in self.desk.statements.all()[:1]:
            self.desk.statements.dispute(ROSA, issued.name, self.random.randrange(1, 9), "no es mío")
            if self.random.random() < 0.5:
                self.hear(
                    "dispute_resolved/1", statement=issued.name, line=self.random.randrange(1, 9), outcome="upheld",
                    adjustment=400, currency="PEN", words="se reconoce",
                )  # fmt: skip

    def sign(self) -> None:
        for issued in self.desk.statements.all()[:1]:
            self.desk.statements.sign(ROSA, issued.name)

    def voucher(self) -> None:
        grant, code = self.next_name("V"), bearer_code(self.random.randbytes(8))
        proofs = [proof_of("C07", grant, each) for each in (code, bearer_code(self.random.randbytes(8)))]
        self.hear("vouchers_granted/1", grant=grant, amount=1000, currency="PEN", proofs=proofs)
        self.desk.vouchers.redeem(ROSA, code)

    def release(self) -> None:
        """The tail of the newest grant: the day must go on."""
        held = self.desk.grants.unused()[-1]
        body = {"grant": held.grant, "first": max(held.first, held.last - 1), "last": held.last}
        self.desk.station.journal.record("rosa", Draft("numbers_released/1", body))

    def next_name(self, what: str) -> str:
        self.names += 1
        return f"{what}-{self.desk.station.journal.heard}-{self.names}"

    def limit(self) -> None:
        """What only the standing remembers."""
        self.hear("operator_admitted/1", operator="marta", role="supervisor", until="2027-03-31")
        grant = f"F{self.random.randrange(10**6)}"
        self.hear("units_granted/1", grant=grant, unit="FOLIO", pool=grant, first=1, last=9)
        used = {"grant": grant, "number": 2, "case": "0070000018"}
        self.desk.station.journal.record("rosa", Draft("unit_used/1", used))

    def appoint(self) -> None:
        """Hours of a day are granted; one is given, another instead of it, and sometimes none after all."""
        grant, day = f"S{self.random.randrange(10**6)}", f"2027-{self.random.randint(1, 12):02d}-11"
        body = {"pool": grant, "service": "MATRIM", "office": "PALACIO", "day": day, "start": "08:00", "minutes": 30}
        self.hear("slots_granted/1", grant=grant, first=1, last=4, **body)
        free = self.desk.appointments.free("MATRIM")
        if len(free) < 2:
            return
        code = self.desk.appointments.book(ROSA, free[0], JOSE).row.appointment.code
        self.desk.appointments.move(ROSA, code, free[1])
        if self.random.random() < 0.5:
            self.desk.appointments.cancel(ROSA, code)

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
        written = self.desk.centre.write(kind, body, seen=self.desk.length, at=self.desk.clock.now())
        refused = self.desk.station.journal.hear([written])
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
    gone = desk.complain()
    commitment = gone.entries[0].entry.personal
    assert commitment is not None
    everything_is_at_the_centre(desk)
    desk.clock.advance(40 * 24 * 3600)
    kept = desk.charge()
    Retention(desk.counter).forget_due()
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
