"""What operators may tell citizens, put together: its view and its presenter."""

from __future__ import annotations

from kiosk_app.screens.desk.articles.presenter import ArticlesPresenter, ArticlesServices
from kiosk_app.screens.desk.articles.view import ArticlesView
from kiosk_app.screens.desk.screens import DeskHooks, DeskServices


def articles_screen(services: DeskServices, hooks: DeskHooks) -> tuple[ArticlesView, ArticlesPresenter]:
    view = ArticlesView()
    needed = ArticlesServices(services.counter, services.articles, services.announcements, services.enquiries)
    presenter = ArticlesPresenter(view, services.operator, needed, hooks.committed)
    view.presenter = presenter
    view.searched.connect(presenter.search)
    view.chosen.connect(presenter.choose)
    view.told.connect(presenter.tell)
    view.print_requested.connect(presenter.print_sheet)
    view.next_person.connect(presenter.next_person)
    return view, presenter
