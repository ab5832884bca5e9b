"""Setting up the printer, put together."""

from __future__ import annotations

from kiosk_app.screens.desk.ports import Go
from kiosk_app.screens.desk.printer.presenter import PrinterPresenter
from kiosk_app.screens.desk.printer.view import PrinterView
from kiosk_app.screens.desk.screens import DeskHooks, DeskServices


def printer_screen(services: DeskServices, hooks: DeskHooks, go: Go) -> tuple[PrinterView, PrinterPresenter]:
    view = PrinterView()
    presenter = PrinterPresenter(
        view, services.operator, services.counter, services.printer_setup, bench=hooks.bench, go=go
    )
    view.presenter = presenter
    view.kind_chosen.connect(presenter.choose_kind)
    view.field_edited.connect(presenter.edit)
    view.tested.connect(presenter.test)
    view.answered.connect(presenter.answer)
    view.given_up.connect(presenter.give_up)
    view.left.connect(presenter.leave)
    return view, presenter
