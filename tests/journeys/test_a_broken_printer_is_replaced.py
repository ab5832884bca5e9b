"""The roll is empty and nobody has another: a supervisor sets up the printer beside it, and the receipt comes out."""

from __future__ import annotations

from typing import Final

import pytest
from PySide6.QtCore import Qt

from kiosk_app.storage import spool_table
from kiosk_app.storage.printer_settings import read_settings
from kiosk_app.storage.station_folder import StationFolder
from printing.documents.self_test import LETTERS
from printing.receipt_reader import read
from printing.spool import SpoolState
from tests.fakes.printer import FakePrinter, Mood
from tests.journeys.conftest import Sit
from tests.journeys.kit import HEALTH, City, Seat
from tools.demo_town import Place

pytestmark = pytest.mark.slow
SHOP: Final = Place("C09", 109, "desk", "Cabina 09 · Plazuela Bolognesi", (("luz", "Luz Vega", "supervisor"),))


def station(city: City) -> StationFolder:
    return StationFolder(city.data / SHOP.station)


def test_the_receipt_that_waited_comes_out_of_the_new_printer_once(city: City, sit: Sit) -> None:
    city.settle(SHOP)
    with FakePrinter(Mood.PAPER_OUT) as empty, FakePrinter() as good:
        told = f'[printer]\nkind = "network"\nname = "mostrador"\nhost = "{empty.host}"\nport = {empty.port}\n'
        station(city).settings.write_text(told, "utf-8")
        desk: Seat = sit(place=SHOP)
        desk.begin_day()
        desk.collect(HEALTH)
        desk.hands.until(lambda: desk.seen_in("La impresora no tiene papel."), what="what the printer suffers from")
        assert desk.seen_in("Lo que usted registró está guardado.")

        desk.hands.key(Qt.Key.Key_F7)
        desk.hands.key(Qt.Key.Key_F10)
        desk.hands.write("Puerto", str(good.port))
        desk.hands.key(Qt.Key.Key_F9)
        desk.hands.until(lambda: desk.seen_in("La impresora avisó que la hoja salió."), what="the test sheet")
        assert read_settings(station(city)).port == empty.port, "nothing is kept before a person has seen the sheet"
        desk.hands.click("Sí, usar esta impresora")
        (job,) = spool_table.of_entry(desk.store, receipt_entry(desk))
        desk.hands.until(lambda: len(good.jobs) == 2, what="the receipt that waited")

        sheet, receipt = good.jobs
        assert LETTERS in read(sheet, 576).text
        assert receipt == job.content
        assert empty.received == 0
        desk.hands.until(lambda: not desk.running.prints.is_busy, what="the printer's word")
        stored = spool_table.read(desk.store, job.id)
        assert stored is not None
        assert (stored.state, stored.copy_number) == (SpoolState.PRINTED, 0)
        desk.stop()
    assert read_settings(station(city)).port == good.port
    assert read_settings(station(city)).name == "mostrador"


def receipt_entry(desk: Seat) -> str:
    charged = next(one for one in desk.own() if one.entry.kind.startswith("fee_collected"))
    return f"{SHOP.station}/{charged.entry.sequence}"
