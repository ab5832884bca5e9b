"""Sample states of the screens about money and about what can go wrong. Everybody here is invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kiosk_app.screens.desk.close_drawer.state import (
    Check,
    Closed,
    CloseDrawerState,
    CloseStep,
    Denomination,
    Result,
)
from kiosk_app.screens.desk.drawer.state import DrawerState, GuaranteeGauge
from kiosk_app.screens.desk.open_drawer.state import OpenDrawerState
from kiosk_app.screens.desk.problem.state import ProblemState
from kiosk_app.screens.desk.queue.state import CarryState, QueueState
from kiosk_app.screens.desk.remittance.state import RemittanceState
from kiosk_app.screens.desk.scan_result.state import ScanResultState, Verdict
from kiosk_app.shown import UNSAID, Cell, Choice, Line, Problem, Said, TableRow

OPEN_DRAWER: Final = OpenDrawerState(
    heading="Abrir la caja",
    currency="S/",
    float_text="50.00",
    suggestions=(Choice("50.00", "S/ 50.00, como ayer"), Choice("0.00", "Sin dinero")),
    facts=(
        Line("Último cierre", "Z-0311 · ayer 18:04"),
        Line("Recibos disponibles", "419"),
        Line("Saldo disponible de la garantía", "S/ 254.50"),
    ),
)
OPEN_DRAWER_REFUSED: Final = replace(
    OPEN_DRAWER,
    float_text="",
    can_open=False,
    reason_not="No quedan números de recibo. Puede registrar reclamos; para cobrar, conecte el equipo o traiga un USB.",
    problems=(Problem("float", "Escriba cuánto dinero hay en la caja, aunque sea 0"),),
)

_PAID: Final = Cell("Cobrado", "ok", chip=True)
DRAWER: Final = DrawerState(
    heading="Caja abierta",
    subtitle="Turno de mañana · Rosa Quispe · desde las 08:02",
    reading=(
        Line("Fondo inicial", "S/ 50.00"),
        Line("Recibos", "17  (A07-020865 – A07-020881)"),  # noqa: RUF001 - a range takes an en dash
        Line("Anulados", "1"),
        Line("Códigos prepago vendidos", "2"),
        Line("A la caja fuerte", "1"),
    ),
    procedures=(
        Line("Acta de nacimiento", "9"),
        Line("Acta de matrimonio", "4"),
        Line("Duplicado de recibo", "2"),
        Line("Licencia de funcionamiento", "1"),
    ),
    gauge=GuaranteeGauge(
        percent=70,
        warn_at=70,
        tone="warn",
        words="Le quedan más de S/ 60.00 para seguir cobrando",
        forecast=Said("A este paso alcanza para 3 horas o más. Deposite hoy.", "warn"),
        lines=(
            Line("La garantía permite cobrar", "S/ 300.00"),
            Line("Por depositar", "S/ 150.00"),
            Line("Depósitos por confirmar", "S/ 26.20"),
        ),
    ),
    deadline=Said("Debe depositar antes de mañana a las 10:05"),
    movements=(
        TableRow("20881", ("10:31", "A07-020881", "Acta de nacimiento", "207 418 3659", "12.00", _PAID)),
        TableRow("20880", ("10:18", "A07-020880", "Licencia de funcionamiento", "207 093 1174", "142.60", _PAID)),
        TableRow(
            "move:1",
            (
                "10:05",
                "",
                "A la caja fuerte: para no tener demasiado en la caja",
                "",
                "\N{MINUS SIGN}150.00",
                Cell("Efectivo", "info", chip=True),
            ),
        ),
        TableRow("20879", ("09:40", "A07-020879", "Acta de matrimonio", "207 310 9427", "12.00", _PAID)),
        TableRow(
            "20878",
            (
                "09:36",
                "A07-020878",
                "Acta de matrimonio",
                "207 310 9427",
                Cell("\N{MINUS SIGN}12.00", "err", strong=True),
                Cell("Anulado", "err", chip=True),
            ),
        ),
        TableRow("20877", ("09:12", "A07-020877", "Duplicado de recibo", "207 118 7343", "2.50", _PAID)),
    ),
    movements_summary="17 recibos, sin saltos de número",
    chosen="20881",
    pending_remittances=(
        TableRow("1", ("18/11/2026", "BN 004417", "26.20", Cell("Por confirmar", "warn", chip=True))),
    ),
    can_void=True,
    can_sell_prepaid=True,
)
DRAWER_CALM: Final = replace(
    DRAWER,
    reading=(Line("Fondo inicial", "S/ 50.00"), Line("Recibos", "0"), Line("Anulados", "0")),
    procedures=(),
    gauge=replace(
        DRAWER.gauge,
        percent=0,
        tone="primary",
        words="Le quedan más de S/ 270.00 para seguir cobrando",
        forecast=UNSAID,
    ),
    movements=(),
    movements_summary="",
    empty="Aún no hay cobros en este turno.",
    pending_remittances=(),
    can_void=False,
)

_NOTES: Final = (("20000", "S/ 200"), ("10000", "S/ 100"), ("5000", "S/ 50"), ("2000", "S/ 20"), ("1000", "S/ 10"))
_COINS: Final = (
    ("500", "S/ 5"),
    ("200", "S/ 2"),
    ("100", "S/ 1"),
    ("50", "S/ 0.50"),
    ("20", "S/ 0.20"),
    ("10", "S/ 0.10"),
)
_COUNTED: Final = {
    "10000": ("1", "S/ 100.00"),
    "5000": ("1", "S/ 50.00"),
    "2000": ("3", "S/ 60.00"),
    "1000": ("2", "S/ 20.00"),
    "500": ("1", "S/ 5.00"),
    "200": ("2", "S/ 4.00"),
    "100": ("1", "S/ 1.00"),
}
DENOMINATIONS: Final = tuple(
    Denomination(key, words, *_COUNTED.get(key, ("", "")), right=right)
    for group, right in ((_NOTES, False), (_COINS, True))
    for key, words in group
)
CLOSE_CHECK: Final = CloseDrawerState(
    heading="Cerrar la caja",
    subtitle="Turno de mañana · Rosa Quispe · cierre Z-0312",
    step=CloseStep.CHECK,
    checks=(
        Check("Todos los cobros tienen su recibo", done=True),
        Check("1 recibo espera la impresora", done=False, action="Ver", key="prints"),
        Check("2 borradores sin terminar; quedan guardados para mañana", done=False, action="Ver", key="drafts"),
    ),
)
CLOSE_COUNT: Final = replace(CLOSE_CHECK, step=CloseStep.COUNT, denominations=DENOMINATIONS, counted="S/ 240.00")
CLOSE_COMPARE: Final = replace(
    CLOSE_COUNT,
    step=CloseStep.COMPARE,
    result=Result(
        lines=(
            Line("El programa esperaba", "S/ 245.50"),
            Line("Usted contó", "S/ 240.00"),
        ),
        difference_caption="Falta en la caja",
        difference=Said("\N{MINUS SIGN}S/ 5.50", "err"),
        needs_explanation=True,
        parts=(
            Line("Fondo al abrir", "S/ 50.00"),
            Line("Derechos del turno", "S/ 289.60"),
            Line("Servicio de cabina", "S/ 68.00"),
            Line("Redondeo en efectivo", "\N{MINUS SIGN}S/ 2.10"),
            Line("Pagado con códigos prepago", "\N{MINUS SIGN}S/ 30.00"),
            Line("Efectivo por códigos prepago", "S/ 20.00"),
            Line("A la caja fuerte", "\N{MINUS SIGN}S/ 150.00"),
        ),
    ),
    problems=(Problem("explanation", "Explique la diferencia de \N{MINUS SIGN}S/ 5.50 antes de cerrar"),),
)
CLOSE_DONE: Final = replace(
    CLOSE_COUNT,
    step=CloseStep.DONE,
    closed=Closed(
        heading="Caja cerrada: Z-0312",
        lines=(
            Line("Por depositar", "S/ 195.50"),
            Line("Diferencia", "\N{MINUS SIGN}S/ 5.50"),
            Line("Plazo para depositar", "21/11/2026 18:00"),
        ),
        next_steps=("Guarde el comprobante Z con el dinero.", "Deposite y declare el número del voucher en Caja."),
        printing=Said("El cierre se envió a la impresora.", "info"),
    ),
)

REMITTANCE: Final = RemittanceState(
    currency="S/",
    owed=(
        Line("Cobrado y no depositado", "S/ 195.50"),
        Line("Por confirmar", "S/ 26.20"),
    ),
    deadline=Said("Debe depositar hoy antes de las 15:40", "warn"),
    account=(Line("Banco de la Nación", "00-761-123456"), Line("Titular", "Municipalidad Provincial")),
    amount="195.50",
    voucher="BN 004502",
    photo="voucher.jpg, 212 KB",
    declared=(
        TableRow("2", ("18/11/2026", "BN 004417", "26.20", "", Cell("Por confirmar", "warn", chip=True))),
        TableRow("1", ("16/11/2026", "BN 004391", "211.00", "", Cell("Confirmado", "ok", chip=True))),
    ),
)
REMITTANCE_KEEPS: Final = replace(
    REMITTANCE,
    deadline=Said("Vencido desde ayer: deposite S/ 195.50 cuanto antes", "err"),
    keeps=True,
    kept="36.00",
    kept_most="como máximo S/ 36.00",
    amount="159.50",
    sum=(
        Line("Sale de la caja fuerte (bruto)", "S/ 195.50"),
        Line("Comisión que retiene", "\N{MINUS SIGN}S/ 36.00"),
        Line("Depositado (neto)", "S/ 159.50"),
    ),
    declared=(
        TableRow("2", ("18/11/2026", "BN 004417", "26.20", "4.00", Cell("Por confirmar", "warn", chip=True))),
        TableRow("1", ("16/11/2026", "BN 004391", "211.00", "40.00", Cell("Faltaron S/ 11.00", "err", chip=True))),
    ),
)

QUEUE: Final = QueueState(
    headline=Said("Sin conexión. Todo está guardado en este equipo y se envía solo cuando vuelva la señal.", "warn"),
    facts=(Line("Por enviar", "7"), Line("Último envío", "08:15"), Line("Lo más antiguo espera", "2 h 27 min")),
    items=(
        TableRow("1", ("Reclamo 207 418 3659", "11 min", Cell("Por enviar", "warn", chip=True), "Sin conexión")),
        TableRow(
            "2",
            (
                "Foto del reclamo 207 418 3659",
                "11 min",
                Cell("Por enviar", "warn", chip=True),
                "Sale después del reclamo",
            ),
        ),
        TableRow("3", ("Cobro A07-020880", "24 min", Cell("Por enviar", "warn", chip=True), "Sin conexión")),
        TableRow(
            "4", ("Depósito BN 004417", "2 h 27 min", Cell("Por enviar", "warn", chip=True), "Sin conexión; 4 intentos")
        ),
    ),
    can_retry=True,
)
QUEUE_REJECTED: Final = replace(
    QUEUE,
    headline=Said("2 envíos rechazados: la municipalidad pide revisarlos.", "err"),
    items=(
        TableRow(
            "1",
            (
                "Depósito BN 004391",
                "1 día",
                Cell("Rechazado", "err", chip=True),
                "El banco no tiene ese número de voucher",
            ),
        ),
    ),
    progress=43,
    progress_words="Enviando 3 de 7",
)
QUEUE_CARRYING: Final = replace(
    QUEUE,
    headline=Said("Todo se envió.", "ok"),
    items=(),
    empty="No espera nada: todo se envió y se imprimió.",
    carry=CarryState(
        "Llevando el archivo de C12: 1234 de 5402 kB. La red pide entrar primero en una página. Se reintenta solo",
        23,
        under_way=True,
    ),
)

SCAN_VALID: Final = ScanResultState(
    verdict=Verdict.VALID,
    heading="Recibo válido",
    meaning="Lo firmó el Puesto 07 de esta municipalidad y nadie lo cambió.",
    advice="Puede confiar en este papel, aunque no haya conexión.",
    facts=(
        Line("Recibo", "A07-020881"),
        Line("Caso", "207 418 3659"),
        Line("Pagado", "S/ 16.00"),
        Line("Fecha", "20/11/2026 10:31"),
    ),
    case="2074183659",
)
SCAN_ALTERED: Final = ScanResultState(
    verdict=Verdict.ALTERED,
    heading="Recibo alterado",
    meaning="Dice venir del Puesto 07, pero sus datos no coinciden con la firma.",
    advice="No lo acepte. Pida a la persona el recibo original y avise a la municipalidad.",
)
SCAN_UNKNOWN: Final = ScanResultState(
    verdict=Verdict.UNKNOWN_KEY,
    heading="No se puede comprobar todavía",
    meaning="Lo firmó un puesto que este equipo aún no conoce.",
    advice="Conecte el equipo para actualizar la lista de puestos, o busque el caso por su código.",
    facts=(Line("Puesto", "31"), Line("Caso", "031 774 0925")),
    case="0317740925",
    case_caption="Buscar el caso",
)
SCAN_NOT_OURS: Final = ScanResultState(
    verdict=Verdict.NOT_OURS,
    heading="No es un recibo de la municipalidad",
    meaning="El código leído es de otra cosa: un producto, un documento o una página.",
    advice="Lea el código grande de un recibo o escriba los diez números del caso.",
)
SCAN_ONLINE: Final = ScanResultState(
    verdict=Verdict.CHECKED_ONLINE,
    heading="Este recibo se comprueba por internet",
    meaning="Dice ser de Cabina 12 · San Sebastián. Su código no contiene lo que se pagó: este equipo no puede"
    " comprobarlo.",
    advice="Abra el código con un teléfono con conexión: la página de la municipalidad dice si es auténtico.",
)

PROBLEM: Final = ProblemState(
    heading="El programa tuvo que detenerse",
    happened="Una parte del programa falló al mostrar la lista de casos.",
    data="Sí. Todo lo cobrado y registrado está guardado en este equipo.",
    data_safe=True,
    next_step="Presione Volver a abrir. Si se repite, llame y dé el código.",
    code="V-4107",
    contact="Mesa de ayuda: 0800 12345",
    action="Volver a abrir",
)
PROBLEM_DISK: Final = ProblemState(
    heading="No se puede guardar",
    happened="El disco de este equipo está lleno o no responde.",
    data="Lo anterior está guardado. Lo último que hizo no se guardó: vuelva a hacerlo después.",
    data_safe=False,
    next_step="Deje de cobrar. Libere espacio o llame a la mesa de ayuda antes de seguir.",
    code="V-2011",
    contact="Mesa de ayuda: 0800 12345",
    action="Probar otra vez",
)
