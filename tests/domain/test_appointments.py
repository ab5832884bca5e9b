"""Slots and the appointments that hold them: what a number means, and that none is lost or doubled."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.appointments import Appointment, AppointmentState, SlotTimes, advance
from domain.errors import Refusal
from domain.ids import case_code
from domain.ledger.facts import HeldSlot
from tests.domain.kit import CASE, Desk, entry, granted_desk, refusal_of

SLOTS, GIVEN = "slots_granted/1", "appointment_given/1"
CANCELLED, ENDED = "appointment_cancelled/1", "appointment_ended/1"
TIMES = SlotTimes("LICENCIA-T", "LICENCIA", "2026-12-01", 8 * 60, 30)
CODES = [case_code(7, number, b"k" * 32) for number in range(1, 6)]
NUMBERS = 4


def test_a_number_means_one_time_and_place() -> None:
    assert [TIMES.clock(number) for number in (1, 2, 3)] == ["08:00", "08:30", "09:00"]
    assert TIMES.moment(3) == datetime(2026, 12, 1, 9, 0)  # noqa: DTZ001 - wall time at the office
    assert len({TIMES.begins(number) for number in range(1, 30)}) == 29


def test_a_moved_appointment_leaves_its_slot_in_the_same_hand() -> None:
    desk = desk_with_slots()
    desk.act(GIVEN)
    desk.act(GIVEN, number=3, clock="09:00")
    standing = desk.books.facts.standing
    assert standing.appointments == {CASE: HeldSlot("S1", 3)}
    assert (standing.units["S1"].free, standing.units["S1"].used) == (frozenset({1, 2, 4}), frozenset({3}))
    assert desk.books.balance("Equity:Used:Slots", "SLOT") == 1


def test_two_people_have_two_hours() -> None:
    desk = desk_with_slots()
    desk.act(GIVEN)
    desk.act(GIVEN, case=CODES[1], number=2, clock="08:30")
    both = {CASE: HeldSlot("S1", 1), CODES[1]: HeldSlot("S1", 2)}
    assert desk.books.facts.standing.appointments == both


@pytest.mark.parametrize("code", [CODES[0], CODES[1]])
@pytest.mark.parametrize("kind", [CANCELLED, ENDED])
def test_who_cancels_or_came_leaves_the_others_their_hours(kind: str, code: str) -> None:
    desk = desk_with_slots()
    for number, one in enumerate(CODES[:2], 1):
        desk.act(GIVEN, case=one, number=number, clock=TIMES.clock(number))
    desk.act(kind, case=code)
    (left,) = set(CODES[:2]) - {code}
    assert desk.books.facts.standing.appointments == {left: HeldSlot("S1", CODES.index(left) + 1)}
    assert (1 in desk.books.facts.standing.units["S1"].used) == (kind == ENDED or left == CODES[0])


def test_a_slot_that_was_given_back_is_given_again_by_the_same_station() -> None:
    desk = desk_with_slots()
    desk.act(GIVEN)
    desk.act(CANCELLED)
    desk.act(GIVEN, case=CODES[1])
    assert desk.books.facts.standing.appointments == {CODES[1]: HeldSlot("S1", 1)}


def test_a_day_that_was_not_attended_is_past_all_the_same() -> None:
    desk = desk_with_slots()
    desk.act(GIVEN)
    desk.act(ENDED, outcome="absent")
    assert refusal_of(lambda: desk.act(GIVEN, case=CODES[1])) == "number_not_held"
    assert desk.books.balance("Equity:Used:Slots", "SLOT") == 1


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["give", "give", "cancel", "end", "release", "hear"]),
            st.sampled_from(CODES),
            st.integers(1, NUMBERS + 1),
        ),
        max_size=60,
    )
)
def test_never_two_appointments_at_one_time_and_no_slot_lost_or_doubled(acts: list[tuple[str, str, int]]) -> None:
    """A notebook beside the books, which never asks them."""
    desk = desk_with_slots()
    holds: dict[str, int] = {}
    past: set[int] = set()
    returned: set[int] = set()
    for what, code, number in acts:
        clock = TIMES.clock(number)
        match what:
            case "give":
                taken = {*holds.values()} | past | returned
                lawful = number not in taken and number <= NUMBERS
                told = refusal_of(lambda: desk.act(GIVEN, case=code, number=number, clock=clock))  # noqa: B023
                assert (told == "") == lawful
                if lawful:
                    holds[code] = number
            case "cancel" | "end":
                kind = CANCELLED if what == "cancel" else ENDED
                told = refusal_of(lambda: desk.act(kind, case=code))  # noqa: B023
                assert (told == "") == (code in holds)
                if code in holds and what == "end":
                    past.add(holds[code])
                holds.pop(code, None)
            case "release":
                lawful = number <= NUMBERS and number not in {*holds.values()} | past | returned
                release = {"grant": "S1", "first": number, "last": number}
                told = refusal_of(lambda: desk.act("numbers_released/1", **release))  # noqa: B023
                assert (told == "") == lawful
                if lawful:
                    returned.add(number)
            case _:
                again = {"grant": f"S-{len(desk.outbound)}", "first": number, "last": number}
                told = refusal_of(lambda: desk.grant(SLOTS, **again))  # noqa: B023
                assert (told == "") == (number in returned or number > NUMBERS)
                return  # granted back under another name: what follows would be another story
        books = desk.books
        assert len({*holds.values()}) == len(holds)
        assert books.balance("Assets:Escrow:Slots", "SLOT") == NUMBERS - len(holds) - len(past) - len(returned)
        assert books.balance("Equity:Used:Slots", "SLOT") == len(holds) + len(past)
        assert books.facts.standing.units["S1"].used == {*holds.values()} | past


def test_the_life_of_an_appointment_is_read_from_its_entries() -> None:
    opened = advance(None, entry("appointment_opened/1", 1))
    assert opened == Appointment(CASE, "LICENCIA-T", 1)
    given = advance(opened, entry(GIVEN, 2))
    assert (given.day, given.clock, given.office, given.given, given.moves) == (
        "2026-12-01",
        "08:00",
        "LICENCIA",
        2,
        0,
    )
    moved = advance(given, entry(GIVEN, 3, number=2, clock="08:30"))
    assert (moved.clock, moved.given, moved.moves) == ("08:30", 3, 1)
    assert advance(moved, entry(CANCELLED, 4)).state is AppointmentState.CANCELLED
    assert advance(moved, entry(ENDED, 4, outcome="absent")).state is AppointmentState.ABSENT


def test_what_nobody_opened_and_what_is_opened_twice_is_refused() -> None:
    with pytest.raises(Refusal, match="appointment_unknown"):
        advance(None, entry(GIVEN))
    opened = advance(None, entry("appointment_opened/1"))
    with pytest.raises(Refusal, match="case_code_taken"):
        advance(opened, entry("appointment_opened/1", 2))


def desk_with_slots() -> Desk:
    desk = granted_desk()
    desk.grant(SLOTS, last=NUMBERS)
    return desk
