"""A receipt is judged by the key of its epoch and entry; a key changes by order or by wish, and only in contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from domain.envelope import EnvelopeType, sign, to_base64url
from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from domain.journal.keys import ROTATED, KeyRange
from kiosk_app.services.key_rotation import KeyRotation
from kiosk_app.services.operator import Operator
from kiosk_app.services.receipts import Checked, Genuineness
from kiosk_app.storage import station_keys
from printing import receipt_code
from sync.seal import SigningKey
from sync.status import Connection, Status
from tests.kiosk_app.services.desk import Desk

OLD, NEW, STOLEN = SigningKey(b"\x31" * 32), SigningKey(b"\x32" * 32), SigningKey(b"\x33" * 32)
MARTA, ROSA = Operator("marta", "Marta", "supervisor"), Operator("rosa", "Rosa", "operator")


@pytest.fixture
def neighbour(desks: Callable[..., Desk]) -> Desk:
    return desks(name="C08", number=8)


def meet(desk: Desk, *keys: KeyRange, status: str = "active", station: str = "C07") -> None:
    documents = [one.document() for one in keys]
    known = {"station": station, "number": 7, "label": "Cabina 07", "status": status, "keys": documents}
    other = known | {"station": "C99", "number": 99, "keys": [KeyRange(1, 1, text_of(STOLEN)).document()]}
    desk.hear("stations_listed/1", stations=[known, other])


def paper(desk: Desk, found: SignedEntry, key: SigningKey, **changes: Any) -> str:
    entry = replace(found.entry, **changes)
    signed = sign(EnvelopeType.ENTRY, entry.payload(), key)
    return receipt_code.encode(desk.counter.municipality.receipt.verify_host, signed.payload, signed.signature)


def text_of(key: SigningKey) -> str:
    return to_base64url(key.public_key)


def judged(checked: Checked) -> tuple[str, bool]:
    return checked.genuineness.value, checked.revoked


def test_each_key_is_good_for_its_own_entries_only(desk: Desk, neighbour: Desk) -> None:
    fee = desk.charge().entries[1]
    meet(
        neighbour,
        KeyRange(1, 1, text_of(STOLEN), good=40),
        KeyRange(2, 1, text_of(OLD), through=9),
        KeyRange(2, 10, text_of(NEW)),
    )
    valid, altered, unknown = Genuineness.VALID.value, Genuineness.ALTERED.value, Genuineness.UNKNOWN_KEY.value
    for epoch, sequence, key, wanted in (
        (1, 40, STOLEN, (valid, False)),
        (1, 41, STOLEN, (valid, True)),
        (2, 9, OLD, (valid, False)),
        (2, 10, OLD, (altered, False)),
        (2, 9, NEW, (altered, False)),
        (2, 10, NEW, (valid, False)),
        (2, 10, STOLEN, (altered, False)),
        (3, 1, NEW, (unknown, False)),
    ):
        text = paper(desk, fee, key, epoch=epoch, sequence=sequence)
        assert judged(neighbour.receipts.check(text)) == wanted, (epoch, sequence)


def test_of_a_withdrawn_station_every_paper_is_warned_of(desk: Desk, neighbour: Desk) -> None:
    """Whoever has its key may write an early number on a paper: only the centre knows what it really signed."""
    fee = desk.charge().entries[1]
    meet(neighbour, KeyRange(1, 1, text_of(OLD), good=40), status="revoked")
    text = paper(desk, fee, OLD, sequence=3)
    assert judged(neighbour.receipts.check(text)) == (Genuineness.VALID.value, True)


def test_a_station_knows_its_own_papers_of_before_a_rotation_by_its_own_journal(desk: Desk) -> None:
    before = desk.charge().entries[1]
    station_keys.rotate(desk.station.journal, "marta")
    after = desk.charge().entries[1]
    meet(desk, KeyRange(1, 1, text_of(OLD), good=7))  # of its own epoch nobody tells it anything
    host = desk.counter.municipality.receipt.verify_host
    for found in (before, after):
        text = receipt_code.encode(host, found.signed.payload, found.signed.signature)
        assert judged(desk.receipts.check(text)) == (Genuineness.VALID.value, False)
    forged = paper(desk, after, desk.station.signer)
    assert judged(desk.receipts.check(forged)) == (Genuineness.ALTERED.value, False), "its old key signs no more"


def test_the_list_of_before_is_read_as_one_key_for_all(desk: Desk, neighbour: Desk) -> None:
    fee = desk.charge().entries[1]
    neighbour.hear("station_listed/1", station="C07", number=7, label="Cabina 07", key=text_of(OLD), status="active")
    assert judged(neighbour.receipts.check(paper(desk, fee, OLD, epoch=5))) == (Genuineness.VALID.value, False)


def test_a_station_that_was_listed_by_itself_is_known_until_it_is_listed_again(desk: Desk, neighbour: Desk) -> None:
    fee = desk.charge().entries[1]
    keys = [KeyRange(1, 1, text_of(OLD)).document()]
    neighbour.hear("station_listed/2", station="C07", number=7, label="Cabina 07", status="active", keys=keys)
    assert judged(neighbour.receipts.check(paper(desk, fee, OLD))) == (Genuineness.VALID.value, False)
    meet(neighbour, KeyRange(1, 1, text_of(OLD), good=1), status="revoked")
    assert judged(neighbour.receipts.check(paper(desk, fee, OLD))) == (Genuineness.VALID.value, True)


@dataclass
class Line:
    """How sync stands, as the test says."""

    connection: Connection = Connection.CONNECTED
    pending: int = 0

    def __call__(self) -> Status:
        return Status(
            connection=self.connection, reason=None, pending_entries=self.pending, pending_blobs=0,
            oldest_pending=None, last_contact=None, clock_offset_s=None, sending=0, sending_total=0,
        )  # fmt: skip


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def test_a_supervisor_changes_the_key_in_contact_with_nothing_to_send(desk: Desk) -> None:
    line = Line()
    rotation = KeyRotation(desk.counter, line)
    assert code_of(lambda: rotation.rotate(ROSA)) == "supervisor_needed"
    for line.connection, line.pending in ((Connection.OFFLINE, 0), (Connection.NEVER, 0), (Connection.CONNECTED, 1)):
        assert code_of(lambda: rotation.rotate(MARTA)) == "rotation_needs_contact"
    line.pending = 0
    written = rotation.rotate(MARTA)
    assert (written.entry.kind, written.entry.operator) == (ROTATED, "marta")
    assert code_of(lambda: rotation.rotate(MARTA)) == "rotation_under_way"


def test_a_wish_is_fulfilled_once_at_the_first_quiet_moment(desk: Desk) -> None:
    line = Line(Connection.OFFLINE)
    rotation = KeyRotation(desk.counter, line)
    assert not rotation.rotate_if_asked()
    asked = to_base64url(desk.station.journal.public_key)
    desk.hear("rotation_asked/1", key=asked)
    assert (rotation.is_asked, rotation.rotate_if_asked()) == (True, False), "there is no contact"
    line.connection = Connection.SLOW
    assert rotation.rotate_if_asked()
    assert to_base64url(desk.station.journal.public_key) != asked
    desk.hear("rotation_asked/1", key=asked)
    assert not rotation.rotate_if_asked(), "it was done"
    assert (desk.last.kind, desk.last.operator) == (ROTATED, "station")


def test_a_wish_survives_a_restart(desk: Desk) -> None:
    desk.hear("rotation_asked/1", key=to_base64url(desk.station.journal.public_key))
    desk.restart()
    assert KeyRotation(desk.counter, Line()).rotate_if_asked()


def test_what_the_new_key_signs_reads_back_as_one_journal(desk: Desk) -> None:
    station_keys.rotate(desk.station.journal, "marta")
    desk.charge()
    found = desk.verified()
    assert (found.findings, found.station_length) == ([], desk.length)
