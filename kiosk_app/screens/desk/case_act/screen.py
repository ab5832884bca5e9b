"""The page for one act on a case: its view, its presenter, and which meaning goes where."""

from __future__ import annotations

from kiosk_app.screens.desk.case_act.presenter import CaseActPresenter
from kiosk_app.screens.desk.case_act.view import CaseActView
from kiosk_app.screens.desk.ports import Go
from kiosk_app.screens.desk.screens import DeskHooks, DeskServices


def case_act_screen(services: DeskServices, hooks: DeskHooks, go: Go) -> tuple[CaseActView, CaseActPresenter]:
    view = CaseActView()
    presenter = CaseActPresenter(
        view,
        services.operator,
        services.counter,
        services.cases,
        services.acts,
        committed=hooks.committed,
        go=go,
    )
    view.presenter = presenter
    view.requirement_toggled.connect(presenter.toggle)
    view.ground_chosen.connect(presenter.choose_ground)
    view.photo_chosen.connect(presenter.add_photo)
    view.photo_removed.connect(presenter.remove_photo)
    view.confirmed.connect(presenter.confirm)
    view.left.connect(presenter.leave)
    return view, presenter
