"""The agent holds as much municipal money as the guarantee answers for: no more, with or without a network."""

from __future__ import annotations

from kiosk_app.screens.desk.attend.view import AttendView
from tests.journeys.conftest import Sit
from tests.journeys.kit import LICENCE, WORKS, City, photo, raw_words

#: Fifty soles of float, 186.20 and 90.60.
PIECES = (("200.00", 1), ("100.00", 1), ("20.00", 1), ("5.00", 1), ("1.00", 1), ("0.50", 1), ("0.20", 1), ("0.10", 1))


def test_what_the_guarantee_does_not_cover_is_refused_in_words_until_a_deposit_is_confirmed(
    city: City, sit: Sit
) -> None:
    desk = sit()
    desk.begin_day()
    desk.cable.pulled = True
    assert desk.serve(WORKS)
    assert desk.serve(LICENCE)
    before = desk.own()[-1].hash

    assert not desk.serve(WORKS)
    assert "La garantía está agotada: deposite antes de seguir cobrando" in desk.seen()
    assert raw_words(desk.seen()) == []
    assert desk.own()[-1].hash == before, "a refusal writes nothing"
    assert next(desk.hands.all(AttendView)).isVisible()
    assert WORKS.surnames in desk.seen(), "what was typed is still there"

    assert len(desk.complain(photo(city.data))) == 10, "complaints cost nothing and go on"
    desk.count_and_close(PIECES)
    name, amount = desk.deposit(photo(city.data))
    assert desk.services.counter.journal.books.headroom_left("PEN") == 30000 - 27680, "declared is not yet confirmed"

    desk.cable.pulled = False
    desk.send_everything()
    city.order("confirm", "C07", name, "--amount", str(amount).partition(" ")[2], "--bank-line", "BN 0042-778812")
    journal = desk.services.counter.journal
    desk.ask_until(lambda: journal.books.headroom_left("PEN") == 30000, "the deposit's confirmation")
    desk.open_drawer()
    assert desk.serve(WORKS)
    desk.send_everything()
    assert city.findings() == []
    assert desk.verification().is_clean
