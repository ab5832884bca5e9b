from __future__ import annotations

from kiosk_app.screens.kiosk.code_entry import CodeEntry, WrongTries


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_digits_are_shown_as_they_are_said() -> None:
    entry = CodeEntry()
    assert entry.shown == "___ ___ ____"
    for digit in "20741":
        entry = entry.typed(digit)
    assert entry.shown == "207 41_ ____"
    assert not entry.is_complete
    assert entry.typed("83659").shown == "207 418 3659"


def test_a_scanned_code_with_spaces_is_taken_whole() -> None:
    entry = CodeEntry().typed("207 418 3659")
    assert entry.digits == "2074183659"
    assert entry.is_complete


def test_letters_signs_and_an_eleventh_digit_are_left_out() -> None:
    assert CodeEntry("2074183659").typed("1").digits == "2074183659"
    assert CodeEntry().typed("a-٣²").digits == ""


def test_erasing_takes_the_last_digit_and_stops_at_nothing() -> None:
    assert CodeEntry("20").erased().erased().erased() == CodeEntry()
    assert CodeEntry("2074").emptied() == CodeEntry()


def test_a_short_fact_is_shown_in_one_group() -> None:
    fact = CodeEntry(length=3, groups=(3,)).typed("72")
    assert fact.shown == "72_"
    assert fact.typed("6").is_complete


def test_the_fifth_wrong_try_pauses_for_a_minute() -> None:
    clock = Clock()
    tries = WrongTries(clock)
    assert [tries.failed() for _try in range(4)] == [0, 0, 0, 0]
    assert tries.failed() == 60
    clock.now = 59.5
    assert tries.seconds_left == 1
    clock.now = 60
    assert tries.seconds_left == 0
    assert tries.failed() == 0


def test_a_code_that_is_found_forgives_the_tries_before() -> None:
    tries = WrongTries(Clock())
    for _try in range(4):
        tries.failed()
    tries.found()
    assert tries.failed() == 0
