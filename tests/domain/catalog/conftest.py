"""The smallest folder that is complete, and the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.catalog import Municipality, read_municipality

FOLDERS = Path(__file__).resolve().parents[3] / "municipalities"

SMALL = {
    "municipality.toml": """\
format = 1
id = "san-juan"
name = "Municipalidad de San Juan"
country = "PE"
locale = "es-PE"
currency = "PEN"
timezone = "America/Lima"
sample_notice = "Muestra"
coins = ["1.00", "0.50", "0.10"]

[[area]]
code = "RC"
name = "Registro Civil"

[[area]]
code = "ALU"
name = "Alumbrado"

[[office]]
code = "PALACIO"
name = "Palacio Municipal"
address = "Plaza de Armas 1"
""",
    "agreement.toml": """\
[[terms]]
since = 2026-01-01
commission_mode = "settled"
guarantee = "300.00"
headroom_percent = 100
warn_percent = 70
banking_term_hours = 24
smallest_coin = "0.10"
receipt_block = 200
void_minutes = 30
void_alone = "50.00"
voucher_amount = "100.00"
voucher_count = 10
prepaid_amounts = ["20.00", "10.00"]
source = "sample"

[[terms]]
since = 2026-08-01
commission_mode = "surcharge"
guarantee = "600.00"
headroom_percent = 150
warn_percent = 80
banking_term_hours = 48
smallest_coin = "0.50"
receipt_block = 100
void_minutes = 10
void_alone = "0.00"
voucher_amount = "50.00"
voucher_count = 0
prepaid_amounts = []
source = "cited: Ordenanza 20-2026, art. 1"

[[commission]]
since = 2026-01-01
until = 2026-06-30
amount = "4.00"
source = "sample"

[[commission]]
since = 2026-07-01
amount = "4.50"
source = "cited: Ordenanza 12-2026, art. 3"

[[commission]]
agent = "C07"
since = 2026-07-01
amount = "5.00"
source = "sample"
""",
    "calendar.toml": """\
first_year = 2026
last_year = 2027
weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday"]

[[opening]]
weekday = "monday"
opens = 08:00:00
closes = 13:00:00

[[opening]]
weekday = "monday"
opens = 14:30:00
closes = 17:00:00

[holidays]
2026-01-01 = "Año Nuevo"
2026-04-02 = "Jueves Santo"
2026-04-03 = "Viernes Santo"
2027-01-01 = "Año Nuevo"
""",
    "receipt.toml": """\
header = ["MUNICIPALIDAD DE SAN JUAN"]
footer = ["Pague solo lo que dice este recibo."]
how_to_follow = ["Muestre este papel en cualquier cabina."]
refund_place = ["Tesorería, Plaza de Armas 1, de 8 a 13 h."]
refund_bring = ["Su DNI.", "El recibo, o el aviso."]
verify_host = "ventanilla.example.pe"
""",
    "procedures.toml": """\
[[procedure]]
code = "RC-01"
name = "Copia certificada de acta de nacimiento"
group = "Registro civil"
summary = "Copia con valor legal."
delivers = "Copia certificada"
legal_base = ["Ley 26497"]
qualification = "automatic"
delivered_at_once = true
area = "RC"
authority = "Jefatura de Registro Civil"
decision = "final"
icon = "file-text"
source = "sample"
keywords = ["partida", "niño"]
fee = [
  { since = 2026-01-01, until = 2026-12-31, amount = "12.36", source = "sample" },
  { since = 2027-01-01, amount = "12.80", source = "sample" },
]
requirement = [
  { code = "R1", text = "DNI", kind = "original" },
  { code = "R2", text = "Pago", kind = "payment" },
]
form = [
  { id = "holder", label = "Nombre en el acta", kind = "text" },
  { id = "kind", label = "Tipo", kind = "choice", choices = ["Literal", "Extracto"] },
]

[[procedure]]
code = "RC-02"
name = "Inscripción de nacimiento"
group = "Registro civil"
summary = "Registro de un nacimiento."
delivers = "Acta de nacimiento"
legal_base = ["Ley 26497"]
qualification = "prior_positive"
term_working_days = 3
area = "RC"
authority = "Jefatura de Registro Civil"
decision = "intake"
icon = "file-text"
source = "sample"
exempt_ground = "Ley 29462"
fee = [
  { since = 2026-01-01, amount = "0.00", source = "cited: Ley 29462, gratuidad" },
]
commission = [
  { since = 2026-01-01, amount = "2.00", source = "sample" },
]
""",
    "complaints.toml": """\
[[category]]
code = "AL-01"
name = "Poste de luz apagado"
group = "Alumbrado"
area = "ALU"
promise_working_days = 5
icon = "lightbulb"
keywords = ["foco"]

[[category]]
code = "AL-02"
name = "Cable caído"
group = "Alumbrado"
area = "ALU"
promise_working_days = 1
priority = "urgent"
anonymous_allowed = true
needs_place = false
icon = "triangle-alert"
""",
    "appointments.toml": """\
[[service]]
code = "BODA"
name = "Ceremonia de matrimonio"
group = "Registro civil"
places = ["PALACIO"]
minutes = 30
area = "RC"
icon = "users-round"
""",
    "articles.toml": """\
[[article]]
code = "HORARIO"
name = "Horario de la caja"
group = "Atención"
summary = "De lunes a viernes, de 8:00 a 16:00."
keywords = ["hora", "abre"]
text = [
  "# Cuándo",
  "La caja atiende de lunes a viernes.",
  "- De 8:00 a 16:00",
]
source = "sample"
reviewed = 2026-01-10
until = 2026-12-31
""",
}


def encoded(texts: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in texts.items()}


def folder(name: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (FOLDERS / name).iterdir()}


@pytest.fixture
def small() -> dict[str, str]:
    """The texts of the smallest complete folder, to be spoilt."""
    return dict(SMALL)


@pytest.fixture(scope="session")
def san_juan() -> Municipality:
    return read_municipality(encoded(SMALL))


@pytest.fixture(scope="session")
def cajamarca() -> Municipality:
    return read_municipality(folder("cajamarca"))


@pytest.fixture(scope="session")
def mar_del_plata() -> Municipality:
    return read_municipality(folder("mar-del-plata"))
