"""Whoever has the key can drop the triggers and edit the database. The entry is named all the same, by everybody."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk_app.__main__ import main as ventanilla
from kiosk_app.devices.key_store import KeyStore
from kiosk_app.services.exporting import write_journal_file
from kiosk_app.storage.connection import open_store
from tests.fakes.clock import FakeClock
from tests.journeys.conftest import Sit
from tests.journeys.kit import BIRTH, NO_DEBT, SOFT, Auditor, City, Seat, raw_words, words_on
from tools.demo_town import PIN

FEE, LESS = '"fee":1236', '"fee":1036'
TRIGGERS = ("entry_is_never_edited", "entry_is_never_deleted")
EDIT = """UPDATE entry SET payload = replace(payload, '"fee":1236', '"fee":1036') WHERE kind = 'fee_collected/1'"""
DELETE = "DELETE FROM entry WHERE author = 'station' AND sequence = 5"


def tamper(city: City, sql: str, triggers: tuple[str, ...] = TRIGGERS) -> None:
    """The operator at night, with the PIN and a tool."""
    folder = city.data / "C07"
    key, _refused = KeyStore(folder, SOFT).open("rosa", PIN, FakeClock().now())
    store = open_store(folder / "station.db", key)
    try:
        with store.transaction():
            for trigger in triggers:
                store.execute(f"DROP TRIGGER {trigger}")
            store.execute(sql)
    finally:
        store.close()


def a_day(sit: Sit, *, send: bool) -> list[str]:
    """Two people served; the hashes of the journal."""
    desk = sit()
    desk.begin_day()
    desk.cable.pulled = not send
    assert desk.serve(BIRTH)
    assert desk.serve(NO_DEBT)
    if send:
        desk.send_everything()
    hashes = [found.hash for found in desk.own()]
    desk.stop()
    return hashes


def first_wrong(desk: Seat) -> tuple[str, int, str]:
    finding = desk.verification().findings[0]
    return finding.journal, finding.sequence, finding.code


@pytest.mark.parametrize("deed", [(EDIT, "signature_wrong"), (DELETE, "sequence_broken")], ids=["edited", "deleted"])
def test_the_programs_own_check_names_the_entry(
    city: City, sit: Sit, tmp_path: Path, capsys: pytest.CaptureFixture[str], deed: tuple[str, str]
) -> None:
    sql, code = deed
    a_day(sit, send=True)
    tamper(city, sql)
    desk = sit()
    desk.sign_in()  # the program opens: whoever works there today is not punished for it
    journal, sequence, found = first_wrong(desk)
    assert (journal, sequence) == ("station", 5)
    path = write_journal_file(desk.services.counter.journal, tmp_path)
    capsys.readouterr()
    assert ventanilla(["journal", "verify", str(path)]) == 1
    told = capsys.readouterr().out
    assert "diario del puesto, número 5, tipo " in told
    assert found in told
    assert found == code


def test_an_untouched_station_is_whole(
    city: City, sit: Sit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The control, and what the triggers are for."""
    a_day(sit, send=False)
    for sql in (EDIT, DELETE):
        with pytest.raises(Exception, match="never"):
            tamper(city, sql, triggers=())
    desk = sit()
    desk.sign_in()
    assert desk.verification().is_clean
    path = write_journal_file(desk.services.counter.journal, tmp_path)
    capsys.readouterr()
    assert ventanilla(["journal", "verify", str(path)]) == 0


def test_the_centre_takes_nothing_that_was_edited_before_it_was_sent(
    city: City, sit: Sit, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.sync: sync: entry_not_authentic")
    a_day(sit, send=False)
    tamper(city, EDIT)
    desk = sit()
    desk.sign_in()
    desk.running.sync.sync_now()
    desk.hands.until(lambda: desk.running.sync.status.reason is not None, what="the centre's refusal")
    assert [found.entry.sequence for found in city.held()] == [1, 2, 3, 4], "and everything before it"
    desk.queue("")
    assert raw_words(desk.seen()) == []


def test_the_auditor_names_an_entry_that_was_edited_at_the_centre(
    city: City, sit: Sit, audit: Callable[[], Auditor]
) -> None:
    hashes = a_day(sit, send=True)
    database = sqlite3.connect(city.centre / "centre.db")
    with database:
        edited = database.execute(
            "UPDATE entry SET payload = CAST(replace(CAST(payload AS TEXT), ?, ?) AS BLOB) WHERE sequence = 5",
            (FEE, LESS),
        )
        assert edited.rowcount == 1
    database.close()
    auditor = audit()
    audited = auditor.audited()
    finding = audited.verification.findings[0]
    assert (finding.journal, finding.sequence, finding.code) == ("station", 5, "signature_wrong")
    assert audited.figures.fees == 0, "nothing from there on is counted"
    assert len(hashes) > 5
    assert auditor.program.window is not None
    assert raw_words(words_on(auditor.program.window)) == []
