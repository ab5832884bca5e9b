"""Makes one person's visit: every screen with its presenter, wired by bound methods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.catalog.municipality import Municipality
from kiosk_app.screens.kiosk.announced.presenter import AnnouncedPresenter
from kiosk_app.screens.kiosk.announced.view import AnnouncedView
from kiosk_app.screens.kiosk.certificate.presenter import CertificatePresenter
from kiosk_app.screens.kiosk.certificate.view import CertificateView
from kiosk_app.screens.kiosk.code_entry import WrongTries
from kiosk_app.screens.kiosk.complaint.presenter import ComplaintPresenter, Complaints
from kiosk_app.screens.kiosk.complaint.view import ComplaintView
from kiosk_app.screens.kiosk.follow.presenter import Elsewhere, Find, FollowPresenter
from kiosk_app.screens.kiosk.follow.view import FollowView
from kiosk_app.screens.kiosk.home.presenter import HomePresenter
from kiosk_app.screens.kiosk.home.state import Task
from kiosk_app.screens.kiosk.home.view import HomeView
from kiosk_app.screens.kiosk.navigation import Navigation
from kiosk_app.screens.kiosk.procedures.presenter import ProceduresPresenter, Sheets
from kiosk_app.screens.kiosk.procedures.view import ProceduresView
from kiosk_app.screens.kiosk.visit import Stage, Visit
from kiosk_app.services.announcements import Announcement
from wording.formats import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """What outlives a visit. `tries` is the machine's: a new visit gives nobody five tries more."""

    municipality: Municipality
    locale: Locale
    complaints: Complaints
    sheets: Sheets
    find: Find
    elsewhere: Elsewhere
    tries: WrongTries
    agent: str
    today: Callable[[], date]
    announced: Callable[[], Sequence[Announcement]] = tuple

    def __call__(self, navigation: Navigation) -> Visit:
        self.elsewhere.forget()  # what the person before asked is answered to nobody
        return Visit(
            home=_home(navigation, self.announced),
            tasks={
                Task.PROCEDURE: self._procedures(navigation),
                Task.COMPLAINT: self._complaint(navigation),
                Task.FOLLOW: self._follow(navigation),
                Task.CERTIFICATE: _certificate(navigation),
                Task.ANNOUNCED: _announced(navigation, self.announced),
            },
        )

    def _procedures(self, navigation: Navigation) -> Stage:
        view = ProceduresView()
        presenter = ProceduresPresenter(
            view, self.municipality, navigation, self.sheets, locale=self.locale, agent=self.agent, today=self.today
        )
        view.search_changed.connect(presenter.search)
        view.procedure_chosen.connect(presenter.choose)
        view.print_asked.connect(presenter.print_sheet)
        view.back_asked.connect(presenter.go_back)
        return Stage(view, presenter)

    def _complaint(self, navigation: Navigation) -> Stage:
        view = ComplaintView()
        presenter = ComplaintPresenter(view, self.complaints, navigation)
        view.answer_chosen.connect(presenter.choose)
        view.answer_written.connect(presenter.write)
        view.change_asked.connect(presenter.change)
        view.send_asked.connect(presenter.send)
        view.more_time_asked.connect(presenter.more_time)
        view.digit_typed.connect(presenter.type_digit)
        view.digit_erased.connect(presenter.erase_digit)
        view.digits_emptied.connect(presenter.empty_digits)
        view.digits_given.connect(presenter.give_digits)
        view.back_asked.connect(presenter.go_back)
        return Stage(view, presenter)

    def _follow(self, navigation: Navigation) -> Stage:
        view = FollowView()
        presenter = FollowPresenter(view, self.find, self.elsewhere, navigation, tries=self.tries)
        view.digit_typed.connect(presenter.type_digit)
        view.digit_erased.connect(presenter.erase_digit)
        view.code_emptied.connect(presenter.empty)
        view.case_asked.connect(presenter.ask)
        view.another_asked.connect(presenter.ask_another)
        view.back_asked.connect(presenter.go_back)
        return Stage(view, presenter)


def _home(navigation: Navigation, announced: Callable[[], Sequence[Announcement]]) -> Stage:
    view = HomeView()
    presenter = HomePresenter(view, navigation, announced)
    view.task_chosen.connect(presenter.choose)
    return Stage(view, presenter)


def _announced(navigation: Navigation, announced: Callable[[], Sequence[Announcement]]) -> Stage:
    view = AnnouncedView()
    presenter = AnnouncedPresenter(view, navigation, announced)
    view.another_asked.connect(presenter.show_another)
    view.back_asked.connect(presenter.go_back)
    return Stage(view, presenter)


def _certificate(navigation: Navigation) -> Stage:
    view = CertificateView()
    presenter = CertificatePresenter(view, navigation)
    view.went_on.connect(presenter.go_on)
    view.back_asked.connect(presenter.go_back)
    return Stage(view, presenter)
