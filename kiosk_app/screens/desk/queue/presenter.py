"""What waits to be sent or printed, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kiosk_app.screens.desk.ports import Go, Renders, Tray
from kiosk_app.screens.desk.queue.state import QueueState
from kiosk_app.screens.desk.sync_words import needs_person, reason_words
from kiosk_app.screens.desk.words import age, paper_words
from kiosk_app.services.counter import Counter
from kiosk_app.services.queue import Queue, Waiting, WaitingEntry
from kiosk_app.shown import UNSAID, Cell, Line, Said, TableRow
from printing.spool import PrintJob, SpoolState
from printing.spool import needs_person as paper_needs_person
from sync.status import Connection, Status
from wording import formats
from wording.catalogue import _, mark

_KINDS: Final = {
    "case_opened/1": mark("Case {about}"),
    "fee_collected/1": mark("Receipt {about}"),
    "fee_collected/2": mark("Receipt {about}"),
    "fee_voided/1": mark("Voided receipt {about}"),
    "fee_voided/2": mark("Voided receipt {about}"),
    "slip_issued/1": mark("Paper of case {about}"),
    "drawer_counted/1": mark("Count of the drawer"),
    "session_opened/1": mark("Drawer opened"),
    "session_closed/1": mark("Close of the drawer"),
    "remittance_declared/1": mark("Deposit {about}"),
    "copy_printed/1": mark("Copy of {about}"),
    "operator_signed_in/1": mark("Operator signed in"),
    "prepaid_sold/1": mark("Prepaid code {about} sold"),
    "cash_moved/1": mark("Cash put in or taken out"),
    "commission_retained/1": mark("Commission kept back of the deposit {about}"),
    "voucher_redeemed/1": mark("Treasury voucher {about} used"),
    "unit_used/1": mark("Number used, case {about}"),
    "numbers_released/1": mark("Numbers given back, of the grant {about}"),
    "line_disputed/1": mark("Line disputed, statement {about}"),
    "statement_signed/1": mark("Statement {about} signed"),
    "clock_stepped/1": mark("Change of the clock"),
    "journal_started/1": mark("Start of this counter"),
}
#: After a day it is worth saying, after three somebody should act; the municipality's own figures come with its folder.
DAYS_WARN: Final = 1
DAYS_ACT: Final = 3
_MAYBE_OUT: Final = frozenset({SpoolState.PRINTED, SpoolState.UNKNOWN})


class QueuePresenter:
    """`status` is how sync stands now; `retry` and `export` are the program's."""

    def __init__(
        self,
        view: Renders[QueueState],
        counter: Counter,
        queue: Queue,
        tray: Tray,
        *,
        status: Callable[[], Status],
        retry: Callable[[], None],
        export: Callable[[], None],
        go: Go,
    ) -> None:
        self._view = view
        self._counter, self._queue, self._tray = counter, queue, tray
        self._status = status
        self._retry, self._export, self._go = retry, export, go
        self._chosen = ""
        self._notice = UNSAID

    def refresh(self) -> None:
        self._render()

    def choose(self, key: object) -> None:
        self._chosen = str(key)
        self._render()

    def answer_for_paper(self, whole: object) -> None:
        """The operator looked in the tray for the chosen paper."""
        job = self._asked(self._queue.waiting())
        if job is not None:
            answer = self._tray.in_hand if whole else self._tray.not_in_hand
            answer(job)
        self._render()

    def retry(self) -> None:
        self._retry()
        self._render()

    def export(self) -> None:
        self._export()

    def leave(self) -> None:
        self._go("attend", "")

    def exported(self, words: Said) -> None:
        """How saving to a stick went."""
        self._notice = words
        self._render()

    def _render(self) -> None:
        waiting, status = self._queue.waiting(), self._status()
        rows = (
            *(self._paper_row(job) for job in waiting.papers),
            *(self._entry_row(entry, reason_words(status)) for entry in waiting.shown),
        )
        sending = status.sending_total if status.connection in (Connection.CONNECTED, Connection.SLOW) else 0
        progress = _("Sending {sent} of {count}").format(sent=status.sending, count=sending) if sending else ""
        self._view.render(
            QueueState(
                headline=_headline(status, waiting),
                facts=self._facts(waiting),
                items=rows,
                chosen=self._chosen,
                empty="" if rows else _("Nothing waits: everything has been sent and printed."),
                notice=self._notice,
                progress=status.sending * 100 // sending if sending else None,
                progress_words=progress,
                can_retry=bool(waiting.entries or waiting.files),
                can_export=bool(waiting.entries or waiting.files),
                ask_paper=self._asked(waiting) is not None,
            )
        )

    def _asked(self, waiting: Waiting) -> PrintJob | None:
        """The chosen paper, where it may be out. One of which no byte left is neither in hand nor denied."""
        chosen = (job for job in waiting.papers if _key(job) == self._chosen)
        return next((job for job in chosen if job.state in _MAYBE_OUT), None)

    def _facts(self, waiting: Waiting) -> tuple[Line, ...]:
        contact = _("never yet") if waiting.last_contact is None else formats.day_and_clock(waiting.last_contact)
        oldest = "" if waiting.oldest is None else age(waiting.oldest, self._counter.now())
        facts = (
            (_("To send"), str(waiting.entries)),
            (_("Files on their way"), str(waiting.files)),
            (_("The municipality last answered"), contact),
            (_("The oldest has waited"), oldest),
        )
        return tuple(Line(words, text) for words, text in facts if text)

    def _entry_row(self, entry: WaitingEntry, reason: str) -> TableRow:
        days = (self._counter.now() - entry.at).days
        chip = Cell(_("To send"), "err" if days >= DAYS_ACT else "warn", chip=True)
        waited = Cell(
            age(entry.at, self._counter.now()), "err" if days >= DAYS_ACT else "warn" if days >= DAYS_WARN else None
        )
        return TableRow(str(entry.sequence), (entry_words(entry), waited, chip, reason))

    @staticmethod
    def _paper_row(job: PrintJob) -> TableRow:
        said, _ask = paper_words(job)
        chip = (
            Cell(_("Look in the tray"), "err", chip=True)
            if paper_needs_person(job)
            else (Cell(_("To print"), "info", chip=True))
        )
        return TableRow(_key(job), (_("Paper of {entry}").format(entry=job.entry), "", chip, said.words))


def entry_words(entry: WaitingEntry) -> str:
    """What was done and to what; an act of a newer program is told as an act."""
    about = formats.case_code(entry.about) if entry.about.isdigit() else entry.about
    return _(_KINDS.get(entry.kind, mark("Act {about}"))).format(about=about)


def _key(job: PrintJob) -> str:
    return f"paper:{job.id}"


def _headline(status: Status, waiting: Waiting) -> Said:
    if needs_person(status):
        return Said(reason_words(status), "err")
    if not waiting.entries and not waiting.files:
        return Said(_("Everything has been sent."), "ok")
    if status.connection in (Connection.CONNECTED, Connection.SLOW):
        return Said(_("It is being sent. You can go on attending."), "info")
    reason = reason_words(status) or _("No connection")
    return Said(_("{reason}. Everything is safe here and is sent by itself.").format(reason=reason), "warn")
