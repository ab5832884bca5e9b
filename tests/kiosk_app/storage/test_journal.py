"""The journal: an act is written whole or not at all, and what was written cannot be changed unnoticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.envelope import EnvelopeType, from_base64url, sign
from domain.errors import InvariantBroken, Refusal
from domain.journal.entry import Entry, SignedEntry, read_entry
from domain.journal.fields import SEALED_PHOTO
from domain.journal.kinds import SEALED, Author
from domain.ledger.accounts import HEADROOM, HEADROOM_HELD
from kiosk_app.storage import books_table, cipher, entries, projections, settings
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.connection import Store
from kiosk_app.storage.journal import Draft
from sync.seal import personal_binding, photo_binding
from tests.fakes.centre_world import case_code
from tests.kiosk_app.services.desk import JOSE, ROSA, Desk
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes, count

SIGNED_IN = Draft("operator_signed_in/1", {"refused": 0})


def test_an_act_is_one_signed_entry_chained_to_the_one_before(desk: Desk) -> None:
    before = desk.station.journal.head
    first, second = desk.station.journal.record("rosa", SIGNED_IN, SIGNED_IN)
    assert (first.entry.previous, second.entry.previous) == (before, first.hash)
    assert desk.station.journal.head == second.hash
    assert desk.verified().is_clean
    desk.restart()
    assert (desk.station.journal.length, desk.station.journal.head) == (second.entry.sequence, second.hash)


def test_what_shares_the_transaction_fails_with_it(desk: Desk) -> None:
    """The machine stops between the entry and its paper: neither has happened."""

    class PowerCutError(Exception):
        pass

    def cut(_store: Store, written: Sequence[SignedEntry]) -> None:
        assert count(desk, "entry") == held + 1, "the entry was written before"
        raise PowerCutError

    held, length = count(desk, "entry"), desk.length
    with pytest.raises(PowerCutError):
        desk.station.journal.record("rosa", SIGNED_IN, alongside=cut)
    assert (count(desk, "entry"), desk.length) == (held, length)
    desk.charge()
    assert desk.verified().is_clean


def test_of_several_drafts_all_are_written_or_none(desk: Desk) -> None:
    wrong = Draft("fee_voided/1", {"receipt": "C07-999999", "reason": "no existe"})
    refusal = assert_nothing_changes(desk, lambda: desk.station.journal.record("rosa", SIGNED_IN, wrong))
    assert refusal.code == "receipt_not_of_this_session"


@pytest.mark.parametrize("operator", ["", "a-name-that-is-too-long"])
def test_an_entry_that_could_not_be_read_back_is_never_written(desk: Desk, operator: str) -> None:
    assert assert_nothing_changes(desk, lambda: desk.station.journal.record(operator, SIGNED_IN)).code == (
        "entry_malformed"
    )


def test_a_kind_of_the_centres_is_not_for_a_station_to_write(desk: Desk) -> None:
    greedy = Draft("headroom_granted/1", {"grant": "H9", "amount": 1, "currency": "PEN"})
    assert assert_nothing_changes(desk, lambda: desk.station.journal.record("rosa", greedy)).code == (
        "kind_of_another_author"
    )


def charge_until_refused(desk: Desk) -> int:
    """The receipts' bytes soon need a page that is not there. Returns how many cases were charged."""
    for charged in range(100):
        try:
            desk.charge()
        except Refusal:
            return charged
    raise AssertionError("the disk never filled")


def test_a_full_disk_takes_nothing_and_says_so(desk: Desk) -> None:
    desk.charge()
    connection = desk.station.store.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    charged = charge_until_refused(desk)
    refusal = assert_nothing_changes(desk, desk.charge)
    assert refusal.code == "disk_full"
    stored = books_table.load(desk.station.store, "C07")
    assert (stored.balances, stored.facts) == (desk.station.journal.books.balances, desk.station.journal.books.facts)
    connection.execute("PRAGMA max_page_count = 1000000")  # room was made
    done = desk.charge()
    assert done.receipt == f"C07-{charged + 2:06d}", "no number was lost with what was refused"
    assert desk.verified().is_clean
    desk.restart()
    assert desk.verified().is_clean


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entry SET payload = '{}' WHERE sequence = 3",
        "DELETE FROM entry WHERE sequence = 3",
        "INSERT OR REPLACE INTO entry SELECT author, sequence, hash, kind, '{}', signature FROM entry",
    ],
)
def test_the_database_itself_refuses_to_change_an_entry(desk: Desk, sql: str) -> None:
    before = count(desk, "entry")
    with pytest.raises(cipher.IntegrityError, match="never"), desk.station.store.transaction():
        desk.station.store.execute(sql)
    assert count(desk, "entry") == before
    assert desk.verified().is_clean


@pytest.mark.parametrize(
    ("sql", "named", "code"),
    [
        ("UPDATE entry SET payload = replace(payload, '\"due\":1230', '\"due\":1030') WHERE {}", 4, "signature_wrong"),
        ("UPDATE entry SET signature = zeroblob(64) WHERE {}", 4, "signature_wrong"),
        ("DELETE FROM entry WHERE {}", 4, "sequence_broken"),
        ("UPDATE entry SET sequence = 99 WHERE {}", 4, "sequence_broken"),
    ],
)
def test_whoever_drops_the_triggers_is_found_by_the_entry_he_touched(
    desk: Desk, sql: str, named: int, code: str
) -> None:
    for _ in range(3):
        desk.charge()
    store = desk.station.store
    with store.transaction():
        store.execute("DROP TRIGGER entry_is_never_edited")
        store.execute("DROP TRIGGER entry_is_never_deleted")
        store.execute(sql.format(f"author = 'station' AND sequence = {named}"))
    finding = next(found for found in desk.verified().findings if not found.authentic)
    assert (finding.journal, finding.sequence, finding.code) == ("station", named, code)


def test_an_entry_inserted_into_the_middle_breaks_the_chain_after_it(desk: Desk) -> None:
    """Even signed with the station's own key: the next entry names another one before it."""
    desk.charge()
    store, signer = desk.station.store, desk.station.signer
    own = [read_entry(signed) for signed in entries.read(store, Author.STATION)]
    forged = replace(own[1].entry, operator="otra")
    signed = sign(EnvelopeType.ENTRY, forged.payload(), signer)
    with store.transaction():
        store.execute("DROP TRIGGER entry_is_never_edited")
        store.execute(
            "UPDATE entry SET payload = ?, signature = ? WHERE author = 'station' AND sequence = 2",
            (signed.payload.decode(), signed.signature),
        )
    finding = next(found for found in desk.verified().findings if not found.authentic)
    assert (finding.sequence, finding.code) == (3, "chain_broken")


def test_a_clock_that_is_set_back_is_written_down_once(desk: Desk) -> None:
    desk.charge()
    kinds = [found.entry.kind for found in desk.station.journal.record("rosa", SIGNED_IN)]
    assert kinds == ["operator_signed_in/1"]
    desk.clock.set_wall(desk.clock.now() - timedelta(hours=3))
    stepped, _act = desk.station.journal.record("rosa", SIGNED_IN)
    assert (stepped.entry.kind, stepped.entry.body) == ("clock_stepped/1", {"seconds": -3 * 3600})
    assert len(desk.station.journal.record("rosa", SIGNED_IN)) == 1
    desk.clock.set_wall(desk.clock.now() - timedelta(seconds=60))  # a correction by the network's time is no event
    assert len(desk.station.journal.record("rosa", SIGNED_IN)) == 1
    assert desk.charge().receipt == "C07-000002"
    assert desk.verified().is_clean


def test_a_clock_set_back_while_the_program_was_off_is_noticed_too(desk: Desk) -> None:
    desk.clock.set_wall(desk.clock.now() - timedelta(days=30))
    desk.restart()
    assert desk.station.journal.record("rosa", SIGNED_IN)[0].entry.kind == "clock_stepped/1"


def test_a_case_code_is_not_given_twice_when_the_clock_steps_between(desk: Desk) -> None:
    codes = []
    for hours in (0, -1, 0, -2, 0):
        desk.clock.set_wall(desk.clock.now() + timedelta(hours=hours))
        codes += [desk.charge().code, desk.complain().code]
    assert len(set(codes)) == len(codes)


def test_personal_data_is_committed_to_and_only_the_centre_opens_it(desk: Desk) -> None:
    found = desk.charge().entries[0].entry
    assert found.personal is not None
    private = desk.station.store.row("SELECT * FROM personal WHERE commitment = ?", (found.personal,))
    assert private is not None
    told = json.loads(private["document"])
    assert told["names"] == JOSE.names
    commitment = hashlib.sha256(private["salt"] + private["document"].encode()).digest()
    assert from_base64url(found.personal) == commitment
    payload = found.payload().decode()
    assert told["phone"].replace(" ", "") == "976123456", "what is looked for below is really told"
    assert not [word for word in ("José", "Huamán", "41236789", "976123456", "976 123 456") if word in payload]
    (reference,) = [item for item in found.body["blobs"] if item["type"] == SEALED]
    sealed = desk.station.store.row("SELECT bytes FROM blob WHERE sha256 = ?", (reference["sha"],))
    assert sealed is not None
    letter = desk.centre.sealing.open(bytes(sealed["bytes"]), bound_to=personal_binding("C07", found.personal))
    assert json.loads(letter)["document"] == told
    with pytest.raises(Refusal, match="seal_broken"):
        desk.centre.sealing.open(bytes(sealed["bytes"]), bound_to=personal_binding("C08", found.personal))


def test_the_photo_of_a_document_is_kept_sealed_and_nowhere_else(desk: Desk) -> None:
    """The cabin's computer belongs to somebody else: once the act is written, not even its own program sees it."""
    picture, code = b"\xff\xd8\xff a citizen's DNI" * 40, case_code(7, 1)
    body = {"case": code, "service": "UR-04", "brought": ["R3"], "promise": "2026-12-09"}
    (found,) = desk.station.journal.record(
        "rosa", Draft("case_completed/1", body, documents=(Blob("image/jpeg", picture),))
    )
    (reference,) = found.entry.body["blobs"]
    assert reference["type"] == SEALED_PHOTO
    held = desk.station.store.row("SELECT bytes, type FROM blob WHERE sha256 = ?", (reference["sha"],))
    assert held is not None
    assert held["type"] == SEALED_PHOTO
    opened = desk.centre.sealing.open(bytes(held["bytes"]), bound_to=photo_binding("C07", code))
    assert opened == picture
    assert not [row for row in desk.station.store.rows("SELECT bytes FROM blob") if picture[:30] in bytes(row["bytes"])]


def test_two_equal_documents_have_different_commitments(desk: Desk) -> None:
    assert desk.charge().entries[0].entry.personal != desk.charge().entries[0].entry.personal


# -- what the centre says -------------------------------------------------------------------------------------------


def test_the_centres_entries_are_heard_in_order(closed_desk: Desk) -> None:
    desk = closed_desk
    desk.hear("headroom_granted/1", grant="H2", amount=500, currency="PEN")
    assert (desk.station.journal.heard, desk.station.journal.books.headroom) == (5, 3_000_500)
    assert desk.station.journal.record("rosa", SIGNED_IN)[0].entry.seen == 5
    desk.restart()
    assert (desk.station.journal.heard, desk.station.journal.books.headroom) == (5, 3_000_500)


@pytest.mark.parametrize("break_it", [lambda found: found[1:], lambda found: [found[0], found[0]]])
def test_a_broken_chain_is_refused_whole(
    closed_desk: Desk, break_it: Callable[[list[SignedEntry]], list[SignedEntry]]
) -> None:
    desk = closed_desk
    good = [
        desk.centre.write("headroom_granted/1", {"grant": name, "amount": 1, "currency": "PEN"}) for name in ("A", "B")
    ]
    journal = desk.station.journal
    assert assert_nothing_changes(desk, lambda: journal.hear(break_it(good))).code == "chain_broken"
    assert (journal.heard, journal.books.headroom) == (4, 3_000_000)
    assert journal.hear(good) == []


def test_a_centre_entry_of_another_chain_is_refused(closed_desk: Desk) -> None:
    forged = replace(closed_desk.centre, length=4, head="A" * 43)
    other = forged.write("headroom_granted/1", {"grant": "X", "amount": 10**9, "currency": "PEN"})
    assert assert_nothing_changes(closed_desk, lambda: closed_desk.station.journal.hear([other])).code == "chain_broken"


def test_an_entry_of_the_centres_that_breaks_a_rule_is_kept_and_blocks_nothing(closed_desk: Desk) -> None:
    desk = closed_desk
    wrong = desk.centre.write(
        "remittance_confirmed/1", {"remittance": "REM-1", "amount": 1, "currency": "PEN", "bank_line": "x"}
    )
    unknown = desk.centre.write("festival_announced/1", {"what": "carnaval"})
    good = desk.centre.write("headroom_granted/1", {"grant": "H2", "amount": 7, "currency": "PEN"})
    refused = desk.station.journal.hear([wrong, unknown, good])
    assert [refusal.code for refusal in refused] == ["remittance_unknown", "entry_kind_unknown"]
    assert (desk.station.journal.heard, desk.station.journal.books.headroom) == (7, 3_000_007)
    before = projections.dump(desk.station.store)
    desk.station.journal.rebuild()
    assert projections.dump(desk.station.store) == before
    assert [found.sequence for found in desk.verified().findings] == [5, 6]


def test_an_entry_that_would_break_an_invariant_here_is_kept_and_stops_nothing(closed_desk: Desk) -> None:
    """Books that were tampered with in memory must not keep the station from hearing its centre for ever."""
    desk = closed_desk
    desk.station.journal.books.balances[(HEADROOM_HELD, HEADROOM)] = -100
    grant = desk.centre.write("headroom_granted/1", {"grant": "H2", "amount": 7, "currency": "PEN"})
    assert [refusal.code for refusal in desk.station.journal.hear([grant])] == ["invariant_i2"]
    assert desk.station.journal.heard == 5


def test_our_own_fault_in_the_books_stops_the_act(desk: Desk) -> None:
    """Books that were tampered with in memory: a fee that was never earned would be taken back."""
    done = desk.charge()
    desk.station.journal.books.balances[("Income:Fees:RC-01", "PEN")] = 0
    with pytest.raises(InvariantBroken, match="I3"):
        desk.drawer.void(ROSA, done.receipt or "", "equivocado")
    assert desk.length == done.entries[-1].entry.sequence


def test_the_identity_survives_a_restart(desk: Desk) -> None:
    before = desk.station.journal.identity
    desk.restart()
    assert settings.read_identity(desk.station.store) == before
    assert settings.read_secret(desk.station.store, "signing_seed") == desk.station.signer.seed
    with pytest.raises(Refusal, match="station_not_enrolled"):
        settings.read_secret(desk.station.store, "another")


def test_reading_the_journal_by_parts_gives_every_entry_once(desk: Desk) -> None:
    for _ in range(510):
        desk.station.journal.record("rosa", SIGNED_IN)
    store = desk.station.store
    sequences = [read_entry(signed).entry.sequence for signed in entries.read(store, Author.STATION)]
    assert sequences == list(range(1, desk.length + 1))
    part = [read_entry(signed).entry.sequence for signed in entries.read(store, Author.STATION, 499, 502)]
    assert part == [499, 500, 501, 502]
    assert list(entries.read(store, Author.STATION, 5, 4)) == []
    assert entries.hash_at(store, Author.STATION, desk.length) == desk.station.journal.head
    with pytest.raises(AssertionError, match="beyond the end"):
        entries.hash_at(store, Author.STATION, desk.length + 1)


def test_an_entry_keeps_the_exact_bytes_that_were_signed(desk: Desk) -> None:
    written = desk.charge().entries[1]
    (stored,) = entries.read(desk.station.store, Author.STATION, written.entry.sequence, written.entry.sequence)
    assert stored == written.signed
    assert isinstance(written.entry, Entry)
    assert read_entry(stored).entry == written.entry
