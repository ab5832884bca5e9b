"""A centre with two desks that publishes its log, for the tests of the log and of the page that checks it."""

from __future__ import annotations

import shutil
from pathlib import Path

from central import journal_files
from central.log_files import LogFolder, RememberedCheckpoint
from central.publishing import Publication, Publisher, publish
from central.store import stations
from domain.journal.file import JournalFile, write_journal
from domain.note import NoteKey
from tests.fakes.centre_world import CentreWorld, Desk

ORIGIN = "muni.example/log"


class Town:
    """A centre with two desks that publishes its log into a folder."""

    def __init__(self, folder: Path) -> None:
        (folder / "centre").mkdir(exist_ok=True)
        self.root = folder
        self.world = CentreWorld(folder / "centre")
        self.web = folder / "web"
        self.desks = [self.world.desk(), self.world.desk("C08", 8)]
        for desk in self.desks:
            desk.open_drawer()

    def publisher(self, web: Path | None = None) -> Publisher:
        centre = self.root / "centre"
        remembered = RememberedCheckpoint(centre / "log-checkpoint")
        return Publisher(self.world.centre, LogFolder(web or self.web), remembered)

    def publish(self, web: Path | None = None, **more: bool) -> Publication:
        done = publish(self.publisher(web), ORIGIN, **more)
        assert done is not None
        return done

    def collect(self, many: int) -> None:
        for desk in self.desks:
            taken = sum(found.entry.kind == "fee_collected/1" for found in desk.journal)
            for number in range(taken + 1, taken + many + 1):
                desk.collect(number, fee=100)
            desk.push()

    @property
    def key(self) -> NoteKey:
        return NoteKey(ORIGIN, self.world.centre.keys.log.public_key)

    def backup(self) -> Path:
        kept = self.root / "backup"
        self.world.close()
        shutil.copytree(self.root / "centre", kept)
        self.world.reopen()
        self._point()
        return kept

    def restore(self, kept: Path, *, remembered: bool = True) -> None:
        self.world.close()
        note = self.root / "centre" / "log-checkpoint"
        last = note.read_bytes() if remembered and note.exists() else None
        shutil.rmtree(self.root / "centre")
        shutil.copytree(kept, self.root / "centre")
        if last is not None:
            note.write_bytes(last)
        self.world.reopen()
        self._point()

    def _point(self) -> None:
        for desk in self.desks:
            desk.registry = self.world.registry

    def live(self) -> None:
        """Two days, published each."""
        self.collect(3)
        self.publish()
        self.world.clock.pass_by(days=1)
        self.collect(2)
        self.publish()

    def journal(self, desk: Desk) -> JournalFile:
        with self.world.centre.store.reading() as tx:
            station = stations.find(tx, desk.name)
            assert station is not None
            return journal_files.export(self.world.centre, tx, station)

    def journal_text(self, desk: Desk) -> str:
        return "".join(write_journal(self.journal(desk)))
