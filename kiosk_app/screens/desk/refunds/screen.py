"""Refunds, put together: their view and their presenter."""

from __future__ import annotations

from kiosk_app.screens.desk.ports import Go
from kiosk_app.screens.desk.refunds.presenter import RefundsPresenter
from kiosk_app.screens.desk.refunds.view import RefundsView
from kiosk_app.screens.desk.screens import DeskHooks, DeskServices


def refunds_screen(services: DeskServices, hooks: DeskHooks, go: Go) -> tuple[RefundsView, RefundsPresenter]:
    view = RefundsView()
    presenter = RefundsPresenter(
        view,
        services.operator,
        services.counter,
        services.refunds,
        services.paper,
        committed=hooks.committed,
        go=go,
    )
    view.presenter = presenter
    view.refund_chosen.connect(presenter.choose)
    view.notice_requested.connect(presenter.print_notice)
    view.left.connect(presenter.leave)
    return view, presenter
