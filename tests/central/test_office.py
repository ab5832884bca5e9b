from __future__ import annotations

import multiprocessing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from central import enrolment, granting, office, operators
from central.outbound import OutboundWriter
from central.registry import Registry
from central.store import Transaction, journals, receipt_blocks, stations
from central.store.journals import JournalName
from domain.catalog import Terms
from domain.envelope import from_base64url
from domain.errors import Refusal
from domain.journal.kinds import Author
from domain.journal.verify import JournalWalk
from domain.money import Money
from sync.seal import verify
from tests.fakes.centre_world import AGREED, TERMS, CentreWorld, Desk, FakeClock, open_centre


def writer(world: CentreWorld, tx: Transaction, station: str = "C07") -> OutboundWriter:
    return OutboundWriter(world.centre, tx, enrolment.require(tx, station), "tesorera")


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    return world.desk()


@pytest.fixture
def declared(desk: Desk) -> Desk:
    """A desk that has declared a deposit of S/ 30.00."""
    desk.open_drawer()
    desk.collect(1)
    desk.collect(2)
    desk.close_drawer(counted=8000)
    body = {"remittance": "C07-D1", "amount": 3000, "voucher": "V-1", "currency": "PEN"}
    desk.write("remittance_declared/1", body)
    desk.push()
    return desk


def confirm(world: CentreWorld, minor: int, line: str = "linea 1", remittance: str = "C07-D1") -> None:
    with world.centre.store.writing() as tx:
        office.confirm_remittance(writer(world, tx), remittance, Money(minor, "PEN"), line)


def test_the_centres_journal_is_a_chain_that_anybody_verifies(world: CentreWorld) -> None:
    desk = world.invite(operators=(("ana", "operator"),))
    desk.enrol()
    world.approve(desk)
    heard = desk.ask("GET", "/v1/outbound?from=1")
    walk = JournalWalk(Author.CENTRE, "C07", from_base64url(desk.invitation.centre_key), verify)
    found = list(walk.entries(entry.signed for entry in heard.entries))
    assert (walk.finding, walk.length) == (None, 7)
    assert (heard.answer.outbound, heard.answer.outbound_head) == (7, walk.head)
    assert found[0].entry.body["key"] == desk.invitation.centre_key
    assert found[2].entry.body == {"void_minutes": 30, "void_alone": 5000, "currency": "PEN"}
    assert found[4].entry.body["amount"] == 30000
    assert (found[5].entry.body["first"], found[5].entry.body["last"]) == (1, 8)


def test_an_act_says_how_much_of_the_stations_journal_the_centre_held(world: CentreWorld, declared: Desk) -> None:
    confirm(world, 3000)
    last = declared.pull()[-1].entry
    assert (last.kind, last.seen, last.operator) == ("remittance_confirmed/1", len(declared.journal), "tesorera")


def test_a_confirmed_deposit_frees_headroom(world: CentreWorld, declared: Desk) -> None:
    with world.centre.store.reading() as tx:
        station = stations.find(tx, "C07")
        assert station is not None
        before = world.centre.ledgers.of(tx, station).with_everything_sent(tx).headroom_left("PEN")
    confirm(world, 3000)
    with world.centre.store.reading() as tx:
        after = world.centre.ledgers.of(tx, station).with_everything_sent(tx).headroom_left("PEN")
    assert (before, after) == (27000, 30000)


def test_more_than_declared_is_never_confirmed_in_one_go_or_in_two(world: CentreWorld, declared: Desk) -> None:
    with pytest.raises(Refusal, match="remittance_confirmed_beyond_declared"):
        confirm(world, 3001)
    confirm(world, 2000)
    with pytest.raises(Refusal, match="remittance_confirmed_beyond_declared"):
        confirm(world, 1001, "linea 2")
    confirm(world, 1000, "linea 2")


def test_one_line_of_the_bank_confirms_once(world: CentreWorld, declared: Desk) -> None:
    confirm(world, 1000)
    with pytest.raises(Refusal, match="bank_line_used"):
        confirm(world, 1000)


def test_a_deposit_nobody_declared_is_refused_and_nothing_is_written(world: CentreWorld, declared: Desk) -> None:
    before = declared.ask("GET", "/v1/state").answer.outbound
    with pytest.raises(Refusal, match="remittance_unknown"):
        confirm(world, 1000, remittance="C07-D9")
    assert declared.ask("GET", "/v1/state").answer.outbound == before


def test_commission_is_settled_up_to_what_was_earned_and_banked(world: CentreWorld, declared: Desk) -> None:
    def settle(minor: int) -> None:
        with world.centre.store.writing() as tx:
            office.settle_commission(writer(world, tx), Money(minor, "PEN"), "2026-11", "E001-5")

    with pytest.raises(Refusal, match="commission_beyond_banked"):
        settle(800)
    confirm(world, 3000)
    with pytest.raises(Refusal, match="commission_beyond_earned"):
        settle(801)
    settle(800)
    with pytest.raises(Refusal, match="commission_beyond_earned"):
        settle(1)


def test_a_guarantee_is_deposited_once(world: CentreWorld, desk: Desk) -> None:
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="guarantee_already_deposited"):
        office.deposit_guarantee(writer(world, tx), "BN-002")


def test_a_desk_without_guarantee_has_nothing_to_collect_with_until_it_comes(world: CentreWorld) -> None:
    desk = world.invite()
    desk.enrol()
    world.approve(desk, guaranteed=False)
    assert [found.entry.kind for found in desk.pull()] == ["outbound_started/1", "limits_set/2"]
    with world.centre.store.writing() as tx:
        office.deposit_guarantee(writer(world, tx), "BN-002")
    kinds = [found.entry.kind for found in desk.pull()]
    assert kinds == ["guarantee_deposited/1", "headroom_granted/1", "receipts_granted/1", "vouchers_granted/1"]


def serve_with(world: CentreWorld, *terms: Terms) -> None:
    agreement = replace(TERMS.agreement, terms=terms)
    world.centre = replace(world.centre, terms=replace(TERMS, agreement=agreement))
    world.registry = Registry(world.centre)


def test_a_centre_that_goes_on_serving_grants_by_the_terms_of_the_day(world: CentreWorld) -> None:
    """The terms change at midnight of the municipality, five hours after that of the centre's clock."""
    later = replace(
        AGREED, since=date(2026, 12, 1), guarantee=Money(60000, "PEN"), headroom_percent=150, receipt_block=5
    )
    serve_with(world, AGREED, later)
    for station, number, minute in (("C07", 7, 59), ("C08", 8, 60)):
        world.clock.moment = datetime(2026, 12, 1, 4, tzinfo=UTC) + timedelta(minutes=minute)
        world.desk(station, number)
    with world.centre.store.reading() as tx:
        granted = [
            {
                found.entry.kind: found.entry.body
                for found in journals.read(tx, JournalName(station, 1, Author.CENTRE), 1)
            }
            for station in ("C07", "C08")
        ]
    assert [body["guarantee_deposited/1"]["amount"] for body in granted] == [30000, 60000]
    assert [body["headroom_granted/1"]["amount"] for body in granted] == [30000, 90000]
    assert [body["receipts_granted/1"]["last"] for body in granted] == [8, 5]


def test_limits_and_vouchers_are_those_of_the_day(world: CentreWorld) -> None:
    later = replace(AGREED, since=date(2026, 12, 1), void_minutes=5, void_alone=Money(0, "PEN"), voucher_count=0)
    serve_with(world, AGREED, later)
    assert world.centre.agreed is AGREED
    world.clock.moment = datetime(2026, 12, 1, 4, 59, tzinfo=UTC)
    assert (world.centre.today, world.centre.agreed) == (date(2026, 11, 30), AGREED)
    world.clock.pass_by(minutes=1)
    assert (world.centre.today, world.centre.agreed) == (date(2026, 12, 1), later)


def test_before_the_first_terms_no_headroom_is_granted_and_nobody_is_left_without_numbers(world: CentreWorld) -> None:
    desk = world.desk()
    waiting = world.invite("C08", 8)
    waiting.enrol()
    world.approve(waiting, guaranteed=False)
    world.clock.moment = datetime(2025, 12, 31, 12, tzinfo=UTC)
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="terms_not_in_force"):
        office.deposit_guarantee(writer(world, tx, "C08"), "BN-002")
    desk.open_drawer()
    for number in range(1, 8):
        desk.collect(number, fee=100)
    assert desk.push().status == 200
    assert "receipts_granted/1" in [found.entry.kind for found in desk.pull()]


def test_nothing_is_written_to_a_station_that_is_not_approved(world: CentreWorld) -> None:
    world.invite().enrol()
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="station_not_approved"):
        operators.admit(writer(world, tx), "ana", "operator")


def test_what_the_kinds_refuse_is_never_signed(world: CentreWorld, desk: Desk) -> None:
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="entry_body_wrong"):
        operators.admit(writer(world, tx), "Ana María", "operator")


def test_receipt_numbers_are_granted_again_before_they_run_out_and_never_twice(world: CentreWorld, desk: Desk) -> None:
    desk.open_drawer()
    for number in range(1, 31):
        desk.collect(number, fee=100)
        assert desk.push().status == 200
        desk.pull()
    with world.centre.store.reading() as tx:
        assert journals.findings(tx) == []
        heard = [found.entry.body for found in journals.read(tx, _outbound(), 1) if "series" in found.entry.body]
    numbers = [number for body in heard for number in range(body["first"], body["last"] + 1)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 32


def _outbound() -> journals.JournalName:
    return journals.JournalName("C07", 1, Author.CENTRE)


def test_two_stations_never_hold_the_same_receipt(world: CentreWorld) -> None:
    """A name too long for a receipt falls back to the number, and a name that looks like another's series is safe."""
    one, other = world.desk("R008", 7), world.desk("CABINA-08", 8)
    blocks = [
        found.entry.body
        for desk in (one, other)
        for found in desk.ask("GET", "/v1/outbound?from=1").entries
        if found.entry.kind == "receipts_granted/1"
    ]
    assert [(body["series"], body["first"], body["last"]) for body in blocks] == [("R008", 1, 8), ("R008", 9, 16)]


def test_a_series_ends_with_its_last_number(world: CentreWorld, desk: Desk) -> None:
    with world.centre.store.writing() as tx:
        receipt_blocks.record(tx, receipt_blocks.Block("used", "C07", 900_000, 999_998), "C07")
        block = granting.grant_receipts(writer(world, tx))
        assert (block.first, block.last) == (999_999, 999_999)
        with pytest.raises(Refusal, match="series_exhausted"):
            granting.grant_receipts(writer(world, tx))


def _append_from_another_process(folder: Path, database: str | None, name: str, count: int) -> None:
    centre = open_centre(folder, FakeClock(), database=database)
    for number in range(count):
        with centre.store.writing() as tx:
            station = enrolment.require(tx, "C07")
            operators.admit(OutboundWriter(centre, tx, station, name), f"{name}{number}", "operator")
    centre.store.close()


def test_two_processes_write_one_journal_and_the_running_centre_notices(world: CentreWorld, desk: Desk) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [
        spawn.Process(target=_append_from_another_process, args=(world.folder, world.database, name, 20))
        for name in ("uno", "dos")
    ]
    for process in writers:
        process.start()
    for process in writers:
        process.join()
    assert [process.exitcode for process in writers] == [0, 0]
    heard = desk.ask("GET", f"/v1/outbound?from={desk.seen + 1}")
    assert len(heard.entries) == 40
    walk = JournalWalk(Author.CENTRE, "C07", from_base64url(desk.invitation.centre_key), verify)
    everything = desk.ask("GET", "/v1/outbound?from=1").entries
    assert len(list(walk.entries(entry.signed for entry in everything))) == desk.seen + 40
