"""Sample states of the acts about money that are not a fee. Everybody here is invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kiosk_app.screens.desk.cash.state import CashState
from kiosk_app.screens.desk.voucher.state import VoucherState
from kiosk_app.shown import Cell, Choice, Line, Problem, Said, TableRow

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
