"""The rows of voids by operator, of refunds and debts, and of statements. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from domain.ledger.lines import RefundLine, StatementFact, TreasuryLine
from kiosk_app.screens.audit.cabins import Cabin
from kiosk_app.screens.audit.rows import Listed, Value, amount, chip, counted, key_of, listed, name, plain
from kiosk_app.screens.audit.state import GridColumn, Tab
from kiosk_app.screens.audit.voids import OperatorVoids, voids_by_operator
from kiosk_app.screens.audit.written import Written
from kiosk_app.services.money_words import kind_in_words, payment_in_words, statement_state
from kiosk_app.shown import Tone
from wording.catalogue import _

#: Above this share of their receipts, in per cent, an operator's voids are marked.
MANY_VOIDS: Final = 2
_THOUSAND: Final = 1000
#: What the treasury did that leaves or forgives a debt; the rest is in order as it stands.
_TONES: Final[dict[str, Tone]] = {
    "debt_written_off": "warn",
    "guarantee_drawn": "warn",
    "remittance_fell_short": "err",
    "remittance_overdue": "err",
}


def voids_columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("operator", _("Operator")),
        GridColumn("cabin", _("Cabin")),
        GridColumn("receipts", _("Receipts"), 84, numeric=True),
        GridColumn("voids", _("Voids"), 114, numeric=True),
        GridColumn("share", _("Share"), 84, numeric=True),
        GridColumn("approved", _("With second person"), 176, numeric=True),
        GridColumn("without_paper", _("Without paper"), 104, numeric=True),
        GridColumn("amount", _("Handed back"), 96, numeric=True),
    )


def treasury_columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("at", _("Date"), 100),
        GridColumn("cabin", _("Cabin")),
        GridColumn("what", _("What was done"), 190),
        GridColumn("about", _("Receipt or deposit"), 154),
        GridColumn("ground", _("Resting on")),
        GridColumn("amount", _("Amount"), 88, numeric=True),
        GridColumn("state", _("State"), 162),
    )


def statements_columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("at", _("Date"), 100),
        GridColumn("cabin", _("Cabin")),
        GridColumn("name", _("Period"), 110),
        GridColumn("lines", _("Lines"), 76, numeric=True),
        GridColumn("commission", _("Commission"), 98, numeric=True),
        GridColumn("disputed", _("Disputed lines"), 108, numeric=True),
        GridColumn("hash", _("Its entries"), 122),
        GridColumn("state", _("State"), 150),
    )


def voids_rows(cabin: Cabin, written: Written) -> Iterator[Listed]:
    for found in voids_by_operator(cabin.part.receipts):
        values = (
            plain(found.operator),
            name(cabin),
            counted(found.issued, written),
            counted(len(found.voided), written),
            _share(found, written),
            counted(found.approved, written),
            _marked(found.without_paper, written),
            amount(found.minor, written),
        )
        yield listed(key_of(Tab.VOIDS, cabin.station, found.operator), values, cabin, line=found)


def _share(found: OperatorVoids, written: Written) -> Value:
    """In tenths of a per cent, cut off: a share is never told larger than it is."""
    if not found.issued:
        return Value("\N{EM DASH}", _THOUSAND * bool(found.voided) + 1, "warn" if found.voided else None)
    tenths = len(found.voided) * _THOUSAND // found.issued
    tone: Tone | None = "warn" if found.per_cent > MANY_VOIDS else None
    return Value(written.per_cent(tenths), tenths, tone, strong=tone is not None)


def _marked(figure: int, written: Written) -> Value:
    return Value(written.count(figure), figure, "warn" if figure else None, strong=bool(figure))


def treasury_rows(cabin: Cabin, written: Written) -> Iterator[Listed]:
    rows = [(line.approved_at, _refund(cabin, line, written)) for line in cabin.part.refunds]
    rows += [(line.at, _treasury(cabin, line, written)) for line in cabin.part.treasury if line.amount]
    for _at, found in sorted(rows, key=lambda pair: pair[0]):
        yield found


def _refund(cabin: Cabin, line: RefundLine, written: Written) -> Listed:
    values = (
        Value(written.day(line.approved_at), line.approved_at.isoformat()),
        name(cabin),
        plain(_("Refund of a receipt")),
        plain(line.receipt),
        plain(line.resolution),
        amount(line.amount, written),
        chip(payment_in_words(line), "warn" if line.paid_at is None else "ok"),
    )
    return listed(key_of(Tab.TREASURY, cabin.station, f"refund {line.name}"), values, cabin, line=line)


def _treasury(cabin: Cabin, line: TreasuryLine, written: Written) -> Listed:
    is_about = line.kind == "remittance_fell_short"
    values = (
        Value(written.day(line.at), line.at.isoformat()),
        name(cabin),
        plain(kind_in_words(line.kind)),
        plain(line.reference if is_about else ""),
        plain("" if is_about else line.reference),
        amount(line.amount, written),
        _account(line),
    )
    return listed(key_of(Tab.TREASURY, cabin.station, line.sequence), values, cabin, line=line)


def _account(line: TreasuryLine) -> Value:
    """What of the agent's it changes."""
    match line.kind.partition("_")[0]:
        case "remittance":
            words = _("Debt of the agent")
        case "debt":
            words = _("Settles the debt")
        case "guarantee":
            words = _("Of the guarantee")
        case "overage":
            words = _("Of overages")
        case _:
            words = _("Of the commission")
    return chip(words, _TONES.get(line.kind, "info"))


def statements_rows(cabin: Cabin, written: Written) -> Iterator[Listed]:
    for fact in cabin.part.statements:
        values = (
            Value(written.day(fact.issued_at), fact.issued_at.isoformat()),
            name(cabin),
            plain(fact.name),
            counted(fact.lines, written),
            amount(fact.commission, written),
            _marked(len(fact.disputes), written),
            chip(_("Agree"), "ok") if fact.agrees else chip(_("Do not agree"), "err"),
            chip(statement_state(fact), statement_tone(fact)),
        )
        yield listed(key_of(Tab.STATEMENTS, cabin.station, fact.name), values, cabin, line=fact)


def statement_tone(fact: StatementFact) -> Tone:
    if not fact.agrees:
        return "err"
    if fact.signed_at is None or any(not dispute.outcome for dispute in fact.disputes.values()):
        return "warn"
    return "ok"
