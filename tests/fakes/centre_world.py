"""A centre on a real database, and stations that speak the protocol to it by hand, one request at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from central import enrolment, keys
from central.blob_files import BlobFiles
from central.carried_files import CarriedFiles
from central.centre import Centre
from central.clock import unix_seconds
from central.editions import Editions
from central.enrolment import Place
from central.registry import Registry
from central.restores import MarkFile
from central.store import Store, connect, migrate, sqlite_url, stations
from central.terms import Terms
from domain import canonical, catalog
from domain.catalog import Agreement, CommissionMode, Commissions, Source, SourceKind, WorkingCalendar
from domain.envelope import EnvelopeType, Signed, from_base64url, sign, to_base64url
from domain.ids import damm_digit
from domain.journal.entry import NO_PREVIOUS, Entry, SignedEntry, read_entry
from domain.ledger.rules.collecting import void_code
from domain.money import Money
from sync.messages import ANSWER_HEADER, REQUEST_HEADER, Answer, Enrolment, Invitation, Problem, Request, body_hash
from sync.packing import pack_entries, unpack_entries
from sync.seal import SigningKey, personal_binding, proof_of_code, seal, verify
from tests.fakes.yesterday import FileOfYesterday, RowsOfYesterday

AGREED = catalog.Terms(
    since=date(2026, 1, 1),
    commission_mode=CommissionMode.SETTLED,
    guarantee=Money(30000, "PEN"),
    headroom_percent=100,
    warn_percent=70,
    banking_term_hours=24,
    smallest_coin=Money(10, "PEN"),
    receipt_block=8,
    void_minutes=30,
    void_alone=Money(5000, "PEN"),
    voucher_amount=Money(10000, "PEN"),
    voucher_count=10,
    prepaid_amounts=(Money(1000, "PEN"),),
    source=Source(SourceKind.SAMPLE),
)
TERMS = Terms(
    municipality="cajamarca",
    name="Municipalidad Provincial de Cajamarca",
    currency="PEN",
    locale="es-PE",
    timezone="America/Lima",
    agreement=Agreement((AGREED,), Commissions()),
    calendar=WorkingCalendar(frozenset(range(5)), {date(2026, 12, 8): "Inmaculada Concepción"}, 2026, 2027, ()),
    areas={"registro-civil": "Registro Civil", "limpieza": "Limpieza Pública"},
    services={"RC-01": "Partida de nacimiento"},
)


#: Nothing that the centre signs is random.
WITHOUT_VOUCHERS = replace(TERMS, agreement=Agreement((replace(AGREED, voucher_count=0),), Commissions()))


class FakeClock:
    """A clock that stands still until a test moves it."""

    boot = "b0070001"

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def uptime_s(self) -> int:
        return 60

    def pass_by(self, **time: float) -> None:
        self.moment += timedelta(**time)


def open_centre(folder: Path, clock: FakeClock, terms: Terms = TERMS, database: str | None = None) -> Centre:
    """The centre of `folder`, made on the first call and opened again later; `database` None is SQLite there."""
    if not (folder / "keys").exists():
        keys.create(folder / "keys", (), clock.now())
    engine = connect(database or sqlite_url(folder / "centre.db"))
    migrate(engine)
    store = Store(engine, terms.municipality)
    with store.writing() as tx:
        if stations.municipality_name(tx) is None:
            stations.add_municipality(tx, terms.name, unix_seconds(clock))
    loaded = keys.load(folder / "keys", (), clock.now())
    files, mark_file = BlobFiles(folder / "blobs"), MarkFile(folder / "restored")
    carried = CarriedFiles(folder / "carried")
    return Centre(store, loaded, terms, clock, files, mark_file, Editions(folder), carried)


@dataclass(frozen=True)
class Heard:
    """An answer whose signature, nonce, status and body were all checked."""

    status: int
    answer: Answer
    body: bytes

    @property
    def problem(self) -> str:
        return Problem.from_document(canonical.decode(self.body)).code

    @property
    def details(self) -> dict[str, Any]:
        return Problem.from_document(canonical.decode(self.body)).details

    @property
    def document(self) -> Any:
        return canonical.decode(self.body)

    @property
    def entries(self) -> list[SignedEntry]:
        return [read_entry(signed) for signed in unpack_entries(self.body)]


@dataclass
class Desk:
    """A station by hand: its key, its journal, what it has heard from the centre."""

    registry: Registry
    invitation: Invitation
    key: SigningKey = field(default_factory=SigningKey.generate)
    epoch: int = 1
    journal: list[SignedEntry] = field(default_factory=list)
    seen: int = 0
    acknowledged: int = 0
    ratchet: str = ""
    nonces: int = 0

    @property
    def name(self) -> str:
        return self.invitation.station

    def nonce(self) -> str:
        self.nonces += 1
        return to_base64url(hashlib.sha256(self.key.public_key + self.nonces.to_bytes(4, "big")).digest()[:16])

    def proof(self, signer: SigningKey, nonce: str, code: str | None = None) -> str:
        public = to_base64url(signer.public_key)
        transcript = Enrolment.transcript(
            station=self.name, key=public, centre_key=self.invitation.centre_key, nonce=nonce
        )
        return proof_of_code(code or self.invitation.code, transcript)

    def enrol(
        self, code: str | None = None, key: SigningKey | None = None, key_text: str | None = None, **changes: str
    ) -> Heard:
        """Enrol with `key`, or claim the public key `key_text` while signing with one's own."""
        signer = key or self.key
        nonce = changes.get("nonce") or self.nonce()
        words = {
            "station": self.name,
            "key": key_text or to_base64url(signer.public_key),
            "program": "0.1.0",
            "edition": "e" * 8,
            "nonce": nonce,
            "proof": self.proof(signer, nonce, code),
        }
        body = Enrolment(**(words | changes)).signed(signer).encode()
        return self.check(self.registry.handle("POST", "/v1/enrolments", {}, body), nonce)

    def statement(self, method: str, path: str, body: bytes = b"", /, **changes: Any) -> Request:
        fields: dict[str, Any] = {
            "station": self.name,
            "epoch": self.epoch,
            "method": method,
            "path": path,
            "body": body_hash(body),
            "nonce": self.nonce(),
            "acknowledged": self.acknowledged,
            "heard": self.seen,
            "ratchet": self.ratchet,
            "copied": "",
            "clock": 0,
        }
        return Request(**(fields | changes))

    def ask(self, method: str, path: str, body: bytes = b"", /, **changes: Any) -> Heard:
        statement = self.statement(method, path, body, **changes)
        headers = {REQUEST_HEADER: statement.signed(self.key)}
        return self.check(self.registry.handle(method, path, headers, body), statement.nonce)

    def check(self, response: tuple[int, Mapping[str, str], bytes], nonce: str) -> Heard:
        status, headers, body = response
        key = from_base64url(self.invitation.centre_key)
        answer = Answer.trusted(headers[ANSWER_HEADER], key, verify)
        assert (answer.status, answer.body, answer.nonce) == (status, body_hash(body), nonce)
        self.ratchet = answer.ratchet or self.ratchet
        return Heard(status, answer, body)

    def write(self, kind: str, body: dict[str, Any], **changes: Any) -> SignedEntry:
        """Sign the next entry into the station's own journal."""
        previous = self.journal[-1].hash if self.journal else NO_PREVIOUS
        fields: dict[str, Any] = {
            "kind": kind,
            "station": self.name,
            "epoch": self.epoch,
            "sequence": len(self.journal) + 1,
            "previous": previous,
            "seen": self.seen,
            "at": datetime(2026, 11, 21, 14, 0, tzinfo=UTC),
            "uptime_s": 5,
            "boot": "b1",
            "operator": "ana",
            "body": body,
        }
        signed = self.sign(Entry(**(fields | changes)))
        self.journal.append(signed)
        return signed

    def sign(self, entry: Entry) -> SignedEntry:
        return read_entry(sign(EnvelopeType.ENTRY, entry.payload(), self.key))

    def push(self, first: int | None = None, batch: list[Signed] | None = None) -> Heard:
        """Push entries from `first` (default: what is not acknowledged) and take the watermark to heart."""
        begin = self.acknowledged + 1 if first is None else first
        entries = batch if batch is not None else [found.signed for found in self.journal[begin - 1 :]]
        heard = self.ask("POST", f"/v1/entries?from={begin}", pack_entries(entries))
        if heard.status == 200:
            self.acknowledged = heard.answer.next_sequence - 1
        return heard

    def pull(self) -> list[SignedEntry]:
        """Fetch and count what the centre has written since."""
        found = self.ask("GET", f"/v1/outbound?from={self.seen + 1}").entries
        self.seen += len(found)
        return found

    def start(self) -> None:
        key = to_base64url(self.key.public_key)
        self.write(
            "journal_started/1",
            {
                "municipality": TERMS.municipality,
                "edition": "e" * 64,
                "number": self.invitation.number,
                "face": self.invitation.face,
                "key": key,
                "program": "0.1.0",
            },
        )

    def open_drawer(self, session: int = 1) -> None:
        self.write("session_opened/1", {"session": session, "float": 5000, "currency": "PEN"})

    def collect(self, number: int, fee: int = 1500, at: datetime | None = None, **changes: Any) -> SignedEntry:
        body = {
            "case": case_code(self.invitation.number, number),
            "service": "RC-01",
            "receipt": f"{self.name}-{number:06d}",
            "fee": fee,
            "due": fee,
            "tendered": fee,
            "commission": 400,
            "mode": "settled",
            "currency": "PEN",
        }
        return self.write("fee_collected/1", body | changes, **({} if at is None else {"at": at}))

    def void(self, paper: SignedEntry) -> SignedEntry:
        """Take a receipt of the open drawer back, with the code on the citizen's paper."""
        body = {"receipt": paper.entry.body["receipt"], "reason": "monto equivocado", "code": void_code(paper.entry)}
        return self.write("fee_voided/2", body)

    def close_drawer(self, counted: int, session: int = 1) -> None:
        self.write("drawer_counted/1", {"session": session, "counted": counted, "pieces": {"10": counted // 10}})
        body = {"session": session, "z": session, "expected": counted, "counted": counted}
        self.write("session_closed/1", body)

    def open_case(self, number: int, sealed: bytes | None = None, commitment: str | None = None) -> SignedEntry:
        body: dict[str, Any] = {
            "case": case_code(self.invitation.number, number),
            "type": "procedure",
            "service": "RC-01",
            "edition": "e" * 64,
            "area": "registro-civil",
            "promise": "2026-11-24",
            "channel": "desk",
        }
        if sealed is not None:
            body["blobs"] = [
                {"sha": sha256_of(sealed), "size": len(sealed), "type": "application/vnd.ventanilla.sealed"}
            ]
        return self.write("case_opened/1", body, personal=commitment)

    def upload(self, content: bytes, offset: int = 0, most: int = 1024 * 1024, sha256: str | None = None) -> Heard:
        path = f"/v1/blobs/{sha256 or sha256_of(content)}?offset={offset}&size={len(content)}"
        return self.ask("PATCH", path, content[offset : offset + most])

    def upload_as(self, nonce: str, content: bytes, offset: int, most: int) -> Heard:
        path = f"/v1/blobs/{sha256_of(content)}?offset={offset}&size={len(content)}"
        return self.ask("PATCH", path, content[offset : offset + most], nonce=nonce)


def case_code(cabin: int, number: int) -> str:
    body = f"{cabin:03d}{number:06d}"
    return body + damm_digit(body)


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sealed_personal(
    station: str, document: dict[str, str], sealing_key: bytes, *, instead: dict[str, str] | None = None
) -> tuple[bytes, str]:
    """Personal data as a station seals it: the sealed bytes and the commitment.

    A station that lies commits to `document` and seals `instead`.
    """
    salt = hashlib.sha256(station.encode()).digest()
    commitment = to_base64url(hashlib.sha256(salt + canonical.encode(document)).digest())
    letter = canonical.encode({"document": instead or document, "salt": to_base64url(salt)})
    return seal(letter, sealing_key, bound_to=personal_binding(station, commitment)), commitment


@dataclass
class CentreWorld:
    """A centre, its clock, and the stations a test invites. `reopen` is a restart of the program."""

    folder: Path
    clock: FakeClock = field(default_factory=FakeClock)
    terms: Terms = TERMS
    database: str | None = None
    centre: Centre = field(init=False)
    _yesterday: FileOfYesterday | RowsOfYesterday | None = field(init=False, default=None)
    registry: Registry = field(init=False)

    def __post_init__(self) -> None:
        self.centre = open_centre(self.folder, self.clock, self.terms, self.database)
        self.registry = Registry(self.centre)

    def close(self) -> None:
        self.centre.store.close()

    def reopen(self) -> None:
        self.close()
        self.centre = open_centre(self.folder, self.clock, self.terms, self.database)
        self.registry = Registry(self.centre)

    def back_up(self) -> None:
        """Keep the database as it is now, for `put_back`."""
        self.close()
        if self.database is None:
            self._yesterday = FileOfYesterday(self.folder / "centre.db")
        else:
            self._yesterday = RowsOfYesterday(self.database)
        self.reopen()

    def put_back(self) -> None:
        """The database is what it was at `back_up`; everything beside it stays as it is."""
        assert self._yesterday is not None, "nothing was kept"
        self.close()
        self._yesterday.put_back()
        self.reopen()

    def stored(self) -> bytes:
        """Everything that the database holds, as bytes to be searched. Closes the world."""
        self.close()
        if self.database is None:
            return b"".join(file.read_bytes() for file in self.folder.glob("centre.db*"))
        rows = RowsOfYesterday(self.database).rows
        values = [value for table in rows.values() for row in table for value in row.values()]
        return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)

    def invite(self, station: str = "C07", number: int = 7, face: str = "desk", **more: Any) -> Desk:
        label = more.pop("label", f"Cabina {number} · Mercado")
        place = Place(station=station, number=number, face=face, label=label, **more)
        with self.centre.store.writing() as tx:
            return Desk(self.registry, enrolment.invite(self.centre, tx, place, "https://localhost:8443"))

    def approve(self, desk: Desk, *, guaranteed: bool = True) -> None:
        reference = f"BN-{desk.name}" if guaranteed else None
        with self.centre.store.writing() as tx:
            enrolment.approve(self.centre, tx, desk.name, guarantee_reference=reference, by="jefe")

    def desk(self, station: str = "C07", number: int = 7, face: str = "desk") -> Desk:
        """An approved station that has started its journal and heard what the centre had to say."""
        desk = self.invite(station, number, face, operators=(("ana", "operator"),))
        assert desk.enrol().status == 200
        self.approve(desk)
        desk.start()
        assert desk.push().status == 200
        desk.pull()
        return desk

    @property
    def sealing_key(self) -> bytes:
        return self.centre.keys.sealing.public_key
