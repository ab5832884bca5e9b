"""Every station learns the others' keys from its own journal, once, and again when one is withdrawn."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from central import enrolment
from central.store import journals, listings, signing_keys, stations
from domain.journal.fields import KEYS_MAX, LISTED_MAX
from domain.journal.keys import KeyRange
from domain.journal.kinds import Author
from tests.fakes.centre_world import CentreWorld, Desk
from tests.fakes.postgres import PrivatePostgres
from tests.fakes.statements import statements
from tests.fakes.town_database import TownDatabase


def lists(world: CentreWorld, station: str) -> list[list[dict[str, Any]]]:
    """What the centre has written for a station about others: an item for each entry."""
    with world.centre.store.reading() as tx:
        known = stations.find(tx, station)
        assert known is not None
        name = journals.JournalName(station, known.epoch, Author.CENTRE)
        return [found.entry.body["stations"] for found in journals.of_kind(tx, name, "stations_listed/1")]


def listed(world: CentreWorld, station: str) -> list[dict[str, Any]]:
    return [one for some in lists(world, station) for one in some]


def told(world: CentreWorld, station: str) -> list[tuple[str, str, str]]:
    return [(one["station"], one["keys"][-1]["key"], one["status"]) for one in listed(world, station)]


def contact(*desks: Desk) -> None:
    """As a station that has nothing to send and asks how things are."""
    for desk in desks:
        assert desk.ask("GET", "/v1/state").status == 200


def key_of(desk: Desk) -> str:
    with desk.registry._centre.store.reading() as tx:
        held = stations.find(tx, desk.name)
    assert held is not None
    assert held.key is not None
    return held.key


def revoke(world: CentreWorld, name: str) -> None:
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, name)


def test_a_newcomer_is_told_of_all_and_all_of_the_newcomer(world: CentreWorld) -> None:
    first, second = world.desk("C07", 7), world.desk("C08", 8)
    kiosk = world.desk("K01", 101, "kiosk")
    contact(first, second)
    assert told(world, "C07") == [("C08", key_of(second), "active"), ("K01", key_of(kiosk), "active")]
    assert told(world, "C08") == [("C07", key_of(first), "active"), ("K01", key_of(kiosk), "active")]
    assert told(world, "K01") == [("C07", key_of(first), "active"), ("C08", key_of(second), "active")]
    assert [found.entry.kind for found in first.pull()] == ["stations_listed/1"], "it is heard like anything else"
    assert [len(some) for some in lists(world, "K01")] == [2], "one entry says all"


def test_nobody_else_is_waited_for_or_written_to_when_one_is_approved(world: CentreWorld) -> None:
    """On PostgreSQL another station's row may be held for as long as its own request takes."""
    world.desk("C07", 7)
    newcomer = world.invite("C08", 8)
    newcomer.enrol()
    with world.centre.store.reading() as tx:
        before = stations.lengths(tx)["C07", 1]
    with statements() as asked:
        world.approve(newcomer)
    with world.centre.store.reading() as tx:
        assert stations.lengths(tx)["C07", 1] == before
    locked = [one for one in asked if "FROM station" in one and "FOR UPDATE" in one]
    assert all("station.station = " in one for one in locked), "each of them names its station"


def test_what_happened_since_the_last_contact_comes_in_one_entry(world: CentreWorld) -> None:
    first = world.desk("C07", 7)
    for number in range(8, 8 + LISTED_MAX):
        world.desk(f"C{number:02d}", number)
    contact(first, first)
    assert [len(some) for some in lists(world, "C07")] == [LISTED_MAX]
    last = world.desk("C90", 90)
    assert [len(some) for some in lists(world, "C90")] == [LISTED_MAX, 1], "and more than it takes in two"
    assert [one["station"] for one in listed(world, "C90")] == sorted(one["station"] for one in listed(world, "C90"))
    assert len(last.pull()) == 0


def test_stations_with_many_keys_are_fewer_in_a_list(world: CentreWorld) -> None:
    for number in (7, 8):
        world.desk(f"C{number:02d}", number)
        with world.centre.store.writing() as tx:
            for first in range(2, KEYS_MAX - 10):
                signing_keys.add(tx, f"C{number:02d}", KeyRange(1, first, "k" * 43), 1)
    world.desk("C09", 9)
    assert [[one["station"] for one in some] for some in lists(world, "C09")] == [["C07"], ["C08"]]
    assert all(len(one["keys"]) > KEYS_MAX // 2 for one in listed(world, "C09"))


def test_two_changes_at_once_have_two_numbers_and_the_lower_one_is_seen_first(
    town_database: TownDatabase, postgres: PrivatePostgres, tmp_path: Path
) -> None:
    """On PostgreSQL, where writers do not wait for each other: else who heard of the later one would miss the other."""
    world = CentreWorld(tmp_path, database=town_database.emptied())
    first, _, _ = (world.desk(f"C{number:02d}", number) for number in (7, 8, 9))
    contact(first)
    with ThreadPoolExecutor(1) as pool:
        with world.centre.store.writing() as tx:
            listings.mark(tx, "C08")
            other = pool.submit(revoke, world, "C09")
            while not other.done() and not postgres.execute(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            ):
                pass
            contact(first)
        other.result()
    contact(first)
    assert [name for name, _key, _status in told(world, "C07")][-2:] == ["C08", "C09"]
    assert len(told(world, "C07")) == 4
    world.close()


def test_changes_that_are_made_at_once_are_told_to_a_station_that_is_in_contact_meanwhile(world: CentreWorld) -> None:
    """A change is numbered only while no other is: nobody hears of the later one first and misses the earlier."""
    first = world.desk("C07", 7)
    waiting = [world.invite(f"N{number}", number) for number in range(20, 32)]
    for desk in waiting:
        desk.enrol()
    with ThreadPoolExecutor(5) as pool:
        approving = [pool.submit(world.approve, desk) for desk in waiting]
        while not all(one.done() for one in approving):
            contact(first)
        for one in approving:
            one.result()
    contact(first)
    assert sorted(name for name, _key, _status in told(world, "C07")) == [desk.name for desk in waiting]


def test_nobody_is_told_of_themselves_of_an_auditor_or_of_who_only_waits(world: CentreWorld) -> None:
    first = world.desk("C07", 7)
    auditor = world.desk("A01", 90, "audit")
    world.invite("C08", 8)
    waiting = world.invite("C09", 9)
    waiting.enrol()
    contact(first)
    assert told(world, "C07") == []
    assert [name for name, _key, _status in told(world, auditor.name)] == ["C07"]


def test_a_revoked_station_is_withdrawn_everywhere_and_hears_nothing_more(world: CentreWorld) -> None:
    first = world.desk("C07", 7)
    lost = world.desk("C08", 8)
    contact(first)
    key, before = key_of(lost), told(world, "C08")
    revoke(world, "C08")
    contact(first)
    assert lost.ask("GET", "/v1/state").status == 403
    assert told(world, "C07") == [("C08", key, "active"), ("C08", key, "revoked")]
    assert told(world, "C08") == before
    world.desk("C09", 9)
    assert ("C08", key, "revoked") in told(world, "C09"), "its old receipts are still recognised, as withdrawn"


def test_one_that_was_only_invited_is_revoked_in_silence(world: CentreWorld) -> None:
    first = world.desk("C07", 7)
    world.invite("C08", 8)
    revoke(world, "C08")
    contact(first)
    assert told(world, "C07") == []


def test_nothing_is_told_twice(world: CentreWorld) -> None:
    first, second = world.desk("C07", 7), world.desk("C08", 8)
    contact(first, second, first, second)
    world.desk("A01", 90, "audit")  # whoever is approved makes everybody be looked at again
    contact(first, second)
    assert len(told(world, "C07")) == len(told(world, "C08")) == 1


def test_a_replaced_computers_new_key_takes_the_old_ones_place(world: CentreWorld) -> None:
    first = world.desk("C07", 7)
    old = key_of(world.desk("C08", 8))
    revoke(world, "C08")
    again = world.invite("C08", 8)
    again.enrol()
    again.epoch = 2
    world.approve(again)
    assert key_of(again) != old
    contact(first)
    assert told(world, "C07")[-1] == ("C08", key_of(again), "active")


def test_a_station_in_doubt_is_told_once_the_doubt_is_over(world: CentreWorld, expected_log_lines: list[str]) -> None:
    """Writing meanwhile would make two histories of the centre's own journal."""
    desk = world.desk("C07", 7)
    world.desk("C08", 8)
    expected_log_lines.append("ventanilla.central.receiving: station C07 holds entries of the centre")
    assert desk.ask("GET", "/v1/state", heard=99).status == 200
    assert told(world, "C07") == []
    assert [found.entry.kind for found in desk.pull()].count("stations_listed/1") == 1
    assert [name for name, _key, _status in told(world, "C07")] == ["C08"]


def test_after_a_doubt_a_station_is_told_everything_again(world: CentreWorld) -> None:
    """Since the backup it may have heard what the centre has forgotten."""
    desk = world.desk("C07", 7)
    world.desk("C08", 8)
    contact(desk)
    with world.centre.store.writing() as tx:
        stations.set_doubt(tx, "C07", doubt=True)
    desk.pull()
    assert desk.pull() == []
    assert [name for name, _key, _status in told(world, "C07")] == ["C08", "C08"]
    contact(desk)
    assert len(told(world, "C07")) == 2


def test_a_label_longer_than_an_entry_takes_is_shortened(world: CentreWorld) -> None:
    first = world.desk("C07", 7)
    desk = world.invite("C08", 8, label="Cabina " + "muy " * 20)
    desk.enrol()
    world.approve(desk)
    contact(first)
    (found,) = listed(world, "C07")
    assert found["label"] == ("Cabina " + "muy " * 20)[:60]


def test_the_receipts_of_a_replaced_computer_stay_good_up_to_what_the_centre_held(world: CentreWorld) -> None:
    """The others are told both keys, each with its entries; so is the new computer, of the old one's."""
    first = world.desk("C07", 7)
    old = world.desk("C08", 8)
    old.open_drawer()
    old.collect(1)
    assert old.push().status == 200
    first_key = key_of(old)
    revoke(world, "C08")
    again = world.invite("C08", 8)
    again.enrol()
    again.epoch = 2
    contact(first)
    assert listed(world, "C07")[-1]["status"] == "revoked", "the new key waits for its approval"
    world.approve(again)
    contact(first, again)
    gone = {"epoch": 1, "from": 1, "good": 3, "key": first_key}
    told_others = listed(world, "C07")[-1]
    assert (told_others["status"], told_others["keys"]) == (
        "active",
        [gone, {"epoch": 2, "from": 1, "key": key_of(again)}],
    )
    own = [body for body in listed(world, "C08") if body["station"] == "C08"]
    assert [body["keys"] for body in own] == [[gone]]
