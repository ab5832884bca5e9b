"""What operators may tell citizens is found where procedures are, and read beside an act that stays as it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from domain.errors import Refusal
from domain.journal.entry import read_entry
from domain.journal.kinds import Author
from kiosk_app.screens.desk.articles.compose import ARTICLE, PROCEDURE
from kiosk_app.screens.desk.articles.presenter import ArticlesPresenter, ArticlesServices
from kiosk_app.screens.desk.articles.view import ArticlesView
from kiosk_app.storage import entries, spool_table
from kiosk_app.widgets import RowList
from tests.kiosk_app.desk_views.hands import Operator, button
from tests.kiosk_app.desk_views.kit import ROSA, Desk, Shown

CTRL = Qt.KeyboardModifier.ControlModifier
DAYS = {"from": "2026-11-20", "until": "2026-11-27"}


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
    services = desk.services
    needed = ArticlesServices(services.counter, services.articles, services.announcements, services.enquiries)
    return view, ArticlesPresenter(view, ROSA, needed, desk.committed)


def test_what_is_announced_today_stands_first_and_can_be_read_again(desk: Desk) -> None:
    body = {"title": "La caja cierra a las 15:00", "paragraphs": ["Por inventario."], "must_read": True}
    desk.hear("announcement_made/1", announcement="A1", citizens=False, **body, **DAYS)
    view, presenter = presenter_of(desk)
    presenter.open("")
    assert view.last().rows[0].title == "La caja cierra a las 15:00"
    assert view.last().article.blocks[0].words == "Por inventario."
    presenter.search("recibo")
    assert all(row.key.startswith((ARTICLE, PROCEDURE)) for row in view.last().rows)


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
    assert "Nada dice eso" in view.last().none_found


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


# Who only asks is counted, and takes a sheet home.


def given(desk: Desk) -> list[tuple[str, str]]:
    """What was told, in the order of the journal."""
    own = (read_entry(signed).entry for signed in entries.read(desk.station.store, Author.STATION))
    return [(one.body["about"], one.body["subject"]) for one in own if one.kind == "information_given/1"]


def sheets(desk: Desk) -> int:
    return sum(job.document == "InformationSheet" for job in spool_table.open_jobs(desk.station.store))


def test_a_procedure_at_hand_is_shown_printed_and_counted_with_two_keys(attending: Operator) -> None:
    attending.attend().procedure_chosen.emit("LF-01")
    attending.key(Qt.Key.Key_I, CTRL)
    assert attending.place == "articles"
    assert "Cuánto cuesta" in words_on(attending)
    for _press in range(10):
        attending.key(Qt.Key.Key_F9)
    assert given(attending.desk) == [("procedure", "LF-01")]
    assert sheets(attending.desk) == 1
    assert "La hoja va a la impresora" in words_on(attending)
    attending.key(Qt.Key.Key_Escape)
    assert attending.place == "attend"
    assert "Licencia de funcionamiento" in attending.attend()._title.text(), "what was begun is as it was"


def test_ten_hurried_presses_at_one_place_count_once(attending: Operator) -> None:
    attending.key(Qt.Key.Key_I, CTRL)
    view_of(attending).chosen.emit(f"{ARTICLE}COPIA")
    QApplication.processEvents()
    window, printing = attending.shell.window, button(attending, "Imprimir la hoja")
    where = printing.mapTo(window, printing.rect().center())
    for _press in range(10):
        under = window.childAt(where)
        assert under is not None
        QTest.mouseClick(under, Qt.MouseButton.LeftButton)
        QApplication.processEvents()
    assert given(attending.desk) == [("article", "COPIA")]
    assert sheets(attending.desk) == 1


def test_only_told_counts_and_may_still_be_printed(attending: Operator) -> None:
    attending.key(Qt.Key.Key_I, CTRL)
    attending.dictate("me observaron")
    for _press in range(3):
        attending.key(Qt.Key.Key_F8)
    assert (given(attending.desk), sheets(attending.desk)) == ([("article", "OBSERVADO")], 0)
    for _press in range(3):
        attending.key(Qt.Key.Key_F9)
    assert (given(attending.desk), sheets(attending.desk)) == ([("article", "OBSERVADO")], 1)


def test_the_next_person_who_asks_the_same_counts_too(attending: Operator) -> None:
    attending.key(Qt.Key.Key_I, CTRL)
    view_of(attending).chosen.emit(f"{ARTICLE}COPIA")
    attending.key(Qt.Key.Key_F8)
    QApplication.processEvents()
    button(attending, "Otra persona pregunta lo mismo").click()
    attending.key(Qt.Key.Key_F8)
    attending.key(Qt.Key.Key_Escape)
    attending.key(Qt.Key.Key_I, CTRL)
    attending.key(Qt.Key.Key_F8)
    assert given(attending.desk) == [("article", "COPIA")] * 3


def test_procedures_are_found_beside_the_articles(desk: Desk) -> None:
    view, presenter = presenter_of(desk)
    presenter.search("partida de nacimiento")
    keys = [row.key for row in view.last().rows]
    assert f"{PROCEDURE}RC-01" in keys[:4]
    presenter.choose(f"{PROCEDURE}RC-01")
    article = view.last().article
    assert next(block.label for block in article.blocks if block.kind == "fact") == "Cuánto cuesta"
    assert "DNI del solicitante, a la vista" in [block.words for block in article.blocks]
    assert (article.can_tell, article.can_print) == (True, True)


def test_an_announcement_is_no_enquiry(desk: Desk) -> None:
    body = {"title": "La caja cierra a las 15:00", "paragraphs": ["Por inventario."], "must_read": False}
    desk.hear("announcement_made/1", announcement="A1", citizens=False, **body, **DAYS)
    view, presenter = presenter_of(desk)
    presenter.open("")
    presenter.tell()
    presenter.print_sheet()
    assert (view.last().article.can_tell, given(desk), desk.commits) == (False, [], [])


def test_what_ended_while_it_was_open_is_not_counted(desk: Desk) -> None:
    view, presenter = presenter_of(desk)
    presenter.open(f"{ARTICLE}COPIA")
    desk.station.clock.set_wall(datetime(2027, 11, 1, 20, tzinfo=UTC))
    presenter.tell()
    assert (given(desk), view.last().article.title) == ([], "")


def test_from_another_screen_the_procedure_at_hand_is_not_meant(attending: Operator) -> None:
    attending.attend().procedure_chosen.emit("LF-01")
    attending.key(Qt.Key.Key_F5)
    assert attending.place == "complaint"
    attending.key(Qt.Key.Key_I, CTRL)
    assert "Cuánto cuesta" not in words_on(attending)
