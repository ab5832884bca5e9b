"""Sample states of the acts about money that are not a fee. Everybody here is invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kiosk_app.screens.desk.cash.state import CashState
from kiosk_app.screens.desk.left_over.state import LeftOverState
from kiosk_app.screens.desk.prepaid.state import PrepaidState
from kiosk_app.screens.desk.refunds.state import RefundsState
from kiosk_app.screens.desk.second_person.state import SecondPerson
from kiosk_app.screens.desk.statements.state import StatementsState
from kiosk_app.screens.desk.void.state import VoidState
from kiosk_app.screens.desk.voucher.state import VoucherState
from kiosk_app.shown import Cell, Choice, Line, ListRow, Problem, Said, TableRow

CASH: Final = CashState(
    currency="S/",
    ways=tuple(
        Choice(way, asked)
        for way, asked in (
            ("float_in", "Poner sencillo en la caja. Es dinero de la cabina"),
            ("float_out", "Sacar dinero propio de la cabina"),
            ("to_safe", "Llevar dinero de la municipalidad a la caja fuerte"),
            ("from_safe", "Traer de la caja fuerte dinero de la municipalidad"),
        )
    ),
    way="to_safe",
    amount="200.00",
    reason="Para no tener demasiado en la caja",
    notice=Said("Anotado: sencillo puesto, S/ 20.00.", "ok"),
    moves=(
        TableRow(
            "1", ("11:20", Cell("Sencillo puesto", strong=True), "Sencillo para dar vuelto", "Rosa Quispe", "20.00")
        ),
        TableRow(
            "0",
            (
                "10:05",
                Cell("A la caja fuerte", strong=True),
                "Para no tener demasiado en la caja",
                "Rosa Quispe",
                "\N{MINUS SIGN}150.00",
            ),
        ),
    ),
)
CASH_PROBLEMS: Final = replace(
    CASH,
    way="",
    amount="",
    reason="",
    notice=Said(),
    moves=(),
    empty="En este turno no se ha movido efectivo.",
    problems=(Problem("cash_way", "Elija qué se hace con el dinero"),),
)

VOUCHER: Final = VoucherState(
    left=Said("La garantía está agotada: deposite antes de cobrar más", "err"),
    steps=(
        "Llame a tesorería y diga cuánto necesita cobrar.",
        "Le leerán un código de doce letras y números. Escríbalo aquí: no hace falta conexión.",
        "Tesorería todavía tiene 9 vales para este puesto.",
    ),
    contacts=(Line("Tesorería", "076 602 660"), Line("Mesa de ayuda", "0800 12345")),
    code="7K3M 9QF2 4T",
)
VOUCHER_WRONG: Final = replace(
    VOUCHER,
    code="7K3M 9QF2 4TXB",
    problems=(
        Problem("voucher_code", "Este puesto no tiene un vale con ese código. Pida a tesorería que se lo lea otra vez"),
    ),
)
VOUCHER_DONE: Final = replace(
    VOUCHER,
    left=Said("Le quedan más de S/ 60.00 para seguir cobrando"),
    code="",
    done=Said("El vale abrió S/ 100.00 más. Ya puede seguir cobrando.", "ok"),
)

PREPAID: Final = PrepaidState(
    amounts=(Choice("5000", "S/ 50.00"), Choice("2000", "S/ 20.00"), Choice("1000", "S/ 10.00")),
    amount="2000",
    rules=(
        "El código es como efectivo: lo gasta quien tenga el papel.",
        "Paga derechos solo en este puesto, también sin conexión. Lo que sobra queda en el código.",
        "Si se pierde el papel, no se repone ni se imprime copia.",
    ),
)
PREPAID_SOLD: Final = replace(
    PREPAID,
    amount="",
    notice=Said(
        "Código P12 vendido. Reciba S/ 20.00 y entregue el papel a la persona: el código no está en ningún otro lugar.",
        "ok",
    ),
    printing=Said("¿La persona ya tiene el papel? Si no salió, dígalo: se imprime otra vez el mismo.", "warn"),
    ask_paper=True,
)
PREPAID_STOPPED: Final = replace(
    PREPAID,
    notice=Said("La garantía está agotada: deposite antes de cobrar más. Los reclamos pueden seguir", "warn"),
    offers_voucher=True,
)

VOID: Final = VoidState(
    heading="Anular el recibo A07-020881",
    explanation="El recibo queda en el registro con la palabra ANULADO, su motivo y su firma. Nada se borra.",
    facts=(Line("Acta de nacimiento · copia certificada", "S/ 16.00"), Line("Cobrado", "10:31")),
    reasons=(
        Choice("duplicate", "Se cobró dos veces"),
        Choice("wrong_procedure", "El trámite era otro"),
        Choice("wrong_person", "Era para otra persona"),
        Choice("withdrawn", "La persona desistió"),
        Choice("other", "Otro motivo"),
    ),
    code="418 207",
    code_read=Said("Leído del papel", "ok"),
    reason="duplicate",
)
VOID_SECOND: Final = replace(
    VOID,
    code="",
    code_read=Said(),
    second=SecondPerson(
        "Sin el papel de la persona, debe autorizar una segunda persona.",
        (Choice("marta", "Marta Ríos"), Choice("luis", "Luis Ayala")),
        "marta",
    ),
    problems=(Problem("approver_pin", "Quien autoriza escribe su PIN"),),
)
VOID_INSTEAD: Final = replace(
    VOID,
    facts=(),
    instead=Said(
        "Su caja ya está cerrada: aquí ya no se puede anular. Lo devuelve la municipalidad: la persona lo pide en"
        " tesorería con este recibo.",
        "warn",
    ),
)

_MINUS: Final = "\N{MINUS SIGN}"
STATEMENTS: Final = StatementsState(
    statements=(
        TableRow("2026-11", ("2026-11", "01/12/2026", "6", "212.40", "68.00", Cell("Por firmar", "info", chip=True))),
        TableRow(
            "2026-10",
            ("2026-10", "02/11/2026", "412", "5,120.00", "1,640.00", Cell("Firmado por ambos", "ok", chip=True)),
        ),
    ),
    chosen="2026-11",
    heading="Estado de cuenta 2026-11",
    verdict=Said("Cada línea es la misma que este puesto tiene anotada.", "ok"),
    lines=(
        TableRow("1", ("1", "20/11/2026", "Recibo", "A07-020880", "142.60", "4.00", "", "")),
        TableRow(
            "2",
            (
                "2",
                "20/11/2026",
                "Anulación de recibo",
                "A07-020878",
                f"{_MINUS}12.36",
                f"{_MINUS}4.00",
                "",
                Cell("Observado", "warn", chip=True),
            ),
        ),
        TableRow("3", ("3", "20/11/2026", "Faltante de caja", "Z 312", "", "", f"{_MINUS}5.50", "")),
        TableRow("4", ("4", "21/11/2026", "Depósito declarado", "REM-0007-000012-3", "", "", "195.50", "")),
    ),
    chosen_line="2",
    disputing="2 · Anulación de recibo · A07-020878 · observada: ese recibo sí se presentó",
    reason="",
    can_sign=True,
    can_dispute=True,
    can_save=True,
    prints=True,
    can_print=True,
)
STATEMENTS_DISAGREE: Final = replace(
    STATEMENTS,
    verdict=Said("No coincide con lo que este puesto tiene anotado: no se puede firmar. Llame y compare.", "err"),
    contacts=(Line("Tesorería", "076 602 660"), Line("Mesa de ayuda", "0800 12345")),
    can_sign=False,
    can_dispute=False,
    can_save=False,
    can_print=False,
)
STATEMENTS_NONE: Final = StatementsState(empty="Todavía no ha llegado ningún estado de cuenta de la municipalidad.")
REFUNDS: Final = RefundsState(
    refunds=(
        TableRow(
            "DEV-2",
            (
                "A07-020790",
                "207 118 7343",
                "19/11/2026",
                "El trámite no se presentó",
                "12.36",
                Cell("Por pagar", "warn", chip=True),
            ),
        ),
        TableRow(
            "DEV-1",
            (
                "A07-020655",
                "207 310 9427",
                "12/11/2026",
                "Error del puesto",
                "142.60",
                Cell("Devuelto", "ok", chip=True),
            ),
        ),
    ),
    chosen="DEV-2",
    told=Said("La municipalidad aprobó devolver S/ 12.36 (R-118-2026). Lo paga tesorería.", "info"),
    facts=(Line("Devolución", "DEV-2"), Line("Resolución", "R-118-2026")),
    printing=Said("El papel se imprimió.", "ok"),
    print_caption="Imprimir copia 1",
    can_print=True,
)
LEFT_OVER: Final = LeftOverState(
    heading="Quedó algo a medias",
    words="El programa se cerró mientras se atendían estos 2. Todavía no se cobró nada. ¿Desea seguir con uno?",
    rows=(
        ListRow("1", "Yupanqui Torres, Inés", "10:42", "Matrimonio civil · lo empezó Rosa Quispe", "Borrador"),
        ListRow("complaint", "Rojas Díaz, Pedro", "10:31", "Poste sin luz · lo empezó Rosa Quispe", "Reclamo"),
    ),
    chosen="1",
)
