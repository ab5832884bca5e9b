"""A hundred thousand entries of random lives: every invariant after each, and the two journals prove the same books."""

from __future__ import annotations

import pytest

from domain.errors import Refusal
from domain.journal.kinds import KINDS
from domain.ledger import accounts
from domain.ledger.books import Books
from tests.domain.lives import CURRENCY, Life

LIVES = 10
ACTS = 34_000


@pytest.fixture(scope="module", params=range(LIVES))
def life(request: pytest.FixtureRequest) -> Life:
    found = Life(request.param, keep_entries=True)
    found.live(ACTS)
    return found


def test_every_invariant_holds_after_every_entry_of_a_long_life(life: Life) -> None:
    """The checks run inside `Life.book`; here it is proved that the life was worth checking."""
    assert life.booked > 10_000, "ten of these are a hundred thousand entries"
    posting = {kind for kind in KINDS if kind.partition("/")[0] not in UNPOSTED}
    assert posting - life.kinds.keys() <= {"guarantee_returned/1", "fee_voided/1"}, "every kind of money happened"
    assert sum(life.refused.values()) > 1000, "and rules said no"
    assert len(life.refused) > 30


#: Kinds that no rule knows.
UNPOSTED = {
    "journal_started", "operator_signed_in", "case_opened", "slip_issued", "copy_printed", "clock_stepped",
    "key_rotated", "outbound_started", "station_listed", "stations_listed", "rotation_asked", "case_moved",
    "complaint_placed", "complaints_listed",
    "case_completed", "reopening_asked", "citizen_told", "case_observed", "case_resumed", "case_step_taken",
    "promise_moved", "appointment_opened", "announcement_made", "announcement_withdrawn", "announcement_read",
    "information_given",
}  # fmt: skip


def test_replaying_a_life_gives_the_same_books(life: Life) -> None:
    again = Books(life.books.station)
    for entry in life.entries:
        again.book(entry)
    assert (again.balances, again.facts) == (life.books.balances, life.books.facts)
    assert [dict(shelf) for shelf in again.facts.closed] == [dict(shelf) for shelf in life.books.facts.closed]


class Forgetful(Books):
    """Books for which declared money is gone: the mistake that turns a false voucher into credit."""

    def exposure(self, currency: str) -> int:
        return super().exposure(currency) - self.balance(accounts.IN_TRANSIT, currency)


class Generous(Books):
    """Books that count a voucher's headroom before its code was said."""

    @property
    def headroom(self) -> int:
        return super().headroom + self.balance(accounts.VOUCHERS_HELD, accounts.HEADROOM)


class Doubling(Books):
    """Books that hand the same number out again after a void."""

    def next_receipt(self) -> tuple[str, str]:
        voided = next((receipt for receipt in self.facts.receipts.values() if receipt.voided), None)
        return super().next_receipt() if voided is None else (voided.number, "R-0")


@pytest.mark.parametrize("wrong", [Forgetful, Generous, Doubling])
def test_a_life_would_notice_books_that_are_wrong(wrong: type[Books]) -> None:
    """The negative control: each of these mistakes is found within one life."""
    life = Life(1, books=wrong("C07"))
    with pytest.raises((AssertionError, Refusal)):
        life.live(ACTS)


def test_a_life_is_its_seed() -> None:
    one, other = Life(3), Life(3)
    one.live(500)
    other.live(500)
    assert (one.booked, one.refused, one.books.balances) == (other.booked, other.refused, other.books.balances)
    assert one.books.exposure(CURRENCY) >= 0
