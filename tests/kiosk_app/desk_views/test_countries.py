"""Amounts, dates, hours and telephones as the municipality's country writes them, on screens and on paper, whatever the
computer is set to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from domain.catalog import Municipality, read_municipality
from kiosk_app.screens.desk.attend.view import AttendView
from kiosk_app.services.citizen import Citizen
from printing.profiles import PROFILE_80
from printing.receipt_reader import read
from tests.journeys.kit import words_on
from tests.kiosk_app.desk_views.conftest import FOLDER, end_program, start_program
from tests.kiosk_app.desk_views.hands import PIN, Operator, sign_in
from tests.kiosk_app.desk_views.kit import Desk, approved_desk

ROOM: Final = 10_000_000
FEE: Final = "1234.50"


@dataclass(frozen=True)
class Country:
    """How it writes 1234.50 and a telephone number; `typed` stands in a field, where people write no groups."""

    code: str
    currency: str
    zone: str
    fee: str
    typed: str
    phone: str
    written_phone: str

    @property
    def locale(self) -> str:
        return f"es-{self.code}"


COUNTRIES: Final = (
    Country("PE", "PEN", "America/Lima", "S/ 1,234.50", "1234.50", "976543210", "976 543 210"),
    Country("MX", "MXN", "America/Mexico_City", "$1,234.50", "1234.50", "2291234567", "229 123 4567"),
    Country("AR", "ARS", "America/Argentina/Buenos_Aires", "$ 1.234,50", "1234,50", "2234567890", "223 456-7890"),
    Country("PA", "PAB", "America/Panama", "B/.1,234.50", "1234.50", "61234567", "6123-4567"),
)
HOSTILE: Final = ("ar_EG", "de_DE")
NOT_OURS: Final = re.compile("[\u0660-\u0669\u066b\u066c]")


@pytest.fixture(params=HOSTILE)
def computer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Set to a language that writes numbers otherwise, some with other figures."""
    monkeypatch.setenv("LC_ALL", f"{request.param}.UTF-8")
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    assert QLocale().toString(1234.5) != "1,234.5"
    yield request.param
    QLocale.setDefault(before)


@pytest.fixture(params=COUNTRIES, ids=lambda country: country.code)
def country(request: pytest.FixtureRequest) -> Country:
    found = request.param
    assert isinstance(found, Country)
    return found


def municipality_of(country: Country) -> Municipality:
    """Cajamarca's folder as another country's: its currency, its hours, and a fee that needs a group."""
    texts = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.toml")}
    for before, after in (
        ('country = "PE"', f'country = "{country.code}"'),
        ('locale = "es-PE"', f'locale = "{country.locale}"'),
        ('currency = "PEN"', f'currency = "{country.currency}"'),
        ('"America/Lima"', f'"{country.zone}"'),
    ):
        texts["municipality.toml"] = texts["municipality.toml"].replace(before, after)
    texts["procedures.toml"] = texts["procedures.toml"].replace('"12.36"', f'"{FEE}"')
    return read_municipality({name: text.encode() for name, text in texts.items()})


@pytest.fixture
def counter(qtbot: QtBot, dressed: QApplication, tmp_path: Path, country: Country, computer: str) -> Iterator[Operator]:
    """Rosa has signed in with an open drawer."""
    desk = approved_desk(tmp_path, municipality_of(country), guarantee=ROOM)
    desk.keys.add(bytes(32), operator="rosa.q", name="Rosa Quispe", role="operator", pin=PIN)
    operator = start_program(qtbot, dressed, desk)
    sign_in(operator)
    desk.services.drawer.open(desk.services.operator, desk.services.counter.money(5000))
    yield operator
    end_program(operator)
    desk.station.store.close()


def paper(desk: Desk, code: str) -> str:
    job = desk.services.paper.papers_of(code)[-1]
    return read(job.content, PROFILE_80.dots).text.replace("\u00a0", " ")


def test_screens_and_paper_write_as_the_municipality_does(counter: Operator, country: Country) -> None:
    desk = counter.desk
    desk.collect(Citizen("45067318", "Inés", "Yupanqui Torres", phone=country.phone))
    counter.shell.go("cases", "")
    (row,) = desk.services.cases.today()
    counter.shell.go("cases", row.code)
    QApplication.processEvents()
    words = words_on(counter.shell.window)
    printed = paper(desk, row.code)
    now = desk.services.counter.now()
    clock, day = f"{now.hour:02d}:{now.minute:02d}", f"{now.day:02d}/{now.month:02d}/{now.year}"
    assert country.written_phone in words
    assert clock in words
    assert country.fee in printed
    assert (day in printed, clock in printed) == (True, True)
    others = {other.fee.strip("$S/B. ") for other in COUNTRIES} - {country.fee.strip("$S/B. ")}
    assert not [other for other in others if other in words or other in printed]
    assert not NOT_OURS.search(words + printed)


def test_an_amount_that_the_program_puts_in_a_field_has_the_country_s_mark(counter: Operator, country: Country) -> None:
    counter.shell.go("attend", "new")
    view = counter.shell.window.view("attend")
    assert isinstance(view, AttendView)
    view.procedure_chosen.emit("RC-01")
    view.payment.choose_quick(0)
    QApplication.processEvents()
    box = view.fields["received"].editor
    assert isinstance(box, QLineEdit)
    assert box.text() == country.typed
    assert country.fee in words_on(counter.shell.window)


def test_money_is_counted_with_the_figures_of_every_keyboard(counter: Operator) -> None:
    counter.shell.go("close_drawer", "")
    window = counter.shell.window
    boxes = [box for box in window.findChildren(QLineEdit) if box.accessibleName().startswith("Cuántas piezas")]
    assert boxes
    QTest.keyClicks(boxes[0], "1.2x34")
    assert boxes[0].text() == "1234"
