"""A station's key is replaced while it works, whatever is lost and wherever the power fails: there is always a key that
the centre knows, and every receipt stays good.
"""

from __future__ import annotations

import hashlib
import itertools
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from central import enrolment, journal_files, office
from central.outbound import OutboundWriter
from central.store import signing_keys, stations
from domain import canonical
from domain.envelope import from_base64url, to_base64url
from domain.errors import Refusal
from domain.journal.file import JournalFile
from domain.journal.keys import ROTATED
from domain.journal.kinds import Author
from domain.journal.verify import verify_journals
from kiosk_app.storage import entries, settings, station_keys
from kiosk_app.storage.connection import open_store
from kiosk_app.storage.journal import Draft, Journal
from kiosk_app.storage.outbox import JournalOutbox
from kiosk_app.storage.settings import Identity
from kiosk_app.storage.station_keys import RequestSigner, first_key, own_ranges, signing_key
from sync.engine import SyncEngine
from sync.errors import Reason
from sync.exchange import Exchange, Moment, Reply
from sync.exchange import Identity as Speaker
from sync.messages import ANSWER_HEADER, REQUEST_HEADER, Request, body_hash
from sync.outputs import Acknowledged, Alert, OutboundReceived, Send, WakeAt
from sync.seal import SigningKey, verify
from tests.fakes.centre_world import CentreWorld
from tests.fakes.clock import FakeClock

DATABASE_KEY = bytes(range(32))
_DRAWN = itertools.count()


@dataclass
class Cabin:
    """A station on its real storage, spoken for by the real engine, with a centre in the same process.

    `lose` says of each exchange by its number whether its answer is lost.
    """

    world: CentreWorld
    path: Path
    name: str = "C07"
    now_ms: int = 0
    lose: Callable[[Exchange], bool] = lambda _exchange: False
    sent: list[Exchange] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)

    def enrol(self) -> None:
        desk = self.world.invite(self.name, int(self.name[1:]), operators=(("ana", "operator"),))
        assert desk.enrol().status == 200
        self.world.approve(desk)
        keys = self.world.centre.keys
        identity = Identity(
            station=self.name, number=int(self.name[1:]), label="Cabina", face="desk", municipality="cajamarca",
            edition="e" * 64, epoch=1, address="", authority="",
            centre_key=to_base64url(keys.signing.public_key), sealing_key=to_base64url(keys.sealing.public_key),
        )  # fmt: skip
        store = open_store(self.path, DATABASE_KEY, create=True)
        with store.transaction():
            settings.write_identity(store, identity, desk.key.seed, b"c" * 32)
        store.close()
        self.start()
        body = {
            "municipality": "cajamarca", "edition": "e" * 64, "number": identity.number, "face": "desk",
            "key": to_base64url(desk.key.public_key), "program": "test",
        }  # fmt: skip
        self.journal.record("setup", Draft("journal_started/1", body))

    def start(self) -> None:
        """As after a power cut: everything anew from the disk."""
        store = open_store(self.path, DATABASE_KEY)
        identity = settings.read_identity(store)
        self.journal = Journal(store, identity, signing_key(store), FakeClock(), from_base64url(identity.sealing_key))
        self.outbox = JournalOutbox(self.journal)
        speaker = Speaker(self.name, identity.epoch, RequestSigner(store), identity.centre_public_key, verify)
        self.engine = SyncEngine(speaker, self.outbox)

    def stop(self) -> None:
        self.journal.store.close()

    def restart(self) -> None:
        self.stop()
        self.start()

    def moment(self) -> Moment:
        return Moment(self.now_ms, 1_795_000_000, hashlib.sha256(str(next(_DRAWN)).encode()).digest()[:20])

    def act(self) -> None:
        self.journal.record("ana", Draft("operator_signed_in/1", {"refused": 0}))

    def steps(self, most: int = 60) -> Iterator[None]:
        """One exchange after the other, a failure waited out, until everything is acknowledged and heard."""
        for _ in range(most):
            self._run(self.engine.tick(self.moment()))
            yield
            if self.is_settled:
                return
        pytest.fail(f"not settled: {self.engine.status()}, {self.alerts}")

    def settle(self) -> None:
        for _ in self.steps():
            pass

    @property
    def is_settled(self) -> bool:
        return self.outbox.acknowledged == self.journal.length and not station_keys.is_under_way(self.journal.store)

    def _run(self, outputs: list[Any]) -> None:
        for output in outputs:
            match output:
                case Send(exchange):
                    self._run(self._carry(exchange))
                case Acknowledged(sequence, head):
                    self.outbox.record_acknowledged(sequence, head, 1)
                case OutboundReceived(found):
                    self.outbox.store_outbound(found, 1)
                case Alert(code):
                    self.alerts.append(code.value)
                case WakeAt(at):
                    self.now_ms = max(self.now_ms, at)

    def _carry(self, exchange: Exchange) -> list[Any]:
        self.sent.append(exchange)
        status, headers, body = self.world.registry.handle(
            exchange.method, exchange.path, dict(exchange.headers), exchange.body
        )
        if self.lose(exchange):
            return list(self.engine.failed(exchange.id, Reason.CONNECTION_LOST, self.moment()))
        reply = Reply(status, headers.get("Content-Type", ""), headers[ANSWER_HEADER], body)
        return list(self.engine.received(exchange.id, reply, self.moment()))

    @property
    def known_key(self) -> str:
        """The key by which the centre knows this station's requests."""
        with self.world.centre.store.reading() as tx:
            station = stations.find(tx, self.name)
        assert station is not None
        assert station.key is not None
        return station.key

    @property
    def speaks_with(self) -> str:
        return to_base64url(RequestSigner(self.journal.store).public_key)

    def verified(self) -> int:
        own, outbound = (list(entries.read(self.journal.store, author)) for author in (Author.STATION, Author.CENTRE))
        found = verify_journals(
            self.name, own, outbound, station_key=first_key(self.journal),
            centre_key=self.world.centre.keys.signing.public_key, verify=verify,
        )  # fmt: skip
        assert found.is_clean, found.findings
        return found.station_length


@pytest.fixture
def cabin(tmp_path: Path) -> Iterator[Cabin]:
    (tmp_path / "centre").mkdir()
    world = CentreWorld(tmp_path / "centre")
    made = Cabin(world, tmp_path / "C07.db")
    made.enrol()
    made.settle()
    yield made
    made.stop()
    world.close()


def test_a_key_is_replaced_and_the_whole_journal_still_proves_itself(cabin: Cabin) -> None:
    before = cabin.known_key
    cabin.act()
    station_keys.rotate(cabin.journal, "ana")
    cabin.act()
    assert (cabin.known_key, cabin.speaks_with) == (before, before), "the centre does not know the new key yet"
    cabin.settle()
    assert cabin.known_key == cabin.speaks_with == to_base64url(cabin.journal.public_key) != before
    cabin.act()
    cabin.settle()
    assert cabin.verified() == cabin.journal.length
    with cabin.world.centre.store.reading() as tx:
        assert signing_keys.ranges(tx, "C07") == own_ranges(cabin.journal)
        station = stations.find(tx, "C07")
        assert station is not None
        exported = journal_files.export(cabin.world.centre, tx, station)
    assert exported.station_key == first_key(cabin.journal)


def test_the_old_secret_is_destroyed_once_the_centre_holds_the_rotation(cabin: Cabin) -> None:
    old = settings.read_secret(cabin.journal.store, "signing_seed")
    station_keys.rotate(cabin.journal, "ana")
    assert held_seeds(cabin.journal) >= {to_base64url(old)}, "until then it signs the requests"
    cabin.settle()
    assert to_base64url(old) not in held_seeds(cabin.journal)
    assert len(held_seeds(cabin.journal) - {to_base64url(b"c" * 32)}) == 1


def held_seeds(journal: Journal) -> set[str]:
    return {row["value"] for row in journal.store.rows("SELECT value FROM setting WHERE length(value) = 43")}


def test_the_answer_to_the_rotation_is_lost_and_the_centre_says_so_again(cabin: Cabin) -> None:
    """The centre refuses the old key from then on; its signed watermark is how the station learns why."""
    station_keys.rotate(cabin.journal, "ana")
    lost = iter([True])
    cabin.lose = lambda exchange: exchange.method == "POST" and next(lost, False)
    cabin.sent.clear()
    cabin.settle()
    assert cabin.known_key == cabin.speaks_with
    assert cabin.alerts == []
    assert len(cabin.sent) <= 5, "one refusal, and on it goes"


def test_after_the_rotation_was_heard_the_old_key_asks_for_nothing(cabin: Cabin) -> None:
    old = signing_key(cabin.journal.store)
    station_keys.rotate(cabin.journal, "ana")
    cabin.settle()
    asked = {"POST": "/v1/entries?from=1", "GET": "/v1/outbound?from=1"}
    for method, path in asked.items():
        call = SpokenBy(cabin, old).ask(method, path)
        assert call == (401, "key_replaced")
    assert SpokenBy(cabin, SigningKey(b"x" * 32)).ask("GET", "/v1/state") == (401, "signature_wrong")


@dataclass
class SpokenBy:
    cabin: Cabin
    signer: SigningKey

    def ask(self, method: str, path: str) -> tuple[int, str]:
        statement = Request(
            station=self.cabin.name, epoch=1, method=method, path=path, body=body_hash(b""),
            nonce=self.cabin.moment().nonce, acknowledged=0, heard=0, clock=0, ratchet="", copied="",
        )  # fmt: skip
        headers = {REQUEST_HEADER: statement.signed(self.signer)}
        status, _, body = self.cabin.world.registry.handle(method, path, headers, b"")
        return status, canonical.decode(body)["code"] if status != 200 else ""


@pytest.mark.parametrize("lost", range(5))
@pytest.mark.parametrize("cut", range(8))
def test_wherever_the_power_fails_there_is_a_key_that_the_centre_knows(cabin: Cabin, lost: int, cut: int) -> None:
    """The answer to exchange `lost` is lost and the power fails after exchange `cut`, in every combination."""
    cabin.act()
    station_keys.rotate(cabin.journal, "ana")
    cabin.act()
    counted = itertools.count()
    cabin.lose = lambda _exchange: next(counted) == lost
    for number, _ in enumerate(cabin.steps()):
        if number == cut:
            break
    cabin.restart()
    cabin.settle()
    assert cabin.known_key == cabin.speaks_with == to_base64url(cabin.journal.public_key)
    cabin.act()
    cabin.settle()
    assert cabin.verified() == cabin.journal.length
    assert cabin.alerts == []


def test_a_rotation_is_whole_or_not_at_all_at_every_statement_of_the_database(cabin: Cabin) -> None:
    """Cut at the n-th statement, for every n until none is left to cut at."""
    for cut in itertools.count(1):
        before = (cabin.journal.length, held_seeds(cabin.journal))
        if not cut_while(cabin, cut, lambda: station_keys.rotate(cabin.journal, "ana")):
            break
        cabin.restart()
        assert (cabin.journal.length, held_seeds(cabin.journal)) == before
    assert cut > 5
    mark, head = cabin.journal.length, cabin.journal.head
    for cut in itertools.count(1):
        done = not cut_while(cabin, cut, lambda: cabin.outbox.record_acknowledged(mark, head, 1))
        cabin.restart()
        recorded = cabin.outbox.acknowledged == mark
        assert station_keys.is_under_way(cabin.journal.store) != recorded, "one transaction has both"
        if done or recorded:
            break
    assert cabin.speaks_with == to_base64url(cabin.journal.public_key)


def cut_while(cabin: Cabin, cut: int, act: Callable[[], object]) -> bool:
    """Whether the power failed during `act`, just before its statement number `cut` was carried out."""
    counted = itertools.count(1)
    connection = cabin.journal.store.connection

    def refuse(*_what: object) -> int:
        return sqlite3.SQLITE_DENY if next(counted) == cut else sqlite3.SQLITE_OK

    connection.set_authorizer(refuse)
    try:
        act()
    except Exception:  # noqa: BLE001 - whatever a dying computer says
        return True
    finally:
        connection.set_authorizer(None)
    return False


def test_a_second_rotation_waits_for_the_first(cabin: Cabin) -> None:
    station_keys.rotate(cabin.journal, "ana")
    with pytest.raises(Refusal) as refused:
        station_keys.rotate(cabin.journal, "ana")
    assert refused.value.code == "rotation_under_way"
    cabin.settle()
    station_keys.rotate(cabin.journal, "ana")
    cabin.settle()
    assert [one.first for one in own_ranges(cabin.journal)] == [1, 3, 4]
    assert cabin.verified() == 3


def test_a_centre_restored_from_before_the_rotation_learns_the_key_from_the_stations_file(
    cabin: Cabin, tmp_path: Path, expected_log_lines: list[str]
) -> None:
    """The old secret is gone by then: the station cannot speak to it until somebody brings its journal."""
    expected_log_lines.append("ventanilla.central.receiving: station C07 holds entries of the centre")
    backup = backed_up(cabin, tmp_path)
    station_keys.rotate(cabin.journal, "ana")
    cabin.act()
    cabin.settle()
    restore(cabin, backup)
    cabin._run(cabin.engine.sync_now(cabin.moment()))
    cabin._run(cabin.engine.tick(cabin.moment()))
    assert cabin.known_key != cabin.speaks_with
    own, outbound = (list(entries.read(cabin.journal.store, author)) for author in (Author.STATION, Author.CENTRE))
    file = JournalFile(
        municipality="cajamarca", station="C07", station_key=first_key(cabin.journal),
        centre_key=cabin.world.centre.keys.signing.public_key, own=own, outbound=outbound,
    )  # fmt: skip
    with cabin.world.centre.store.writing() as tx:
        station = enrolment.require(tx, "C07")
        journal_files.recover(cabin.world.centre, tx, station, file)
    assert cabin.known_key == cabin.speaks_with
    cabin.act()
    cabin.settle()
    with cabin.world.centre.store.reading() as tx:
        assert signing_keys.ranges(tx, "C07") == own_ranges(cabin.journal)


def backed_up(cabin: Cabin, tmp_path: Path) -> Path:
    copy = tmp_path / "backup.db"
    source, target = sqlite3.connect(cabin.world.folder / "centre.db"), sqlite3.connect(copy)
    source.backup(target)
    source.close()
    target.close()
    return copy


def restore(cabin: Cabin, backup: Path) -> None:
    cabin.world.close()
    for file in cabin.world.folder.glob("centre.db*"):
        file.unlink()
    backup.rename(cabin.world.folder / "centre.db")
    cabin.world.reopen()


def test_the_others_hear_of_the_new_key_and_where_it_begins(cabin: Cabin) -> None:
    other = cabin.world.desk("C08", 8)
    station_keys.rotate(cabin.journal, "ana")
    cabin.settle()
    (told,) = [found.entry.body["stations"] for found in other.pull()][-1]
    assert told["keys"] == [one.document() for one in own_ranges(cabin.journal)]
    assert [one["from"] for one in told["keys"]] == [1, 3]


def test_a_wish_of_the_centre_is_an_entry_like_any_other(cabin: Cabin) -> None:
    with cabin.world.centre.store.writing() as tx:
        writer = OutboundWriter(cabin.world.centre, tx, enrolment.require(tx, "C07"), "jefe")
        office.ask_rotation(writer)
    cabin.restart()
    cabin.act()
    cabin.settle()
    for _ in range(4):
        cabin._run(cabin.engine.tick(cabin.moment()))
    (asked,) = entries.read_kinds(cabin.journal.store, Author.CENTRE, ["rotation_asked/1"], 1, cabin.journal.heard)
    assert to_base64url(cabin.journal.public_key).encode() in asked.payload


def test_no_entry_says_rotated_that_was_not(cabin: Cabin) -> None:
    """A negative control of the tests above: they look for entries that are there."""
    assert not list(entries.read_kinds(cabin.journal.store, Author.STATION, [ROTATED], 1, cabin.journal.length))
