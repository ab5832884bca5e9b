"""After yesterday's database is put back: nothing is lost that a station holds, nothing is granted twice."""

from __future__ import annotations

import pytest

from central import enrolment, granting, journal_files, office
from central.office import Decision
from central.outbound import OutboundWriter
from central.store import cases, journals, stations
from domain.cases.states import CaseState
from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from domain.journal.file import JournalFile
from domain.journal.kinds import Author
from tests.fakes.centre_world import TERMS, CentreWorld, Desk, case_code

DOUBT = "ventanilla.central.receiving: station C07 holds entries of the centre"


def restore(world: CentreWorld, desk: Desk) -> None:
    world.put_back()
    desk.registry = world.registry


def held_outbound(world: CentreWorld) -> list[SignedEntry]:
    with world.centre.store.reading() as tx:
        return list(journals.read(tx, journals.JournalName("C07", 1, Author.CENTRE), 1))


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    """A desk that has worked on after the backup: a case answered, receipts granted, everything acknowledged."""
    desk = world.desk()
    world.back_up()
    desk.registry = world.registry
    desk.open_drawer()
    for number in range(1, 8):
        desk.collect(number, fee=100)
    desk.open_case(1)
    desk.push()
    with world.centre.store.writing() as tx:
        case = cases.find(tx, case_code(7, 1))
        assert case is not None
        office.move_case(world.centre, tx, case, Decision(state=CaseState.IN_PROGRESS))
    desk.pull()
    return desk


def exported(desk: Desk, outbound: list[SignedEntry]) -> JournalFile:
    return JournalFile(
        municipality=TERMS.municipality,
        station="C07",
        station_key=desk.key.public_key,
        centre_key=b"\x00" * 32,
        own=[found.signed for found in desk.journal],
        outbound=[found.signed for found in outbound],
    )


def test_the_watermark_goes_back_and_the_station_sends_everything_again(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append(DOUBT)
    restore(world, desk)
    assert desk.ask("GET", "/v1/state").answer.next_sequence == 2
    heard = desk.push(first=2)
    assert (heard.status, heard.answer.next_sequence) == (200, len(desk.journal) + 1)
    assert heard.answer.head == desk.journal[-1].hash


def test_a_restored_centre_writes_nothing_that_would_make_two_histories(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append(DOUBT)
    restore(world, desk)
    before = len(held_outbound(world))
    desk.push(first=2)  # a case to announce and receipts to refill: both must wait
    assert len(held_outbound(world)) == before
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="journal_in_doubt"):
        granting.grant_receipts(OutboundWriter(world.centre, tx, enrolment.require(tx, "C07")))


def test_without_a_restore_the_same_push_does_write(world: CentreWorld, desk: Desk) -> None:
    """The negative control of the test above."""
    before = len(held_outbound(world))
    desk.open_case(2)
    desk.push()
    assert len(held_outbound(world)) == before + 1


def test_the_stations_exported_journal_gives_the_centre_back_what_it_had_signed(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append(DOUBT)
    before = held_outbound(world)
    restore(world, desk)
    desk.push(first=2)
    with world.centre.store.writing() as tx:
        station = enrolment.require(tx, "C07")
        came_back = journal_files.recover(world.centre, tx, station, exported(desk, before))
    assert came_back == 3
    held = held_outbound(world)
    assert [found.hash for found in held[: len(before)]] == [found.hash for found in before]
    # Which codes had been told after the backup is lost: they are exchanged for new ones.
    assert [found.entry.kind for found in held[len(before) :]] == ["vouchers_cancelled/1", "vouchers_granted/1"]
    with world.centre.store.writing() as tx:
        block = granting.grant_receipts(OutboundWriter(world.centre, tx, enrolment.require(tx, "C07")))
        case = cases.find(tx, case_code(7, 1))
    assert block.first == 17  # 1-8 before the backup, 9-16 in the entry that came back
    assert case is not None
    assert case.state == "in_progress"


def test_a_case_that_arrives_again_after_recovery_keeps_the_centres_own_word(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append(DOUBT)
    before = held_outbound(world)
    restore(world, desk)
    with world.centre.store.writing() as tx:
        journal_files.recover(world.centre, tx, enrolment.require(tx, "C07"), exported(desk, before))
    desk.push(first=2)
    with world.centre.store.reading() as tx:
        case = cases.find(tx, case_code(7, 1))
    assert case is not None
    assert (case.state, case.announced) == ("in_progress", cases.TOLD)
    said = [found.entry for found in held_outbound(world) if found.entry.kind == "case_moved/1"]
    assert [entry.body["state"] for entry in said] == ["received", "in_progress"]


def test_a_station_that_has_heard_nothing_that_is_missing_ends_the_doubt(world: CentreWorld) -> None:
    desk = world.desk()
    with world.centre.store.writing() as tx:
        stations.set_doubt(tx, None, doubt=True)
    desk.open_case(1)
    desk.push()
    assert not is_in_doubt(world)
    assert [found.entry.kind for found in desk.pull()] == ["case_moved/1"]


def test_a_late_request_and_one_beside_the_engine_end_no_doubt(world: CentreWorld) -> None:
    desk = world.desk()
    old = desk.ratchet
    desk.ask("GET", "/v1/state")
    desk.ask("GET", "/v1/state")
    with world.centre.store.writing() as tx:
        stations.set_doubt(tx, None, doubt=True)
    assert desk.ask("GET", "/v1/state", ratchet=old).problem == "ratchet_stale"
    assert desk.ask("GET", "/v1/blobs/" + "a" * 64 + "/state", ratchet="").status == 200
    assert is_in_doubt(world)
    desk.ask("GET", "/v1/state")
    assert not is_in_doubt(world)


@pytest.fixture
def granted(world: CentreWorld) -> Desk:
    """A desk that wrote nothing after the backup and heard one thing: only the centre's own journal went back."""
    desk = world.desk()
    world.back_up()
    with world.centre.store.writing() as tx:
        granting.grant_receipts(OutboundWriter(world.centre, tx, enrolment.require(tx, "C07")))
    desk.registry = world.registry
    desk.pull()
    restore(world, desk)
    return desk


def is_in_doubt(world: CentreWorld) -> bool:
    with world.centre.store.reading() as tx:
        station = stations.find(tx, "C07")
    assert station is not None
    return station.doubt


def test_an_entry_that_has_seen_more_than_the_centre_holds_puts_it_in_doubt(
    world: CentreWorld, granted: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.extend([DOUBT, "ventanilla.central.receiving: station C07: 1 new findings"])
    assert granted.ask("GET", "/v1/state", heard=0).status == 200
    assert not is_in_doubt(world)
    granted.open_drawer()
    granted.push()
    assert is_in_doubt(world)


def test_a_station_that_has_heard_more_than_the_centre_holds_puts_it_in_doubt(
    world: CentreWorld, granted: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append(DOUBT)
    assert granted.ask("GET", "/v1/state").status == 200
    assert is_in_doubt(world)


def test_books_that_missed_a_lost_grant_are_made_again_when_it_comes_back(
    world: CentreWorld, expected_log_lines: list[str]
) -> None:
    """Receipts of the lost grant are findings when they arrive, and booked once the grant is back."""
    expected_log_lines.extend([DOUBT, "ventanilla.central.receiving: station C07:"])
    desk = world.invite()
    desk.enrol()
    world.approve(desk, guaranteed=False)
    desk.start()
    desk.push()
    world.back_up()
    with world.centre.store.writing() as tx:
        office.deposit_guarantee(OutboundWriter(world.centre, tx, enrolment.require(tx, "C07")), "BN-1")
    desk.registry = world.registry
    desk.pull()
    signed = held_outbound(world)
    restore(world, desk)
    desk.open_drawer()
    desk.collect(1)
    desk.push()
    assert exposure(world) == 0
    with world.centre.store.writing() as tx:
        journal_files.recover(world.centre, tx, enrolment.require(tx, "C07"), exported(desk, signed))
    assert exposure(world) == 1500


def exposure(world: CentreWorld) -> int:
    with world.centre.store.writing() as tx:
        return world.centre.ledgers.of(tx, enrolment.require(tx, "C07")).books.exposure("PEN")


def test_nobody_slips_an_entry_into_the_centres_journal(world: CentreWorld, desk: Desk) -> None:
    forged = exported(desk, [*held_outbound(world), desk.journal[0]])
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="signature_wrong"):
        journal_files.recover(world.centre, tx, enrolment.require(tx, "C07"), forged)


def test_a_journal_that_went_on_differently_is_a_fork_and_nothing_is_taken(world: CentreWorld, desk: Desk) -> None:
    lived = held_outbound(world)
    restore(world, desk)
    with world.centre.store.writing() as tx:
        for _ in range(2):
            granting.grant_receipts(OutboundWriter(world.centre, tx, enrolment.require(tx, "C07")))
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="journal_forked"):
        journal_files.recover(world.centre, tx, enrolment.require(tx, "C07"), exported(desk, lived))


def test_the_journal_of_another_station_is_refused(world: CentreWorld, desk: Desk) -> None:
    world.desk("C08", 8)
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="journal_of_another_station"):
        journal_files.recover(world.centre, tx, enrolment.require(tx, "C08"), exported(desk, held_outbound(world)))
