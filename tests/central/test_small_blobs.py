from __future__ import annotations

import hashlib

import pytest

from central import blob_exchange
from sync.messages import BLOB_BYTES_MAX, BlobsHeld
from sync.small_blobs import ITEMS_MAX, Item, item_of, mark, pack_items
from tests.fakes.centre_world import CentreWorld, Desk, sha256_of

LETTERS = [hashlib.shake_256(bytes([number])).digest(300 + number) for number in range(40)]
BODY = pack_items(map(item_of, LETTERS))


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    return world.desk()


def held(desk: Desk, body: bytes = BODY) -> list[str]:
    heard = desk.ask("POST", "/v1/blobs", body)
    assert heard.status == 200
    return BlobsHeld.from_document(heard.document).held


def asked_after(*contents: bytes) -> bytes:
    return pack_items(Item(sha256_of(content)) for content in contents)


def marks(*contents: bytes) -> list[str]:
    return sorted(mark(sha256_of(content)) for content in contents)


def test_many_blobs_come_at_once_and_are_there_after_a_restart(world: CentreWorld, desk: Desk) -> None:
    assert held(desk) == marks(*LETTERS)
    world.reopen()
    desk.registry = world.registry
    assert held(desk, asked_after(*LETTERS)) == marks(*LETTERS)
    assert [world.centre.files.read("C07", sha256_of(letter)) for letter in LETTERS] == LETTERS
    assert list(world.folder.glob("blobs/**/*.part")) == []


def test_the_same_again_is_answered_the_same_and_writes_nothing(world: CentreWorld, desk: Desk) -> None:
    first = held(desk)
    written = {file: file.stat().st_mtime_ns for file in world.folder.glob("blobs/C07/*/*")}
    assert held(desk) == first
    assert held(desk, pack_items(map(item_of, [*LETTERS, LETTERS[0], b"new"]))) == marks(*LETTERS, b"new")
    assert {file: file.stat().st_mtime_ns for file in written} == written


def test_a_hash_that_is_only_claimed_is_never_taken_for_a_blob(world: CentreWorld, desk: Desk) -> None:
    """The negative control of a centre that believes what it is told."""
    assert held(desk, asked_after(*LETTERS)) == []
    assert held(desk, asked_after(LETTERS[0]) + pack_items([item_of(LETTERS[1])])) == marks(LETTERS[1])
    assert held(desk, asked_after(LETTERS[0])) == []
    assert desk.ask("GET", f"/v1/blobs/{sha256_of(LETTERS[0])}/state").document["complete"] is False


def test_a_blob_that_had_come_in_part_is_made_whole(world: CentreWorld, desk: Desk) -> None:
    desk.upload(LETTERS[5], most=100)
    assert held(desk, asked_after(LETTERS[5])) == []
    assert held(desk) == marks(*LETTERS)
    assert world.centre.files.read("C07", sha256_of(LETTERS[5])) == LETTERS[5]


def test_a_blob_whose_file_is_gone_is_not_held_and_taken_again(world: CentreWorld, desk: Desk) -> None:
    held(desk)
    name = sha256_of(LETTERS[7])
    (world.folder / "blobs" / "C07" / name[:2] / name).unlink()
    assert held(desk, asked_after(*LETTERS)) == marks(*LETTERS[:7], *LETTERS[8:])
    assert held(desk) == marks(*LETTERS)
    assert world.centre.files.read("C07", name) == LETTERS[7]


@pytest.mark.parametrize(
    "body", [b"", BODY[:-1], BODY + b"\0", b"\xff\xff" + bytes(65_535), b"\0\1x" * (ITEMS_MAX + 1)]
)
def test_a_malformed_body_is_refused_and_leaves_nothing(world: CentreWorld, desk: Desk, body: bytes) -> None:
    heard = desk.ask("POST", "/v1/blobs", body)
    assert (heard.status, heard.problem) == (400, "blobs_unreadable")
    assert list(world.folder.glob("blobs/C07/*/*")) == []


def cut(world: CentreWorld, desk: Desk, body: bytes) -> None:
    statement = desk.statement("POST", "/v1/blobs", BODY)
    headers = {"Ventanilla-Request": statement.signed(desk.key)}
    world.registry.handle("POST", "/v1/blobs", headers, body, whole=False)


def test_of_a_body_that_was_cut_the_blobs_that_came_whole_are_kept(world: CentreWorld, desk: Desk) -> None:
    cut(world, desk, BODY[: 302 + 303 + 200])
    assert held(desk, asked_after(*LETTERS)) == marks(*LETTERS[:2])


def test_a_body_that_was_cut_in_its_first_blob_leaves_nothing(world: CentreWorld, desk: Desk) -> None:
    for end in (1, 2, 301):
        cut(world, desk, BODY[:end])
    assert list(world.folder.glob("blobs/C07/*/*")) == []


def test_a_station_that_is_full_is_told_which_were_not_taken(world: CentreWorld, desk: Desk) -> None:
    for number in range(blob_exchange.STATION_BYTES_MAX // BLOB_BYTES_MAX):
        desk.ask("PATCH", f"/v1/blobs/{number:064x}?offset=0&size={BLOB_BYTES_MAX}", b"x")
    left = blob_exchange.STATION_BYTES_MAX % BLOB_BYTES_MAX
    desk.ask("PATCH", f"/v1/blobs/{'e' * 64}?offset=0&size={left - 700}", b"x")
    assert held(desk) == marks(*LETTERS[:2])


def test_another_stations_blobs_are_not_told_of(world: CentreWorld, desk: Desk) -> None:
    held(desk)
    assert held(world.desk("C08", 8), asked_after(*LETTERS)) == []
