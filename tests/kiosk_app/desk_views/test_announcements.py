"""What the municipality announces at the desk: before the next service, never during one, confirmed by name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from domain.errors import Refusal
from domain.journal.entry import read_entry
from domain.journal.kinds import Author
from kiosk_app.screens.desk.announcements.presenter import AnnouncementsPresenter
from kiosk_app.screens.desk.announcements.view import AnnouncementsView
from kiosk_app.storage import entries
from tests.kiosk_app.desk_views.hands import Operator, button, sign_in
from tests.kiosk_app.desk_views.kit import ROSA, Desk, Shown

F11 = Qt.Key.Key_F11
NEWS: dict[str, Any] = {
    "announcement": "A1",
    "title": "La caja cierra a las 15:00",
    "paragraphs": ["El viernes la caja cierra a las 15:00.", "Los depósitos se hacen el lunes."],
    "from": "2026-11-20",
    "until": "2026-11-27",
    "must_read": True,
    "citizens": False,
}


def hear(desk: Desk, **changes: Any) -> None:
    desk.hear("announcement_made/1", **(NEWS | changes))


def readings(desk: Desk) -> list[tuple[str, str]]:
    own = (read_entry(signed).entry for signed in entries.read(desk.station.store, Author.STATION))
    return [(one.operator, one.body["announcement"]) for one in own if one.kind == "announcement_read/1"]


def news(program: Operator) -> None:
    """What the program does when the centre was heard."""
    program.shell.refresh()


def test_what_must_be_read_comes_after_signing_in_and_goes_with_its_key(program: Operator) -> None:
    hear(program.desk)
    sign_in(program)
    assert program.place == "announcements"
    view = program.shell.window.view("announcements")
    assert isinstance(view, AnnouncementsView)
    program.key(F11)
    assert program.place == "open_drawer"
    assert readings(program.desk) == [("rosa.q", "A1")]


def test_what_need_not_be_read_is_shown_once_and_writes_nothing(program: Operator) -> None:
    hear(program.desk, must_read=False)
    sign_in(program)
    assert program.place == "announcements"
    before = program.desk.station.journal.length
    program.key(F11)
    assert program.place == "open_drawer"
    assert program.desk.station.journal.length == before


def test_neither_enter_nor_a_readers_burst_confirms(program: Operator) -> None:
    hear(program.desk)
    sign_in(program)
    program.scan("45067318")
    program.key(Qt.Key.Key_Return)
    program.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert program.place == "announcements"
    assert readings(program.desk) == []


def test_a_touch_confirms_too(program: Operator) -> None:
    hear(program.desk)
    sign_in(program)
    button(program, "Lo he leído").click()
    assert readings(program.desk) == [("rosa.q", "A1")]


def test_it_stands_before_the_next_service_at_a_desk_that_waits(attending: Operator) -> None:
    hear(attending.desk)
    news(attending)
    assert attending.place == "announcements"
    attending.key(Qt.Key.Key_F2)
    assert attending.place == "announcements", "nobody is attended to before it is read"
    attending.key(Qt.Key.Key_F3)
    assert attending.place == "cases", "what is no service stays open"
    attending.key(Qt.Key.Key_F2)
    attending.key(F11)
    assert attending.place == "attend"
    assert readings(attending.desk) == [("rosa.q", "A1")]


def test_a_form_that_is_being_filled_in_is_not_interrupted(attending: Operator) -> None:
    attending.scan("45067318")
    attending.dictate("Inés")
    hear(attending.desk)
    news(attending)
    assert attending.place == "attend"
    assert attending.text_of("given_names") == "Inés"
    attending.key(Qt.Key.Key_F3)
    attending.key(Qt.Key.Key_F2)
    assert attending.place == "attend", "it is the same person"
    attending.key(Qt.Key.Key_F8)
    assert attending.place == "announcements", "the form was put aside"


def test_a_receipt_that_comes_out_is_not_interrupted_and_the_next_person_waits(attending: Operator) -> None:
    attending.desk.collect()
    attending.scan("45067318")
    attending.type("fedat")
    attending.key(Qt.Key.Key_Return)
    hear(attending.desk)
    attending.key(Qt.Key.Key_F12)
    news(attending)
    assert attending.place == "attend"
    assert attending.attend().delivery.isVisible()
    attending.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert attending.place == "announcements"
    attending.key(F11)
    assert attending.place == "attend"
    assert not attending.attend().delivery.isVisible()


def test_a_complaint_that_is_being_taken_is_not_interrupted(attending: Operator) -> None:
    attending.key(Qt.Key.Key_F5)
    attending.type("poste")
    hear(attending.desk)
    news(attending)
    assert attending.place == "complaint"
    attending.key(Qt.Key.Key_F3)
    attending.shell.go("complaint", "")
    assert attending.place == "complaint", "one goes on with what was begun"


@pytest.mark.parametrize("key", [Qt.Key.Key_F5, Qt.Key.Key_F2])
def test_a_service_that_is_begun_after_it_was_heard_is_begun_once_it_is_read(attending: Operator, key: Qt.Key) -> None:
    attending.key(Qt.Key.Key_F3)
    hear(attending.desk)
    news(attending)
    assert attending.place == "cases"
    attending.shell.go("complaint" if key is Qt.Key.Key_F5 else "attend", "")
    assert attending.place == "announcements"
    attending.key(F11)
    assert attending.place == ("complaint" if key is Qt.Key.Key_F5 else "attend")


def test_a_person_whose_card_was_scanned_meanwhile_is_there_after_it_was_read(attending: Operator) -> None:
    attending.key(Qt.Key.Key_F3)
    hear(attending.desk)
    attending.scan("45067318")
    assert attending.place == "announcements"
    attending.key(F11)
    assert attending.place == "attend"
    assert attending.text_of("document") == "45067318"


def test_whoever_takes_over_reads_it_too(program: Operator) -> None:
    hear(program.desk)
    for name in ("rosa.q", "luis.a"):
        program.desk.hear("operator_admitted/1", operator=name, role="operator", until="2026-12-20")
    sign_in(program)
    program.key(F11)
    program.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    sign_in(program, "Luis Ayala", "918273")
    assert program.place == "announcements"
    program.key(F11)
    assert readings(program.desk) == [("rosa.q", "A1"), ("luis.a", "A1")]


def test_whoever_comes_back_to_a_locked_screen_does_not_read_it_again(attending: Operator) -> None:
    hear(attending.desk)
    news(attending)
    attending.key(F11)
    attending.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    sign_in(attending)
    assert attending.place == "attend"


def test_what_came_while_the_screen_was_locked_is_read_first(attending: Operator) -> None:
    attending.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    hear(attending.desk)
    news(attending)
    assert attending.place == "sign_in"
    sign_in(attending)
    assert attending.place == "announcements"


def test_one_that_is_withdrawn_while_it_is_on_show_goes(attending: Operator) -> None:
    hear(attending.desk)
    news(attending)
    attending.desk.hear("announcement_withdrawn/1", announcement="A1")
    news(attending)
    assert attending.place == "attend"
    assert readings(attending.desk) == []


def test_several_come_one_after_the_other_those_that_must_be_read_first(desk: Desk) -> None:
    hear(desk, announcement="A1", must_read=False, title="Feria")
    hear(desk, announcement="A2", title="Caja")
    hear(desk, announcement="A3", title="Turnos")
    view, ended = Shown(), []
    presenter = AnnouncementsPresenter(
        view, ROSA, desk.services.counter, desk.services.announcements, committed=desk.committed
    )
    assert presenter.begin(lambda: ended.append(True), everything=True)
    seen = [(view.last().title, view.last().place, view.last().confirms)]
    while not ended:
        presenter.confirm()
        seen.append((view.last().title, view.last().place, view.last().confirms))
    assert seen[:3] == [("Caja", "1 de 3", True), ("Turnos", "2 de 3", True), ("Feria", "3 de 3", False)]
    assert readings(desk) == [("rosa.q", "A2"), ("rosa.q", "A3")]
    assert len(desk.commits) == 2


def test_a_confirmation_that_cannot_be_written_leaves_the_page_with_words(desk: Desk) -> None:
    class NoRoom:
        """The services of a counter whose disk is full."""

        def __init__(self) -> None:
            self.unread, self.valid = desk.services.announcements.unread, desk.services.announcements.valid

        def confirm(self, _operator: object, _code: str) -> None:
            raise Refusal("disk_full")

    hear(desk)
    view, ended = Shown(), []
    presenter = AnnouncementsPresenter(
        view,
        ROSA,
        desk.services.counter,
        NoRoom(),  # type: ignore[arg-type] # what the presenter asks of it
        committed=desk.committed,
    )
    presenter.begin(lambda: ended.append(True))
    presenter.confirm()
    assert (ended, view.last().notice.tone) == ([], "err")
    assert "disco" in view.last().notice.words


def test_it_is_shown_from_its_first_day_to_its_last(desk: Desk) -> None:
    service, clock = desk.services.announcements, desk.station.clock
    hear(desk, **{"from": "2026-11-21", "until": "2026-11-22"})
    assert [service.valid() != []] == [False]
    shown = []
    for _day in range(3):
        clock.advance(24 * 3600)
        shown.append(bool(service.unread(ROSA)))
    assert shown == [True, True, False]


def test_a_clock_that_is_put_back_revives_nothing(desk: Desk) -> None:
    service, clock = desk.services.announcements, desk.station.clock
    hear(desk, until="2026-11-21")
    before = clock.now()
    clock.advance(3 * 24 * 3600)
    desk.hear("announcement_withdrawn/1", announcement="A9")
    clock.set_wall(before)
    assert service.today() == date(2026, 11, 23)
    assert service.unread(ROSA) == []


def test_the_same_one_told_again_has_been_read(desk: Desk) -> None:
    """After a restore the centre tells everybody again what is valid."""
    hear(desk)
    desk.services.announcements.confirm(ROSA, "A1")
    hear(desk, title="La caja cierra a las 14:00")
    assert desk.services.announcements.unread(ROSA) == []
    desk.services.announcements.confirm(ROSA, "A1")
    assert len(readings(desk)) == 1
