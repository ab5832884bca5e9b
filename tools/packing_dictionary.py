"""Write sync/entries.zdict: what the lines of a pack (sync/packing.py) usually look like, so that one entry is small.

    python tools/packing_dictionary.py

Made from nothing but a seed and the two municipalities of this repository: days at counters that never were. A station
and a centre must hold the same bytes, so a committed dictionary never changes; another one is another packing.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import zstandard

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from domain.catalog import Municipality, read_municipality  # noqa: E402
from domain.envelope import EnvelopeType, Signed, to_base64url  # noqa: E402
from domain.journal.entry import NO_PREVIOUS, Entry  # noqa: E402
from domain.journal.kinds import KINDS, Author  # noqa: E402
from sync import packing  # noqa: E402
from tests.domain.kit import BODIES  # noqa: E402
from tests.domain.lives import Life  # noqa: E402

SEED: Final = 20261121
DICTIONARY_BYTES: Final = 8 * 1024
DAYS: Final = 24
LIFE_ACTS: Final = 3000
SERIES: Final = "C%02d"


class Counter:
    """Entries of one cabin that never was, in order, unsigned: a line holds no signature."""

    def __init__(self, number: int, municipality: Municipality, chance: random.Random) -> None:
        self.chance = chance
        self.municipality = municipality
        self.last = Entry(
            kind="journal_started/1", station=SERIES % number, epoch=1, sequence=0, previous=NO_PREVIOUS, seen=0,
            at=datetime(2026, 11, 20, 13, tzinfo=UTC), uptime_s=60, boot=f"{chance.getrandbits(32):08x}",
            operator="setup", body={},
        )  # fmt: skip
        self.receipts = self.cases = 0
        self.head = NO_PREVIOUS

    def write(self, kind: str, body: dict[str, Any], *, personal: bool = False) -> Signed:
        passed = self.chance.choice((0, 0, self.chance.randint(1, 900)))
        entry = replace(
            self.last, kind=kind, sequence=self.last.sequence + 1, previous=self.head, body=body,
            at=self.last.at + timedelta(seconds=passed + self.chance.choice((0, 0, 0, 1))),
            uptime_s=self.last.uptime_s + passed, personal=self.digest() if personal else None,
            seen=self.last.seen + (self.chance.random() < 0.05),
        )  # fmt: skip
        self.last = entry
        signed = Signed(EnvelopeType.ENTRY, entry.payload(), bytes(64))
        self.head = signed.hash
        return signed

    def digest(self) -> str:
        return to_base64url(self.chance.randbytes(32))

    def day(self, session: int) -> Iterator[Signed]:
        operator = self.chance.choice(("ana", "rosa", "luis", "maria"))
        self.last = replace(self.last, operator=operator, boot=f"{self.chance.getrandbits(32):08x}", uptime_s=60)
        currency = self.municipality.currency
        yield self.write("operator_signed_in/1", {"refused": 0})
        yield self.write("session_opened/1", {"session": session, "float": 5000, "currency": currency})
        for _ in range(self.chance.randint(8, 30)):
            yield from self.served()
        counted = self.chance.randint(10, 90) * 1000
        yield self.write("drawer_counted/1", {"session": session, "counted": counted, "pieces": {"1000": 3, "5000": 2}})
        yield self.write(
            "session_closed/1", {"session": session, "z": session, "expected": counted, "counted": counted}
        )

    def served(self) -> Iterator[Signed]:
        self.cases += 1
        code = f"{self.last.station[1:]:0>3}{self.chance.randrange(10**7):07d}"
        slips = self.chance.random() < 0.2
        blobs = [(300 + self.chance.randrange(200), "application/vnd.ventanilla.sealed")]
        if slips:
            category = self.chance.choice(self.municipality.complaint_categories)
            area, service, kind = category.area, category.code, "complaint"
            blobs.append((self.chance.randrange(40_000, 400_000), "image/jpeg"))
        else:
            procedure = self.chance.choice(self.municipality.procedures)
            area, service, kind = procedure.area, procedure.code, "procedure"
        body: dict[str, Any] = {
            "case": code, "type": kind, "service": service, "edition": self.municipality.edition, "area": area,
            "promise": (self.last.at.date() + timedelta(days=self.chance.randint(1, 40))).isoformat(),
            "channel": "desk",
            "blobs": [{"sha": self.chance.randbytes(32).hex(), "size": size, "type": of} for size, of in blobs],
        }  # fmt: skip
        if not slips:
            body |= {"met": [f"R{n}" for n in range(1, self.chance.randint(2, 6))], "observed": []}
        yield self.write("case_opened/1", body, personal=True)
        if not slips:
            yield self.write("fee_collected/1", self.fee(code, service))

    def fee(self, code: str, service: str) -> dict[str, Any]:
        self.receipts += 1
        due = self.chance.randrange(0, 9000, 10)
        return {
            "case": code, "service": service, "receipt": f"{self.last.station}-{self.receipts:06d}", "fee": due,
            "due": due, "tendered": self.chance.choice((due, due + 1000)), "commission": 400,
            "mode": self.chance.choice(("settled", "surcharge")), "currency": self.municipality.currency,
        }  # fmt: skip


def municipality(name: str) -> Municipality:
    folder = ROOT / "municipalities" / name
    return read_municipality({path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()})


def journals() -> Iterator[list[Signed]]:
    chance = random.Random(SEED)  # noqa: S311 - a day to make again, not a secret
    for number, name in enumerate(("cajamarca", "mar-del-plata"), 7):
        counter = Counter(number, municipality(name), chance)
        yield [signed for session in range(1, DAYS) for signed in counter.day(session)]
    life = Life(SEED, keep_entries=True)
    life.live(LIFE_ACTS)
    for author in Author:
        counter = Counter(9, municipality("cajamarca"), chance)
        counter.last = replace(counter.last, operator="centre" if author is Author.CENTRE else "rosa")
        told = [(kind, BODIES[kind]) for kind in sorted(BODIES) if KINDS[kind].author is author]
        lived = [(entry.kind, entry.body) for entry in life.entries if KINDS[entry.kind].author is author]
        yield [counter.write(kind, body) for kind, body in told + lived]


def lines() -> Iterator[bytes]:
    """Each entry as it stands among others, and as it stands alone: the dictionary is for packs of a few entries."""
    for journal in journals():
        packer = packing.Packer()
        for signed in journal:
            yield packer.add(signed)[0]
            yield packing.Packer().add(signed)[0]


def main() -> None:
    trained = zstandard.train_dictionary(DICTIONARY_BYTES, list(lines())).as_bytes()
    packing.DICTIONARY_FILE.write_bytes(trained)
    print(f"wrote {packing.DICTIONARY_FILE.name}: {len(trained)} bytes, SHA-256 {hashlib.sha256(trained).hexdigest()}")


if __name__ == "__main__":
    main()
