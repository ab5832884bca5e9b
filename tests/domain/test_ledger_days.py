"""Random days at a counter: after every act, allowed or refused, the books must be whole (docs/LEDGER.md, 6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.errors import Refusal
from domain.ledger import accounts
from domain.ledger.books import Books, trial_balance
from domain.ledger.reconciliation import reconcile
from tests.domain.kit import Desk, refusal_of

FEES = (0, 1236, 1530, 4200, 9060)
COIN = 10


@dataclass(slots=True)
class Remembered:
    """What a person with a notebook would have written down: nothing here asks the books."""

    live: dict[str, int] = field(default_factory=dict)
    voided: set[str] = field(default_factory=set)
    granted: int = 0
    headroom: int = 0
    declared: dict[str, int] = field(default_factory=dict)
    confirmed: dict[str, int] = field(default_factory=dict)
    earned: int = 0
    settled: int = 0
    drawer: int = 0
    safe: int = 0
    short: int = 0


class Days(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.notes = Remembered()
        self.open_receipts: list[tuple[str, int, int]] = []

    @property
    def books(self) -> Books:
        return self.desk.books

    def tried(self, act: Callable[[], object]) -> bool:
        """A rule may say no; nothing else may happen."""
        before = (dict(self.books.balances), self.books.facts)
        try:
            act()
        except Refusal:
            assert (self.books.balances, self.books.facts) == before
            return False
        return True

    @initialize(poor=st.booleans())
    def begin(self, *, poor: bool) -> None:
        """Most days begin with something to work with."""
        if not poor:
            self.grant_receipts(count=6)
            self.grant_headroom(amount=20_000)

    @rule(count=st.integers(1, 6))
    def grant_receipts(self, count: int) -> None:
        first = self.notes.granted + 1
        name = f"R{len(self.desk.outbound) + 1}"
        if self.tried(lambda: self.desk.grant("receipts_granted/1", grant=name, first=first, last=first + count - 1)):
            self.notes.granted += count

    @rule(amount=st.integers(1, 20_000))
    def grant_headroom(self, amount: int) -> None:
        name = f"H{len(self.desk.outbound) + 1}"
        assert self.tried(lambda: self.desk.grant("headroom_granted/1", grant=name, amount=amount))
        self.notes.headroom += amount

    @rule(amount=st.integers(1, 40_000))
    def deposit_guarantee(self, amount: int) -> None:
        assert self.tried(lambda: self.desk.grant("guarantee_deposited/1", amount=amount))

    @rule(float_minor=st.integers(0, 50).map(lambda coins: coins * COIN), skip=st.booleans())
    def open_drawer(self, float_minor: int, *, skip: bool) -> None:
        number = self.books.facts.last_session + 1 + skip
        was_open = self.books.facts.session is not None
        opened = self.tried(lambda: self.desk.act("session_opened/1", session=number, float=float_minor))
        assert opened == (not was_open and not skip)

    @rule(
        fee=st.sampled_from(FEES),
        commission=st.sampled_from((0, 400)),
        mode=st.sampled_from(("settled", "retained", "surcharge")),
        late=st.booleans(),
    )
    def collect(self, fee: int, commission: int, mode: str, *, late: bool) -> None:
        asked = fee + (commission if mode == "surcharge" else 0)
        due = asked - asked % COIN
        turn = len(self.notes.live) + len(self.notes.voided) + 1 + (late and fee == 0)
        number = f"A07-{turn:06d}"
        exposure = self.books.exposure("PEN")
        done = self.tried(
            lambda: self.desk.act(
                "fee_collected/1",
                service=f"S-{fee}",
                receipt=number,
                fee=fee,
                due=due,
                tendered=due,
                commission=commission,
                mode=mode,
            )
        )
        if not done:
            return
        assert due == 0 or exposure + due <= self.notes.headroom, "I4"
        assert number not in self.notes.live, "I10"
        assert number not in self.notes.voided, "I10"
        self.notes.live[number] = fee
        self.notes.earned += commission
        self.notes.drawer += due
        self.open_receipts.append((number, due, commission))

    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        known = [*self.notes.live, *self.notes.voided, "A07-000999"]
        number = data.draw(st.sampled_from(known))
        if not self.tried(lambda: self.desk.act("fee_voided/1", receipt=number)):
            return
        assert number not in self.notes.voided, "I10"
        due, commission = next((due, paid) for name, due, paid in self.open_receipts if name == number)
        self.write_off(number, due, commission)

    def void_receipt(self, number: str, due: int, commission: int) -> None:
        if self.tried(lambda: self.desk.act("fee_voided/1", receipt=number)):
            self.write_off(number, due, commission)

    def write_off(self, number: str, due: int, commission: int) -> None:
        del self.notes.live[number]
        self.notes.voided.add(number)
        self.notes.drawer -= due
        self.notes.earned -= commission

    @rule(off=st.sampled_from((0, 0, 0, -10, -40, -2_000, 50)))
    def count(self, off: int) -> None:
        session = self.books.facts.session
        if session is None:
            return
        cash = max(0, self.notes.drawer + session.float_minor + off)
        self.tried(
            lambda: self.desk.act("drawer_counted/1", session=session.number, counted=cash, pieces={"10": cash // 10})
        )

    @rule(explained=st.booleans())
    def close(self, *, explained: bool) -> None:
        session = self.books.facts.session
        if session is None:
            assert refusal_of(self.books.expected_cash) == "drawer_not_open"
            return
        expected = self.books.expected_cash()
        assert expected == self.notes.drawer + session.float_minor
        found = expected if session.counted is None else session.counted
        closed = self.tried(
            lambda: self.desk.act(
                "session_closed/1",
                session=session.number,
                z=self.books.facts.last_z + 1,
                expected=expected,
                counted=found,
                explanation="x" if explained else None,
            )
        )
        if not closed:
            return
        assert found == expected or explained
        assert self.books.balance(accounts.DRAWER, "PEN") == 0, "I6"
        owed = min(max(0, expected - found), self.notes.drawer)
        self.notes.safe += self.notes.drawer - owed + max(0, found - expected)
        self.notes.short += owed
        self.notes.drawer = 0
        self.open_receipts.clear()

    @rule(amount=st.integers(0, 6_000), again=st.booleans())
    def declare(self, amount: int, *, again: bool) -> None:
        name = f"DEP-{len(self.notes.declared) + (0 if again else 1)}"
        if self.tried(lambda: self.desk.act("remittance_declared/1", remittance=name, amount=amount)):
            assert name not in self.notes.declared
            self.notes.declared[name] = amount
            self.notes.confirmed[name] = 0
            self.notes.safe -= amount

    @rule(data=st.data(), amount=st.integers(1, 6_000))
    def confirm(self, data: st.DataObject, amount: int) -> None:
        name = data.draw(st.sampled_from([*self.notes.declared, "DEP-none"]))
        currency = data.draw(st.sampled_from(("PEN", "PEN", "PEN", "USD")))
        if self.tried(
            lambda: self.desk.grant("remittance_confirmed/1", remittance=name, amount=amount, currency=currency)
        ):
            self.notes.confirmed[name] += amount
            assert currency == "PEN"

    @rule(amount=st.integers(1, 4_000))
    def settle(self, amount: int) -> None:
        if self.tried(lambda: self.desk.grant("commission_settled/1", amount=amount)):
            self.notes.settled += amount

    @rule(
        fees=st.lists(st.sampled_from(FEES), min_size=1, max_size=8),
        mode=st.sampled_from(("settled", "retained", "surcharge")),
        off=st.sampled_from((0, 0, -40, 50)),
        missing=st.sampled_from((0, 0, 20)),
        void_first=st.booleans(),
        settle=st.booleans(),
    )
    def ordinary_day(
        self, fees: list[int], mode: str, off: int, missing: int, *, void_first: bool, settle: bool
    ) -> None:
        """The acts above in their usual order, so that long lives are common and not an accident."""
        self.grant_receipts(count=6)
        self.open_drawer(float_minor=500, skip=False)
        for fee in fees:
            self.collect(fee=fee, commission=400, mode=mode, late=False)
        if settle:
            # All that is owed, though the last receipts can still be voided: then a rule must say no.
            self.settle(amount=max(1, self.notes.earned - self.notes.settled))
        if void_first and self.open_receipts:
            number, due, commission = self.open_receipts[0]
            if number in self.notes.live:
                self.void_receipt(number, due, commission)
        self.count(off=off)
        self.settle(amount=400 * len(fees))
        self.close(explained=True)
        deposited = self.notes.safe
        self.declare(amount=deposited, again=False)
        name = f"DEP-{len(self.notes.declared)}"
        if deposited > missing and self.tried(
            lambda: self.desk.grant("remittance_confirmed/1", remittance=name, amount=deposited - missing)
        ):
            self.notes.confirmed[name] += deposited - missing

    @invariant()
    def every_commodity_adds_up_to_zero(self) -> None:
        assert set(trial_balance(self.books).values()) <= {0}, "I7"

    @invariant()
    def nothing_is_below_its_nature(self) -> None:
        for (account, commodity), amount in self.books.balances.items():
            if accounts.is_debit_natured(account):
                assert amount >= 0, f"I2 {account} {commodity}"
            elif not account.startswith("Equity:Used:"):
                assert amount <= 0, f"I3 {account} {commodity}"

    @invariant()
    def receipts_are_all_accounted_for(self) -> None:
        issued = len(self.notes.live) + len(self.notes.voided)
        assert self.books.balance(accounts.RECEIPTS_USED, accounts.RECEIPT) == issued, "I8"
        assert self.books.balance(accounts.RECEIPTS_HELD, accounts.RECEIPT) == self.notes.granted - issued, "I8"
        assert self.books.receipts_left == self.notes.granted - issued, "I8"

    @invariant()
    def income_is_the_fees_of_live_receipts(self) -> None:
        for fee in FEES:
            live = sum(amount for amount in self.notes.live.values() if amount == fee)
            assert -self.books.balance(accounts.fees_of(f"S-{fee}"), "PEN") == live, "I9"

    @invariant()
    def deposits_are_confirmed_at_most_once_over(self) -> None:
        declared, confirmed = self.notes.declared, self.notes.confirmed
        assert all(confirmed[name] <= declared[name] for name in declared), "I12"
        pending = sum(declared.values()) - sum(confirmed.values())
        assert self.books.balance(accounts.IN_TRANSIT, "PEN") == pending

    @invariant()
    def money_is_where_the_notebook_says(self) -> None:
        notes, books = self.notes, self.books
        assert books.balance(accounts.DRAWER, "PEN") == notes.drawer
        assert books.balance(accounts.SAFE, "PEN") == notes.safe
        assert books.balance(accounts.AGENT_OWES, "PEN") == notes.short
        assert -books.balance(accounts.COMMISSION_DUE, "PEN") == notes.earned - notes.settled
        assert books.headroom == notes.headroom

    def teardown(self) -> None:
        """I11, I13: the signed journals, read from nothing, prove the same books, and the auditor's figures agree."""
        proven = self.desk.verified()
        assert proven.is_clean, [str(finding) for finding in proven.findings]
        assert (proven.books.balances, proven.books.facts) == (self.books.balances, self.books.facts)
        figures = reconcile(proven, "PEN", UTC)
        assert figures.is_sound, [pair for pair in figures.agreements if not pair.holds]


SETTINGS = settings(
    max_examples=120,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

TestDays = Days.TestCase
TestDays.settings = SETTINGS


def test_the_days_would_notice_a_fee_booked_twice() -> None:
    """The negative control: a notebook and books that differ by one posting are told apart at once."""
    days = Days()
    days.grant_receipts(count=6)
    days.grant_headroom(amount=20_000)
    days.open_drawer(float_minor=0, skip=False)
    days.collect(fee=1530, commission=400, mode="settled", late=False)
    days.money_is_where_the_notebook_says()
    days.books.balances[accounts.DRAWER, "PEN"] += 1530
    for check in (days.every_commodity_adds_up_to_zero, days.money_is_where_the_notebook_says):
        with pytest.raises(AssertionError):
            check()
    with pytest.raises(AssertionError):
        days.teardown()
