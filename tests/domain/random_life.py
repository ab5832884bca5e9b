"""A station's life from a seed: whatever the rules allow, over many days, in any currency."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from domain.errors import Refusal
from domain.journal.entry import Entry, SignedEntry
from domain.journal.file import JournalFile
from domain.ledger import accounts
from domain.ledger.books import Books
from domain.ledger.days import StationEntries
from tests.domain.kit import CENTRE_KEY, START, STATION, STATION_KEY, Desk

#: Lawful codes of a municipality's folder: a capital, a small letter, a point, a digit first.
SERVICES: Final = ("UR-04", "rc.01", "7-LF", "X.y-Z")


@dataclass(slots=True)
class LongDesk(Desk):
    """A desk of `station` whose clock moves: each act is at `now`, in `currency`."""

    station: str = STATION
    now: datetime = START
    currency: str = "PEN"
    refused: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.books = Books(self.station)

    def tried(self, author: str, kind: str, **changed: Any) -> bool:
        """A rule may say no, and then nothing is written."""
        self.now += timedelta(minutes=1)
        write = self.act if author == "station" else self.grant
        try:
            write(kind, **changed)
        except Refusal as refusal:
            self.refused[refusal.code] = self.refused.get(refusal.code, 0) + 1
            return False
        return True

    def _next(self, journal: list[SignedEntry], seen: int, kind: str, changed: dict[str, object]) -> Entry:  # type: ignore[override]
        told = Desk._next(journal, seen, kind, changed)
        body = told.body | ({"currency": self.currency} if "currency" in told.body else {})
        return replace(told, station=self.station, at=self.now, body=body)

    def file(self) -> JournalFile:
        return JournalFile(
            municipality="cajamarca",
            station=self.station,
            station_key=STATION_KEY.public_key,
            centre_key=CENTRE_KEY.public_key,
            own=[found.signed for found in self.own],
            outbound=[found.signed for found in self.outbound],
        )

    def entries(self) -> StationEntries:
        return StationEntries(self.station, self.in_order())


def lived(seed: int, days: int, *, currency: str = "PEN", station: str = STATION) -> LongDesk:
    """`days` days of fees, voids, counts with differences, deposits short at the bank, and commission paid."""
    rng = random.Random(seed)  # noqa: S311 - a life that can be told again
    desk = LongDesk(currency=currency, station=station)
    desk.tried("centre", "guarantee_deposited/1", amount=60_000)
    desk.tried("centre", "receipts_granted/1", first=1, last=40 * days)
    desk.tried("centre", "headroom_granted/1", amount=60_000)
    for number in range(1, days + 1):
        desk.now = START + timedelta(days=number + number // 5)
        _day(desk, rng, number)
    return desk


def _day(desk: LongDesk, rng: random.Random, number: int) -> None:
    desk.tried("station", "session_opened/1", session=number, float=rng.choice((0, 500, 2000)))
    for _customer in range(rng.randint(0, 14)):
        _collect(desk, rng)
        if rng.random() < 0.1 and desk.books.facts.receipts:
            receipt = rng.choice(sorted(desk.books.facts.receipts))
            desk.tried("station", "fee_voided/1", receipt=receipt, reason="=el vecino desistió")
    cash = max(0, desk.books.expected_cash() + rng.choice((0, 0, 0, -40, 50)))
    desk.tried("station", "drawer_counted/1", session=number, counted=cash, pieces={"1": cash})
    expected = desk.books.expected_cash()
    told = {} if cash == expected else {"explanation": "-di vuelto de más"}
    desk.tried("station", "session_closed/1", session=number, z=number, expected=expected, counted=cash, **told)
    held = desk.books.balance(accounts.SAFE, desk.currency)
    name = f"DEP-{number}"
    if held and rng.random() < 0.7:
        desk.tried("station", "remittance_declared/1", remittance=name, amount=held, voucher="+0042")
        banked = max(1, held - rng.choice((0, 0, 20)))
        desk.tried("centre", "remittance_confirmed/1", remittance=name, amount=banked, bank_line=f"@{number}")
    if rng.random() < 0.3:
        desk.tried("centre", "commission_settled/1", amount=rng.choice((400, 1200)))


def _collect(desk: LongDesk, rng: random.Random) -> None:
    fee, mode = rng.choice((0, 1236, 1530, 4200)), rng.choice(("settled", "retained", "surcharge"))
    asked = fee + (400 if mode == "surcharge" else 0)
    due = asked - asked % 10
    try:
        receipt, _grant = desk.books.next_receipt()
    except Refusal:
        return
    desk.tried(
        "station",
        "fee_collected/1",
        service=rng.choice(SERVICES),
        receipt=receipt,
        fee=fee,
        due=due,
        tendered=due,
        commission=400,
        mode=mode,
    )
