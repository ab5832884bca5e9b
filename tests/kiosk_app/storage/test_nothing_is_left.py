"""A citizen is planted, served and forgotten; then every byte of the disk is searched for what they told.

The database is searched *decrypted*, free pages and log included: that it is encrypted says nothing about what a person
with the PIN would find.
"""

from __future__ import annotations

import base64
from dataclasses import asdict
from pathlib import Path

import pytest

from domain.journal.kinds import Author
from kiosk_app.services.citizen import Citizen
from kiosk_app.services.drafts import DraftBook
from kiosk_app.services.retention import Retention
from kiosk_app.storage import entries
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.drafts import DraftPhoto, KeptDraft
from tests.fakes.station import DATABASE_KEY
from tests.kiosk_app.services.desk import Desk
from tests.kiosk_app.services.test_retention import everything_is_at_the_centre
from tests.kiosk_app.storage.raw_pages import PAGE, RESERVED, decrypted

PLANTED = Citizen("70707071", "Zoraidamarca", "Quispelindo Yupanquero", "987 654 329", "1961-03-09")
PLACE, TOLD, PHOTO = "Pasaje Chuquimancoya 17", "Mi vecino Tiburciano no deja dormir", b"planted-photograph" * 40
#: What nobody may find. Words of the index are in it in small letters.
MARKERS = (
    PLANTED.document, PLANTED.names, "zoraidamarca", PLANTED.surnames, "quispelindo", "yupanquero", PLANTED.phone,
    PLANTED.born, PLACE, "Chuquimancoya", TOLD, PHOTO.decode(), "Z. Q. Y.",
)  # fmt: skip


def spellings(marker: str) -> set[bytes]:
    """As text in the encodings that programs use, and as any file would hold it in base64 or hexadecimal."""
    plain = marker.encode()
    wrapped = {base64.b64encode(b"\0" * shift + plain)[4:-4] for shift in range(3)} if len(plain) > 8 else set()
    return {plain, marker.encode("utf-16-le"), marker.encode("utf-16-be"), plain.hex().encode()} | wrapped


def found_in(content: bytes) -> set[str]:
    return {marker for marker in MARKERS if any(spelling in content for spelling in spellings(marker))}


def serve(desk: Desk) -> None:
    desk.charge(citizen=PLANTED)
    desk.complain(citizen=PLANTED, place=PLACE, description=TOLD, photos=(Blob("image/jpeg", PHOTO),))
    for _ in range(30):  # what is told before and after fills the same pages
        desk.complain()


def forget(desk: Desk) -> None:
    everything_is_at_the_centre(desk)
    desk.clock.advance(40 * 24 * 3600)
    assert not Retention(desk.counter).forget_due()


def on_disk(desk: Desk) -> set[str]:
    return found_in(decrypted(desk.station.path, DATABASE_KEY))


def test_nothing_that_a_citizen_told_is_left_on_the_disk(desk: Desk) -> None:
    serve(desk)
    assert on_disk(desk) >= {PLANTED.document, PLANTED.names, PLANTED.phone, PLACE, TOLD, "yupanquero"}, "the control"
    desk.station.store.empty_log()
    forget(desk)
    assert on_disk(desk) == set()
    desk.restart()
    assert on_disk(desk) == set(), "nor after another start"
    assert desk.verified().is_clean


def planted_draft(key: str = "draft:1") -> KeptDraft:
    told = {"citizen": asdict(PLANTED), "answers": {"a": PLACE, "b": TOLD}}
    return KeptDraft(
        key, "rosa.q", "2026-11-20T09:00:00-05:00", told, (DraftPhoto("", "foto", Blob("image/jpeg", PHOTO)),)
    )


def test_a_draft_that_is_thrown_away_is_nowhere_on_the_disk(desk: Desk) -> None:
    book = DraftBook(desk.counter)
    for letters in range(20):  # written again each second while somebody types
        book.keep("draft:", [planted_draft(), planted_draft(f"draft:{letters + 2}")])
    assert on_disk(desk) >= {PLANTED.document, PLANTED.names, PLACE, TOLD, PHOTO.decode()}, "the control"
    book.keep("draft:", [])
    assert on_disk(desk) == set()


def test_a_draft_that_nobody_touches_is_forgotten_after_seven_days(desk: Desk) -> None:
    DraftBook(desk.counter).keep("draft:", [planted_draft()])
    desk.clock.advance(7 * 24 * 3600)
    Retention(desk.counter).forget_due()
    assert PLANTED.document in on_disk(desk), "on the seventh day still"
    desk.clock.advance(24 * 3600)
    Retention(desk.counter).forget_due()
    assert on_disk(desk) == set()


def test_no_file_of_the_station_holds_a_draft_in_plain(desk: Desk) -> None:
    DraftBook(desk.counter).keep("draft:", [planted_draft()])
    for file in desk.station.path.parent.rglob("*"):
        if file.is_file():
            assert found_in(file.read_bytes()) == set(), file.name


def test_the_search_sees_what_a_plain_deletion_leaves(desk: Desk) -> None:
    """The control of the test above: the same rows deleted without care are still on the disk."""
    serve(desk)
    store = desk.station.store
    store.connection.execute("PRAGMA secure_delete = OFF")
    with store.transaction():
        store.execute("INSERT INTO case_words (case_words, rank) VALUES ('secure-delete', 0)")
        store.execute("DELETE FROM case_words")
        store.execute("DELETE FROM personal")
        store.execute("UPDATE blob SET bytes = x''")
        store.execute("UPDATE print_job SET content = x''")
    assert on_disk(desk) >= {PLANTED.document, PLANTED.names, PHOTO.decode()}


@pytest.mark.parametrize("left_out", ["secure_delete", "secure words"])
def test_each_of_the_two_wipings_is_needed(desk: Desk, left_out: str) -> None:
    store = desk.station.store
    if left_out == "secure_delete":
        store.connection.execute("PRAGMA secure_delete = OFF")
    else:
        with store.transaction():
            store.execute("INSERT INTO case_words (case_words, rank) VALUES ('secure-delete', 0)")
    serve(desk)
    store.empty_log()
    forget(desk)
    assert on_disk(desk)


def test_no_journal_and_no_file_of_the_station_ever_holds_it(desk: Desk, tmp_path: Path) -> None:
    """Even before anything is forgotten: the journal commits to it, and everything else is encrypted."""
    serve(desk)
    own = b"".join(signed.payload for author in Author for signed in entries.read(desk.station.store, author))
    assert len(own) > 10_000
    assert found_in(own) == set()
    for file in desk.station.path.parent.rglob("*"):
        if file.is_file():
            assert found_in(file.read_bytes()) == set(), file.name


def test_the_pages_are_read_as_sqlcipher_wrote_them(desk: Desk) -> None:
    """The control of the reader: what it decrypts begins as an SQLite file does after its magic."""
    desk.station.store.empty_log()
    plain = decrypted(desk.station.path, DATABASE_KEY)
    assert int.from_bytes(plain[:2]) == PAGE
    assert plain[4] == RESERVED
