"""The desk's screens, built for the person who signed in, and the ways between them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog

from domain.errors import Refusal
from domain.ids import CASE_CODE_DIGITS
from kiosk_app.bootstrap.running import Running
from kiosk_app.screens.desk.attend.presenter import AttendPresenter, AttendServices
from kiosk_app.screens.desk.attend.view import AttendView
from kiosk_app.screens.desk.cases.presenter import CasesPresenter, CasesServices
from kiosk_app.screens.desk.cases.view import CasesView
from kiosk_app.screens.desk.close_drawer.presenter import CloseDrawerPresenter, CloseServices
from kiosk_app.screens.desk.close_drawer.view import CloseDrawerView
from kiosk_app.screens.desk.complaint.presenter import ComplaintPresenter, ComplaintServices
from kiosk_app.screens.desk.complaint.view import ComplaintView
from kiosk_app.screens.desk.drawer.presenter import DrawerPresenter, DrawerServices
from kiosk_app.screens.desk.drawer.view import DrawerView
from kiosk_app.screens.desk.help.presenter import help_state
from kiosk_app.screens.desk.help.view import HelpView
from kiosk_app.screens.desk.open_drawer.presenter import OpenDrawerPresenter
from kiosk_app.screens.desk.open_drawer.view import OpenDrawerView
from kiosk_app.screens.desk.parts import DeskView
from kiosk_app.screens.desk.queue.presenter import QueuePresenter
from kiosk_app.screens.desk.queue.view import QueueView
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.remittance.presenter import RemittancePresenter
from kiosk_app.screens.desk.remittance.view import RemittanceView
from kiosk_app.screens.desk.scan_result.presenter import scan_result_state
from kiosk_app.screens.desk.scan_result.view import ScanResultView
from kiosk_app.screens.desk.status.presenter import StatusPresenter
from kiosk_app.screens.desk.void.presenter import VoidPresenter
from kiosk_app.screens.desk.void.view import VoidView
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.citizen import DNI_DIGITS, Citizen, People
from kiosk_app.services.complaints import FileComplaint
from kiosk_app.services.counter import Operator
from kiosk_app.services.drawer import Drawer
from kiosk_app.services.exporting import write_journal_file
from kiosk_app.services.procedures import OpenProcedure
from kiosk_app.services.queue import Queue
from kiosk_app.services.receipts import CheckReceipt
from kiosk_app.services.remittances import Remittances
from kiosk_app.shells.desk_window import DeskWindow
from kiosk_app.shown import Line, Said
from wording.catalogue import _

VERSION: Final = "0.1.0"


class DeskScreens:
    """Keeps every presenter alive: PySide6 holds the receivers of a signal weakly."""

    def __init__(self, window: DeskWindow, running: Running, operator: Operator) -> None:
        self.window, self.running, self.operator = window, running, operator
        self._counter = running.station.counter
        self._words = Words(self._counter.municipality)
        self._drawer = Drawer(self._counter)
        self._cases = CaseBook(self._counter)
        self._check = CheckReceipt(self._counter)
        self._came_from = "attend"
        self._views: dict[str, DeskView] = {}
        self._refreshes: dict[str, Callable[[], None]] = {}
        self.status = StatusPresenter(
            window,
            self._counter,
            self._drawer,
            operator,
            status=lambda: running.sync.status,
            busy=lambda: running.prints.is_busy,
        )
        self._build_attend()
        self._build_complaint()
        self._build_cases()
        self._build_money()
        self._build_queue()
        self._build_plain()
        running.sync.status_changed.connect(self._news)
        running.sync.journal_grew.connect(self._news)
        running.prints.job_changed.connect(self._news)

    def begin(self) -> None:
        """Where a person who has just signed in goes on."""
        self.refresh_status()
        self.go("attend" if self._drawer.current() is not None else "open_drawer", "")

    # -- the screens ---------------------------------------------------------------------------------------------------

    def _build_attend(self) -> None:
        view = AttendView()
        people = People(self._counter)
        procedures = OpenProcedure(self._counter, self.running.paper)
        services = AttendServices(
            self._counter, people, procedures, self._cases, self.running.paper, self.running.prints
        )
        self.attend = AttendPresenter(
            view, self.operator, services, committed=self.committed, go=self.go, say=self.window.say
        )
        attend = self.attend
        view.field_edited.connect(attend.edit)
        view.new_case_requested.connect(attend.new_case)
        view.new_complaint_requested.connect(self._new_complaint)
        view.case_chosen.connect(attend.choose_case)
        view.tab_chosen.connect(attend.choose_tab)
        view.person_search_requested.connect(attend.search_person)
        view.person_searched.connect(attend.search_people)
        view.person_chosen.connect(attend.choose_person)
        view.procedure_searched.connect(attend.search_procedure)
        view.procedure_chosen.connect(attend.choose_procedure)
        view.procedure_cleared.connect(attend.clear_procedure)
        view.requirement_toggled.connect(attend.toggle_requirement)
        view.received_changed.connect(attend.receive)
        view.step_requested.connect(attend.go_to_step)
        view.continue_requested.connect(attend.go_on)
        view.collect_requested.connect(attend.collect)
        view.save_requested.connect(attend.save)
        view.discard_requested.connect(attend.discard)
        view.print_again_requested.connect(attend.print_again)
        view.finished.connect(attend.finish)
        view.paper_seen.connect(attend.answer_for_paper)
        self._add("attend", view, attend.refresh)

    def _build_complaint(self) -> None:
        view = ComplaintView()
        complaints = FileComplaint(self._counter, self.running.paper)
        services = ComplaintServices(self._counter, complaints, self.running.paper, self.running.prints)
        self.complaint = ComplaintPresenter(
            view, self.operator, services, committed=self.committed, go=self.go, say=self.window.say
        )
        complaint = self.complaint
        view.field_edited.connect(complaint.edit)
        view.category_searched.connect(complaint.search)
        view.category_chosen.connect(complaint.choose_category)
        view.place_kind_chosen.connect(complaint.choose_place_kind)
        view.anonymous_chosen.connect(complaint.be_anonymous)
        view.photo_chosen.connect(complaint.add_photo)
        view.photo_removed.connect(complaint.remove_photo)
        view.sent.connect(complaint.send)
        view.saved.connect(complaint.save)
        view.left.connect(complaint.leave)
        view.print_again_requested.connect(complaint.print_again)
        view.finished.connect(complaint.finish)
        view.paper_seen.connect(complaint.answer_for_paper)
        self._add("complaint", view, complaint.refresh)

    def _build_cases(self) -> None:
        view = CasesView()
        services = CasesServices(self._counter, self._cases, self._drawer, self.running.paper)
        self.cases = CasesPresenter(
            view, self.operator, services, committed=self.committed, go=self.go, say=self.window.say
        )
        view.searched.connect(self.cases.search)
        view.filter_chosen.connect(self.cases.choose_filter)
        view.case_chosen.connect(self.cases.choose)
        view.reprint_requested.connect(self.cases.reprint)
        view.void_requested.connect(self.cases.void)
        self._add("cases", view, self.cases.refresh)

    def _build_money(self) -> None:
        self._build_drawer()
        self._build_close()
        self._build_remittance()
        self._build_void()

    def _build_drawer(self) -> None:
        opening, view = OpenDrawerView(), DrawerView()
        self.open_drawer = OpenDrawerPresenter(
            opening, self.operator, self._counter, self._drawer, committed=self.committed, go=self.go
        )
        opening.float_changed.connect(self.open_drawer.change)
        opening.opened.connect(self.open_drawer.open)
        self._add("open_drawer", opening, self.open_drawer.refresh)
        services = DrawerServices(self._counter, self._drawer, self._cases, Remittances(self._counter))
        self.drawer = DrawerPresenter(view, self.operator, services, go=self.go, print_reading=self._print_reading)
        view.reading_print_requested.connect(self.drawer.print_reading)
        view.remittance_requested.connect(self.drawer.declare_remittance)
        view.close_requested.connect(self.drawer.close)
        view.movement_chosen.connect(self.drawer.choose)
        view.void_requested.connect(self.drawer.void)
        self._add("drawer", view, self.drawer.refresh)

    def _build_close(self) -> None:
        view = CloseDrawerView()
        services = CloseServices(self._counter, self._drawer, Queue(self._counter), self.running.paper)
        self.close_drawer = CloseDrawerPresenter(
            view, self.operator, services, committed=self.committed, go=self.go, drafts=self.attend.drafts
        )
        view.count_changed.connect(self.close_drawer.count)
        view.explanation_changed.connect(self.close_drawer.explain)
        view.check_asked.connect(self.close_drawer.ask)
        view.went_back.connect(self.close_drawer.back)
        view.went_on.connect(self.close_drawer.go_on)
        view.print_again_requested.connect(self.close_drawer.print_again)
        self._add("close_drawer", view, self.close_drawer.show)

    def _build_remittance(self) -> None:
        view = RemittanceView()
        self.remittance = RemittancePresenter(
            view,
            self.operator,
            self._counter,
            Remittances(self._counter),
            self.running.paper,
            committed=self.committed,
            go=self.go,
            say=self.window.say,
        )
        view.amount_changed.connect(self.remittance.change_amount)
        view.field_edited.connect(self.remittance.edit)
        view.photo_chosen.connect(self.remittance.add_photo)
        view.declared.connect(self.remittance.declare)
        view.left.connect(self.remittance.leave)
        self._add("remittance", view, self.remittance.refresh)

    def _build_void(self) -> None:
        view = VoidView()
        self.void = VoidPresenter(
            view, self.operator, self._counter, self._drawer, self._cases, committed=self.committed, go=self.go
        )
        view.reason_chosen.connect(self.void.choose_reason)
        view.field_edited.connect(self.void.edit)
        view.confirmed.connect(self.void.confirm)
        view.left.connect(self.void.leave)
        self._add("void", view, _nothing)

    def _build_queue(self) -> None:
        view = QueueView()
        self.queue = QueuePresenter(
            view,
            self._counter,
            Queue(self._counter),
            status=lambda: self.running.sync.status,
            retry=self._retry,
            export=self._export,
            go=self.go,
        )
        view.retry_requested.connect(self.queue.retry)
        view.export_requested.connect(self.queue.export)
        view.item_chosen.connect(self.queue.choose)
        view.left.connect(self.queue.leave)
        self._add("queue", view, self.queue.refresh)

    def _build_plain(self) -> None:
        self._help, self._scan = HelpView(), ScanResultView()
        self._help.left.connect(self._back)
        self._scan.left.connect(self._back)
        self._scan.case_requested.connect(self._open_case)
        self._add("help", self._help, _nothing)
        self._add("scan_result", self._scan, _nothing)

    def _add(self, name: str, view: DeskView, refresh: Callable[[], None]) -> None:
        self.window.add_view(name, view)
        self._views[name] = view
        self._refreshes[name] = refresh

    # -- the ways between them -----------------------------------------------------------------------------------------

    def go(self, place: str, about: str) -> None:
        """Show a screen, about a case or a receipt where there is one to show."""
        if place == "drawer" and self._drawer.current() is None:
            place = "open_drawer"
        if place not in {"help", "scan_result"}:
            self._came_from = place
        match place:
            case "attend" if about == "new":
                self.attend.new_case()
            case "cases" if about:
                self.cases.open(about)
            case "void":
                self.void.show(about)
            case "remittance":
                self.remittance.show()
            case "help":
                contacts = tuple(
                    Line(office.name, office.phone) for office in self._counter.municipality.offices if office.phone
                )
                self._help.render(help_state(self._views[self._came_from].KEYS, contacts, VERSION))
            case _:
                self._refreshes[place]()
        self.window.show_view(place)

    def find(self, text: str) -> None:
        self.cases.find(text)
        self.window.show_view("cases")

    def scanned(self, text: str) -> None:
        """A receipt is checked, a document brings its holder, a case code opens the case."""
        digits = "".join(letter for letter in text if letter.isdigit())
        if text.isdigit() and len(digits) == DNI_DIGITS:
            self._take_person(digits)
        elif text.isdigit() and len(digits) == CASE_CODE_DIGITS:
            self.go("cases", digits)
        else:
            self._scan.render(scan_result_state(self._check.check(text), self._words))
            self.window.show_view("scan_result")

    def _take_person(self, document: str) -> None:
        citizen = Citizen(document=document)
        if self.window.shown() == "complaint":
            self.complaint.take_person(citizen)
            return
        self.attend.take_person(citizen, _("Read from the barcode"))
        self.window.show_view("attend")

    def _new_complaint(self) -> None:
        self.complaint.new()
        self.window.show_view("complaint")

    def _open_case(self, code: object) -> None:
        self.go("cases", str(code))

    def _back(self) -> None:
        self.go(self._came_from, "")

    # -- what happens behind -------------------------------------------------------------------------------------------

    def committed(self) -> None:
        self.running.committed()
        self.refresh_status()

    def refresh_status(self) -> None:
        self.status.refresh()

    def _news(self, _what: object = None) -> None:
        """Sent, heard or printed: the facts on top and the screen on show read again."""
        self.refresh_status()
        shown = self.window.shown()
        if shown in {"attend", "cases", "drawer", "queue", "remittance", "complaint"}:
            self._refreshes[shown]()

    def _retry(self) -> None:
        self.running.sync.sync_now()
        self.running.prints.retry()

    def _print_reading(self) -> None:
        self.running.print_unrecorded(self.running.paper.x_report(self.operator), self._reading_failed)
        self.window.say(_("The reading was sent to the printer"), "")

    def _reading_failed(self, _error: object) -> None:
        self.window.say(_("The reading could not be printed"), "")

    def _export(self) -> None:
        folder = QFileDialog.getExistingDirectory(self.window, _("Where to save the journal"))
        if not folder:
            return
        try:
            path = write_journal_file(self._counter.journal, Path(folder))
        except Refusal as refusal:
            self.queue.exported(Said(words_of(refusal, self._words), "err"))
        else:
            self.queue.exported(Said(_("Saved as {name}").format(name=path.name), "ok"))


def _nothing() -> None:
    """A screen that shows only what it is told."""
