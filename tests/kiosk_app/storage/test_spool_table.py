"""Print jobs as rows: along the spool's table of states and no other way, whatever the machine does."""

from __future__ import annotations

import pytest

from domain.errors import InvariantBroken
from kiosk_app.storage import cipher, spool_table
from printing.spool import (
    Outcome,
    PrintJob,
    SpoolState,
    begin_sending,
    cancel,
    confirm_in_hand,
    deny_in_hand,
    finish_sending,
    retry_by_person,
)
from tests.kiosk_app.services.desk import ROSA, Desk


@pytest.fixture
def job(desk: Desk) -> PrintJob:
    return desk.charge().job


def stored(desk: Desk, job: PrintJob) -> PrintJob:
    found = spool_table.read(desk.station.store, job.id)
    assert found is not None
    return found


def test_a_job_is_read_back_as_it_was_stored(desk: Desk, job: PrintJob) -> None:
    desk.restart()
    assert stored(desk, job) == job
    assert spool_table.read(desk.station.store, "another") is None


def test_every_step_of_a_paper_is_on_disk_when_it_is_taken(desk: Desk, job: PrintJob) -> None:
    store = desk.station.store
    sending = spool_table.update(store, begin_sending(job))
    assert stored(desk, job) == sending
    stuck = Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason="unreachable", bytes_sent=0)
    failed = spool_table.update(store, finish_sending(sending, stuck))
    assert (stored(desk, job).state, stored(desk, job).reason) == (SpoolState.FAILED_BEFORE_SEND, "unreachable")
    again = spool_table.update(store, begin_sending(spool_table.update(store, retry_by_person(failed))))
    done = Outcome(state=SpoolState.PRINTED, reason=None, bytes_sent=len(job.content), reference="tickets-12")
    printed = spool_table.update(store, finish_sending(again, done))
    assert stored(desk, job).reference == "tickets-12"
    assert spool_table.open_jobs(store) == []
    spool_table.update(store, confirm_in_hand(printed))
    assert stored(desk, job).state is SpoolState.CONFIRMED
    with pytest.raises(InvariantBroken, match="print_job_transition"):
        cancel(stored(desk, job))


def test_what_a_crash_left_half_sent_waits_for_a_person(desk: Desk, job: PrintJob) -> None:
    desk.clock.advance(1)
    other = desk.charge().job
    spool_table.update(desk.station.store, begin_sending(job))
    desk.restart()
    (cut,) = spool_table.recover_all(desk.station.store)
    assert (cut.id, cut.state, cut.reason) == (job.id, SpoolState.UNKNOWN, "interrupted")
    assert [found.state for found in spool_table.open_jobs(desk.station.store)] == [
        SpoolState.UNKNOWN,
        SpoolState.QUEUED,
    ]
    assert spool_table.recover_all(desk.station.store) == [], "once"
    assert stored(desk, other) == other
    spool_table.update(desk.station.store, deny_in_hand(cut))
    assert spool_table.open_jobs(desk.station.store) == [other]


def test_papers_of_an_entry_come_original_first(desk: Desk, job: PrintJob) -> None:
    spool_table.update(desk.station.store, cancel(job))
    copy = desk.paper.copy(job.entry, ROSA, "se rompió")
    assert [found.id for found in spool_table.of_entry(desk.station.store, job.entry)] == [job.id, copy.id]


def test_bytes_altered_in_the_row_are_noticed_before_they_are_printed(desk: Desk, job: PrintJob) -> None:
    with desk.station.store.transaction():
        desk.station.store.execute("UPDATE print_job SET content = x'00' WHERE id = ?", (job.id,))
    with pytest.raises(InvariantBroken, match="print_job_bytes_changed"):
        spool_table.open_jobs(desk.station.store)


def test_a_job_is_stored_once(desk: Desk, job: PrintJob) -> None:
    with pytest.raises(cipher.IntegrityError), desk.station.store.transaction():
        spool_table.add(desk.station.store, job, "2026-11-20T14:00:00+00:00")
