"""What desk tests share: a counter with real services, a list as a view, and what presenters told the world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.catalog import Municipality
from domain.errors import Refusal
from kiosk_app.background.moments import system_moment
from kiosk_app.devices.key_store import Hardness, KeyStore
from kiosk_app.screens.desk.queue.carrying import Neighbours
from kiosk_app.screens.desk.queue.presenter import Handover
from kiosk_app.screens.desk.screens import DeskHooks, DeskServices
from kiosk_app.services.announcements import Announcements
from kiosk_app.services.appointments import Appointments
from kiosk_app.services.approval import Approval
from kiosk_app.services.articles import ArticleBook
from kiosk_app.services.carrying import Carriage, OtherFile
from kiosk_app.services.case_acts import CaseActs
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.citizen import Citizen, People
from kiosk_app.services.complaints import FileComplaint
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.courier import Brought, Courier
from kiosk_app.services.drafts import DraftBook
from kiosk_app.services.drawer import Drawer
from kiosk_app.services.elsewhere import CasesElsewhere
from kiosk_app.services.enquiries import Enquiries
from kiosk_app.services.grants import Grants
from kiosk_app.services.paper import Paper, PrinterChoice
from kiosk_app.services.prepaid import PrepaidCodes
from kiosk_app.services.printer_setup import PrinterSetup
from kiosk_app.services.procedures import CaseDone, OpenProcedure, ProcedureRequest
from kiosk_app.services.queue import Queue
from kiosk_app.services.receipts import CheckReceipt
from kiosk_app.services.refunds import Refunds
from kiosk_app.services.remittances import Remittances
from kiosk_app.services.sign_in import SignIn
from kiosk_app.services.statements import Statements
from kiosk_app.services.vouchers import Vouchers
from kiosk_app.storage import spool_table
from kiosk_app.storage.outbox import JournalOutbox
from kiosk_app.storage.station_folder import StationFolder
from printing.printers import Printer
from printing.profiles import PROFILE_80
from printing.spool import Outcome, PrintJob, SpoolState, begin_sending, confirm_in_hand, deny_in_hand, finish_sending
from sync.exchange import Identity as Speaker
from sync.seal import verify
from sync.status import Connection, Status
from tests.fakes.answers import right_answers
from tests.fakes.station import Station, new_station

ROSA = Operator("rosa.q", "Rosa Quispe", "operator")
INES = Citizen(document="45067318", names="Inés", surnames="Yupanqui Torres")
OFFLINE = Status(
    connection=Connection.OFFLINE,
    reason=None,
    pending_entries=3,
    pending_blobs=0,
    oldest_pending=None,
    last_contact=None,
    clock_offset_s=None,
    sending=0,
    sending_total=0,
)


class Shown(list[Any]):
    """A list as the view: what was rendered, in order."""

    def render(self, state: Any) -> None:
        self.append(state)

    def last(self) -> Any:
        return self[-1]


class TableTray:
    """A person's answer about a paper, kept as the program keeps it."""

    def __init__(self, station: Station) -> None:
        self._station = station

    def in_hand(self, job: PrintJob) -> PrintJob:
        return spool_table.update(self._station.store, confirm_in_hand(job))

    def not_in_hand(self, job: PrintJob) -> PrintJob:
        return spool_table.update(self._station.store, deny_in_hand(job))


class PrinterBench:
    """Printers that were tried and put to use; `outcome` is what comes of the next sheet, None while one prints."""

    def __init__(self) -> None:
        self.outcome: Outcome | None = Outcome(state=SpoolState.PRINTED, reason=None, bytes_sent=10)
        self.tried: list[tuple[Printer, bytes]] = []
        self.used: list[Printer] = []

    def try_out(self, printer: Printer, sheet: bytes, told: Callable[[Outcome], None]) -> bool:
        if self.outcome is None:
            return False
        self.tried.append((printer, sheet))
        told(self.outcome)
        return True

    def use(self, printer: Printer) -> None:
        self.used.append(printer)


@dataclass
class Carrier:
    """What carries other counters' files, by hand: `carriage` is what a test says of it."""

    carriage: Carriage | None = None
    begun: list[OtherFile] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)

    def carry(self, stick: OtherFile) -> None:
        self.begun.append(stick)

    def try_now(self) -> None:
        self.pressed.append("try now")

    def give_up(self) -> None:
        self.pressed.append("give up")
        self.carriage = None


@dataclass
class Desk:
    """A counter with an open drawer; what presenters said to the world around them is in the lists."""

    station: Station
    services: DeskServices
    keys: KeyStore
    commits: list[int] = field(default_factory=list)
    went: list[tuple[str, str]] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    status: Status = OFFLINE
    kept: dict[str, bytes] = field(default_factory=dict)
    folder: str = "USB"
    #: Where a courier's files shall be, which one is read, and what was applied.
    stick: Path | None = None
    picked: Path | None = None
    carried: list[Brought] = field(default_factory=list)
    carrier: Carrier = field(default_factory=Carrier)
    bench: PrinterBench = field(default_factory=PrinterBench)
    printer_problems: tuple[str, ...] = ()

    def handover(self) -> Handover:
        hooks = self.hooks()
        return Handover(self.services.courier, hooks.folder, hooks.file, hooks.carried)

    def neighbours(self) -> Neighbours:
        return Neighbours(self.carrier, lambda: self.picked)

    def committed(self) -> None:
        self.commits.append(self.station.journal.length)

    def go(self, place: str, about: str) -> None:
        self.went.append((place, about))

    def say(self, words: str, undo: str) -> None:
        self.said.append((words, undo))

    def keep(self, name: str, content: bytes) -> str:
        """The person chooses `folder`, or nothing; `full` has no room."""
        if self.folder == "full":
            raise Refusal("disk_failing", why="no room")
        if self.folder:
            self.kept[name] = content
        return self.folder

    def hooks(self) -> DeskHooks:
        return DeskHooks(
            committed=self.committed,
            status=lambda: self.status,
            sync_now=lambda: None,
            export=lambda: None,
            keep=self.keep,
            folder=lambda: self.stick,
            file=lambda: self.picked,
            carried=self.carried.append,
            carrier=self.carrier,
            other_file=lambda: self.picked,
            print_reading=lambda: None,
            busy=lambda: False,
            bench=self.bench,
            printer_problems=lambda: self.printer_problems,
        )

    def hear(self, kind: str, **body: Any) -> None:
        """From a centre that holds everything this station has written."""
        journal = self.station.journal
        found = self.station.centre.write(kind, body, seen=journal.length, at=self.station.clock.now())
        refused = journal.hear([found])
        assert not refused, refused

    def collect(self, citizen: Citizen = INES, procedure: str = "RC-01") -> CaseDone:
        """A case of before, as the service leaves it."""
        quote = self.services.procedures.quote(procedure)
        form = right_answers(quote.procedure)
        met = tuple(requirement.code for requirement in quote.procedure.requirements)
        request = ProcedureRequest(procedure, citizen, met, (), quote.due, form)
        return self.services.procedures.submit(ROSA, request)

    def printed(self, job: PrintJob, state: SpoolState = SpoolState.PRINTED, reason: str | None = None) -> PrintJob:
        """The printer's part of a job's life."""
        sent = 0 if state is SpoolState.FAILED_BEFORE_SEND else 10
        outcome = Outcome(state=state, reason=reason, bytes_sent=sent)
        return spool_table.update(self.station.store, finish_sending(begin_sending(job), outcome))


def speaker_of(station: Station) -> Speaker:
    """Who the station is on the wire."""
    return Speaker(station.journal.identity.station, 1, station.signer, station.centre.key.public_key, verify)


def approved_desk(folder: Path, municipality: Municipality, *, guarantee: int = 30_000) -> Desk:
    """A station the centre has approved, with every service; its drawer is shut."""
    station = new_station(folder)
    station.journal.hear(station.centre.welcome(guarantee=guarantee, currency=municipality.currency))
    keys = KeyStore(folder / "keys", Hardness(memory_kib=64, passes=1))
    (folder / "keys").mkdir()
    sign_in = SignIn(keys, station.clock)
    counter = Counter(station.journal, municipality, station.clock)
    paper = Paper(counter, PrinterChoice("ticket", PROFILE_80))
    services = DeskServices(
        operator=ROSA,
        counter=counter,
        people=People(counter),
        procedures=OpenProcedure(counter, paper),
        complaints=FileComplaint(counter, paper),
        announcements=Announcements(counter),
        articles=ArticleBook(counter),
        enquiries=Enquiries(counter, paper),
        cases=CaseBook(counter),
        acts=CaseActs(counter, paper),
        appointments=Appointments(counter, paper),
        elsewhere=CasesElsewhere(),
        drawer=Drawer(counter),
        drafts=DraftBook(counter),
        approval=Approval(counter, sign_in),
        prepaid=PrepaidCodes(counter, paper),
        vouchers=Vouchers(counter),
        grants=Grants(counter),
        remittances=Remittances(counter),
        statements=Statements(counter),
        refunds=Refunds(counter),
        queue=Queue(counter),
        courier=Courier(counter, JournalOutbox(station.journal), speaker_of(station), system_moment),
        receipts=CheckReceipt(counter),
        paper=paper,
        tray=TableTray(station),
        printer_setup=PrinterSetup(counter, StationFolder(folder)),
    )
    return Desk(station, services, keys)
