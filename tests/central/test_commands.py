"""The orders of the terminal, as a person gives them, on a real data directory; one journey with the real server."""

from __future__ import annotations

import csv
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from central.__main__ import main
from central.enrolment import require
from central.opening import DataDirectory
from central.outbound import OutboundWriter
from central.registry import Registry
from domain.journal.file import read_journal
from domain.journal.verify import verify_journals
from domain.ledger.bearer import proof_of
from sync.messages import REQUEST_HEADER, Invitation
from sync.packing import pack_entries
from sync.seal import verify
from tests.fakes.centre_world import Desk, Heard, case_code, sealed_personal, sha256_of
from wording.key_words import words_of_key

ROOT = Path(__file__).resolve().parents[2]
MUNICIPALITY = ROOT / "municipalities" / "cajamarca"
Order = Callable[..., str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "centre"


@pytest.fixture
def order(data: Path) -> Order:
    """Give one order that must succeed; what it said."""

    def give(name: str, *arguments: str | Path) -> str:
        said: list[str] = []
        assert main([name, "--data", str(data), *map(str, arguments)], said.append) == 0
        return "\n".join(said)

    return give


@pytest.fixture
def refused(data: Path, capsys: pytest.CaptureFixture[str]) -> Order:
    """Give one order that must be refused; the reason in words."""

    def give(name: str, *arguments: str | Path) -> str:
        capsys.readouterr()
        assert main([name, "--data", str(data), *map(str, arguments)], print) == 1
        seen = capsys.readouterr()
        assert "Traceback" not in seen.err + seen.out
        return seen.err

    return give


@pytest.fixture
def made(order: Order) -> str:
    return order("init", "--municipality", MUNICIPALITY)


@pytest.fixture
def desk(data: Path, made: str, order: Order, tmp_path: Path) -> Iterator[Desk]:
    """Cabin 7 as invited on paper, enrolled and approved through the terminal."""
    file = tmp_path / "c07.ventanilla"
    place = ("--station", "C07", "--number", "7", "--face", "desk", "--label", "Cabina 07 · Mercado")
    order("invite", *place, "--operator", "ana:operator", "--address", "https://localhost:8443/", "--out", file)
    with DataDirectory(data).open() as centre:
        desk = Desk(Registry(centre), Invitation.decode(file.read_bytes()))
        desk.enrol()
        order("approve", "C07", "--guarantee-reference", "BN-7781")
        desk.start()
        desk.push()
        desk.pull()
        yield desk


def test_announcements_are_made_listed_and_withdrawn_in_words(order: Order, refused: Order) -> None:
    order("init", "--municipality", MUNICIPALITY)
    assert order("announcements") == "No se ha comunicado nada."
    words = ("--title", "Feria", "--text", "En la plaza.", "--citizens", "--by", "lucia")
    assert "2020-12-16" in refused("announce", *words, "--until", "16/12/2020")
    assert "99/99/2030 no es" in refused("announce", *words, "--until", "99/99/2030")
    assert "Comunicado A1" in order("announce", *words, "--from", "01/12/2098", "--until", "31/12/2098")
    listed = order("announcements")
    assert "A1  Feria · 01/12/2098 al 31/12/2098 · también para vecinos" in listed
    assert "lo tienen: 0 de 0 puestos" in listed
    assert "A1 queda retirado" in order("withdraw-announcement", "A1", "--by", "lucia")
    assert "ya fue retirado" in refused("withdraw-announcement", "A1", "--by", "lucia")
    assert "A7" in refused("withdraw-announcement", "A7", "--by", "lucia")
    assert "RETIRADO" in order("announcements")


def test_a_new_centre_says_its_words_and_refuses_to_be_made_twice(made: str, refused: Order) -> None:
    assert "Municipalidad Provincial de Cajamarca" in made
    assert "Ya hay una central" in refused("init", "--municipality", MUNICIPALITY)


def test_an_invitation_carries_everything_and_shows_code_and_words(made: str, order: Order, tmp_path: Path) -> None:
    file = tmp_path / "c07.ventanilla"
    place = ("--station", "C07", "--number", "7", "--face", "desk", "--label", "Cabina 07")
    said = order("invite", *place, "--address", "https://localhost:8443/", "--out", file)
    invitation = Invitation.decode(file.read_bytes())
    assert invitation.address == "https://localhost:8443"
    assert invitation.authority.startswith("-----BEGIN CERTIFICATE-----\n")
    assert invitation.code in said.replace("-", "")
    assert re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", said)
    assert made.split("Palabras de su llave: ")[1].splitlines()[0] in said


def test_a_station_is_approved_by_its_words_and_seen(desk: Desk, order: Order) -> None:
    said = order("stations")
    assert " ".join(words_of_key(desk.key.public_key)) in said
    assert "aprobado" in said
    assert "recibos que le quedan: 200" in said
    assert "Puestos: 1 aprobado" in order("status")


def test_money_is_confirmed_and_settled_in_words(desk: Desk, order: Order, refused: Order) -> None:
    desk.open_drawer()
    desk.collect(1, fee=6920)
    desk.close_drawer(counted=11920)
    desk.write("remittance_declared/1", {"remittance": "C07-D1", "amount": 6920, "voucher": "V1", "currency": "PEN"})
    desk.push()
    assert "no ha declarado el depósito C07-D9" in refused(
        "confirm", "C07", "C07-D9", "--amount", "69.20", "--bank-line", "l1"
    )
    assert "Es más de lo declarado" in refused("confirm", "C07", "C07-D1", "--amount", "69.21", "--bank-line", "l1")
    assert "no es un monto" in refused("confirm", "C07", "C07-D1", "--amount", "mucho", "--bank-line", "l1")
    said = order("confirm", "C07", "C07-D1", "--amount", "69.20", "--bank-line", "l1", "--by", "tesorera")
    assert "confirmado por S/ 69.20" in said
    assert "ya se usó" in refused("confirm", "C07", "C07-D1", "--amount", "69.20", "--bank-line", "l1")
    assert "se le deben S/ 4.00" in refused(
        "settle-commission", "C07", "--amount", "5", "--period", "2026-11", "--invoice", "E001-1"
    )
    order("settle-commission", "C07", "--amount", "4", "--period", "2026-11", "--invoice", "E001-1")
    assert [found.entry.kind for found in desk.pull()] == ["remittance_confirmed/1", "commission_settled/1"]


def test_a_voucher_is_told_once_and_listed(desk: Desk, order: Order, refused: Order) -> None:
    said = order("voucher", "C07", "--deposit", "C07-D1", "--by", "lucia")
    code = re.search(r"Vale para C07: ((?:[0-9A-Z]{4}-){2}[0-9A-Z]{4})", said)
    assert code is not None
    assert "lucia" in said
    assert "C07-D1" in said
    assert "todavía no llega del puesto" in said
    listed = order("vouchers")
    assert re.search(r"C07: [0-9]+ por dictar, 1 dictados y sin usar, 0 usados", listed)
    assert code[1].replace("-", "") not in listed.replace("-", "")
    assert "no es aceptable" in refused("voucher", "C07", "--deposit", "no vale")


def test_a_used_voucher_is_listed_until_and_after_its_deposit(desk: Desk, order: Order) -> None:
    typed = order("voucher", "C07", "--deposit", "C07-D1").splitlines()[0].rsplit(" ", 1)[1].replace("-", "")
    granted = [one.entry.body for one in desk.ask("GET", "/v1/outbound?from=1").entries if "proofs" in one.entry.body]
    grant = next(one["grant"] for one in granted if proof_of("C07", one["grant"], typed) in one["proofs"])
    desk.open_drawer()
    desk.collect(1, fee=6920)
    desk.close_drawer(counted=11920)
    desk.write("remittance_declared/1", {"remittance": "C07-D1", "amount": 6920, "voucher": "V1", "currency": "PEN"})
    desk.write("voucher_redeemed/1", {"grant": grant, "code": typed})
    desk.push()
    assert "usado, espera su depósito" in order("vouchers")
    assert "sin cubrir: 0" in order("guarantees")
    order("confirm", "C07", "C07-D1", "--amount", "69.20", "--bank-line", "l1")
    assert "usado, ya retirado" in order("vouchers")
    assert "sin cubrir: 0" in order("guarantees")


def test_vouchers_are_cancelled_and_granted_by_hand(desk: Desk, order: Order, refused: Order) -> None:
    assert re.search(r"[1-9][0-9]* vales de C07 anulados", order("cancel-vouchers", "C07"))
    assert "no tiene ningún vale por dictar" in refused("voucher", "C07", "--deposit", "C07-D1")
    assert order("vouchers") == "Ningún puesto tiene vales."
    assert re.search(r"[1-9][0-9]* vales asignados a C07", order("grant-vouchers", "C07"))


def test_numbers_of_a_pool_are_given_out_and_counted(desk: Desk, order: Order, refused: Order) -> None:
    assert "no hay grupos" in order("pools")
    assert "números 1 a 40" in order("pool", "FOLIO", "2026-12-01", "--first", "1", "--last", "40")
    assert "Ya hay un grupo" in refused("pool", "FOLIO", "2026-12-01", "--first", "1", "--last", "40")
    assert "no concuerdan" in refused("pool", "FOLIO", "2026-12-02", "--first", "9", "--last", "1")
    assert "no sirve de nombre" in refused("pool", "FOLIO", "día 2", "--first", "1", "--last", "9")
    assert "números 1 a 30" in order("grant-units", "C07", "FOLIO", "2026-12-01", "--count", "30")
    assert "FOLIO 2026-12-01: 40 números, 10 por asignar" in order("pools")
    order("grant-units", "C07", "FOLIO", "2026-12-01", "--count", "30")
    assert "no queda ningún número" in refused("grant-units", "C07", "FOLIO", "2026-12-01", "--count", "1")
    assert "No existe el grupo" in refused("grant-units", "C07", "FOLIO", "2026-12-09", "--count", "1")


def test_hours_are_opened_given_to_a_station_and_listed_for_the_office(
    desk: Desk, order: Order, refused: Order, data: Path, tmp_path: Path
) -> None:
    opening = ("BODA-1", "MATRIM", "PALACIO", "--day", "04/12/2026", "--count", "6")
    assert "6 horas el viernes 4 de diciembre, de 09:00 a 11:30" in order("hours", *opening, "--from", "09:00")
    assert "ya tiene horas" in refused("hours", "BODA-2", *opening[1:], "--from", "11:30")
    assert "no caben en un día" in refused("hours", "BODA-2", *opening[1:], "--from", "9 h")
    assert "no se da en una oficina" in refused("hours", "BODA-2", "MATRIM", "LIC", *opening[3:], "--from", "12:00")
    assert "no tiene un servicio" in refused("hours", "BODA-2", "X", "PALACIO", *opening[3:], "--from", "12:00")
    assert "números 1 a 3" in order("grant-units", "C07", "SLOT", "BODA-1", "--count", "3")
    (slots,) = [found.entry.body for found in desk.pull() if found.entry.kind == "slots_granted/1"]
    assert order("appointments", "04/12/2026") == "No hay citas ni turnos para el 04/12/2026."
    with DataDirectory(data).open() as centre:
        sealing = centre.keys.sealing.public_key
    sealed, commitment = sealed_personal("C07", {"names": "Ana", "surnames": "=Ríos"}, sealing)
    told = [{"sha": sha256_of(sealed), "size": len(sealed), "type": "application/vnd.ventanilla.sealed"}]
    opened = {"case": case_code(7, 1), "service": "MATRIM", "edition": "e" * 64, "blobs": told}
    desk.write("appointment_opened/1", opened, personal=commitment)
    place = {"office": "PALACIO", "day": "2026-12-04", "clock": "09:30", "grant": slots["grant"], "number": 2}
    desk.write("appointment_given/1", {"case": case_code(7, 1), "service": "MATRIM"} | place)
    desk.push()
    assert "(aún no está aquí)" in order("appointments", "04/12/2026")
    desk.upload(sealed)
    said = order("appointments", "04/12/2026", "--office", "PALACIO")
    assert "09:30  reservado  Ceremonia de matrimonio civil" in said
    assert "=Ríos, Ana" in said
    file = tmp_path / "day.csv"
    order("appointments", "04/12/2026", "--csv", file)
    heading, line = csv.reader(file.read_text(encoding="utf-8").splitlines())
    assert (heading[0], line[0], line[5]) == ("Hora", "09:30", "'=Ríos, Ana"), "no name is taken for a formula"


def test_enquiries_are_listed_by_month_cabin_and_subject(
    desk: Desk, order: Order, refused: Order, tmp_path: Path
) -> None:
    assert order("enquiries") == "Nadie ha preguntado sin iniciar un trámite."
    told = {"edition": "5e" * 32, "channel": "desk"}
    subjects = [("procedure", "RC-01"), ("procedure", "RC-01"), ("article", "COPIA"), ("article", "VIEJO")]
    for about, subject in subjects:
        desk.write("information_given/1", told | {"about": about, "subject": subject})
    desk.push()
    assert re.search(r"2026-11 .*C07 .*Trámite .*RC-01 .*acta de nacimiento +2$", order("enquiries"), re.MULTILINE)
    assert "no es un mes" in refused("enquiries", "--month", "2026-13")
    assert order("enquiries", "--month", "2026-10") == "Nadie ha preguntado sin iniciar un trámite."
    file = tmp_path / "enquiries.csv"
    order("enquiries", "--month", "2026-11", "--csv", file)
    heading, *lines = csv.reader(file.read_text(encoding="utf-8").splitlines())
    assert heading == ["Mes", "Puesto", "Cabina", "Asunto", "Código", "Nombre", "Consultas"]
    assert [(line[3], line[4], line[6]) for line in lines] == [
        ("Artículo", "COPIA", "1"),
        ("Artículo", "VIEJO", "1"),
        ("Trámite", "RC-01", "2"),
    ]
    assert lines[1][5] == "VIEJO", "what the folder no longer has is named by its code"


def test_a_restore_is_said_once_an_hour_and_closes_the_pools(desk: Desk, order: Order, refused: Order) -> None:
    order("pool", "FOLIO", "NAC", "--first", "1", "--last", "40")
    mark = re.search(r"Marca de esta restauración: ([0-9A-Z]{4})\.", order("restored"))
    assert mark is not None
    assert "En esta misma hora ya se avisó" in refused("restored")
    assert "cerrado desde una restauración" in order("pools")
    desk.pull()
    assert "se cerró" in refused("grant-units", "C07", "FOLIO", "NAC", "--count", "1")
    assert f"Grupo NAC.{mark[1]} abierto" in order("pool", "FOLIO", "NAC", "--first", "1", "--last", "40")


def test_a_database_put_back_again_is_noticed_before_anything_is_written(
    desk: Desk, order: Order, refused: Order, data: Path
) -> None:
    (data / "restored").write_text("9000000\n", "ascii")
    assert "se repuso de una copia" in refused("admit", "C07", "luz:supervisor")
    assert "Primero dé la orden restored" in refused("pool", "FOLIO", "NAC", "--first", "1", "--last", "4")
    assert "anterior a la última restauración" in order("status")


def test_headroom_without_cover_is_named(desk: Desk, order: Order, data: Path) -> None:
    with DataDirectory(data).open() as centre, centre.store.writing() as tx:
        writer = OutboundWriter(centre, tx, require(tx, "C07"))
        writer.append("headroom_granted/1", {"grant": "H9", "amount": 1234, "currency": "PEN"})
    said = order("guarantees")
    assert "SIN CUBRIR: S/ 12.34" in said
    assert "sin cubrir: 1" in said


def test_a_case_is_shown_and_answered_with_a_document(desk: Desk, order: Order, refused: Order, tmp_path: Path) -> None:
    person = {"name": "María Quispe"}
    with DataDirectory(tmp_path / "centre").open() as centre:
        area = min(centre.terms.areas)
        sealed, commitment = sealed_personal("C07", person, centre.keys.sealing.public_key)
    desk.open_case(1, sealed, commitment)
    desk.push()
    code = case_code(7, 1)
    assert "todavía no llegan" in refused("case", code)
    desk.upload(sealed)
    desk.pull()
    assert "María Quispe" in order("case", f"{code[:3]} {code[3:6]} {code[6:]}")
    said = order("photos", code, "--to", tmp_path / "fotos")
    assert "0 de 0 fotos del caso" in said
    pdf = tmp_path / "respuesta.pdf"
    pdf.write_bytes(b"%PDF-1.7 ...")
    assert "mal escrito" in refused("answer", "0070000010", "--state", "resolved", "--text", "x")
    assert "No existe el área" in refused("answer", code, "--state", "resolved", "--text", "x", "--area", "nadie")
    missing = tmp_path / "no.pdf"
    assert str(missing) in refused("answer", code, "--state", "resolved", "--text", "x", "--attach", missing)
    said = order("answer", code, "--state", "resolved", "--text", "Recoja su partida", "--area", area, "--attach", pdf)
    assert "resuelto" in said
    assert desk.pull()[-1].entry.body["answer"] == "Recoja su partida"
    assert "no puede pasar de resuelto a observado" in refused("answer", code, "--state", "observed", "--text", "x")


def test_an_exported_journal_verifies_from_nothing(desk: Desk, order: Order, data: Path, tmp_path: Path) -> None:
    desk.open_drawer()
    desk.collect(1)
    desk.push()
    file = tmp_path / "c07.journal"
    assert f"{len(desk.journal)} asientos propios" in order("export", "C07", "--out", file)
    read = read_journal(file.read_text("utf-8").splitlines())
    proven = verify_journals(
        read.station,
        read.own,
        read.outbound,
        station_key=read.station_key,
        centre_key=read.centre_key,
        verify=verify,
    )
    assert proven.is_clean
    assert proven.books.exposure("PEN") == 1500
    assert read.station_key == desk.key.public_key
    assert "volvieron 0" in order("recover", "C07", "--file", file)


def test_after_restored_nothing_is_written_until_the_station_is_recovered(
    desk: Desk, order: Order, refused: Order, tmp_path: Path
) -> None:
    file = tmp_path / "c07.journal"
    order("export", "C07", "--out", file)
    order("restored")
    assert "Hay que recuperar el puesto C07" in order("status")
    assert "se restauró de una copia" in refused("admit", "C07", "luz:supervisor")
    order("recover", "C07", "--file", file)
    assert "luz puede trabajar en C07" in order("admit", "C07", "luz:supervisor")


def test_findings_are_listed(desk: Desk, order: Order, expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.central.receiving: station C07")
    assert "No se encontró nada mal" in order("findings")
    desk.collect(1)
    desk.push()
    assert "drawer_not_open" in order("findings")


def test_a_revoked_station_may_be_invited_again_on_another_computer(
    desk: Desk, order: Order, refused: Order, tmp_path: Path
) -> None:
    place = ("--station", "C07", "--number", "7", "--face", "desk", "--label", "Cabina 07", "--address", "https://x")
    out = tmp_path / "again.ventanilla"
    assert "primero revóquelo" in refused("invite", *place, "--out", out)
    order("revoke", "C07")
    order("invite", *place, "--out", out)
    assert out.exists()


def test_a_guarantee_may_come_after_the_approval(made: str, order: Order, data: Path, tmp_path: Path) -> None:
    place = ("--station", "C08", "--number", "8", "--face", "desk", "--label", "Cabina 08", "--address", "https://x")
    order("invite", *place, "--out", tmp_path / "c08")
    with DataDirectory(data).open() as centre:
        desk = Desk(Registry(centre), Invitation.decode((tmp_path / "c08").read_bytes()))
        desk.enrol()
        assert "Todavía no puede cobrar" in order("approve", "C08")
        assert "ya puede cobrar" in order("guarantee", "C08", "--reference", "BN-1")


def test_mistakes_are_said_in_words(made: str, refused: Order, order: Order, data: Path, tmp_path: Path) -> None:
    assert "Nadie ha dicho dónde" in refused(
        "invite", "--station", "C07", "--number", "7", "--face", "desk", "--label", "x", "--out", tmp_path / "x"
    )
    assert "No existe el puesto C99" in refused("approve", "C99")
    place = ("--station", "C07", "--number", "7", "--face", "desk", "--label", "x", "--address", "https://x")
    assert "ana:operator" in refused("invite", *place, "--operator", "ana", "--out", tmp_path / "x")
    assert "No se puede usar el archivo" in refused("invite", *place, "--out", tmp_path / "no" / "such" / "folder")
    order("edition", "--municipality", MUNICIPALITY)
    other = ROOT / "municipalities" / "mar-del-plata"
    assert "otra municipalidad" in refused("edition", "--municipality", other)
    used = (data / "edition").read_text()
    (data / "editions" / used / "agreement.toml").write_text("commission_mode = 3\n")
    assert "agreement.toml, line" in refused("status")


@pytest.mark.parametrize("station", ["c07", "C 7", "../../etc", "C" * 17, ""])
def test_a_name_that_is_no_stations_name_is_refused(made: str, refused: Order, tmp_path: Path, station: str) -> None:
    place = ("--number", "7", "--face", "desk", "--label", "x", "--address", "https://x", "--out", tmp_path / "x")
    assert "nombre de puesto" in refused("invite", "--station", station, *place)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("number", ["0", "1000", "-3"])
def test_a_number_that_no_case_code_can_hold_is_refused(made: str, refused: Order, tmp_path: Path, number: str) -> None:
    place = ("--face", "desk", "--label", "x", "--address", "https://x", "--out", tmp_path / "x")
    assert "1 a 999" in refused("invite", "--station", "C07", f"--number={number}", *place)


def test_every_order_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    orders = re.findall(r"^    ([a-z-]+)\b", capsys.readouterr().out, re.MULTILINE)
    assert len(orders) >= 15
    for name in orders:
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        assert "--data" in capsys.readouterr().out


def test_an_incomplete_order_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["approve"])
    assert ended.value.code == 2
    assert "faltan estos: --data, PUESTO" in capsys.readouterr().err


@pytest.fixture
def server(data: Path, made: str) -> Iterator[subprocess.Popen[str]]:
    """The real program, serving until its test ends."""
    command = [sys.executable, "-m", "central", "serve", "--data", str(data), "--port", "0", "--metrics", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as running:
        yield running
        running.kill()


@pytest.mark.slow
def test_the_server_serves_while_orders_are_given_beside_it(
    server: subprocess.Popen[str], data: Path, order: Order, tmp_path: Path
) -> None:
    assert server.stdout is not None
    figures, address = (server.stdout.readline().rsplit(" ", 1)[1].strip() for _ in range(2))
    order("invite", *_PLACE, "--out", tmp_path / "c07")
    desk = Desk(_OverTheWire(address, data), Invitation.decode((tmp_path / "c07").read_bytes()))
    assert desk.invitation.address == address
    assert desk.enrol().status == 200
    order("approve", "C07", "--guarantee-reference", "BN-1")
    desk.start()
    body = pack_entries(found.signed for found in desk.journal)
    heard: Heard = desk.ask("POST", "/v1/entries?from=1", body)
    assert (heard.status, heard.answer.outbound) == (200, 7)
    order("admit", "C07", "luz:supervisor")
    assert desk.pull()[-1].entry.kind == "operator_admitted/1"
    page = requests.get(figures, timeout=10).text
    assert 'ventanilla_requests_total{route="push",status="200"} 1.0' in page
    assert 'ventanilla_station_entries{station="C07"} 1.0' in page
    server.send_signal(signal.SIGINT)
    _, log = server.communicate(timeout=20)
    assert server.returncode == 0
    assert "Traceback" not in log
    lines = [json.loads(line) for line in log.splitlines()]
    assert [line["station"] for line in lines if line.get("route") == "push"] == ["C07"]


_PLACE = ("--station", "C07", "--number", "7", "--face", "desk", "--label", "Cabina 07", "--operator", "ana:operator")


class _OverTheWire(Registry):
    """Carries a desk's requests over the wire instead of answering them."""

    def __init__(self, address: str, data: Path) -> None:
        self._address = address
        self._authority = str(data / "keys" / "authority.pem")

    def handle(
        self, method: str, path: str, headers: object, body: bytes, *, whole: bool = True
    ) -> tuple[int, dict[str, str], bytes]:
        assert whole
        assert isinstance(headers, dict)
        assert headers.keys() <= {REQUEST_HEADER}
        with requests.Session() as session:
            session.trust_env = False
            found = session.request(
                method, self._address + path, data=body, headers=headers, timeout=10, verify=self._authority
            )
        return found.status_code, {name.title(): value for name, value in found.headers.items()}, found.content
