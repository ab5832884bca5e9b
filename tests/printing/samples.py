"""Documents with the longest and the most awkward facts that a counter in Cajamarca can meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from domain.money import Money
from printing import receipt_code
from printing.documents import (
    AccountRow,
    AppointmentSlip,
    CabinReconciliation,
    CashCount,
    CashMovement,
    CashSlip,
    CashWay,
    CloseKind,
    CloseReport,
    ComplaintSlip,
    Copy,
    DenominationCount,
    Document,
    FeeReceipt,
    FindingLine,
    InformationSheet,
    Letterhead,
    PrepaidFigures,
    PrepaidRow,
    PrepaidSlip,
    PrepaidUse,
    ProcedureCount,
    ReconciliationReport,
    RefundGround,
    RefundNotice,
    RefundRow,
    RemittanceSlip,
    SelfTestSheet,
    SheetFact,
    Statement,
    StatementAnswer,
    StatementDispute,
    StatementRow,
    StatementSignature,
    StatementSummary,
    TreasuryFacts,
    VoidLine,
    VoidSlip,
    VoucherSlip,
)
from wording.formats import LOCALES, Locale

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


def pesos(units: int) -> Money:
    """Of a currency without decimals."""
    return Money(units, "CLP")


CHILE = Locale("es-CL", "$ ", ",", ".")
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
    void_code="739104",
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
#: Commission on top, rounding of the cash, and a prepaid code: every line that a receipt can have.
SPLIT_RECEIPT = replace(
    PLAIN_RECEIPT,
    municipal_fee=soles(1536),
    service_fee=soles(400),
    cash_rounding=soles(-6),
    total=soles(1930),
    prepaid=PrepaidUse(name="P12", amount=soles(1000), left=soles(1000)),
    tendered=soles(1000),
    change=soles(70),
)
#: All of it paid with a code: nothing is rounded and the drawer stays shut.
PREPAID_RECEIPT = replace(
    PLAIN_RECEIPT,
    municipal_fee=soles(1236),
    total=soles(1236),
    prepaid=PrepaidUse(name="P12", amount=soles(1236), left=soles(764)),
    tendered=soles(0),
    change=soles(0),
)
CHILEAN_RECEIPT = replace(
    RECEIPT,
    locale=CHILE,
    municipal_fee=pesos(1_234_567),
    service_fee=pesos(3_990),
    cash_rounding=pesos(-7),
    total=pesos(1_238_550),
    prepaid=PrepaidUse(name="P12", amount=pesos(20_000), left=pesos(0)),
    tendered=pesos(1_220_000),
    change=pesos(1_450),
)
SECOND_COPY = replace(
    RECEIPT,
    void_code=None,
    copy_number=2,
    copy=Copy(number=2, printed_at=datetime(2026, 11, 21, 9, 5, tzinfo=LIMA), operator="L. Vásquez"),
)
VOIDED = replace(RECEIPT, voided=True, void_code=None, copy_number=1)
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
APPOINTMENT = AppointmentSlip(
    word="turno",
    letterhead=LETTERHEAD,
    operator="R. Chuquimango",
    issued_at=datetime(2026, 11, 20, 18, 3, tzinfo=LIMA),
    case_code="2074183659",
    service_name="Turno para el Certificado Único de Discapacidad",
    at=datetime(2026, 12, 4, 9, 45, tzinfo=LIMA),
    office_name="Dirección de Discapacidad",
    office_address=LONG_PLACE,
    office_phone="(0223) 499-6500",
    person="J. M. H. Ñ.",
    bring=("DNI", "Planilla completada por el médico", "Estudios"),
    code_text=CODE,
)
MOVED = replace(APPOINTMENT, word="cita", is_moved=True, office_phone=None, bring=())
OUTDATED = replace(
    APPOINTMENT,
    cancelled=True,
    copy_number=1,
    copy=Copy(number=1, printed_at=datetime(2026, 11, 21, 9, 5, tzinfo=LIMA), operator="L. Vásquez"),
)
INFORMATION = InformationSheet(
    is_procedure=True,
    letterhead=LETTERHEAD,
    operator="R. Chuquimango",
    issued_at=datetime(2026, 11, 20, 18, 3, tzinfo=LIMA),
    name=LONG_NAME,
    summary="Para abrir un negocio cuya matriz de riesgo es media; la inspección se hace después.",
    text=(
        "# Traiga el original",
        "- DNI del solicitante, a la vista",
        "# Traiga una copia",
        "- Título, contrato de alquiler o comodato del local",
        "- Si el giro lo pide: autorización sectorial",
        "# Formularios y datos",
        "- Declaración jurada de condiciones de seguridad en la edificación",
    ),
    facts=(
        SheetFact(label="Cuánto cuesta", value="S/ 1,238.50", is_strong=True),
        SheetFact(label="Cuánto demora", value="2 días hábiles", is_strong=True),
        SheetFact(label="Dónde se hace", value="En esta cabina o en cualquier otra"),
        SheetFact(label="Quién lo resuelve", value="Subgerencia de Licencias y Comercialización"),
        SheetFact(label="Si nadie responde", value="Si pasa el plazo sin respuesta, queda aprobado."),
    ),
    basis=("TUO de la Ley 28976 (D.S. 163-2020-PCM), Ley Marco de Licencia de Funcionamiento, art. 6 a 8",),
    warning="Ejemplo: la municipalidad todavía no ha confirmado este texto",
    edition="5e5e5e5e",
)
ARTICLE = replace(
    INFORMATION,
    is_procedure=False,
    operator=None,
    name="Mi expediente está observado: qué hago",
    summary="Tiene dos días hábiles para traer lo que falta, a cualquier cabina, con el papel que le dieron.",
    text=(
        "Cuando falta un requisito, el trámite se recibe igual y se anota lo que falta.",
        "# Qué se hace",
        "- Traer lo que falta dentro de dos días hábiles",
        "- Traer el papel: en su código está el expediente",
        "Si no se completa a tiempo, se da por no presentado y lo pagado se devuelve.",
    ),
    facts=(),
    basis=("TUO de la Ley 27444, art. 136",),
    warning=None,
)
INFORMATION_COPY = replace(
    INFORMATION,
    copy_number=1,
    copy=Copy(number=1, printed_at=datetime(2026, 11, 21, 9, 5, tzinfo=LIMA), operator="L. Vásquez"),
    training=True,
)
VOID = VoidSlip(
    letterhead=LETTERHEAD,
    locale=PERU,
    operator="R. Chuquimango",
    approver="Luz Marina Vásquez Chuquilín",
    voided_at=datetime(2026, 11, 20, 11, 2, tzinfo=LIMA),
    receipt_number="C07-000123",
    issued_at=datetime(2026, 11, 20, 10, 44, tzinfo=LIMA),
    case_code="2074183659",
    procedure_name=LONG_NAME,
    cash=soles(930),
    prepaid=PrepaidUse(name="P12", amount=soles(1000)),
    reason="El vecino pidió otro trámite: necesitaba la licencia de riesgo bajo, no la de riesgo medio.",
    entry="C07/118",
)
VOID_ALONE = replace(VOID, approver=None, prepaid=None, cash=soles(1530), reason="Cobrado dos veces.")
VOID_COPY = replace(
    VOID_ALONE,
    copy_number=1,
    copy=Copy(number=1, printed_at=datetime(2026, 11, 21, 9, 5, tzinfo=LIMA), operator="L. Vásquez"),
)
PREPAID = PrepaidSlip(
    letterhead=LETTERHEAD,
    locale=PERU,
    operator="R. Chuquimango",
    sold_at=datetime(2026, 11, 20, 9, 30, tzinfo=LIMA),
    name="P12",
    value=soles(2_000),
    code="K7QM2P9DXT4A",
    entry="C07/97",
)
CASH_IN = CashSlip(
    letterhead=LETTERHEAD,
    locale=PERU,
    operator="R. Chuquimango",
    moved_at=datetime(2026, 11, 20, 8, 40, tzinfo=LIMA),
    session="C07-000031",
    way=CashWay.FLOAT_IN,
    amount=soles(2_000),
    reason="Monedas de S/ 0.50 y S/ 1.00 para dar vuelto; faltaban desde la apertura.",
    entry="C07/91",
)
CASH_OUT = replace(CASH_IN, way=CashWay.FLOAT_OUT, amount=soles(1_000), reason="Sobra sencillo.")
CASH_AWAY = replace(CASH_IN, way=CashWay.TO_SAFE, amount=soles(100_000), reason="Mucho efectivo en la caja.")
CASH_BACK = replace(CASH_IN, way=CashWay.FROM_SAFE, amount=soles(5_000), reason="Para devolver un recibo anulado.")
VOUCHER = VoucherSlip(
    letterhead=LETTERHEAD,
    locale=PERU,
    operator="R. Chuquimango",
    station="C07",
    redeemed_at=datetime(2026, 11, 20, 16, 12, tzinfo=LIMA),
    grant="V0007-2026-11",
    code="0123456789AB",
    amount=soles(10_000),
    entry="C07/131",
)
REFUND = RefundNotice(
    letterhead=replace(LETTERHEAD, cabin="Tesorería"),
    locale=PERU,
    refund="RF-2026-000031",
    receipt_number="C07-000123",
    paid_on=date(2026, 11, 20),
    procedure_name=LONG_NAME,
    amount=soles(123_850),
    ground=RefundGround.NOT_PRESENTED,
    resolution="Resolución de Gerencia de Administración y Finanzas N.º 0127-2026-MPSJ",
    approved_on=date(2026, 11, 24),
    collect_at=("Tesorería municipal, primer piso,", "Jr. Cruz de Piedra 613.", "Lunes a viernes de 8:00 a 13:00."),
    bring=("Su documento de identidad.", "El recibo, o este aviso."),
    entry="central/31",
    operator="R. Chuquimango",
)
_PROCEDURES = (
    ProcedureCount(code="PN03", name="Copia certificada de acta de nacimiento", count=14, fees=soles(21_420)),
    ProcedureCount(code="PE1256830F", name=LONG_NAME, count=1, fees=soles(123_456)),
)
_VOIDS = (
    VoidLine(receipt="C07-000112", reason="Cobrado dos veces.", approver=None, given_back=soles(1530)),
    VoidLine(receipt="C07-000123", reason=VOID.reason, approver="L. Vásquez", given_back=soles(930)),
)
_MOVEMENTS = (
    CashMovement(at=CASH_IN.moved_at, way=CashWay.FLOAT_IN, amount=soles(2_000), reason=CASH_IN.reason),
    CashMovement(
        at=CASH_IN.moved_at + timedelta(hours=2), way=CashWay.TO_SAFE, amount=soles(100_000), reason="Mucho efectivo."
    ),
    CashMovement(at=CASH_IN.moved_at + timedelta(hours=3), way=CashWay.FLOAT_OUT, amount=soles(1_000), reason="Sobra."),
)
_PREPAID = PrepaidFigures(sold_count=3, sold=soles(5_000), used_count=1, used=soles(1_000))
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
    receipts=("C07-000109", "C07-000125"),
    receipt_count=17,
    procedures=tuple(replace(counted, fees=None) for counted in _PROCEDURES),
    voids=tuple(replace(void, given_back=None) for void in _VOIDS),
    movements=tuple(replace(movement, amount=None) for movement in _MOVEMENTS),
    prepaid=replace(_PREPAID, sold=None, used=None),
    chain_head="9f3ac01e",
    signers=("R. Chuquimango",),
)
Z_REPORT = replace(
    X_REPORT,
    kind=CloseKind.Z,
    number=12,
    closed_at=datetime(2026, 11, 20, 18, 30, tzinfo=LIMA),
    procedures=_PROCEDURES,
    voids=_VOIDS,
    movements=_MOVEMENTS,
    prepaid=_PREPAID,
    cash=CashCount(
        expected=soles(55_260),
        counted=soles(55_220),
        service_fees=soles(400),
        rounding=soles(16),
        commission=soles(6_000),
        explanation="Se dio mal un vuelto de S/ 0.40 cerca del mediodía.",
        denominations=(
            DenominationCount(value=soles(20_000), count=1),
            DenominationCount(value=soles(10_000), count=2),
            DenominationCount(value=soles(5_000), count=3),
            DenominationCount(value=soles(200), count=1),
            DenominationCount(value=soles(10), count=2),
        ),
    ),
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
RETAINED = replace(REMITTANCE, amount=soles(146_230), retained=soles(3_600))
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
    "receipt-split": SPLIT_RECEIPT,
    "receipt-prepaid": PREPAID_RECEIPT,
    "receipt-chile": CHILEAN_RECEIPT,
    "receipt-copy-2": SECOND_COPY,
    "receipt-voided": VOIDED,
    "receipt-practice": PRACTICE,
    "void": VOID,
    "void-alone": VOID_ALONE,
    "void-copy": VOID_COPY,
    "prepaid": PREPAID,
    "prepaid-chile": replace(PREPAID, locale=CHILE, value=pesos(1_250_000)),
    "cash-in": CASH_IN,
    "cash-out": CASH_OUT,
    "cash-away": CASH_AWAY,
    "cash-back": CASH_BACK,
    "voucher": VOUCHER,
    "refund": REFUND,
    "complaint": COMPLAINT,
    "information": INFORMATION,
    "information-article": ARTICLE,
    "information-copy": INFORMATION_COPY,
    "appointment": APPOINTMENT,
    "appointment-moved": MOVED,
    "appointment-outdated": OUTDATED,
    "report-x": X_REPORT,
    "report-z": Z_REPORT,
    "remittance": REMITTANCE,
    "remittance-retained": RETAINED,
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
    notice="MUESTRA: montos y plazos de demostración.",
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
    treasury=TreasuryFacts(
        refunds=(
            RefundRow(
                station="C02",
                receipt="C02-000004",
                approved_on=date(2026, 11, 5),
                ground="Error de la municipalidad",
                resolution="RG-118-2026",
                amount=soles(1_230),
                owed=soles(0),
                payment="Pagada de lo cobrado",
            ),
            RefundRow(
                station="C07",
                receipt="C07-000009",
                approved_on=date(2026, 11, 9),
                ground="Error del agente <según acta>",
                resolution="RG-126-2026",
                amount=soles(9_060),
                owed=soles(400),
                payment="Por pagar",
            ),
        ),
        accounts=(
            AccountRow(
                station="C11",
                on=date(2026, 11, 5),
                what="Faltante de depósito",
                rests_on="REM-0011-000007-1",
                amount=soles(2_000),
            ),
            AccountRow(
                station="C11",
                on=date(2026, 11, 9),
                what="Garantía ejecutada",
                rests_on="RA-077-2026",
                amount=soles(1_990),
            ),
        ),
        prepaid=(
            PrepaidRow(
                station="C03",
                cabin="Cabina 03 · Terminal",
                codes=3,
                sold=soles(12_000),
                used=soles(10_590),
                expired=soles(400),
                owed=soles(1_010),
            ),
            PrepaidRow(
                station="C07",
                cabin="Cabina 07 · San Juan",
                codes=1,
                sold=soles(5_000),
                used=soles(0),
                expired=soles(0),
                owed=soles(5_000),
            ),
        ),
        statements=(
            StatementSummary(
                station="C02",
                statement="2026-10",
                lines=38,
                fees=soles(120_480),
                commission=soles(13_200),
                agrees=True,
                signed_on=date(2026, 11, 4),
                disputed=1,
                unanswered=0,
            ),
            StatementSummary(
                station="C11",
                statement="2026-10",
                lines=44,
                fees=soles(136_770),
                commission=soles(15_600),
                agrees=False,
                signed_on=None,
                disputed=2,
                unanswered=2,
            ),
        ),
    ),
    hashes=(("Cabeza del registro de la central", "9f" * 32), ("Estado de cuenta del banco", "0a" * 32)),
)


def row(number: int, kind: str, reference: str, *, fee: int = 0, commission: int = 0, cash: int = 0) -> StatementRow:
    return StatementRow(
        number=number,
        at=datetime(2026, 11, 2 + number // 4, 8 + number % 4, 5 * number % 60, tzinfo=LIMA),
        kind=kind,
        reference=reference,
        entry=f"{'central' if kind in {'remittance_confirmed', 'commission_settled'} else 'C07'}/{100 + number}",
        fee=soles(fee),
        commission=soles(commission),
        cash=soles(cash),
    )


_RECEIPTS = tuple(
    row(number, "fee_collected", f"C07-{number:06d}", fee=1530 + number, commission=400) for number in range(1, 61)
)
_ROWS = (
    *_RECEIPTS,
    row(61, "fee_voided", "C07-000060", fee=-1590, commission=-400),
    row(62, "session_closed", "Z 12", cash=-40),
    row(63, "session_closed", "Z 13", cash=50),
    row(64, "remittance_declared", "REM-0007-000012-3", cash=69_20),
    row(65, "remittance_confirmed", "REM-0007-000012-3", cash=69_00),
    row(66, "commission_settled", "E001-123456", commission=-24_00),
    row(67, "refund_approved", "C07-000005", fee=-1535, commission=-400, cash=-400),
)
_DISPUTES = {
    3: StatementDispute(
        reason="El trámite sí se presentó; la comisión de este recibo no aparece en el pago de octubre.",
        answer=StatementAnswer(
            upheld=True, adjustment=soles(400), words="Conforme con el váucher E001-122. <ver acta>"
        ),
    ),
    60: StatementDispute(
        reason="El vecino volvió con el recibo.",
        answer=StatementAnswer(upheld=False, adjustment=soles(0), words="El recibo se anuló con su código."),
    ),
    62: StatementDispute(reason="El vuelto se dio completo."),
}
STATEMENT = Statement(
    municipality="Municipalidad Provincial de San Juan",
    notice="MUESTRA: montos y plazos de demostración.",
    locale=PERU,
    name="2026-11",
    month=date(2026, 11, 1),
    station="C07",
    cabin="Cabina 07 · Mercado Central",
    through=167,
    rows=tuple(replace(each, dispute=_DISPUTES.get(each.number)) for each in _ROWS),
    fees=sum((each.fee for each in _ROWS), start=soles(0)),
    commission=sum((each.commission for each in _ROWS), start=soles(0)),
    digest="4be1" * 16,
    issued_at=datetime(2026, 12, 1, 9, 0, tzinfo=LIMA),
    centre=StatementSignature(
        name="Ana Lucía Peña Núñez",
        role="Tesorería municipal",
        at=datetime(2026, 12, 1, 9, 0, tzinfo=LIMA),
        hash_tail="9f3ac01e",
    ),
    agent_signature=StatementSignature(
        name="Luz Marina Vásquez Chuquilín",
        role="Responsable de la cabina, puesto C07",
        at=datetime(2026, 12, 3, 17, 42, tzinfo=LIMA),
        hash_tail="01e4be19",
    ),
)
