"""A procedure at the counter: quoted, refused where a rule says so, and otherwise one act with its paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.catalog import CommissionMode
from domain.errors import InvariantBroken, Refusal
from domain.money import Money
from kiosk_app.services.citizen import Citizen
from kiosk_app.services.counter import Operator
from kiosk_app.services.procedures import OpenProcedure, quick_amounts
from kiosk_app.storage import spool_table
from printing.receipt_code import PAYLOAD_BYTES_MAX
from printing.spool import SpoolState
from tests.kiosk_app.services.desk import FOLDERS, JOSE, ROSA, Desk, municipality
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes


def pen(minor: int) -> Money:
    return Money(minor, "PEN")


def test_a_charged_case_is_two_entries_one_receipt_and_one_paper(desk: Desk) -> None:
    before = desk.length
    done = desk.charge(tendered=pen(2000))
    assert [found.entry.kind for found in done.entries] == ["case_opened/1", "fee_collected/1"]
    assert (done.receipt, done.due, done.change) == ("C07-000001", pen(1230), pen(770))
    assert desk.length == before + 2
    assert spool_table.of_entry(desk.station.store, f"C07/{desk.length}") == [done.job]
    assert done.job.state is SpoolState.QUEUED
    desk.restart()
    row = desk.cases.row(done.code)
    assert (row.receipt, row.citizen.full_name, row.sent) == (done.receipt, "Huamán Ñahui, José Manuel", False)


def test_a_quote_adds_up_for_every_procedure_of_every_folder(desks: Callable[..., Desk]) -> None:
    for name in ("cajamarca", "mar-del-plata"):
        desk = desks(municipality_folder=name)
        coin = desk.counter.municipality.agreement.on(desk.counter.today()).smallest_coin
        for procedure in desk.counter.municipality.procedures:
            quote = desk.procedures.quote(procedure.code)
            assert quote.due == quote.fee + quote.service_fee - quote.rounding
            assert 0 <= quote.rounding.minor < coin.minor
            assert quote.due.minor % coin.minor == 0
            assert quote.quick[0] == quote.due
            assert list(quote.quick) == sorted(set(quote.quick), key=lambda amount: amount.minor)
            assert quote.promise >= desk.counter.today()
            assert bool(quote.service_fee) == (quote.mode is CommissionMode.SURCHARGE)
            assert quote.legal is None or quote.legal >= quote.promise


@pytest.mark.parametrize("folder", ["cajamarca", "mar-del-plata"])
def test_every_procedure_of_every_folder_can_be_charged_and_printed(desks: Callable[..., Desk], folder: str) -> None:
    desk = desks(guarantee=10**12, municipality_folder=folder)
    desk.open_drawer()
    codes = {desk.charge(procedure.code).code for procedure in desk.counter.municipality.procedures}
    assert len(codes) == len(desk.counter.municipality.procedures)
    assert desk.verified().is_clean


def test_quick_amounts_are_what_people_hand_over() -> None:
    coins = [pen(face) for face in (20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10)]
    assert quick_amounts(pen(1230), coins) == (pen(1230), pen(2000), pen(5000), pen(10000))
    assert quick_amounts(pen(0), coins) == (pen(0),)
    assert quick_amounts(pen(2000), coins) == (pen(2000), pen(5000), pen(10000), pen(20000))
    assert quick_amounts(pen(3000), coins) == (pen(3000), pen(4000), pen(5000), pen(10000))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"tendered": pen(1220)}, "tendered_short"),
        ({"tendered": pen(21230)}, "amount_absurd"),
        ({"tendered": pen(4123678900)}, "amount_absurd"),
        ({"citizen": replace(JOSE, names=" ")}, "citizen_incomplete"),
        ({"citizen": replace(JOSE, surnames="")}, "citizen_incomplete"),
        ({"citizen": replace(JOSE, document="")}, "citizen_incomplete"),
        ({"citizen": replace(JOSE, document="4123678")}, "document_malformed"),
        ({"citizen": replace(JOSE, document="4123678X")}, "document_malformed"),
        ({"answers": {}}, "answer_missing"),
        ({"answers": {"record_holder": " \t", "copies": "1"}}, "answer_missing"),
    ],
)
def test_what_is_not_in_order_is_refused_and_nothing_is_written(desk: Desk, changes: dict[str, Any], code: str) -> None:
    assert assert_nothing_changes(desk, lambda: desk.charge(**changes)).code == code


def test_a_foreign_document_has_its_own_shape(desk: Desk) -> None:
    foreign = Citizen("CE 001-234", "Ana", "Müller", document_type="CE")
    assert desk.cases.row(desk.charge(citizen=foreign).code).citizen.document == "CE001-234"


def test_an_unknown_procedure_is_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="procedure_unknown"):
        desk.procedures.quote("XX-99")
    request = replace(desk.request(), procedure="XX-99")
    assert assert_nothing_changes(desk, lambda: desk.procedures.submit(ROSA, request)).code == "procedure_unknown"


def test_a_fee_that_is_not_in_force_is_not_invented(desk: Desk) -> None:
    desk.clock.set_wall(datetime(2025, 12, 30, 15, tzinfo=ZoneInfo("UTC")))
    with pytest.raises(Refusal, match="fee_not_in_force"):
        desk.procedures.quote("RC-01")


def test_a_calendar_that_ran_out_promises_nothing(desk: Desk) -> None:
    last = desk.counter.municipality.calendar.last_year
    desk.clock.set_wall(datetime(last, 12, 31, 15, tzinfo=ZoneInfo("UTC")))
    slow = max(desk.counter.municipality.procedures, key=lambda found: found.term_working_days or 0)
    with pytest.raises(Refusal, match="calendar_too_short"):
        desk.procedures.quote(slow.code)


def test_no_drawer_no_money(closed_desk: Desk) -> None:
    assert assert_nothing_changes(closed_desk, closed_desk.charge).code == "drawer_not_open"


def test_a_missing_requirement_is_observed_and_never_a_reason_to_refuse(desk: Desk) -> None:
    done = desk.charge(met=("R2",), observed=())
    detail = desk.cases.detail(done.code)
    assert detail.row.state.value == "observed"
    assert set(detail.observed) == {"R1", "R3"}
    body = done.entries[0].entry.body
    assert (body["met"], body["observed"]) == (["R2"], ["R1", "R3"])
    both = desk.charge(met=("R1", "R2", "R3"), observed=("R2",))
    assert both.entries[0].entry.body["met"] == ["R1", "R3"], "what is observed is not met as well"


def test_the_promise_is_the_day_that_was_quoted(desk: Desk) -> None:
    quote = desk.procedures.quote("LF-01")
    done = desk.charge("LF-01")
    assert (done.promise, done.legal) == (quote.promise, quote.legal)
    assert desk.cases.row(done.code).promise == quote.promise > date(2026, 11, 20)


def test_charging_twice_is_two_cases_because_it_was_asked_twice(desk: Desk) -> None:
    request = desk.request()
    first, second = (desk.procedures.submit(ROSA, request) for _ in range(2))
    assert first.code != second.code
    assert (first.receipt, second.receipt) == ("C07-000001", "C07-000002")
    assert len(desk.cases.today()) == 2


def test_a_case_whose_paper_cannot_be_made_has_not_happened(desk: Desk) -> None:
    """Composing the paper is the last thing in the transaction: where it fails, nothing was written."""
    broken = OpenProcedure(desk.counter, _NoPaper(desk))  # type: ignore[arg-type]
    before = desk.length
    with pytest.raises(InvariantBroken, match="receipt_code_unprintable"):
        broken.submit(ROSA, desk.request())
    assert (desk.length, len(desk.cases.recent())) == (before, 0)
    assert desk.queue.waiting().papers == ()
    assert desk.charge().receipt == "C07-000001"


class _NoPaper:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def queue_receipt(self, _store: object, _written: object, _operator: object) -> object:
        assert len(self._desk.cases.recent()) == 1, "the case was there, inside the transaction"
        raise InvariantBroken("receipt_code_unprintable", part="payload")


def test_search_finds_by_any_words(desk: Desk) -> None:
    assert desk.procedures.search("partida nacimiento")[0].code == "RC-01"
    assert len(desk.procedures.search("", limit=5)) == 5


LONGEST = Operator("operadora.12", "Operadora de Nombre Largo", "operator")


@pytest.mark.parametrize("folder", sorted(path.name for path in FOLDERS.iterdir() if path.is_dir()))
def test_every_fee_fits_the_code_on_58_mm_paper(desks: Callable[..., Desk], folder: str) -> None:
    """The longest operator, years of entries behind it, and large amounts: the payload must still fit the QR."""
    desk = desks(municipality_folder=folder, guarantee=10**12, name="C99", number=99)
    assert len(LONGEST.id) == 12
    desk.drawer.open(LONGEST, desk.counter.money(0))
    largest = 0
    for procedure in municipality(folder).procedures:
        quote = desk.procedures.quote(procedure.code)
        tendered = quote.due + quote.note - desk.counter.money(1)
        done = desk.procedures.submit(LONGEST, desk.request(procedure.code, tendered=tendered))
        payload = len(done.entries[1].signed.payload)
        # Sequence and what was heard grow to so many digits in years of work, uptime in four months without a restart.
        entry = done.entries[1].entry
        digits = sum(most - len(str(now)) for most, now in ((6, entry.sequence), (5, entry.seen), (7, entry.uptime_s)))
        largest = max(largest, payload + digits)
    assert largest <= PAYLOAD_BYTES_MAX, f"{largest} bytes"
    assert largest > 300, "the measure is of a whole entry"
