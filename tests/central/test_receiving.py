from __future__ import annotations

from dataclasses import replace

import pytest

from central.store import cases, journals, stations
from central.store.journals import JournalName
from domain.envelope import Signed
from domain.journal.kinds import Author
from domain.journal.verify import verify_journals
from sync.packing import ENTRIES_MAX, EXPANDED_BYTES_MAX, pack_entries
from sync.seal import SigningKey, verify
from tests.fakes.centre_world import CentreWorld, Desk
from tests.sync.packs import a_pack

OWN = JournalName("C07", 1, Author.STATION)
NOTICED = "ventanilla.central.receiving: station C07: "


def findings(world: CentreWorld) -> list[tuple[str, int, str]]:
    with world.centre.store.reading() as tx:
        return [(found.journal, found.sequence, found.code) for found in journals.findings(tx)]


def stored(world: CentreWorld) -> list[bytes]:
    with world.centre.store.reading() as tx:
        return [found.signed.payload for found in journals.read(tx, OWN, 1)]


def exposure(world: CentreWorld) -> int:
    with world.centre.store.reading() as tx:
        station = stations.find(tx, "C07")
        assert station is not None
        return world.centre.ledgers.of(tx, station).books.exposure("PEN")


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    return world.desk()


def test_a_days_work_is_stored_as_signed_and_booked(world: CentreWorld, desk: Desk) -> None:
    desk.open_drawer()
    desk.collect(1)
    desk.collect(2)
    desk.close_drawer(counted=8000)
    heard = desk.push()
    assert (heard.status, heard.answer.head) == (200, desk.journal[-1].hash)
    assert heard.answer.next_sequence == len(desk.journal) + 1
    assert stored(world) == [found.signed.payload for found in desk.journal]
    assert exposure(world) == 3000
    assert findings(world) == []


def test_what_is_stored_verifies_from_nothing(world: CentreWorld, desk: Desk) -> None:
    desk.open_drawer()
    desk.collect(1)
    desk.push()
    with world.centre.store.reading() as tx:
        own = [found.signed for found in journals.read(tx, OWN, 1)]
        outbound = [found.signed for found in journals.read(tx, JournalName("C07", 1, Author.CENTRE), 1)]
    proven = verify_journals(
        "C07",
        own,
        outbound,
        station_key=desk.key.public_key,
        centre_key=world.centre.keys.signing.public_key,
        verify=verify,
    )
    assert proven.is_clean
    assert proven.books.exposure("PEN") == 1500


def test_a_lost_reply_and_a_retry_have_one_effect(world: CentreWorld, desk: Desk) -> None:
    desk.open_drawer()
    desk.collect(1)
    first = desk.push(first=2)
    again = desk.push(first=2)
    assert (first.status, again.status) == (200, 200)
    assert first.answer.head == again.answer.head
    assert len(stored(world)) == len(desk.journal)
    assert exposure(world) == 1500


def test_a_retry_that_overlaps_stores_only_what_is_new(world: CentreWorld, desk: Desk) -> None:
    desk.open_drawer()
    desk.push()
    desk.collect(1)
    heard = desk.push(first=1)
    assert (heard.status, heard.answer.next_sequence) == (200, 4)
    assert exposure(world) == 1500


def test_a_bad_signature_in_the_middle_keeps_what_came_before(world: CentreWorld, desk: Desk) -> None:
    desk.open_drawer()
    desk.collect(1)
    desk.collect(2)
    batch = [found.signed for found in desk.journal[1:]]
    batch[1] = Signed(batch[1].type, batch[1].payload, bytes(64))
    heard = desk.push(first=2, batch=batch)
    assert (heard.status, heard.problem) == (400, "entry_not_authentic")
    assert heard.details == {"sequence": 3, "why": "signature_wrong"}
    assert heard.answer.next_sequence == 3
    assert desk.push(first=3).status == 200
    assert exposure(world) == 3000


def test_an_entry_signed_by_another_key_is_not_authentic(world: CentreWorld, desk: Desk) -> None:
    honest = desk.key
    desk.key = SigningKey.generate()
    desk.open_drawer()
    desk.key = honest
    heard = desk.push()
    assert (heard.problem, heard.details["why"]) == ("entry_not_authentic", "signature_wrong")
    assert len(stored(world)) == 1


def test_entries_out_of_order_are_refused(world: CentreWorld, desk: Desk) -> None:
    desk.open_drawer()
    desk.collect(1)
    heard = desk.push(first=2, batch=[desk.journal[2].signed, desk.journal[1].signed])
    assert (heard.status, heard.problem) == (400, "entry_not_authentic")
    assert heard.details["why"] == "sequence_broken"
    assert len(stored(world)) == 1


def test_a_gap_is_refused_with_what_is_wanted(world: CentreWorld, desk: Desk) -> None:
    desk.open_drawer()
    desk.collect(1)
    heard = desk.push(first=3)
    assert (heard.status, heard.problem, heard.details["wanted"]) == (409, "entries_missing", 2)


def test_two_histories_under_one_sequence_are_a_fork(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append(NOTICED)
    desk.open_drawer()
    desk.push()
    told = desk.journal[-1]
    desk.journal[-1] = desk.sign(replace(told.entry, body=told.entry.body | {"float": 1}))
    heard = desk.push(first=2)
    assert (heard.status, heard.problem) == (409, "journal_forked")
    assert heard.answer.head == told.hash
    assert findings(world) == [("station", 2, "journal_forked")]


def test_a_history_that_goes_on_from_elsewhere_is_a_fork(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append(NOTICED)
    desk.open_drawer()
    desk.push()
    told = desk.journal.pop()
    desk.journal.append(desk.sign(replace(told.entry, body=told.entry.body | {"float": 1})))
    desk.collect(1)
    heard = desk.push(first=3)
    assert (heard.status, heard.problem) == (409, "journal_forked")
    assert len(stored(world)) == 2


def test_a_forged_duplicate_is_not_taken_for_a_fork(world: CentreWorld, desk: Desk) -> None:
    """Nobody without the key may make a station look as if it lied."""
    forged = Signed(desk.journal[0].signed.type, desk.journal[0].signed.payload[:-1] + b" ", bytes(64))
    heard = desk.push(first=1, batch=[forged])
    assert (heard.status, heard.problem) == (400, "entry_not_authentic")
    assert findings(world) == []


def test_an_entry_of_another_station_is_not_authentic_here(world: CentreWorld, desk: Desk) -> None:
    desk.journal.append(desk.sign(replace(desk.journal[0].entry, station="C08", sequence=2)))
    heard = desk.push()
    assert heard.details["why"] == "entry_of_another_station"


def test_an_entry_that_breaks_a_rule_is_kept_reported_and_blocks_nothing(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append(NOTICED)
    desk.collect(1)  # no drawer is open
    desk.open_drawer()
    desk.collect(1)
    heard = desk.push()
    assert (heard.status, heard.answer.next_sequence) == (200, 5)
    assert findings(world) == [("station", 2, "drawer_not_open")]
    assert exposure(world) == 1500
    with world.centre.store.reading() as tx:
        held = journals.at_sequence(tx, OWN, 2)
    assert held is not None
    assert held.verdict == "drawer_not_open"


def test_wrong_fields_are_a_finding_and_not_an_end(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append(NOTICED)
    desk.write("session_opened/1", {"session": 1, "float": -5, "currency": "PEN"})
    desk.write("teleported/1", {})
    desk.open_drawer()
    assert desk.push().answer.next_sequence == 5
    assert findings(world) == [("station", 2, "entry_body_wrong"), ("station", 3, "entry_kind_unknown")]


def test_collecting_beyond_the_headroom_is_a_finding(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append(NOTICED)
    desk.open_drawer()
    desk.collect(1, fee=30000)
    desk.collect(2, fee=1)
    desk.push()
    assert findings(world) == [("station", 4, "headroom_exhausted")]


def test_a_receipt_number_nobody_granted_is_a_finding(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append(NOTICED)
    desk.open_drawer()
    desk.collect(5)
    desk.push()
    assert findings(world) == [("station", 3, "receipt_number_out_of_turn")]


def test_grants_count_from_the_moment_the_station_had_seen_them(
    world: CentreWorld, expected_log_lines: list[str]
) -> None:
    """The same two entries: lawful when the grant had been heard, a finding when it had not."""
    expected_log_lines.append(NOTICED)
    desk = world.invite()
    desk.enrol()
    world.approve(desk)
    desk.start()
    desk.open_drawer()
    desk.collect(1)
    desk.pull()
    desk.collect(1)
    desk.push()
    assert findings(world) == [("station", 3, "headroom_exhausted")]
    assert exposure(world) == 1500


def test_an_entry_that_claims_to_have_seen_the_future_is_a_finding(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.extend([NOTICED, "ventanilla.central.receiving: station C07 holds entries"])
    desk.write("session_opened/1", {"session": 1, "float": 0, "currency": "PEN"}, seen=desk.seen + 5)
    assert desk.push().status == 200
    assert findings(world) == [("station", 2, "seen_beyond_outbound")]


def test_the_books_after_a_restart_are_the_books_before_it(world: CentreWorld, desk: Desk) -> None:
    desk.open_drawer()
    desk.collect(1)
    desk.push()
    before = exposure(world)
    world.reopen()
    desk.registry = world.registry
    assert exposure(world) == before == 1500
    desk.collect(2)
    assert desk.push().status == 200
    assert exposure(world) == 3000


def test_a_bomb_is_refused_before_it_expands(world: CentreWorld, desk: Desk) -> None:
    bomb = a_pack(b"0" * (EXPANDED_BYTES_MAX + 1))
    assert len(bomb) < 10_000
    heard = desk.ask("POST", "/v1/entries?from=2", bomb)
    assert (heard.status, heard.problem) == (413, "body_too_large")


def test_too_many_entries_in_one_body_are_refused(world: CentreWorld, desk: Desk) -> None:
    body = pack_entries([desk.journal[0].signed] * (ENTRIES_MAX + 1))
    assert desk.ask("POST", "/v1/entries?from=1", body).status == 413
    body = pack_entries([desk.journal[0].signed] * ENTRIES_MAX)
    assert desk.ask("POST", "/v1/entries?from=1", body).problem == "entry_not_authentic"


@pytest.mark.parametrize("body", [b"", b"not a pack", a_pack(b"no line\n"), a_pack(b"[0,0")])
def test_an_unreadable_batch_is_refused(world: CentreWorld, desk: Desk, body: bytes) -> None:
    heard = desk.ask("POST", "/v1/entries?from=2", body)
    assert (heard.status, heard.problem) == (400, "entries_unreadable")


def test_an_empty_push_is_a_question(world: CentreWorld, desk: Desk) -> None:
    heard = desk.ask("POST", "/v1/entries?from=2", pack_entries([]))
    assert (heard.status, heard.answer.next_sequence) == (200, 2)


def test_five_hundred_entries_arrive_in_one_body(world: CentreWorld, desk: Desk) -> None:
    for _ in range(ENTRIES_MAX):
        desk.write("operator_signed_in/1", {"refused": 0})
    assert desk.push().answer.next_sequence == ENTRIES_MAX + 2


def test_a_case_whose_station_knew_more_than_a_restored_centre_reaches_the_office(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    """The finding is about what the centre lost: the citizen's case is lawful, and acknowledged."""
    expected_log_lines.extend([NOTICED, "ventanilla.central.receiving: station C07 holds entries"])
    desk.seen += 5
    opened = desk.open_case(1)
    assert desk.push().status == 200
    assert findings(world) == [("station", 2, "seen_beyond_outbound")]
    with world.centre.store.reading() as tx:
        case = cases.find(tx, opened.entry.body["case"])
    assert case is not None
