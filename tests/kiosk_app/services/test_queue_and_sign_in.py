"""What waits, and who took the desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.errors import Refusal
from kiosk_app.devices.key_store import Hardness, KeyStore
from kiosk_app.services.counter import Operator
from kiosk_app.services.paper import operator_names
from kiosk_app.services.queue import SHOWN_MAX
from kiosk_app.services.sign_in import SignIn
from kiosk_app.services.taking import take_the_desk
from kiosk_app.storage import settings
from kiosk_app.storage.journal import Draft
from kiosk_app.storage.settings import Watermark
from tests.fakes.station import DATABASE_KEY
from tests.kiosk_app.services.desk import Desk


def test_everything_waits_until_the_centre_has_signed_for_it(desk: Desk) -> None:
    desk.clock.advance(60)
    done = desk.charge()
    waiting = desk.queue.waiting()
    assert (waiting.entries, waiting.files, waiting.last_contact) == (desk.length, 1, None)
    assert waiting.oldest is not None
    assert (desk.counter.now() - waiting.oldest).total_seconds() == 60
    assert [(found.kind, found.about) for found in waiting.shown] == [
        ("journal_started/1", ""),
        ("session_opened/1", ""),
        ("case_opened/1", done.code),
        ("fee_collected/1", done.receipt),
    ]
    assert waiting.papers == (done.job,)
    with desk.station.store.transaction():
        settings.put_watermark(desk.station.store, Watermark(3, "h", "2026-11-20T14:00:30+00:00"))
    waiting = desk.queue.waiting()
    assert (waiting.entries, [found.kind for found in waiting.shown]) == (1, ["fee_collected/1"])
    assert waiting.last_contact is not None
    assert waiting.last_contact.isoformat() == "2026-11-20T09:00:30-05:00"
    with desk.station.store.transaction():
        settings.put_watermark(desk.station.store, Watermark(desk.length, "h", "2026-11-20T14:00:30+00:00"))
    waiting = desk.queue.waiting()
    assert (waiting.entries, waiting.oldest, waiting.shown) == (0, None, ())


def test_a_long_queue_is_counted_whole_and_shown_in_part(desk: Desk) -> None:
    for _ in range(SHOWN_MAX + 5):
        desk.station.journal.record("rosa", Draft("operator_signed_in/1", {"refused": 0}))
    waiting = desk.queue.waiting()
    assert (waiting.entries, len(waiting.shown)) == (desk.length, SHOWN_MAX)
    assert waiting.shown[0].sequence == 1


@pytest.fixture
def sign_in(desk: Desk, tmp_path: Path) -> SignIn:
    keys = KeyStore(tmp_path, Hardness(memory_kib=8, passes=1))
    keys.add(DATABASE_KEY, operator="rosa", name="Rosa Medina", role="operator", pin="407213")
    keys.add(DATABASE_KEY, operator="luis", name="Luis Chávez", role="supervisor", pin="880146")
    return SignIn(keys, desk.clock)


def test_whoever_takes_the_desk_is_written_down_with_the_pins_that_were_wrong(desk: Desk, sign_in: SignIn) -> None:
    assert sign_in.operators() == [
        Operator("rosa", "Rosa Medina", "operator"),
        Operator("luis", "Luis Chávez", "supervisor"),
    ]
    for _ in range(2):
        with pytest.raises(Refusal, match="pin_wrong"):
            sign_in.unlock("rosa", "000001")
    unlocked = sign_in.unlock("rosa", "407213")
    assert (unlocked.key, unlocked.refused_before, unlocked.operator.name) == (DATABASE_KEY, 2, "Rosa Medina")
    take_the_desk(desk.station.journal, unlocked)
    take_the_desk(desk.station.journal, sign_in.unlock("luis", "880146"))
    assert operator_names(desk.station.store) == {"rosa": "Rosa Medina", "luis": "Luis Chávez"}
    desk.restart()
    assert [(found.kind) for found in desk.queue.waiting().shown][-2:] == ["operator_signed_in/1"] * 2
    assert desk.verified().is_clean


def test_who_is_not_known_or_guesses_too_often_does_not_get_in(sign_in: SignIn) -> None:
    with pytest.raises(Refusal, match="operator_unknown"):
        sign_in.unlock("ana", "407213")
    for _ in range(4):
        with pytest.raises(Refusal, match="pin_wrong"):
            sign_in.unlock("rosa", "000001")
    for pin in ("000001", "407213"):
        with pytest.raises(Refusal, match="pin_locked"):
            sign_in.unlock("rosa", pin)
    sign_in.unlock("luis", "880146")


def test_without_its_files_nobody_signs_in(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="keys_damaged"):
        SignIn(KeyStore(tmp_path / "nowhere"), desk.clock).operators()
