"""What the municipality announces, put together: its view and its presenter."""

from __future__ import annotations

from kiosk_app.screens.desk.announcements.presenter import AnnouncementsPresenter
from kiosk_app.screens.desk.announcements.view import AnnouncementsView
from kiosk_app.screens.desk.screens import DeskHooks, DeskServices


def announcements_screen(services: DeskServices, hooks: DeskHooks) -> tuple[AnnouncementsView, AnnouncementsPresenter]:
    view = AnnouncementsView()
    presenter = AnnouncementsPresenter(
        view, services.operator, services.counter, services.announcements, committed=hooks.committed
    )
    view.presenter = presenter
    view.confirmed.connect(presenter.confirm)
    return view, presenter
