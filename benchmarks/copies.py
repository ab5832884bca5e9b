"""What notices that a station's files were put back or copied: `python -m benchmarks.copies [lives]`.

Seeded lives of a station over the production registry (SQLite) and the production engine: its receipts are scanned on
the production page, answers get lost and requests come late. Each life is lived three times: with neither ratchet nor
anchor (both copies are made to share one ratchet, and the anchor is not read), with the ratchet, with the anchor. What
scanned papers say is taken from the first. The table goes into docs/THREAT_MODEL.md.
"""

from __future__ import annotations

import copy
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from central import gossip
from central.store import journals
from domain.envelope import from_base64url
from domain.journal.entry import SignedEntry
from domain.journal.kinds import Author
from kiosk_app.devices.anchor import AnchorFile
from kiosk_app.services.anchoring import Anchoring
from printing import receipt_code
from sync.engine import SyncEngine
from sync.errors import Reason
from sync.exchange import Exchange, Identity, Moment, Reply
from sync.messages import ANSWER_HEADER
from sync.outputs import (
    Alert,
    AlertCode,
    BlobPart,
    BlobSent,
    Output,
    Send,
    WakeAt,
)
from sync.recording import record
from sync.seal import verify
from tests.fakes.centre_world import WITHOUT_VOUCHERS, CentreWorld, Desk
from tests.sync.memory_outbox import Journal, MemoryOutbox

#: Answers that get lost, and requests that arrive a second time much later as the first they ever came.
LOST: Final = 0.1
LATE: Final = 0.1
SCANNED: Final = (0.05, 0.20)
LIVES: Final = 100
_STEPS_MAX: Final = 80
_BATCH: Final = 20
FORKS: Final = frozenset({AlertCode.JOURNAL_FORKED, AlertCode.OUTBOUND_FORKED, AlertCode.OUTBOUND_WENT_BACK})


class SharedRatchet:
    """What defeats the ratchet: every copy of the station always knows the newest value."""

    def __init__(self) -> None:
        self.value = ""


class Disk(MemoryOutbox):
    shared: SharedRatchet | None = None

    def record_ratchet(self, value: str) -> None:
        super().record_ratchet(value)
        if self.shared is not None:
            self.shared.value = value


@dataclass
class Life:
    """One station at one centre, and everything that chance decides in it."""

    world: CentreWorld
    rng: random.Random
    desk: Desk
    folder: Path
    ratcheted: bool
    anchored: bool
    fired: set[str] = field(default_factory=set)
    papers: dict[str, float] = field(default_factory=dict)
    late: list[Exchange] = field(default_factory=list)
    shared: SharedRatchet = field(default_factory=SharedRatchet)
    now_ms: int = 0

    def handle(self, exchange: Exchange) -> Reply:
        status, headers, body = self.world.registry.handle(
            exchange.method, exchange.path, dict(exchange.headers), exchange.body
        )
        return Reply(status, headers.get("Content-Type", ""), headers.get(ANSWER_HEADER, ""), body)


class Computer:
    """A computer with the station's files. `anchor` is its own: files that are copied elsewhere find none there."""

    def __init__(self, life: Life, disk: Disk, anchor: Path) -> None:
        self.life = life
        self.anchor = AnchorFile(anchor)
        self.start(disk)

    def start(self, disk: Disk) -> None:
        self.disk = disk
        disk.shared = None if self.life.ratcheted else self.life.shared
        self.anchoring = Anchoring(disk, self.anchor)
        if self.anchoring.copied and self.life.anchored:
            self.life.fired.add("anchor")

    def image(self) -> Disk:
        """The files as they are now."""
        disk = Disk(Journal(Author.STATION, self.disk.journal.station, self.life.desk.key))
        disk.journal.entries = list(self.disk.journal.entries)
        disk.outbound = list(self.disk.outbound)
        disk.recorded, disk.ratchet = self.disk.recorded, self.disk.ratchet
        return disk

    def whole_image(self) -> tuple[Disk, bytes | None]:
        """And what lies beside them."""
        return self.image(), self.anchor.path.read_bytes() if self.anchor.path.exists() else None

    def put_back(self, disk: Disk) -> None:
        self.start(disk)

    def put_all_back(self, disk: Disk, anchor: bytes | None) -> None:
        if anchor is not None:
            self.anchor.path.write_bytes(anchor)
        self.start(disk)

    def work(self, most: int) -> None:
        desk = copy.copy(self.life.desk)
        desk.journal = self.disk.journal.entries
        desk.seen = self.disk.outbound_length
        for _ in range(self.life.rng.randrange(1, most + 1)):
            paper = desk.collect(len(desk.journal), fee=10 * self.life.rng.randrange(10, 500))
            self._hand_over(paper)
        self.anchoring.note()

    def _hand_over(self, paper: SignedEntry) -> None:
        """To a citizen, who scans it or does not: at each rate, all that would be scanned at a lower one."""
        luck = self.life.rng.random()
        self.life.papers[paper.hash] = luck
        if luck < max(SCANNED):
            code = receipt_code.encode("centre.example", paper.signed.payload, paper.signed.signature)
            target = "/r/" + code.rpartition("/")[2]
            assert self.life.world.registry.handle("GET", target, {}, b"")[0] == 200

    def sync(self) -> None:
        """Started anew, and until it has nothing more to say."""
        life, disk = self.life, self.disk
        centre_key = from_base64url(life.desk.invitation.centre_key)
        identity = Identity(life.desk.name, 1, life.desk.key, centre_key, verify)
        engine = SyncEngine(identity, disk, self.anchoring.copied if life.anchored else "")
        wake = life.now_ms
        for _ in range(_STEPS_MAX):
            life.now_ms = max(life.now_ms, wake)
            if not life.ratcheted:
                disk.ratchet = life.shared.value or disk.ratchet
            asked, wake = self._apply(engine.tick(self._moment()), wake)
            if asked is None:
                if wake > life.now_ms + 60_000:
                    break
                continue
            wake = self._carry(engine, asked, wake)
        self.anchoring.note()

    def _carry(self, engine: SyncEngine, asked: Exchange, wake: int) -> int:
        life = self.life
        life.now_ms += 300
        luck = life.rng.random()
        if luck < LATE:  # a box keeps it until the station has given it up and gone on
            life.late.append(asked)
            return self._apply(engine.failed(asked.id, Reason.TIMEOUT, self._moment()), wake)[1]
        reply = life.handle(asked)
        if luck < LATE + LOST:
            return self._apply(engine.failed(asked.id, Reason.TIMEOUT, self._moment()), wake)[1]
        wake = self._apply(engine.received(asked.id, reply, self._moment()), wake)[1]
        if life.late and life.rng.random() < 1 / 2:
            life.handle(life.late.pop())
        return wake

    def _moment(self) -> Moment:
        return Moment(self.life.now_ms, 1_795_000_000 + self.life.now_ms // 1000, self.life.rng.randbytes(20))

    def _apply(self, outputs: list[Output], wake: int) -> tuple[Exchange | None, int]:
        asked = None
        for output in outputs:
            record(self.disk, output, 0)
            match output:
                case Send():
                    asked = output.exchange
                case WakeAt():
                    wake = output.now_ms
                case Alert():
                    self._alerted(output.code)
                case BlobSent() | BlobPart():
                    raise AssertionError("no blobs in these lives")
        return asked, wake

    def _alerted(self, code: AlertCode) -> None:
        if code in FORKS:
            self.life.fired.add("chain")
        if code is AlertCode.STATION_COPIED and self.life.ratcheted:
            self.life.fired.add("ratchet")


Story = Callable[[Life, Computer], None]


def honest(_life: Life, here: Computer) -> None:
    """Work, sync and restarts, whatever the network does."""
    for _ in range(3):
        here.work(8)
        here.sync()
        here.start(here.image())


def tail_again(_life: Life, here: Computer) -> None:
    """The tail that was not sent is taken back and its numbers are used again."""
    before = here.image()
    here.work(15)
    here.put_back(before)
    here.work(20)
    here.sync()


def tail_dropped(_life: Life, here: Computer) -> None:
    """The tail that was not sent is taken back."""
    before = here.image()
    here.work(15)
    here.put_back(before)
    here.sync()


def past_sync(_life: Life, here: Computer) -> None:
    """Files from before a sync are put back."""
    before = here.image()
    here.work(10)
    here.sync()
    here.put_back(before)
    here.work(10)
    here.sync()


def past_empty_sync(_life: Life, here: Computer) -> None:
    """Files from before syncs that had nothing to send are put back. One alone looks like an answer that was lost."""
    here.sync()
    before = here.image()
    here.sync()
    here.sync()
    here.put_back(before)
    here.work(5)
    here.sync()


def clone_both_sync(life: Life, here: Computer) -> None:
    """A second computer with the same files; both work and sync."""
    there = Computer(life, here.image(), life.folder / "clone.json")
    here.work(10)
    there.work(10)
    for _ in range(2):
        here.sync()
        there.sync()


def clone_never_syncs(life: Life, here: Computer) -> None:
    """A second computer that collects and never syncs."""
    there = Computer(life, here.image(), life.folder / "clone.json")
    there.work(15)
    here.work(5)
    here.sync()


def whole_tail(_life: Life, here: Computer) -> None:
    """As the first, and the whole computer is put back, with what lies beside the files."""
    before = here.whole_image()
    here.work(15)
    here.put_all_back(*before)
    here.work(20)
    here.sync()


def whole_past_empty_sync(_life: Life, here: Computer) -> None:
    """The whole computer is put back to before syncs that had nothing to send."""
    here.sync()
    before = here.whole_image()
    here.sync()
    here.sync()
    here.put_all_back(*before)
    here.work(5)
    here.sync()


STORIES: Final[tuple[tuple[str, Story], ...]] = (
    ("honest lives (false alarms)", honest),
    ("unsent tail put back, numbers used again", tail_again),
    ("unsent tail put back, nothing after it", tail_dropped),
    ("files from before a sync put back", past_sync),
    ("files from before two empty syncs put back", past_empty_sync),
    ("copy on a second computer, both sync", clone_both_sync),
    ("copy on a second computer that never syncs", clone_never_syncs),
    ("whole computer put back, unsent tail", whole_tail),
    ("whole computer put back, to before two empty syncs", whole_past_empty_sync),
)
COLUMNS: Final = ("chain", "ratchet", "anchor", *(f"scans {rate:.0%}" for rate in SCANNED))


def live(story: Story, seeds: range, folder: Path, switches: frozenset[str] = frozenset()) -> list[set[str]]:
    """What fired in each life. The stations of one call share a centre; a week and a day pass at its end.

    `switches` are "ratchet", "anchor": what is at work besides chains and scanned papers.
    """
    world = CentreWorld(folder, terms=WITHOUT_VOUCHERS)
    lives = []
    try:
        for place, seed in enumerate(seeds, 1):
            lives.append(_one(world, place, story, seed, switches))
        world.clock.pass_by(seconds=gossip.ARRIVAL_TERM_S + 1)
        with world.centre.store.writing() as tx:
            gossip.note_overdue(world.centre, tx)
            found = journals.findings(tx)
    finally:
        world.close()
    by_station = {life.desk.name: life for life in lives}
    for one in found:
        life = by_station[one.station]
        if one.code == "journal_forked":
            life.fired.add("chain")
        if one.code in {"paper_contradicts_journal", "receipt_never_arrived"}:
            luck = life.papers[json.loads(one.details)["paper"]]
            life.fired |= {f"scans {rate:.0%}" for rate in SCANNED if luck < rate}
    return [life.fired for life in lives]


def _one(world: CentreWorld, place: int, story: Story, seed: int, switches: frozenset[str]) -> Life:
    folder = world.folder / f"S{place}"
    folder.mkdir()
    rng = random.Random(seed)  # noqa: S311 - chance to be repeated, not to be secret
    desk = world.invite(f"C{place:02d}", place, operators=(("ana", "operator"),))
    desk.enrol()
    world.approve(desk)
    life = Life(world, rng, desk, folder, "ratchet" in switches, "anchor" in switches)
    desk.start()
    desk.open_drawer()
    disk = Disk(Journal(Author.STATION, desk.name, desk.key))
    disk.journal.entries = desk.journal
    here = Computer(life, disk, folder / "anchor.json")
    for _ in range(rng.randrange(1, 3)):
        here.work(8)
        here.sync()
    story(life, here)
    return life


def rates(story: Story, lives: int) -> dict[str, float]:
    """How often each detector fired, and `all` of them together with the most scans; each of one."""
    fired: list[set[str]] = []
    for first in range(0, lives, _BATCH):
        seeds = range(first, min(first + _BATCH, lives))
        runs = []
        for switches in (frozenset[str](), frozenset({"ratchet"}), frozenset({"anchor"})):
            folder = Path(tempfile.mkdtemp(prefix="ventanilla-copies-", dir=_fast()))
            try:
                runs.append(live(story, seeds, folder, switches))
            finally:
                shutil.rmtree(folder)
        bare, ratchet, anchor = runs
        fired += [
            one | ({"ratchet"} & other) | ({"anchor"} & third)
            for one, other, third in zip(bare, ratchet, anchor, strict=True)
        ]
    found = {column: sum(column in one for one in fired) / lives for column in COLUMNS}
    return found | {"all": sum(bool(one) for one in fired) / lives}


def _fast() -> str | None:
    """Memory where there is some: these lives measure what is noticed, not a disk."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - mkdtemp makes a folder of our own


def table(lives: int, stories: tuple[tuple[str, Story], ...] = STORIES) -> str:
    lines = [f"| what was done ({lives} lives each) | {' | '.join(COLUMNS)} | all |", "|---" * (len(COLUMNS) + 2) + "|"]
    for name, story in stories:
        found = rates(story, lives)
        lines.append(f"| {name} | {' | '.join(f'{found[each]:.0%}' for each in (*COLUMNS, 'all'))} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else LIVES))
