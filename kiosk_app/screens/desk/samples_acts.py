"""Sample states of the acts about money that are not a fee. Everybody here is invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kiosk_app.screens.desk.cash.state import CashState
from kiosk_app.shown import Cell, Choice, Problem, Said, TableRow

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
