"""What a real CUPS does with our jobs, and what we say of it. See `tests/fakes/cups.py`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from printing.printers import Condition, CupsPrinter
from printing.profiles import PROFILE_80, PROFILE_A4, PrinterProfile
from printing.render import render
from printing.spool import Outcome, SpoolState
from tests.fakes.cups import QUEUE, Does, PrivateCups, why_not
from tests.printing.samples import RECEIPT, RECONCILIATION, STATEMENT

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(why_not()), reason=why_not() or "it is here")]
TITLE = "FeeReceipt-01939d6e"
PAPER = render(RECONCILIATION, PROFILE_A4)
UNKNOWN = SpoolState.UNKNOWN


@pytest.fixture(scope="module")
def running() -> Iterator[PrivateCups]:
    with PrivateCups() as found:
        yield found


@pytest.fixture
def cups(running: PrivateCups) -> PrivateCups:
    """With nothing waiting and nothing in the tray."""
    subprocess.run((*running.command("cancel"), "-a", QUEUE), check=True)
    running.does(Does.PRINT)
    running.enable()
    for path in (running.root / "tray").iterdir():
        path.unlink()
    return running


def printer(cups: PrivateCups, profile: PrinterProfile = PROFILE_A4) -> CupsPrinter:
    return CupsPrinter(
        "hojas",
        QUEUE,
        profile=profile,
        lp=cups.command("lp"),
        lpstat=cups.command("lpstat"),
        cancel=cups.command("cancel"),
        poll_seconds=0.05,
    )


def waiting(cups: PrivateCups) -> str:
    return cups.run("lpstat", "bin", "-o", QUEUE)


def sent(cups: PrivateCups, does: Does, seconds: float = 30.0) -> Outcome:
    cups.does(does)
    return printer(cups).send(PAPER, TITLE, seconds)


def test_the_exact_bytes_come_out_under_the_jobs_title_and_it_is_still_not_called_printed(cups: PrivateCups) -> None:
    outcome = sent(cups, Does.PRINT)

    assert (outcome.state, outcome.reason) == (UNKNOWN, "handed_over")
    assert str(outcome.reference).startswith(f"{QUEUE}-")
    assert cups.tray() == {TITLE: PAPER}
    assert not waiting(cups)


def test_a_statement_comes_out_whole(cups: PrivateCups) -> None:
    sheet = render(STATEMENT, PROFILE_A4)
    assert printer(cups).send(sheet, "Statement-01939d6e", 30.0).reason == "handed_over"
    assert cups.tray() == {"Statement-01939d6e": sheet}


def test_a_receipt_printers_bytes_go_through_raw(cups: PrivateCups) -> None:
    job = render(RECEIPT, PROFILE_80)
    assert printer(cups, PROFILE_80).send(job, TITLE, 30.0).reason == "handed_over"
    assert cups.tray() == {TITLE: job}


def test_cups_calls_a_job_done_of_which_no_byte_came_out(cups: PrivateCups) -> None:
    """Why its word is not taken for paper."""
    outcome = sent(cups, Does.NOTHING)

    assert (outcome.state, outcome.reason) == (UNKNOWN, "handed_over")
    assert cups.tray() == {}
    assert not waiting(cups)


def test_no_paper_until_patience_ends_and_then_nothing_comes_out_later(cups: PrivateCups) -> None:
    outcome = sent(cups, Does.PAPER_OUT, 6.0)

    assert (outcome.state, outcome.reason) == (UNKNOWN, "taken_back")
    assert not waiting(cups)
    while not cups.is_idle():  # it kills the program that waits for paper
        pass
    cups.does(Does.PRINT)
    assert printer(cups).send(PAPER, "next", 30.0).reason == "handed_over"
    assert cups.tray() == {"next": PAPER}


def test_a_slow_printer_without_a_complaint_keeps_its_job(cups: PrivateCups) -> None:
    outcome = sent(cups, Does.SLOW, 6.0)

    assert (outcome.state, outcome.reason) == (UNKNOWN, "handed_over")
    assert str(outcome.reference) in waiting(cups)
    cups.person_comes()


@pytest.mark.parametrize("does", [Does.JAM, Does.FAIL, Does.STOP])
def test_a_queue_that_stops_has_the_job_taken_back_and_gets_no_other(cups: PrivateCups, does: Does) -> None:
    outcome = sent(cups, does)
    assert (outcome.state, outcome.reason) == (UNKNOWN, "taken_back")
    assert not waiting(cups)

    cups.does(Does.PRINT)
    refused = printer(cups).send(PAPER, "next", 5.0)
    assert (refused.state, refused.reason) == (SpoolState.FAILED_BEFORE_SEND, "queue_stopped")
    cups.enable()
    assert cups.tray() == {}, "nothing came out by itself when the queue was opened again"


def test_a_job_that_cups_throws_away_is_unknown_and_never_lost(cups: PrivateCups) -> None:
    outcome = sent(cups, Does.CANCEL)

    assert (outcome.state, outcome.reason) == (UNKNOWN, "handed_over")
    assert cups.tray() == {}


def test_an_alert_of_an_earlier_job_does_not_stop_the_counter_for_ever(cups: PrivateCups) -> None:
    """CUPS keeps `media-jam-error` of a job that ended, until another job says otherwise."""
    sent(cups, Does.JAM)
    cups.enable()
    assert "media-jam-error" in cups.run("lpstat", "bin", "-l", "-p", QUEUE)

    assert printer(cups).status().condition is Condition.UNKNOWN
    assert sent(cups, Does.PRINT).reason == "handed_over"
    assert cups.tray() == {TITLE: PAPER}


def test_a_queue_that_does_not_exist_gets_no_byte(cups: PrivateCups) -> None:
    absent = CupsPrinter(
        "hojas", "no-such-queue", lp=cups.command("lp"), lpstat=cups.command("lpstat"), cancel=cups.command("cancel")
    )
    assert (absent.status().condition, absent.status().reason) == (Condition.PROBLEM, "queue_missing")
    assert absent.send(PAPER, TITLE).state is SpoolState.FAILED_BEFORE_SEND
