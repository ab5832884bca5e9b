"""What the treasury did with a cabin's money, in an auditor's words: on the screen and on the A4 paper alike."""

from __future__ import annotations

from typing import Final

from domain.ledger.lines import RefundLine, StatementFact
from wording.catalogue import _, mark

_KINDS: Final = {
    "commission_settled": mark("Commission paid to the agent"),
    "debt_paid": mark("Debt paid by the agent"),
    "debt_written_off": mark("Debt written off"),
    "dispute_resolved": mark("Commission granted to a disputed line"),
    "guarantee_deposited": mark("Guarantee handed over"),
    "guarantee_drawn": mark("Guarantee drawn upon"),
    "guarantee_replenished": mark("Guarantee topped up"),
    "guarantee_returned": mark("Guarantee given back"),
    "overage_recognised": mark("Overage taken in as income"),
    "remittance_fell_short": mark("Deposit that fell short"),
    "remittance_overdue": mark("Deposit past its term"),
}
_GROUNDS: Final = {
    "agent_error": mark("The agent's error"),
    "municipality_error": mark("The municipality's error"),
    "not_presented": mark("The case was never presented"),
    "withdrawn": mark("The citizen withdrew it"),
}
_OUTCOMES: Final = {"": mark("Not answered yet"), "rejected": mark("Rejected"), "upheld": mark("Accepted")}


def kind_in_words(kind: str) -> str:
    """Of a `TreasuryLine`; a kind without words is told as it is."""
    words = _KINDS.get(kind)
    return kind if words is None else _(words)


def ground_in_words(ground: str) -> str:
    words = _GROUNDS.get(ground)
    return ground if words is None else _(words)


def outcome_in_words(outcome: str) -> str:
    words = _OUTCOMES.get(outcome)
    return outcome if words is None else _(words)


def payment_in_words(line: RefundLine) -> str:
    """Whether the citizen has the money, and whose it was."""
    if line.paid_at is None:
        return _("To be paid")
    return _("Paid from the collection") if line.source == "collection" else _("Paid by the treasury")


def statement_state(fact: StatementFact) -> str:
    if not fact.agrees:
        return _("Not its entries")
    open_lines = sum(not dispute.outcome for dispute in fact.disputes.values())
    if open_lines:
        return _("Disputed")
    return _("To be signed") if fact.signed_at is None else _("Signed by both")
