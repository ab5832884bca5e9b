"""What waits to be sent or printed, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from domain.errors import Refusal
from kiosk_app.screens.desk.ports import Go, Renders, Tray
from kiosk_app.screens.desk.queue.carrying import Neighbours, carry_state
from kiosk_app.screens.desk.queue.state import QueueState
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.sync_words import needs_person, reason_words
from kiosk_app.screens.desk.words import Words, age, paper_words
from kiosk_app.services.carrying import OtherFile
from kiosk_app.services.counter import Counter
from kiosk_app.services.courier import Brought, Courier
from kiosk_app.services.queue import HandedOver, Queue, Waiting, WaitingEntry, WaitingFiles, is_overdue
from kiosk_app.shown import UNSAID, Cell, Line, Said, TableRow
from printing.printers.printer import words_for
from printing.spool import PrintJob, SpoolState
from printing.spool import needs_person as paper_needs_person
from sync.courier import News
from sync.status import Connection, Status
from wording import formats
from wording.catalogue import _, mark, ngettext

_KINDS: Final = {
    "case_opened/1": mark("Case {about}"),
    "fee_collected/1": mark("Receipt {about}"),
    "fee_collected/2": mark("Receipt {about}"),
    "fee_voided/1": mark("Voided receipt {about}"),
    "fee_voided/2": mark("Voided receipt {about}"),
    "case_completed/1": mark("What was brought for case {about}"),
    "reopening_asked/1": mark("Case {about} asked to be opened again"),
    "citizen_told/1": mark("Notice of case {about} given"),
    "complaint_placed/1": mark("Place of case {about}"),
    "announcement_read/1": mark("Announcement {about} read"),
    "information_given/1": mark("Information given about {about}"),
    "slip_issued/1": mark("Paper of case {about}"),
    "drawer_counted/1": mark("Count of the drawer"),
    "session_opened/1": mark("Drawer opened"),
    "session_closed/1": mark("Close of the drawer"),
    "session_closed/2": mark("Close of the drawer"),
    "remittance_declared/1": mark("Deposit {about}"),
    "copy_printed/1": mark("Copy of {about}"),
    "operator_signed_in/1": mark("Operator signed in"),
    "prepaid_sold/1": mark("Prepaid code {about} sold"),
    "cash_moved/1": mark("Cash put in or taken out"),
    "cash_moved/2": mark("Cash put in or taken out"),
    "commission_retained/1": mark("Commission kept back of the deposit {about}"),
    "voucher_redeemed/1": mark("Treasury voucher {about} used"),
    "unit_used/1": mark("Number used, case {about}"),
    "appointment_opened/1": mark("Appointment {about}, asked for"),
    "appointment_given/1": mark("Hour of appointment {about}"),
    "appointment_cancelled/1": mark("Appointment {about} cancelled"),
    "appointment_ended/1": mark("What came of appointment {about}"),
    "numbers_released/1": mark("Numbers given back, of the grant {about}"),
    "line_disputed/1": mark("Line disputed, statement {about}"),
    "statement_signed/1": mark("Statement {about} signed"),
    "clock_stepped/1": mark("Change of the clock"),
    "key_rotated/1": mark("Change of this counter's key"),
    "journal_started/1": mark("Start of this counter"),
}
#: After a day it is worth saying; after a working day of the municipality somebody has to act (`is_overdue`).
DAYS_WARN: Final = 1
_MAYBE_OUT: Final = frozenset({SpoolState.PRINTED, SpoolState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Handover:
    """The courier, where a person says its files are or shall be (None when they changed their mind), and who applies
    what an answer brought.
    """

    courier: Courier
    folder: Callable[[], Path | None]
    file: Callable[[], Path | None]
    carried: Callable[[Brought], None]


class QueuePresenter:
    """`status` is how sync stands now; `retry` and `export` (the journal, for an auditor) are the program's."""

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
        handover: Handover,
        neighbours: Neighbours,
        go: Go,
    ) -> None:
        self._view = view
        self._counter, self._queue, self._tray = counter, queue, tray
        self._status = status
        self._retry, self._export, self._go = retry, export, go
        self._handover, self._neighbours = handover, neighbours
        self._words = Words(counter.municipality)
        self._chosen = ""
        self._notice = UNSAID
        self._not_carried: Refusal | None = None

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
        self._neighbours.link.try_now()
        self._render()

    def export(self) -> None:
        self._export()

    def hand_over(self) -> None:
        """Save everything that waits, sealed, where the person says."""
        folder = self._handover.folder()
        if folder is None:
            return
        try:
            saved = self._handover.courier.save(folder)
        except Refusal as refusal:
            self._notice = Said(words_of(refusal, self._words), "warn")
        else:
            told = _("Saved: {names}. Take the stick out safely and carry it to the municipality.")
            self._notice = Said(told.format(names=", ".join(saved.names)), "ok")
        self._render()

    def read_answer(self) -> None:
        file = self._handover.file()
        if file is None:
            return
        before = self._queue.waiting()
        try:
            brought = self._handover.courier.read(file)
        except Refusal as refusal:
            self._notice = Said(words_of(refusal, self._words), "warn")
        else:
            self._handover.carried(brought)
            self._notice = _heard(brought.news, before, self._queue.waiting())
        self._render()

    def carry(self) -> None:
        """Take another counter's file where the person says, and bring its answer back beside it; one at a time."""
        carriage = self._neighbours.link.carriage
        path = self._neighbours.file() if carriage is None or carriage.progress is None else None
        if path is None:
            return
        self._not_carried = None
        try:
            stick = OtherFile.read(path, self._counter.identity.municipality)
        except Refusal as refusal:
            self._not_carried = refusal
        else:
            self._neighbours.link.carry(stick)
        self._render()

    def stop_carrying(self) -> None:
        self._neighbours.link.give_up()
        self._render()

    def leave(self) -> None:
        self._go("attend", "")

    def _render(self) -> None:
        waiting, status = self._queue.waiting(), self._status()
        rows = (
            *(self._paper_row(job) for job in waiting.papers),
            *(self._entry_row(entry, status, waiting) for entry in waiting.shown),
            *(self._files_row(found, status, waiting) for found in waiting.filed),
        )
        sending = status.sending_total if status.connection in (Connection.CONNECTED, Connection.SLOW) else 0
        progress = _("Sending {sent} of {count}").format(sent=status.sending, count=sending) if sending else ""
        self._view.render(
            QueueState(
                headline=_headline(status, waiting, self._counter.now()),
                facts=self._facts(waiting),
                items=rows,
                chosen=self._chosen,
                empty="" if rows else _("Nothing waits: everything has been sent and printed."),
                notice=self._notice,
                progress=status.sending * 100 // sending if sending else None,
                progress_words=progress,
                can_retry=bool(waiting.entries or waiting.files or waiting.papers),
                can_export=bool(waiting.entries or waiting.files),
                ask_paper=self._asked(waiting) is not None,
                carry=carry_state(self._neighbours.link.carriage, self._not_carried, self._words),
                paper=self._chosen_paper(waiting),
            )
        )

    def _asked(self, waiting: Waiting) -> PrintJob | None:
        """The chosen paper, where it may be out. One of which no byte left is neither in hand nor denied."""
        chosen = (job for job in waiting.papers if _key(job) == self._chosen)
        return next((job for job in chosen if job.state in _MAYBE_OUT), None)

    def _chosen_paper(self, waiting: Waiting) -> str:
        """All there is to say of the chosen paper; its row has room for the beginning only."""
        return next((paper_words(job)[0].words for job in waiting.papers if _key(job) == self._chosen), "")

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

    def _entry_row(self, entry: WaitingEntry, status: Status, waiting: Waiting) -> TableRow:
        handed = waiting.handed if waiting.handed and entry.sequence <= waiting.handed.last else None
        chip, reason = _how(status, handed)
        return TableRow(str(entry.sequence), (entry_words(entry), self._waited(entry.at), chip, reason))

    def _files_row(self, found: WaitingFiles, status: Status, waiting: Waiting) -> TableRow:
        handed = waiting.handed if waiting.handed and found.lacking <= waiting.handed.blobs else None
        what = _("Files of: {what}").format(what=entry_words(found.entry))
        if found.lacking & status.set_aside:
            chip = Cell(_("Refused"), "err", chip=True)
            reason = _("The municipality refused a file: it is set aside and offered again later")
        elif any(entry.sequence == found.entry.sequence for entry in waiting.shown):
            chip, reason = Cell(_("To send"), "warn", chip=True), _("They go after it")
        else:
            chip, reason = _how(status, handed)
            waits = _("The municipality waits for its files: {sent} of {count} are there")
            reason = waits.format(sent=found.sent, count=found.all) + (f". {reason}" if reason else "")
        return TableRow(f"files:{found.entry.sequence}", (what, self._waited(found.entry.at), chip, reason))

    def _waited(self, since: datetime) -> Cell:
        now = self._counter.now()
        days = (now - since).days
        late = is_overdue(self._counter.municipality.calendar, since, now)
        return Cell(age(since, now), "err" if late else "warn" if days >= DAYS_WARN else None)

    @staticmethod
    def _paper_row(job: PrintJob) -> TableRow:
        said, ask = paper_words(job)
        chip = (
            Cell(_("Look in the tray"), "err", chip=True)
            if ask
            else Cell(_("To print"), "err" if paper_needs_person(job) else "info", chip=True)
        )
        short = words_for(job.reason).happened if job.reason else said.words
        return TableRow(_key(job), (_("Paper of {entry}").format(entry=job.entry), "", chip, short))


def _how(status: Status, handed: HandedOver | None) -> tuple[Cell, str]:
    """How one thing that waits stands, and why."""
    if needs_person(status):
        return Cell(_("Stopped"), "err", chip=True), reason_words(status)
    if status.connection in (Connection.CONNECTED, Connection.SLOW):
        return Cell(_("Sending"), "info", chip=True), ""
    if handed is not None:
        told = _("Saved on a stick on {moment}: the answer is missing")
        return Cell(_("With the courier"), "info", chip=True), told.format(moment=formats.day_and_clock(handed.at))
    return Cell(_("To send"), "warn", chip=True), reason_words(status) or _("It waits for the connection")


def _heard(news: News, before: Waiting, after: Waiting) -> Said:
    """What an answer changed. One that the network has overtaken changes nothing."""
    if news.refused:
        return Said(
            _("The municipality did not take all of it. Call them. Code: {code}").format(code=news.refused), "warn"
        )
    sent = before.entries - after.entries + before.files - after.files
    if sent <= 0:
        return Said(_("The answer was read. It confirms nothing that was not known."), "info")
    told = ngettext("The municipality confirmed {count} thing.", "The municipality confirmed {count} things.", sent)
    rest = after.entries + after.files
    left = _("Nothing waits any more.") if not rest else _("{count} still wait.").format(count=rest)
    return Said(f"{told.format(count=sent)} {left}", "ok")


def entry_words(entry: WaitingEntry) -> str:
    """What was done and to what; an act of a newer program is told as an act."""
    about = formats.case_code(entry.about) if entry.about.isdigit() else entry.about
    return _(_KINDS.get(entry.kind, mark("Act {about}"))).format(about=about)


def _key(job: PrintJob) -> str:
    return f"paper:{job.id}"


def _headline(status: Status, waiting: Waiting, now: datetime) -> Said:
    if needs_person(status):
        return Said(reason_words(status), "err")
    if not waiting.entries and not waiting.files:
        return Said(_("Everything has been sent."), "ok")
    if status.connection in (Connection.CONNECTED, Connection.SLOW):
        return Said(_("It is being sent. You can go on attending."), "info")
    if waiting.overdue and waiting.oldest is not None:
        told = _("The oldest has waited {age}, more than a working day. Save it on a stick (F8) and carry it.")
        return Said(told.format(age=age(waiting.oldest, now)), "err")
    reason = reason_words(status) or _("No connection")
    return Said(_("{reason}. Everything is safe here and is sent by itself.").format(reason=reason), "warn")
