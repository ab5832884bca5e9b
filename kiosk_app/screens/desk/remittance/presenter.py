"""Declaring a deposit: amount and voucher, with a photo if there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from kiosk_app.screens.desk.drawer.presenter import remittance_row
from kiosk_app.screens.desk.photos import photo_words, read_photo
from kiosk_app.screens.desk.ports import Committed, Go, Renders
from kiosk_app.screens.desk.refusals import problem_of, words_of
from kiosk_app.screens.desk.remittance.state import RemittanceState
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.paper import Paper
from kiosk_app.services.remittances import Remittances
from kiosk_app.shown import UNSAID, FieldEdited, Line, Problem, Said
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.connection import Store
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
        self._remittances, self._paper = remittances, paper
        self._committed, self._go, self._say = committed, go, say
        self._words = Words(counter.municipality)
        self._amount = self._voucher = ""
        self._photo: tuple[str, Blob] | None = None
        self._problems: tuple[Problem, ...] = ()
        self._notice = UNSAID

    def show(self) -> None:
        """What waits to be deposited is proposed as the amount."""
        if not self._amount and self._remittances.to_deposit:
            self._amount = self._words.typed(self._remittances.to_deposit)
        self._notice = UNSAID
        self._render()

    def refresh(self) -> None:
        self._render()

    def change_amount(self, amount: object) -> None:
        self._amount, self._problems = str(amount), ()
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
        try:
            amount = self._words.amount(self._amount)
        except Refusal as refusal:
            self._problems = (problem_of(refusal, self._words, field="amount"),)
            self._render()
            return
        if not amount:
            self._problems = (Problem("amount", _("Write how much was deposited")),)
            self._render()
            return
        photo = None if self._photo is None else self._photo[1]
        try:
            self._remittances.declare(self._operator, amount, self._voucher, photo, alongside=self._queue_slip)
        except Refusal as refusal:
            self._problems = (problem_of(refusal, self._words, field="voucher"),)
        else:
            self._amount = self._voucher = ""
            self._photo, self._problems = None, ()
            self._notice = Said(_("Deposit declared. It counts once the municipality finds it at the bank."), "ok")
            self._committed()
        self._render()

    def leave(self) -> None:
        self._go("drawer", "")

    def _queue_slip(self, store: Store, written: Sequence[SignedEntry]) -> None:
        declared = next(found for found in written if found.entry.kind == "remittance_declared/1")
        self._paper.queue_remittance(store, declared, self._operator)

    def _render(self) -> None:
        words, declared = self._words, self._remittances.all()
        self._view.render(
            RemittanceState(
                currency=words.currency_sign,
                owed=(
                    Line(_("Waiting to be deposited"), words.money(self._remittances.to_deposit)),
                    Line(_("Deposits to be confirmed"), words.money(self._remittances.in_transit)),
                ),
                account=(Line(_("Write on the voucher"), self._remittances.next_name()),),
                amount=self._amount,
                voucher=self._voucher,
                photo="" if self._photo is None else self._photo[0],
                problems=self._problems,
                notice=self._notice,
                declared=tuple(remittance_row(found, words) for found in declared),
                empty="" if declared else _("No deposit has been declared from this counter yet."),
            )
        )
