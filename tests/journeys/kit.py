"""The program whole, in one process: the real centre behind real TLS, real station folders, real windows, a person's
hands. Only the clock on the wall, the network's faults and the printer are ours.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QTableView, QWidget

from central.__main__ import main as centre_order
from central.opening import DataDirectory, OpenCentre
from central.registry import Registry
from central.server import CentreServer, listen, run_in_thread
from central.store import journals, stations
from central.store.journals import JournalName
from domain.envelope import Signed
from domain.journal.entry import SignedEntry, read_entry
from domain.journal.kinds import Author
from domain.journal.verify import Verification, verify_journals
from kiosk_app.background.exchange_thread import Carrier
from kiosk_app.bootstrap.audit import AuditProgram
from kiosk_app.bootstrap.desk import DeskProgram
from kiosk_app.bootstrap.enrol import Made, Person, enrol
from kiosk_app.bootstrap.running import Running
from kiosk_app.devices.key_store import Hardness
from kiosk_app.screens.desk.screens import DeskServices
from kiosk_app.services.audit import Audit, Audited
from kiosk_app.storage import entries
from kiosk_app.storage.audit_store import AuditTables
from kiosk_app.storage.connection import Store
from kiosk_app.storage.station_folder import StationFolder
from sync.errors import Reason, Unreachable
from sync.exchange import Exchange, Reply
from sync.messages import ANSWER_HEADER, Invitation
from sync.seal import verify
from sync.transport import Transport
from tests.fakes.clock import FakeClock
from tools.demo_day import Desk, WalkIn
from tools.demo_town import AUDITOR, CABIN, GUARANTEE_REFERENCE, PIN, Place, Town
from tools.hands import Hands

#: Argon2id's cost is not what a journey tells.
SOFT: Final = Hardness(1024, 1, 1)
OTHER_CABIN: Final = Place("C12", 12, "desk", "Cabina 12 · San Sebastián", (("luis", "Luis Terán", "operator"),))

BIRTH: Final = WalkIn("RC-01", "acta nacimiento", "40118726", "Íñigo", "Muñoz Ñaupari", "20")
NO_DEBT: Final = WalkIn("TB-01", "no adeudo", "26611870", "Segundo", "Cerquín Ispilco", "50")
HEALTH: Final = WalkIn("CO-03", "carne sanitario", "47015536", "Wilder", "Tasilla Chávez", "20")
LICENCE: Final = WalkIn("LF-01", "licencia riesgo bajo", "41239077", "Rosaura", "Ayay Quispe", "100")
WORKS: Final = WalkIn("ED-A", "edificacion modalidad A", "26733398", "Carmen", "Zafra Bueno", "200")

#: What no screen ever shows: Python's own words, or a refusal's code standing for a sentence.
RAW: Final = re.compile(r"Traceback|Exception|Refusal|sqlite|\b[a-z]+(?:_[a-z]+)+\b")


@dataclass
class City(Town):
    """`tools.demo_town.Town` with the centre's server on a thread and its orders called, not started."""

    _opened: OpenCentre | None = field(default=None, init=False)
    _server: CentreServer | None = field(default=None, init=False)
    _thread: Any = field(default=None, init=False)

    def order(self, *words: str) -> str:
        said: list[str] = []
        code = centre_order([words[0], "--data", str(self.centre), *words[1:]], said.append)
        assert code == 0, f"the centre refused: {words}: {said}"
        return "\n".join(said)

    def open_centre(self) -> None:
        data = DataDirectory(self.centre)
        self._opened = data.open()
        self._server = CentreServer(self._opened.centre, listen("127.0.0.1", self.port))
        self.port = self._server.port
        data.remember_address(f"https://127.0.0.1:{self.port}")
        self._thread = run_in_thread(self._server)

    def close_centre(self) -> None:
        """Nobody answers at that address any more; what the centre holds stays on its disk."""
        if self._server is None:
            return
        self._server.stop()
        self._thread.join()
        assert self._opened is not None, "a server serves an open centre"
        self._opened.centre.store.close()
        self._server = self._opened = None

    def settle(self, place: Place) -> Made:
        invitation = self.data / f"{place.station}.invitation"
        operators = [word for name, _, role in place.people for word in ("--operator", f"{name}:{role}")]
        named = ["--station", place.station, "--number", str(place.number), "--face", place.face]
        self.order("invite", *named, "--label", place.label, "--out", str(invitation), *operators)
        people = [Person(name, full, role, PIN) for name, full, role in place.people]
        folder = StationFolder(self.data / place.station)
        made = enrol(
            folder, Invitation.decode(invitation.read_bytes()), people, self.folder, FakeClock(), hardness=SOFT
        )
        reference = ("--guarantee-reference", f"{GUARANTEE_REFERENCE}-{place.station}") if place.face == "desk" else ()
        self.order("approve", place.station, *reference)
        return made

    def held(self, station: str = CABIN.station, author: Author = Author.STATION) -> list[SignedEntry]:
        """The journal as the centre holds it on its disk."""
        with DataDirectory(self.centre).open() as centre, centre.store.reading() as tx:
            known = stations.find(tx, station)
            assert known is not None
            return list(journals.read(tx, JournalName(station, known.epoch, author), 1))

    def findings(self) -> list[str]:
        with DataDirectory(self.centre).open() as centre, centre.store.reading() as tx:
            return [f"{one.station}/{one.sequence} {one.code}" for one in journals.findings(tx)]


class CalledCentre:
    """The registry behind function calls, for a fault that no socket makes on demand. A `Carrier`.

    The first reply to a path that begins with one of `lose` is lost after the centre has done its work, and the line is
    cut from then on.
    """

    def __init__(self, city: City) -> None:
        self._opened = DataDirectory(city.centre).open()
        self._registry = Registry(self._opened.centre)
        self._stopped = False
        self.cut = False
        self.lose: list[str] = []
        self.lost: list[str] = []
        self.asked: list[str] = []

    def exchange(self, asked: Exchange) -> Reply:
        self.asked.append(f"{asked.method} {asked.path}")
        if self._stopped or self.cut:
            raise Unreachable(Reason.CANCELLED if self._stopped else Reason.TIMEOUT)
        status, headers, body = self._registry.handle(asked.method, asked.path, dict(asked.headers), asked.body)
        about = next((path for path in self.lose if asked.path.startswith(path)), None)
        if about is not None:
            self.lose.remove(about)
            self.lost.append(asked.path)
            self.cut = True
            raise Unreachable(Reason.CONNECTION_LOST)
        return Reply(status, headers.get("Content-Type", ""), headers.get(ANSWER_HEADER, ""), body)

    def stop(self) -> None:
        self._stopped = True

    def close(self) -> None:
        """At the end of the program; whoever sits down again needs another."""
        self._opened.centre.store.close()


class Cable:
    """The real transport over real TLS, with a plug that can be pulled. A `Carrier`."""

    def __init__(self, invitation: Invitation) -> None:
        self._transport = Transport(invitation.address, invitation.authority)
        self.pulled = False

    def exchange(self, asked: Exchange) -> Reply:
        if self.pulled:
            raise Unreachable(Reason.CONNECTION_LOST)
        return self._transport.exchange(asked)

    def stop(self) -> None:
        self._transport.stop()

    def close(self) -> None:
        self._transport.close()


class CaseCable:
    """The second connection, for questions about cases: on the same plug. A `Carrier`."""

    def __init__(self, cable: Cable, invitation: Path) -> None:
        self._cable = cable
        self._own = Cable(Invitation.decode(invitation.read_bytes()))

    def exchange(self, asked: Exchange) -> Reply:
        self._own.pulled = self._cable.pulled
        return self._own.exchange(asked)

    def stop(self) -> None:
        self._own.stop()

    def close(self) -> None:
        self._own.close()


@dataclass
class Seat(Desk):
    """A person at a cabin's desk: `tools.demo_day.Desk` with a clock of ours and a cable that can be pulled.

    `carrier` takes the cable's place where a journey needs a fault that no socket makes on demand.
    """

    clock: FakeClock = field(default_factory=FakeClock)
    carrier: Carrier | None = None
    place: Place = CABIN
    stopped: bool = False

    def __post_init__(self) -> None:
        invitation = self.town.data / f"{self.place.station}.invitation"
        self.cable = Cable(Invitation.decode(invitation.read_bytes()))
        self.program = DeskProgram(
            self.app,
            self.town.data / self.place.station,
            clock=self.clock,
            hardness=SOFT,
            carrier=self.carrier or self.cable,
            case_carrier=CaseCable(self.cable, self.town.data / f"{self.place.station}.invitation"),
        )
        self.window = self.program.shell.window
        self.window.resize(1366, 768)
        self.hands = Hands(self.window)
        self.program.start()

    def picture(self, name: str) -> None:
        """A journey is told in words; `make demo` keeps the pictures."""

    @property
    def services(self) -> DeskServices:
        assert self.program.services is not None, "somebody has signed in"
        return self.program.services

    @property
    def running(self) -> Running:
        assert self.program.running is not None, "somebody has signed in"
        return self.program.running

    @property
    def store(self) -> Store:
        return self.services.counter.store

    def stop(self) -> None:
        if not self.stopped:
            self.stopped = True
            super().stop()

    def give_pin(self, pin: str) -> None:
        self.hands.write("PIN", pin)
        self.hands.key(Qt.Key.Key_Return)

    def sign_in(self) -> None:
        self.hands.click(self.place.people[0][1])
        self.give_pin(PIN)
        self.hands.until(lambda: not self.shows("sign_in"), what="the desk")

    def begin_day(self) -> None:
        """Signed in, with receipts and headroom heard from the centre, the drawer open."""
        self.sign_in()
        self.hear_the_centre()
        self.open_drawer()

    def ask_until(self, condition: Callable[[], bool], what: str) -> None:
        """Ask the centre again and again: a press that meets an exchange under way is answered by that one."""

        def so_far() -> bool:
            if condition():
                return True
            self.running.sync.sync_now()
            return False

        self.hands.until(so_far, what=what)

    def own(self) -> list[SignedEntry]:
        return [read_entry(signed) for signed in entries.read(self.store, Author.STATION)]

    def kinds(self) -> list[str]:
        return [found.entry.kind.partition("/")[0] for found in self.own()]

    def signed(self) -> list[Signed]:
        return list(entries.read(self.store, Author.STATION))

    def receipts(self) -> list[str]:
        return [found.entry.body["receipt"] for found in self.own() if found.entry.kind == "fee_collected/1"]

    def collect(self, person: WalkIn) -> None:
        """Everything typed and F12 pressed, whatever comes of it."""
        self._fill(person)
        self.hands.key(Qt.Key.Key_F12)

    def count_and_close(self, pieces: Sequence[tuple[str, int]]) -> None:
        """A drawer in which everything is there."""
        hands = self.hands
        hands.key(Qt.Key.Key_F6)
        hands.key(Qt.Key.Key_F12)
        hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        for face, count in pieces:
            hands.write(f"Cuántas piezas de S/ {face}", str(count))
        hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        hands.until(lambda: not self.is_printing(), what="the Z")

    def verification(self) -> Verification:
        """Both journals as they lie on this station's disk, read from nothing."""
        identity, journal = self.services.counter.identity, self.services.counter.journal
        heard = list(entries.read(self.store, Author.CENTRE))
        return verify_journals(
            identity.station,
            self.signed(),
            heard,
            station_key=journal.public_key,
            centre_key=identity.centre_public_key,
            verify=verify,
        )

    def seen(self) -> str:
        return words_on(self.window)

    def seen_in(self, words: str) -> bool:
        return words in self.seen()


def words_on(window: QWidget) -> str:
    """Every word that a person can read on the window now."""
    labels = [shown.text() for shown in window.findChildren(QLabel) if shown.isVisible()]
    fields = [
        shown.text()
        for shown in window.findChildren(QLineEdit)
        if shown.isVisible() and shown.echoMode() is QLineEdit.EchoMode.Normal
    ]
    buttons = [shown.text() for shown in window.findChildren(QAbstractButton) if shown.isVisible()]
    cells: list[str] = []
    for table in window.findChildren(QTableView):
        model = table.model()
        if table.isVisible() and model is not None:
            cells += [
                str(model.index(row, column).data() or "")
                for row in range(model.rowCount())
                for column in range(model.columnCount())
            ]
    return "\n".join(text for text in (*labels, *fields, *buttons, *cells) if text)


def raw_words(text: str) -> list[str]:
    """What no person should have to read."""
    return [found.group() for found in RAW.finditer(text)]


@dataclass
class Auditor:
    """The auditor's window over what the centre holds, read over TLS."""

    city: City
    app: QApplication

    def __post_init__(self) -> None:
        folder = self.city.data / AUDITOR.station
        self.output = self.city.data / "audit"
        self.output.mkdir(exist_ok=True)
        self.program = AuditProgram(folder, clock=FakeClock(), hardness=SOFT, ask_folder=lambda: self.output)
        self.program.start()
        hands = Hands(self.program.sign_in_view)
        hands.click(AUDITOR.people[0][1])
        hands.write("PIN", PIN)
        hands.key(Qt.Key.Key_Return)
        assert self.program.window is not None, "the auditor has signed in"
        self.hands = Hands(self.program.window)
        self.hands.until(lambda: self.program.pulled > 0, what="the journals")

    def audited(self) -> Audited:
        assert self.program.running is not None, "the auditor has signed in"
        counter = self.program.running.station.counter
        (found,) = Audit(counter, AuditTables(counter.store)).run()
        return found

    @property
    def store(self) -> Store:
        assert self.program.running is not None, "the auditor has signed in"
        return self.program.running.station.counter.store

    def export_ledger(self) -> list[Path]:
        self.hands.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        return sorted(self.output.glob("*.journal"))

    def stop(self) -> None:
        self.program.stop()
        self.hands.settle()


def photo(folder: Path) -> Path:
    path = folder / "poste.jpg"
    Image.new("RGB", (320, 240), (34, 44, 66)).save(path, quality=80)
    return path


def hledger_check(path: Path) -> str:
    """What another program complains of in the books; empty when sound. The caller knows that it is installed."""
    rules: Sequence[str] = ["accounts", "commodities", "ordereddates", "balancednoautoconversion", "assertions"]
    done = subprocess.run(["hledger", "-f", str(path), "check", *rules], capture_output=True, text=True, check=False)
    return done.stderr.strip() if done.returncode else ""
