"""The life of a print job. Pure: a job and what happened go in, the job as it now is comes out.

Bytes sent are not paper printed. A printer that stalls takes a whole receipt and says nothing; one that is reset half
way has printed half of it. So there is a state for not knowing, and these rules:

1. The row is stored as `sending`, durably, before the first byte leaves. After a crash `sending` is `unknown`.
2. `unknown` is never tried again by the program. A person looks at the tray and says what is there.
3. Only `failed_before_send` (not one byte left) may be tried again by itself, with the same bytes.
4. Every further paper is another job with a higher copy number, and says COPIA n. Also when the first was unknown.
   Only a bearer document has no copy: a person who finds no paper puts the same bytes in the queue again.
5. Nothing here renders: the stored bytes and their SHA-256 are what is sent, always.
6. Bytes that are worth money (`BEARER_DOCUMENTS`) are forgotten once a person has the paper in hand or gives it up, and
   at the latest when the drawer's session is closed.

The rows are kept by whoever owns the database; see docs/PRINTING.md for who calls what.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from domain.errors import InvariantBroken, Refusal


class SpoolState(Enum):
    QUEUED = "queued"
    SENDING = "sending"
    PRINTED = "printed"
    CONFIRMED = "confirmed"
    FAILED_BEFORE_SEND = "failed_before_send"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


_S = SpoolState

#: From each state, where a job may go. Whatever is not here cannot happen.
#:
#:   queued ─▶ sending ─▶ printed ─▶ confirmed          a person has the paper in hand
#:     │  ▲       │ ├────▶ unknown ─▶ confirmed         ... it was there after all
#:     │  │       ▼            └────▶ cancelled         ... it was not; a copy may be asked for
#:     │  └─ failed_before_send ───▶ cancelled
#:     └──────────────────────────▶ cancelled
#:
#: `printed ─▶ unknown`: the printer said so, and the person at the tray finds nothing.
#: `printed ─▶ queued`, `unknown ─▶ queued`: the same, of a bearer document whose bytes are still there.
TRANSITIONS: Final = {
    _S.QUEUED: frozenset({_S.SENDING, _S.CANCELLED}),
    _S.SENDING: frozenset({_S.PRINTED, _S.FAILED_BEFORE_SEND, _S.UNKNOWN}),
    _S.PRINTED: frozenset({_S.CONFIRMED, _S.UNKNOWN, _S.QUEUED}),
    _S.FAILED_BEFORE_SEND: frozenset({_S.QUEUED, _S.CANCELLED}),
    _S.UNKNOWN: frozenset({_S.CONFIRMED, _S.CANCELLED, _S.QUEUED}),
    _S.CONFIRMED: frozenset[SpoolState](),
    _S.CANCELLED: frozenset[SpoolState](),
}
#: States that a single act of sending can end in.
OUTCOMES: Final = frozenset({_S.PRINTED, _S.FAILED_BEFORE_SEND, _S.UNKNOWN})

#: Papers whose bytes are worth money to whoever reads them, and to nobody if no paper came out: they are kept until a
#: person has answered for it or the session is closed, and blanked then. There is never a copy.
BEARER_DOCUMENTS: Final = frozenset({"PrepaidSlip"})
_WITH_BYTES: Final = frozenset({_S.QUEUED, _S.SENDING, _S.FAILED_BEFORE_SEND})
_IN_HAND_OR_GIVEN_UP: Final = frozenset({_S.CONFIRMED, _S.CANCELLED})
_MAYBE_ON_PAPER: Final = frozenset({_S.PRINTED, _S.UNKNOWN})

#: A job in one of these is still to be sent: paper of it may come out, and another one would be a second.
MAY_STILL_COME: Final = _WITH_BYTES

#: After so many attempts in which no byte left, a person is asked instead.
ATTEMPTS_BY_ITSELF_MAX: Final = 5

#: Reasons that the spool itself gives; a printer's are in `printing.printers.printer`.
INTERRUPTED: Final = "interrupted"
NOT_IN_TRAY: Final = "not_in_tray"
BY_A_PERSON: Final = "by_a_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one act of sending came to. `bytes_sent` counts bytes of the job that left this computer.

    `reason` is a code (`printing.printers.printer.REASONS`), None when there is nothing to say. `reference` is the
    name that a print system gave the job, where there is one.
    """

    state: SpoolState
    reason: str | None
    bytes_sent: int
    reference: str | None = None

    def __post_init__(self) -> None:
        if self.state not in OUTCOMES:
            raise InvariantBroken("not_an_outcome", state=self.state.value)
        if self.state is SpoolState.FAILED_BEFORE_SEND and self.bytes_sent != 0:
            raise InvariantBroken("failed_after_send", bytes_sent=self.bytes_sent)
        if self.state is not SpoolState.PRINTED and self.reason is None:
            raise InvariantBroken("outcome_without_reason", state=self.state.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """`document` is the kind (`FeeReceipt`), `entry` the journal entry printed. `copy_number` 0 is the original.

    `content` is empty once its bytes are forgotten (a bearer document's when it is in hand, others' with the citizen);
    `sha256` still says which they were.
    """

    id: str
    document: str
    entry: str
    content: bytes
    sha256: str
    copy_number: int
    printer: str
    state: SpoolState = SpoolState.QUEUED
    reason: str | None = None
    attempts: int = 0
    reference: str | None = None

    def __post_init__(self) -> None:
        if not self.is_forgotten and (not self.content or hashlib.sha256(self.content).hexdigest() != self.sha256):
            raise InvariantBroken("print_job_bytes_changed", job=self.id)
        if self.copy_number < 0 or self.attempts < 0:
            raise InvariantBroken("print_job_malformed", job=self.id)

    @property
    def is_forgotten(self) -> bool:
        """Whether its bytes are gone. What has still to be sent always has them."""
        return not self.content and self.state not in _WITH_BYTES

    @property
    def is_sent_again_when_denied(self) -> bool:
        """Whether it may be on paper, is worth money, and could still be put on paper if it is not."""
        return self.document in BEARER_DOCUMENTS and self.state in _MAYBE_ON_PAPER and bool(self.content)


def queue(*, id: str, document: str, entry: str, content: bytes, printer: str, copy_number: int = 0) -> PrintJob:  # noqa: A002 - it is the job's id
    """A new job, to be stored in the same transaction as the entry it prints."""
    digest = hashlib.sha256(content).hexdigest()
    return PrintJob(
        id=id,
        document=document,
        entry=entry,
        content=content,
        sha256=digest,
        copy_number=copy_number,
        printer=printer,
    )


def begin_sending(job: PrintJob) -> PrintJob:
    """To be stored and synced to disk before the first byte leaves."""
    return replace(_move(job, SpoolState.SENDING, None), attempts=job.attempts + 1)


def finish_sending(job: PrintJob, outcome: Outcome) -> PrintJob:
    if job.state is not SpoolState.SENDING:
        raise _impossible(job, outcome.state)
    return replace(_move(job, outcome.state, outcome.reason), reference=outcome.reference)


def recover(job: PrintJob) -> PrintJob:
    """At start-up: a job found `sending` was cut short by a crash, and nobody knows how much paper came out."""
    if job.state is not SpoolState.SENDING:
        return job
    return _move(job, SpoolState.UNKNOWN, INTERRUPTED)


def may_retry_by_itself(job: PrintJob) -> bool:
    """True only when not one byte left, and not too often."""
    return job.state is SpoolState.FAILED_BEFORE_SEND and job.attempts < ATTEMPTS_BY_ITSELF_MAX


def retry_by_itself(job: PrintJob) -> PrintJob:
    """The same bytes once more. Raises Refusal `print_retry_needs_person` where a second paper could come out."""
    if not may_retry_by_itself(job):
        raise Refusal("print_retry_needs_person", job=job.id, state=job.state.value, attempts=job.attempts)
    return _move(job, SpoolState.QUEUED, None)


def retry_by_person(job: PrintJob) -> PrintJob:
    """A person put paper in and asks again; no byte had left, so it is still the same paper."""
    if job.state is not SpoolState.FAILED_BEFORE_SEND:
        raise Refusal("print_retry_is_a_copy", job=job.id, state=job.state.value)
    return replace(_move(job, SpoolState.QUEUED, None), attempts=0)


def confirm_in_hand(job: PrintJob) -> PrintJob:
    """A person holds the paper, and it is whole."""
    return _move(job, SpoolState.CONFIRMED, None)


def deny_in_hand(job: PrintJob) -> PrintJob:
    """A person looked: there is no paper, or only part of it.

    A bearer document whose bytes are still there is queued again: the same paper, for it has no copy. Of any other, a
    job the printer called printed becomes unknown, and an unknown one is closed; either may then be printed as a copy.
    """
    if job.is_sent_again_when_denied:
        return replace(_move(job, SpoolState.QUEUED, NOT_IN_TRAY), attempts=0)
    if job.state is SpoolState.PRINTED:
        return _move(job, SpoolState.UNKNOWN, NOT_IN_TRAY)
    if job.state is not SpoolState.UNKNOWN:
        raise _impossible(job, SpoolState.CANCELLED)
    return _move(job, SpoolState.CANCELLED, NOT_IN_TRAY)


def forget(job: PrintJob) -> PrintJob:
    """The session is closed: bytes that are worth money and may be on paper are kept no longer.

    What cannot be on paper yet keeps them: nobody has been given it.
    """
    return replace(job, content=b"") if job.is_sent_again_when_denied else job


def cancel(job: PrintJob) -> PrintJob:
    """A person gives the print up. What may be on paper already cannot be cancelled, only confirmed or denied."""
    if job.state not in {SpoolState.QUEUED, SpoolState.FAILED_BEFORE_SEND}:
        raise _impossible(job, SpoolState.CANCELLED)
    return _move(job, SpoolState.CANCELLED, BY_A_PERSON)


def reprint(job: PrintJob, *, id: str, content: bytes, copy_number: int) -> PrintJob:  # noqa: A002 - it is the job's id
    """Another paper of the same entry, because a person asked for it. `content` is the document rendered as that copy.

    Raises Refusal `reprint_while_printing` when the first job may still put paper out, and InvariantBroken
    `copy_without_mark` when the copy number does not grow or the bytes are the original's.
    """
    if job.state in MAY_STILL_COME:
        raise Refusal("reprint_while_printing", job=job.id, state=job.state.value)
    if copy_number <= job.copy_number or content == job.content:
        raise InvariantBroken("copy_without_mark", job=job.id, copy_number=copy_number)
    return queue(
        id=id,
        document=job.document,
        entry=job.entry,
        content=content,
        printer=job.printer,
        copy_number=copy_number,
    )


def needs_person(job: PrintJob) -> bool:
    """Whether the job waits for somebody to look at the tray or the printer."""
    worn_out = job.state is SpoolState.FAILED_BEFORE_SEND and not may_retry_by_itself(job)
    return job.state is SpoolState.UNKNOWN or worn_out or job.is_sent_again_when_denied


def _move(job: PrintJob, state: SpoolState, reason: str | None) -> PrintJob:
    if state not in TRANSITIONS[job.state]:
        raise _impossible(job, state)
    forgotten = job.document in BEARER_DOCUMENTS and state in _IN_HAND_OR_GIVEN_UP
    return replace(job, state=state, reason=reason, content=b"" if forgotten else job.content)


def _impossible(job: PrintJob, state: SpoolState) -> InvariantBroken:
    return InvariantBroken("print_job_transition", job=job.id, before=job.state.value, after=state.value)
