"""The month's statements, put together: their view and their presenter."""

from __future__ import annotations

from kiosk_app.screens.desk.ports import Go
from kiosk_app.screens.desk.screens import DeskHooks, DeskServices
from kiosk_app.screens.desk.statements.presenter import StatementsPresenter
from kiosk_app.screens.desk.statements.view import StatementsView
from kiosk_app.shown import Line


def statements_screen(
    services: DeskServices, hooks: DeskHooks, go: Go, contacts: tuple[Line, ...]
) -> tuple[StatementsView, StatementsPresenter]:
    view = StatementsView()
    presenter = StatementsPresenter(
        view,
        services.operator,
        services.counter,
        services.statements,
        services.paper,
        contacts=contacts,
        committed=hooks.committed,
        keep=hooks.keep,
        go=go,
    )
    view.presenter = presenter
    view.statement_chosen.connect(presenter.choose)
    view.line_chosen.connect(presenter.choose_line)
    view.field_edited.connect(presenter.edit)
    view.disputed.connect(presenter.dispute)
    view.signed.connect(presenter.sign)
    view.save_requested.connect(presenter.save)
    view.print_requested.connect(presenter.print_sheet)
    view.left.connect(presenter.leave)
    return view, presenter
