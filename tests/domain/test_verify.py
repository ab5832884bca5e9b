"""A journal tampered with: the finding names the entry. A dishonest act: reported, not booked, blocks nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import canonical
from domain.envelope import EnvelopeType, Signed, sign
from domain.journal.kinds import Author
from domain.journal.verify import FINDINGS_MAX, JournalWalk, Verification, verify_journals
from sync.seal import SigningKey, verify
from tests.domain.kit import (
    CENTRE_KEY,
    STATION,
    STATION_KEY,
    Desk,
    banked_day,
    entry,
    granted_desk,
    open_desk,
    signed_by,
)

DAY = banked_day()
OWN = [found.signed for found in DAY.own]
OUTBOUND = [found.signed for found in DAY.outbound]
FEE = 2  # the fee's sequence in the day


def first(proven: Verification) -> tuple[str, int, str, bool]:
    finding = proven.findings[0]
    return finding.journal, finding.sequence, finding.code, finding.authentic


def altered(signed: Signed, **changed: object) -> Signed:
    document = canonical.decode(signed.payload)
    document["b"] |= changed
    return replace(signed, payload=canonical.encode(document))


def test_an_honest_day_is_clean_and_gives_the_books_it_was_lived_with() -> None:
    proven = DAY.verified()
    assert proven.is_clean
    assert proven.books.balances == DAY.books.balances
    assert proven.books.facts == DAY.books.facts
    assert (proven.station_length, proven.station_head) == (len(OWN), DAY.own[-1].hash)
    assert (proven.centre_length, proven.centre_head) == (len(OUTBOUND), DAY.outbound[-1].hash)
    assert [found.hash for found in proven.booked] == [found.hash for found in DAY.in_order()]


def test_nothing_at_all_is_clean() -> None:
    assert DAY.verified([], []).is_clean


def test_entries_need_not_be_kept() -> None:
    proven = verify_journals(
        STATION,
        OWN,
        OUTBOUND,
        station_key=STATION_KEY.public_key,
        centre_key=CENTRE_KEY.public_key,
        verify=verify,
        keep_entries=False,
    )
    assert proven.booked == []
    assert proven.books.balances == DAY.books.balances


@pytest.mark.parametrize("place", range(len(OWN)))
def test_an_edited_entry_is_named(place: int) -> None:
    changed = [*OWN]
    changed[place] = altered(OWN[place], session=9)
    proven = DAY.verified(changed)
    assert first(proven) == ("station", place + 1, "signature_wrong", False)
    assert proven.station_length == place


@pytest.mark.parametrize("place", range(len(OWN) - 1))
def test_a_deleted_entry_is_named(place: int) -> None:
    proven = DAY.verified(OWN[:place] + OWN[place + 1 :])
    assert first(proven) == ("station", place + 1, "sequence_broken", False)


@pytest.mark.parametrize("place", range(len(OWN) - 1))
def test_two_swapped_entries_are_named(place: int) -> None:
    changed = [*OWN]
    changed[place], changed[place + 1] = changed[place + 1], changed[place]
    assert first(DAY.verified(changed)) == ("station", place + 1, "sequence_broken", False)


@pytest.mark.parametrize("place", range(len(OWN)))
def test_a_repeated_entry_is_named(place: int) -> None:
    changed = [*OWN[: place + 1], OWN[place], *OWN[place + 1 :]]
    assert first(DAY.verified(changed)) == ("station", place + 2, "sequence_broken", False)


def test_an_entry_of_another_key_is_named() -> None:
    foreign = signed_by(SigningKey(b"\x66" * 32), DAY.own[FEE - 1].entry).signed
    changed = [*OWN]
    changed[FEE - 1] = foreign
    assert first(DAY.verified(changed)) == ("station", FEE, "signature_wrong", False)


def test_a_station_cannot_write_for_the_centre() -> None:
    assert first(DAY.verified(OWN, [signed_by(STATION_KEY, found.entry).signed for found in DAY.outbound])) == (
        "centre",
        1,
        "signature_wrong",
        False,
    )


def test_a_history_written_again_from_one_entry_on_breaks_the_chain() -> None:
    """The holder of the key signs the fee anew, for less, and leaves the rest."""
    cheaper = replace(DAY.own[FEE - 1].entry, body=DAY.own[FEE - 1].entry.body | {"fee": 530, "due": 530})
    changed = [*OWN]
    changed[FEE - 1] = signed_by(STATION_KEY, cheaper).signed
    assert first(DAY.verified(changed)) == ("station", FEE + 1, "chain_broken", False)


def test_an_entry_of_another_station_is_named() -> None:
    other = replace(DAY.own[0].entry, station="C08")
    assert first(DAY.verified([signed_by(STATION_KEY, other).signed, *OWN[1:]])) == (
        "station",
        1,
        "entry_of_another_station",
        False,
    )


def test_an_epoch_does_not_change_within_a_journal() -> None:
    other = replace(DAY.own[1].entry, epoch=2)
    changed = [OWN[0], signed_by(STATION_KEY, other).signed]
    assert first(DAY.verified(changed)) == ("station", 2, "epoch_changed", False)


def test_another_types_envelope_is_no_entry() -> None:
    request = sign(EnvelopeType.REQUEST, OWN[0].payload, STATION_KEY)
    assert first(DAY.verified([request])) == ("station", 1, "envelope_of_another_type", False)


@pytest.mark.parametrize("kept", range(len(OWN)))
def test_an_end_that_was_cut_off_is_shown_by_what_the_centre_had_seen(kept: int) -> None:
    """The centre confirmed the deposit having seen the whole day."""
    proven = DAY.verified(OWN[:kept])
    finding = proven.findings[-1]
    assert (finding.journal, finding.code) == ("centre", "seen_beyond_journal")
    assert finding.details == {"seen": len(OWN), "held": kept}


def test_an_end_that_nobody_had_seen_is_not_missed() -> None:
    """What this cannot show: an end that never left the computer. Receipts on paper do."""
    proven = DAY.verified(OWN[:-1], OUTBOUND[:2])
    assert proven.is_clean


def test_a_cut_off_outbound_journal_is_shown_by_what_the_station_had_seen() -> None:
    proven = DAY.verified(OWN, OUTBOUND[:1])
    codes = [finding.code for finding in proven.findings]
    assert "seen_beyond_outbound" in codes
    assert first(proven) == ("station", 1, "seen_beyond_outbound", True)


def test_a_wrong_entry_hides_nothing_before_it_and_trusts_nothing_after() -> None:
    changed = [*OWN]
    changed[2] = altered(OWN[2], counted=1)
    proven = DAY.verified(changed)
    assert proven.station_length == 2
    assert proven.books.balance("Assets:Custody:Drawer", "PEN") == 1530
    assert [finding.code for finding in proven.findings if not finding.authentic] == ["signature_wrong"]


def test_a_dishonest_but_authentic_act_is_reported_and_not_booked() -> None:
    desk = open_desk(headroom=1530)
    desk.act("fee_collected/1")
    desk.force("fee_collected/1", receipt="A07-000002")  # beyond the headroom
    desk.act("drawer_counted/1", counted=3530, pieces={"10": 353})
    desk.act("session_closed/1", expected=3530, counted=3530)
    proven = desk.verified()
    assert [(finding.sequence, finding.code, finding.authentic) for finding in proven.findings] == [
        (3, "headroom_exhausted", True)
    ]
    assert proven.station_length == 5
    assert proven.books.balance("Assets:Custody:Safe", "PEN") == 1530
    assert [found.entry.sequence for found in proven.booked if found.entry.kind.startswith("fee")] == [2]
    assert "breaks a rule" in str(proven.findings[0])


@pytest.mark.parametrize(
    ("kind", "changed", "code"),
    [
        ("fee_collected/1", {"due": "15.30"}, "entry_body_wrong"),
        ("headroom_granted/1", {"amount": 10**9}, "kind_of_another_author"),
    ],
)
def test_wrong_fields_and_wrong_authors_are_reported(kind: str, changed: dict[str, object], code: str) -> None:
    desk = open_desk()
    desk.force(kind, **changed)
    proven = desk.verified()
    assert [(finding.sequence, finding.code) for finding in proven.findings] == [(2, code)]
    assert proven.books.balances == desk.books.balances


def test_an_unknown_kind_of_a_newer_program_blocks_nothing() -> None:
    desk = open_desk()
    newer = replace(entry("clock_stepped/1", 2, previous=desk.own[-1].hash, seen=2), kind="fee_refunded/1")
    desk.own.append(signed_by(STATION_KEY, newer))
    desk.act("fee_collected/1")
    proven = desk.verified()
    assert [(finding.sequence, finding.code) for finding in proven.findings] == [(2, "entry_kind_unknown")]
    assert proven.books.balance("Assets:Custody:Drawer", "PEN") == 1530


def test_findings_have_an_end_and_the_walk_goes_on() -> None:
    desk = open_desk()
    for _ in range(FINDINGS_MAX + 5):
        desk.force("fee_voided/1")
    proven = desk.verified()
    assert len(proven.findings) == FINDINGS_MAX
    assert proven.station_length == FINDINGS_MAX + 6


def test_a_walk_that_refuses_an_entry_stands_where_it_stood() -> None:
    walk = JournalWalk(Author.STATION, STATION, STATION_KEY.public_key, verify)
    walk.admit(OWN[0])
    here = (walk.length, walk.head, walk.epoch)
    for wrong in (OWN[0], OWN[2], altered(OWN[1], due=1)):
        with pytest.raises(Exception, match=r"sequence_broken|signature_wrong"):
            walk.admit(wrong)
        assert (walk.length, walk.head, walk.epoch) == here
    walk.admit(OWN[1])


def test_a_coin_with_a_face_of_thousands_of_digits_is_a_finding_and_not_a_crash() -> None:
    desk: Desk = open_desk()
    desk.force("drawer_counted/1", pieces={"9" * 5000: 1})
    assert [finding.code for finding in desk.verified().findings] == ["entry_body_wrong"]


def test_findings_come_in_the_order_that_the_station_lived() -> None:
    """A rule broken before an altered entry comes first; what follows from the alteration, last."""
    desk = open_desk()
    desk.force("fee_voided/1")
    desk.act("fee_collected/1")
    desk.act("drawer_counted/1", counted=3530, pieces={"10": 353})
    desk.act("session_closed/1", expected=3530, counted=3530)
    desk.act("remittance_declared/1", amount=1530)
    desk.grant("remittance_confirmed/1", amount=1530)
    own = [found.signed for found in desk.own]
    own[2] = altered(own[2], due=1)
    assert [(finding.journal, finding.sequence, finding.code) for finding in desk.verified(own).findings] == [
        ("station", 2, "receipt_not_of_this_session"),
        ("station", 3, "signature_wrong"),
        ("centre", 3, "remittance_unknown"),
    ]


def test_an_altered_entry_of_the_centre_comes_before_what_follows_from_it() -> None:
    desk = granted_desk()
    desk.force("fee_voided/1")
    desk.grant("headroom_granted/1", amount=1)
    desk.act("session_opened/1")
    outbound = [found.signed for found in desk.outbound]
    outbound[2] = altered(outbound[2], amount=10**9)
    assert [(finding.journal, finding.code) for finding in desk.verified(outbound=outbound).findings] == [
        ("station", "drawer_not_open"),
        ("centre", "signature_wrong"),
        ("station", "seen_beyond_outbound"),
    ]
