"""What operators may tell citizens is found where procedures are, and read beside an act that stays as it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from domain.errors import Refusal
from kiosk_app.screens.desk.articles.presenter import ARTICLE, ArticlesPresenter
from kiosk_app.screens.desk.articles.view import ArticlesView
from kiosk_app.widgets import RowList
from tests.kiosk_app.desk_views.hands import Operator
from tests.kiosk_app.desk_views.kit import Desk, Shown

CTRL = Qt.KeyboardModifier.ControlModifier


def view_of(program: Operator) -> ArticlesView:
    found = program.shell.window.view("articles")
    assert isinstance(found, ArticlesView)
    return found


def words_on(program: Operator) -> str:
    QApplication.processEvents()  # what was just made is shown by the next turn of the loop
    return "\n".join(shown.text() for shown in view_of(program).findChildren(QLabel) if shown.isVisible())


def test_the_key_opens_them_beside_a_form_and_escape_leads_back_to_it(attending: Operator) -> None:
    attending.scan("45067318")
    attending.dictate("Inés")
    before = attending.desk.station.journal.length
    attending.key(Qt.Key.Key_I, CTRL)
    assert attending.place == "articles"
    attending.dictate("me observaron")
    assert "dos días hábiles" in words_on(attending)
    attending.key(Qt.Key.Key_Escape)
    assert attending.place == "attend"
    assert attending.text_of("given_names") == "Inés"
    attending.dictate(" María")
    assert attending.text_of("given_names") == "Inés María", "the cursor is where it was"
    assert attending.desk.station.journal.length == before, "reading is nobody's act"


def test_an_article_is_found_among_the_procedures_and_the_search_stays(attending: Operator) -> None:
    attending.scan("45067318")
    for words in ("Inés", "Yupanqui Torres"):
        attending.dictate(words)
        attending.key(Qt.Key.Key_Return)
    attending.key(Qt.Key.Key_Return)
    attending.dictate("anónimo")
    keys = [row.key for found in attending.attend().findChildren(RowList) for row in found._rows.rows]
    assert f"{ARTICLE}ANONIMO" in keys
    attending.attend().procedure_chosen.emit(f"{ARTICLE}ANONIMO")
    assert attending.place == "articles"
    assert "Puedo reclamar sin dar mi nombre" in words_on(attending)
    attending.key(Qt.Key.Key_Escape)
    assert attending.place == "attend"
    assert attending.text_of("document") == "45067318"


def test_a_touch_opens_another_article(attending: Operator) -> None:
    attending.key(Qt.Key.Key_I, CTRL)
    view_of(attending).chosen.emit(f"{ARTICLE}COPIA")
    assert "La copia dice COPIA" in words_on(attending)
    assert "Ejemplo" in words_on(attending), "what cites nothing says that it is a sample"


def test_help_from_the_articles_leads_back_to_the_form(attending: Operator) -> None:
    attending.key(Qt.Key.Key_I, CTRL)
    attending.key(Qt.Key.Key_F1)
    assert attending.place == "help"
    attending.key(Qt.Key.Key_Escape)
    assert attending.place == "attend"


def test_the_rail_opens_them_by_touch(attending: Operator) -> None:
    attending.shell.window.rail.places["articles"].click()
    assert attending.place == "articles"
    attending.key(Qt.Key.Key_Escape)
    assert attending.place == "attend"


def test_nobody_reads_them_before_signing_in(program: Operator) -> None:
    program.key(Qt.Key.Key_I, CTRL)
    assert program.place == "sign_in"


def presenter_of(desk: Desk) -> tuple[Shown, ArticlesPresenter]:
    view = Shown()
    return view, ArticlesPresenter(view, desk.services.articles, desk.services.announcements)


def test_what_is_announced_today_stands_first_and_can_be_read_again(desk: Desk) -> None:
    body = {"title": "La caja cierra a las 15:00", "paragraphs": ["Por inventario."], "must_read": True}
    days = {"from": "2026-11-20", "until": "2026-11-27"}
    desk.hear("announcement_made/1", announcement="A1", citizens=False, **body, **days)
    view, presenter = presenter_of(desk)
    presenter.open("")
    assert view.last().rows[0].title == "La caja cierra a las 15:00"
    assert view.last().article.blocks[0].words == "Por inventario."
    presenter.search("recibo")
    assert all(row.key.startswith(ARTICLE) for row in view.last().rows)


def test_paragraphs_items_and_headings_are_told_apart(desk: Desk) -> None:
    view, presenter = presenter_of(desk)
    presenter.open(f"{ARTICLE}OBSERVADO")
    article = view.last().article
    assert [block.kind for block in article.blocks][:3] == ["paragraph", "heading", "item"]
    assert not any(block.words.startswith(("-", "#")) for block in article.blocks)
    assert "TUO de la Ley 27444" in article.facts
    assert article.sample.words == ""


def test_no_words_find_everything_and_wrong_ones_nothing(desk: Desk) -> None:
    view, presenter = presenter_of(desk)
    presenter.search("")
    assert len(view.last().rows) == len(desk.services.counter.municipality.articles)
    presenter.search("xyzzy")
    assert (view.last().rows, view.last().article.title) == ((), "")
    assert "Ningún artículo" in view.last().none_found


def test_an_article_whose_last_day_is_over_is_shown_to_nobody(desk: Desk) -> None:
    view, presenter = presenter_of(desk)
    desk.station.clock.set_wall(datetime(2027, 10, 31, 20, tzinfo=UTC))
    assert desk.services.articles.search("recibo", 5)
    desk.station.clock.set_wall(datetime(2027, 11, 1, 20, tzinfo=UTC))
    assert desk.services.articles.search("recibo", 5) == []
    with pytest.raises(Refusal, match="article_unknown"):
        desk.services.articles.article("COPIA")
    presenter.open(f"{ARTICLE}COPIA")
    assert view.last().article.title == ""
