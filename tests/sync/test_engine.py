from __future__ import annotations

import dataclasses
import hashlib

import pytest

from domain.journal.kinds import Author
from sync.errors import Reason, Unreachable
from sync.exchange import Exchange, Reply
from sync.limits import BACK_OFF_MAX_MS, CUT_MS, HEARTBEAT_MS, PENDING_MS, STALLED_MAX
from sync.messages import REQUEST_HEADER, Report, Request
from sync.outputs import Acknowledged, AlertCode, Restored, Send
from sync.packing import BLOCK_BYTES, pack_entries
from sync.ratchet import Ratcheted
from sync.seal import SigningKey
from sync.states import STARTS, TRANSITIONS, WAITING, Event, State
from sync.status import Connection
from tests.sync.memory_outbox import Journal
from tests.sync.small_centre import SmallCentre
from tests.sync.station import STATION, STATION_KEY, Carry, Station, carried_to, login_page, meeting, no_network

REPORT = Report(
    program="0.1.0", queue=0, oldest_s=0, blobs=0, printer="ok", disk_mb=9_000, database_kb=1, uptime_s=1, papers=[]
)


def test_every_entry_reaches_the_centre_in_order_and_is_acknowledged() -> None:
    station, centre, carry = meeting()
    station.write(700)
    station.until_quiet(carry)
    assert centre.hashes == [entry.hash for entry in station.journal.entries]
    assert station.outbox.acknowledged == 700
    assert station.engine.status().connection is Connection.CONNECTED
    assert station.engine.status().pending_entries == 0


def test_an_idle_station_asks_every_five_minutes_and_says_nothing_in_between() -> None:
    station, _centre, carry = meeting()
    station.until_quiet(carry)
    assert station.wake_ms - station.now_ms == pytest.approx(HEARTBEAT_MS, abs=1_000)
    asked = len(station.sent)
    station.now_ms = station.wake_ms - 1
    assert station.step(carry) is None
    station.now_ms += 1
    assert station.step(carry) is not None
    station.until_quiet(carry)
    assert [exchange.path for exchange in station.sent[asked:]] == ["/v1/state"]


def test_a_new_entry_goes_out_at_once_without_asking_first() -> None:
    station, _centre, carry = meeting()
    station.until_quiet(carry)
    station.write()
    exchange = station.step(carry)
    assert exchange is not None
    assert exchange.path == "/v1/entries?from=1"


def test_what_has_to_go_out_goes_first_and_its_answer_says_what_a_question_would() -> None:
    """One exchange sooner on a link where each takes a third of a second."""
    station, centre, carry = meeting()
    centre.outbound.write("headroom_granted/1", {"grant": "g", "amount": 1, "currency": "PEN"})
    station.write()
    station.until_quiet(carry)
    assert [exchange.path.split("?")[0] for exchange in station.sent] == ["/v1/entries", "/v1/outbound"]
    assert (station.outbox.acknowledged, station.outbox.outbound_length) == (1, 1)
    assert station.wake_ms - station.now_ms == pytest.approx(HEARTBEAT_MS, abs=1_000)
    station.wait()
    station.write()
    before = len(station.sent)
    station.until_quiet(carry)
    assert [exchange.path.split("?")[0] for exchange in station.sent[before:]] == ["/v1/entries"]


def test_a_push_to_a_centre_that_went_back_is_told_from_where_to_send() -> None:
    station, centre, carry = meeting()
    station.write(20)
    station.until_quiet(carry)
    centre.restore(7)
    station.write()
    station.start()
    station.until_quiet(carry)
    assert station.outbox.acknowledged == 21
    assert centre.hashes == [entry.hash for entry in station.journal.entries]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (login_page, Reason.CAPTIVE_PORTAL),
        (lambda _: Reply(302, "", "", b""), Reason.CAPTIVE_PORTAL),
        (lambda _: Reply(511, "text/html", "", b""), Reason.CAPTIVE_PORTAL),
        (lambda _: Reply(200, "application/json", "", b"{}"), Reason.CAPTIVE_PORTAL),
        (lambda _: Reply(502, "text/html", "", b"Bad gateway"), Reason.CENTRE_FAILED),
        (lambda _: Reply(403, "text/plain", "", b"proxy"), Reason.ANSWER_NOT_SIGNED),
        (lambda _: Reply(200, "", "not.a.jws", b""), Reason.ANSWER_NOT_SIGNED),
    ],
)
def test_an_answer_that_the_centre_did_not_sign_is_no_network(reply: object, reason: Reason) -> None:
    station, _centre, _carry = meeting()
    station.write(3)
    station.step(reply)  # type: ignore[arg-type]  # lambdas of a table
    assert station.outbox.acknowledged == 0
    assert station.engine.status().reason is reason
    assert station.engine.status().connection is Connection.NEVER


def _altered(name: str) -> object:
    def alter(reply: Reply, other: Reply) -> Reply:
        if name == "body":
            return dataclasses.replace(reply, body=reply.body + b" ")
        if name == "status":
            return dataclasses.replace(reply, status=201)
        return dataclasses.replace(reply, answer=other.answer)  # an old answer under a new question

    return alter


@pytest.mark.parametrize("name", ["body", "status", "nonce"])
def test_a_signed_answer_about_something_else_is_no_answer(name: str) -> None:
    station, _centre, carry = meeting()
    station.until_quiet(carry)
    old = carry(station.sent[0])
    station.write()

    def tampered(exchange: Exchange) -> Reply:
        return _altered(name)(carry(exchange), old)  # type: ignore[operator,no-any-return]

    station.step(tampered)
    assert station.outbox.acknowledged == 0
    assert station.engine.status().reason is Reason.ANSWER_NOT_SIGNED
    assert station.engine.status().connection is Connection.OFFLINE


def test_another_centres_signature_is_no_answer() -> None:
    station, centre, carry = meeting()
    station.write()
    centre.signer = SigningKey(b"x" * 32)
    station.step(carry)
    assert station.engine.status().reason is Reason.ANSWER_NOT_SIGNED


def test_a_lost_reply_never_sends_an_act_twice_into_the_books() -> None:
    station, centre, carry = meeting()
    station.write(5)

    def reply_lost(exchange: Exchange) -> Reply:
        carry(exchange)
        raise Unreachable(Reason.CONNECTION_LOST)

    station.step(reply_lost)
    assert (centre.walk.length, station.outbox.acknowledged) == (5, 0)
    station.wait()
    before = len(station.sent)
    station.until_quiet(carry)
    assert "POST" not in {exchange.method for exchange in station.sent[before:]}
    assert (centre.walk.length, station.outbox.acknowledged) == (5, 5)


def test_a_late_answer_changes_nothing() -> None:
    station, _centre, carry = meeting()
    station.write(2)
    exchange = station.apply(station.engine.tick(station.moment()))
    assert exchange is not None
    reply = carry(exchange)
    station.apply(station.engine.failed(exchange.id, Reason.TIMEOUT, station.moment()))
    assert station.engine.received(exchange.id, reply, station.moment()) == []
    assert station.engine.failed(exchange.id, Reason.TIMEOUT, station.moment()) == []


def test_a_centre_that_went_back_in_time_is_sent_the_rest_again() -> None:
    station, centre, carry = meeting()
    station.write(20)
    station.until_quiet(carry)
    centre.restore(7)
    station.wait()  # nobody writes anything: only the heartbeat can notice
    station.until_quiet(carry)
    assert centre.hashes == [entry.hash for entry in station.journal.entries]
    assert station.outbox.acknowledged == 20
    assert station.alerts == [AlertCode.CENTRE_WENT_BACK]
    assert Acknowledged(7, centre.hashes[6]) in station.outputs


def test_a_centre_that_was_restored_is_offered_every_blob_again_even_if_it_lost_no_entry() -> None:
    station, centre, carry = meeting()
    station.write()
    names = {station.outbox.queue_blob(b"a photograph " * size) for size in (10, 40_000)}
    station.until_quiet(carry)
    assert set(centre.blobs) == names
    assert not station.outbox.pending
    centre.blobs.clear()  # it was put back to an hour when it held the entries and no blob
    centre.restored = "07Q6"
    station.wait()
    station.until_quiet(carry)
    assert set(centre.blobs) == names
    assert (station.outbox.pending, station.alerts) == ([], [])
    assert station.outputs.count(Restored("07Q6")) == 1, "said once, and known from then on"


def test_two_histories_halt_visibly_and_nothing_more_is_sent() -> None:
    station, centre, carry = meeting()
    station.write(6)
    station.until_quiet(carry)
    other = Journal(Author.STATION, STATION, STATION_KEY)
    other.write("operator_signed_in/1", {"refused": 9})
    centre.restore(0)
    centre.hashes.append(centre.walk.admit(other.entries[0].signed).hash)
    station.write()
    station.until_quiet(carry)
    assert station.alerts == [AlertCode.JOURNAL_FORKED]
    status = station.engine.status()
    assert (status.connection, status.reason) == (Connection.HALTED, Reason.JOURNAL_FORKED)
    before = len(station.sent)
    station.wait()
    station.until_quiet(carry)
    assert [exchange.path for exchange in station.sent[before:]] == ["/v1/state"]
    assert station.alerts == [AlertCode.JOURNAL_FORKED], "said once"
    centre.restore(0)  # a person at the centre put it right
    station.wait()
    station.until_quiet(carry)
    assert station.engine.status().connection is Connection.CONNECTED
    assert station.outbox.acknowledged == 7


def test_a_centre_that_holds_more_than_the_station_halts_it() -> None:
    station, _centre, carry = meeting()
    station.write(6)
    station.until_quiet(carry)
    del station.journal.entries[4:]  # the station's disk was restored from a copy
    station.outbox.recorded = 4
    station.start()
    station.until_quiet(carry)
    assert station.alerts == [AlertCode.JOURNAL_FORKED]


def test_another_epoch_halts() -> None:
    station, centre, carry = meeting()
    centre.epoch = 2
    station.until_quiet(carry)
    assert station.alerts == [AlertCode.EPOCH_CHANGED]


def test_an_entry_that_is_not_authentic_stops_the_line_visibly_after_those_before_it() -> None:
    station, _centre, carry = meeting()
    station.write(3)
    station.journal.signer = SigningKey(b"x" * 32)  # the key store gave another key
    station.write(2)
    station.until_quiet(carry)
    status = station.engine.status()
    assert station.outbox.acknowledged == 3
    assert station.alerts == [AlertCode.ENTRY_NOT_AUTHENTIC]
    assert (status.connection, status.reason, status.pending_entries) == (
        Connection.HALTED,
        Reason.ENTRY_NOT_AUTHENTIC,
        2,
    )
    sent = len(station.sent)
    station.wait()
    station.until_quiet(carry)
    assert [exchange.path for exchange in station.sent[sent:]] == ["/v1/state"]
    station.apply(station.engine.sync_now(station.moment()))  # a person tries
    station.until_quiet(carry)
    assert station.sent[-1].path == "/v1/entries?from=4"


def test_the_batch_shrinks_until_the_link_survives_it_and_grows_again_slowly() -> None:
    station, _centre, carry = meeting()
    station.write(400)
    survives = 2_000

    def brittle(exchange: Exchange) -> Reply:
        if len(exchange.body) > survives:
            raise Unreachable(Reason.CONNECTION_LOST)
        return carry(exchange)

    for _ in range(200):
        station.step(brittle)
        station.wait()
        if station.outbox.acknowledged == 400:
            break
    assert station.outbox.acknowledged == 400
    failed = [exchange for exchange in station.sent if len(exchange.body) > survives]
    assert len(failed) < 60, "it does not run into the same wall again and again"
    assert AlertCode.NO_PROGRESS not in station.alerts


def cut_in_the_middle(centre: SmallCentre, survives: int) -> Carry:
    """Any body longer than `survives` breaks off there, and the centre keeps what arrived."""

    def carry(exchange: Exchange) -> Reply:
        if len(exchange.body) <= survives:
            return carried_to(centre.handle)(exchange)
        centre.handle(exchange.method, exchange.path, dict(exchange.headers), exchange.body[:survives], whole=False)
        raise Unreachable(Reason.CONNECTION_LOST)

    return carry


def test_what_arrived_before_a_cut_is_never_sent_again() -> None:
    station, centre, _carry = meeting()
    station.write(400)
    photo = station.outbox.queue_blob(bytes(range(256)) * 400)
    lossy = cut_in_the_middle(centre, 12_000)
    for _ in range(60):
        station.step(lossy)
        station.wait()
    assert station.outbox.acknowledged == 400
    assert hashlib.sha256(centre.blobs[photo]).hexdigest() == photo
    sent = sum(len(exchange.body) for exchange in station.sent)
    once = len(pack_entries(entry.signed for entry in station.journal.entries)) + 256 * 400
    cuts = sum(len(exchange.body) > 12_000 for exchange in station.sent)
    arrived = sum(min(12_000, len(exchange.body)) for exchange in station.sent)
    assert cuts >= 3, "there was something to survive"
    assert arrived - once < cuts * (BLOCK_BYTES + 500), (sent, once, arrived)
    assert AlertCode.NO_PROGRESS not in station.alerts


def test_after_a_cut_it_goes_on_at_once_while_something_arrives_in_between_and_else_it_waits() -> None:
    station, centre, carry = meeting()
    station.write(900)

    def lost(_exchange: Exchange) -> Reply:
        raise Unreachable(Reason.CONNECTION_LOST)

    def wait_after(carry: Carry) -> int:
        station.step(carry)
        wait = station.wake_ms - station.now_ms
        station.wait()
        return wait

    assert wait_after(lost) >= 500, "nothing has arrived yet"
    station.step(carry)  # it asks
    assert wait_after(cut_in_the_middle(centre, 11_000)) >= 500, "nobody has heard yet that something arrived"
    station.step(carry)  # it asks: it hears of it
    assert station.outbox.acknowledged > 0
    assert wait_after(cut_in_the_middle(centre, 11_000)) <= CUT_MS
    assert wait_after(lost) >= 500, "the question itself was cut: nothing has moved since"


def test_one_entry_larger_than_the_smallest_batch_still_goes() -> None:
    station, _centre, carry = meeting()
    station.journal.write("journal_started/1", {"program": "x" * 30_000})
    for _ in range(8):
        station.step(no_network)
        station.wait()
    station.until_quiet(carry)
    assert station.outbox.acknowledged == 1


def test_waiting_doubles_with_jitter_up_to_a_named_maximum() -> None:
    station, _centre, _carry = meeting()
    waits = []
    for _ in range(14):
        station.step(no_network)
        waits.append(station.wake_ms - station.now_ms)
        station.wait()
    for attempt, wait in enumerate(waits):
        doubled = min(BACK_OFF_MAX_MS, 1_000 << attempt)
        assert doubled // 2 <= wait <= doubled
    assert len({wait * 1000 // min(BACK_OFF_MAX_MS, 1_000 << n) for n, wait in enumerate(waits)}) > 5, "jitter"


def test_sync_now_ends_the_waiting_at_once() -> None:
    station, _centre, carry = meeting()
    station.write()
    for _ in range(10):
        station.step(no_network)
        station.wait()
    station.step(no_network)
    assert station.step(carry) is None, "it waits"
    station.apply(station.engine.sync_now(station.moment()))
    station.until_quiet(carry)
    assert station.outbox.acknowledged == 1


def test_sync_now_during_an_exchange_means_as_soon_as_it_ends() -> None:
    for ends_well in (True, False):
        station, _centre, carry = meeting()
        station.until_quiet(carry)
        station.write()
        exchange = station.apply(station.engine.tick(station.moment()))
        assert exchange is not None
        station.apply(station.engine.sync_now(station.moment()))
        station.now_ms += 100
        if ends_well:
            station.apply(station.engine.received(exchange.id, carry(exchange), station.moment()))
        else:
            station.apply(station.engine.failed(exchange.id, Reason.TIMEOUT, station.moment()))
        assert station.wake_ms == station.now_ms
        asked = station.step(carry)
        assert asked is not None
        assert asked.path == "/v1/state"
        station.until_quiet(carry)
        assert station.wake_ms - station.now_ms > PENDING_MS, "once, not for ever"


def test_no_progress_is_counted_and_said_once() -> None:
    station, centre, carry = meeting()
    station.write(3)
    centre.forgets = True  # a centre with a bug: it says 200 and keeps nothing
    for _ in range(4 * STALLED_MAX):
        station.step(carry)
        station.wait()
    assert station.outbox.acknowledged == 0
    assert station.alerts == [AlertCode.NO_PROGRESS]
    assert station.engine.status().reason in {Reason.NO_PROGRESS, None}


def test_being_offline_for_long_is_not_an_alarm() -> None:
    station, _centre, _carry = meeting()
    station.write(3)
    for _ in range(100):
        station.step(no_network)
        station.wait()
    assert station.alerts == []


def test_a_pending_station_pushes_and_receives_nothing_until_it_is_approved() -> None:
    station, centre, carry = meeting()
    centre.status = "pending"
    centre.outbound.write("outbound_started/1", {"municipality": "caj", "key": "k" * 43})
    station.write(2)
    station.until_quiet(carry)
    assert centre.walk.length == 2
    assert station.outbox.outbound_length == 0
    status = station.engine.status()
    assert (status.connection, status.reason) == (Connection.CONNECTED, Reason.STATION_PENDING)
    assert station.wake_ms - station.now_ms <= PENDING_MS
    centre.status = "approved"
    station.wait()
    station.until_quiet(carry)
    assert station.outbox.outbound_length == 1
    assert station.engine.status().reason is None


def test_a_revoked_station_says_so_and_keeps_asking_slowly() -> None:
    station, centre, carry = meeting()
    centre.status = "revoked"
    station.write(2)
    station.until_quiet(carry)
    assert station.engine.status().reason is Reason.STATION_REVOKED
    assert station.wake_ms - station.now_ms > PENDING_MS
    assert station.outbox.acknowledged == 2, "what it did before is evidence"


def test_the_centres_entries_arrive_verified_and_in_order() -> None:
    station, centre, carry = meeting()
    for _ in range(120):
        centre.outbound.write("headroom_granted/1", {"grant": "g", "amount": 1, "currency": "PEN"})
    station.until_quiet(carry)
    assert [entry.hash for entry in station.outbox.outbound] == [entry.hash for entry in centre.outbound.entries]


def test_an_entry_the_centre_did_not_sign_is_not_stored_and_does_not_stop_our_own() -> None:
    station, centre, carry = meeting()
    centre.outbound.write("outbound_started/1", {"municipality": "caj", "key": "k" * 43})
    centre.outbound.signer = STATION_KEY
    centre.outbound.write("headroom_granted/1", {"grant": "g", "amount": 99, "currency": "PEN"})
    station.until_quiet(carry)
    assert station.outbox.outbound_length == 1
    assert station.alerts == [AlertCode.OUTBOUND_FORKED]
    station.write(2)
    station.until_quiet(carry)
    assert station.outbox.acknowledged == 2


def test_a_centre_that_lost_its_own_entries_is_told_of_and_our_own_still_go() -> None:
    station, centre, carry = meeting()
    for _ in range(3):
        centre.outbound.write("headroom_granted/1", {"grant": "g", "amount": 1, "currency": "PEN"})
    station.until_quiet(carry)
    del centre.outbound.entries[1:]
    station.write()
    station.until_quiet(carry)
    assert station.alerts == [AlertCode.OUTBOUND_WENT_BACK]
    centre.outbound.write("headroom_granted/1", {"grant": "other", "amount": 7, "currency": "PEN"})
    centre.outbound.write("headroom_granted/1", {"grant": "other", "amount": 7, "currency": "PEN"})
    station.wait()
    station.until_quiet(carry)
    assert AlertCode.OUTBOUND_FORKED in station.alerts
    assert station.outbox.acknowledged == 1


def test_blobs_go_up_after_entries_and_resume_where_the_centre_says() -> None:
    station, centre, carry = meeting()
    photograph = bytes(range(256)) * 1_000
    sha256 = station.outbox.queue_blob(photograph)
    centre.blobs[sha256] = photograph[:100_000]  # an earlier attempt
    station.write(2)
    station.until_quiet(carry)
    assert centre.blobs[sha256] == photograph
    assert station.outbox.pending == []
    paths = [exchange.path.split("?")[0] for exchange in station.sent]
    assert paths.index("/v1/entries") < paths.index(f"/v1/blobs/{sha256}/state") < paths.index(f"/v1/blobs/{sha256}")
    carried = sum(len(exchange.body) for exchange in station.sent if exchange.method == "PATCH")
    assert carried == len(photograph) - 100_000


def test_an_entry_written_while_a_photograph_goes_up_does_not_wait_for_the_end() -> None:
    station, centre, carry = meeting()
    station.outbox.queue_blob(b"p" * 8_000_000)
    for _ in range(4):
        station.step(carry)
    station.write()
    station.step(carry)
    assert centre.walk.length == 1
    assert station.outbox.pending, "the photograph is still on its way"


def test_where_nothing_of_a_cut_piece_is_kept_the_pieces_shrink_until_they_pass_and_stay_so() -> None:
    """As behind a proxy that waits for the whole body."""
    station, centre, carry = meeting()
    photograph = bytes(range(256)) * 8_000
    sha256 = station.outbox.queue_blob(photograph)
    survives = 100_000

    def brittle(exchange: Exchange) -> Reply:
        if len(exchange.body) > survives:
            raise Unreachable(Reason.CONNECTION_LOST)
        return carry(exchange)

    while station.outbox.pending:
        station.step(brittle)
        station.wait()
    assert centre.blobs[sha256] == photograph
    pieces = [len(exchange.body) for exchange in station.sent if exchange.method == "PATCH"]
    failed = sum(size > survives for size in pieces)
    assert failed < len(pieces) // 3, "it does not run into the same wall again and again"


def test_a_piece_that_was_kept_in_part_does_not_shrink_because_an_entry_was_written_meanwhile() -> None:
    station, centre, carry = meeting()
    station.outbox.queue_blob(bytes(range(256)) * 8_000)
    while (sent := station.step(carry)) is None or sent.method != "PATCH":
        pass
    full = station.engine._weather.units[State.SENDING].size
    assert full > 1_000_000
    lost = station.step(cut_in_the_middle(centre, 50_000))
    assert lost is not None
    assert len(lost.body) > 1_000_000
    station.write()
    station.wait()
    asked = [station.step(carry) for _ in range(4)]
    paths = [one.path.split("?")[0].rpartition("/")[2] for one in asked if one is not None]
    assert paths == ["state", "entries", "state", station.outbox.kept[0]]
    assert asked[3] is not None
    assert len(asked[3].body) == len(lost.body) - 50_000


def test_the_centres_offset_wins_when_another_writer_was_faster() -> None:
    station, centre, carry = meeting()
    photograph = bytes(range(256)) * 1_000
    sha256 = station.outbox.queue_blob(photograph)
    while not station.engine._blobs._offsets:
        station.step(carry)
    centre.blobs[sha256] = photograph[:150_000]
    station.until_quiet(carry)
    assert centre.blobs[sha256] == photograph


def test_a_refused_blob_steps_aside_for_the_others() -> None:
    station, centre, carry = meeting()
    refused, accepted = station.outbox.queue_blob(b"a" * 100), station.outbox.queue_blob(b"b" * 100)

    centre.refused_blobs.add(refused)
    station.until_quiet(carry)
    assert station.outbox.pending == [refused]
    assert accepted in centre.blobs
    assert station.alerts == [AlertCode.BLOB_REFUSED]


def test_a_blob_that_arrives_with_another_hash_is_not_fetched_for_ever() -> None:
    station, centre, carry = meeting()
    good, bad = b"g" * 150_000, b"b" * 150_000
    sha_good = station.outbox.queue_blob(good)
    station.outbox.pending.clear()
    del station.outbox.blobs[sha_good]
    station.outbox.wanted[sha_good] = len(good)
    centre.blobs[sha_good] = bad  # rotten on the centre's disk
    station.until_quiet(carry)
    fetched = len(station.sent)
    assert fetched < 20
    centre.blobs[sha_good] = good
    station.wait()
    station.until_quiet(carry)
    assert station.outbox.blobs[sha_good] == good


def test_the_stations_clock_may_be_wrong_by_years_and_is_only_reported() -> None:
    station, centre, carry = meeting()
    centre.clock += 86_400 * 365
    station.write()
    station.until_quiet(carry)
    assert station.outbox.acknowledged == 1
    offset = station.engine.status().clock_offset_s
    assert offset is not None
    assert offset > 86_400 * 364


@pytest.mark.parametrize("jump_ms", [-500_000, 86_400_000])
def test_a_monotonic_clock_that_jumps_leaves_nothing_stuck(jump_ms: int) -> None:
    station, _centre, carry = meeting()
    station.now_ms = 1_000_000
    station.write(3)
    station.apply(station.engine.tick(station.moment()))  # under way
    station.now_ms += jump_ms
    for _ in range(6):
        station.step(carry)
        station.wait()
    assert station.outbox.acknowledged == 3


def test_a_driver_that_never_reports_does_not_stop_the_engine() -> None:
    station, _centre, carry = meeting()
    station.write()
    station.apply(station.engine.tick(station.moment()))
    station.wait()
    station.apply(station.engine.tick(station.moment()))
    assert station.engine.status().reason is Reason.TIMEOUT
    station.wait()
    station.until_quiet(carry)
    assert station.outbox.acknowledged == 1


def test_a_slow_link_is_connected_and_slow() -> None:
    station, _centre, carry = meeting()
    station.write()
    station.step(carry, takes_ms=9_000)
    assert station.engine.status().connection is Connection.SLOW


def test_a_large_piece_of_a_photograph_says_nothing_of_how_fast_answers_come() -> None:
    station, _centre, carry = meeting()
    station.outbox.queue_blob(b"p" * 100_000)
    while (sent := station.step(carry, takes_ms=300)) is None or sent.method != "PATCH":
        pass
    station.step(carry, takes_ms=9_000)
    assert station.outbox.pending == []
    assert station.engine.status().connection is Connection.CONNECTED


def test_the_status_counts_this_round() -> None:
    station, _centre, carry = meeting()
    station.write(900)
    station.step(carry)
    status = station.engine.status()
    assert 0 < status.sending < status.sending_total == 900
    assert status.oldest_pending is not None
    station.until_quiet(carry)
    assert station.engine.status().sending_total == 0


def test_every_input_that_is_not_late_says_when_to_look_again() -> None:
    """Nothing is stuck silently: the engine never returns without a deadline."""
    station, _centre, carry = meeting()
    station.write(30)
    for turn in range(60):
        before = len(station.outputs)
        station.step(no_network if turn % 3 else carry)
        last = station.outputs[before:]
        assert last
        assert type(last[-1]).__name__ == "WakeAt"
        station.wait()


def test_the_table_has_a_deadline_for_every_state_and_asks_first_after_trouble() -> None:
    assert set(TRANSITIONS) == set(State)
    assert set(STARTS.values()) == WAITING
    for state in WAITING:
        assert TRANSITIONS[state].keys() == {Event.HEARD, Event.FAILED, Event.FORKED}
    assert TRANSITIONS[State.BACKING_OFF].keys() == TRANSITIONS[State.HALTED].keys() == {Event.ASK}


def test_only_one_exchange_is_ever_under_way() -> None:
    station, _centre, carry = meeting()
    station.write(5)
    first = station.apply(station.engine.tick(station.moment()))
    assert first is not None
    for _ in range(3):
        assert not any(isinstance(output, Send) for output in station.engine.tick(station.moment()))
    station.apply(station.engine.received(first.id, carry(first), station.moment()))
    station.until_quiet(carry)
    assert station.outbox.acknowledged == 5


def test_the_request_describes_itself_and_carries_a_fresh_nonce_each_time() -> None:
    station, centre, carry = meeting()
    station.write(300)
    station.until_quiet(carry)
    assert len(centre.nonces) == len(station.sent)
    replayed = centre.handle("GET", "/v1/state", dict(station.sent[0].headers), b"")
    assert replayed[0] == 401


def test_a_401_moves_no_watermark() -> None:
    station, centre, carry = meeting()
    station.write(4)
    station.until_quiet(carry)
    centre.station_key = SigningKey(b"x" * 32).public_key
    station.write()
    station.step(carry)
    assert station.outbox.acknowledged == 4
    assert station.engine.status().reason is Reason.REQUEST_REFUSED
    assert station.alerts == []


def test_a_station_tells_the_centre_how_far_it_has_heard_with_each_request() -> None:
    """A centre that was restored issues nothing while it does not know what it may have said before."""
    station, centre, carry = meeting()
    station.write(3)
    station.until_quiet(carry)
    assert _heard(station) == [0]
    centre.outbound.write("headroom_granted/1", {"grant": "g", "amount": 1, "currency": "PEN"})
    station.wait()
    station.until_quiet(carry)
    assert _heard(station)[1:] == [0, 0], "the question, and the pull"
    station.wait()
    station.until_quiet(carry)
    assert _heard(station)[3:] == [1]


def _heard(station: Station) -> list[int]:
    return [Request.read(dict(exchange.headers)[REQUEST_HEADER])[0].heard for exchange in station.sent]


def _fell_back() -> tuple[Station, SmallCentre, Carry]:
    """A station whose storage is what it was before the centre last spoke to it."""
    station, centre, carry = meeting()
    station.write(3)
    station.until_quiet(carry)
    old = station.outbox.ratchet
    for _ in range(2):  # one alone might be an answer that was lost
        station.wait()
        station.until_quiet(carry)
    station.outbox.record_ratchet(old)
    station.start()
    return station, centre, carry


def test_a_copy_halts_confesses_once_at_once_and_sends_nothing_more() -> None:
    station, centre, carry = _fell_back()
    station.write()
    station.until_quiet(carry)
    assert station.alerts == [AlertCode.STATION_COPIED]
    assert centre.confessions == ["ratchet"]
    assert (len(centre.hashes), station.outbox.acknowledged) == (4, 3), "what it pushed first is kept as evidence"
    status = station.engine.status()
    assert (status.connection, status.reason) == (Connection.HALTED, Reason.STATION_COPIED)
    station.wait()
    station.until_quiet(carry)
    assert station.sent[-1].path == "/v1/state", "it goes on saying so, and nothing else"
    assert centre.confessions == ["ratchet"] * 2


def test_a_person_who_asks_does_not_free_a_copy() -> None:
    station, centre, carry = _fell_back()
    station.until_quiet(carry)
    station.write()
    station.apply(station.engine.sync_now(station.moment()))
    station.until_quiet(carry)
    assert len(centre.hashes) == 3
    assert station.engine.status().reason is Reason.STATION_COPIED


def test_a_station_that_knows_itself_old_says_so_before_anything_else() -> None:
    station, centre, carry = meeting()
    station.write(2)
    station.start(copied="anchor")
    station.until_quiet(carry)
    assert (centre.confessions, centre.hashes) == (["anchor"], [])
    assert station.alerts == [AlertCode.STATION_COPIED]


def test_a_late_request_that_the_station_gave_up_halts_nothing() -> None:
    station, centre, carry = meeting()
    station.write()
    late = station.apply(station.engine.tick(station.moment()))
    assert late is not None
    station.apply(station.engine.failed(late.id, Reason.TIMEOUT, station.moment()))
    station.wait()
    station.until_quiet(carry)
    reply = carry(late)
    assert reply.status == 409
    station.apply(station.engine.received(late.id, reply, station.moment()))
    assert (station.alerts, centre.stale, centre.confessions) == ([], 1, [])
    station.write()
    station.until_quiet(carry)
    assert station.outbox.acknowledged == 2


def test_a_ratchet_is_on_the_disk_before_it_is_shown() -> None:
    station, _centre, carry = meeting()
    station.write(2)
    station.until_quiet(carry)
    shown = [Request.read(dict(exchange.headers)[REQUEST_HEADER])[0].ratchet for exchange in station.sent]
    given = [output.value for output in station.outputs if isinstance(output, Ratcheted)]
    assert shown == ["", *given[:-1]]


def test_a_report_goes_with_the_next_question_once() -> None:
    station, _centre, carry = meeting()
    station.engine.report(REPORT)
    station.until_quiet(carry)
    station.wait()
    station.until_quiet(carry)
    asked = [exchange.path for exchange in station.sent if exchange.path in {"/v1/report", "/v1/state"}]
    assert asked == ["/v1/report", "/v1/state"]


def test_a_piece_that_was_cut_on_its_way_is_no_refusal_of_the_blob() -> None:
    """The centre's signed no speaks of nobody: it could not tell who had asked for what."""
    station, centre, carry = meeting()
    photograph = bytes(range(256)) * 100
    sha256 = station.outbox.queue_blob(photograph)
    while not (sent := station.step(carry)) or sent.path.split("/")[-1] != "state" or sha256 not in sent.path:
        pass

    def cut(exchange: Exchange) -> Reply:
        return carry(dataclasses.replace(exchange, body=exchange.body[:-1]))

    sent = station.step(cut)
    assert sent is not None
    assert sent.method == "PATCH"
    station.wait()
    station.until_quiet(carry)
    assert centre.blobs[sha256] == photograph, "at once, not after the next heartbeat"
    assert station.alerts == []


def test_a_clock_that_went_back_during_an_exchange_lets_nothing_wait_for_hours() -> None:
    station, centre, carry = meeting()
    station.now_ms = 20_000_000
    station.until_quiet(carry)
    station.write()
    exchange = station.apply(station.engine.tick(station.moment()))
    assert exchange is not None
    station.now_ms -= 10_800_000
    station.apply(station.engine.failed(exchange.id, Reason.TIMEOUT, station.moment()))
    assert station.wake_ms - station.now_ms <= BACK_OFF_MAX_MS
    station.wait()
    station.until_quiet(carry)
    assert centre.walk.length == 1


def test_a_back_off_by_a_clock_that_went_back_is_over() -> None:
    station, centre, carry = meeting()
    station.now_ms = 20_000_000
    station.step(no_network)
    station.wait()
    station.write()
    exchange = station.apply(station.engine.tick(station.moment()))
    assert exchange is not None
    station.now_ms -= 10_800_000
    station.apply(station.engine.received(exchange.id, carry(exchange), station.moment()))
    station.until_quiet(carry)
    assert centre.walk.length == 1
