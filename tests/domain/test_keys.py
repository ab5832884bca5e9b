"""One key hands over to the next inside the journal, and a signature counts only where its key signs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from domain.envelope import Signed, to_base64url
from domain.errors import Refusal
from domain.journal.entry import NO_PREVIOUS, Entry, SignedEntry
from domain.journal.keys import ANY_EPOCH, KeyRange, key_for, prove_possession, rotated_key
from domain.journal.kinds import Author
from domain.journal.verify import JournalWalk, verify_journals
from sync.seal import SigningKey, verify
from tests.domain.kit import CENTRE_KEY, STATION, STATION_KEY, entry, refusal_of, signed_by

SECOND, THIRD = SigningKey(b"\x21" * 32), SigningKey(b"\x22" * 32)
#: The neutral point: under it one signature fits every message.
SMALL_ORDER = (1).to_bytes(32, "little")


def handing_over(old: SigningKey, new: SigningKey, **changed: Any) -> dict[str, Any]:
    proof = prove_possession(new, station=STATION, epoch=1, old_key=old.public_key)
    return {"key": to_base64url(new.public_key), "proof": proof} | changed


@dataclass
class Life:
    """A station's journal, each entry signed by whichever key the test says."""

    entries: list[SignedEntry] = field(default_factory=list)

    def write(
        self, signer: SigningKey, kind: str = "operator_signed_in/1", body: dict[str, Any] | None = None
    ) -> SignedEntry:
        previous = self.entries[-1].hash if self.entries else NO_PREVIOUS
        unsigned = entry("operator_signed_in/1", len(self.entries) + 1, previous=previous)
        if body is not None:
            unsigned = replace(unsigned, kind=kind, body=body)
        self.entries.append(signed_by(signer, unsigned))
        return self.entries[-1]

    def rotate(self, old: SigningKey, new: SigningKey, **changed: Any) -> None:
        self.write(old, "key_rotated/1", handing_over(old, new, **changed))

    @property
    def signed(self) -> list[Signed]:
        return [found.signed for found in self.entries]


def walked(journal: Iterable[Signed], kind: type[JournalWalk] = JournalWalk) -> tuple[int, str]:
    walk = kind(Author.STATION, STATION, STATION_KEY.public_key, verify)
    list(walk.entries(journal))
    return walk.length, "" if walk.finding is None else walk.finding.code


def long_life() -> Life:
    life = Life()
    life.write(STATION_KEY)
    life.rotate(STATION_KEY, SECOND)
    life.write(SECOND)
    life.rotate(SECOND, THIRD)
    life.write(THIRD)
    return life


def test_whoever_has_the_first_key_verifies_the_whole_journal() -> None:
    life = long_life()
    assert walked(life.signed) == (5, "")
    whole = verify_journals(
        STATION, life.signed, [], station_key=STATION_KEY.public_key, centre_key=CENTRE_KEY.public_key, verify=verify
    )
    assert (whole.is_clean, whole.station_length) == (True, 5)


def test_the_old_key_signs_nothing_after_it_handed_over() -> None:
    life = Life()
    life.rotate(STATION_KEY, SECOND)
    life.write(STATION_KEY)
    assert walked(life.signed) == (1, "signature_wrong")


def test_the_new_key_signs_nothing_before_it_was_introduced() -> None:
    life = Life()
    life.write(SECOND)
    assert walked(life.signed) == (0, "signature_wrong")


class Credulous(JournalWalk):
    """A walk that takes a signature of any key the station ever had: the mistake that ranges prevent."""

    def admit(self, signed: Signed) -> SignedEntry:
        asked = self.public_key
        for key in (STATION_KEY, SECOND):
            if signed.is_authentic(key.public_key, verify):
                self.public_key = key.public_key
        try:
            return JournalWalk.admit(self, signed)
        finally:
            self.public_key = asked if self.public_key == asked else self.public_key


def test_a_walk_that_ignores_ranges_would_accept_what_a_stolen_old_key_signs() -> None:
    life = Life()
    life.rotate(STATION_KEY, SECOND)
    life.write(STATION_KEY)
    assert walked(life.signed, Credulous) == (2, ""), "the forgery is a good one, and only the range shows it"
    assert walked(life.signed) == (1, "signature_wrong")


def test_nobody_introduces_a_key_that_he_does_not_hold() -> None:
    stolen = prove_possession(THIRD, station=STATION, epoch=1, old_key=STATION_KEY.public_key)
    for wrong in (
        {"proof": stolen},
        {"key": to_base64url(THIRD.public_key)},
        {"proof": to_base64url(b"\x00" * 64)},
        {"proof": prove_possession(SECOND, station="C08", epoch=1, old_key=STATION_KEY.public_key)},
        {"proof": prove_possession(SECOND, station=STATION, epoch=2, old_key=STATION_KEY.public_key)},
        {"proof": prove_possession(SECOND, station=STATION, epoch=1, old_key=THIRD.public_key)},
    ):
        life = Life()
        life.rotate(STATION_KEY, SECOND, **wrong)
        assert walked(life.signed) == (0, "rotation_not_proven"), wrong


def test_a_key_does_not_follow_itself() -> None:
    life = Life()
    life.rotate(STATION_KEY, STATION_KEY)
    assert walked(life.signed) == (0, "rotation_not_proven")


@pytest.mark.parametrize("proof", [SMALL_ORDER + b"\x00" * 32, b"\x00" * 64])
def test_a_key_of_small_order_is_not_introduced(proof: bytes) -> None:
    life = Life()
    life.rotate(STATION_KEY, SECOND, key=to_base64url(SMALL_ORDER), proof=to_base64url(proof))
    assert walked(life.signed) == (0, "rotation_not_proven")


@pytest.mark.parametrize("wrong", [{"proof": "P" * 85}, {"key": "short"}, {"more": 1}, {"key": "_" * 43}])
def test_an_introduction_that_cannot_be_read_ends_the_walk(wrong: dict[str, Any]) -> None:
    life = Life()
    life.rotate(STATION_KEY, SECOND, **wrong)
    length, code = walked(life.signed)
    assert (length, code in {"entry_body_wrong", "rotation_not_proven"}) == (0, True)


def test_the_centres_journal_knows_no_change_of_key() -> None:
    found = signed_by(CENTRE_KEY, replace(entry("rotation_asked/1"), kind="key_rotated/1", body={}))
    walk = JournalWalk(Author.CENTRE, STATION, CENTRE_KEY.public_key, verify)
    walk.admit(found.signed)
    assert walk.public_key == CENTRE_KEY.public_key, "it is a wrong entry of its journal, not a rotation"


def test_a_rotation_is_read_alone_too() -> None:
    unsigned: Entry = replace(entry("rotation_asked/1"), kind="key_rotated/1", body=handing_over(STATION_KEY, SECOND))
    assert rotated_key(unsigned, STATION_KEY.public_key, verify) == SECOND.public_key
    assert refusal_of(lambda: rotated_key(unsigned, THIRD.public_key, verify)) == "rotation_not_proven"


def test_each_entry_has_one_key_that_may_have_signed_it() -> None:
    ranges = (
        KeyRange(1, 1, "a", good=40),
        KeyRange(2, 1, "b", through=9),
        KeyRange(2, 10, "c"),
    )
    keys = {
        place: found and found.key
        for place in ((1, 1), (1, 99), (2, 1), (2, 9), (2, 10), (2, 999), (3, 1))
        for found in [key_for(ranges, *place)]
    }
    assert keys == {
        (1, 1): "a", (1, 99): "a", (2, 1): "b", (2, 9): "b", (2, 10): "c", (2, 999): "c", (3, 1): None,
    }  # fmt: skip
    assert [ranges[0].is_revoked_at(sequence) for sequence in (1, 40, 41)] == [False, False, True]
    assert not ranges[1].is_revoked_at(9)


def test_a_list_from_before_epochs_were_told_counts_for_all() -> None:
    assert key_for([KeyRange(ANY_EPOCH, 1, "a")], 7, 5) == KeyRange(ANY_EPOCH, 1, "a")


def test_ranges_are_read_back_as_they_were_told() -> None:
    for one in (KeyRange(1, 1, "a", good=0), KeyRange(2, 1, "b", through=9), KeyRange(2, 10, "c")):
        assert KeyRange.from_document(one.document()) == one


def test_a_refusal_names_the_entry() -> None:
    body = handing_over(STATION_KEY, SECOND)
    wrong = replace(entry("rotation_asked/1", 7), kind="key_rotated/1", body=body | {"proof": "A" * 86})
    with pytest.raises(Refusal) as refused:
        rotated_key(wrong, STATION_KEY.public_key, verify)
    assert refused.value.details == {"sequence": 7}
