"""The orders about cases, as they are typed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from central import case_commands, case_figure_commands, case_office_commands
from central.command import Command
from central.parser import Parser, order, signed_order
from domain.journal.fields import DATE_REASONS, TOLD_BY
from wording.catalogue import _

if TYPE_CHECKING:
    from central.parser import Orders

_DECIDED: Final = ("in_progress", "observed", "resolved", "rejected", "closed")
#: Of the Panamanian norm (Res. 12 of 2019): closed within thirty days, more than seventy of a hundred.
_INDEX_DAYS: Final = 30
_INDEX_GOAL: Final = 70


def add_orders(orders: Orders) -> None:
    show = order(orders, "case", case_commands.show, _("Show a case with the citizen's data, opened for this moment."))
    _case(show)
    photos = order(orders, "photos", case_commands.photos, _("Write the photos of a case to a folder, opened."))
    _case(photos)
    photos.add_argument("--to", type=Path, required=True, metavar="FOLDER", help=_("where the photos go"))
    answer = _about(orders, "answer", case_commands.answer, _("Take a case to a new state and tell its station."))
    answer.add_argument("--state", choices=_DECIDED, required=True, help=_("the new state"))
    answer.add_argument("--text", required=True, help=_("what the citizen will read, without personal data"))
    answer.add_argument("--area", metavar="AREA", help=_("the area that has it from now on"))
    answer.add_argument("--attach", type=Path, metavar="FILE.pdf", help=_("a PDF for the citizen"))
    answer.add_argument("--alone", action="store_true", help=_("not the cases of neighbours who joined this complaint"))
    _way_orders(orders)
    _figure_orders(orders)


def _way_orders(orders: Orders) -> None:
    move = _about(orders, "move-case", case_office_commands.move, _("Send the file of a case to another area."))
    move.add_argument("--area", required=True, metavar="AREA", help=_("the area that has it from now on"))
    step = _about(orders, "step", case_office_commands.step, _("Record that the next step of a case is done."))
    step.add_argument("step", metavar=_("STEP"), help=_("code of the step in the municipality's folder"))
    step.add_argument("--area", metavar="AREA", help=_("where the file goes (default: the area of the next step)"))
    date = _about(orders, "new-date", case_office_commands.new_date, _("Promise another date, and say why."))
    date.add_argument("--day", required=True, metavar="16/12/2026", help=_("the new date, a working day"))
    date.add_argument("--reason", choices=DATE_REASONS, required=True, help=_("why the first date is not kept"))
    date.add_argument("--text", required=True, help=_("what the citizen will read, without personal data"))
    how = _("how the citizen hears of it: at a counter with a paper (default), or from the office")
    date.add_argument("--told", choices=TOLD_BY, default="counter", help=how)
    observe = _about(orders, "observe", case_office_commands.observe, _("Say what is missing of a case."))
    missing = _("code of a requirement that is missing; may be repeated")
    observe.add_argument("--missing", action="append", required=True, metavar="R3", help=missing)
    observe.add_argument("--text", help=_("what the citizen will read, without personal data"))
    _about(orders, "close-case", case_office_commands.close, _("Record that the answer was delivered."))
    _about(orders, "reopen", case_office_commands.reopen, _("Open a finished case again, with a new date."))


def _figure_orders(orders: Orders) -> None:
    kept = _("How many promises each area kept, by service: kept, late, overdue and open.")
    _table(orders, "compliance", case_figure_commands.compliance, kept)
    real = _("How long each service really takes, beside what is promised.")
    _table(orders, "durations", case_figure_commands.durations, real)
    within = _("By area: cases closed within a term, and first answers within 24 hours.")
    index = _table(orders, "index", case_figure_commands.index, within)
    index.add_argument("--days", type=int, default=_INDEX_DAYS, help=_("the term in days (default 30)"))
    index.add_argument("--goal", type=int, default=_INDEX_GOAL, help=_("per cent to be passed (default 70)"))


def _table(orders: Orders, name: str, run: Command, what: str) -> Parser:
    parser = order(orders, name, run, what)
    parser.add_argument("--csv", type=Path, metavar="FILE", help=_("write the table to a file instead"))
    return parser


def _about(orders: Orders, name: str, run: Command, what: str) -> Parser:
    parser = signed_order(orders, name, run, what)
    _case(parser)
    return parser


def _case(parser: Parser) -> None:
    parser.add_argument("case", metavar=_("CASE"), help=_("the ten digits of the case"))
