"""Every station learns the others' keys from its own journal, once, and again when one is withdrawn."""

from __future__ import annotations

from central import enrolment
from central.store import journals, stations
from domain.journal.entry import SignedEntry
from domain.journal.kinds import Author
from tests.fakes.centre_world import CentreWorld, Desk


def listed(world: CentreWorld, station: str) -> list[SignedEntry]:
    with world.centre.store.reading() as tx:
        known = stations.find(tx, station)
        assert known is not None
        name = journals.JournalName(station, known.epoch, Author.CENTRE)
        return list(journals.of_kind(tx, name, "station_listed/2"))


def told(world: CentreWorld, station: str) -> list[tuple[str, str, str]]:
    return [
        (found.entry.body["station"], found.entry.body["keys"][-1]["key"], found.entry.body["status"])
        for found in listed(world, station)
    ]


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
    assert told(world, "C07") == [("C08", key_of(second), "active"), ("K01", key_of(kiosk), "active")]
    assert told(world, "C08") == [("C07", key_of(first), "active"), ("K01", key_of(kiosk), "active")]
    assert told(world, "K01") == [("C07", key_of(first), "active"), ("C08", key_of(second), "active")]
    assert [found.entry.kind for found in first.pull()] == ["station_listed/2"] * 2, "it is heard like anything else"


def test_nobody_is_told_of_themselves_of_an_auditor_or_of_who_only_waits(world: CentreWorld) -> None:
    world.desk("C07", 7)
    auditor = world.desk("A01", 90, "audit")
    world.invite("C08", 8)
    waiting = world.invite("C09", 9)
    waiting.enrol()
    assert told(world, "C07") == []
    assert [name for name, _key, _status in told(world, auditor.name)] == ["C07"]


def test_a_revoked_station_is_withdrawn_everywhere_and_hears_nothing_more(world: CentreWorld) -> None:
    world.desk("C07", 7)
    lost = world.desk("C08", 8)
    key, before = key_of(lost), told(world, "C08")
    revoke(world, "C08")
    assert told(world, "C07") == [("C08", key, "active"), ("C08", key, "revoked")]
    assert told(world, "C08") == before
    world.desk("C09", 9)
    assert ("C08", key, "revoked") in told(world, "C09"), "its old receipts are still recognised, as withdrawn"


def test_one_that_was_only_invited_is_revoked_in_silence(world: CentreWorld) -> None:
    world.desk("C07", 7)
    world.invite("C08", 8)
    revoke(world, "C08")
    assert told(world, "C07") == []


def test_nothing_is_told_twice(world: CentreWorld) -> None:
    world.desk("C07", 7)
    world.desk("C08", 8)
    world.desk("A01", 90, "audit")  # whoever is approved makes everybody be looked at again
    assert len(told(world, "C07")) == len(told(world, "C08")) == 1


def test_a_replaced_computers_new_key_takes_the_old_ones_place(world: CentreWorld) -> None:
    world.desk("C07", 7)
    old = key_of(world.desk("C08", 8))
    revoke(world, "C08")
    again = world.invite("C08", 8)
    again.enrol()
    again.epoch = 2
    world.approve(again)
    assert key_of(again) != old
    assert told(world, "C07")[-1] == ("C08", key_of(again), "active")


def test_a_station_in_doubt_is_told_once_the_doubt_is_over(world: CentreWorld) -> None:
    """Writing meanwhile would make two histories of the centre's own journal."""
    desk = world.desk("C07", 7)
    with world.centre.store.writing() as tx:
        stations.set_doubt(tx, "C07", doubt=True)
    world.desk("C08", 8)
    assert told(world, "C07") == []
    assert [found.entry.kind for found in desk.pull()] == ["station_listed/2"]
    assert [name for name, _key, _status in told(world, "C07")] == ["C08"]


def test_a_label_longer_than_an_entry_takes_is_shortened(world: CentreWorld) -> None:
    world.desk("C07", 7)
    desk = world.invite("C08", 8, label="Cabina " + "muy " * 20)
    desk.enrol()
    world.approve(desk)
    (found,) = listed(world, "C07")
    assert found.entry.body["label"] == ("Cabina " + "muy " * 20)[:60]


def test_the_receipts_of_a_replaced_computer_stay_good_up_to_what_the_centre_held(world: CentreWorld) -> None:
    """The others are told both keys, each with its entries; so is the new computer, of the old one's."""
    world.desk("C07", 7)
    old = world.desk("C08", 8)
    old.open_drawer()
    old.collect(1)
    assert old.push().status == 200
    first_key = key_of(old)
    revoke(world, "C08")
    again = world.invite("C08", 8)
    again.enrol()
    again.epoch = 2
    assert listed(world, "C07")[-1].entry.body["status"] == "revoked", "the new key waits for its approval"
    world.approve(again)
    gone = {"epoch": 1, "from": 1, "good": 3, "key": first_key}
    told_others = listed(world, "C07")[-1].entry.body
    assert (told_others["status"], told_others["keys"]) == (
        "active",
        [gone, {"epoch": 2, "from": 1, "key": key_of(again)}],
    )
    own = [found.entry.body for found in listed(world, "C08") if found.entry.body["station"] == "C08"]
    assert [body["keys"] for body in own] == [[gone]]
