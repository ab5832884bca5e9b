"""A cabin whose name leaves no room for the entry on narrow paper charges, and its paper can be checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from PySide6.QtWidgets import QApplication

from kiosk_app.storage import spool_table
from kiosk_app.theme import DESK, apply_theme
from printing import receipt_code
from printing.spool import SpoolState
from sync.messages import Invitation
from tests.fakes import long_names
from tests.fakes.clock import FakeClock
from tests.journeys.kit import City, Seat
from tools.demo_day import WalkIn
from tools.demo_town import Place

PLACE = Place(long_names.STATION, 14, "desk", "Cabina 14 · Mercado", ((long_names.OPERATOR, "María Vega", "operator"),))
WORKS = WalkIn(long_names.PROCEDURE, "edificacion modalidad A", "26733398", "Carmen", "Zafra Bueno", "200")


@dataclass
class CityOfLongNames(City):
    @property
    def folder(self) -> Path:
        return self.data / "municipality"


@pytest.fixture
def seat(tmp_path: Path, qapp: QApplication) -> Iterator[Seat]:
    apply_theme(qapp, DESK)
    city = CityOfLongNames(tmp_path)
    long_names.folder(city.folder)
    city.found()
    city.open_centre()
    city.settle(PLACE)
    made = Seat(city, qapp, city.data, clock=long_names.run_for_months(FakeClock()), place=PLACE)
    yield made
    made.stop()
    city.close_centre()


def page_of(seat: Seat, code: str, folder: Path) -> str:
    """What a telephone shows: the code's path, asked of the centre over TLS."""
    invitation = Invitation.decode((seat.town.data / f"{PLACE.station}.invitation").read_bytes())
    authority = folder / "authority.pem"
    authority.write_text(invitation.authority)
    with requests.Session() as session:
        session.trust_env = False
        path = "/r/" + code.rpartition("/R/")[2]
        return session.get(invitation.address + path, verify=str(authority), timeout=10).text


def test_a_station_with_a_name_of_sixteen_letters_charges_and_its_paper_is_checked_at_the_centre(
    seat: Seat, tmp_path: Path
) -> None:
    assert len(PLACE.station) == 16
    seat.begin_day()
    seat.cable.pulled = True
    assert seat.serve(WORKS), "nothing stops it from collecting"
    (receipt,) = seat.receipts()
    (paper,) = spool_table.of_entry(seat.store, f"{PLACE.station}/{len(seat.own())}")
    assert paper.state is SpoolState.PRINTED
    code = seat.receipt_code()
    assert receipt_code.is_name(code)

    assert "todavía no se puede confirmar" in page_of(seat, code, tmp_path), "the cabin has no connection"
    seat.hands.scan(code)
    assert "Recibo auténtico" in seat.seen(), "its own paper is read here with no network"

    seat.cable.pulled = False
    seat.send_everything()
    page = page_of(seat, code, tmp_path)
    assert "Recibo auténtico" in page
    assert "ya lo tiene en su registro" in page
    assert receipt in page
    forged = receipt_code.decode_name(code)
    altered = receipt_code.encode_name("X", type(forged)(forged.station, forged.epoch, forged.sequence, bytes(32)))
    assert "NO está en el registro" in page_of(seat, altered, tmp_path)
    assert seat.verification().is_clean
