"""What is carried: a cabin's signed journal, with or without its letters, or one photo; and the least time any tool
could carry it in.

The journal is a synthetic one, drawn from a seed, and written as the product writes it: through
`kiosk_app.storage.journal`, by the rules, into an encrypted database, with sealed personal data named in each case. The
others carry the same entries as lines, `payload TAB signature`, and a letter as a line of base64.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import zstandard

from benchmarks.sync_runs import world
from benchmarks.workplace import ROSA
from domain.envelope import Signed, to_base64url
from domain.ids import case_code
from domain.journal.kinds import Author
from domain.ledger import accounts
from kiosk_app.services.counter import Counter
from kiosk_app.storage import entries
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.journal import Draft
from kiosk_app.storage.outbox import JournalOutbox
from sync.packing import ENTRIES_MAX, pack_entries
from tests.fakes.clock import FakeClock

PHOTO_BYTES: Final = 5_000_000
_ZSTD_LEVEL: Final = 3
_A_DAY: Final = 20
_MINUTES_S: Final = 60
_NIGHT_S: Final = 14 * 3600
_COIN: Final = 10
_FIRST: Final = ("José Manuel", "María Elena", "Segundo", "Teófila", "Wilder", "Rosa Luz", "Julia", "Andrés Avelino")
_LAST: Final = ("Huamán", "Quispe", "Cueva", "Chávez", "Tantaleán", "Ñahui", "Bardales", "Culqui", "Yopla", "Urteaga")


@dataclass(frozen=True, slots=True)
class Cargo:
    """`folder` holds a station and a centre that wait for each other; `lines` is the journal, `photo` the photo."""

    name: str
    folder: Path
    pending: int
    lines: tuple[bytes, ...] = ()
    photo: bytes = b""
    packed: int = field(default=0)

    @property
    def content(self) -> bytes:
        """As one file."""
        return self.photo or b"\n".join(self.lines) + b"\n"

    @property
    def least_bytes(self) -> int:
        """What any tool could send: zstd at its usual level over all of it at once; a photo does not compress."""
        return len(self.photo) or len(zstandard.compress(self.content, _ZSTD_LEVEL))

    def copy_to(self, folder: Path) -> None:
        """For one run, which leaves it delivered."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)


def limit_s(size: int, bits_a_second: int, rtt_ms: int) -> float:
    """No tool carries `size` bytes in less: the wire's time for them, and one round trip to be told that they came."""
    return size * 8 / bits_a_second + rtt_ms / 1000


def journal_of(count: int, folder: Path, seed: int = 11, *, letters: bool = False) -> Cargo:
    """`count` entries that the centre has not heard of, with the sealed letters that their cases name or without."""
    counter, clock = world.create(folder)
    before = counter.journal.length
    _work(counter, clock, random.Random(seed), count)  # noqa: S311 - a town to draw again, not a secret
    signed = list(entries.read(counter.store, Author.STATION, before + 1))
    outbox = JournalOutbox(counter.journal)
    sealed = []
    for blob in outbox.pending_blobs(count):
        if letters:
            sealed.append(outbox.blob_bytes(blob.sha256, 0, blob.size))
        else:
            outbox.record_blob_sent(blob.sha256, 0)
    counter.store.close()
    lines = [_line(one) for one in signed] + [to_base64url(letter).encode() for letter in sealed]
    name = f"{count:,} entries{f' and {len(sealed)} letters' * letters}"
    return Cargo(name, folder, count, tuple(lines), packed=_packed(signed) + sum(len(letter) for letter in sealed))


def photo_of(size: int, folder: Path, seed: int = 11) -> Cargo:
    """One picture, and the entry that names it."""
    counter, _clock = world.create(folder)
    before = counter.journal.length
    photo = random.Random(seed).randbytes(size)  # noqa: S311 - a picture, as far as compression can tell
    draft = next(iter(_case(counter, random.Random(seed), 1)))  # noqa: S311 - likewise
    counter.journal.record(ROSA.id, Draft(draft.kind, draft.body, blobs=(Blob("image/jpeg", photo),)))
    signed = list(entries.read(counter.store, Author.STATION, before + 1))
    counter.store.close()
    return Cargo(f"a photo of {size // 1_000_000} MB", folder, 1, photo=photo, packed=len(photo) + _packed(signed))


def _line(signed: Signed) -> bytes:
    return signed.payload + b"\t" + to_base64url(signed.signature).encode()


def _packed(signed: list[Signed]) -> int:
    """As our own messages, each as large as one may be."""
    starts = range(0, len(signed), ENTRIES_MAX)
    return sum(len(pack_entries(signed[start : start + ENTRIES_MAX])) for start in starts)


def _work(counter: Counter, clock: FakeClock, chance: random.Random, count: int) -> None:
    """Day after day until exactly `count` entries are written."""
    journal = counter.journal
    end = journal.length + count
    for number, act in enumerate(_acts(counter, clock, chance), 1):
        drafts = act if len(act) <= end - journal.length else [Draft("operator_signed_in/1", {"refused": number % 2})]
        journal.record(ROSA.id, *drafts)
        if journal.length == end:
            return


def _acts(counter: Counter, clock: FakeClock, chance: random.Random) -> Iterator[list[Draft]]:
    journal, currency = counter.journal, counter.currency
    day = 0
    while True:
        day += 1
        clock.advance(_NIGHT_S)
        yield [Draft("operator_signed_in/1", {"refused": 0})]
        yield [Draft("session_opened/1", {"session": day, "float": 5000, "currency": currency})]
        for number in range((day - 1) * _A_DAY + 1, day * _A_DAY + 1):
            clock.advance(chance.randrange(2 * _MINUTES_S, 30 * _MINUTES_S))
            yield _case(counter, chance, number)
        cash = journal.books.expected_cash()
        pieces = {"1000": cash // 1000, "10": cash % 1000 // 10}
        yield [Draft("drawer_counted/1", {"session": day, "counted": cash, "pieces": pieces})]
        yield [Draft("session_closed/1", {"session": day, "z": day, "expected": cash, "counted": cash})]
        held = journal.books.balance(accounts.SAFE, currency)
        bank = {"remittance": f"DEP-{day}", "amount": held, "voucher": f"{chance.randrange(10**8):08d}"}
        yield [Draft("remittance_declared/1", bank | {"currency": currency})]


def _case(counter: Counter, chance: random.Random, number: int) -> list[Draft]:
    procedure = chance.choice(counter.municipality.procedures)
    code = case_code(counter.identity.number, number, bytes(32))
    receipt, _grant = counter.journal.books.next_receipt()
    fee = chance.randrange(400, 9_000)
    due = fee - fee % _COIN
    opened = {
        "case": code,
        "type": "procedure",
        "service": procedure.code,
        "edition": counter.identity.edition,
        "area": procedure.area,
        "promise": counter.today().isoformat(),
        "channel": "desk",
        "met": sorted(item.code for item in procedure.requirements),
        "observed": [],
    }
    collected = {
        "case": code,
        "service": procedure.code,
        "receipt": receipt,
        "fee": fee,
        "due": due,
        "tendered": due + chance.choice((0, 0, 500, 1000)),
        "commission": 400,
        "mode": "settled",
        "currency": counter.currency,
    }
    citizen = {
        "document": f"{chance.randrange(10**8):08d}",
        "names": chance.choice(_FIRST),
        "surnames": f"{chance.choice(_LAST)} {chance.choice(_LAST)}",
        "telephone": f"9{chance.randrange(10**8):08d}",
    }
    return [Draft("case_opened/1", opened, personal=citizen), Draft("fee_collected/1", collected)]
