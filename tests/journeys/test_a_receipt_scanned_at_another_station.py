"""A citizen brings another cabin's receipt: checked with no network, by what this station was told before."""

from __future__ import annotations

from domain.journal.kinds import Author
from kiosk_app.storage import entries
from printing import receipt_code
from tests.journeys.conftest import Sit
from tests.journeys.kit import BIRTH, OTHER_CABIN, City, Seat, raw_words

GENUINE = "Recibo auténtico"
ALTERED = "Recibo alterado"
UNKNOWN = "No se puede comprobar todavía"
NOT_OURS = "No es un recibo de la municipalidad"


def forged(desk: Seat) -> str:
    """The same code with a smaller fee: the signature stays what it was."""
    host = desk.city.receipt.verify_host
    signed = next(one for one in entries.read(desk.store, Author.STATION) if b"fee_collected" in one.payload)
    assert b'"fee":1236' in signed.payload
    return receipt_code.encode(host, signed.payload.replace(b'"fee":1236', b'"fee":1036'), signed.signature)


def count(desk: Seat, query: str) -> int:
    row = desk.store.row(query)
    assert row is not None
    return int(row["known"])


def scanned(desk: Seat, text: str) -> str:
    desk.hands.scan(text)
    seen = desk.seen()
    assert desk.shows("scan_result")
    assert raw_words(seen) == []
    return seen


def receipt_of_another_cabin(city: City, sit: Sit) -> tuple[str, str]:
    """One fee at the other cabin: the code on its receipt, and the same code forged."""
    city.settle(OTHER_CABIN)
    other = sit(place=OTHER_CABIN)
    other.begin_day()
    assert other.serve(BIRTH)
    codes = other.receipt_code(), forged(other)
    other.send_everything()
    other.stop()
    return codes


def test_a_receipt_of_another_cabin_is_judged_with_no_network(city: City, sit: Sit) -> None:
    early = sit()
    early.begin_day()  # hears the centre before the other cabin exists
    early.stop()
    genuine, altered = receipt_of_another_cabin(city, sit)

    desk = sit()
    desk.cable.pulled = True
    desk.sign_in()
    assert UNKNOWN in scanned(desk, genuine), "nobody has told this station of that key"
    assert "12.36" not in desk.seen(), "what cannot be checked is not shown as if it were"

    desk.cable.pulled = False
    known = "SELECT count(*) AS known FROM known_station"
    desk.ask_until(lambda: count(desk, known) == 1, "the other cabin's key")
    desk.cable.pulled = True
    seen = scanned(desk, genuine)
    assert GENUINE in seen
    assert OTHER_CABIN.label in seen
    assert "C12-000001" in seen
    assert ALTERED in scanned(desk, altered)
    for something in ("HTTPS://EJEMPLO.PE/PROMOCION", "7751234567890", "WIFI:S:CASA;T:WPA;P:SECRETO;;"):
        assert NOT_OURS in scanned(desk, something)


def test_a_withdrawn_cabins_receipt_is_genuine_with_a_warning(city: City, sit: Sit) -> None:
    genuine, _altered = receipt_of_another_cabin(city, sit)
    city.order("revoke", "C12")
    desk = sit()
    desk.sign_in()
    revoked = "SELECT count(*) AS known FROM known_station WHERE status = 'revoked'"
    desk.ask_until(lambda: count(desk, revoked) == 1, "the withdrawal")
    desk.cable.pulled = True
    seen = scanned(desk, genuine)
    assert GENUINE in seen
    assert "Esa ventanilla fue retirada después. Consulte a la municipalidad antes de confiar." in seen
