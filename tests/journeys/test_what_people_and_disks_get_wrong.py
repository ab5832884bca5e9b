"""Bad input by hand: every time a sentence, never a traceback, and nothing is lost or half made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from kiosk_app.bootstrap.enrol import Person, enrol
from kiosk_app.devices.key_store import KeyStore
from kiosk_app.screens.desk.complaint.view import ComplaintView
from kiosk_app.storage.connection import open_store
from kiosk_app.storage.schema import SCHEMA_VERSION
from kiosk_app.storage.station_folder import StationFolder
from sync.messages import Invitation
from tests.fakes.clock import FakeClock
from tests.journeys.conftest import Sit
from tests.journeys.kit import BIRTH, SOFT, City, Seat, photo, raw_words
from tools.demo_town import PIN

ROOT: Final = Path(__file__).resolve().parents[2]


# -- the municipality's folder ----------------------------------------------------------------------------------------


def invited(city: City) -> Path:
    file = city.data / "C12.invitation"
    named = ["--station", "C12", "--number", "12", "--face", "desk", "--label", "Cabina 12"]
    city.order("invite", *named, "--operator", "ana:operator", "--out", str(file))
    return file


def enrol_by_hand(city: City, invitation: Path, municipality: Path) -> subprocess.CompletedProcess[str]:
    """The order as a technician gives it; the PIN is asked for on a terminal, or read where there is none."""
    order = ["enrol", "--data", str(city.data / "C12"), "--invitation", str(invitation)]
    return subprocess.run(
        [sys.executable, "-m", "kiosk_app", *order, "--municipality", str(municipality), "--operator", "ana:Ana Ruiz"],
        cwd=ROOT,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
        input=f"{PIN}\n",
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )


def test_a_malformed_municipality_is_refused_by_file_line_and_field_and_leaves_nothing_behind(city: City) -> None:
    wrong = city.data / "wrong"
    shutil.copytree(city.folder, wrong)
    lines = (wrong / "agreement.toml").read_text("utf-8").splitlines()
    number = next(at for at, line in enumerate(lines, 1) if line.startswith("guarantee"))
    lines[number - 1] = 'guarantee = "mucho"'
    (wrong / "agreement.toml").write_text("\n".join(lines) + "\n", "utf-8")
    invitation = invited(city)

    done = enrol_by_hand(city, invitation, wrong)
    assert done.returncode == 1
    assert "La carpeta de la municipalidad tiene errores y no se usó:" in done.stderr
    assert f"agreement.toml, line {number}, terms[1].guarantee" in done.stderr
    assert '"mucho"' in done.stderr
    assert "Traceback" not in done.stderr
    assert not (city.data / "C12").exists() or list((city.data / "C12").iterdir()) == []

    made = enrol(  # and the invitation, which works once, has not been spent
        StationFolder(city.data / "C12"),
        Invitation.decode(invitation.read_bytes()),
        [Person("ana", "Ana Ruiz", "operator", PIN)],
        city.folder,
        FakeClock(),
        hardness=SOFT,
    )
    assert made.status == "pending"


# -- the database -----------------------------------------------------------------------------------------------------


def damage(city: City) -> None:
    """Everything but the first page is noise: what a failing disk gives back."""
    path = city.data / "C07" / "station.db"
    content = bytearray(path.read_bytes())
    assert len(content) > 3 * 4096
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(content)


def set_version(city: City, version: int) -> None:
    key, _refused = KeyStore(city.data / "C07", SOFT).open("rosa", PIN, FakeClock().now())
    store = open_store(city.data / "C07" / "station.db", key)
    store.connection.execute(f"PRAGMA user_version = {version}")
    store.close()


def sign_in_only(desk: Seat) -> None:
    desk.hands.click("Rosa Quispe")
    desk.give_pin(PIN)


def test_a_damaged_database_is_told_in_words_and_is_left_as_it_is(city: City, sit: Sit) -> None:
    damage(city)
    before = (city.data / "C07" / "station.db").read_bytes()
    desk = sit()
    sign_in_only(desk)
    assert desk.shows("problem")
    assert "Los datos de este mostrador no se abren" in desk.seen()
    assert raw_words(desk.seen().replace("database_key_wrong", "")) == [], "the code stands beside the words"
    assert (city.data / "C07" / "station.db").read_bytes() == before


def test_a_newer_programs_database_is_not_touched(city: City, sit: Sit) -> None:
    set_version(city, SCHEMA_VERSION + 1)
    before = (city.data / "C07" / "station.db").read_bytes()
    desk = sit()
    sign_in_only(desk)
    assert desk.shows("problem")
    assert "Pida la actualización" in desk.seen()
    assert "database_newer" in desk.seen(), "the code, for whoever is called"
    assert raw_words(desk.seen().replace("database_newer", "")) == [], "and words, for whoever sits there"
    assert "está guardado en este equipo" in desk.seen()
    assert (city.data / "C07" / "station.db").read_bytes() == before


def test_a_sound_database_of_this_program_opens(city: City, sit: Sit) -> None:
    """The control of the two above."""
    set_version(city, SCHEMA_VERSION)
    desk = sit()
    sign_in_only(desk)
    assert desk.shows("open_drawer")


# -- what is typed, chosen and scanned --------------------------------------------------------------------------------


def test_a_file_that_is_no_whole_photo_is_refused_and_the_complaint_goes_on(city: City, sit: Sit) -> None:
    desk = sit()
    desk.begin_day()
    hands = desk.hands
    broken = city.data / "letter.jpg"
    broken.write_bytes(b"not a picture at all" * 100)
    cut = city.data / "cut.jpg"
    cut.write_bytes(photo(city.data).read_bytes()[:-100])
    hands.key(Qt.Key.Key_F5)
    hands.write("¿De qué se trata", "poste luz")
    hands.click("Poste de luz apagado")
    hands.click("Esquina")
    hands.write("Calle", "Jr. Amazonas")
    hands.write("Con", "Jr. Dos de Mayo")
    hands.write("¿Qué pasa", "El poste no enciende")
    hands.write("Nombre", "Julia Mamani")
    hands.write("Teléfono", "976000111")
    view = next(hands.all(ComplaintView))
    for path in (broken, cut, city.data / "gone.jpg"):
        view.photo_chosen.emit(str(path))
        hands.settle()
        assert "Ese archivo no se puede leer. Elija una foto (JPG o PNG)" in desk.seen()
        assert raw_words(desk.seen()) == []
    assert desk.kinds()[-1] == "session_opened"
    hands.key(Qt.Key.Key_F12)
    hands.until(lambda: desk.kinds()[-1] == "slip_issued", what="the complaint without a photo")
    hands.until(lambda: not desk.is_printing(), what="the slip")


def test_absurd_amounts_are_never_collected(city: City, sit: Sit) -> None:
    desk = sit()
    desk.begin_day()
    desk._fill(BIRTH)
    length = len(desk.own())
    for typed, stands in (("abc", ""), ("-5", "5"), ("1,2,3", "1,23"), ("1.234", "1.23"), ("", "")):
        desk.hands.write("Recibido", typed)
        assert desk.hands.find("Recibido", QLineEdit).text() == stands, f"of {typed!r}"
        desk.hands.key(Qt.Key.Key_F12)
        assert len(desk.own()) == length, f"{typed!r} was collected"
        assert raw_words(desk.seen()) == []
    assert "Muñoz" in desk.seen()
    desk.hands.write("Recibido", "20")
    desk.hands.key(Qt.Key.Key_F12)
    assert desk.receipts() == ["C07-000001"], "the control: a sum that is enough is collected"
    desk.hands.until(lambda: not desk.is_printing(), what="the paper")


def test_an_absurd_deposit_is_refused_in_words(city: City, sit: Sit) -> None:
    desk = sit()
    desk.begin_day()
    assert desk.serve(BIRTH)
    desk.count_and_close((("50.00", 1), ("10.00", 1), ("2.00", 1), ("0.20", 1), ("0.10", 1)))
    desk.program.shell.go("remittance", "")
    desk.hands.write("Monto depositado", "99999999999999999999")
    desk.hands.write("Número del voucher", "1")
    length = len(desk.own())
    desk.hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(desk.own()) == length
    assert "más de lo que" in desk.seen()
    assert raw_words(desk.seen()) == []
