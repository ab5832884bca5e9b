"""Another station's file over this one's wire: what a cut, a liar or a full disk can do to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from central import enrolment, office
from central.store import stations
from domain.errors import Refusal
from kiosk_app.storage import blobs
from sync.carrying import AGAIN_MAX, Carrying, Stage, label_of
from sync.courier import READ_BYTES_MAX, Direction, Label
from sync.errors import Reason
from sync.exchange import Moment
from sync.outputs import Send
from tests.fakes.carried_station import CarriedStation
from tests.fakes.centre_world import WITHOUT_VOUCHERS, CentreWorld
from tests.fakes.neighbour import PORTAL, Neighbour, asked_of

BIG = bytes(range(256)) * 2_000  # half a megabyte
PLANTED = b"Rosaura Ayay Quispe 41239077"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[CentreWorld]:
    made = CentreWorld(tmp_path / "centre", terms=WITHOUT_VOUCHERS)
    yield made
    made.close()


@pytest.fixture
def owner(world: CentreWorld, tmp_path: Path) -> Iterator[CarriedStation]:
    made = CarriedStation(world, tmp_path)
    yield made
    made.close()


@pytest.fixture
def neighbour(world: CentreWorld, tmp_path: Path) -> Iterator[Neighbour]:
    made = CarriedStation(world, tmp_path, 12)
    made.talk(10)
    yield Neighbour(made)
    made.close()


def saved(owner: CarriedStation, folder: Path, photo: bytes = BIG) -> bytes:
    owner.photo(photo)
    (file,) = owner.save(folder)
    return file


def carried(world: CentreWorld) -> list[str]:
    """What lies at the centre of files that are carried, without the folders."""
    return sorted(found.suffix or "whole" for found in (world.folder / "carried").rglob("*") if found.is_file())


# -------------------------------------------------------------------- there and back


def test_a_file_goes_over_a_neighbours_wire_and_its_answer_empties_the_queue(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path
) -> None:
    neighbour.take(saved(owner, tmp_path))
    answer = neighbour.talk()
    assert isinstance(answer, bytes)
    assert owner.at_centre() == owner.own()
    assert owner.outbox.acknowledged == 0, "the centre holds it all, and nobody has told its owner"
    owner.believe(answer)
    assert not owner.waits
    assert owner.whole_at_centre(owner.uploaded[0])
    assert owner.findings() == []
    assert carried(world) == [".answer"], "the sealed file is thrown away"


def test_nothing_of_it_enters_the_neighbours_books(owner: CarriedStation, neighbour: Neighbour, tmp_path: Path) -> None:
    before = neighbour.station.own(), neighbour.station.heard(), neighbour.station.outbox.acknowledged
    neighbour.take(saved(owner, tmp_path, PLANTED * 100))
    answer = neighbour.talk()
    assert isinstance(answer, bytes)
    after = neighbour.station.own(), neighbour.station.heard(), neighbour.station.outbox.acknowledged
    assert after == before
    assert neighbour.station.outbox.pending_blob_count == 0
    assert PLANTED not in neighbour.file, "it carries what it cannot read"


def test_the_same_file_twice_gets_the_same_answer_and_nothing_is_done_twice(
    owner: CarriedStation, neighbour: Neighbour, tmp_path: Path
) -> None:
    file = saved(owner, tmp_path)
    neighbour.take(file)
    first = neighbour.talk()
    sent = neighbour.sent
    neighbour.take(file)
    assert neighbour.talk() == first
    assert neighbour.sent == sent, "the centre says that it has it: nothing goes up again"
    assert owner.at_centre() == owner.own()


def test_a_second_neighbour_with_the_same_file_does_no_harm(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path
) -> None:
    file = saved(owner, tmp_path)
    neighbour.take(file)
    first = neighbour.talk()
    other = CarriedStation(world, tmp_path, 13)
    other.talk(10)
    second = Neighbour(other)
    second.take(file)
    later = second.talk()
    assert isinstance(first, bytes)
    assert isinstance(later, bytes)
    owner.believe(later)
    owner.believe(first)
    assert not owner.waits
    assert owner.findings() == []
    assert owner.alerts == []
    other.close()


def test_an_owner_that_is_back_on_the_wire_meanwhile_is_counted_once(
    owner: CarriedStation, neighbour: Neighbour, tmp_path: Path
) -> None:
    neighbour.take(saved(owner, tmp_path))
    neighbour.talk(3)
    owner.act()
    owner.talk(12)
    answer = neighbour.talk()
    assert isinstance(answer, bytes)
    owner.believe(answer)
    assert not owner.waits
    assert owner.at_centre() == owner.own()
    assert owner.alerts == []


# -------------------------------------------------------------------- a bad link


def test_after_a_cut_it_goes_on_where_the_centre_stands(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path
) -> None:
    neighbour.take(saved(owner, tmp_path))
    cut = arrived = 0
    while (asked := neighbour.ask()) is not None:
        if asked.method == "PATCH" and cut < 5 and len(asked.body) > 20_000:
            cut += 1
            arrived += 20_000
            asked_of(world.registry, asked, bytes_in=20_000)
            neighbour.lose()
            continue
        arrived += len(asked.body)
        neighbour.hear(asked_of(world.registry, asked))
    assert cut == 5
    assert isinstance(neighbour.ended, bytes)
    assert arrived == len(neighbour.file), "no byte that arrived is sent again"


def test_a_power_cut_at_any_exchange_loses_nothing(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path
) -> None:
    """The stick is put in again, and it goes on from the centre's word alone: whatever the centre had done by then."""
    file = saved(owner, tmp_path)
    neighbour.take(file)
    neighbour.talk()
    steps = len(neighbour.asked)
    for after in range(steps):
        for heard in (False, True):
            world.centre.carried.forget(neighbour.station.name)
            neighbour.take(file)
            neighbour.talk(after)
            asked = neighbour.ask()
            assert asked is not None
            if heard:
                asked_of(world.registry, asked)
            neighbour.sent = 0
            neighbour.take(file)
            answer = neighbour.talk()
            assert isinstance(answer, bytes), f"after {after} exchanges"
            owner.believe(answer)
            assert owner.at_centre() == owner.own()
    assert not owner.waits
    assert owner.findings() == []


def test_an_older_piece_that_wakes_up_late_is_fenced(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path
) -> None:
    neighbour.take(saved(owner, tmp_path))
    neighbour.talk(1)
    late = neighbour.ask()
    assert late is not None
    assert late.method == "PATCH"
    neighbour.lose(Reason.TIMEOUT)
    neighbour.talk(3)
    reply = asked_of(world.registry, late)
    assert reply.status == 409
    answer = neighbour.talk()
    assert isinstance(answer, bytes)
    owner.believe(answer)
    assert not owner.waits


def test_a_login_page_is_no_answer(owner: CarriedStation, neighbour: Neighbour, tmp_path: Path) -> None:
    neighbour.take(saved(owner, tmp_path))
    neighbour.ask()
    neighbour.hear(PORTAL)
    assert neighbour.progress.reason is Reason.CAPTIVE_PORTAL
    assert isinstance(neighbour.talk(), bytes)


def test_a_centre_that_lost_the_file_is_sent_it_again(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path
) -> None:
    neighbour.take(saved(owner, tmp_path))
    while neighbour.progress.stage is Stage.SENDING:
        neighbour.talk(1)
    world.centre.carried.forget(neighbour.station.name)
    answer = neighbour.talk()
    assert isinstance(answer, bytes)
    owner.believe(answer)
    assert not owner.waits


def test_what_a_crash_of_the_centre_left_of_a_file_is_found_by_its_hash(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path
) -> None:
    neighbour.take(saved(owner, tmp_path))
    neighbour.talk(2)
    (part,) = (world.folder / "carried").rglob("*.part")
    part.write_bytes(bytes(part.stat().st_size))
    answer = neighbour.talk()
    assert isinstance(answer, bytes)
    assert neighbour.sent > len(neighbour.file)
    owner.believe(answer)
    assert not owner.waits


def test_pieces_of_two_answers_are_none_and_are_fetched_again(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path
) -> None:
    owner.talk(10)
    with world.centre.store.writing() as tx:
        known = stations.lock(tx, owner.name)
        assert known is not None
        letter = office.attach(world.centre, tx, known, b"%PDF-" + BIG)
    store = owner.journal.store
    with store.transaction():
        blobs.expect_download(store, letter, 1)
    owner.act()
    (file,) = owner.save(tmp_path)
    neighbour.take(file)
    while not (neighbour.progress.stage is Stage.FETCHING and neighbour.progress.done):
        neighbour.talk(1)
    (answered,) = (world.folder / "carried").rglob("*.answer")
    another = owner.deliver(file).answer
    assert len(another) == neighbour.progress.all
    answered.write_bytes(another)
    assert neighbour.talk() == another
    owner.believe(another)
    assert not owner.waits
    assert blobs.content(store, letter["sha"]) == b"%PDF-" + BIG, "what the office sent comes over the neighbour's wire"


def test_a_centre_that_always_loses_it_is_told_to_the_person(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path
) -> None:
    neighbour.take(saved(owner, tmp_path, b"small"))
    while (asked := neighbour.ask()) is not None:
        world.centre.carried.forget(neighbour.station.name) if asked.method == "POST" else None
        neighbour.hear(asked_of(world.registry, asked))
    assert isinstance(neighbour.ended, Refusal)
    assert neighbour.ended.code == "carried_unknown"
    assert sum(asked.startswith("POST") for asked in neighbour.asked) == AGAIN_MAX + 1


# -------------------------------------------------------------------- what is no file, and who is no carrier


def test_what_cannot_be_carried_is_refused_before_anything_is_sent(owner: CarriedStation, tmp_path: Path) -> None:
    file = saved(owner, tmp_path, b"small")
    answer = owner.deliver(file).answer
    elsewhere = Label(Direction.TO_CENTRE, "mar-del-plata", "C07").close(b"x", owner.world.sealing_key)

    def code_for(content: bytes) -> str:
        with pytest.raises(Refusal) as caught:
            label_of(content, "cajamarca")
        return caught.value.code

    assert label_of(file, "cajamarca").station == "C07"
    assert code_for(b"\xff\xd8 a photograph") == "courier_not_a_file"
    assert code_for(file[:-1]) == "courier_cut_short"
    assert code_for(answer) == "courier_for_a_station"
    assert code_for(elsewhere) == "courier_of_another_municipality"
    assert code_for(file + bytes(READ_BYTES_MAX)) == "courier_too_large"


@pytest.mark.parametrize("kind", ["altered", "garbage", "another municipality"])
def test_what_the_centre_cannot_open_is_thrown_away_and_said(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path, kind: str
) -> None:
    file = saved(owner, tmp_path, b"small")
    other = Label(Direction.TO_CENTRE, "mar-del-plata", "C07").close(b"x", world.sealing_key)
    wrong = {"altered": file[:-1] + bytes([file[-1] ^ 1]), "garbage": b"not a file", "another municipality": other}
    neighbour.take(wrong[kind])
    refused = neighbour.talk()
    assert isinstance(refused, Refusal)
    codes = ("courier_altered", "courier_not_a_file", "courier_of_another_municipality")
    assert refused.code == dict(zip(wrong, codes, strict=True))[kind]
    assert carried(world) == []
    assert owner.at_centre() == []
    neighbour.take(file)
    assert isinstance(neighbour.talk(), bytes), "the file itself is as good as before"


def test_a_file_of_a_station_that_is_not_known_is_answered_with_nothing(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path
) -> None:
    file = saved(owner, tmp_path, b"small")
    with world.centre.store.writing() as tx:
        tx.connection.exec_driver_sql("UPDATE station SET key = NULL WHERE station = 'C07'")
    neighbour.take(file)
    refused = neighbour.talk()
    assert isinstance(refused, Refusal)
    assert refused.code == "station_unknown"
    assert neighbour.carrying is not None
    assert neighbour.carrying.tick(neighbour.station.moment()) == []


def test_a_revoked_station_carries_nothing_also_in_the_middle(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central")
    neighbour.take(saved(owner, tmp_path))
    neighbour.talk(3)
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, neighbour.station.name)
    refused = neighbour.talk()
    assert isinstance(refused, Refusal)
    assert refused.code == "station_revoked"
    assert owner.at_centre() == []


def test_a_pending_station_carries_nothing(world: CentreWorld, owner: CarriedStation, tmp_path: Path) -> None:
    pending = world.invite("C20", 20)
    pending.enrol()
    path = f"/v1/carried/{'0' * 64}"
    for method, about in (
        ("GET", f"{path}/state"),
        ("PATCH", f"{path}?offset=0&size=9"),
        ("POST", path),
        ("GET", path),
    ):
        heard = pending.ask(method, about, b"x" if method == "PATCH" else b"")
        assert (heard.status, heard.problem) == (403, "station_pending")


def test_a_revoked_owners_entries_are_kept_and_it_is_told_nothing(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central")
    file = saved(owner, tmp_path, b"small")
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, owner.name)
    neighbour.take(file)
    answer = neighbour.talk()
    assert isinstance(answer, bytes)
    assert owner.read(answer).news.refused == "station_revoked"
    assert owner.at_centre() == owner.own(), "evidence"


# -------------------------------------------------------------------- the centre's disk


def test_a_carrier_lays_up_one_file_at_a_time(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path
) -> None:
    first = saved(owner, tmp_path)
    neighbour.take(first)
    neighbour.talk(3)
    owner.act()
    second = owner.save(tmp_path)[0]
    neighbour.take(second)
    neighbour.talk(3)
    assert len(carried(world)) == 1, "the beginning of the first gave way"
    assert isinstance(neighbour.talk(), bytes)
    neighbour.take(first)
    assert isinstance(neighbour.talk(), bytes)
    assert carried(world) == [".answer"]


def test_a_file_that_is_announced_too_large_is_refused(world: CentreWorld, neighbour: Neighbour) -> None:
    desk = neighbour.station.desk
    path = f"/v1/carried/{'0' * 64}?offset=0&size=%d"
    heard = desk.ask("PATCH", path % (READ_BYTES_MAX + 1), b"x")
    assert (heard.status, heard.problem) == (413, "courier_too_large")
    assert carried(world) == []
    assert desk.ask("PATCH", path % 2, b"xyz").problem == "blob_piece_malformed"
    assert desk.ask("PATCH", path % 3, b"xyz").problem == "blob_hash_wrong"
    assert carried(world) == []


def test_nobody_fetches_what_another_station_carried(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path
) -> None:
    neighbour.take(saved(owner, tmp_path))
    assert isinstance(neighbour.talk(), bytes)
    path = next(asked.split(" ")[1] for asked in neighbour.asked if asked.startswith("POST"))
    assert neighbour.station.desk.ask("GET", path).status == 200
    stranger = world.desk("C30", 30)
    assert stranger.ask("GET", path).problem == "carried_unknown"
    assert stranger.ask("POST", path).problem == "carried_unknown"
    assert stranger.ask("GET", f"{path}/state").document["complete"] is False


def test_one_file_is_taken_in_at_a_time(
    world: CentreWorld, owner: CarriedStation, neighbour: Neighbour, tmp_path: Path, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.registry: the database cannot be used: another carried file")
    neighbour.take(saved(owner, tmp_path, b"small"))
    with world.centre.carried.turn:
        neighbour.talk(3)
        assert neighbour.progress.stage is Stage.TAKING
        assert neighbour.progress.reason is Reason.CENTRE_FAILED
    assert isinstance(neighbour.talk(), bytes)


# -------------------------------------------------------------------- clocks


def test_a_silent_link_ends_and_a_clock_that_goes_back_waits_for_nothing(
    owner: CarriedStation, neighbour: Neighbour, tmp_path: Path
) -> None:
    carrying = Carrying(neighbour.speaker, lambda: 0, saved(owner, tmp_path, b"small"))

    def at(now_ms: int) -> Moment:
        return Moment(now_ms, 1_795_000_000, bytes([now_ms % 251]) * 20)

    assert isinstance(carrying.tick(at(1_000_000))[0], Send)
    assert not any(isinstance(output, Send) for output in carrying.tick(at(1_010_000)))
    carrying.tick(at(1_200_000))
    assert carrying.progress.reason is Reason.TIMEOUT
    assert isinstance(carrying.tick(at(5))[0], Send), "the computer's clock began again"
    assert carrying.received(1, PORTAL, at(6)) == [], "an answer to an exchange that is over"
    carrying.failed(2, Reason.NO_ADDRESS, at(7))
    assert isinstance(carrying.try_now(at(8))[0], Send)
