"""Declaring a deposit: amount and voucher, commission kept back where it is agreed, with a photo if there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from domain.money import Money
from kiosk_app.screens.desk.deadline import deadline_words
from kiosk_app.screens.desk.drawer.presenter import remittance_state
from kiosk_app.screens.desk.photos import photo_words, read_photo
from kiosk_app.screens.desk.ports import Committed, Go, Renders
from kiosk_app.screens.desk.refusals import problem_of, words_of
from kiosk_app.screens.desk.remittance.state import RemittanceState
from kiosk_app.screens.desk.words import Words, readable_amount
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.paper import Paper
from kiosk_app.services.remittances import Declared, Remittances
from kiosk_app.shown import UNSAID, FieldEdited, Line, Problem, Said, TableRow
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.connection import Store
from wording import formats
from wording.catalogue import _


class RemittancePresenter:
    def __init__(
        self,
        view: Renders[RemittanceState],
        operator: Operator,
        counter: Counter,
        remittances: Remittances,
        paper: Paper,
        *,
        committed: Committed,
        go: Go,
        say: Callable[[str, str], None],
    ) -> None:
        self._view = view
        self._operator = operator
        self._counter = counter
        self._remittances, self._paper = remittances, paper
        self._committed, self._go, self._say = committed, go, say
        self._words = Words(counter.municipality)
        self._amount = self._kept = self._voucher = ""
        self._proposed = True
        self._photo: tuple[str, Blob] | None = None
        self._problems: tuple[Problem, ...] = ()
        self._notice = UNSAID

    def show(self) -> None:
        """Proposed: to keep back the most there is, and to deposit the rest."""
        if not self._amount and not self._kept:
            self._proposed = True
        if self._proposed:
            retainable = self._remittances.retainable
            self._kept = self._words.typed(retainable) if retainable else ""
            self._propose_amount()
        self._notice = UNSAID
        self._render()

    def refresh(self) -> None:
        self._render()

    def change_amount(self, amount: object) -> None:
        self._amount, self._problems, self._proposed = str(amount), (), False
        self._render()

    def change_kept(self, kept: object) -> None:
        """While nobody has typed the amount it follows."""
        self._kept, self._problems = str(kept), ()
        if self._proposed:
            self._propose_amount()
        self._render()

    def edit(self, edit: object) -> None:
        assert isinstance(edit, FieldEdited), "the view's signal carries one"
        self._voucher, self._problems = edit.text, ()
        self._render()

    def add_photo(self, path: object) -> None:
        try:
            photo = read_photo(str(path))
        except Refusal as refusal:
            self._notice = Said(words_of(refusal, self._words), "warn")
        else:
            self._photo, self._notice = (photo_words(str(path), photo), photo), UNSAID
        self._render()

    def declare(self) -> None:
        amounts = self._typed_amounts()
        if amounts is None:
            self._render()
            return
        amount, kept = amounts
        photo = None if self._photo is None else self._photo[1]
        try:
            self._remittances.declare(
                self._operator, amount, self._voucher, photo, retain=kept or None, alongside=self._queue_slip
            )
        except Refusal as refusal:
            self._problems = (problem_of(refusal, self._words, field="voucher"),)
        else:
            self._amount = self._kept = self._voucher = ""
            self._photo, self._problems, self._proposed = None, (), True
            self._notice = Said(_("Deposit declared. It counts once the municipality finds it at the bank."), "ok")
            self._committed()
        self._render()

    def leave(self) -> None:
        self._go("drawer", "")

    def _queue_slip(self, store: Store, written: Sequence[SignedEntry]) -> None:
        declared = next(found for found in written if found.entry.kind == "remittance_declared/1")
        self._paper.queue_remittance(store, declared, self._operator)

    def _propose_amount(self) -> None:
        kept = readable_amount(self._kept, self._words.currency) or Money(0, self._words.currency)
        rest = self._remittances.to_deposit - kept
        self._amount = self._words.typed(rest) if rest.minor > 0 else ""

    def _typed_amounts(self) -> tuple[Money, Money] | None:
        """What was deposited and what is kept back; None after saying what is wrong with one."""
        read = []
        for field, text in (("amount", self._amount), ("kept", self._kept or "0")):
            try:
                read.append(self._words.amount(text))
            except Refusal as refusal:
                self._problems = (problem_of(refusal, self._words, field=field),)
                return None
        if not read[0]:
            self._problems = (Problem("amount", _("Write how much was deposited")),)
            return None
        return read[0], read[1]

    def _sum(self, keeps: bool) -> tuple[Line, ...]:
        """What leaves the safe, what stays with the agent, what the bank has."""
        amount = readable_amount(self._amount, self._words.currency)
        kept = readable_amount(self._kept or "0", self._words.currency)
        if not keeps or amount is None or kept is None:
            return ()
        words = self._words
        return (
            Line(_("Leaves the safe (gross)"), words.money(amount + kept)),
            Line(_("Commission you keep"), words.money(-kept)),
            Line(_("Deposited (net)"), words.money(amount)),
        )

    def _row(self, found: Declared) -> TableRow:
        words = self._words
        return TableRow(
            found.name,
            (
                formats.day(found.declared_at.date()),
                found.voucher,
                words.number(found.amount),
                words.number(found.retained) if found.retained else "",
                remittance_state(found, words),
            ),
        )

    def _render(self) -> None:
        words, declared = self._words, self._remittances.all()
        retainable = self._remittances.retainable
        keeps = bool(retainable) or bool(self._kept)
        self._view.render(
            RemittanceState(
                currency=words.currency_sign,
                owed=(
                    Line(_("Waiting to be deposited"), words.money(self._remittances.to_deposit)),
                    Line(_("Deposits to be confirmed"), words.money(self._remittances.in_transit)),
                ),
                account=(Line(_("Write on the voucher"), self._remittances.next_name()),),
                deadline=deadline_words(self._remittances.overdue(), self._counter.now(), words),
                keeps=keeps,
                kept=self._kept,
                kept_most=_("at most {amount}").format(amount=words.money(retainable)) if keeps else "",
                sum=self._sum(keeps),
                amount=self._amount,
                voucher=self._voucher,
                photo="" if self._photo is None else self._photo[0],
                problems=self._problems,
                notice=self._notice,
                declared=tuple(self._row(found) for found in declared),
                empty="" if declared else _("No deposit has been declared from this counter yet."),
            )
        )
