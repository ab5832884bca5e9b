"""A fictitious cabin with real journals: signed, chained, verified and reconciled by the code that the product uses.

For opening the auditor's screen alone, for pictures and for tests. Nobody named here exists.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from domain.envelope import EnvelopeType, sign, to_base64url
from domain.ids import case_code
from domain.journal.entry import NO_PREVIOUS, Entry, SignedEntry, read_entry
from domain.journal.verify import verify_journals
from domain.ledger import accounts
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
        self.month_end = 0
        self.mode = "settled"
        self.grant("outbound_started/1", municipality="sample", key=to_base64url(_CENTRE.public_key))
        self.grant("guarantee_deposited/1", amount=30_000, currency=CURRENCY, reference=f"G-{self.number}")
        self.grant("receipts_granted/1", grant="R1", series=self.station, first=1, last=900)
        self.grant("headroom_granted/1", grant="H1", amount=900_000, currency=CURRENCY)

    @property
    def safe(self) -> int:
        """Counted and not deposited yet."""
        return self.books.balance(accounts.SAFE, CURRENCY)

    @property
    def last_receipt(self) -> str:
        return f"{self.station}-{self.receipts:06d}"

    def day(
        self,
        when: date,
        fees: int,
        *,
        difference: int = 0,
        explanation: str = "",
        during: Callable[[SampleCabin], None] | None = None,
    ) -> None:
        """A drawer from morning to evening: `fees` receipts, what else happens, a blind count, a close."""
        self.now = datetime(when.year, when.month, when.day, 13, 0, tzinfo=UTC)
        self.sessions += 1
        self.act("session_opened/1", session=self.sessions, float=FLOAT, currency=CURRENCY)
        for _receipt in range(fees):
            self.fee()
        if during is not None:
            during(self)
        expected = self.books.expected_cash()
        counted = expected + difference
        self.now += timedelta(hours=3)
        self.act("drawer_counted/1", session=self.sessions, counted=counted, pieces=_pieces(counted))
        close: dict[str, Any] = {"session": self.sessions, "z": self.sessions, "counted": counted, "expected": expected}
        if explanation:
            close["explanation"] = explanation
        self.act("session_closed/1", **close)

    def deposit(self, name: str, *, confirmed: bool, short: int = 0) -> None:
        """All of the safe, less the commission that may be kept back; the bank may show less than was declared."""
        self.now += timedelta(minutes=40)
        kept = max(0, self.books.commission_retainable(CURRENCY))
        amount = self.safe - kept
        self.act(
            "remittance_declared/1", remittance=name, amount=amount, voucher=f"0042-{amount:06d}", currency=CURRENCY
        )
        if kept:
            self.act("commission_retained/1", remittance=name, amount=kept, currency=CURRENCY)
        if confirmed:
            self.now += timedelta(hours=16)
            shown = {"remittance": name, "amount": amount - short, "currency": CURRENCY}
            self.grant("remittance_confirmed/1", **shown, bank_line=f"BN {name}")
        if short:
            self.grant("remittance_fell_short/1", remittance=name, amount=short, currency=CURRENCY)

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

    def fee(self, prepaid: str = "") -> None:
        """One receipt: in cash, or with a code for as much as it is worth."""
        service, fee = _SERVICES[(self.receipts + self.number) % len(_SERVICES)]
        self.receipts += 1
        body: dict[str, Any] = {
            "case": case_code(self.number, self.receipts, b"k" * 32),
            "service": service,
            "receipt": self.last_receipt,
            "fee": fee,
            "commission": COMMISSION,
            "mode": self.mode,
            "currency": CURRENCY,
        }
        if prepaid:
            body["paid"] = min(fee, self.books.facts.standing.prepaid[prepaid].left)
            body["prepaid"] = prepaid
        due = fee - body.get("paid", 0)
        self.act(f"fee_collected/{2 if prepaid else 1}", **body, due=due, tendered=due)

    def act(self, kind: str, **body: Any) -> None:
        """An entry of the cabin, nine minutes after the last one."""
        self.now += timedelta(minutes=9)
        found = self._signed(self.own, len(self.outbound), self.key, kind, body)
        self.books.book(found.entry)
        self.own.append(found)

    def grant(self, kind: str, **body: Any) -> None:
        """An entry of the centre for the cabin."""
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

    def xlsx(self, audited: Sequence[Audited], _period: tuple[date, date]) -> bytes:
        return self._export("xlsx", audited)

    def hledger(self, found: Audited) -> str:
        return self._export("hledger", [found]).decode()

    def beancount(self, found: Audited) -> str:
        return self._export("beancount", [found]).decode()

    def _export(self, kind: str, audited: Sequence[Audited]) -> bytes:
        stations = tuple(found.listing.station for found in audited)
        self.asked.append((kind, stations))
        return f"{kind} {' '.join(stations)}".encode()
