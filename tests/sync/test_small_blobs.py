"""Small blobs on their way up together: how they are packed, and what the engine believes of the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import canonical
from domain.errors import Refusal
from sync.errors import Reason, Unreachable, Untrusted
from sync.exchange import Exchange, Reply
from sync.messages import BlobsHeld
from sync.outputs import AlertCode, BlobSent
from sync.small_blobs import ITEMS_MAX, SMALL_BYTES_MAX, Item, held_of, item_of, mark, pack_items, unpack_items
from tests.sync.small_centre import SmallCentre
from tests.sync.station import Carry, Station, carried_to, meeting


def letters(count: int, size: int = 600) -> list[bytes]:
    """Sealed data: as random as they come."""
    return [hashlib.shake_256(f"letter {number}".encode()).digest(size) for number in range(count)]


def paths(station: Station) -> list[str]:
    return [exchange.path for exchange in station.sent if exchange.path.startswith("/v1/blobs")]


def code_of(body: bytes, *, whole: bool = True) -> str:
    with pytest.raises(Refusal) as caught:
        unpack_items(body, whole=whole)
    return caught.value.code


# ---------------------------------------------------------------- the packing


@given(st.lists(st.one_of(st.binary(min_size=1, max_size=300), st.none()), min_size=1, max_size=40))
def test_what_was_packed_is_unpacked_and_named_by_its_bytes(contents: list[bytes | None]) -> None:
    items = [Item("ab" * 32) if data is None else item_of(data) for data in contents]
    assert unpack_items(pack_items(items)) == items
    assert all(item.data is None or item.sha256 == hashlib.sha256(item.data).hexdigest() for item in items)


def test_any_beginning_of_a_body_that_was_cut_gives_the_blobs_that_came_whole() -> None:
    items = [item_of(data) for data in letters(3, 20)] + [Item("cd" * 32)]
    body = pack_items(items)
    for end in range(1, len(body)):
        found = unpack_items(body[:end], whole=False)
        assert found == items[: len(found)]
        assert len(found) == min(3, end // 22)
        if end % 22 or end > 66:
            assert code_of(body[:end]) == "blobs_unreadable"


def test_what_is_no_body_of_small_blobs_is_refused_before_it_costs_anything() -> None:
    assert code_of(b"") == "blobs_unreadable"
    assert code_of((SMALL_BYTES_MAX + 1).to_bytes(2, "big") + bytes(SMALL_BYTES_MAX + 1)) == "blobs_unreadable"
    many = b"\0\1x" * (ITEMS_MAX + 1)
    assert code_of(many) == code_of(many, whole=False) == "blobs_unreadable"
    assert len(unpack_items(many[:-3])) == ITEMS_MAX


@given(st.binary(max_size=400))
def test_rubbish_is_refused_or_is_blobs_and_nothing_else(body: bytes) -> None:
    try:
        assert pack_items(unpack_items(body)) == body
    except Refusal as refusal:
        assert refusal.code == "blobs_unreadable"  # noqa: PT017 - either way, and no other


# ---------------------------------------------------------------- the answer


def answer(held: list[object]) -> Reply:
    return Reply(200, "application/json", "", canonical.encode(BlobsHeld(held=held).document()))  # type: ignore[arg-type]


def test_an_answer_speaks_only_of_what_was_sent_and_whatever_it_does_not_list_is_not_held() -> None:
    one, two = (item_of(data).sha256 for data in letters(2))
    assert held_of(answer([mark(two), mark("ef" * 32), 7, {}]), (one, two)) == (two,)
    assert held_of(answer([]), (one, two)) == ()
    for body in (b"", b"[]", b'{"v":1}'):
        with pytest.raises(Untrusted):
            held_of(Reply(200, "application/json", "", body), (one,))


# ---------------------------------------------------------------- the engine


def test_the_letters_of_a_thousand_entries_take_a_few_requests_and_no_question() -> None:
    station, centre, carry = meeting()
    for data in letters(480):
        station.outbox.queue_blob(data)
    station.write(3)
    station.until_quiet(carry)
    assert station.outbox.pending == []
    assert [centre.blobs[name] for name in station.outbox.kept] == letters(480)
    assert paths(station) == ["/v1/blobs"] * 2
    assert [one.sha256 for one in station.outputs if isinstance(one, BlobSent)] == station.outbox.kept, "in order"


def test_letters_go_together_as_many_as_the_link_carried_of_their_entries() -> None:
    station, _centre, carry = meeting()
    for data in letters(200):
        station.outbox.queue_blob(data)
    station.write(700)
    station.until_quiet(carry)
    assert station.outbox.pending == []
    assert paths(station) == ["/v1/blobs"]


def test_small_ones_go_before_a_large_one_that_waited_longer() -> None:
    station, centre, carry = meeting()
    station.outbox.queue_blob(b"p" * 40_000)
    small = station.outbox.queue_blob(b"s" * 500)
    station.until_quiet(carry)
    assert paths(station)[0] == "/v1/blobs"
    assert small in centre.blobs
    assert station.outbox.pending == []


def test_sent_is_not_held() -> None:
    """The negative control of a station that takes its own sending for the centre's holding."""
    station, centre, carry = meeting()
    names = [station.outbox.queue_blob(data) for data in letters(5)]
    centre.forgets = True  # a centre with a bug: it says 200 and keeps nothing
    station.until_quiet(carry)
    assert station.outbox.pending == names
    assert station.alerts == [AlertCode.BLOB_REFUSED]
    assert paths(station) == ["/v1/blobs"], "and does not try for ever"
    centre.forgets = False
    station.wait()
    station.until_quiet(carry)
    assert station.outbox.pending == []


@pytest.mark.parametrize("size", [100, 20_000])
def test_a_refused_blob_keeps_none_of_the_others_away(size: int) -> None:
    station, centre, carry = meeting()
    refused, *accepted = [station.outbox.queue_blob(data) for data in letters(4, size)]
    centre.refused_blobs.add(refused)
    station.until_quiet(carry)
    assert station.outbox.pending == [refused]
    assert set(accepted) == centre.blobs.keys()
    assert station.alerts == [AlertCode.BLOB_REFUSED]


def test_a_blob_that_rotted_on_the_stations_disk_keeps_none_of_the_others_away() -> None:
    station, centre, carry = meeting()
    rotten, *good = [station.outbox.queue_blob(data) for data in letters(4)]
    station.outbox.blobs[rotten] = b"x" * 600
    station.until_quiet(carry)
    assert station.outbox.pending == [rotten]
    assert set(good) < centre.blobs.keys()
    assert rotten not in centre.blobs


def test_a_request_that_the_centre_cannot_read_is_set_aside_whole_until_the_next_round() -> None:
    station, centre, carry = meeting()
    names = [station.outbox.queue_blob(data) for data in letters(3)]

    centre.reads_no_small_blobs = True
    station.until_quiet(carry)
    assert station.outbox.pending == names
    assert station.alerts == [AlertCode.BLOB_REFUSED]
    centre.reads_no_small_blobs = False
    station.wait()
    station.until_quiet(carry)
    assert station.outbox.pending == []


def cut_at(centre: SmallCentre, survives: int, *, keeps: bool = True) -> Carry:
    """A body of small blobs longer than that breaks off there; the centre keeps what came whole."""

    def carry(exchange: Exchange) -> Reply:
        if exchange.path != "/v1/blobs" or len(exchange.body) <= survives:
            return carried_to(centre.handle)(exchange)
        if keeps:
            centre.handle("POST", exchange.path, dict(exchange.headers), exchange.body[:survives], whole=False)
        raise Unreachable(Reason.CONNECTION_LOST)

    return carry


def bodies(station: Station, carry: Callable[[Exchange], Reply]) -> int:
    for _ in range(200):
        station.step(carry)
        station.wait()
        if not station.outbox.pending:
            return sum(len(exchange.body) for exchange in station.sent if exchange.path == "/v1/blobs")
    raise AssertionError("it never ends")


def test_blobs_that_arrived_before_a_cut_are_asked_after_and_not_sent_again() -> None:
    station, centre, _ = meeting()
    for data in letters(100):
        station.outbox.queue_blob(data)
    cost = bodies(station, cut_at(centre, 50_000))
    assert cost < 100 * 602 + 100 * 34 + 20_000
    assert len(centre.blobs) == 100
    assert any(len(exchange.body) == 100 * 34 for exchange in station.sent), "a question: hashes alone"


def test_where_nothing_arrived_the_question_says_so_and_everything_goes_again_in_smaller_requests() -> None:
    station, centre, _ = meeting()
    for data in letters(100):
        station.outbox.queue_blob(data)
    bodies(station, cut_at(centre, 10_000, keeps=False))
    assert len(centre.blobs) == 100
    assert AlertCode.BLOB_REFUSED not in station.alerts, "what was asked after is not refused"


def test_over_a_link_that_carries_only_five_kilobytes_a_blob_of_twelve_goes_in_pieces() -> None:
    station, centre, carry = meeting()
    name = station.outbox.queue_blob(letters(1, 12_000)[0])

    def narrow(exchange: Exchange) -> Reply:
        if len(exchange.body) > 5_000:
            raise Unreachable(Reason.CONNECTION_LOST)
        return carry(exchange)

    for _ in range(60):
        station.step(narrow)
        station.wait()
    assert station.outbox.pending == []
    assert len(centre.blobs[name]) == 12_000


def test_a_centre_that_went_back_is_sent_the_small_blobs_again() -> None:
    station, centre, carry = meeting()
    for data in letters(20):
        station.outbox.queue_blob(data)
    station.write(4)
    station.until_quiet(carry)
    centre.restore(1)
    centre.blobs.clear()
    station.wait()
    station.until_quiet(carry)
    assert len(centre.blobs) == 20
    assert station.outbox.pending == []
