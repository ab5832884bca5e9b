"""The centre's computer: the production registry over a real SQLite file and real blob files, which may be killed."""

from __future__ import annotations

import logging
import random
import shutil
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, event

from central import enrolment, office, operators, restores
from central.carried_files import CarriedFiles
from central.centre import Centre
from central.editions import Editions
from central.outbound import OutboundWriter
from central.restores import MarkFile
from central.store import Store, Transaction, cases, connect, migrate, sqlite_url, stations
from domain.cases.states import CaseState
from domain.errors import Refusal
from simulation.clocks import MachineClock, Time
from simulation.disk import Died, Fate, Image
from simulation.keys import CENTRE_KEYS, STATION
from simulation.parts import Parts
from simulation.terms import TERMS

Response = tuple[int, dict[str, str], bytes]
_FAILED: Final = 500
_PAGES_MAX: Final = 1 << 30
_LETTER_BYTES_MAX: Final = 16_000


@dataclass(frozen=True, slots=True)
class Backup:
    """The database of one moment, and the blob files of that moment or of a later one, by their path."""

    database: Image
    files: dict[str, bytes]


class MortalStore(Store):
    def __init__(self, engine: Any, municipality: str, fate: Fate) -> None:
        super().__init__(engine, municipality)
        self._fate = fate

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        with super().writing() as tx:
            yield tx
            self._fate.step()
        self._fate.step()


class _OwnFaults(logging.Handler):
    """What the registry says of itself when it answers 500."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info is not None:
            self.last = "".join(traceback.format_exception(*record.exc_info))


@lru_cache(maxsize=1)
def _engine(file: Path) -> Engine:
    """One for all the databases that lie at one place in turn: what it compiled for the one it knows for the next."""
    engine = connect(sqlite_url(file))
    engine.dispose()
    return engine


class CentreMachine:
    def __init__(self, folder: Path, time: Time, parts: Parts, died: Callable[[], None]) -> None:
        self.folder: Final = folder
        self.clock = MachineClock(time)
        self.disk = parts.centre_disk(folder / "centre.db")
        self.fate = Fate(self._last_words)
        self.full = False
        #: Something may have been written since somebody last looked.
        self.touched = True
        self.own_faults: list[str] = []
        self._died_holding: Image | None = None
        self._parts = parts
        self._died = died
        self._connections: list[sqlite3.Connection] = []
        self._heard = _OwnFaults()
        logging.getLogger("ventanilla.central.registry").addHandler(self._heard)
        self._engine = _engine(self.disk.path)
        for moment, happens in self._listens:
            event.listen(self._engine, moment, happens)

    # ------------------------------------------------------------ the machine

    def found(self) -> None:
        """Make the database, and write the municipality down."""
        migrate(self._engine)
        self.start()
        with self.centre.store.writing() as tx:
            stations.add_municipality(tx, TERMS.name, self.clock.unix_s())

    def start(self) -> None:
        files = self._parts.blob_files(self.folder / "blobs")
        store = MortalStore(self._engine, TERMS.municipality, self.fate)
        mark_file = MarkFile(self.folder / "restored")
        self.clock.starts += 1
        carried = CarriedFiles(self.folder / "carried")
        self.centre = Centre(store, CENTRE_KEYS, TERMS, self.clock, files, mark_file, Editions(self.folder), carried)
        self.registry = self._parts.registry(self.centre)
        self.witness = sqlite3.connect(self.disk.path, isolation_level=None)

    def stop(self) -> None:
        self.witness.close()
        self._engine.dispose()
        self._connections.clear()

    def close(self) -> None:
        self.stop()
        for moment, happens in self._listens:
            event.remove(self._engine, moment, happens)
        logging.getLogger("ventanilla.central.registry").removeHandler(self._heard)

    def fill_disk(self) -> None:
        self.full = True
        self._limit_pages()

    def empty_disk(self) -> None:
        self.full = False
        self._limit_pages()

    @property
    def _listens(self) -> tuple[tuple[str, Callable[..., None]], ...]:
        return ("connect", self._connected), ("before_cursor_execute", self._step)

    def _step(self, *_statement: object) -> None:
        self.fate.step()

    def _connected(self, connection: sqlite3.Connection, _record: Any) -> None:
        self._connections.append(connection)
        self._limit_pages()

    def _limit_pages(self) -> None:
        for connection in self._connections:
            connection.execute(f"PRAGMA max_page_count = {1 if self.full else _PAGES_MAX}")

    def _last_words(self) -> None:
        self._died_holding = self.disk.image()

    def kill(self) -> None:
        held = self._died_holding or self.disk.image()
        self._died_holding = None
        self._died()
        self.fate.spare()
        self.stop()
        self.disk.put(held)
        self.start()

    # ------------------------------------------------------------ the protocol

    def handle(
        self, method: str, path: str, headers: dict[str, str], body: bytes, *, whole: bool = True
    ) -> Response | None:
        """None when the process died over it."""
        self.touched = True
        try:
            response = self.registry.handle(method, path, headers, body, whole=whole)
        except Died:
            self.kill()
            return None
        if response[0] == _FAILED and not self.full:
            self.own_faults.append(self._heard.last)
        return response

    # ------------------------------------------------------------ people

    def admit_operator(self, number: int) -> str:
        def admit(writer: OutboundWriter) -> None:
            operators.admit(writer, f"op{number}", "operator")

        return self._office(admit)

    def answer_case(self, rng: random.Random) -> str:
        """Move a case that its station was told of, with a letter to fetch."""
        letter = b"%PDF-1.7 " + rng.randbytes(rng.randrange(1, _LETTER_BYTES_MAX))

        def answer(writer: OutboundWriter) -> None:
            told = cases.told_in_state(writer.tx, CaseState.RECEIVED.value)
            if not told:
                raise Refusal("case_unknown")
            decision = office.Decision(state=CaseState.IN_PROGRESS, answer="Se revisa.", attachment=letter)
            office.move_case(writer.centre, writer.tx, told[0], decision, "jefe")

        return self._office(answer)

    def _office(self, act: Callable[[OutboundWriter], None]) -> str:
        """What came of it, in a word."""
        self.touched = True
        try:
            with self.centre.store.writing() as tx:
                station = stations.lock(tx, STATION)
                assert station is not None, "the station was enrolled before the first day"
                act(OutboundWriter(self.centre, tx, station, "jefe"))
        except Died:
            self.kill()
            return "the centre died"
        except Refusal as refusal:
            return refusal.code
        except Exception as error:
            if not self.full:
                raise
            return type(error).__name__
        return "done"

    def invite_and_approve(self, enrol: Callable[[Any], bytes]) -> None:
        """The founding day: a person invites, the station enrols, a person approves."""
        place = enrolment.Place(
            station=STATION, number=7, face="desk", label="Cabina 07", operators=(("ana", "operator"),)
        )
        with self.centre.store.writing() as tx:
            invitation = enrolment.invite(self.centre, tx, place, "https://localhost:1")
        status, _, _ = self.registry.handle("POST", "/v1/enrolments", {}, enrol(invitation))
        assert status == 200, "an invited station is enrolled"
        with self.centre.store.writing() as tx:
            enrolment.approve(self.centre, tx, STATION, guarantee_reference="BN-1", by="jefe")

    # ------------------------------------------------------------ backups

    def backup(self) -> Backup:
        """The database first, the files after it: nothing that the database names is missing among the files."""
        return Backup(self.disk.image(), self.files())

    def files(self) -> dict[str, bytes]:
        folder = self.folder / "blobs"
        return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    def restore(self, backup: Backup, *, files: dict[str, bytes]) -> str:
        """Put a backup back and say so, as docs/CENTRE.md tells the operator."""
        self.stop()
        self.disk.put(backup.database)
        lay_files(self.folder / "blobs", files)
        self.start()
        try:
            with self.centre.store.writing() as tx:
                return restores.say(self.centre, tx)
        except Refusal as refusal:
            return refusal.code

    # ------------------------------------------------------------ a look from outside, at what is durable

    def rows(self, sql: str, *parameters: Any) -> list[Any]:
        with closing(self.witness.execute(sql, parameters)) as cursor:
            return cursor.fetchall()


def lay_files(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
