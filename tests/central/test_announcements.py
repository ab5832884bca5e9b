"""What the municipality announces is told to each station at its own contact, and who has read it comes back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from central import announcements, restores
from central.announcements import Reached, Words
from central.store import announcements as table
from central.store.announcements import Announcement
from domain.errors import Refusal
from tests.fakes.centre_world import CentreWorld, Desk
from tests.fakes.statements import statements

MADE = "announcement_made/1"
WITHDRAWN = "announcement_withdrawn/1"
TODAY = date(2026, 11, 21)
NEWS = Words(
    title="Caja cierra a las 15:00",
    paragraphs=("El viernes 27 la caja cierra a las 15:00.", "Los depósitos se hacen el lunes."),
    first=TODAY,
    last=date(2026, 11, 27),
    must_read=True,
)


def announce(world: CentreWorld, **changes: Any) -> Announcement:
    words = Words(**({name: getattr(NEWS, name) for name in NEWS.__dataclass_fields__} | changes))
    with world.centre.store.writing() as tx:
        return announcements.announce(world.centre, tx, words, "lucia")


def withdraw(world: CentreWorld, code: str) -> None:
    with world.centre.store.writing() as tx:
        announcements.withdraw(world.centre, tx, code, "lucia")


def contact(desk: Desk) -> list[tuple[str, dict[str, Any]]]:
    """A heartbeat, and what there is to hear of announcements then."""
    assert desk.ask("GET", "/v1/state").status == 200
    heard = [found.entry for found in desk.pull()]
    return [(entry.kind, entry.body) for entry in heard if entry.kind.startswith("announcement")]


def reached(world: CentreWorld, made: Announcement) -> dict[str, Reached]:
    with world.centre.store.reading() as tx:
        return {each.station.station: each for each in announcements.reached(world.centre, tx, made)}


def test_a_station_is_told_at_its_next_contact_and_once(world: CentreWorld) -> None:
    desk = world.desk()
    contact(desk)
    made = announce(world)
    assert contact(desk) == [
        (
            MADE,
            {
                "announcement": made.code,
                "title": "Caja cierra a las 15:00",
                "paragraphs": list(NEWS.paragraphs),
                "from": "2026-11-21",
                "until": "2026-11-27",
                "must_read": True,
                "citizens": False,
            },
        )
    ]
    assert contact(desk) == [], "once"


def test_announcing_writes_into_no_journal_of_a_station(world: CentreWorld) -> None:
    """Hundreds of stations would have to be locked for it: each is told when it comes."""
    for number in range(7, 10):
        contact(world.desk(f"C{number:02d}", number))
    with statements() as asked:
        announce(world)
    assert not [one for one in asked if "INTO outbound" in one or "FROM outbound" in one]


def test_an_announcement_leaves_the_idle_heartbeat_as_cheap_as_it_was(world: CentreWorld) -> None:
    desk = world.desk()
    announce(world)
    contact(desk)
    with statements() as asked:
        assert desk.ask("GET", "/v1/state").status == 200
    assert 0 < len([one for one in asked if not one.startswith("BEGIN")]) <= 5, "\n".join(asked)


def test_one_for_some_stations_is_told_to_those_only(world: CentreWorld) -> None:
    first, second = world.desk("C07", 7), world.desk("C08", 8)
    announce(world, stations=("C08",))
    assert contact(first) == []
    assert [kind for kind, _body in contact(second)] == [MADE]


def test_a_kiosk_is_told_what_is_for_citizens_only(world: CentreWorld) -> None:
    kiosk = world.desk("K01", 9, face="kiosk")
    announce(world)
    assert contact(kiosk) == []
    announce(world, citizens=True)
    assert [body["citizens"] for _kind, body in contact(kiosk)] == [True]


def test_an_announcement_does_not_have_the_stations_listed_again(world: CentreWorld) -> None:
    """They are numbered together; what is told is only what has changed."""
    first = world.desk("C07", 7)
    world.desk("C08", 8)
    contact(first)
    announce(world)
    first.ask("GET", "/v1/state")
    assert [found.entry.kind for found in first.pull()] == [MADE]


def test_a_withdrawn_one_is_taken_back_and_a_newcomer_is_not_told_it(world: CentreWorld) -> None:
    desk = world.desk()
    made = announce(world)
    contact(desk)
    withdraw(world, made.code)
    assert contact(desk) == [(WITHDRAWN, {"announcement": made.code})]
    late = contact(world.desk("C08", 8))
    assert MADE not in [kind for kind, _body in late]


def test_what_was_over_before_a_station_came_is_not_told_to_it(world: CentreWorld) -> None:
    announce(world)
    world.clock.pass_by(days=8)
    assert contact(world.desk()) == []


def test_who_has_read_it_comes_back_with_the_stations_entries(world: CentreWorld) -> None:
    first = world.desk("C07", 7)
    world.desk("C08", 8)
    made = announce(world)
    assert not reached(world, made)["C07"].told
    contact(first)
    before = reached(world, made)
    assert (before["C07"].told, before["C08"].told) == (True, False)
    assert "ana" in before["C07"].waits
    entry = first.write("announcement_read/1", {"announcement": made.code}).entry
    assert first.push().status == 200
    first.push(first=1)  # once more: it counts once
    after = reached(world, made)["C07"]
    assert [(one.operator, one.at) for one in after.readings] == [("ana", int(entry.at.timestamp()))]
    assert "ana" not in after.waits
    assert reached(world, made)["C08"].readings == ()


def test_a_reading_of_what_nobody_announced_stops_nothing(world: CentreWorld) -> None:
    desk = world.desk()
    desk.write("announcement_read/1", {"announcement": "A99"})
    assert desk.push().status == 200


def test_after_a_restore_a_station_is_told_again_and_a_name_is_not_used_twice(
    world: CentreWorld, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.receiving: station C07")
    desk = world.desk()
    made = announce(world)
    contact(desk)
    world.back_up()
    lost = announce(world)
    world.put_back()
    desk.registry = world.registry
    world.clock.pass_by(hours=1)
    with world.centre.store.writing() as tx:
        restores.say(world.centre, tx)
    assert [body["announcement"] for kind, body in contact(desk) + contact(desk) if kind == MADE] == [made.code]
    assert announce(world).code not in {made.code, lost.code}, "stations may hold the one that was lost"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"last": date(2026, 11, 20)}, "announcement_days_wrong"),
        ({"first": date(2026, 11, 28)}, "announcement_days_wrong"),
        ({"title": " "}, "entry_body_wrong"),
        ({"title": "x" * 81}, "entry_body_wrong"),
        ({"paragraphs": ()}, "entry_body_wrong"),
        ({"paragraphs": ("x" * 301,)}, "entry_body_wrong"),
        ({"stations": ("C99",)}, "station_unknown"),
        ({"stations": ("K01",)}, "announcement_for_nobody"),
    ],
)
def test_what_cannot_be_announced_is_refused_and_nothing_is_written(
    world: CentreWorld, changes: dict[str, Any], code: str
) -> None:
    world.desk("K01", 9, face="kiosk")
    with pytest.raises(Refusal) as refused:
        announce(world, **changes)
    assert refused.value.code == code
    with world.centre.store.reading() as tx:
        assert table.all_of(tx) == []


def test_nothing_is_withdrawn_twice_nor_what_does_not_exist(world: CentreWorld) -> None:
    made = announce(world)
    withdraw(world, made.code)
    for code, why in ((made.code, "announcement_withdrawn"), ("A7", "announcement_unknown")):
        with pytest.raises(Refusal) as refused:
            withdraw(world, code)
        assert refused.value.code == why
