"""What is forgotten, when, and what must never be."""

from __future__ import annotations

from dataclasses import replace

from kiosk_app.services.retention import Retention
from kiosk_app.storage import blobs, personal, projections, settings, spool_table
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.outbox import JournalOutbox
from kiosk_app.storage.settings import Watermark
from printing.spool import SpoolState, begin_sending
from tests.kiosk_app.services.desk import Desk

DAY = 24 * 3600
PHOTO = Blob("image/jpeg", b"a photo of a lamp post" * 10)


def acknowledge(desk: Desk) -> None:
    store = desk.station.store
    with store.transaction():
        settings.put_watermark(store, Watermark(desk.length, desk.station.journal.head, "2026-11-20T14:00:00+00:00"))


def everything_is_at_the_centre(desk: Desk) -> None:
    """Signed for, every file whole, every paper in hand."""
    acknowledge(desk)
    store = desk.station.store
    with store.transaction():
        store.execute("UPDATE blob SET done = 1, held = size")
        store.execute("UPDATE print_job SET state = 'confirmed'")


def remembered(desk: Desk, code: str) -> tuple[str, str, int]:
    """Name, place, and photos of a case."""
    detail = desk.cases.detail(code)
    return detail.row.citizen.full_name, detail.place, len(detail.photos)


def forget(desk: Desk, days: int | None = None) -> None:
    counter = desk.counter
    if days is not None:
        counter = replace(counter, municipality=replace(counter.municipality, citizen_days=days))
    while Retention(counter).forget_due():
        pass


def test_a_citizen_is_remembered_for_as_many_days_as_the_municipality_says(desk: Desk) -> None:
    code = desk.complain(photos=(PHOTO,)).code
    everything_is_at_the_centre(desk)
    known = remembered(desk, code)
    assert known == ("Huamán Ñahui, José Manuel", "Jr. Amalia Puga con Jr. Tarapacá", 1)
    desk.clock.advance(30 * DAY)
    forget(desk)
    assert remembered(desk, code) == known, "on the thirtieth day still"
    desk.clock.advance(DAY)
    forget(desk)
    assert remembered(desk, code) == ("", "", 0)
    assert desk.cases.search("Huamán") == []
    assert desk.people.by_document("41236789") is None
    assert [row.code for row in desk.cases.recent()] == [code], "the case itself is remembered"
    assert desk.verified().is_clean, "and the journal is as it was"


def test_with_no_days_what_was_told_today_is_kept_until_tomorrow(desk: Desk) -> None:
    code = desk.complain().code
    everything_is_at_the_centre(desk)
    forget(desk, days=0)
    assert remembered(desk, code)[0]
    desk.clock.advance(DAY)
    forget(desk, days=0)
    assert not remembered(desk, code)[0]


def test_what_the_centre_has_not_signed_for_is_never_forgotten(desk: Desk) -> None:
    sent = desk.complain(photos=(PHOTO,)).code
    everything_is_at_the_centre(desk)
    waiting = desk.complain(description="Otro poste", photos=(Blob("image/jpeg", b"b" * 99),)).code
    with desk.station.store.transaction():
        desk.station.store.execute("UPDATE blob SET done = 1 WHERE type LIKE '%sealed%'")
    desk.clock.advance(400 * DAY)
    forget(desk)
    assert not remembered(desk, sent)[0]
    assert remembered(desk, waiting) == ("Huamán Ñahui, José Manuel", "Jr. Amalia Puga con Jr. Tarapacá", 1)


def test_what_the_centre_does_not_hold_whole_is_never_forgotten(desk: Desk) -> None:
    code = desk.complain(photos=(PHOTO,)).code
    acknowledge(desk)
    desk.clock.advance(400 * DAY)
    forget(desk)
    assert remembered(desk, code)[0], "its sealed letter is still here alone"
    with desk.station.store.transaction():
        desk.station.store.execute("UPDATE blob SET done = 1 WHERE sha256 <> ?", (PHOTO.sha256,))
    forget(desk)
    assert remembered(desk, code)[2] == 1, "its photo is still here alone"
    assert desk.station.store.row("SELECT 1 FROM blob WHERE done = 0 AND length(bytes) < size") is None


def test_a_centre_that_went_back_is_not_offered_what_was_forgotten(desk: Desk) -> None:
    desk.complain(photos=(PHOTO,))
    everything_is_at_the_centre(desk)
    desk.clock.advance(40 * DAY)
    forget(desk)
    desk.complain()
    outbox = JournalOutbox(desk.station.journal)
    outbox.record_acknowledged(1, "h", 0)
    assert [blob.sha256 for blob in outbox.pending_blobs(10)] == [
        row["sha256"] for row in desk.station.store.rows("SELECT sha256 FROM blob WHERE length(bytes) > 0")
    ]


def test_what_the_office_sent_for_a_case_is_forgotten_too(desk: Desk) -> None:
    code = desk.complain().code
    answer = Blob("application/pdf", b"%PDF of an answer with a name in it")
    body = {"case": code, "state": "resolved", "area": "ALU", "answer": "Reparado", "blobs": [answer.reference()]}
    desk.hear("case_moved/1", **body)
    store = desk.station.store
    everything_is_at_the_centre(desk)
    with store.transaction():
        store.execute("UPDATE blob SET bytes = ?, done = 1 WHERE direction = 'down'", (answer.content,))
    assert blobs.content(store, answer.sha256) == answer.content
    desk.clock.advance(40 * DAY)
    forget(desk)
    assert blobs.content(store, answer.sha256) is None


def test_papers_are_forgotten_once_nobody_waits_for_them(desk: Desk) -> None:
    done, waiting = desk.charge(), desk.charge("LF-01")
    store = desk.station.store
    acknowledge(desk)
    with store.transaction():
        store.execute("UPDATE blob SET done = 1")
        store.execute("UPDATE print_job SET state = 'confirmed' WHERE id = ?", (done.job.id,))
    desk.clock.advance(40 * DAY)
    forget(desk)
    gone, kept = spool_table.read(store, done.job.id), spool_table.read(store, waiting.job.id)
    assert gone is not None
    assert kept is not None
    assert (gone.content, gone.is_forgotten, gone.sha256) == (b"", True, done.job.sha256)
    assert kept.content == waiting.job.content
    assert begin_sending(kept).state is SpoolState.SENDING


def test_many_are_forgotten_in_parts(desk: Desk) -> None:
    codes = [desk.complain().code for _ in range(7)]
    everything_is_at_the_centre(desk)
    desk.clock.advance(40 * DAY)
    parts = [Retention(desk.counter, at_once=3).forget_due() for _ in range(3)]
    assert parts == [True, True, False]
    assert not any(remembered(desk, code)[0] for code in codes)


def test_a_forgotten_citizen_does_not_come_back_when_the_journal_is_read_again(desk: Desk) -> None:
    desk.complain()
    everything_is_at_the_centre(desk)
    desk.clock.advance(40 * DAY)
    forget(desk)
    before = projections.dump(desk.station.store)
    desk.station.journal.rebuild()
    assert projections.dump(desk.station.store) == before
    commitment = desk.station.store.row("SELECT commitment FROM service_case")
    assert commitment is not None
    assert personal.read(desk.station.store, commitment[0]) == {}
