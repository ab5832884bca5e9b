"""The orders about money, as the treasury gives them on the terminal, on a real data directory at a known hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from central import enrolment
from central.arguments import make_parser
from central.clock import Clock
from central.enrolment import Place
from central.opening import DataDirectory, OpenCentre
from central.refusals import sentence
from central.registry import Registry
from central.store import stations
from domain.errors import Refusal
from domain.ledger.bearer import proof_of
from tests.fakes.centre_world import Desk, FakeClock, case_code
from wording.catalogue import language, use_language

MUNICIPALITY = Path(__file__).resolve().parents[2] / "municipalities" / "cajamarca"


@dataclass(frozen=True, slots=True)
class _DatedDirectory(DataDirectory):
    """A data directory whose centre lives at a test's hour."""

    clock: FakeClock = field(default_factory=FakeClock)

    def open(self, clock: Clock | None = None) -> OpenCentre:
        return DataDirectory.open(self, clock or self.clock)


class Treasury:
    """Whoever gives orders, and a desk that keeps its connection."""

    def __init__(self, root: Path) -> None:
        self.clock = FakeClock()
        self.data = _DatedDirectory(root, self.clock)
        self.data.create(MUNICIPALITY, (), self.clock, None)

    def order(self, *words: str) -> str:
        said: list[str] = []
        asked = make_parser().parse_args([words[0], "--data", str(self.data.root), *words[1:]])
        asked.run(self.data, asked, said.append)
        return "\n".join(said)

    def refused(self, *words: str) -> str:
        with pytest.raises(Refusal) as caught:
            self.order(*words)
        told = sentence(caught.value)
        assert caught.value.code not in told, "every refusal that an order can meet has words"
        assert "…" not in told
        return told


@pytest.fixture
def treasury(tmp_path: Path) -> Iterator[Treasury]:
    before = language()
    use_language("es")
    yield Treasury(tmp_path / "centre")
    use_language(before)


@pytest.fixture
def desk(treasury: Treasury) -> Iterator[Desk]:
    """Cabin 7, approved, with a closed drawer: S/ 30.00 collected and S/ 2.00 missing."""
    with treasury.data.open() as centre:
        place = Place(station="C07", number=7, face="desk", label="Cabina 7", operators=(("ana", "operator"),))
        with centre.store.writing() as tx:
            desk = Desk(Registry(centre), enrolment.invite(centre, tx, place, "https://localhost:8443"))
        desk.enrol()
        treasury.order("approve", "C07", "--guarantee-reference", "BN-1")
        desk.start()
        desk.push()
        desk.pull()
        desk.open_drawer()
        desk.collect(1)
        desk.collect(2)
        desk.write("drawer_counted/1", {"session": 1, "counted": 7800, "pieces": {"10": 780}})
        body = {"session": 1, "z": 1, "expected": 8000, "counted": 7800, "explanation": "vuelto"}
        desk.write("session_closed/1", body)
        desk.push()
        yield desk


def declare(desk: Desk, minor: int = 2800) -> None:
    body = {"remittance": "C07-D1", "amount": minor, "voucher": "V-1", "currency": "PEN"}
    desk.write("remittance_declared/1", body)
    desk.push()


def test_debts_show_what_is_owed_counted_and_on_its_way_with_its_age(treasury: Treasury, desk: Desk) -> None:
    assert treasury.order("debts").splitlines() == [
        "C07  Cabina 7",
        "    debe el agente: S/ 2.00",
        "        0 a 1 días: S/ 2.00",
        "    contado y sin depositar: S/ 28.00",
        "        0 a 1 días: S/ 28.00",
        "    depositado y aún no visto en el banco: S/ 0.00",
        "Deuda de todos los agentes: S/ 2.00",
    ]
    declare(desk, 1000)
    treasury.clock.pass_by(days=5)
    said = treasury.order("debts")
    assert "        4 a 7 días: S/ 18.00; fuera del plazo de depósito: S/ 18.00" in said
    assert "        4 a 7 días: S/ 10.00; fuera del plazo de depósito: S/ 10.00" in said
    assert "        C07-D1: S/ 10.00, declarado el 21/11/2026" in said
    treasury.clock.pass_by(days=40)
    assert "más de 30 días: S/ 18.00" in treasury.order("debts")


def test_a_station_that_is_revoked_or_has_another_computer_still_owes(treasury: Treasury, desk: Desk) -> None:
    treasury.order("revoke", "C07")
    assert "C07  Cabina 7 (ya no autorizado)" in treasury.order("debts")
    with treasury.data.open() as centre, centre.store.writing() as tx:
        station = enrolment.require(tx, "C07")
        stations.start_journal(tx, "C07", 2, "k" * 43, 0)
        stations.update(tx, replace(station, epoch=2, status=stations.APPROVED))
    treasury.order("guarantee", "C07", "--reference", "BN-1")
    said = treasury.order("debts").splitlines()
    assert said[0] == "C07  Cabina 7, llave anterior 1"
    assert said[-1] == "Deuda de todos los agentes: S/ 2.00"
    assert "C07  Cabina 7" in said


def test_overdue_money_is_listed_and_booked_when_the_station_was_heard(treasury: Treasury, desk: Desk) -> None:
    assert treasury.order("overdue") == "Ningún dinero contado pasó su plazo de depósito."
    treasury.clock.pass_by(days=2)
    assert (
        treasury.order("overdue", "C07") == "C07: S/ 28.00 contados desde el 21/11/2026 ya deberían estar en el banco."
    )
    assert "No se asentó: el puesto no se ha comunicado" in treasury.order("overdue", "--book")
    desk.push()
    assert "Asentado: ahora lo debe el agente." in treasury.order("overdue", "--book")
    assert desk.pull()[-1].entry.body["amount"] == 2800
    assert treasury.order("overdue", "--book") == "Ningún dinero contado pasó su plazo de depósito."


def test_overdue_money_of_a_silent_station_is_booked_when_one_insists(treasury: Treasury, desk: Desk) -> None:
    treasury.clock.pass_by(days=2)
    assert "Asentado" in treasury.order("overdue", "C07", "--book", "--unheard")


def test_a_station_that_cannot_be_written_to_does_not_stop_the_others(treasury: Treasury, desk: Desk) -> None:
    treasury.clock.pass_by(days=2)
    treasury.order("revoke", "C07")
    assert "No se asentó: El puesto C07 no está aprobado" in treasury.order("overdue", "--book", "--unheard")


def test_a_debt_is_followed_to_its_end(treasury: Treasury, desk: Desk) -> None:
    declare(desk)
    treasury.order("confirm", "C07", "C07-D1", "--amount", "26.00", "--bank-line", "linea 1")
    assert "no mostró S/ 2.00 de C07-D1" in treasury.order("fell-short", "C07", "C07-D1")
    assert "ya no se espera nada" in treasury.refused("fell-short", "C07", "C07-D1")
    assert "no debe tanto: S/ 4.00" in treasury.refused("debt-paid", "C07", "--amount", "5", "--reference", "linea 2")
    used = treasury.refused("debt-paid", "C07", "--amount", "1", "--reference", "Linea 1")
    assert "ya se usó en C07, asiento" in used
    assert "pagada: S/ 1.00" in treasury.order("debt-paid", "C07", "--amount", "1", "--reference", "linea 2")
    assert "baja: S/ 1.00" in treasury.order("write-off", "C07", "--amount", "1", "--resolution", "RA-1")
    assert "S/ 2.00 de la deuda de C07" in treasury.order("draw", "C07", "--amount", "2", "--resolution", "RA-2")
    assert "repuesta en S/ 2.00" in treasury.order("replenish", "C07", "--amount", "2", "--reference", "linea 3")
    assert "La garantía se queda" in treasury.refused("return-guarantee", "C07", "--resolution", "RA-3")
    assert "en cuanto el puesto se entere" in treasury.order("wind-down", "C07", "--resolution", "RA-3")
    assert "no se ha comunicado" in treasury.refused("return-guarantee", "C07", "--resolution", "RA-3")
    desk.pull()
    desk.write("operator_signed_in/1", {"refused": 0})
    desk.push()
    assert "completa: S/ 300.00" in treasury.order("return-guarantee", "C07", "--resolution", "RA-3")
    assert "no tiene garantía" in treasury.refused("return-guarantee", "C07", "--resolution", "RA-4")


def test_overages_and_prepaid_codes_become_income_by_resolution(treasury: Treasury, desk: Desk) -> None:
    desk.open_drawer(2)
    proof = proof_of("C07", "P1", "7Q2M4N9XKD3V")
    desk.write("prepaid_sold/1", {"prepaid": "P1", "amount": 1000, "currency": "PEN", "proof": proof})
    desk.write("drawer_counted/1", {"session": 2, "counted": 6050, "pieces": {"10": 605}})
    body = {"session": 2, "z": 2, "expected": 6000, "counted": 6050, "explanation": "sobra"}
    desk.write("session_closed/1", body)
    desk.push()
    over = ("recognise-overage", "C07", "--resolution", "RA-1", "--amount")
    assert "es menor: S/ 0.50" in treasury.refused(*over, "0.51")
    assert "ingreso: S/ 0.50" in treasury.order(*over, "0.50")
    assert "P9" in treasury.refused("prepaid-expire", "C07", "P9", "--resolution", "RA-2")
    assert "le quedaban S/ 10.00" in treasury.order("prepaid-expire", "C07", "P1", "--resolution", "RA-2")
    assert "no le queda nada" in treasury.refused("prepaid-expire", "C07", "P1", "--resolution", "RA-2")


def test_a_refund_is_approved_listed_and_paid(treasury: Treasury, desk: Desk) -> None:
    assert treasury.order("refunds") == "Ninguna devolución espera pago."
    ask = ("--ground", "agent_error", "--resolution", "RG-1")
    assert "C07-000009" in treasury.refused("refund", "C07-000009", *ask)
    assert "se le deben al vecino S/ 15.00" in treasury.order("refund", "C07-000001", *ask)
    assert "ya se devolvió" in treasury.refused("refund", "C07-000001", *ask)
    treasury.clock.pass_by(days=3)
    assert treasury.order("refunds") == "C07-000001: S/ 15.00, error del agente, aprobada el 21/11/2026 (3 días)"
    pay = ("refund-paid", "C07-000001", "--reference", "CP-1", "--source")
    assert "--source treasury" in treasury.refused(*pay, "collection")
    assert "No se aprobó" in treasury.refused("refund-paid", "C07-000002", "--reference", "x", "--source", "treasury")
    assert "pagada: S/ 15.00" in treasury.order(*pay, "treasury")
    assert "ya se pagó" in treasury.refused(*pay, "treasury")
    assert treasury.order("refunds") == "Ninguna devolución espera pago."


def open_observed(desk: Desk, number: int) -> None:
    body = {
        "case": case_code(7, number),
        "type": "complaint" if number == 4 else "procedure",
        "service": "RC-01",
        "edition": "e" * 64,
        "area": "registro-civil",
        "promise": "2026-11-24",
        "channel": "desk",
        "observed": ["R3"],
    }
    desk.write("case_opened/1", body, at=datetime(2026, 11, 20, 15, tzinfo=UTC))


def test_observed_cases_lapse_with_their_refunds(treasury: Treasury, desk: Desk, expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.central.tariff: station C07")  # the test's edition is nobody's
    assert treasury.order("lapse") == "Ningún trámite observado pasó de sus dos días hábiles."
    for session, number in ((2, 3), (3, 5)):
        desk.open_drawer(session)
        open_observed(desk, number)
        desk.collect(3 if number == 3 else 4, case=case_code(7, number))
        if session == 2:
            desk.close_drawer(counted=6500, session=2)
    open_observed(desk, 4)
    desk.push()
    treasury.clock.pass_by(days=10)
    said = treasury.order("lapse")
    assert "observado el 20/11/2026, debía completarse hasta el 24/11/2026; se devuelve el recibo C07-000003" in said
    assert "espera: la caja del recibo C07-000004 sigue abierta" in said
    assert "nada que devolver" in said
    assert "Para asentar, diga con qué --resolution." in treasury.refused("lapse", "--book")
    said = treasury.order("lapse", "--book", "--resolution", "RG-5")
    assert "se le deben al vecino S/ 15.00" in said
    assert "    Asentado como no presentado." in said
    assert treasury.order("lapse").count("observado el") == 1
    assert "C07-000003" in treasury.order("refunds")
    assert "no presentado" in treasury.order("status")


def test_a_statement_is_issued_disputed_and_answered(treasury: Treasury, desk: Desk) -> None:
    assert "todavía no termina" in treasury.refused("statement", "C07", "--month", "2026-11")
    assert "no es un mes" in treasury.refused("statement", "C07", "--month", "noviembre")
    treasury.clock.moment = datetime(2026, 12, 1, 15, tzinfo=UTC)
    assert "uno anterior" in treasury.refused("statement", "C07", "--month", "2026-10")
    said = treasury.order("statement", "C07", "--month", "2026-11")
    assert "derechos S/ 30.00, comisión S/ 8.00" in said
    assert "ya se emitió" in treasury.refused("statement", "C07", "--month", "2026-11")
    assert treasury.order("disputes") == "Ninguna observación del agente espera respuesta."
    desk.pull()
    desk.write("line_disputed/1", {"statement": "2026-11", "line": 3, "reason": "fueron tres"})
    desk.push()
    said = treasury.order("disputes")
    assert "C07, estado de cuenta 2026-11, línea 3: C07-000002 del 21/11/2026" in said
    assert "derecho S/ 15.00, comisión S/ 4.00" in said
    assert "El agente dice: fueron tres" in said
    answer = ("resolve-dispute", "C07", "2026-11", "3", "--text", "se revisó", "--outcome")
    assert "no reconoce comisión" in treasury.refused(*answer, "rejected", "--adjustment", "4.00")
    assert "comisión reconocida: S/ 4.00" in treasury.order(*answer, "upheld", "--adjustment", "4.00")
    assert "ya se respondió" in treasury.refused(*answer, "rejected")
    assert "Nadie observa" in treasury.refused("resolve-dispute", "C07", "2026-11", "4", *answer[4:], "upheld")
    assert treasury.order("disputes") == "Ninguna observación del agente espera respuesta."


def test_a_fee_that_is_not_of_the_tariff_is_said_in_words(
    treasury: Treasury, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.tariff: station C07")
    with treasury.data.open() as centre:
        edition = centre.editions.in_use
    for number, sha, service in ((3, edition, "RC-01"), (4, "e" * 64, "RC-01"), (5, edition, "XX-9")):
        body = {
            "case": case_code(7, number),
            "type": "procedure",
            "service": service,
            "edition": sha,
            "area": "registro-civil",
            "promise": "2026-11-24",
            "channel": "desk",
        }
        if number == 3:
            desk.open_drawer(2)
        desk.write("case_opened/1", body)
        desk.collect(number, fee=1, service=service)
    desk.push()
    said = treasury.order("findings")
    assert "fee_not_of_tariff: en el recibo C07-000003, el derecho es S/ 0.01; la carpeta dice S/" in said
    assert "C07-000004 se cobró con una edición que esta central nunca tuvo (eeeeeeeeeeee)" in said
    assert "C07-000005 (procedure_unknown)" in said
