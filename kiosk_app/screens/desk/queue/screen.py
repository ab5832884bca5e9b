"""What waits, put together: its view, its presenter, and the courier's hands."""

from __future__ import annotations

from kiosk_app.screens.desk.ports import Go
from kiosk_app.screens.desk.queue.carrying import Neighbours
from kiosk_app.screens.desk.queue.presenter import Handover, QueuePresenter
from kiosk_app.screens.desk.queue.view import QueueView
from kiosk_app.screens.desk.screens import DeskHooks, DeskServices


def queue_screen(services: DeskServices, hooks: DeskHooks, go: Go) -> tuple[QueueView, QueuePresenter]:
    view = QueueView()
    presenter = QueuePresenter(
        view,
        services.counter,
        services.queue,
        services.tray,
        status=hooks.status,
        retry=hooks.sync_now,
        export=hooks.export,
        handover=Handover(services.courier, hooks.folder, hooks.file, hooks.carried),
        neighbours=Neighbours(hooks.carrier, hooks.other_file),
        go=go,
    )
    view.presenter = presenter
    view.retry_requested.connect(presenter.retry)
    view.export_requested.connect(presenter.export)
    view.hand_over_requested.connect(presenter.hand_over)
    view.answer_requested.connect(presenter.read_answer)
    view.carry_requested.connect(presenter.carry)
    view.stop_requested.connect(presenter.stop_carrying)
    view.item_chosen.connect(presenter.choose)
    view.paper_seen.connect(presenter.answer_for_paper)
    view.left.connect(presenter.leave)
    return view, presenter
