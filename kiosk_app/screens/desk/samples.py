"""Every desk screen with its sample states, for tests and for the pictures of the manual."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from kiosk_app.screens.desk import samples_acts as acts
from kiosk_app.screens.desk import samples_appointments as appointments
from kiosk_app.screens.desk import samples_cases as cases
from kiosk_app.screens.desk import samples_counter as counter
from kiosk_app.screens.desk import samples_form as form
from kiosk_app.screens.desk import samples_map as map_samples
from kiosk_app.screens.desk import samples_money as money
from kiosk_app.screens.desk import samples_printer as printer
from kiosk_app.screens.desk import samples_reading as reading
from kiosk_app.screens.desk import samples_second as second
from kiosk_app.screens.desk.announcements.view import AnnouncementsView
from kiosk_app.screens.desk.appointments.view import AppointmentsView
from kiosk_app.screens.desk.articles.view import ArticlesView
from kiosk_app.screens.desk.attend.view import AttendView
from kiosk_app.screens.desk.case_act.view import CaseActView
from kiosk_app.screens.desk.cases.view import CasesView
from kiosk_app.screens.desk.cash.view import CashView
from kiosk_app.screens.desk.close_drawer.view import CloseDrawerView
from kiosk_app.screens.desk.complaint.view import ComplaintView
from kiosk_app.screens.desk.drawer.view import DrawerView
from kiosk_app.screens.desk.grants.view import GrantsView
from kiosk_app.screens.desk.help.view import HelpView
from kiosk_app.screens.desk.left_over.view import LeftOverView
from kiosk_app.screens.desk.open_drawer.view import OpenDrawerView
from kiosk_app.screens.desk.parts import DeskView
from kiosk_app.screens.desk.prepaid.view import PrepaidView
from kiosk_app.screens.desk.printer.view import PrinterView
from kiosk_app.screens.desk.problem.view import ProblemView
from kiosk_app.screens.desk.queue.view import QueueView
from kiosk_app.screens.desk.refunds.view import RefundsView
from kiosk_app.screens.desk.remittance.view import RemittanceView
from kiosk_app.screens.desk.scan_result.view import ScanResultView
from kiosk_app.screens.desk.sign_in.view import SignInView
from kiosk_app.screens.desk.statements.view import StatementsView
from kiosk_app.screens.desk.void.view import VoidView
from kiosk_app.screens.desk.voucher.view import VoucherView

STATUS: Final = counter.STATUS
STATUS_ONLINE: Final = counter.STATUS_ONLINE
STATUS_SIGNED_OUT: Final = counter.STATUS_SIGNED_OUT


@dataclass(frozen=True, slots=True)
class Sample:
    """`place` is the name under which the window knows the view; `make` builds it; `state` is what it shows."""

    place: str
    make: Callable[[], DeskView]
    state: Any


#: Name of the picture -> the screen and what it shows.
SAMPLES: Final[dict[str, Sample]] = {
    "sign_in": Sample("sign_in", SignInView, counter.SIGN_IN),
    "sign_in_wrong": Sample("sign_in", SignInView, counter.SIGN_IN_WRONG),
    "sign_in_wait": Sample("sign_in", SignInView, counter.SIGN_IN_WAIT),
    "sign_in_locked": Sample("sign_in", SignInView, counter.SIGN_IN_LOCKED),
    "left_over": Sample("left_over", LeftOverView, acts.LEFT_OVER),
    "announcement": Sample("announcements", AnnouncementsView, reading.ANNOUNCEMENT),
    "announcement_long": Sample("announcements", AnnouncementsView, reading.ANNOUNCEMENT_LONG),
    "announcement_shown": Sample("announcements", AnnouncementsView, reading.ANNOUNCEMENT_SHOWN),
    "articles": Sample("articles", ArticlesView, reading.ARTICLES),
    "articles_found": Sample("articles", ArticlesView, reading.ARTICLES_FOUND),
    "articles_procedure": Sample("articles", ArticlesView, reading.ARTICLES_PROCEDURE),
    "articles_told": Sample("articles", ArticlesView, reading.ARTICLES_TOLD),
    "articles_refused": Sample("articles", ArticlesView, reading.ARTICLES_REFUSED),
    "articles_none": Sample("articles", ArticlesView, reading.ARTICLES_NONE),
    "open_drawer": Sample("open_drawer", OpenDrawerView, money.OPEN_DRAWER),
    "open_drawer_refused": Sample("open_drawer", OpenDrawerView, money.OPEN_DRAWER_REFUSED),
    "attend": Sample("attend", AttendView, counter.ATTEND),
    "attend_empty": Sample("attend", AttendView, counter.ATTEND_EMPTY),
    "attend_searching": Sample("attend", AttendView, counter.ATTEND_SEARCHING),
    "attend_questions": Sample("attend", AttendView, form.ATTEND_QUESTIONS),
    "attend_problems": Sample("attend", AttendView, counter.ATTEND_PROBLEMS),
    "attend_prepaid": Sample("attend", AttendView, counter.ATTEND_PREPAID),
    "attend_prepaid_wrong": Sample("attend", AttendView, counter.ATTEND_PREPAID_WRONG),
    "attend_prepaid_short": Sample("attend", AttendView, counter.ATTEND_PREPAID_SHORT),
    "attend_stopped": Sample("attend", AttendView, counter.ATTEND_STOPPED),
    "attend_delivery": Sample("attend", AttendView, counter.ATTEND_DELIVERY),
    "attend_person_search": Sample("attend", AttendView, counter.ATTEND_PERSON_SEARCH),
    "attend_paper_unknown": Sample("attend", AttendView, counter.ATTEND_PAPER_UNKNOWN),
    "appointments": Sample("appointments", AppointmentsView, appointments.BOOKING),
    "appointments_wrong": Sample("appointments", AppointmentsView, appointments.WITHOUT_NAME),
    "appointments_move": Sample("appointments", AppointmentsView, appointments.MOVING),
    "appointments_used_up": Sample("appointments", AppointmentsView, appointments.USED_UP),
    "appointments_detail": Sample("appointments", AppointmentsView, appointments.DETAIL),
    "appointments_done": Sample("appointments", AppointmentsView, appointments.DONE),
    "appointments_empty": Sample("appointments", AppointmentsView, appointments.EMPTY),
    "void": Sample("void", VoidView, acts.VOID),
    "void_second": Sample("void", VoidView, acts.VOID_SECOND),
    "void_instead": Sample("void", VoidView, acts.VOID_INSTEAD),
    "complaint": Sample("complaint", ComplaintView, counter.COMPLAINT),
    "complaint_empty": Sample("complaint", ComplaintView, counter.COMPLAINT_EMPTY),
    "complaint_problems": Sample("complaint", ComplaintView, counter.COMPLAINT_PROBLEMS),
    "complaint_done": Sample("complaint", ComplaintView, counter.COMPLAINT_DONE),
    "complaint_map": Sample("complaint", map_samples.with_map, map_samples.COMPLAINT_SEARCHING),
    "complaint_similar": Sample("complaint", map_samples.with_map, map_samples.COMPLAINT_SIMILAR),
    "complaint_joined": Sample("complaint", map_samples.with_map, map_samples.COMPLAINT_JOINED),
    "cases": Sample("cases", CasesView, counter.CASES_SCREEN),
    "cases_observed": Sample("cases", CasesView, cases.CASES_OBSERVED),
    "case_complete": Sample("case_act", CaseActView, cases.CASE_COMPLETE),
    "case_complete_wrong": Sample("case_act", CaseActView, cases.CASE_COMPLETE_WRONG),
    "case_reopen": Sample("case_act", CaseActView, cases.CASE_REOPEN),
    "case_act_done": Sample("case_act", CaseActView, cases.CASE_ACT_DONE),
    "cases_none": Sample("cases", CasesView, counter.CASES_NONE),
    "drawer": Sample("drawer", DrawerView, money.DRAWER),
    "drawer_calm": Sample("drawer", DrawerView, money.DRAWER_CALM),
    "cash": Sample("cash", CashView, acts.CASH),
    "cash_problems": Sample("cash", CashView, acts.CASH_PROBLEMS),
    "cash_second": Sample("cash", CashView, second.CASH_SECOND),
    "voucher": Sample("voucher", VoucherView, acts.VOUCHER),
    "voucher_wrong": Sample("voucher", VoucherView, acts.VOUCHER_WRONG),
    "voucher_done": Sample("voucher", VoucherView, acts.VOUCHER_DONE),
    "prepaid": Sample("prepaid", PrepaidView, acts.PREPAID),
    "prepaid_sold": Sample("prepaid", PrepaidView, acts.PREPAID_SOLD),
    "prepaid_stopped": Sample("prepaid", PrepaidView, acts.PREPAID_STOPPED),
    "close_check": Sample("close_drawer", CloseDrawerView, money.CLOSE_CHECK),
    "close_count": Sample("close_drawer", CloseDrawerView, money.CLOSE_COUNT),
    "close_compare": Sample("close_drawer", CloseDrawerView, money.CLOSE_COMPARE),
    "close_second": Sample("close_drawer", CloseDrawerView, second.CLOSE_SECOND),
    "close_nobody": Sample("close_drawer", CloseDrawerView, second.CLOSE_NOBODY),
    "close_done": Sample("close_drawer", CloseDrawerView, money.CLOSE_DONE),
    "remittance": Sample("remittance", RemittanceView, money.REMITTANCE),
    "remittance_keeps": Sample("remittance", RemittanceView, money.REMITTANCE_KEEPS),
    "statements": Sample("statements", StatementsView, acts.STATEMENTS),
    "statements_disagree": Sample("statements", StatementsView, acts.STATEMENTS_DISAGREE),
    "statements_none": Sample("statements", StatementsView, acts.STATEMENTS_NONE),
    "refunds": Sample("refunds", RefundsView, acts.REFUNDS),
    "grants": Sample("grants", GrantsView, second.GRANTS),
    "grants_asking": Sample("grants", GrantsView, second.GRANTS_ASKING),
    "grants_none": Sample("grants", GrantsView, second.GRANTS_NONE),
    "printer": Sample("printer", PrinterView, printer.PRINTER),
    "printer_ask": Sample("printer", PrinterView, printer.PRINTER_ASK),
    "printer_wrong": Sample("printer", PrinterView, printer.PRINTER_WRONG),
    "printer_operator": Sample("printer", PrinterView, printer.PRINTER_OPERATOR),
    "queue": Sample("queue", QueueView, money.QUEUE),
    "queue_rejected": Sample("queue", QueueView, money.QUEUE_REJECTED),
    "queue_carrying": Sample("queue", QueueView, money.QUEUE_CARRYING),
    "help": Sample("help", HelpView, counter.HELP),
    "scan_valid": Sample("scan_result", ScanResultView, money.SCAN_VALID),
    "scan_altered": Sample("scan_result", ScanResultView, money.SCAN_ALTERED),
    "scan_unknown_key": Sample("scan_result", ScanResultView, money.SCAN_UNKNOWN),
    "scan_not_ours": Sample("scan_result", ScanResultView, money.SCAN_NOT_OURS),
    "scan_online": Sample("scan_result", ScanResultView, money.SCAN_ONLINE),
    "problem": Sample("problem", ProblemView, money.PROBLEM),
    "problem_disk": Sample("problem", ProblemView, money.PROBLEM_DISK),
}
