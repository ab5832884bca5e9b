"""Fictitious cabins with real journals: signed, chained, verified and reconciled by the code that the product uses.

For opening the auditor's screen alone, for pictures and for tests. Nobody named here exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from domain.envelope import EnvelopeType, sign, to_base64url
from domain.ids import case_code, damm_digit
from domain.journal.entry import NO_PREVIOUS, Entry, SignedEntry, read_entry
from domain.journal.verify import verify_journals
from domain.ledger.books import Books
from domain.ledger.reconciliation import reconcile
from kiosk_app.services.audit import Audited
from sync.messages import StationListing
from sync.seal import SigningKey, verify

ZONE: Final = ZoneInfo("America/Lima")
NOW: Final = datetime(2026, 11, 20, 15, 42, tzinfo=UTC)
CURRENCY: Final = "PEN"
TERM_HOURS: Final = 24
FLOAT: Final = 5000
COMMISSION: Final = 400
_CENTRE: Final = SigningKey(b"\x0c" * 32)
_SERVICES: Final = (("RC-01", 1230), ("LF-01", 9060), ("UR-04", 1530), ("TR-02", 4200), ("RC-03", 1230))
_COINS: Final = (20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10)


@dataclass
class SampleCabin:
    """Two journals that grow by the product's own rules, and `forge`, which asks none."""

    station: str
    number: int
    label: str
    operator: str
    now: datetime = datetime(2026, 10, 26, 13, 0, tzinfo=UTC)
    own: list[SignedEntry] = field(default_factory=list)
    outbound: list[SignedEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = SigningKey(bytes([self.number]) * 32)
        self.books = Books(self.station)
        self.receipts = 0
        self.sessions = 0
        self.safe = 0
        self._grant("outbound_started/1", municipality="sample", key=to_base64url(_CENTRE.public_key))
        self._grant("guarantee_deposited/1", amount=30_000, currency=CURRENCY, reference=f"G-{self.number}")
        self._grant("receipts_granted/1", grant="R1", series=self.station, first=1, last=900)
        self._grant("headroom_granted/1", grant="H1", amount=900_000, currency=CURRENCY)

    def day(self, when: date, fees: int, *, difference: int = 0, explanation: str = "", void: bool = False) -> None:
        """A drawer from morning to evening: `fees` receipts, a blind count, a close."""
        self.now = datetime(when.year, when.month, when.day, 13, 0, tzinfo=UTC)
        self.sessions += 1
        self._act("session_opened/1", session=self.sessions, float=FLOAT, currency=CURRENCY)
        taken = sum(self._fee() for _receipt in range(fees))
        if void:
            self._fee()
            self._act("fee_voided/1", receipt=f"{self.station}-{self.receipts:06d}", reason="pago duplicado")
        counted = FLOAT + taken + difference
        self.now += timedelta(hours=3)
        self._act("drawer_counted/1", session=self.sessions, counted=counted, pieces=_pieces(counted))
        close: dict[str, Any] = {"session": self.sessions, "z": self.sessions, "counted": counted}
        close["expected"] = FLOAT + taken
        if explanation:
            close["explanation"] = explanation
        self._act("session_closed/1", **close)
        self.safe += taken + difference

    def deposit(self, name: str, amount: int, *, confirmed: bool) -> None:
        self.now += timedelta(minutes=40)
        self._act(
            "remittance_declared/1", remittance=name, amount=amount, voucher=f"0042-{amount:06d}", currency=CURRENCY
        )
        self.safe -= amount
        if confirmed:
            self.now += timedelta(hours=16)
            self._grant(
                "remittance_confirmed/1", remittance=name, amount=amount, currency=CURRENCY, bank_line=f"BN {name}"
            )

    def forge(self, kind: str, **body: Any) -> None:
        """An authentic entry that breaks a rule."""
        self.own.append(self._signed(self.own, len(self.outbound), self.key, kind, body))

    def audited(self, *, listed: int = 0) -> Audited:
        """What verifying these journals proves. `listed` more entries than are here are said to be at the centre."""
        verification = verify_journals(
            self.station,
            [found.signed for found in self.own],
            [found.signed for found in self.outbound],
            station_key=self.key.public_key,
            centre_key=_CENTRE.public_key,
            verify=verify,
        )
        listing = StationListing(
            station=self.station,
            number=self.number,
            label=self.label,
            face="desk",
            key=to_base64url(self.key.public_key),
            epoch=1,
            entries=len(self.own) + listed,
            outbound=len(self.outbound),
            status="active",
        )
        return Audited(listing, verification, reconcile(verification, CURRENCY, ZONE))

    def _fee(self) -> int:
        """One receipt; answers what was paid in cash."""
        service, fee = _SERVICES[(self.receipts + self.number) % len(_SERVICES)]
        self.receipts += 1
        self._act(
            "fee_collected/1",
            case=case_code(self.number, self.receipts, b"k" * 32),
            service=service,
            receipt=f"{self.station}-{self.receipts:06d}",
            fee=fee,
            due=fee,
            tendered=fee,
            commission=COMMISSION,
            mode="settled",
            currency=CURRENCY,
        )
        return fee

    def _act(self, kind: str, **body: Any) -> None:
        self.now += timedelta(minutes=9)
        found = self._signed(self.own, len(self.outbound), self.key, kind, body)
        self.books.book(found.entry)
        self.own.append(found)

    def _grant(self, kind: str, **body: Any) -> None:
        found = self._signed(self.outbound, len(self.own), _CENTRE, kind, body)
        self.books.book(found.entry)
        self.outbound.append(found)

    def _signed(
        self, journal: list[SignedEntry], seen: int, key: SigningKey, kind: str, body: dict[str, Any]
    ) -> SignedEntry:
        entry = Entry(
            kind=kind,
            station=self.station,
            epoch=1,
            sequence=len(journal) + 1,
            previous=journal[-1].hash if journal else NO_PREVIOUS,
            seen=seen,
            at=self.now,
            uptime_s=60,
            boot="b0a1",
            operator=self.operator if key is self.key else "centre",
            body=body,
        )
        return read_entry(sign(EnvelopeType.ENTRY, entry.payload(), key))


def _pieces(minor: int) -> dict[str, int]:
    found = {}
    for coin in _COINS:
        count, minor = divmod(minor, coin)
        if count:
            found[str(coin)] = count
    return found


def sample_cabins() -> list[SampleCabin]:
    """Six cabins and four weeks: two differences, deposits of every age, a voided receipt, and one broken rule."""
    cabins = [
        SampleCabin("C02", 2, "02 Plaza", "e.ramos"),
        SampleCabin("C03", 3, "03 Terminal", "j.soto"),
        SampleCabin("C07", 7, "07 San Juan", "r.quispe"),
        SampleCabin("C11", 11, "11 Mercado", "l.ayala"),
        SampleCabin("C15", 15, "15 La Colmena", "p.rojas"),
        SampleCabin("C19", 19, "19 Pampa", "m.ccori"),
    ]
    first = date(2026, 10, 26)
    for cabin in cabins:
        for number in range(17):
            when = first + timedelta(days=number + 2 * (number // 5))
            cabin.day(when, 5 + (number * cabin.number) % 6, **_unusual(cabin, number))
            if number % 2 and number < 16 - _slowness(cabin):
                cabin.deposit(_deposit_name(cabin.number, number), cabin.safe, confirmed=number < 13)  # noqa: PLR2004
    return cabins


def _deposit_name(cabin: int, number: int) -> str:
    """As a counter names its deposits."""
    digits = f"{cabin:04d}{number:06d}"
    return f"REM-{digits[:4]}-{digits[4:]}-{damm_digit(digits)}"


def _slowness(cabin: SampleCabin) -> int:
    return {"C19": 6, "C11": 3}.get(cabin.station, 0)


def _unusual(cabin: SampleCabin, number: int) -> dict[str, Any]:
    match cabin.station, number:
        case "C11", 14:
            return {"difference": -4000, "explanation": "Di vuelto de más a un vecino; no pude ubicarlo.", "void": True}
        case "C11", 9:
            return {"difference": -2150, "explanation": "Faltó en el arqueo, lo repongo."}
        case "C03", 15:
            return {"difference": 500, "explanation": "Un vecino no esperó su vuelto."}
        case _:
            return {}


class SampleAudit:
    """The service over sample cabins; exports are told apart by their words, the real ones are the service's."""

    def __init__(self, cabins: Sequence[Audited]) -> None:
        self._cabins = list(cabins)
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def run(self, _period: tuple[date, date] | None = None) -> list[Audited]:
        return list(self._cabins)

    def pdf(self, audited: Sequence[Audited], _period: tuple[date, date], _prepared_by: str) -> bytes:
        return self._export("pdf", audited)

    def csv(self, audited: Sequence[Audited]) -> bytes:
        return self._export("csv", audited)

    def hledger(self, found: Audited) -> str:
        return self._export("hledger", [found]).decode()

    def _export(self, kind: str, audited: Sequence[Audited]) -> bytes:
        stations = tuple(found.listing.station for found in audited)
        self.asked.append((kind, stations))
        return f"{kind} {' '.join(stations)}".encode()
