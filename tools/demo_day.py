"""A cabin's day on the desk's real window: opened, walk-ins served without network, counted blind, deposited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from domain.catalog import FieldKind, FormField, Municipality, RequirementKind
from domain.journal.entry import read_entry
from domain.journal.kinds import Author
from domain.money import Money
from kiosk_app.bootstrap.desk import DeskProgram
from kiosk_app.screens.desk.complaint.view import ComplaintView
from kiosk_app.screens.desk.remittance.view import RemittanceView
from kiosk_app.storage import entries
from kiosk_app.widgets.lists import RowList
from printing import receipt_code
from tools.demo_town import CABIN, PIN, Town
from tools.hands import Hands

WIDTH, HEIGHT = 1366, 768


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Somebody who comes in. Everybody here is invented. `missing` leaves the last requirement unticked."""

    procedure: str
    words: str
    document: str
    names: str
    surnames: str
    cash: str = ""
    missing: bool = False


WALK_INS: Final = (
    WalkIn("RC-01", "acta nacimiento", "40118726", "Íñigo", "Muñoz Ñaupari", "20"),
    WalkIn("UR-04", "posesion servicios", "26704511", "María Elena", "Chuquimango Rojas"),
    WalkIn("RC-04", "inscripcion de nacimiento", "45880213", "Flor", "Huamán Tucto"),
    WalkIn("TB-01", "no adeudo", "26611870", "Segundo", "Cerquín Ispilco", "50"),
    WalkIn("LF-01", "licencia riesgo bajo", "41239077", "Rosaura", "Ayay Quispe", "100"),
    WalkIn("CO-03", "carne sanitario", "47015536", "Wilder", "Tasilla Chávez", "20"),
    WalkIn("UR-01", "parametros urbanisticos", "26690124", "Andrés", "Güimac Sánchez", "50", missing=True),
)
#: What the guarantee no longer covers after the morning.
BEYOND: Final = WalkIn("ED-A", "edificacion modalidad A", "26733398", "Carmen", "Zafra Bueno", "200")
VOIDED: Final = "CO-03"
#: Forty céntimos less than the drawer should hold: a shortage that has to be explained.
PIECES: Final = (("50.00", 2), ("20.00", 1), ("10.00", 1), ("2.00", 1), ("1.00", 1), ("0.20", 2))
SHORTAGE: Final = 40
#: The note of a hundred does not wait for the close in the drawer.
TO_SAFE: Final = "100"
FLOAT: Final = "50"

_ANSWERS: Final = {
    FieldKind.TEXT: "Según consta en el documento",
    FieldKind.LONG_TEXT: "Según consta en el documento",
    FieldKind.NUMBER: "1",
    FieldKind.DECIMAL: "42,5",
    FieldKind.DATE: "14/10/2026",
    FieldKind.DNI: "41239077",
    FieldKind.TAX_ID: "20495556787",
    FieldKind.PHONE: "976543210",
    FieldKind.EMAIL: "vecina@ejemplo.pe",
    FieldKind.ADDRESS: "Jr. Del Comercio 512",
}


@dataclass
class Desk:
    """The desk's program and the hands that use it. `served` are the procedures whose fee was collected and stands."""

    town: Town
    app: QApplication
    screens: Path
    served: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.program = DeskProgram(self.app, self.town.data / CABIN.station)
        self.window = self.program.shell.window
        self.window.resize(WIDTH, HEIGHT)
        self.hands = Hands(self.window)
        self.program.start()

    @property
    def city(self) -> Municipality:
        assert self.program.services is not None, "somebody has signed in"
        return self.program.services.counter.municipality

    def shows(self, place: str) -> bool:
        return self.window.shown() == place

    def is_printing(self) -> bool:
        return self.program.running is not None and self.program.running.prints.is_busy

    def picture(self, name: str) -> None:
        self.hands.picture(self.screens / f"desk-{name}.png")

    # -- the acts ------------------------------------------------------------------------------------------------------

    def sign_in(self) -> None:
        """A wrong PIN first: people mistype."""
        hands = self.hands
        hands.click(CABIN.people[0][1])
        hands.write("PIN", "314159")
        hands.key(Qt.Key.Key_Return)
        self.picture("01-wrong-pin")
        hands.write("PIN", PIN)
        hands.key(Qt.Key.Key_Return)
        hands.until(lambda: not self.shows("sign_in"), what="the desk")

    def hear_the_centre(self) -> None:
        """Grants come before money: receipt numbers and headroom."""
        services = self.program.services
        assert services is not None, "somebody has signed in"
        books = services.counter.journal
        self.hands.until(lambda: books.books.receipts_left > 0, what="receipt numbers")

    def open_drawer(self) -> None:
        self.hands.key(Qt.Key.Key_F6)
        self.hands.write("Dinero que hay", FLOAT)
        self.picture("02-open-drawer")
        self.hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.hands.until(lambda: self.shows("attend"), what="the attending screen")

    def serve(self, person: WalkIn, picture: str = "") -> bool:
        """One walk-in. False when the desk refused to collect, in words."""
        hands, before = self.hands, self._receipts()
        self._fill(person)
        if picture:
            self.picture(picture)
        hands.key(Qt.Key.Key_F12)
        if self._receipts() == before:
            self.picture(f"refused-{person.procedure}")
            return False
        self.served.append(person.procedure)
        self.codes.append(self._last_code())
        hands.until(lambda: not self.is_printing(), what="the paper")
        if picture:
            self.picture(f"{picture}-done")
        hands.key(Qt.Key.Key_F2)
        return True

    def _fill(self, person: WalkIn) -> None:
        hands = self.hands
        hands.key(Qt.Key.Key_F2)
        hands.scan(person.document)
        if not self._knows(person):
            hands.write("Nombres", person.names)
            hands.write("Apellidos", person.surnames)
        hands.write("¿Qué necesita la persona?", person.words)
        hands.key(Qt.Key.Key_Return)
        services = self.program.services
        assert services is not None, "somebody has signed in"
        procedure = self.city.procedure(person.procedure)
        for question in procedure.form:
            if question.required:
                self._answer(question)
        hands.tick_all()
        if person.missing:
            papers = [item for item in procedure.requirements if item.kind is not RequirementKind.PAYMENT]
            hands.click(papers[-1].text)
        if person.cash:
            hands.write("Recibido", person.cash)
        elif procedure.fee_on(services.counter.today()):
            hands.click("Exacto")

    def _knows(self, person: WalkIn) -> bool:
        assert self.program.services is not None, "somebody has signed in"
        return self.program.services.people.by_document(person.document) is not None

    def _answer(self, question: FormField) -> None:
        if question.kind in {FieldKind.CHOICE, FieldKind.YES_NO}:
            box = self.hands.find(question.label, QComboBox, last=True)
            box.setFocus()
            self.hands.key(Qt.Key.Key_Down)
        else:
            self.hands.write(question.label, _ANSWERS[question.kind], last=True)

    def void(self) -> None:
        """The person changed their mind while still at the window: the receipt is voided, its number stays used."""
        hands = self.hands
        hands.key(Qt.Key.Key_F3)
        hands.write("Buscar un caso", self.codes[self.served.index(VOIDED)])
        self._choose_first_case()
        hands.click("Anular")
        hands.write("Código del papel de la persona", self._code_on_the_paper())
        hands.click("La persona")
        self.picture("06-void")
        hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.codes.pop(self.served.index(VOIDED))
        self.served.remove(VOIDED)

    def _code_on_the_paper(self) -> str:
        """The six numbers that the person reads out from their receipt: they are on no screen."""
        assert self.program.services is not None, "somebody has signed in"
        receipts = self.program.services.counter.journal.books.facts.receipts.values()
        return next(found.void_code for found in receipts if found.service == VOIDED)

    def copy_of_first(self) -> None:
        hands = self.hands
        hands.key(Qt.Key.Key_F3)
        hands.write("Buscar un caso", self.codes[0])
        self._choose_first_case()
        self.picture("07-case")
        hands.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        hands.until(lambda: not self.is_printing(), what="the copy")

    def _choose_first_case(self) -> None:
        rows = next(self.hands.all(RowList))
        rows.setFocus()
        self.hands.key(Qt.Key.Key_Home)
        self.hands.key(Qt.Key.Key_Return)

    def complain(self, photo: Path, plates: Sequence[str] = ()) -> str:
        """A complaint about lamps of the made-up town by their plates, or at an address as it is told where there is no
        map; with a description and a photo. Returns its code.
        """
        hands = self.hands
        hands.key(Qt.Key.Key_F2)
        hands.key(Qt.Key.Key_F5)
        hands.write("¿De qué se trata", "poste luz")
        hands.click("Poste de luz apagado")
        for plate in plates:
            hands.write("Placa", plate)
            hands.key(Qt.Key.Key_Return)
        if not plates:
            hands.click("Esquina")
            hands.write("Calle", "Jr. Amazonas")
            hands.write("Con", "Jr. Dos de Mayo")
        hands.write("¿Qué pasa", "El poste no enciende desde el lunes, frente a una casa amarilla")
        hands.write("Nombre", "Julia Mamani")
        hands.write("Teléfono", "976000111")
        # The file dialog belongs to the system; its answer is given directly.
        next(hands.all(ComplaintView)).photo_chosen.emit(str(photo))
        hands.settle()
        self.picture("08-complaint")
        hands.key(Qt.Key.Key_F12)
        hands.until(lambda: not self.is_printing(), what="the slip")
        self.picture("08-complaint-done")
        return self._last_code()

    def take_to_safe(self) -> None:
        """The large note goes to the safe, with a slip; the count at the close knows of it."""
        hands = self.hands
        hands.key(Qt.Key.Key_F6)
        hands.key(Qt.Key.Key_F9)
        hands.click("Llevar dinero")
        hands.write("Importe", TO_SAFE)
        hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        hands.until(lambda: not self.is_printing(), what="the slip of the cash")
        self.picture("09-to-safe")

    def read_x(self) -> None:
        self.hands.key(Qt.Key.Key_F6)
        self.picture("09-drawer")
        self.hands.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)

    def close_drawer(self) -> None:
        hands = self.hands
        hands.key(Qt.Key.Key_F6)
        hands.key(Qt.Key.Key_F12)
        self.picture("10-close-check")
        hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        for face, count in PIECES:
            hands.write(f"Cuántas piezas de S/ {face}", str(count))
        self.picture("11-blind-count")
        hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        hands.write("¿Qué explica", "Di cuarenta céntimos de más en un vuelto y no ubiqué a la persona")
        self.picture("12-difference")
        hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        hands.until(lambda: not self.is_printing(), what="the Z")
        self.picture("13-z")

    def deposit(self, photo: Path) -> tuple[str, Money]:
        """Everything that was counted goes to the bank. Returns the deposit's number and amount."""
        services, hands = self.program.services, self.hands
        assert services is not None, "somebody has signed in"
        amount = services.remittances.to_deposit
        self.program.shell.go("remittance", "")
        hands.write("Monto depositado", str(amount).partition(" ")[2])
        hands.write("Número del voucher", "0042-778812")
        next(hands.all(RemittanceView)).photo_chosen.emit(str(photo))
        hands.settle()
        self.picture("14-deposit")
        hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        hands.until(lambda: not self.is_printing(), what="the deposit's slip")
        return services.remittances.all()[0].name, amount

    def queue(self, name: str) -> None:
        self.program.shell.go("queue", "")
        self.picture(name)

    def scan_receipt(self, text: str, name: str) -> None:
        self.hands.scan(text)
        self.picture(name)
        self.hands.key(Qt.Key.Key_Escape)

    def receipt_code(self) -> str:
        """What the QR of the last receipt says."""
        assert self.program.services is not None, "somebody has signed in"
        counter = self.program.services.counter
        signed = [item for item in entries.read(counter.store, Author.STATION) if b"fee_collected" in item.payload][-1]
        return receipt_code.of_entry(counter.municipality.receipt.verify_host, read_entry(signed))

    def send_everything(self) -> None:
        running = self.program.running
        assert running is not None, "somebody has signed in"
        running.sync.sync_now()
        self.hands.until(
            lambda: running.sync.status.pending_entries == 0 and running.sync.status.pending_blobs == 0,
            what="the centre to have everything",
            milliseconds=60_000,
        )

    def hear(self, condition: str, milliseconds: int = 60_000) -> None:
        """Ask the centre until the case or the deposit named has its answer."""
        running, services = self.program.running, self.program.services
        assert running is not None, "somebody has signed in"
        assert services is not None, "likewise"
        heard = services.counter.journal.heard
        running.sync.sync_now()
        self.hands.until(lambda: services.counter.journal.heard > heard, what=condition, milliseconds=milliseconds)

    def stop(self) -> None:
        self.program.stop()
        self.window.deleteLater()
        self.hands.settle()

    def _receipts(self) -> int:
        assert self.program.services is not None, "somebody has signed in"
        return self.program.services.counter.journal.books.receipts_left

    def _last_code(self) -> str:
        assert self.program.services is not None, "somebody has signed in"
        return self.program.services.cases.recent()[0].code
