from __future__ import annotations

import threading

import pytest

from central import blob_exchange
from sync.messages import BLOB_BYTES_MAX, BlobState
from tests.fakes.centre_world import CentreWorld, Desk, Heard, sha256_of

PHOTO = bytes(range(256)) * 40


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    return world.desk()


def said(heard: Heard) -> tuple[int, bool]:
    state = BlobState.from_document(heard.document)
    return state.offset, state.complete


def state(desk: Desk, content: bytes = PHOTO) -> tuple[int, bool]:
    return said(desk.ask("GET", f"/v1/blobs/{sha256_of(content)}/state"))


def test_a_blob_in_one_piece_is_verified_and_complete(world: CentreWorld, desk: Desk) -> None:
    assert state(desk) == (0, False)
    assert said(desk.upload(PHOTO)) == (len(PHOTO), True)
    assert state(desk) == (len(PHOTO), True)
    assert world.centre.files.read("C07", sha256_of(PHOTO)) == PHOTO


def test_a_blob_continues_where_the_centre_stands_even_after_a_restart(world: CentreWorld, desk: Desk) -> None:
    assert said(desk.upload(PHOTO, most=4000)) == (4000, False)
    world.reopen()
    desk.registry = world.registry
    assert state(desk) == (4000, False)
    assert said(desk.upload(PHOTO, offset=4000)) == (len(PHOTO), True)


def test_a_piece_from_elsewhere_is_refused_with_where_the_centre_stands(world: CentreWorld, desk: Desk) -> None:
    desk.upload(PHOTO, most=4000)
    for offset in (0, 3999, 4001):
        heard = desk.upload(PHOTO, offset=offset, most=100)
        assert heard.status == 409
        assert said(heard) == (4000, False)


def test_an_older_writer_that_wakes_up_late_is_fenced_off(world: CentreWorld, desk: Desk) -> None:
    """The first writer's second piece arrives after another connection has gone on: not one byte of it is taken."""
    desk.upload(PHOTO, most=4000)
    desk.upload(PHOTO, offset=4000, most=2000)
    late = desk.upload(PHOTO, offset=4000, most=3000)
    assert (late.status, said(late)) == (409, (6000, False))
    assert said(desk.upload(PHOTO, offset=6000)) == (len(PHOTO), True)


def test_many_writers_at_once_leave_one_whole_blob(world: CentreWorld, desk: Desk) -> None:
    statuses: list[int] = []
    nonces = iter(f"{number:022d}" for number in range(1000))

    def write() -> None:
        offset = 0
        while True:
            heard = desk.upload_as(next(nonces), PHOTO, offset, 1000)
            statuses.append(heard.status)
            offset, complete = said(heard)
            if complete:
                return

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {200, 409}
    assert world.centre.files.read("C07", sha256_of(PHOTO)) == PHOTO


def test_bytes_that_do_not_have_their_hash_are_thrown_away_whole(world: CentreWorld, desk: Desk) -> None:
    wrong = b"\1" + PHOTO[1:]
    heard = desk.upload(wrong, sha256=sha256_of(PHOTO))
    assert (heard.status, heard.problem) == (400, "blob_hash_wrong")
    assert state(desk) == (0, False)
    assert said(desk.upload(PHOTO)) == (len(PHOTO), True)


def test_a_lost_reply_to_the_last_piece_is_answered_again(world: CentreWorld, desk: Desk) -> None:
    desk.upload(PHOTO)
    heard = desk.upload(PHOTO, offset=5000)
    assert (heard.status, said(heard)) == (200, (len(PHOTO), True))


def test_what_a_crash_left_beyond_the_promised_bytes_is_overwritten(world: CentreWorld, desk: Desk) -> None:
    desk.upload(PHOTO, most=4000)
    (part,) = world.folder.glob("blobs/C07/*/*.part")
    with part.open("ab") as stream:
        stream.write(b"written but never recorded" * 1000)
    assert said(desk.upload(PHOTO, offset=4000)) == (len(PHOTO), True)


def test_a_part_shorter_than_recorded_counts_for_what_is_there(world: CentreWorld, desk: Desk) -> None:
    desk.upload(PHOTO, most=4000)
    (part,) = world.folder.glob("blobs/C07/*/*.part")
    part.write_bytes(PHOTO[:1000])
    assert state(desk) == (1000, False)
    assert said(desk.upload(PHOTO, offset=1000)) == (len(PHOTO), True)


def test_a_whole_blob_whose_file_is_gone_is_wanted_again(world: CentreWorld, desk: Desk) -> None:
    desk.upload(PHOTO)
    (whole,) = world.folder.glob("blobs/C07/*/*")
    whole.unlink()
    assert state(desk) == (0, False)
    assert said(desk.upload(PHOTO)) == (len(PHOTO), True)


def test_one_station_cannot_disturb_the_blob_of_another(world: CentreWorld, desk: Desk) -> None:
    other = world.desk("C08", 8)
    desk.upload(PHOTO, most=4000)
    assert other.upload(b"\0" * len(PHOTO), sha256=sha256_of(PHOTO)).status == 400
    assert state(desk) == (4000, False)


@pytest.mark.parametrize("query", ["offset=0", "size=5", "offset=0&size=0", "offset=-1&size=5"])
def test_a_malformed_piece_is_refused(desk: Desk, query: str) -> None:
    heard = desk.ask("PATCH", f"/v1/blobs/{sha256_of(PHOTO)}?{query}", b"hello")
    assert (heard.status, heard.problem) == (400, "query_malformed")


def test_a_piece_beyond_the_size_or_empty_is_refused(desk: Desk) -> None:
    path = f"/v1/blobs/{sha256_of(PHOTO)}?offset=0&size=4"
    assert desk.ask("PATCH", path, b"hello").problem == "blob_piece_malformed"
    assert desk.ask("PATCH", path, b"").problem == "blob_piece_malformed"


def test_a_size_that_changes_half_way_is_refused_and_may_begin_again(desk: Desk) -> None:
    desk.upload(PHOTO, most=4000)
    path = f"/v1/blobs/{sha256_of(PHOTO)}?offset=4000&size={len(PHOTO) + 1}"
    assert desk.ask("PATCH", path, b"x").problem == "blob_size_differs"


def test_a_blob_over_the_limit_is_refused(desk: Desk) -> None:
    path = f"/v1/blobs/{sha256_of(PHOTO)}?offset=0&size={BLOB_BYTES_MAX + 1}"
    assert desk.ask("PATCH", path, b"x").status == 413
    path = f"/v1/blobs/{sha256_of(PHOTO)}?offset=0&size={BLOB_BYTES_MAX}"
    assert desk.ask("PATCH", path, b"x").status == 200


def test_a_station_cannot_fill_the_disk(desk: Desk) -> None:
    for number in range(blob_exchange.STATION_BYTES_MAX // BLOB_BYTES_MAX):
        assert desk.ask("PATCH", f"/v1/blobs/{number:064x}?offset=0&size={BLOB_BYTES_MAX}", b"x").status == 200
    heard = desk.ask("PATCH", f"/v1/blobs/{'f' * 64}?offset=0&size={BLOB_BYTES_MAX}", b"x")
    assert (heard.status, heard.problem) == (413, "station_storage_full")


def test_a_station_fetches_only_what_the_centre_has_for_it(world: CentreWorld, desk: Desk) -> None:
    desk.upload(PHOTO)
    heard = desk.ask("GET", f"/v1/blobs/{sha256_of(PHOTO)}")
    assert (heard.status, heard.problem) == (404, "blob_unknown")
