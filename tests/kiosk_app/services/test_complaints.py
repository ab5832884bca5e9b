"""A complaint: free, hardly ever refused, and private."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kiosk_app.services.complaints import DESCRIPTION_MAX, PHOTOS_MAX, PLACE_MAX
from kiosk_app.storage import spool_table
from kiosk_app.storage.blobs import Blob
from tests.kiosk_app.services.desk import JOSE, Desk
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes


def photo(content: bytes) -> Blob:
    return Blob("image/jpeg", content)


def test_a_complaint_is_two_entries_one_slip_and_no_money(closed_desk: Desk) -> None:
    desk = closed_desk
    done = desk.complain(photos=(photo(b"a" * 50),))
    assert [found.entry.kind for found in done.entries] == ["case_opened/1", "slip_issued/1"]
    assert (done.receipt, done.due, done.change) == (None, None, None)
    assert spool_table.of_entry(desk.station.store, f"C07/{desk.length}") == [done.job]
    assert done.job.document == "ComplaintSlip"
    assert done.promise == desk.complaints.promise("AL-01")
    assert desk.exposure().minor == 0
    desk.restart()
    detail = desk.cases.detail(done.code)
    assert (detail.place, detail.description) == (
        "Jr. Amalia Puga con Jr. Tarapacá",
        "Poste sin luz desde el martes.",
    )
    assert detail.photos == (b"a" * 50,)


def test_what_the_citizen_told_is_in_no_entry(closed_desk: Desk) -> None:
    payloads = b"".join(found.signed.payload for found in closed_desk.complain().entries).decode()
    assert not [word for word in ("Puga", "Poste", "martes", "Huamán", JOSE.document) if word in payloads]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"category": "ZZ-99"}, "category_unknown"),
        ({"place": " \n"}, "place_missing"),
        ({"description": "x" * (DESCRIPTION_MAX + 1)}, "text_too_long"),
        ({"place": "x" * (PLACE_MAX + 1)}, "text_too_long"),
        ({"photos": tuple(photo(bytes([number])) for number in range(PHOTOS_MAX + 1))}, "too_many_photos"),
        ({"citizen": None}, "name_needed"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_written(
    closed_desk: Desk, changes: dict[str, Any], code: str
) -> None:
    assert assert_nothing_changes(closed_desk, lambda: closed_desk.complain(**changes)).code == code


def test_as_much_as_is_allowed_is_taken(closed_desk: Desk) -> None:
    photos = tuple(photo(bytes([number]) * 10) for number in range(PHOTOS_MAX))
    done = closed_desk.complain(description="ñ" * DESCRIPTION_MAX, place="á" * PLACE_MAX, photos=photos)
    assert closed_desk.cases.detail(done.code).photos == tuple(item.content for item in photos)


def test_where_the_category_allows_it_nobody_has_to_say_who_they_are(closed_desk: Desk) -> None:
    done = closed_desk.complain("SE-01", citizen=None, place="Plaza de Armas", description="")
    row = closed_desk.cases.row(done.code)
    assert row.citizen.full_name == ""
    assert closed_desk.people.search("Huamán") == []


def test_a_kiosk_never_asks_for_a_name(closed_desk: Desk) -> None:
    done = closed_desk.complain("AL-01", citizen=None, channel="kiosk")
    assert closed_desk.cases.detail(done.code).channel == "kiosk"


def test_a_place_that_no_category_asks_for_may_be_left_out(closed_desk: Desk) -> None:
    free = next(item for item in closed_desk.counter.municipality.complaint_categories if not item.needs_place)
    closed_desk.complain(free.code, place="", place_kind="")


def test_the_same_photo_shows_in_both_cases_that_brought_it(closed_desk: Desk) -> None:
    both = [closed_desk.complain(photos=(photo(b"same" * 20),)).code for _ in range(2)]
    assert [closed_desk.cases.detail(code).photos for code in both] == [(b"same" * 20,)] * 2


def test_sending_twice_is_two_cases_because_it_was_asked_twice(closed_desk: Desk) -> None:
    assert closed_desk.complain().code != closed_desk.complain().code


def test_complaints_go_on_when_no_money_can_be_taken(desks: Callable[..., Desk]) -> None:
    desk = desks(guarantee=1, receipts=1)
    assert desk.complain().promise > desk.counter.today()


def test_every_category_of_cajamarca_can_be_filed(closed_desk: Desk) -> None:
    categories = closed_desk.counter.municipality.complaint_categories
    assert len({closed_desk.complain(item.code).code for item in categories}) == len(categories)


def test_search_finds_what_people_say(closed_desk: Desk) -> None:
    assert closed_desk.complaints.search("poste sin luz")[0].code == "AL-01"
