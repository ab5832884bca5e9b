"""The orders of money beyond a station's day: debts, the guarantee, refunds, and cases that were never completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from central import refund_commands, statement_commands, treasury_commands
from central.command import Command
from central.parser import Parser, signed_order, station_of
from central.parser import order as unsigned_order
from domain.journal.fields import DISPUTE_OUTCOMES, REFUND_GROUNDS, REFUND_SOURCES
from wording.catalogue import _

if TYPE_CHECKING:
    from central.parser import Orders


def add_orders(orders: Orders) -> None:
    _debt_orders(orders)
    _guarantee_orders(orders)
    _refund_orders(orders)
    _case_orders(orders)
    _statement_orders(orders)


def _about_station(orders: Orders, name: str, run: Command, what: str) -> Parser:
    parser = signed_order(orders, name, run, what)
    station_of(parser)
    return parser


def _amount(parser: Parser) -> None:
    parser.add_argument("--amount", required=True, metavar="69.20", help=_("the amount"))


def _reference(parser: Parser) -> None:
    parser.add_argument("--reference", required=True, metavar="REF", help=_("line of the bank's statement; used once"))


def _resolution(parser: Parser) -> None:
    help_text = _("the resolution that decides it")
    parser.add_argument("--resolution", required=True, metavar="RA-13", help=help_text)


def _book(parser: Parser, what: str) -> None:
    parser.add_argument("--book", action="store_true", help=what)


def _debt_orders(orders: Orders) -> None:
    unsigned_order(
        orders, "debts", treasury_commands.debts, _("What each agent owes, holds and has deposited, with its age.")
    )
    what = _("Say that the bank will not show the rest of a deposit: the agent owes it.")
    short = _about_station(orders, "fell-short", treasury_commands.fell_short, what)
    short.add_argument("remittance", metavar=_("DEPOSIT"), help=_("number of the deposit as the station declared it"))
    what = _("Counted money whose banking term has passed; with --book it becomes the agent's debt.")
    overdue = signed_order(orders, "overdue", treasury_commands.overdue_money, what)
    overdue.add_argument("station", nargs="?", metavar=_("STATION"), help=_("one station (default: all of them)"))
    _book(overdue, _("book what is listed as the agent's debt"))
    unheard = _("book also where a deposit made in time may still be on its way")
    overdue.add_argument("--unheard", action="store_true", help=unheard)
    paid = _about_station(orders, "debt-paid", treasury_commands.debt_paid, _("Record that the agent paid a debt."))
    _amount(paid)
    _reference(paid)
    written = _about_station(orders, "write-off", treasury_commands.write_off, _("Give up a debt, by a resolution."))
    _amount(written)
    _resolution(written)
    what = _("Recognise cash over that nobody claimed as income, by a resolution.")
    over = _about_station(orders, "recognise-overage", treasury_commands.recognise_overage, what)
    _amount(over)
    _resolution(over)
    what = _("Let a prepaid code expire, by a resolution: what is left on it becomes income.")
    expired = _about_station(orders, "prepaid-expire", treasury_commands.prepaid_expire, what)
    expired.add_argument("prepaid", metavar=_("PREPAID"), help=_("name of the prepaid code as it was sold"))
    _resolution(expired)


def _guarantee_orders(orders: Orders) -> None:
    drawn = _about_station(
        orders, "draw", treasury_commands.draw, _("Pay a debt out of the guarantee, by a resolution.")
    )
    _amount(drawn)
    _resolution(drawn)
    what = _("Record that the agent filled up its guarantee.")
    replenished = _about_station(orders, "replenish", treasury_commands.replenish, what)
    _amount(replenished)
    _reference(replenished)
    what = _("End what a station may take, before its guarantee is returned, by a resolution.")
    _resolution(_about_station(orders, "wind-down", treasury_commands.wind_down, what))
    what = _("Give the whole guarantee back to an agent that holds and owes nothing, by a resolution.")
    returned = _about_station(orders, "return-guarantee", treasury_commands.return_guarantee, what)
    _resolution(returned)


def _refund_orders(orders: Orders) -> None:
    unsigned_order(orders, "refunds", refund_commands.refunds, _("Refunds approved and not paid yet, with their age."))
    what = _("Approve the refund of a receipt whose drawer is closed.")
    refund = signed_order(orders, "refund", refund_commands.refund, what)
    refund.add_argument("receipt", metavar=_("RECEIPT"), help=_("number of the receipt, for example C07-000012"))
    refund.add_argument("--ground", choices=REFUND_GROUNDS, required=True, help=_("why it is given back"))
    _resolution(refund)
    what = _("Record that an approved refund was paid to the citizen.")
    paid = signed_order(orders, "refund-paid", refund_commands.refund_paid, what)
    paid.add_argument("receipt", metavar=_("RECEIPT"), help=_("number of the receipt, for example C07-000012"))
    reference = _("the bank's line, or the treasury's voucher; used once")
    paid.add_argument("--reference", required=True, metavar="REF", help=reference)
    source = _("whose money it was: the collection account or the treasury's own")
    paid.add_argument("--source", choices=REFUND_SOURCES, required=True, help=source)


def _case_orders(orders: Orders) -> None:
    what = _("Observed cases that nobody completed in two working days; with --book they count as not presented.")
    lapse = signed_order(orders, "lapse", refund_commands.lapse, what)
    _book(lapse, _("move each case and approve its refund"))
    help_text = _("the resolution that approves the refunds; needed with --book")
    lapse.add_argument("--resolution", metavar="RA-13", help=help_text)


def _statement_orders(orders: Orders) -> None:
    what = _("Issue a month's statement of an agent: what both sides will have put their names to.")
    issued = _about_station(orders, "statement", statement_commands.statement, what)
    issued.add_argument("--month", required=True, metavar="2026-11", help=_("the month, when it is over"))
    unsigned_order(
        orders, "disputes", statement_commands.disputes, _("Lines of statements that agents dispute, unanswered.")
    )
    what = _("Answer a dispute; what it grants is commission.")
    resolved = _about_station(orders, "resolve-dispute", statement_commands.resolve_dispute, what)
    resolved.add_argument("statement", metavar=_("STATEMENT"), help=_("name of the statement, for example 2026-11"))
    resolved.add_argument("line", type=int, metavar=_("LINE"), help=_("number of the disputed line"))
    resolved.add_argument("--outcome", choices=DISPUTE_OUTCOMES, required=True, help=_("who is right"))
    resolved.add_argument("--adjustment", default="0", metavar="4.00", help=_("commission granted (default: none)"))
    resolved.add_argument("--text", required=True, help=_("the reasons, for the agent"))
