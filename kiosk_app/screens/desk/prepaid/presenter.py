"""Selling a prepaid code. Nobody at the counter sees it: it goes from the sale to the printer."""

from __future__ import annotations

from domain.errors import Refusal
from domain.money import Money
from kiosk_app.screens.desk.ports import Committed, Go, Renders, Tray
from kiosk_app.screens.desk.prepaid.state import PrepaidState
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.words import Words, paper_words
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.paper import Paper
from kiosk_app.services.prepaid import PrepaidCodes
from kiosk_app.shown import UNSAID, Choice, Problem, Said
from printing.spool import PrintJob
from wording.catalogue import _


class PrepaidPresenter:
    """The paper of the last sale is asked about here until somebody answers; any older one in what waits (`queue`)."""

    def __init__(
        self,
        view: Renders[PrepaidState],
        operator: Operator,
        counter: Counter,
        prepaid: PrepaidCodes,
        paper: Paper,
        *,
        tray: Tray,
        committed: Committed,
        go: Go,
    ) -> None:
        self._view = view
        self._operator = operator
        self._prepaid, self._paper, self._tray = prepaid, paper, tray
        self._committed, self._go = committed, go
        self._words = Words(counter.municipality)
        self._amount = self._sold = ""
        self._problems: tuple[Problem, ...] = ()
        self._notice = UNSAID
        self._stopped = False

    def show(self) -> None:
        self._forget()
        self._render()

    def refresh(self) -> None:
        self._render()

    def choose_amount(self, amount: object) -> None:
        self._forget()
        self._amount = str(amount)
        self._render()

    def sell(self) -> None:
        chosen = next((amount for amount in self._amounts() if str(amount.minor) == self._amount), None)
        self._notice, self._stopped = UNSAID, False
        if chosen is None:
            self._problems = (Problem("prepaid_amount", _("Choose how much the code is worth")),)
            self._render()
            return
        try:
            value = self._prepaid.sell(self._operator, chosen)
        except Refusal as refusal:
            self._notice = Said(words_of(refusal, self._words), "warn")
            self._stopped = refusal.code == "headroom_exhausted"
        else:
            self._forget()
            self._sold = value.name
            told = _("Code {name} sold. Take {amount} and give the person the paper: the code is nowhere else.")
            self._notice = Said(told.format(name=value.name, amount=self._words.money(value.left)), "ok")
            self._committed()
        self._render()

    def answer_for_paper(self, whole: object) -> None:
        """The operator looked in the tray: of what did not come out the same paper is printed again."""
        job = self._slip()
        if job is None or not paper_words(job)[1]:
            return
        answer = self._tray.in_hand if whole else self._tray.not_in_hand
        answer(job)
        self._render()

    def use_voucher(self) -> None:
        self._go("voucher", "prepaid")

    def leave(self) -> None:
        self._go("drawer", "")

    def _forget(self) -> None:
        self._amount, self._sold, self._problems, self._notice, self._stopped = "", "", (), UNSAID, False

    def _slip(self) -> PrintJob | None:
        return self._paper.prepaid_slip_of(self._sold) if self._sold else None

    def _amounts(self) -> tuple[Money, ...]:
        return amounts_sold(self._prepaid)

    def _render(self) -> None:
        job = self._slip()
        printing, ask = (UNSAID, False) if job is None else paper_words(job)
        self._view.render(
            PrepaidState(
                amounts=tuple(Choice(str(amount.minor), self._words.money(amount)) for amount in self._amounts()),
                amount=self._amount,
                rules=(
                    _("The code is like cash: whoever has the paper can spend it."),
                    _("It pays fees at this counter only, also without a connection. What is left stays on it."),
                    _("A lost paper cannot be replaced, and no copy of it is printed."),
                ),
                problems=self._problems,
                notice=self._notice,
                printing=printing,
                ask_paper=ask,
                offers_voucher=self._stopped,
            )
        )


def amounts_sold(prepaid: PrepaidCodes) -> tuple[Money, ...]:
    """What codes are sold for today, largest first; nothing where the agreement has none or is not in force."""
    try:
        return prepaid.amounts()
    except Refusal:
        return ()
