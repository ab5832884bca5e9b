"""The centre has stored the fee and nobody told the desk: it is sent again, and counted once."""

from __future__ import annotations

import pytest

from kiosk_app.storage import settings
from tests.journeys.conftest import Sit
from tests.journeys.kit import BIRTH, NO_DEBT, CalledCentre, City, Seat


def acknowledged(desk: Seat) -> int:
    mark = settings.watermark(desk.store)
    return 0 if mark is None else mark.sequence


@pytest.mark.parametrize("about", ["/v1/entries", "/v1/blobs"])
def test_a_lost_reply_never_duplicates_a_fee(city: City, sit: Sit, about: str) -> None:
    line = CalledCentre(city)
    desk = sit(carrier=line)
    desk.begin_day()
    desk.send_everything()
    before = acknowledged(desk)
    line.lose = [about]
    assert desk.serve(BIRTH)
    desk.hands.until(lambda: bool(line.lost), what="the reply to be lost")
    stored = [found.entry.kind for found in city.held()]
    assert stored.count("fee_collected/1") == 1, "the centre had stored it before the reply was lost"
    if about == "/v1/entries":
        assert acknowledged(desk) == before, "and the desk does not know"
    assert desk.serve(NO_DEBT), "nobody at the counter waits for that"

    line.cut = False
    desk.send_everything()
    pushed = [asked for asked in line.asked if asked.startswith("POST /v1/entries")]
    assert len(pushed) >= 2, "what was not answered for was offered again"
    held = city.held()
    assert [found.hash for found in held] == [found.hash for found in desk.own()]
    assert [found.entry.kind for found in held].count("fee_collected/1") == 2
    assert acknowledged(desk) == len(held)
    assert city.findings() == []
    assert desk.verification().is_clean


def test_a_line_that_is_cut_before_the_centre_leaves_it_with_nothing(city: City, sit: Sit) -> None:
    """The control: the tests above did lose the reply and not the question."""
    line = CalledCentre(city)
    desk = sit(carrier=line)
    desk.begin_day()
    desk.send_everything()
    line.cut = True
    assert desk.serve(BIRTH)
    desk.running.sync.sync_now()
    assert "fee_collected/1" not in {found.entry.kind for found in city.held()}
