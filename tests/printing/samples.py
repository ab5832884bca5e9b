"""Documents with the longest and the most awkward facts that a counter in Cajamarca can meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from domain.money import Money
from printing import receipt_code
from printing.documents import (
    CabinReconciliation,
    CashCount,
    CloseKind,
    CloseReport,
    ComplaintSlip,
    Copy,
    DenominationCount,
    Document,
    FeeReceipt,
    FindingLine,
    Letterhead,
    ProcedureCount,
    ReconciliationReport,
    RemittanceSlip,
    SelfTestSheet,
)
from wording.formats import LOCALES

LIMA = timezone(timedelta(hours=-5))
PERU = LOCALES["es-PE"]
LONG_NAME = (
    "Licencia de funcionamiento para establecimientos con calificación de nivel de riesgo medio (con ITSE posterior)"
)
LONG_PLACE = (
    "Esquina de Prolongación Revolución con el Jirón Señor de los Milagros, frente al poste P-01243, "
    "al lado de la botica \u201cÑusta Q\u2019illu\u201d"
)
#: As long as a signed entry may be, so that every sample carries the largest code.
CODE = receipt_code.encode("V.CAJAMARCA.GOB.PE", bytes(range(256)) + bytes(range(120)), bytes(range(64)))


def soles(minor: int) -> Money:
    return Money(minor, "PEN")


LETTERHEAD = Letterhead(
    municipality="Municipalidad Provincial de San Juan",
    lines=("RUC 20143623042", "Jr. Cruz de Piedra 613", "Teléfono 0800 15 777"),
    cabin="Cabina 07 · Mercado Central",
)
FOLLOW = (
    "En esta cabina o en cualquier otra, con su código.",
    "Por teléfono, gratis: 0800 15 777.",
    "Con un celular, apuntando al código de arriba.",
)

RECEIPT = FeeReceipt(
    letterhead=LETTERHEAD,
    locale=PERU,
    operator="R. Chuquimango",
    issued_at=datetime(2026, 11, 20, 10, 44, tzinfo=LIMA),
    receipt_number="C07-000123",
    case_code="2074183659",
    procedure_code="PE1256830F",
    procedure_name=LONG_NAME,
    municipal_fee=soles(123_456),
    service_fee=soles(400),
    cash_rounding=soles(-6),
    total=soles(123_850),
    tendered=soles(124_000),
    change=soles(150),
    payer="M. Ñ. H.",
    promised=date(2026, 12, 2),
    legal_deadline=date(2026, 12, 15),
    requirements_observed=(
        "Croquis de ubicación firmado por el propietario del establecimiento.",
        "Copia del contrato de alquiler.",
    ),
    follow=FOLLOW,
    code_text=CODE,
)
PLAIN_RECEIPT = replace(
    RECEIPT,
    procedure_name="Copia certificada de acta de nacimiento",
    procedure_code="PN03",
    municipal_fee=soles(1530),
    service_fee=None,
    cash_rounding=None,
    total=soles(1530),
    tendered=soles(2000),
    change=soles(470),
    legal_deadline=None,
    requirements_observed=(),
)
EXEMPT_RECEIPT = replace(
    PLAIN_RECEIPT,
    municipal_fee=soles(0),
    exemption="persona con discapacidad, Ley 29973",
    total=soles(0),
    tendered=soles(0),
    change=soles(0),
)
SECOND_COPY = replace(
    RECEIPT,
    copy_number=2,
    copy=Copy(number=2, printed_at=datetime(2026, 11, 21, 9, 5, tzinfo=LIMA), operator="L. Vásquez"),
)
VOIDED = replace(RECEIPT, voided=True, copy_number=1)
PRACTICE = replace(PLAIN_RECEIPT, training=True)

COMPLAINT = ComplaintSlip(
    letterhead=LETTERHEAD,
    operator=None,
    issued_at=datetime(2026, 11, 20, 18, 3, tzinfo=LIMA),
    case_code="2074183659",
    category="Poste sin luz en la vía pública",
    place=LONG_PLACE,
    promised=date(2026, 12, 2),
    follow=FOLLOW,
    code_text=CODE,
)
_PROCEDURES = (
    ProcedureCount(code="PN03", name="Copia certificada de acta de nacimiento", count=14, fees=soles(21_420)),
    ProcedureCount(code="PE1256830F", name=LONG_NAME, count=1, fees=soles(123_456)),
)
X_REPORT = CloseReport(
    letterhead=LETTERHEAD,
    locale=PERU,
    kind=CloseKind.X,
    number=31,
    session="S-2026-11-20-1",
    operator="R. Chuquimango",
    opened_at=datetime(2026, 11, 20, 8, 1, tzinfo=LIMA),
    closed_at=datetime(2026, 11, 20, 13, 0, tzinfo=LIMA),
    opening_float=soles(5_000),
    receipts=("C07-000109", "C07-000124"),
    receipt_count=16,
    void_count=1,
    procedures=tuple(replace(counted, fees=None) for counted in _PROCEDURES),
    chain_head="9f3ac01e",
    signers=("R. Chuquimango",),
)
Z_REPORT = replace(
    X_REPORT,
    kind=CloseKind.Z,
    number=12,
    closed_at=datetime(2026, 11, 20, 18, 30, tzinfo=LIMA),
    procedures=_PROCEDURES,
    cash=CashCount(
        expected=soles(149_870),
        counted=soles(149_830),
        denominations=(
            DenominationCount(value=soles(20_000), count=6),
            DenominationCount(value=soles(5_000), count=5),
            DenominationCount(value=soles(2_000), count=2),
            DenominationCount(value=soles(500), count=1),
            DenominationCount(value=soles(200), count=1),
            DenominationCount(value=soles(100), count=1),
            DenominationCount(value=soles(10), count=3),
        ),
    ),
    commission=soles(6_000),
    signers=("R. Chuquimango, operador", "L. Vásquez, responsable de la cabina"),
)
REMITTANCE = RemittanceSlip(
    letterhead=LETTERHEAD,
    locale=PERU,
    operator="R. Chuquimango",
    station="C07",
    declared_at=datetime(2026, 11, 20, 19, 10, tzinfo=LIMA),
    remittance="REM-0017-000042",
    amount=soles(149_830),
    account="Banco de la Nación, cuenta recaudadora 00-761-123456",
    voucher="0098-44120-7",
    deposited_on=date(2026, 11, 20),
)
SELF_TEST = SelfTestSheet(
    letterhead=LETTERHEAD,
    printer="Ticketera de la ventanilla",
    settings=(("Página de códigos", "CP858 = 19"), ("Columnas", "48")),
    printed_at=datetime(2026, 11, 20, 7, 55, tzinfo=LIMA),
    code_text=CODE,
)

SLIPS: dict[str, Document] = {
    "receipt": RECEIPT,
    "receipt-plain": PLAIN_RECEIPT,
    "receipt-exempt": EXEMPT_RECEIPT,
    "receipt-copy-2": SECOND_COPY,
    "receipt-voided": VOIDED,
    "receipt-practice": PRACTICE,
    "complaint": COMPLAINT,
    "report-x": X_REPORT,
    "report-z": Z_REPORT,
    "remittance": REMITTANCE,
    "self-test": SELF_TEST,
}


def cabin(number: int, *, confirmed: int = 0, verified: bool = True) -> CabinReconciliation:
    return CabinReconciliation(
        station=f"C{number:02d}",
        cabin=f"Cabina {number:02d} · Prolongación Revolución",
        receipts=118 + number,
        fees=soles(204_530 + 130 * number),
        commission=soles(47_200),
        exposure=soles(18_240),
        guarantee=soles(30_000),
        remitted=soles(186_290),
        confirmed=soles(confirmed or 186_290),
        drawer_difference=soles(-40 if number == 2 else 0),
        chain_verified=verified,
        chain_head="4be1" * 15 + f"9f3a{number:04x}"[-4:],
    )


RECONCILIATION = ReconciliationReport(
    municipality="Municipalidad Provincial de San Juan",
    locale=PERU,
    period_start=date(2026, 11, 1),
    period_end=date(2026, 11, 20),
    prepared_at=datetime(2026, 11, 21, 11, 0, tzinfo=LIMA),
    prepared_by="Ana Lucía Peña Núñez, auditora",
    cabins=(
        *(cabin(number) for number in range(1, 24)),
        cabin(24, confirmed=186_270),
        cabin(25, verified=False),
    ),
    findings=(
        FindingLine(
            code="remittance_shortfall",
            station="C24",
            text="El depósito REM-0024-000042 se declaró por S/ 1,862.90 y el banco muestra S/ 1,862.70. " * 3,
        ),
        FindingLine(
            code="chain_broken", station="C25", text="El diario deja de verificar en el asiento 3,118 <ver acta>."
        ),
    ),
    hashes=(("Cabeza del registro de la central", "9f" * 32), ("Estado de cuenta del banco", "0a" * 32)),
)
