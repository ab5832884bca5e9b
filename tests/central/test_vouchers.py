"""Codes of the treasury at the centre: granted as proofs, told once, taken back when their deposit is in the bank."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

import pytest

from central import enrolment, granting, guarantees, office, vouchers
from central.guarantees import Cover
from central.outbound import OutboundWriter
from central.registry import Registry
from central.store import Transaction, journals, stations
from central.store import vouchers as voucher_table
from domain.catalog import Terms
from domain.errors import Refusal
from domain.ledger.bearer import proof_of
from domain.money import Money
from tests.fakes.centre_world import AGREED, TERMS, CentreWorld, Desk

VOUCHER = 10000
DEPOSIT = "C07-D1"


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    return world.desk()


def writer(world: CentreWorld, tx: Transaction, by: str = "tesorera") -> OutboundWriter:
    return OutboundWriter(world.centre, tx, enrolment.require(tx, "C07"), by)


def tell(world: CentreWorld, deposit: str = DEPOSIT, by: str = "tesorera") -> str:
    with world.centre.store.writing() as tx:
        return vouchers.tell(world.centre, tx, enrolment.require(tx, "C07"), deposit, by)


def confirm(world: CentreWorld, minor: int, line: str = "l1", deposit: str = DEPOSIT) -> None:
    with world.centre.store.writing() as tx:
        office.confirm_remittance(writer(world, tx), deposit, Money(minor, "PEN"), line)


def sent(world: CentreWorld, *kinds: str) -> list[tuple[str, dict[str, object]]]:
    with world.centre.store.reading() as tx:
        found = [entry.entry for entry in journals.read(tx, writer(world, tx).outbound, 1)]
    return [(entry.kind, entry.body) for entry in found if entry.kind in kinds]


def grants_of(world: CentreWorld) -> list[int]:
    return [len(body["proofs"]) for _, body in sent(world, "vouchers_granted/1")]  # type: ignore[arg-type]


def redeem(world: CentreWorld, desk: Desk, code: str) -> None:
    for _, body in sent(world, "vouchers_granted/1"):
        if proof_of("C07", str(body["grant"]), code) in body["proofs"]:  # type: ignore[operator]
            desk.write("voucher_redeemed/1", {"grant": body["grant"], "code": code})
            return
    raise AssertionError(code)


def declare(desk: Desk) -> None:
    """A day of S/ 30.00 whose deposit is declared."""
    desk.open_drawer()
    desk.collect(1)
    desk.collect(2)
    desk.close_drawer(counted=8000)
    desk.write("remittance_declared/1", {"remittance": DEPOSIT, "amount": 3000, "voucher": "V-1", "currency": "PEN"})


def serve_with(world: CentreWorld, *terms: Terms) -> None:
    agreement = replace(TERMS.agreement, terms=terms)
    world.centre = replace(world.centre, terms=replace(TERMS, agreement=agreement))
    world.registry = Registry(world.centre)


def test_with_the_guarantee_come_as_many_proofs_as_the_agreement_says(world: CentreWorld, desk: Desk) -> None:
    ((_, body),) = sent(world, "vouchers_granted/1")
    assert (body["amount"], body["currency"], len(body["proofs"])) == (10000, "PEN", 10)  # type: ignore[arg-type]


def test_a_grant_carries_at_most_fifty_proofs(world: CentreWorld) -> None:
    serve_with(world, replace(AGREED, voucher_count=120))
    world.desk()
    assert grants_of(world) == [50, 50, 20]


def test_where_the_agreement_has_no_vouchers_none_is_granted(world: CentreWorld) -> None:
    serve_with(world, replace(AGREED, voucher_count=0))
    desk = world.desk()
    desk.open_drawer()
    desk.push()
    assert grants_of(world) == []


def test_what_is_told_opens_headroom_at_the_station_and_is_in_no_journal_before(world: CentreWorld, desk: Desk) -> None:
    code = tell(world)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{12}", code)
    assert code not in str(sent(world, "vouchers_granted/1"))
    redeem(world, desk, code)
    assert desk.push().status == 200
    with world.centre.store.reading() as tx:
        assert writer(world, tx).books.headroom == 30000 + VOUCHER
        assert journals.findings(tx) == []


def test_the_same_code_is_never_told_twice_and_then_there_is_none_left(world: CentreWorld, desk: Desk) -> None:
    told = [tell(world, f"C07-D{number}") for number in range(10)]
    assert len(set(told)) == 10
    with pytest.raises(Refusal, match="vouchers_none_left"):
        tell(world)


def test_who_told_a_code_when_and_for_which_deposit_is_on_record(world: CentreWorld, desk: Desk) -> None:
    tell(world, by="lucia")
    with world.centre.store.reading() as tx:
        station = enrolment.require(tx, "C07")
        found = vouchers.supply(tx, station, writer(world, tx).books)
    (told,) = found.told
    assert (told.told_by, told.told_at, told.remittance) == ("lucia", int(world.clock.now().timestamp()), DEPOSIT)
    assert (found.used, found.waiting) == ((), 9)


def test_a_code_used_in_a_lie_is_refused_and_another_still_opens(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.receiving: station C07: 1 new findings")
    code = tell(world)
    redeem(world, desk, code)
    redeem(world, desk, code)
    desk.push()
    with world.centre.store.reading() as tx:
        assert [found.code for found in journals.findings(tx)] == ["voucher_already_used"]
        assert writer(world, tx).books.headroom == 30000 + VOUCHER


def test_codes_at_rest_are_sealed_and_in_no_log(
    world: CentreWorld, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code = tell(world)
    redeem_later = tell(world, "C07-D2")
    stored = world.stored()
    for secret in (code, redeem_later):
        assert secret.encode() not in stored
        assert secret not in caplog.text
    world.reopen()


@pytest.mark.parametrize(("deposit", "by"), [("", "tesorera"), ("D 1", "tesorera"), (DEPOSIT, "La Tesorera")])
def test_without_a_deposit_or_a_person_nothing_is_told(world: CentreWorld, desk: Desk, deposit: str, by: str) -> None:
    with pytest.raises(Refusal, match="entry_body_wrong"):
        tell(world, deposit, by)


def test_what_a_voucher_opened_is_taken_back_in_the_transaction_that_confirms_its_deposit(
    world: CentreWorld, desk: Desk
) -> None:
    declare(desk)
    redeem(world, desk, tell(world))
    desk.push()
    assert sent(world, "headroom_recalled/1") == []
    confirm(world, 2000)
    confirm(world, 1000, "l2")
    assert sent(world, "remittance_confirmed/1", "headroom_recalled/1")[1] == (
        "headroom_recalled/1",
        {"amount": VOUCHER, "currency": "PEN", "reason": f"voucher {DEPOSIT}"},
    )
    assert len(sent(world, "headroom_recalled/1")) == 1
    with world.centre.store.reading() as tx:
        assert writer(world, tx).books.headroom == 30000


def test_two_vouchers_of_one_deposit_are_taken_back_together_and_others_stay(world: CentreWorld, desk: Desk) -> None:
    declare(desk)
    for code in (tell(world), tell(world), tell(world, "C07-D2")):
        redeem(world, desk, code)
    desk.push()
    confirm(world, 3000)
    assert [body["amount"] for _, body in sent(world, "headroom_recalled/1")] == [2 * VOUCHER]


def test_a_voucher_used_after_its_deposit_was_confirmed_is_taken_back_when_that_entry_arrives(
    world: CentreWorld, desk: Desk
) -> None:
    declare(desk)
    desk.push()
    code = tell(world)
    confirm(world, 3000)
    assert sent(world, "headroom_recalled/1") == []
    redeem(world, desk, code)
    desk.push()
    desk.push(first=1)
    assert [body["amount"] for _, body in sent(world, "headroom_recalled/1")] == [VOUCHER]


def test_a_voucher_whose_deposit_was_given_up_is_taken_back_at_the_next_contact(world: CentreWorld, desk: Desk) -> None:
    declare(desk)
    redeem(world, desk, tell(world))
    desk.push()
    with world.centre.store.writing() as tx:
        body = {"remittance": DEPOSIT, "amount": 3000, "currency": "PEN"}
        writer(world, tx).append("remittance_fell_short/1", body)
    desk.open_drawer(2)
    desk.push()
    assert [body["amount"] for _, body in sent(world, "headroom_recalled/1")] == [VOUCHER]


@pytest.mark.parametrize(("used", "granted"), [(5, [10]), (6, [10, 6])])
def test_new_ones_come_when_fewer_than_half_are_left(
    world: CentreWorld, desk: Desk, used: int, granted: list[int]
) -> None:
    for number in range(used):
        redeem(world, desk, tell(world, f"C07-D{number}"))
    desk.push()
    assert grants_of(world) == granted


def test_a_station_from_before_there_were_vouchers_is_granted_them_at_its_next_contact(world: CentreWorld) -> None:
    serve_with(world, replace(AGREED, voucher_count=0))
    desk = world.desk()
    serve_with(world, AGREED)
    desk.registry = world.registry
    desk.open_drawer()
    desk.push()
    assert grants_of(world) == [10]


def test_a_clock_before_the_first_terms_grants_none_and_refuses_nobody(world: CentreWorld, desk: Desk) -> None:
    for number in range(6):
        redeem(world, desk, tell(world, f"C07-D{number}"))
    world.clock.pass_by(days=-400)
    assert desk.push().status == 200
    assert grants_of(world) == [10]


def test_cancelled_by_hand_stays_cancelled_until_granted_by_hand(world: CentreWorld, desk: Desk) -> None:
    with world.centre.store.writing() as tx:
        assert vouchers.cancel(writer(world, tx)) == 10
    with pytest.raises(Refusal, match="vouchers_none_left"):
        tell(world)
    desk.open_drawer()
    desk.push()
    assert grants_of(world) == [10]
    with world.centre.store.writing() as tx:
        assert vouchers.grant(writer(world, tx)) == 10
    assert grants_of(world) == [10, 10]
    tell(world)


def test_a_revoked_station_has_its_vouchers_cancelled_and_is_told_none(world: CentreWorld, desk: Desk) -> None:
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, "C07")
    assert len(sent(world, "vouchers_cancelled/1")) == 1
    with pytest.raises(Refusal, match="station_not_approved"):
        tell(world)


def test_a_code_told_before_the_cancellation_still_opens_at_a_station_that_has_not_heard(
    world: CentreWorld, desk: Desk
) -> None:
    code = tell(world)
    with world.centre.store.writing() as tx:
        vouchers.cancel(writer(world, tx))
    redeem(world, desk, code)
    desk.push()
    with world.centre.store.reading() as tx:
        assert journals.findings(tx) == []
        assert writer(world, tx).ledger.books.headroom == 30000 + VOUCHER


# I14 ------------------------------------------------------------------------------------------------------------------


def covers(world: CentreWorld) -> list[Cover]:
    with world.centre.store.reading() as tx:
        return guarantees.covers(world.centre, tx)


def test_what_a_station_may_take_is_covered_by_its_guarantee_and_its_vouchers(world: CentreWorld, desk: Desk) -> None:
    declare(desk)
    redeem(world, desk, tell(world))
    desk.push()
    (cover,) = covers(world)
    assert (cover.guarantee, cover.allowed, cover.headroom, cover.sealed, cover.opened, cover.vouchers) == (
        30000,
        30000,
        40000,
        90000,
        10000,
        100000,
    )
    assert cover.beyond == 0
    confirm(world, 3000)
    (cover,) = covers(world)
    assert (cover.headroom, cover.opened, cover.beyond) == (30000, 0, 0)


def test_a_new_round_of_vouchers_is_covered_too(world: CentreWorld, desk: Desk) -> None:
    for number in range(6):
        redeem(world, desk, tell(world, f"C07-D{number}"))
    desk.push()
    (cover,) = covers(world)
    assert (cover.headroom, cover.sealed, cover.opened, cover.beyond) == (90000, 100000, 60000, 0)


@pytest.mark.parametrize(("more", "beyond"), [(0, 0), (1, 1)])
def test_a_centimo_of_headroom_too_much_is_seen(world: CentreWorld, desk: Desk, more: int, beyond: int) -> None:
    if more:
        with world.centre.store.writing() as tx:
            writer(world, tx).append("headroom_granted/1", {"grant": "H9", "amount": more, "currency": "PEN"})
    assert [cover.beyond for cover in covers(world)] == [beyond]


def test_a_voucher_too_much_is_seen(world: CentreWorld, desk: Desk) -> None:
    with world.centre.store.writing() as tx:
        body = {"grant": "V9", "amount": 1, "currency": "PEN", "proofs": ["p" * 43]}
        writer(world, tx).append("vouchers_granted/1", body)
    assert [cover.beyond for cover in covers(world)] == [1]


def test_a_guarantee_that_was_drawn_no_longer_covers(world: CentreWorld, desk: Desk) -> None:
    declare(desk)
    desk.push()
    with world.centre.store.writing() as tx:
        short = {"remittance": DEPOSIT, "amount": 600, "currency": "PEN"}
        writer(world, tx).append("remittance_fell_short/1", short)
        drawn = {"amount": 600, "currency": "PEN", "resolution": "RA-1"}
        writer(world, tx).append("guarantee_drawn/1", drawn)
    assert [cover.beyond for cover in covers(world)] == [600]


def test_terms_that_change_later_do_not_uncover_what_was_granted_before(world: CentreWorld, desk: Desk) -> None:
    later = replace(AGREED, since=world.centre.today, headroom_percent=50, voucher_count=1)
    world.clock.pass_by(days=1)
    serve_with(world, AGREED, replace(later, since=world.centre.today))
    assert [cover.beyond for cover in covers(world)] == [0]


def test_a_revoked_station_and_a_replaced_computer_are_looked_at_too(world: CentreWorld, desk: Desk) -> None:
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, "C07")
    assert [(cover.station, cover.headroom, cover.sealed) for cover in covers(world)] == [("C07", 30000, 0)]


# After a restore ------------------------------------------------------------------------------------------------------


def test_codes_granted_before_a_restore_are_exchanged_because_they_may_have_been_told(
    world: CentreWorld, desk: Desk
) -> None:
    first = tell(world)
    with world.centre.store.writing() as tx:
        voucher_table.withdraw(tx, "C07")
        stations.set_doubt(tx, "C07", doubt=True)
    with pytest.raises(Refusal, match="vouchers_none_left"):
        tell(world)
    desk.pull()  # nothing was lost: the station is written to again
    assert len(sent(world, "vouchers_cancelled/1")) == 1
    assert grants_of(world) == [10, 10]
    assert tell(world) != first


def test_what_was_told_before_a_restore_is_still_taken_back_once(world: CentreWorld, desk: Desk) -> None:
    declare(desk)
    redeem(world, desk, tell(world))
    desk.push()
    confirm(world, 2000)
    with world.centre.store.writing() as tx:  # the record that it was taken back is lost, the journal is not
        station = enrolment.require(tx, "C07")
        rows = voucher_table.all_of(tx, station)
        forgotten = [replace(one, told_at=None, told_by=None, remittance=None, recalled=False) for one in rows]
        tx.connection.exec_driver_sql("DELETE FROM voucher WHERE municipality = 'cajamarca'")
        voucher_table.add(tx, station, forgotten)
    confirm(world, 1000, "l2")
    assert len(sent(world, "headroom_recalled/1")) == 1


def test_receipts_are_not_touched_by_vouchers(world: CentreWorld, desk: Desk) -> None:
    with world.centre.store.writing() as tx:
        assert granting.grant_receipts(writer(world, tx)).first == 9
