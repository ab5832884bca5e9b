"""A station's computer: the production storage on a real SQLCipher file, the production engine, and a driver.

The driver does what `kiosk_app.background.sync_link` does on Qt's thread: it applies outputs in order, and after the
storage refused one it looks again in a minute.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

from domain.envelope import to_base64url
from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from kiosk_app.storage import settings
from kiosk_app.storage.connection import Store, open_store
from kiosk_app.storage.journal import Draft
from simulation import desk
from simulation.clocks import MachineClock, Time
from simulation.disk import Died, Fate, Image
from simulation.keys import CENTRE_KEY, DATABASE_KEY, NUMBER, SEALING_KEY, STATION, STATION_KEY
from simulation.parts import Parts
from simulation.schedule import Act
from sync.errors import Reason
from sync.exchange import Exchange, Identity, Moment, Reply
from sync.messages import Enrolment, Invitation
from sync.outputs import (
    Acknowledged,
    Alert,
    AlertCode,
    BlobPart,
    BlobSent,
    OutboundReceived,
    Output,
    Send,
    WakeAt,
)
from sync.recording import record
from sync.seal import proof_of_code, verify

_STORAGE_WAIT_MS: Final = 60_000
_PAGES_MAX: Final = 1 << 30


class Surroundings(Protocol):
    """What a station has around it."""

    def carry(self, station: StationMachine, exchange: Exchange) -> None: ...
    def wake(self, station: StationMachine, in_ms: int) -> None: ...
    def died(self, station: StationMachine) -> None: ...
    def note(self, text: str) -> None: ...


class MortalStore(Store):
    """The production store of a process that may be killed before any statement and after any commit."""

    def __init__(self, store: Store, fate: Fate) -> None:
        super().__init__(store.connection, store.path)
        self._fate = fate

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with super().transaction():
            yield
            self._fate.step()
        self._fate.step()

    def execute(self, sql: str, parameters: Any = ()) -> None:
        self._fate.step()
        super().execute(sql, parameters)


class StationMachine:
    """`life` counts starts of the program: what was asked in an earlier one is nobody's business any more."""

    def __init__(self, name: str, folder: Path, time: Time, parts: Parts, around: Surroundings) -> None:
        self.name: Final = name
        self.clock = MachineClock(time)
        self.disk = parts.station_disk(folder / f"{name}.db")
        self.alerts: list[AlertCode] = []
        self.life = 0
        self.running = False
        self.full = False
        #: Something may have been written since somebody last looked.
        self.touched = True
        self.died_holding: Image | None = None
        self.fate = Fate(self._last_words)
        self._parts = parts
        self._around = around
        self._rng = random.Random(0)  # noqa: S311 - replaced by the day's

    # ------------------------------------------------------------ the machine

    def enrol(self) -> None:
        """Make the database as the setup screen leaves it, with the journal's first entry."""
        store = open_store(self.disk.path, DATABASE_KEY, create=True)
        identity = settings.Identity(
            station=STATION,
            number=NUMBER,
            label="Cabina 07",
            face="desk",
            municipality="cajamarca",
            edition=desk.EDITION,
            epoch=1,
            address="https://localhost:1",
            authority="",
            centre_key=to_base64url(CENTRE_KEY.public_key),
            sealing_key=to_base64url(SEALING_KEY.public_key),
        )
        with store.transaction():
            settings.write_identity(store, identity, STATION_KEY.seed, b"k" * 32)
        store.close()
        self.start()
        key = to_base64url(STATION_KEY.public_key)
        body = {"municipality": "cajamarca", "edition": desk.EDITION, "number": NUMBER, "face": "desk", "key": key}
        self.journal.record("setup", Draft("journal_started/1", {**body, "program": "simulated"}))

    def start(self) -> None:
        """Start the program on what the disk holds."""
        self.store = MortalStore(open_store(self.disk.path, DATABASE_KEY), self.fate)
        self.life += 1
        self.touched = True
        self.clock.starts = self.life
        self.running = True
        identity = settings.read_identity(self.store)
        self.journal = self._parts.journal(self.store, identity, STATION_KEY, self.clock, SEALING_KEY.public_key)
        self.outbox = self._parts.outbox(self.journal)
        known = Identity(STATION, 1, STATION_KEY, CENTRE_KEY.public_key, verify)
        self.engine = self._parts.engine(known, self.outbox)
        if self.full:
            self.fill_disk()

    def stop(self) -> None:
        if self.running:
            self.running = False
            self.store.close()

    def restore(self, image: Image) -> None:
        """Put another day's disk into the machine and start it."""
        self.stop()
        self.disk.put(image)
        self.start()

    def fill_disk(self) -> None:
        self.full = True
        self.store.connection.execute("PRAGMA max_page_count = 1")  # SQLite makes it what the file has already

    def empty_disk(self) -> None:
        self.full = False
        if self.running:
            self.store.connection.execute(f"PRAGMA max_page_count = {_PAGES_MAX}")

    def _last_words(self) -> None:
        self.died_holding = self.disk.image()

    def _alive(self, act: Callable[[], None]) -> None:
        """Do something during which the process may be killed."""
        if not self.running:
            return
        try:
            act()
        except Died:
            self.kill()

    def kill(self) -> None:
        """Whatever was not on the disk is gone; so is nothing else."""
        if not self.running:
            return
        held = self.died_holding or self.disk.image()
        self.died_holding = None
        self.fate.spare()
        self.stop()
        self.disk.put(held)
        self._around.died(self)

    # ------------------------------------------------------------ people

    def work(self, act: Act, rng: random.Random, written: Callable[[list[SignedEntry]], None]) -> None:
        """`written` hears of entries that the counter was told are on the disk. Then sync looks around."""

        def at_the_counter() -> None:
            self.touched = True
            try:
                written(desk.do(self.journal, act, rng))
            except Refusal as refusal:
                self._around.note(f"{self.name}: {act.value} refused: {refusal.code}")
            self.look()

        self._alive(at_the_counter)

    # ------------------------------------------------------------ the driver

    def use(self, rng: random.Random) -> None:
        self._rng = rng

    def moment(self) -> Moment:
        return Moment(self.clock.monotonic_ms(), self.clock.unix_s(), self._rng.randbytes(20))

    def look(self) -> None:
        self._alive(lambda: self._take(self.engine.tick(self.moment())))

    def answered(self, life: int, exchange: Exchange, reply: Reply) -> None:
        if life == self.life:
            self._alive(lambda: self._take(self.engine.received(exchange.id, reply, self.moment())))

    def failed(self, life: int, exchange: Exchange, reason: Reason) -> None:
        if life == self.life:
            self._alive(lambda: self._take(self.engine.failed(exchange.id, reason, self.moment())))

    def _take(self, outputs: list[Output]) -> None:
        if not outputs:
            return
        wait_ms = _STORAGE_WAIT_MS
        try:
            for output in outputs:
                if isinstance(output, WakeAt):
                    wait_ms = max(0, output.now_ms - self.clock.monotonic_ms())
                else:
                    self._apply(output)
                    self.fate.step()
        except Refusal as refusal:
            self._around.note(f"{self.name}: storage refused: {refusal.code}")
        self._around.wake(self, wait_ms)

    def _apply(self, output: Output) -> None:
        at = self.clock.unix_s()
        self.touched = True
        record(self.outbox, output, at)
        match output:
            case Send():
                self._around.carry(self, output.exchange)
            case Acknowledged():
                self._around.note(f"{self.name}: acknowledged {output.sequence} {output.head[:8]}")
            case OutboundReceived():
                self._around.note(f"{self.name}: hears {len(output.entries)} of the centre")
            case BlobSent():
                self._around.note(f"{self.name}: blob {output.sha256[:8]} is with the centre")
            case BlobPart():
                self._around.note(f"{self.name}: {len(output.data)} bytes of blob {output.sha256[:8]}")
            case Alert():
                self._around.note(f"{self.name}: ALERT {output.code}")
                self.alerts.append(output.code)


def first_words(invitation: Invitation) -> bytes:
    """What its set-up screen sends, once a person has read the invitation to it."""
    key, nonce = to_base64url(STATION_KEY.public_key), "n" * 22
    transcript = Enrolment.transcript(station=STATION, key=key, centre_key=invitation.centre_key, nonce=nonce)
    proof = proof_of_code(invitation.code, transcript)
    words = Enrolment(station=STATION, key=key, program="simulated", edition="e" * 8, nonce=nonce, proof=proof)
    return words.signed(STATION_KEY).encode()
