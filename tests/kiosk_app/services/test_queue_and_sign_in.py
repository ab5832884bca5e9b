"""What waits, and who took the desk."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from domain.errors import Refusal
from kiosk_app.devices.key_store import Hardness, KeyStore
from kiosk_app.services.counter import Operator
from kiosk_app.services.paper import operator_names
from kiosk_app.services.queue import SHOWN_MAX, is_overdue
from kiosk_app.services.sign_in import SignIn
from kiosk_app.services.taking import take_the_desk
from kiosk_app.storage import blobs, settings
from kiosk_app.storage.blobs import Blob
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
    assert (waiting.entries, waiting.shown) == (0, ())
    assert waiting.oldest is not None, "the file of the case still waits"
    with desk.station.store.transaction():
        desk.station.store.execute("UPDATE blob SET done = 1")
    assert desk.queue.waiting().oldest is None


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


@pytest.mark.parametrize(
    ("since", "now", "late"),
    [
        ("2026-11-20T09:00", "2026-11-20T17:00", False),
        ("2026-11-20T09:00", "2026-11-22T23:00", False),  # a Friday, and its Sunday
        ("2026-11-20T09:00", "2026-11-23T09:00", False),
        ("2026-11-20T09:00", "2026-11-23T09:01", True),
        ("2026-11-21T10:00", "2026-11-23T09:59", False),  # a Saturday
        ("2026-11-21T10:00", "2026-11-23T10:01", True),
        ("2026-12-07T09:00", "2026-12-09T12:00", False),  # the eighth and the ninth are holidays
        ("2026-12-07T09:00", "2026-12-10T09:01", True),
        ("2099-12-07T09:00", "2099-12-08T09:01", True),  # no calendar any more: every day counts
    ],
)
def test_what_waits_more_than_a_working_day_is_late(desk: Desk, since: str, now: str, late: bool) -> None:
    calendar, zone = desk.counter.municipality.calendar, desk.counter.zone
    begun, moment = (datetime.fromisoformat(text).replace(tzinfo=zone) for text in (since, now))
    assert is_overdue(calendar, begun, moment) is late


def test_files_wait_on_their_own_once_their_entry_is_acknowledged(desk: Desk) -> None:
    done = desk.charge()
    store = desk.station.store
    with store.transaction():
        blobs.queue_upload(store, Blob("image/jpeg", b"one"), desk.length)
        blobs.queue_upload(store, Blob("image/jpeg", b"two"), desk.length)
        store.execute("UPDATE blob SET done = 1 WHERE bytes = CAST('one' AS BLOB)")
        settings.put_watermark(store, Watermark(desk.length, "h", "2026-11-20T14:00:30+00:00"))
    waiting = desk.queue.waiting()
    assert (waiting.entries, waiting.files, waiting.shown) == (0, 2, ())
    (letter, photographs) = waiting.filed
    assert (letter.entry.about, letter.sent, letter.all) == (done.code, 0, 1)
    assert (photographs.sent, photographs.all, len(photographs.lacking)) == (1, 2, 1)
    assert waiting.oldest == letter.entry.at
