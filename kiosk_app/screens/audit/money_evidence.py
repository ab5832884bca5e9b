"""The inspector of an operator's voids, a refund, an act of the treasury or a statement. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.ledger.lines import Dispute, ReceiptLine, RefundLine, StatementFact, TreasuryLine
from domain.ledger.statements import StatementLine, statement_of
from kiosk_app.screens.audit.cabins import Cabin
from kiosk_app.screens.audit.cash_evidence import paper_in_words
from kiosk_app.screens.audit.money_tables import statement_tone
from kiosk_app.screens.audit.proofs import centre_chain, of_receipt
from kiosk_app.screens.audit.rows import key_of
from kiosk_app.screens.audit.state import Evidence, Inspector, Line, Tab
from kiosk_app.screens.audit.voids import OperatorVoids
from kiosk_app.screens.audit.written import Written
from kiosk_app.services.money_words import (
    ground_in_words,
    kind_in_words,
    outcome_in_words,
    payment_in_words,
    statement_state,
)
from kiosk_app.shown import Tone
from wording.catalogue import _

_HASH_SHOWN: Final = 12
_TONES: Final[dict[str, Tone]] = {"": "warn", "upheld": "ok", "rejected": "plain"}


def voids(cabin: Cabin, found: OperatorVoids, written: Written) -> Inspector:
    lines = (
        Line(_("Receipts issued"), written.count(found.issued)),
        Line(_("Voids"), written.count(len(found.voided))),
        Line(_("With a second person"), written.count(found.approved)),
        Line(
            _("Without the citizen's paper"),
            written.count(found.without_paper),
            "warn" if found.without_paper else "plain",
        ),
        Line(_("Handed back"), written.money(found.minor)),
    )
    return Inspector(
        heading=_("Voids of {operator}").format(operator=found.operator),
        subtitle=cabin.label,
        lines=lines,
        evidence=tuple(_void(cabin, line) for line in found.voided),
    )


def _void(cabin: Cabin, line: ReceiptLine) -> Evidence:
    told = [line.voided or "", paper_in_words(line)]
    if line.approver is not None:
        told.append(_("Approved by {operator}").format(operator=line.approver))
    return of_receipt(cabin, line.number, " · ".join(told))


def refund(cabin: Cabin, line: RefundLine, written: Written) -> Inspector:
    owed = [Line(_("Commission the agent gives back"), written.money(line.owed), "warn")] if line.owed else []
    paid = [] if line.paid_at is None else [Line(_("Paid on the day"), written.day(line.paid_at))]
    lines = (
        Line(_("To the citizen"), written.money(line.amount)),
        *owed,
        Line(_("Resolution"), line.resolution),
        Line(_("Payment"), payment_in_words(line), "warn" if line.paid_at is None else "ok"),
        *paid,
    )
    return Inspector(
        heading=_("Refund {name}").format(name=line.name),
        subtitle=f"{cabin.label} · {written.moment(line.approved_at)}",
        lines=lines,
        evidence=(
            centre_chain(cabin, line.sequence, written),
            of_receipt(cabin, line.receipt, _("The receipt that is given back")),
        ),
        words_heading=_("Why it is given back"),
        words=ground_in_words(line.ground),
    )


def treasury(cabin: Cabin, line: TreasuryLine, written: Written) -> Inspector:
    evidence = [centre_chain(cabin, line.sequence, written)]
    if line.kind == "remittance_fell_short":
        evidence.append(
            Evidence(
                icon="landmark",
                title=_("Deposit {name}").format(name=line.reference),
                detail=cabin.label,
                opens=key_of(Tab.DEPOSITS, cabin.station, line.reference),
            )
        )
    return Inspector(
        heading=kind_in_words(line.kind),
        subtitle=f"{cabin.label} · {written.moment(line.at)}",
        lines=(
            Line(_("Amount"), written.money(line.amount)),
            Line(_("Owed by the agent"), written.money(cabin.whole.agent_owes)),
            Line(_("Guarantee held today"), written.money(cabin.whole.guarantee)),
        ),
        evidence=tuple(evidence),
        words_heading=_("Resting on"),
        words=line.reference,
    )


def statement(cabin: Cabin, fact: StatementFact, written: Written) -> Inspector:
    signed = _("not yet") if fact.signed_at is None else written.moment(fact.signed_at)
    computed = statement_of(cabin.audited.verification.booked, fact.after, fact.through)
    lines = (
        Line(_("Lines"), written.count(fact.lines)),
        Line(_("Fees"), written.money(fact.fees)),
        Line(_("Commission"), written.money(fact.commission)),
        Line(_("Entries of the cabin"), f"{fact.after + 1} \N{EN DASH} {fact.through}"),
        Line(_("Signed by the agent"), signed, "warn" if fact.signed_at is None else "ok"),
        Line(_("State"), statement_state(fact), statement_tone(fact)),
        Line(_("Fingerprint"), fact.hash[:_HASH_SHOWN]),
    )
    return Inspector(
        heading=_("Statement {name}").format(name=fact.name),
        subtitle=f"{cabin.label} · {written.moment(fact.issued_at)}",
        lines=lines,
        evidence=(
            centre_chain(cabin, fact.sequence, written),
            _agreement(fact, written, computed.hash, len(computed.lines)),
            *(_dispute(number, fact.disputes[number], computed.lines, written) for number in sorted(fact.disputes)),
        ),
    )


def _agreement(fact: StatementFact, written: Written, computed: str, count: int) -> Evidence:
    if fact.agrees:
        return Evidence(
            icon="circle-check",
            title=_("Its entries say the same"),
            detail=_("Lines, sums and fingerprint, computed again"),
            tone="ok",
        )
    told = _("Computed again: {n} lines, fingerprint {hash}").format(
        n=written.count(count), hash=computed[:_HASH_SHOWN]
    )
    return Evidence(icon="circle-x", title=_("Its entries say something else"), detail=told, tone="err")


def _dispute(number: int, dispute: Dispute, lines: Sequence[StatementLine], written: Written) -> Evidence:
    """Which line, what the agent says of it, and what was answered."""
    about = lines[number - 1].reference if number <= len(lines) else ""
    told = [f"\N{LEFT DOUBLE QUOTATION MARK}{dispute.reason}\N{RIGHT DOUBLE QUOTATION MARK}"]
    told.append(outcome_in_words(dispute.outcome) + (f": {dispute.words}" if dispute.words else ""))
    if dispute.adjustment:
        told.append(written.money(dispute.adjustment))
    return Evidence(
        icon="circle-question-mark",
        title=_("Line {number}: {about}").format(number=number, about=about),
        detail=" · ".join(told),
        tone=_TONES.get(dispute.outcome, "plain"),
    )
