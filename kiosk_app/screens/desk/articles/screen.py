"""What operators may tell citizens, put together: its view and its presenter."""

from __future__ import annotations

from kiosk_app.screens.desk.articles.presenter import ArticlesPresenter
from kiosk_app.screens.desk.articles.view import ArticlesView
from kiosk_app.screens.desk.screens import DeskServices


def articles_screen(services: DeskServices) -> tuple[ArticlesView, ArticlesPresenter]:
    view = ArticlesView()
    presenter = ArticlesPresenter(view, services.articles, services.announcements)
    view.presenter = presenter
    view.searched.connect(presenter.search)
    view.chosen.connect(presenter.choose)
    return view, presenter
