"""Every screen that follows signing in, built for one operator and put into the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from kiosk_app.screens.desk import screens
from kiosk_app.screens.desk.appointments.form import KEY as APPOINTMENT
from kiosk_app.screens.desk.appointments.presenter import AppointmentsPresenter
from kiosk_app.screens.desk.appointments.screen import appointments_screen
from kiosk_app.screens.desk.attend.presenter import AttendPresenter
from kiosk_app.screens.desk.case_act.presenter import CaseActPresenter
from kiosk_app.screens.desk.case_act.screen import case_act_screen
from kiosk_app.screens.desk.cases.presenter import CasesPresenter
from kiosk_app.screens.desk.cash.presenter import CashPresenter
from kiosk_app.screens.desk.close_drawer.presenter import CloseDrawerPresenter
from kiosk_app.screens.desk.complaint.draft import KEY as COMPLAINT
from kiosk_app.screens.desk.complaint.presenter import ComplaintPresenter
from kiosk_app.screens.desk.drawer.presenter import DrawerPresenter
from kiosk_app.screens.desk.grants.presenter import GrantsPresenter
from kiosk_app.screens.desk.grants.screen import grants_screen
from kiosk_app.screens.desk.left_over.presenter import LeftOverPresenter
from kiosk_app.screens.desk.left_over.view import LeftOverView
from kiosk_app.screens.desk.open_drawer.presenter import OpenDrawerPresenter
from kiosk_app.screens.desk.parts import DeskView
from kiosk_app.screens.desk.ports import Go
from kiosk_app.screens.desk.prepaid.presenter import PrepaidPresenter
from kiosk_app.screens.desk.printer.presenter import PrinterPresenter
from kiosk_app.screens.desk.printer.screen import printer_screen
from kiosk_app.screens.desk.queue.presenter import QueuePresenter
from kiosk_app.screens.desk.queue.screen import queue_screen
from kiosk_app.screens.desk.refunds.presenter import RefundsPresenter
from kiosk_app.screens.desk.refunds.screen import refunds_screen
from kiosk_app.screens.desk.remittance.presenter import RemittancePresenter
from kiosk_app.screens.desk.reports.presenter import ReportsPresenter
from kiosk_app.screens.desk.screens import DeskHooks, DeskServices
from kiosk_app.screens.desk.statements.presenter import StatementsPresenter
from kiosk_app.screens.desk.statements.screen import statements_screen
from kiosk_app.screens.desk.status.presenter import StatusPresenter, printer_warnings
from kiosk_app.screens.desk.void.presenter import VoidPresenter
from kiosk_app.screens.desk.voucher.presenter import VoucherPresenter
from kiosk_app.services.drafts import DraftBook
from kiosk_app.shells.desk_window import DeskWindow
from kiosk_app.shown import Line
from kiosk_app.storage.drafts import KeptDraft

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Presenters:
    attend: AttendPresenter
    complaint: ComplaintPresenter
    cases: CasesPresenter
    case_act: CaseActPresenter
    appointments: AppointmentsPresenter
    open_drawer: OpenDrawerPresenter
    drawer: DrawerPresenter
    cash: CashPresenter
    close_drawer: CloseDrawerPresenter
    void: VoidPresenter
    voucher: VoucherPresenter
    prepaid: PrepaidPresenter
    remittance: RemittancePresenter
    queue: QueuePresenter
    reports: ReportsPresenter
    statements: StatementsPresenter
    refunds: RefundsPresenter
    grants: GrantsPresenter
    printer: PrinterPresenter
    left_over: LeftOverPresenter
    status: StatusPresenter


def build(
    window: DeskWindow,
    services: DeskServices,
    hooks: DeskHooks,
    go: Go,
    contacts: tuple[Line, ...],
    *,
    first_place: Callable[[], None],
) -> Presenters:
    """Each view under its name in the window, in the place of those of whoever worked before."""
    say = window.say
    attend_view, attend = screens.attend_screen(services, hooks, go, say)
    complaint_view, complaint = screens.complaint_screen(services, hooks, go, say)
    cases_view, cases = screens.cases_screen(services, hooks, go, say)
    case_act_view, case_act = case_act_screen(services, hooks, go)
    open_view, open_drawer = screens.open_drawer_screen(services, hooks, go)
    drawer_view, drawer = screens.drawer_screen(services, hooks, go)
    cash_view, cash = screens.cash_screen(services, hooks, go)
    close_view, close_drawer = screens.close_drawer_screen(services, hooks, go, attend.drafts)
    void_view, void = screens.void_screen(services, hooks, go)
    voucher_view, voucher = screens.voucher_screen(services, hooks, go, contacts)
    prepaid_view, prepaid = screens.prepaid_screen(services, hooks, go)
    remittance_view, remittance = screens.remittance_screen(services, hooks, go, say)
    queue_view, queue = queue_screen(services, hooks, go)
    reports_view, reports = screens.reports_screen(services, go)
    statements_view, statements = statements_screen(services, hooks, go, contacts)
    refunds_view, refunds = refunds_screen(services, hooks, go)
    appointments = _appointments(window, services, hooks, go, attend)
    for name, view in (
        ("attend", attend_view),
        ("complaint", complaint_view),
        ("cases", cases_view),
        ("case_act", case_act_view),
        ("open_drawer", open_view),
        ("drawer", drawer_view),
        ("cash", cash_view),
        ("close_drawer", close_view),
        ("void", void_view),
        ("voucher", voucher_view),
        ("prepaid", prepaid_view),
        ("remittance", remittance_view),
        ("queue", queue_view),
        ("reports", reports_view),
        ("statements", statements_view),
        ("refunds", refunds_view),
    ):
        window.add_view(name, view)
    return Presenters(
        attend=attend,
        complaint=complaint,
        cases=cases,
        case_act=case_act,
        appointments=appointments,
        open_drawer=open_drawer,
        drawer=drawer,
        cash=cash,
        close_drawer=close_drawer,
        void=void,
        voucher=voucher,
        prepaid=prepaid,
        remittance=remittance,
        queue=queue,
        reports=reports,
        statements=statements,
        refunds=refunds,
        grants=_added(window, "grants", *grants_screen(services, hooks, go)),
        printer=_added(window, "printer", *printer_screen(services, hooks, go)),
        left_over=left_over_screen(window, services, attend, complaint, appointments, first_place=first_place),
        status=_status(window, services, hooks),
    )


def _added(window: DeskWindow, name: str, view: DeskView, presenter: Made) -> Made:
    window.add_view(name, view)
    return presenter


def _appointments(
    window: DeskWindow, services: DeskServices, hooks: DeskHooks, go: Go, attend: AttendPresenter
) -> AppointmentsPresenter:
    return _added(window, "appointments", *appointments_screen(services, hooks, go, attend.hand_over))


def _status(window: DeskWindow, services: DeskServices, hooks: DeskHooks) -> StatusPresenter:
    return StatusPresenter(
        window,
        services.counter,
        services.drawer,
        services.operator,
        status=hooks.status,
        busy=hooks.busy,
        warnings=lambda: printer_warnings(hooks.printer_problems()),
    )


def left_over_screen(
    window: DeskWindow,
    services: DeskServices,
    attend: AttendPresenter,
    complaint: ComplaintPresenter,
    appointments: AppointmentsPresenter,
    *,
    first_place: Callable[[], None],
) -> LeftOverPresenter:
    view = LeftOverView()

    def go_on(key: str) -> None:
        if key == COMPLAINT:
            complaint.new()
            window.show_view("complaint")
            return
        if key == APPOINTMENT:
            appointments.go_on()
            window.show_view("appointments")
            return
        window.show_view("attend")
        attend.choose_case(key)

    def discard(key: str) -> None:
        attend.drop(key)
        if key == COMPLAINT:
            complaint.drop()
        if key == APPOINTMENT:
            appointments.drop()
        services.drafts.keep(key, ())

    presenter = LeftOverPresenter(view, services.counter, go_on=go_on, later=first_place, discard=discard)
    view.presenter = presenter
    view.chosen.connect(presenter.choose)
    view.went_on.connect(presenter.go_on)
    view.put_off.connect(presenter.later)
    view.discarded.connect(presenter.discard)
    window.add_view("left_over", view)
    return presenter


def give_back(on: Presenters, left: Sequence[KeptDraft]) -> None:
    """What was half told, to the screens where it was being told."""
    on.attend.give_back(left)
    on.complaint.give_back(left)
    on.appointments.give_back(left)


def keep_drafts(on: Presenters, drafts: DraftBook) -> None:
    """What is typed, to the disk. Who goes from attending to the page of appointments is written there before they
    leave here. Raises Refusal when the disk says no.
    """
    drafts.keep(APPOINTMENT, on.appointments.to_keep())
    drafts.keep("draft:", on.attend.to_keep())
    drafts.keep(COMPLAINT, on.complaint.to_keep())


def prepare_place(on: Presenters, place: str, about: str) -> None:
    """Have a place ready to be shown; `about` is a case, a receipt, or `new`."""
    prepare: dict[str, Callable[[], None]] = {
        "attend": on.attend.new_case if about == "new" else on.attend.refresh,
        "complaint": on.complaint.new,
        "cases": partial(on.cases.open, about),
        "case_act": partial(on.case_act.show, about),
        "appointments": partial(on.appointments.show, about),
        "open_drawer": on.open_drawer.refresh,
        "drawer": on.drawer.refresh,
        "cash": on.cash.show,
        "close_drawer": on.close_drawer.show,
        "void": partial(on.void.show, about),
        "voucher": partial(on.voucher.show, about),
        "prepaid": on.prepaid.show,
        "remittance": on.remittance.show,
        "queue": on.queue.refresh,
        "reports": on.reports.refresh,
        "statements": on.statements.show,
        "refunds": on.refunds.show,
        "grants": on.grants.show,
        "printer": on.printer.show,
    }
    prepare[place]()


def refresh_place(on: Presenters, place: str) -> None:
    """Have a place that is on show read again, if it is one that does; what is being typed stays."""
    refreshable = {
        "attend": on.attend.refresh,
        "cases": on.cases.refresh,
        "appointments": on.appointments.refresh,
        "drawer": on.drawer.refresh,
        "queue": on.queue.refresh,
        "complaint": on.complaint.refresh,
        "reports": on.reports.refresh,
        "prepaid": on.prepaid.refresh,
        "refunds": on.refunds.refresh,
        "grants": on.grants.refresh,
    }
    if place in refreshable:
        refreshable[place]()
