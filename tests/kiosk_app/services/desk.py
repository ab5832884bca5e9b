"""A whole counter without a screen: storage, keys and a municipality's folder are real."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from domain.catalog import Municipality, read_municipality
from domain.envelope import to_base64url
from domain.journal.entry import Entry, SignedEntry, read_entry
from domain.journal.kinds import Author
from domain.journal.verify import Verification, verify_journals
from domain.money import Money
from kiosk_app.services.appointments import Appointments
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.citizen import Citizen, People
from kiosk_app.services.complaints import ComplaintRequest, FileComplaint
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.drawer import Drawer
from kiosk_app.services.grants import Grants
from kiosk_app.services.paper import Paper, PrinterChoice
from kiosk_app.services.prepaid import PrepaidCodes
from kiosk_app.services.procedures import CaseDone, OpenProcedure, ProcedureRequest
from kiosk_app.services.queue import Queue
from kiosk_app.services.receipts import CheckReceipt
from kiosk_app.services.refunds import Refunds
from kiosk_app.services.remittances import Remittances
from kiosk_app.services.statements import Statements
from kiosk_app.services.vouchers import Vouchers
from kiosk_app.storage import entries
from kiosk_app.storage.connection import Store
from printing.profiles import PROFILE_80, PrinterProfile
from sync.seal import verify
from tests.fakes.answers import right_answers
from tests.fakes.clock import FakeClock
from tests.fakes.station import Centre, Station, new_station

FOLDERS: Final = Path(__file__).resolve().parents[3] / "municipalities"
ROSA: Final = Operator("rosa", "Rosa Medina", "operator")
JOSE: Final = Citizen("41236789", "José Manuel", "Huamán Ñahui", "976 123 456")
#: RC-01 asks for them.
ANSWERS: Final = {"record_holder": "José Huamán Ñahui", "copies": "1"}


@cache
def municipality(name: str = "cajamarca") -> Municipality:
    folder = FOLDERS / name
    return read_municipality({path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()})


class Hand:
    """The citizen's hand: what was on the papers of prepaid codes, newest last."""

    def __init__(self) -> None:
        self.codes: list[str] = []

    def queue_prepaid(self, _store: Store, _found: SignedEntry, code: str, _operator: Operator) -> None:
        self.codes.append(code)


@dataclass
class Desk:
    station: Station
    folder: str = "cajamarca"
    profile: PrinterProfile = field(default=PROFILE_80)
    hand: Hand = field(default_factory=Hand)

    def __post_init__(self) -> None:
        self._build()

    def _build(self) -> None:
        self.counter = Counter(self.station.journal, municipality(self.folder), self.station.clock)
        self.drawer = Drawer(self.counter)
        self.paper = Paper(self.counter, PrinterChoice("tickets", self.profile))
        self.procedures = OpenProcedure(self.counter, self.paper)
        self.complaints = FileComplaint(self.counter, self.paper)
        self.appointments = Appointments(self.counter, self.paper)
        self.cases = CaseBook(self.counter)
        self.people = People(self.counter)
        self.remittances = Remittances(self.counter)
        self.queue = Queue(self.counter)
        self.receipts = CheckReceipt(self.counter)
        self.prepaid = PrepaidCodes(self.counter, self.hand)
        self.vouchers = Vouchers(self.counter)
        self.refunds = Refunds(self.counter)
        self.statements = Statements(self.counter)
        self.grants = Grants(self.counter)

    @property
    def clock(self) -> FakeClock:
        return self.station.clock

    @property
    def centre(self) -> Centre:
        return self.station.centre

    @property
    def length(self) -> int:
        return self.station.journal.length

    @property
    def last(self) -> Entry:
        """What was written last, as it was signed."""
        return read_entry(next(entries.read(self.station.store, Author.STATION, self.length))).entry

    def restart(self) -> None:
        """As after a power cut: nothing is left but what is on disk."""
        self.station.reopen()
        self._build()

    def hear(self, kind: str, **body: Any) -> None:
        """From a centre that holds everything this station has written."""
        found = self.centre.write(kind, body, seen=self.length, at=self.clock.now())
        refused = self.station.journal.hear([found])
        assert not refused, refused

    def open_drawer(self, opening_float: int = 5000) -> None:
        self.drawer.open(ROSA, self.counter.money(opening_float))

    def request(self, procedure: str = "RC-01", **changes: Any) -> ProcedureRequest:
        """A request that is in order; `changes` put it out of order."""
        found = self.counter.municipality.procedure(procedure)
        fields: dict[str, Any] = {
            "procedure": procedure,
            "citizen": JOSE,
            "met": tuple(item.code for item in found.requirements),
            "observed": (),
            "tendered": self.procedures.quote(procedure).due,
            "answers": right_answers(found) | ANSWERS,
        }
        return ProcedureRequest(**(fields | changes))

    def charge(self, procedure: str = "RC-01", **changes: Any) -> CaseDone:
        return self.procedures.submit(ROSA, self.request(procedure, **changes))

    def complain(self, category: str = "AL-01", **changes: Any) -> CaseDone:
        fields: dict[str, Any] = {
            "category": category,
            "place_kind": "corner",
            "place": "Jr. Amalia Puga con Jr. Tarapacá",
            "description": "Poste sin luz desde el martes.",
            "citizen": JOSE,
        }
        return self.complaints.submit(ROSA, ComplaintRequest(**(fields | changes)))

    def close_drawer(self, difference: int = 0, explanation: str = "") -> int:
        """Count what is there (or `difference` more) and close. Returns the Z."""
        held = self.expected_cash() + difference
        self.drawer.sign_count(ROSA, pieces(self.counter.municipality, held))
        return self.drawer.close(ROSA, explanation).z

    def expected_cash(self) -> int:
        """What is really in the drawer, from its papers: the services do not say before the count is signed."""
        row = self.station.store.row("SELECT number, float FROM session WHERE closed_at IS NULL")
        if row is None:
            return 0
        held = int(row["float"])
        for what in (
            "due) FROM receipt WHERE voided IS NULL AND",
            "amount) FROM prepaid_sale WHERE",
            "amount) FROM cash_move WHERE way IN ('float_in', 'from_safe') AND",
            "-amount) FROM cash_move WHERE way IN ('float_out', 'to_safe') AND",
        ):
            found = self.station.store.row(f"SELECT sum({what} session = ?", (row["number"],))
            assert found is not None, "an aggregate always has a row"
            held += found[0] or 0
        return held

    def exposure(self) -> Money:
        """What the books say: the gauge does not tell while a count is blind."""
        return self.counter.money(self.counter.journal.books.exposure(self.counter.currency))

    def verified(self) -> Verification:
        return verified(self.station)


def pieces(of: Municipality, minor: int) -> dict[Money, int]:
    """Coins and notes that come to `minor`; what no coin can give is left out."""
    found = {}
    for coin in of.coins:
        count, minor = divmod(minor, coin.minor)
        if count:
            found[coin] = count
    return found


def verified(station: Station) -> Verification:
    """The station's two journals, checked from nothing."""
    return verify_journals(
        station.journal.identity.station,
        entries.read(station.store, Author.STATION),
        entries.read(station.store, Author.CENTRE),
        station_key=station.signer.public_key,
        centre_key=station.centre.key.public_key,
        verify=verify,
    )


def new_desk(
    folder: Path,
    *,
    guarantee: int = 3_000_000,
    receipts: int = 200,
    municipality_folder: str = "cajamarca",
    name: str = "C07",
    number: int = 7,
) -> Desk:
    """Enrolled, approved, with a guarantee and receipt numbers, and its drawer not yet open."""
    folder.mkdir(parents=True, exist_ok=True)
    station = new_station(folder, name=name, number=number)
    station.journal.hear(station.centre.welcome(guarantee=guarantee, receipts=receipts))
    return Desk(station, municipality_folder)


def meet(desk: Desk, other: Desk, status: str = "active") -> None:
    """`desk` hears from the centre that `other` is one of its stations."""
    identity = other.station.journal.identity
    desk.hear(
        "station_listed/1",
        station=identity.station,
        number=identity.number,
        label=identity.label,
        key=to_base64url(other.station.signer.public_key),
        status=status,
    )
