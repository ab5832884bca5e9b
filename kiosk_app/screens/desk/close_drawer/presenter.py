"""Closing the drawer: check, count blind, compare, close with the next Z."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from domain.money import Money
from kiosk_app.screens.desk.close_drawer.state import (
    Check,
    Closed,
    CloseDrawerState,
    CloseStep,
    Denomination,
    Result,
)
from kiosk_app.screens.desk.deadline import deadline_words
from kiosk_app.screens.desk.expected import expected_lines
from kiosk_app.screens.desk.ports import Committed, Go, Renders
from kiosk_app.screens.desk.refusals import problem_of
from kiosk_app.screens.desk.second_person.asking import NOBODY_HERE, Asking
from kiosk_app.screens.desk.second_person.state import SecondPerson
from kiosk_app.screens.desk.words import Words, paper_words
from kiosk_app.services.approval import Approval
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.drawer import Closed as ClosedDrawer
from kiosk_app.services.drawer import Counted, Drawer
from kiosk_app.services.paper import Paper
from kiosk_app.services.queue import Queue
from kiosk_app.services.readings import takings_of
from kiosk_app.services.remittances import Remittances
from kiosk_app.shown import FieldEdited, Line, Problem, Said
from kiosk_app.storage.connection import Store
from printing.spool import PrintJob
from wording import formats
from wording.catalogue import _, ngettext


@dataclass(frozen=True, slots=True)
class CloseServices:
    counter: Counter
    drawer: Drawer
    approval: Approval
    queue: Queue
    paper: Paper


class CloseDrawerPresenter:
    """`drafts` says how many cases are typed and not registered; they stay for tomorrow."""

    def __init__(
        self,
        view: Renders[CloseDrawerState],
        operator: Operator,
        services: CloseServices,
        *,
        committed: Committed,
        go: Go,
        drafts: Callable[[], int],
    ) -> None:
        self._view = view
        self._operator = operator
        self._services = services
        self._asking = Asking(services.approval, operator)
        self._committed, self._go, self._drafts = committed, go, drafts
        self._words = Words(services.counter.municipality)
        self._faces = {str(face.minor): face for face in services.counter.municipality.coins}
        self._step = CloseStep.CHECK
        self._pieces: dict[str, str] = {}
        self._explanation = ""
        self._result: Counted | None = None
        self._closed: ClosedDrawer | None = None
        self._job: PrintJob | None = None
        self._problems: tuple[Problem, ...] = ()

    def show(self) -> None:
        """A count that was signed before a power cut goes on with the comparison."""
        if self._step is CloseStep.DONE:
            self._begin()
        if self._result is None:
            self._result = self._signed_before()
            if self._result is not None:
                self._step = CloseStep.COMPARE
        self._render()

    def count(self, edit: object) -> None:
        assert isinstance(edit, FieldEdited), "the view's signal carries one"
        if edit.text == "" or edit.text.isdigit():
            self._pieces[edit.field] = edit.text
        self._problems = ()
        self._render()

    def explain(self, edit: object) -> None:
        assert isinstance(edit, FieldEdited), "the view's signal carries one"
        self._explanation, self._problems = edit.text, ()
        self._render()

    def choose_approver(self, approver: object) -> None:
        self._asking.chosen, self._problems = str(approver), ()
        self._render()

    def ask(self, check: object) -> None:
        """Look at what is not settled."""
        self._go("queue" if check == "prints" else "attend", "")

    def back(self) -> None:
        """A signed count is never taken back; before it one may leave at any time and what is counted stays."""
        if self._step is CloseStep.COUNT:
            self._step = CloseStep.CHECK
            self._render()
        elif self._step is CloseStep.CHECK:
            self._go("drawer", "")

    def go_on(self, pin: object = "") -> None:
        """`pin` is the second person's, where the close needs one."""
        match self._step:
            case CloseStep.CHECK:
                self._step = CloseStep.COUNT
                self._render()
            case CloseStep.COUNT:
                self._sign()
            case CloseStep.COMPARE:
                self._close(str(pin))
            case CloseStep.DONE:  # what was counted is deposited next; with nothing to deposit, the next session
                self._go("remittance" if self._services.drawer.in_safe() else "open_drawer", "")

    def print_again(self) -> None:
        if self._job is None:
            return
        try:
            self._job = self._services.paper.copy(self._job.entry, self._operator, _("Asked for at the counter"))
        except Refusal as refusal:
            self._problems = (problem_of(refusal, self._words),)
        else:
            self._committed()
        self._render()

    def _begin(self) -> None:
        """The next session's close starts from nothing."""
        self._step = CloseStep.CHECK
        self._pieces, self._explanation, self._problems = {}, "", ()
        self._result = self._closed = self._job = None
        self._asking.forget()

    def _signed_before(self) -> Counted | None:
        try:
            return self._services.drawer.count_signed()
        except Refusal:
            return None

    def _sign(self) -> None:
        if not any(self._pieces.values()):
            self._problems = (Problem("count", _("Write how many there are of each; if there is nothing, write 0")),)
            self._render()
            return
        pieces = {self._faces[key]: int(text) for key, text in self._pieces.items() if text}
        try:
            self._result = self._services.drawer.sign_count(self._operator, pieces)
        except Refusal as refusal:
            self._problems = (problem_of(refusal, self._words, field="count"),)
        else:
            self._step, self._problems = CloseStep.COMPARE, ()
            self._committed()
        self._render()

    def _close(self, pin: str) -> None:
        assert self._result is not None, "compared only after the count was signed"
        if self._result.difference and not self._explanation.strip():
            self._problems = (problem_of(Refusal("explanation_needed"), self._words),)
            self._render()
            return
        jobs: list[PrintJob] = []
        try:
            self._problems = self._second_missing(pin)
            if not self._problems:
                self._commit(pin, jobs)
        except Refusal as refusal:
            field = "approver_pin" if refusal.code.startswith("pin_") else "explanation"
            self._problems = (problem_of(refusal, self._words, field=field),)
        if jobs:
            self._job, self._step = jobs[0], CloseStep.DONE
            self._committed()
        self._render()

    def _commit(self, pin: str, jobs: list[PrintJob]) -> None:
        """Raises every Refusal of `Drawer.close` and `Approval.approve`."""
        approver = self._asking.approve(pin) if self._needs_pin() else None

        def alongside(_store: Store, entries: Sequence[SignedEntry]) -> None:
            jobs.append(self._services.paper.queue_close(entries[-1], self._operator, approver))

        self._closed = self._services.drawer.close(
            self._operator, self._explanation, approver=approver, alongside=alongside
        )

    def _needs_pin(self) -> bool:
        """Where nobody may approve at this counter, or none of them is here, the close waits for no one.

        Raises Refusal `keys_damaged`.
        """
        if not self._services.drawer.close_needs() or self._asking.chosen == NOBODY_HERE:
            return False
        return bool(self._services.approval.approvers(self._operator))

    def _second_missing(self, pin: str) -> tuple[Problem, ...]:
        return tuple(self._asking.missing(pin, nobody="")) if self._needs_pin() else ()

    def _second(self) -> SecondPerson | None:
        if not self._services.drawer.close_needs():
            return None
        told = _("It is a larger difference than one person alone may close with: a second person must approve.")
        asked = self._asking.shown(told, _("None of them is here. The municipality will see it"))
        if asked is not None and not asked.people:
            nobody = _(
                "It is a larger difference than one person alone may close with, and nobody else may approve at this"
                " counter. It is closed all the same, and the municipality will see it."
            )
            return SecondPerson(nobody, asks_pin=False)
        return asked

    def _render(self) -> None:
        drawer = self._services.drawer.current()
        number = self._services.counter.journal.books.facts.last_z + (0 if self._closed is not None else 1)
        since = "" if drawer is None else _("since {time}").format(time=formats.clock(drawer.opened_at))
        self._view.render(
            CloseDrawerState(
                heading=_("Close the drawer"),
                subtitle=" · ".join(part for part in (self._operator.name, since, f"Z-{number:04d}") if part),
                step=self._step,
                checks=self._checks() if self._step is CloseStep.CHECK else (),
                denominations=self._denominations(),
                counted=self._words.money(self._sum()),
                result=self._shown_result(),
                closed=self._shown_close(),
                problems=self._problems,
            )
        )

    def _sum(self) -> Money:
        total = Money(0, self._words.currency)
        for key, text in self._pieces.items():
            total += self._faces[key] * int(text or 0)
        return total

    def _checks(self) -> tuple[Check, ...]:
        papers, drafts = len(self._services.queue.waiting().papers), self._drafts()
        waiting = ngettext(
            "{count} paper waits for the printer, or for you to look in the tray",
            "{count} papers wait for the printer, or for you to look in the tray",
            papers,
        )
        typed = ngettext(
            "{count} case is typed and not registered; it stays as a draft",
            "{count} cases are typed and not registered; they stay as drafts",
            drafts,
        )
        return (
            Check(_("Every act of this session is saved on this computer"), done=True),
            Check(waiting.format(count=papers), done=False, action=_("See"), key="prints")
            if papers
            else Check(_("Every paper has been printed"), done=True),
            Check(typed.format(count=drafts), done=False, action=_("See"), key="drafts")
            if drafts
            else Check(_("Nothing typed is left unregistered"), done=True),
        )

    def _denominations(self) -> tuple[Denomination, ...]:
        half = (len(self._faces) + 1) // 2
        shown = []
        for position, (key, face) in enumerate(self._faces.items()):
            text = self._pieces.get(key, "")
            subtotal = self._words.money(face * int(text)) if text not in ("", "0") else ""
            shown.append(Denomination(key, self._words.money(face), text, subtotal, right=position >= half))
        return tuple(shown)

    def _shown_result(self) -> Result | None:
        counted = self._result
        if counted is None:
            return None
        difference = counted.difference
        caption, tone = _("It agrees"), "ok"
        if difference:
            caption, tone = (_("Missing in the drawer"), "err") if difference.minor < 0 else (_("Left over"), "warn")
        return Result(
            lines=(
                Line(_("The program expected"), self._words.money(counted.expected)),
                Line(_("You counted"), self._words.money(counted.counted)),
            ),
            difference_caption=caption,
            difference=Said(
                self._words.money(difference), "ok" if tone == "ok" else "err" if tone == "err" else "warn"
            ),
            needs_explanation=bool(difference),
            second=self._second() if self._step is CloseStep.COMPARE else None,
            explanation=self._explanation,
            parts=self._expected(),
        )

    def _expected(self) -> tuple[Line, ...]:
        """The sum behind the expected cash; asked for only once the count is signed."""
        drawer = self._services.drawer.current()
        if drawer is None:
            return ()
        return expected_lines(drawer.opening_float, takings_of(self._services.counter, drawer.session), self._words)

    def _shown_close(self) -> Closed | None:
        if self._closed is None or self._job is None:
            return None
        count, counter = self._closed.count, self._services.counter
        steps = (
            _("Keep the paper of the close with the money."),
            _("Deposit the money and declare the number of the voucher."),
            deadline_words(Remittances(counter).overdue(), counter.now(), self._words).words,
        )
        return Closed(
            heading=_("Drawer closed: Z-{number}").format(number=f"{self._closed.z:04d}"),
            lines=(
                Line(_("Waiting to be deposited"), self._words.money(self._services.drawer.in_safe())),
                Line(_("Difference"), self._words.money(count.difference)),
            ),
            next_steps=tuple(step for step in steps if step),
            printing=paper_words(self._job)[0],
        )
