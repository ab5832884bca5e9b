"""The same lamp is one complaint: found before it is taken again, joined, and counted in people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.errors import Refusal
from domain.geography import Nearby
from kiosk_app.services.complaints import ComplaintRequest
from kiosk_app.services.counter import Operator
from kiosk_app.services.procedures import CaseDone
from kiosk_app.storage import complaint_tables, personal
from tests.fakes.small_town import at
from tests.kiosk_app.services.desk import JOSE, ROSA, Desk
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes
from wording import formats

_DAY = 24 * 60 * 60
LUIS = Operator("luis", "Luis Ayala", "operator")
LAMP: dict[str, Any] = {"assets": ("L-08711",), "spot": at(150, 6)}


@pytest.fixture
def mar_del_plata(desks: Callable[..., Desk]) -> Desk:
    return desks(municipality_folder="mar-del-plata")


def complain(desk: Desk, category: str = "ALU-1", operator: Operator = ROSA, **changes: Any) -> CaseDone:
    fields: dict[str, Any] = {
        "category": category,
        "place_kind": "asset",
        "place": "L-08711",
        "description": "No enciende",
        "citizen": JOSE,
    }
    return desk.complaints.submit(operator, ComplaintRequest(**(fields | changes)))


def similar(desk: Desk, category: str = "ALU-1", **place: Any) -> tuple[Nearby, ...]:
    asked: dict[str, Any] = {"assets": (), "spot": None} | place
    return desk.complaints.similar.of(category, asked["assets"], asked["spot"])


def codes(found: tuple[Nearby, ...]) -> list[str]:
    return [near.complaint.code for near in found]


def test_complaints_8711_and_8712_of_one_lamp_52_seconds_apart_become_one_with_two_neighbours(
    mar_del_plata: Desk,
) -> None:
    """Mar del Plata's own paper shows them, taken by two operators at 12:39:14 and within the minute."""
    desk = mar_del_plata
    first = complain(desk, **LAMP)
    desk.clock.advance(52)
    (seen,) = similar(desk, **LAMP)
    assert (seen.complaint.code, set(seen.shared), seen.complaint.neighbours) == (first.code, {"L-08711"}, 1)
    assert (seen.complaint.here, seen.complaint.sent) == (True, False), "nobody has been in contact since"
    second = complain(desk, operator=LUIS, joins=first.code, citizen=replace(JOSE, names="Ana"), **LAMP)
    (one,) = similar(desk, **LAMP)
    assert (one.complaint.code, one.complaint.neighbours) == (first.code, 2)
    assert second.promise == first.promise
    assert desk.cases.detail(second.code).joins == first.code
    assert desk.cases.detail(first.code).neighbours == 2
    desk.restart()
    assert codes(similar(desk, **LAMP)) == [first.code]
    desk.station.journal.rebuild()
    assert similar(desk, **LAMP)[0].complaint.neighbours == 2
    assert not desk.verified().findings


def test_whoever_joins_has_a_paper_and_a_code_of_their_own(mar_del_plata: Desk) -> None:
    first = complain(mar_del_plata, **LAMP)
    second = complain(mar_del_plata, joins=first.code, **LAMP)
    assert second.code != first.code
    text = second.job.content.decode("cp858", "replace")
    assert formats.case_code(second.code) in text
    assert formats.case_code(first.code) in text.partition("Junto con el reclamo")[2]


def test_a_neighbour_is_promised_what_was_promised_unless_that_is_past(mar_del_plata: Desk) -> None:
    desk = mar_del_plata
    first = complain(desk, **LAMP)
    desk.clock.advance(_DAY)
    assert complain(desk, joins=first.code, **LAMP).promise == first.promise
    desk.clock.advance(30 * _DAY)
    late = complain(desk, joins=first.code, **LAMP)
    assert late.promise == desk.complaints.promise("ALU-1")
    assert late.promise > desk.counter.today()


def test_a_complaint_that_is_closed_is_not_offered_and_cannot_be_joined(mar_del_plata: Desk) -> None:
    desk = mar_del_plata
    first = complain(desk, **LAMP)
    desk.hear("case_moved/1", case=first.code, state="resolved", area="ALU", answer="Se cambió el foco.")
    assert similar(desk, **LAMP) == ()
    refused = assert_nothing_changes(desk, lambda: complain(desk, joins=first.code, **LAMP))
    assert refused.code == "complaint_not_similar"


def test_what_is_of_another_place_cannot_be_joined(mar_del_plata: Desk) -> None:
    first = complain(mar_del_plata, **LAMP)
    with pytest.raises(Refusal) as refused:
        complain(mar_del_plata, joins=first.code, assets=("L-00001",), spot=at(900, 6))
    assert refused.value.code == "complaint_not_similar"


def test_several_lamps_are_one_complaint_and_any_of_them_finds_it(mar_del_plata: Desk) -> None:
    """8714 of the paper covers four."""
    four = tuple(f"L-{number:05d}" for number in range(1, 5))
    one = complain(mar_del_plata, assets=four, spot=at(0, 0))
    assert complaint_tables.assets_of(mar_del_plata.station.store, one.code) == four
    for lamp in four:
        assert codes(similar(mar_del_plata, assets=(lamp,))) == [one.code]
    assert similar(mar_del_plata, assets=("L-00005",)) == ()
    thirteen = tuple(f"L-{number:05d}" for number in range(13))
    refused = assert_nothing_changes(mar_del_plata, lambda: complain(mar_del_plata, assets=thirteen))
    assert (refused.code, refused.details["most"]) == ("too_many_assets", 12)


def test_near_is_what_the_municipality_says_for_each_category(mar_del_plata: Desk) -> None:
    desk = mar_del_plata
    beach = complain(desk, "PLA-1", spot=at(0, 0))
    lamp = complain(desk, "ALU-1", spot=at(0, 0))
    assert codes(similar(desk, "PLA-1", spot=at(120, 0))) == [beach.code]
    assert codes(similar(desk, "ALU-1", spot=at(30, 0))) == [lamp.code]
    assert similar(desk, "ALU-1", spot=at(120, 0)) == ()


def test_the_spot_of_a_report_about_somebody_is_in_no_entry_and_is_compared_with_nothing(mar_del_plata: Desk) -> None:
    desk = mar_del_plata
    assert desk.counter.municipality.category("ALC-3").similar_metres == 0
    done = complain(desk, "ALC-3", place="Kiosco de la esquina", spot=at(0, 0), citizen=None)
    assert [found.entry.kind for found in done.entries] == ["case_opened/1", "slip_issued/1"]
    assert similar(desk, "ALC-3", spot=at(0, 0)) == ()
    sealed = personal.read(desk.station.store, done.entries[0].entry.personal)
    assert sealed["spot"] == "-38.000000,-57.550000"


def test_an_entry_says_the_plate_and_eleven_metres_and_nothing_finer(mar_del_plata: Desk) -> None:
    placed = complain(mar_del_plata, **LAMP).entries[1].entry
    assert placed.kind == "complaint_placed/1"
    assert placed.body == {
        "case": placed.body["case"],
        "service": "ALU-1",
        "assets": ["L-08711"],
        "spot": at(150, 6).coarse(),
    }


def listed(code: str = "0072911488", **changes: Any) -> dict[str, Any]:
    line = {"case": code, "service": "ALU-1", "promise": "2026-12-01", "neighbours": 3, "open": True}
    return line | {"assets": ["L-08711"], "spot": at(150, 6).coarse()} | changes


def test_a_complaint_of_another_counter_is_found_joined_and_counted(mar_del_plata: Desk) -> None:
    desk = mar_del_plata
    desk.hear("complaints_listed/1", listed=[listed()], through=1)
    (seen,) = similar(desk, **LAMP)
    assert (seen.complaint.code, seen.complaint.here, seen.complaint.neighbours) == ("0072911488", False, 3)
    mine = complain(desk, joins="0072911488", **LAMP)
    assert mine.promise == min(date(2026, 12, 1), desk.complaints.promise("ALU-1"))
    assert similar(desk, **LAMP)[0].complaint.neighbours == 4, "the centre has not counted this one yet"
    desk.station.journal.rebuild()
    assert similar(desk, **LAMP)[0].complaint.neighbours == 4


def test_what_the_centre_says_later_replaces_what_it_said_and_a_closed_one_leaves(mar_del_plata: Desk) -> None:
    desk = mar_del_plata
    desk.hear("complaints_listed/1", listed=[listed()], through=1)
    desk.hear("complaints_listed/1", listed=[listed(assets=["L-00009"], neighbours=5)], through=2)
    assert codes(similar(desk, assets=("L-08711",))) == []
    assert similar(desk, assets=("L-00009",))[0].complaint.neighbours == 5
    desk.hear("complaints_listed/1", listed=[listed(open=False)], through=3)
    assert similar(desk, assets=("L-00009",), spot=at(150, 6)) == ()


def test_a_station_without_a_map_takes_complaints_as_before(mar_del_plata: Desk) -> None:
    done = complain(mar_del_plata, place="Frente al kiosco", place_kind="landmark")
    assert [found.entry.kind for found in done.entries] == ["case_opened/1", "slip_issued/1"]
