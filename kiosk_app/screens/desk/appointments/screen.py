"""The page of appointments: its view, its presenter, and which meaning goes where."""

from __future__ import annotations

from collections.abc import Callable

from kiosk_app.screens.desk.appointments.presenter import AppointmentServices, AppointmentsPresenter
from kiosk_app.screens.desk.appointments.view import AppointmentsView
from kiosk_app.screens.desk.ports import Go
from kiosk_app.screens.desk.screens import DeskHooks, DeskServices
from kiosk_app.services.citizen import Citizen


def appointments_screen(
    services: DeskServices, hooks: DeskHooks, go: Go, handed: Callable[[], Citizen]
) -> tuple[AppointmentsView, AppointmentsPresenter]:
    """`handed` gives who stands at the counter, once."""
    view = AppointmentsView()
    needed = AppointmentServices(services.counter, services.appointments, services.people, services.tray)
    presenter = AppointmentsPresenter(view, services.operator, needed, committed=hooks.committed, go=go, handed=handed)
    view.presenter = presenter
    view.searched.connect(presenter.search)
    view.chosen.connect(presenter.choose)
    view.day_chosen.connect(presenter.choose_day)
    view.hour_chosen.connect(presenter.choose_hour)
    view.field_edited.connect(presenter.edit)
    view.act_chosen.connect(presenter.act)
    view.confirmed.connect(presenter.confirm)
    view.left.connect(presenter.leave)
    view.print_again_requested.connect(presenter.print_again)
    view.paper_seen.connect(presenter.answer_for_paper)
    view.finished.connect(presenter.finish)
    return view, presenter
