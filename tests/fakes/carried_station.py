"""A station's real storage joined to the real centre, with a wire and a courier that a test drives step by step."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from central import courier as centre_courier
from central.courier import Delivered
from central.store import blobs as centre_blobs
from central.store import journals
from central.store.journals import JournalName
from domain.catalog import read_municipality
from domain.envelope import from_base64url, to_base64url
from domain.journal.kinds import Author
from kiosk_app.services.counter import Counter
from kiosk_app.services.courier import Brought, Courier, Saved
from kiosk_app.storage import blobs, settings
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.connection import open_store
from kiosk_app.storage.journal import Draft, Journal
from kiosk_app.storage.outbox import JournalOutbox
from sync.engine import SyncEngine
from sync.exchange import Exchange, Moment, Reply
from sync.exchange import Identity as Speaker
from sync.messages import ANSWER_HEADER
from sync.outputs import Alert, AlertCode, Output, Send, WakeAt
from sync.recording import record
from sync.seal import verify
from tests.fakes.centre_world import CentreWorld
from tests.fakes.centre_world import Desk as EnrolledDesk
from tests.fakes.clock import FakeClock
from tests.fakes.station import DATABASE_KEY

_FOLDER = Path(__file__).parents[2] / "municipalities" / "cajamarca"
MUNICIPALITY = read_municipality({path.name: path.read_bytes() for path in _FOLDER.iterdir() if path.is_file()})


@dataclass
class CarriedStation:
    """`step` does one thing on the wire; `save` and `read` are the stick's two ends at the station."""

    world: CentreWorld
    folder: Path
    number: int = 7
    clock: FakeClock = field(default_factory=FakeClock)
    now_ms: int = 0
    wake_ms: int = 0
    alerts: list[AlertCode] = field(default_factory=list)
    under_way: Exchange | None = None
    uploaded: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name = f"C{self.number:02d}"
        self.desk: EnrolledDesk = self.world.invite(self.name, self.number, operators=(("ana", "operator"),))
        assert self.desk.enrol().status == 200
        self.world.approve(self.desk)
        self._draws = itertools.count()
        self.path = self.folder / f"{self.name}.db"
        invitation = self.desk.invitation
        identity = settings.Identity(
            self.name, self.number, invitation.label, "desk", "cajamarca", "e" * 64, 1, "https://localhost:1", "",
            invitation.centre_key, invitation.sealing_key,
        )  # fmt: skip
        store = open_store(self.path, DATABASE_KEY, create=True)
        with store.transaction():
            settings.write_identity(store, identity, self.desk.key.seed, bytes(32))
        store.close()
        self.open()
        started = {"municipality": "cajamarca", "edition": "e" * 64, "number": self.number, "face": "desk"}
        key = to_base64url(self.desk.key.public_key)
        self.journal.record("setup", Draft("journal_started/1", started | {"key": key, "program": "test"}))

    def open(self) -> None:
        """Start, or start again after a power cut."""
        store = open_store(self.path, DATABASE_KEY)
        identity = settings.read_identity(store)
        self.journal = Journal(store, identity, self.desk.key, self.clock, from_base64url(identity.sealing_key))
        self.outbox = JournalOutbox(self.journal)
        self.speaker = speaker = Speaker(self.name, 1, self.desk.key, identity.centre_public_key, verify)
        self.engine = SyncEngine(speaker, self.outbox)
        self.counter = Counter(self.journal, MUNICIPALITY, self.clock)
        self.courier = Courier(self.counter, self.outbox, speaker, self.moment)
        self.under_way, self.wake_ms = None, 0

    def crash(self) -> None:
        self.journal.store.close()
        self.open()

    def moment(self) -> Moment:
        randomness = hashlib.sha256(f"{self.name}|{next(self._draws)}".encode()).digest()[:20]
        return Moment(self.now_ms, 1_795_000_000 + self.now_ms // 1000, randomness)

    # -- work ------------------------------------------------------------------------------------------------------

    def act(self) -> None:
        self.journal.record("ana", Draft("operator_signed_in/1", {"refused": 0}))

    def photo(self, content: bytes) -> None:
        self.act()
        with self.journal.store.transaction():
            blobs.queue_upload(self.journal.store, Blob("image/jpeg", content), self.journal.length)
        self.uploaded.append(hashlib.sha256(content).hexdigest())

    # -- the wire --------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Time passes until the engine looks again, and asks if anything is due."""
        self.now_ms = max(self.now_ms, self.wake_ms)
        self.apply(self.engine.tick(self.moment()))

    def reply(self) -> Reply:
        """The centre's answer to what is under way; the station has not heard it yet."""
        asked = self.under_way
        assert asked is not None, "something is under way"
        status, headers, body = self.world.registry.handle(asked.method, asked.path, dict(asked.headers), asked.body)
        return Reply(status, headers.get("Content-Type", ""), headers.get(ANSWER_HEADER, ""), body)

    def hear(self, exchange: Exchange, reply: Reply) -> None:
        self.apply(self.engine.received(exchange.id, reply, self.moment()))

    def talk(self, exchanges: int) -> None:
        for _ in range(exchanges):
            if self.under_way is None:
                self.ask()
            if self.under_way is not None:
                asked, reply = self.under_way, self.reply()
                self.under_way = None
                self.hear(asked, reply)

    # -- the courier -----------------------------------------------------------------------------------------------

    def save(self, folder: Path) -> list[bytes]:
        return [(folder / name).read_bytes() for name in self.saved(folder).names]

    def saved(self, folder: Path) -> Saved:
        return self.courier.save(folder)

    def deliver(self, file: bytes) -> Delivered:
        return centre_courier.take(self.world.centre, file)

    def read(self, file: bytes) -> Brought:
        path = self.folder / f"{self.name}-answer.ventanilla"
        path.write_bytes(file)
        return self.courier.read(path)

    def believe(self, file: bytes) -> None:
        brought = self.read(file)
        self.apply(self.engine.courier_heard(brought.news, latest=brought.latest, moment=self.moment()))

    def apply(self, outputs: Sequence[Output]) -> None:
        for output in outputs:
            if isinstance(output, Send):
                self.under_way = output.exchange
            elif isinstance(output, Alert):
                self.alerts.append(output.code)
            elif isinstance(output, WakeAt):
                self.wake_ms = output.now_ms
            else:
                record(self.outbox, output, 1_795_000_000)

    # -- what is so ------------------------------------------------------------------------------------------------

    @property
    def waits(self) -> bool:
        return self.outbox.acknowledged < self.outbox.length or self.outbox.pending_blob_count > 0

    def own(self) -> list[str]:
        return [self.outbox.hash_at(number) or "" for number in range(1, self.outbox.length + 1)]

    def at_centre(self, author: Author = Author.STATION) -> list[str]:
        with self.world.centre.store.reading() as tx:
            return [found.hash for found in journals.read(tx, JournalName(self.name, 1, author), 1)]

    def heard(self) -> list[str]:
        rows = self.journal.store.rows("SELECT hash FROM entry WHERE author = 'centre' ORDER BY sequence")
        return [row["hash"] for row in rows]

    def whole_at_centre(self, sha256: str) -> bool:
        with self.world.centre.store.reading() as tx:
            held = centre_blobs.find(tx, self.name, sha256)
        return held is not None and held.complete

    def findings(self) -> list[str]:
        with self.world.centre.store.reading() as tx:
            return [one.code for one in journals.findings(tx) if one.station == self.name]

    def close(self) -> None:
        self.journal.store.close()
