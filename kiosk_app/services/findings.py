"""What is wrong with a journal, in an auditor's words, on screen and paper; a code without words is told as it is."""

from __future__ import annotations

from typing import Final

from domain.journal.kinds import Author
from domain.journal.verify import Finding
from domain.ledger.reconciliation import Agreement
from domain.money import Money
from wording.catalogue import _, mark
from wording.formats import Locale, money

_WORDS: Final = {
    "adjustment_of_rejected_dispute": mark("Commission was granted for a rejected dispute"),
    "amount_due_wrong": mark("What was charged is not the fee"),
    "appointment_not_booked": mark("An appointment was cancelled or ended that held no hour"),
    "appointment_of_another_service": mark("An appointment was changed as one of another service"),
    "approver_is_operator": mark("Somebody approved what they did themselves"),
    "approver_unknown": mark("It was approved by somebody who may not"),
    "cash_beyond_held": mark("More cash was moved than the drawer had"),
    "cash_needs_second_person": mark("Cash was taken out without the second person it needed"),
    "chain_broken": mark("It does not follow from the entry before it"),
    "close_needs_second_person": mark("A difference was closed without the second person it needed"),
    "close_disagrees_with_count": mark("The close says something else than the signed count"),
    "commission_beyond_banked": mark("More commission was paid than the bank has of this cabin"),
    "commission_beyond_earned": mark("More commission was paid than was earned"),
    "commission_beyond_retainable": mark("More commission was kept back than was earned"),
    "count_does_not_add_up": mark("The notes and coins do not add up to the count"),
    "currencies_mixed": mark("It mixes currencies"),
    "debt_beyond_owed": mark("More debt was settled than the agent owed"),
    "dispute_already_resolved": mark("A dispute was answered twice"),
    "dispute_unknown": mark("A dispute was answered that nobody raised"),
    "drawer_already_counted": mark("Something moved in the drawer after the count"),
    "drawer_already_open": mark("The drawer was opened while it was open"),
    "drawer_not_counted": mark("The drawer was closed without being counted"),
    "drawer_not_open": mark("Cash moved while the drawer was closed"),
    "entry_body_wrong": mark("A field of the entry is not allowed"),
    "entry_format_newer": mark("A newer program wrote the entry"),
    "entry_kind_unknown": mark("An entry of a kind that this program does not know"),
    "entry_malformed": mark("The entry cannot be read"),
    "entry_of_another_station": mark("An entry of another cabin stands here"),
    "envelope_malformed": mark("It is not a whole signed document"),
    "envelope_of_another_type": mark("A signature made for something else stands here"),
    "epoch_changed": mark("The cabin's key changed in the middle of its journal"),
    "explanation_needed": mark("A difference was closed without an explanation"),
    "fee_not_of_tariff": mark("A fee is not what the municipality's folder says"),
    "fee_of_unknown_edition": mark("A fee rests on a folder that the centre never had"),
    "grant_malformed": mark("Receipt numbers were given that cannot be"),
    "grant_overlaps": mark("The same receipt numbers were given twice"),
    "grant_unknown": mark("It names a grant that this cabin does not have"),
    "guarantee_beyond_held": mark("More was taken from the guarantee than it was"),
    "guarantee_still_needed": mark("The guarantee was returned while it was needed"),
    "headroom_exhausted": mark("Money was taken beyond what the guarantee allows"),
    "headroom_recall_beyond_granted": mark("More headroom was recalled than was granted"),
    "invariant_i1": mark("Its two sides do not add up"),
    "invariant_i2": mark("Something held would be less than nothing"),
    "invariant_i3": mark("Something owed or earned would be less than nothing"),
    "invariant_i6": mark("A closed drawer would not be empty"),
    "kind_of_another_author": mark("It was signed by whoever may not write it"),
    "line_already_disputed": mark("A line of a statement was disputed twice"),
    "not_base64url": mark("It is not written as an entry is"),
    "not_canonical": mark("The entry is written in a second way"),
    "number_not_held": mark("A number was used or given back that the cabin did not have"),
    "overage_beyond_held": mark("More overage was taken in than there was"),
    "prepaid_already_sold": mark("A prepaid code was sold twice"),
    "prepaid_beyond_value": mark("A prepaid code paid more than its value"),
    "prepaid_unknown": mark("A prepaid code was used that was never sold"),
    "receipt_already_refunded": mark("A receipt was refunded twice"),
    "receipt_already_voided": mark("A receipt was voided twice"),
    "receipt_not_of_this_session": mark("A receipt of another day was voided"),
    "receipt_number_out_of_turn": mark("A receipt number is missing or out of order"),
    "receipt_still_voidable": mark("A receipt of an open drawer was refunded"),
    "receipt_unknown": mark("A receipt was refunded that is not on record"),
    "receipts_exhausted": mark("A receipt was issued without a number that was granted"),
    "refund_already_approved": mark("A refund was approved twice"),
    "refund_already_paid": mark("A refund was paid twice"),
    "refund_beyond_banked": mark("More was refunded than the bank has of this cabin"),
    "refund_disagrees": mark("A refund has other figures than its receipt"),
    "refund_unknown": mark("A refund was paid that nobody approved"),
    "remittance_already_declared": mark("A deposit was declared twice"),
    "remittance_confirmed_beyond_declared": mark("More was confirmed than was declared"),
    "remittance_more_than_held": mark("More was declared as deposited than there was"),
    "remittance_short_beyond_pending": mark("More of a deposit was given up than was awaited"),
    "rotation_not_proven": mark("A new key came in that nobody showed to hold"),
    "remittance_unknown": mark("A deposit was confirmed that nobody declared"),
    "rules_version_unknown": mark("It follows rules that this program does not have"),
    "seen_beyond_journal": mark("The end of the cabin's journal is missing"),
    "seen_beyond_outbound": mark("The end of the centre's journal is missing"),
    "sequence_broken": mark("An entry is missing, repeated or out of place"),
    "session_number_out_of_turn": mark("A drawer session is missing or out of order"),
    "signature_wrong": mark("The signature is not the cabin's"),
    "slot_disagrees": mark("An appointment was given for another hour than its number means"),
    "statement_already_issued": mark("A statement was issued twice"),
    "statement_already_signed": mark("A statement was signed or disputed after it was signed"),
    "statement_disagrees": mark("Another statement was signed than the one issued"),
    "statement_line_unknown": mark("It disputes a line that the statement does not have"),
    "statement_out_of_turn": mark("A statement is out of turn"),
    "statement_unknown": mark("A statement was signed or disputed that was never issued"),
    "tendered_short": mark("Less cash was received than was charged"),
    "void_code_wrong": mark("A void with a code that is on no paper"),
    "void_needs_second_person": mark("A void without the second person it needed"),
    "voucher_already_used": mark("A voucher was used twice"),
    "voucher_unknown": mark("A voucher was used that the treasury never gave"),
    "z_number_out_of_turn": mark("A close (Z) is missing or out of order"),
}
#: What has other words when it is found in the centre's journal.
_WORDS_OF_CENTRE: Final = {
    "epoch_changed": mark("The centre's journal mixes two enrolments of the cabin"),
    "signature_wrong": mark("The signature is not the centre's"),
}
_AGREEMENTS: Final = {
    "fees_of_receipts_are_the_income": mark("Fees of the receipts against income in the books"),
    "receipts_issued_are_numbers_used": mark("Receipts issued against numbers used"),
    "cash_collected_is_held_owed_or_banked": mark("Cash collected against what is held, owed or banked"),
    "commission_earned_is_paid_or_due": mark("Commission earned against what was paid or is due"),
    "declared_and_not_confirmed_is_in_transit": mark("Deposits not confirmed against money in transit"),
    "prepaid_sold_is_used_or_owed": mark("Prepaid codes sold against what was used or is owed"),
    "refunds_approved_are_paid_or_due": mark("Refunds to be paid against the books"),
    "guarantee_deposited_is_held_or_gone": mark("Guarantee deposited against what is held, drawn or returned"),
    "statements_are_the_lines": mark("Statements issued against their lines"),
    "every_commodity_balances": mark("Every account against zero"),
}
#: Pairs that count something; the others compare money.
_COUNTED: Final = frozenset(
    {"receipts_issued_are_numbers_used", "statements_are_the_lines", "every_commodity_balances"}
)


def in_words(finding: Finding) -> str:
    words = _WORDS.get(finding.code)
    if finding.journal == Author.CENTRE.value:
        words = _WORDS_OF_CENTRE.get(finding.code, words)
    if words is not None:
        return _(words)
    return _("It breaks a rule of the books ({code})").format(code=finding.code)


def nature_of(finding: Finding) -> str:
    return _("Breaks a rule") if finding.authentic else _("Not authentic")


def sentence(station: str, finding: Finding) -> str:
    """Which entry, and what is wrong with it."""
    return _("Entry {entry}: {what}.").format(entry=entry_name(station, finding), what=in_words(finding))


def agreement_in_words(code: str) -> str:
    words = _AGREEMENTS.get(code)
    return _(words) if words is not None else code


def disagreement(pair: Agreement, currency: str, locale: Locale) -> str:
    """Which figures should be one, and what they are instead."""
    if pair.code in _COUNTED:
        sides = (str(pair.left), str(pair.right))
    else:
        sides = (money(Money(pair.left, currency), locale), money(Money(pair.right, currency), locale))
    return f"{agreement_in_words(pair.code)}: {sides[0]} / {sides[1]}"


def entry_name(station: str, finding: Finding) -> str:
    """`C07/20897` in the cabin's journal; the centre's journal for the cabin is named as such."""
    if finding.journal == "station":
        return f"{station}/{finding.sequence}"
    return _("{station}, centre, {sequence}").format(station=station, sequence=finding.sequence)
