"""What was assigned, put together: its view and its presenter."""

from __future__ import annotations

from kiosk_app.screens.desk.grants.presenter import GrantsPresenter
from kiosk_app.screens.desk.grants.view import GrantsView
from kiosk_app.screens.desk.ports import Go
from kiosk_app.screens.desk.screens import DeskHooks, DeskServices


def grants_screen(services: DeskServices, hooks: DeskHooks, go: Go) -> tuple[GrantsView, GrantsPresenter]:
    view = GrantsView()
    presenter = GrantsPresenter(
        view, services.operator, services.counter, services.grants, committed=hooks.committed, go=go
    )
    view.presenter = presenter
    view.held_chosen.connect(presenter.choose)
    view.release_requested.connect(presenter.release)
    view.left.connect(presenter.leave)
    return view, presenter
