"""Reading a statement, disputing a line of it, signing what agrees, and keeping it as a file to print or send."""

from __future__ import annotations

from collections.abc import Callable

from domain.errors import Refusal
from domain.ledger.statements import PeriodStatement, StatementLine
from domain.money import Money
from kiosk_app.screens.desk.ports import Committed, Go, Keep, Renders
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.statements.state import StatementsState
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.paper import Paper
from kiosk_app.services.statements import Dispute, IssuedStatement, Statements
from kiosk_app.shown import UNSAID, Cell, FieldEdited, Line, Problem, Said, TableRow
from printing.documents.statement import KINDS
from wording import formats
from wording.catalogue import _


class StatementsPresenter:
    """`contacts` are whom to call when the lines do not agree; `keep` is the program's."""

    def __init__(
        self,
        view: Renders[StatementsState],
        operator: Operator,
        counter: Counter,
        statements: Statements,
        paper: Paper,
        *,
        contacts: tuple[Line, ...],
        committed: Committed,
        keep: Keep,
        go: Go,
    ) -> None:
        self._view = view
        self._operator = operator
        self._counter, self._statements, self._paper = counter, statements, paper
        self._contacts = contacts
        self._committed, self._keep, self._go = committed, keep, go
        self._words = Words(counter.municipality)
        self._chosen = self._line = self._reason = ""
        self._problems: tuple[Problem, ...] = ()
        self._notice = UNSAID
        self._printed = False
        #: What is on record here, and whether the centre signed the same: read once, both journals take a while.
        self._read: dict[str, tuple[PeriodStatement, bool]] = {}

    def show(self) -> None:
        self._problems, self._notice, self._printed = (), UNSAID, False
        issued = self._statements.all()
        if issued and not any(found.name == self._chosen for found in issued):
            self._chosen = issued[0].name
        self._render()

    def choose(self, statement: object) -> None:
        self._chosen, self._line, self._reason = str(statement), "", ""
        self._problems, self._notice, self._printed = (), UNSAID, False
        self._render()

    def choose_line(self, line: object) -> None:
        self._line, self._problems, self._notice = str(line), (), UNSAID
        self._render()

    def edit(self, edit: object) -> None:
        assert isinstance(edit, FieldEdited), "the view's signal carries one"
        self._reason, self._problems = edit.text, ()
        self._render()

    def dispute(self) -> None:
        if not self._chosen:
            return
        self._notice, self._problems = UNSAID, ()
        if not self._line:
            self._problems = (Problem("statement_line", _("Choose the line that is wrong")),)
        elif not self._reason.strip():
            self._problems = (Problem("dispute_reason", _("Write what is wrong with it")),)
        else:
            self._act(_("The municipality will answer. The other lines are not held up."), self._dispute)
        self._render()

    def sign(self) -> None:
        if not self._chosen:
            return
        self._problems = ()
        self._act(_("Signed. Lines in dispute wait for their answer."), self._sign)
        self._render()

    def save(self) -> None:
        """As an A4 sheet in PDF, where the person says. What does not agree is not put on paper."""
        if not self._chosen:
            return
        self._problems, self._notice = (), UNSAID
        name = f"{self._counter.identity.station}-{self._chosen}.pdf"
        try:
            folder = self._keep(name, self._paper.statement_pdf(self._chosen))
        except Refusal as refusal:
            self._notice = Said(words_of(refusal, self._words), "warn")
        else:
            if folder:
                self._notice = Said(_("Saved as {name} in {folder}.").format(name=name, folder=folder), "ok")
        self._render()

    def print_sheet(self) -> None:
        """On the printer for sheets, once until it is chosen again: hurried keys print no second one."""
        if not self._chosen or self._printed or self._paper.sheets is None:
            return
        self._problems, self._notice = (), UNSAID
        try:
            self._paper.queue_statement(self._chosen)
        except Refusal as refusal:
            self._notice = Said(words_of(refusal, self._words), "warn")
        else:
            self._printed = True
            self._notice = Said(_("It goes to the printer for sheets."), "ok")
            self._committed()
        self._render()

    def leave(self) -> None:
        self._go("reports", "")

    # -- inside --------------------------------------------------------------------------------------------------------

    def _dispute(self) -> None:
        self._statements.dispute(self._operator, self._chosen, int(self._line), self._reason)
        self._reason = ""

    def _sign(self) -> None:
        self._statements.sign(self._operator, self._chosen)

    def _act(self, done: str, act: Callable[[], None]) -> None:
        try:
            act()
        except Refusal as refusal:
            self._notice = Said(words_of(refusal, self._words), "warn")
        else:
            self._notice = Said(done, "ok")
            self._committed()

    def _record(self, name: str) -> tuple[PeriodStatement, bool]:
        if name not in self._read:
            try:
                self._read[name] = self._statements.check(name), True
            except Refusal:
                self._read[name] = self._statements.lines(name), False
        return self._read[name]

    def _render(self) -> None:
        issued = self._statements.all()
        chosen = next((found for found in issued if found.name == self._chosen), None)
        if chosen is None:
            self._view.render(StatementsState(empty=_("No statement has come from the municipality yet.")))
            return
        period, agrees = self._record(chosen.name)
        disputes = {found.line: found for found in chosen.disputes}
        line = next((found for found in period.lines if str(found.number) == self._line), None)
        self._view.render(
            StatementsState(
                statements=tuple(self._statement(found) for found in issued),
                chosen=chosen.name,
                heading=_("Statement {name}").format(name=chosen.name),
                verdict=self._verdict(agrees),
                contacts=() if agrees else self._contacts,
                lines=tuple(self._row(found, disputes.get(found.number)) for found in period.lines),
                chosen_line=self._line,
                disputing="" if line is None else self._disputing(line, disputes.get(line.number)),
                reason=self._reason,
                problems=self._problems,
                notice=self._notice,
                can_sign=agrees and chosen.signed_at is None,
                can_dispute=agrees and chosen.signed_at is None,
                can_save=agrees,
                prints=self._paper.sheets is not None,
                can_print=agrees and not self._printed,
            )
        )

    @staticmethod
    def _verdict(agrees: bool) -> Said:
        if agrees:
            return Said(_("Each line is the same that this counter has written down."), "ok")
        told = _("It does not agree with what this counter has written down, so it cannot be signed. Call and compare.")
        return Said(told, "err")

    def _statement(self, found: IssuedStatement) -> TableRow:
        words = self._words
        return TableRow(
            found.name,
            (
                found.name,
                formats.day(found.issued_at.date()),
                str(found.lines),
                words.number(found.fees),
                words.number(found.commission),
                _state(found),
            ),
        )

    def _row(self, line: StatementLine, dispute: Dispute | None) -> TableRow:
        return TableRow(
            str(line.number),
            (
                str(line.number),
                formats.day(line.at.astimezone(self._counter.zone).date()),
                line_words(line),
                line.reference,
                self._amount(line.fee),
                self._amount(line.commission),
                self._amount(line.cash),
                _dispute_state(dispute),
            ),
        )

    def _amount(self, minor: int) -> str:
        return self._words.number(Money(minor, self._words.currency)) if minor else ""

    def _disputing(self, line: StatementLine, dispute: Dispute | None) -> str:
        told = f"{line.number} · {line_words(line)} · {line.reference}"
        if dispute is not None:
            told += " · " + _("disputed: {reason}").format(reason=dispute.reason)
            if dispute.words:
                told += " · " + _("the municipality answers: {words}").format(words=dispute.words)
        return told


def line_words(line: StatementLine) -> str:
    """As the statement on paper calls it; a kind without words is told as it is."""
    kind = line.kind.partition("/")[0]
    if kind == "session_closed" and line.cash < 0:
        return _("Shortage at the drawer")
    return _(KINDS[kind]) if kind in KINDS else kind


def _state(found: IssuedStatement) -> Cell:
    if any(dispute.outcome is None for dispute in found.disputes):
        return Cell(_("Disputed"), "warn", chip=True)
    if found.signed_at is None:
        return Cell(_("To be signed"), "info", chip=True)
    return Cell(_("Signed by both"), "ok", chip=True)


def _dispute_state(dispute: Dispute | None) -> str | Cell:
    if dispute is None:
        return ""
    if dispute.outcome is None:
        return Cell(_("Disputed"), "warn", chip=True)
    return (
        Cell(_("Accepted"), "ok", chip=True) if dispute.outcome == "upheld" else Cell(_("Rejected"), "err", chip=True)
    )
