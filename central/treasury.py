"""The treasury's acts about what an agent holds and owes, each decided by the station's own books.

Refunds are in `central.refunding`, the month's statement in `central.statements`.
"""

from __future__ import annotations

from central import bank_lines, vouchers
from central.outbound import OutboundWriter
from domain.errors import Refusal
from domain.ledger import accounts
from domain.ledger.facts import Limits
from domain.money import Money


def keep_limits(writer: OutboundWriter) -> None:
    """Tell a desk what one person there does alone, whenever that is not what the agreement says today."""
    if writer.station.face != "desk":
        return
    terms = writer.centre.terms.agreement.closest_to(writer.centre.today)
    agreed = {"cash_alone": terms.cash_alone, "difference_alone": terms.difference_alone}
    figures = {name: amount.minor for name, amount in agreed.items() if amount is not None}
    limits = Limits(terms.void_minutes, terms.void_alone.minor, **figures)
    if writer.books.facts.standing.limits != limits:
        void = {"void_minutes": limits.void_minutes, "void_alone": limits.void_alone}
        writer.append("limits_set/2", {**void, **figures, "currency": terms.void_alone.currency})


def fell_short(writer: OutboundWriter, remittance: str) -> Money:
    """The bank will not show the rest of a deposit: the agent owes it. Gives the rest.

    Raises Refusal `remittance_unknown`, `remittance_settled`.
    """
    declared = writer.books.facts.remittances.get(remittance)
    if declared is None:
        raise Refusal("remittance_unknown", remittance=remittance)
    if not declared.pending:
        raise Refusal("remittance_settled", remittance=remittance)
    rest = Money(declared.pending, writer.centre.terms.currency)
    writer.append("remittance_fell_short/1", {"remittance": remittance, **_body(rest)})
    return rest


def book_overdue(writer: OutboundWriter, amount: Money, reason: str) -> None:
    """Counted money that was not deposited in its term is a debt from now on."""
    writer.append("remittance_overdue/1", {**_body(amount), "reason": reason})


def pay_debt(writer: OutboundWriter, amount: Money, reference: str) -> None:
    """The bank has money that the agent owed. Raises Refusal `debt_beyond_owed`, `bank_line_used`."""
    bank_lines.refuse_used(writer.tx, reference)
    writer.append("debt_paid/1", {**_body(amount), "reference": reference})


def write_off(writer: OutboundWriter, amount: Money, resolution: str) -> None:
    """Raises Refusal `debt_beyond_owed`."""
    writer.append("debt_written_off/1", {**_body(amount), "resolution": resolution})


def draw_guarantee(writer: OutboundWriter, amount: Money, resolution: str) -> None:
    """Raises Refusal `debt_beyond_owed`, `guarantee_beyond_held`."""
    writer.append("guarantee_drawn/1", {**_body(amount), "resolution": resolution})


def replenish_guarantee(writer: OutboundWriter, amount: Money, reference: str) -> None:
    """Raises Refusal `bank_line_used`."""
    bank_lines.refuse_used(writer.tx, reference)
    writer.append("guarantee_replenished/1", {**_body(amount), "reference": reference})


def wind_down(writer: OutboundWriter, reason: str) -> None:
    """The station may take nothing more, from its first entry that has seen this: headroom and vouchers end.

    Raises Refusal `guarantee_not_held` where there is nothing to end.
    """
    headroom = writer.books.headroom
    if not vouchers.cancel(writer) and not headroom:
        raise Refusal("guarantee_not_held", station=writer.station.station)
    if headroom:
        recalled = Money(headroom, writer.centre.terms.currency)
        writer.append("headroom_recalled/1", {**_body(recalled), "reason": reason})


def return_guarantee(writer: OutboundWriter, resolution: str) -> Money:
    """All of it, when the station holds and owes nothing and may take nothing more. Gives what was returned.

    Raises Refusal `guarantee_still_needed`, `guarantee_not_held`, and `headroom_not_given_back` while the station has
    not been heard to have seen the end of its headroom: until then it may be taking money with no network.
    """
    heard = writer.ledger.books
    if not writer.books.headroom and (heard.headroom or vouchers.unused(heard)):
        raise Refusal("headroom_not_given_back", station=writer.station.station)
    currency = writer.centre.terms.agreement.closest_to(writer.centre.today).guarantee.currency
    held = Money(writer.books.owed(accounts.GUARANTEE, currency), currency)
    if not held:
        raise Refusal("guarantee_not_held", station=writer.station.station)
    writer.append("guarantee_returned/1", {**_body(held), "resolution": resolution})
    return held


def recognise_overage(writer: OutboundWriter, amount: Money, resolution: str) -> None:
    """Raises Refusal `overage_beyond_held`."""
    writer.append("overage_recognised/1", {**_body(amount), "resolution": resolution})


def expire_prepaid(writer: OutboundWriter, prepaid: str, resolution: str) -> Money:
    """What is left on a prepaid code becomes the municipality's. Gives what that was.

    Raises Refusal `prepaid_unknown`, `prepaid_spent`.
    """
    sold = writer.books.facts.standing.prepaid.get(prepaid)
    if sold is None:
        raise Refusal("prepaid_unknown", prepaid=prepaid)
    if not sold.left:
        raise Refusal("prepaid_spent", prepaid=prepaid)
    left = Money(sold.left, sold.currency)
    writer.append("prepaid_expired/1", {"prepaid": prepaid, **_body(left), "resolution": resolution})
    return left


def _body(amount: Money) -> dict[str, int | str]:
    return {"amount": amount.minor, "currency": amount.currency}
