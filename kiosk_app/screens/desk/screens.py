"""Each screen of the desk: its view, its presenter, and which meaning goes where.

The view keeps its presenter alive: a signal holds its receiver weakly, and an unowned presenter would stop answering.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kiosk_app.screens.desk.appointments.compose import TITLES
from kiosk_app.screens.desk.attend.presenter import AttendPresenter
from kiosk_app.screens.desk.attend.services import AttendServices
from kiosk_app.screens.desk.attend.view import AttendView
from kiosk_app.screens.desk.cases.presenter import CasesPresenter, CasesServices
from kiosk_app.screens.desk.cases.view import CasesView
from kiosk_app.screens.desk.cash.presenter import CashPresenter, CashServices
from kiosk_app.screens.desk.cash.view import CashView
from kiosk_app.screens.desk.close_drawer.presenter import CloseDrawerPresenter, CloseServices
from kiosk_app.screens.desk.close_drawer.view import CloseDrawerView
from kiosk_app.screens.desk.complaint.presenter import ComplaintPresenter, ComplaintServices
from kiosk_app.screens.desk.complaint.view import ComplaintView
from kiosk_app.screens.desk.drawer.presenter import DrawerPresenter, DrawerServices
from kiosk_app.screens.desk.drawer.view import DrawerView
from kiosk_app.screens.desk.open_drawer.presenter import OpenDrawerPresenter
from kiosk_app.screens.desk.open_drawer.view import OpenDrawerView
from kiosk_app.screens.desk.ports import Committed, Go, Keep, Tray
from kiosk_app.screens.desk.prepaid.presenter import PrepaidPresenter
from kiosk_app.screens.desk.prepaid.view import PrepaidView
from kiosk_app.screens.desk.printer.presenter import Bench
from kiosk_app.screens.desk.queue.carrying import Carries
from kiosk_app.screens.desk.remittance.presenter import RemittancePresenter
from kiosk_app.screens.desk.remittance.view import RemittanceView
from kiosk_app.screens.desk.reports.presenter import ReportsPresenter
from kiosk_app.screens.desk.reports.view import ReportsView
from kiosk_app.screens.desk.void.presenter import VoidPresenter, VoidServices
from kiosk_app.screens.desk.void.view import VoidView
from kiosk_app.screens.desk.voucher.presenter import VoucherPresenter
from kiosk_app.screens.desk.voucher.view import VoucherView
from kiosk_app.services.announcements import Announcements
from kiosk_app.services.appointments import Appointments
from kiosk_app.services.approval import Approval
from kiosk_app.services.articles import ArticleBook
from kiosk_app.services.case_acts import CaseActs
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.citizen import People
from kiosk_app.services.complaints import FileComplaint
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.courier import Brought, Courier
from kiosk_app.services.drafts import DraftBook
from kiosk_app.services.drawer import Drawer
from kiosk_app.services.elsewhere import CasesElsewhere
from kiosk_app.services.enquiries import Enquiries
from kiosk_app.services.grants import Grants
from kiosk_app.services.paper import Paper
from kiosk_app.services.places import Places
from kiosk_app.services.prepaid import PrepaidCodes
from kiosk_app.services.printer_setup import PrinterSetup
from kiosk_app.services.procedures import OpenProcedure
from kiosk_app.services.queue import Queue
from kiosk_app.services.receipts import CheckReceipt
from kiosk_app.services.refunds import Refunds
from kiosk_app.services.remittances import Remittances
from kiosk_app.services.statements import Statements
from kiosk_app.services.vouchers import Vouchers
from kiosk_app.shown import Line
from sync.status import Status


@dataclass(frozen=True, slots=True)
class DeskServices:
    """Everything the desk asks for, for the operator who signed in; `places` is None where there is no map."""

    operator: Operator
    counter: Counter
    people: People
    procedures: OpenProcedure
    complaints: FileComplaint
    announcements: Announcements
    articles: ArticleBook
    enquiries: Enquiries
    cases: CaseBook
    acts: CaseActs
    appointments: Appointments
    elsewhere: CasesElsewhere
    drawer: Drawer
    drafts: DraftBook
    approval: Approval
    prepaid: PrepaidCodes
    vouchers: Vouchers
    grants: Grants
    remittances: Remittances
    statements: Statements
    refunds: Refunds
    queue: Queue
    courier: Courier
    receipts: CheckReceipt
    paper: Paper
    tray: Tray
    printer_setup: PrinterSetup
    places: Places | None = None


@dataclass(frozen=True, slots=True)
class DeskHooks:
    """What the program does around the screens.

    `committed` after every commit (send, print, refresh); `sync_now` and `export` when a person asks; `keep`
    saves a file where a person says; `folder` and `file` are where a courier's files shall be or are, and `carried`
    applies what an answer brought; `carrier` takes the file of another counter, which is where `other_file` says;
    `print_reading` prints the X; `busy` while a write or a print is under way;
    `bench` tries printers; `printer_problems` are the codes of what they suffer from.
    """

    committed: Committed
    status: Callable[[], Status]
    sync_now: Callable[[], None]
    export: Callable[[], None]
    keep: Keep
    folder: Callable[[], Path | None]
    file: Callable[[], Path | None]
    carried: Callable[[Brought], None]
    carrier: Carries
    other_file: Callable[[], Path | None]
    print_reading: Callable[[], None]
    busy: Callable[[], bool]
    bench: Bench
    printer_problems: Callable[[], tuple[str, ...]]


Say = Callable[[str, str], None]


def attend_screen(services: DeskServices, hooks: DeskHooks, go: Go, say: Say) -> tuple[AttendView, AttendPresenter]:
    view = AttendView(TITLES[services.counter.municipality.appointment_word])
    presenter = AttendPresenter(
        view,
        services.operator,
        AttendServices(
            services.counter,
            services.people,
            services.procedures,
            services.cases,
            services.paper,
            services.tray,
            services.prepaid,
            services.appointments,
            services.articles,
        ),
        committed=hooks.committed,
        go=go,
        say=say,
    )
    view.presenter = presenter
    view.new_case_requested.connect(presenter.new_case)
    view.new_complaint_requested.connect(partial(go, "complaint", ""))
    view.appointments_requested.connect(partial(go, "appointments", ""))
    view.case_chosen.connect(presenter.choose_case)
    view.tab_chosen.connect(presenter.choose_tab)
    view.field_edited.connect(presenter.edit)
    view.person_search_requested.connect(presenter.search_person)
    view.person_searched.connect(presenter.search_people)
    view.person_chosen.connect(presenter.choose_person)
    view.procedure_searched.connect(presenter.search_procedure)
    view.procedure_chosen.connect(presenter.choose_procedure)
    view.procedure_cleared.connect(presenter.clear_procedure)
    view.requirement_toggled.connect(presenter.toggle_requirement)
    view.form_turned.connect(presenter.turn_form)
    view.question_sought.connect(presenter.show_question)
    view.received_changed.connect(presenter.receive)
    view.step_requested.connect(presenter.go_to_step)
    view.continue_requested.connect(presenter.go_on)
    view.collect_requested.connect(presenter.collect)
    view.save_requested.connect(presenter.save)
    view.discard_requested.connect(presenter.discard)
    view.print_again_requested.connect(presenter.print_again)
    view.paper_seen.connect(presenter.answer_for_paper)
    view.finished.connect(presenter.finish)
    view.voucher_requested.connect(presenter.use_voucher)
    return view, presenter


def complaint_screen(
    services: DeskServices, hooks: DeskHooks, go: Go, say: Say
) -> tuple[ComplaintView, ComplaintPresenter]:
    places = services.places
    view = ComplaintView(None if places is None else places.ground)
    needed = ComplaintServices(services.counter, services.complaints, services.paper, services.tray, places)
    presenter = ComplaintPresenter(view, services.operator, needed, committed=hooks.committed, go=go, say=say)
    view.presenter = presenter
    view.category_searched.connect(presenter.search)
    view.category_chosen.connect(presenter.choose_category)
    view.place_kind_chosen.connect(presenter.choose_place_kind)
    view.place_searched.connect(presenter.search_place)
    view.place_chosen.connect(presenter.choose_place)
    view.place_removed.connect(presenter.remove_place)
    view.map_touched.connect(presenter.touch_map)
    view.joined.connect(presenter.join)
    view.anonymous_chosen.connect(presenter.be_anonymous)
    view.field_edited.connect(presenter.edit)
    view.photo_chosen.connect(presenter.add_photo)
    view.photo_removed.connect(presenter.remove_photo)
    view.sent.connect(presenter.send)
    view.saved.connect(presenter.save)
    view.left.connect(presenter.leave)
    view.print_again_requested.connect(presenter.print_again)
    view.paper_seen.connect(presenter.answer_for_paper)
    view.finished.connect(presenter.finish)
    return view, presenter


def cases_screen(services: DeskServices, hooks: DeskHooks, go: Go, say: Say) -> tuple[CasesView, CasesPresenter]:
    view = CasesView()
    needed = CasesServices(
        services.counter, services.cases, services.drawer, services.paper, services.acts, services.elsewhere
    )
    presenter = CasesPresenter(view, services.operator, needed, committed=hooks.committed, go=go, say=say)
    view.presenter = presenter
    view.searched.connect(presenter.search)
    view.filter_chosen.connect(presenter.choose_filter)
    view.case_chosen.connect(presenter.choose)
    view.reprint_requested.connect(presenter.reprint)
    view.act_chosen.connect(presenter.act)
    view.void_requested.connect(presenter.void)
    return view, presenter


def open_drawer_screen(services: DeskServices, hooks: DeskHooks, go: Go) -> tuple[OpenDrawerView, OpenDrawerPresenter]:
    view = OpenDrawerView()
    presenter = OpenDrawerPresenter(
        view, services.operator, services.counter, services.drawer, committed=hooks.committed, go=go
    )
    view.presenter = presenter
    view.float_changed.connect(presenter.change)
    view.opened.connect(presenter.open)
    return view, presenter


def drawer_screen(services: DeskServices, hooks: DeskHooks, go: Go) -> tuple[DrawerView, DrawerPresenter]:
    view = DrawerView()
    needed = DrawerServices(services.counter, services.drawer, services.cases, services.remittances, services.prepaid)
    presenter = DrawerPresenter(view, services.operator, needed, go=go, print_reading=hooks.print_reading)
    view.presenter = presenter
    view.reading_print_requested.connect(presenter.print_reading)
    view.cash_requested.connect(presenter.move_cash)
    view.voucher_requested.connect(presenter.use_voucher)
    view.prepaid_requested.connect(presenter.sell_prepaid)
    view.remittance_requested.connect(presenter.declare_remittance)
    view.close_requested.connect(presenter.close)
    view.movement_chosen.connect(presenter.choose)
    view.void_requested.connect(presenter.void)
    return view, presenter


def cash_screen(services: DeskServices, hooks: DeskHooks, go: Go) -> tuple[CashView, CashPresenter]:
    view = CashView()
    needed = CashServices(services.counter, services.drawer, services.approval, services.paper)
    presenter = CashPresenter(view, services.operator, needed, committed=hooks.committed, go=go)
    view.presenter = presenter
    view.approver_chosen.connect(presenter.choose_approver)
    view.way_chosen.connect(presenter.choose_way)
    view.amount_changed.connect(presenter.change_amount)
    view.field_edited.connect(presenter.edit)
    view.confirmed.connect(presenter.confirm)
    view.left.connect(presenter.leave)
    return view, presenter


def close_drawer_screen(
    services: DeskServices, hooks: DeskHooks, go: Go, drafts: Callable[[], int]
) -> tuple[CloseDrawerView, CloseDrawerPresenter]:
    view = CloseDrawerView()
    needed = CloseServices(services.counter, services.drawer, services.approval, services.queue, services.paper)
    presenter = CloseDrawerPresenter(view, services.operator, needed, committed=hooks.committed, go=go, drafts=drafts)
    view.presenter = presenter
    view.count_changed.connect(presenter.count)
    view.explanation_changed.connect(presenter.explain)
    view.check_asked.connect(presenter.ask)
    view.approver_chosen.connect(presenter.choose_approver)
    view.went_back.connect(presenter.back)
    view.went_on.connect(presenter.go_on)
    view.print_again_requested.connect(presenter.print_again)
    return view, presenter


def void_screen(services: DeskServices, hooks: DeskHooks, go: Go) -> tuple[VoidView, VoidPresenter]:
    view = VoidView()
    needed = VoidServices(
        services.counter, services.drawer, services.cases, services.approval, services.refunds, services.paper
    )
    presenter = VoidPresenter(view, services.operator, needed, committed=hooks.committed, go=go)
    view.presenter = presenter
    view.reason_chosen.connect(presenter.choose_reason)
    view.approver_chosen.connect(presenter.choose_approver)
    view.field_edited.connect(presenter.edit)
    view.confirmed.connect(presenter.confirm)
    view.left.connect(presenter.leave)
    return view, presenter


def voucher_screen(
    services: DeskServices, hooks: DeskHooks, go: Go, contacts: tuple[Line, ...]
) -> tuple[VoucherView, VoucherPresenter]:
    view = VoucherView()
    presenter = VoucherPresenter(
        view,
        services.operator,
        services.counter,
        services.vouchers,
        services.paper,
        contacts=contacts,
        committed=hooks.committed,
        go=go,
    )
    view.presenter = presenter
    view.field_edited.connect(presenter.edit)
    view.used.connect(presenter.use)
    view.left.connect(presenter.leave)
    return view, presenter


def prepaid_screen(services: DeskServices, hooks: DeskHooks, go: Go) -> tuple[PrepaidView, PrepaidPresenter]:
    view = PrepaidView()
    presenter = PrepaidPresenter(
        view,
        services.operator,
        services.counter,
        services.prepaid,
        services.paper,
        tray=services.tray,
        committed=hooks.committed,
        go=go,
    )
    view.presenter = presenter
    view.amount_chosen.connect(presenter.choose_amount)
    view.sold.connect(presenter.sell)
    view.paper_seen.connect(presenter.answer_for_paper)
    view.voucher_requested.connect(presenter.use_voucher)
    view.left.connect(presenter.leave)
    return view, presenter


def remittance_screen(
    services: DeskServices, hooks: DeskHooks, go: Go, say: Say
) -> tuple[RemittanceView, RemittancePresenter]:
    view = RemittanceView()
    presenter = RemittancePresenter(
        view,
        services.operator,
        services.counter,
        services.remittances,
        services.paper,
        committed=hooks.committed,
        go=go,
        say=say,
    )
    view.presenter = presenter
    view.amount_changed.connect(presenter.change_amount)
    view.kept_changed.connect(presenter.change_kept)
    view.field_edited.connect(presenter.edit)
    view.photo_chosen.connect(presenter.add_photo)
    view.declared.connect(presenter.declare)
    view.left.connect(presenter.leave)
    return view, presenter


def reports_screen(services: DeskServices, go: Go) -> tuple[ReportsView, ReportsPresenter]:
    view = ReportsView()
    presenter = ReportsPresenter(view, services.counter, services.drawer, go=go)
    view.presenter = presenter
    view.close_chosen.connect(presenter.choose)
    view.statements_requested.connect(presenter.show_statements)
    view.refunds_requested.connect(presenter.show_refunds)
    view.printer_requested.connect(presenter.show_printer)
    view.grants_requested.connect(presenter.show_grants)
    return view, presenter
