"""Print jobs as rows: stored with the entry they print, moved only along the spool's own table of states."""

from __future__ import annotations

from typing import Any

from kiosk_app.storage.connection import Store
from printing.spool import PrintJob, SpoolState, forget, recover


def add(store: Store, job: PrintJob, made_at: str) -> None:
    """In the transaction of the entry that it prints."""
    store.execute(
        "INSERT INTO print_job (id, document, entry, content, sha256, copy_number, printer, state, reason, attempts,"
        " reference, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            job.id,
            job.document,
            job.entry,
            job.content,
            job.sha256,
            job.copy_number,
            job.printer,
            job.state.value,
            job.reason,
            job.attempts,
            job.reference,
            made_at,
        ),
    )


def update(store: Store, job: PrintJob) -> PrintJob:
    """Durable when it returns: `sending` is on disk before the first byte leaves, and forgotten bytes have left it."""
    with store.transaction():
        store.execute(
            "UPDATE print_job SET state = ?, reason = ?, attempts = ?, reference = ? WHERE id = ?",
            (job.state.value, job.reason, job.attempts, job.reference, job.id),
        )
        if job.is_forgotten:
            store.execute("UPDATE print_job SET content = x'' WHERE id = ?", (job.id,))
    if job.is_forgotten:
        store.empty_log()
    return job


def read(store: Store, job_id: str) -> PrintJob | None:
    row = store.row("SELECT * FROM print_job WHERE id = ?", (job_id,))
    return None if row is None else _job(row)


def of_entry(store: Store, entry: str) -> list[PrintJob]:
    """All papers of one entry, the original first."""
    return [
        _job(row)
        for row in store.rows("SELECT * FROM print_job WHERE entry = ? ORDER BY copy_number, made_at", (entry,))
    ]


def open_jobs(store: Store) -> list[PrintJob]:
    """What is not finished: to be sent, or waiting for a person; oldest first."""
    rows = store.rows(
        "SELECT * FROM print_job WHERE state NOT IN ('printed', 'confirmed', 'cancelled') ORDER BY made_at, id"
    )
    return [_job(row) for row in rows]


def recover_all(store: Store) -> list[PrintJob]:
    """At start: what a crash left `sending` is now `unknown`, and stays so until a person has looked."""
    cut_short = [job for job in open_jobs(store) if job.state is SpoolState.SENDING]
    return [update(store, recover(job)) for job in cut_short]


def has_printed(store: Store) -> bool:
    return store.row("SELECT 1 FROM print_job WHERE state IN ('printed', 'confirmed') LIMIT 1") is not None


def to_answer(store: Store) -> list[PrintJob]:
    """What a printer called printed, and is worth money if it was not: oldest first."""
    rows = store.rows("SELECT * FROM print_job WHERE state = 'printed' AND content <> x'' ORDER BY made_at, id")
    return [job for job in map(_job, rows) if job.is_sent_again_when_denied]


def forget_bearers(store: Store) -> int:
    """In the transaction of the close; `Store.empty_log` belongs after it. Returns how many papers lost their bytes."""
    kept = [job for job in (*to_answer(store), *open_jobs(store)) if forget(job) != job]
    for job in kept:
        store.execute("UPDATE print_job SET content = x'' WHERE id = ?", (job.id,))
    return len(kept)


def _job(row: Any) -> PrintJob:
    return PrintJob(
        id=row["id"],
        document=row["document"],
        entry=row["entry"],
        content=bytes(row["content"]),
        sha256=row["sha256"],
        copy_number=row["copy_number"],
        printer=row["printer"],
        state=SpoolState(row["state"]),
        reason=row["reason"],
        attempts=row["attempts"],
        reference=row["reference"],
    )
