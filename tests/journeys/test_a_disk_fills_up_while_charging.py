"""The disk is full at the moment of collecting: nothing is half done, and nothing typed is lost."""

from __future__ import annotations

from PySide6.QtCore import Qt

from kiosk_app.storage import projections, spool_table
from tests.journeys.conftest import Sit
from tests.journeys.kit import BIRTH, NO_DEBT, City, Seat, raw_words

PLENTY = 1_000_000


def leave_no_room(desk: Seat) -> None:
    """The database may not grow by one page: what SQLite does on a full disk, on the program's own connection."""
    connection = desk.store.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    assert connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()[0] == pages


def make_room(desk: Seat) -> None:
    desk.store.connection.execute(f"PRAGMA max_page_count = {PLENTY}")


def test_a_full_disk_refuses_the_fee_in_words_and_keeps_the_draft(city: City, sit: Sit) -> None:
    desk = sit()
    desk.begin_day()
    assert desk.serve(BIRTH)
    before, balances = desk.own(), desk.services.counter.journal.books.balances
    leave_no_room(desk)
    desk.collect(NO_DEBT)
    assert "El disco de este equipo está lleno: no se guardó nada. Libere espacio y pruebe otra vez" in desk.seen()
    assert raw_words(desk.seen()) == []
    assert "Cerquín" in desk.seen(), "what was typed is still there"
    assert [found.hash for found in desk.own()] == [found.hash for found in before]
    assert desk.services.counter.journal.books.balances == balances
    assert len(spool_table.open_jobs(desk.store)) == 0, "no paper for what did not happen"

    make_room(desk)
    desk.hands.key(Qt.Key.Key_F12)
    assert desk.receipts() == ["C07-000001", "C07-000002"], "the number that was not used is the next one"
    desk.hands.until(lambda: not desk.is_printing(), what="the paper")
    desk.send_everything()
    assert [found.hash for found in city.held()] == [found.hash for found in desk.own()]
    verification = desk.verification()
    assert verification.is_clean
    assert verification.books.balances == desk.services.counter.journal.books.balances
    stored = projections.dump(desk.store)
    desk.services.counter.journal.rebuild()
    assert projections.dump(desk.store) == stored
