"""The posting rules: what each kind of entry does to the books, and when it may not. Worked through in docs/LEDGER.md.

One function a kind, `(state, entry) -> Change`. A rule reads, refuses or answers; it changes nothing.
"""

from __future__ import annotations

from typing import Final

from domain.journal.kinds import kind_of
from domain.ledger.rules import (
    appointments,
    collecting,
    commission,
    drawer,
    escrow,
    guarantee,
    refunds,
    remittances,
    second_person,
    voiding,
)
from domain.ledger.rules.rule import Rule, nothing_booked

_RULES: Final[dict[str, Rule]] = {
    "session_opened/1": drawer.session_opened,
    "cash_moved/1": drawer.cash_moved,
    "cash_moved/2": drawer.cash_moved,
    "drawer_counted/1": drawer.drawer_counted,
    "session_closed/1": drawer.session_closed,
    "session_closed/2": drawer.session_closed,
    "fee_collected/1": collecting.fee_collected,
    "fee_collected/2": collecting.fee_collected,
    "prepaid_sold/1": collecting.prepaid_sold,
    "prepaid_expired/1": collecting.prepaid_expired,
    "operator_admitted/1": second_person.operator_admitted,
    "limits_set/1": second_person.limits_set,
    "limits_set/2": second_person.limits_set,
    "fee_voided/1": voiding.fee_voided,
    "fee_voided/2": voiding.fee_voided,
    "refund_approved/1": refunds.refund_approved,
    "refund_paid/1": refunds.refund_paid,
    "remittance_declared/1": remittances.remittance_declared,
    "commission_retained/1": remittances.commission_retained,
    "remittance_confirmed/1": remittances.remittance_confirmed,
    "remittance_fell_short/1": remittances.remittance_fell_short,
    "remittance_overdue/1": remittances.remittance_overdue,
    "debt_paid/1": guarantee.debt_paid,
    "debt_written_off/1": guarantee.debt_written_off,
    "overage_recognised/1": guarantee.overage_recognised,
    "guarantee_deposited/1": guarantee.guarantee_deposited,
    "guarantee_drawn/1": guarantee.guarantee_drawn,
    "guarantee_replenished/1": guarantee.guarantee_deposited,
    "guarantee_returned/1": guarantee.guarantee_returned,
    "receipts_granted/1": escrow.receipts_granted,
    "headroom_granted/1": escrow.headroom_granted,
    "headroom_recalled/1": escrow.headroom_recalled,
    "vouchers_granted/1": escrow.vouchers_granted,
    "voucher_redeemed/1": escrow.voucher_redeemed,
    "vouchers_cancelled/1": escrow.vouchers_cancelled,
    "units_granted/1": escrow.units_granted,
    "slots_granted/1": appointments.slots_granted,
    "appointment_given/1": appointments.appointment_given,
    "appointment_cancelled/1": appointments.appointment_cancelled,
    "appointment_ended/1": appointments.appointment_ended,
    "unit_used/1": escrow.unit_used,
    "numbers_released/1": escrow.numbers_released,
    "commission_settled/1": commission.commission_settled,
    "statement_issued/1": commission.statement_issued,
    "line_disputed/1": commission.line_disputed,
    "statement_signed/1": commission.statement_signed,
    "dispute_resolved/1": commission.dispute_resolved,
}


def rule_for(kind: str) -> Rule:
    """Kinds without a rule move no money. Raises Refusal `entry_kind_unknown` for a kind nobody defined."""
    return _RULES.get(kind_of(kind).name, nothing_booked)
