"""Sample states of two persons at the drawer, and of what was assigned to a counter."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kiosk_app.screens.desk import samples_acts, samples_money
from kiosk_app.screens.desk.grants.state import GrantsState
from kiosk_app.screens.desk.second_person.state import SecondPerson
from kiosk_app.shown import Choice, Problem, Said, TableRow

_PEOPLE: Final = (Choice("marta", "Marta Ríos"), Choice("luis", "Luis Ayala"))

CASH_SECOND: Final = replace(
    samples_acts.CASH,
    notice=Said(),
    amount="350.00",
    second=SecondPerson(
        "Es más de lo que una sola persona puede sacar de esta caja: debe autorizar una segunda persona.",
        _PEOPLE,
        "marta",
    ),
    problems=(Problem("approver_pin", "Quien autoriza escribe su PIN"),),
)
_COMPARED: Final = samples_money.CLOSE_COMPARE.result
assert _COMPARED is not None, "a sample of a signed count"
CLOSE_SECOND: Final = replace(
    samples_money.CLOSE_COMPARE,
    result=replace(
        _COMPARED,
        explanation="Vuelto mal dado en la mañana",
        second=SecondPerson(
            "Es una diferencia mayor de la que una sola persona puede cerrar: debe autorizar una segunda persona.",
            (*_PEOPLE, Choice("-", "No está ninguna de ellas. La municipalidad lo verá")),
        ),
    ),
    problems=(Problem("approver", "Elija quién autoriza"),),
)
CLOSE_NOBODY: Final = replace(
    CLOSE_SECOND,
    result=replace(
        _COMPARED,
        explanation="Vuelto mal dado en la mañana",
        second=SecondPerson(
            "Es una diferencia mayor de la que una sola persona puede cerrar, y nadie más puede autorizar en este"
            " puesto. Se cierra igual, y la municipalidad lo verá.",
            asks_pin=False,
        ),
    ),
    problems=(),
)
GRANTS: Final = GrantsState(
    held=(
        TableRow("receipts", ("Números de recibo", "A07-020882 – A07-021000", "119")),  # noqa: RUF001 - a range takes an en dash
        TableRow("S1", ("Audiencia de separación convencional", "23/11/2026, 08:00 – 13:15 · Palacio Municipal", "8")),  # noqa: RUF001 - a range takes an en dash
        TableRow("S2", ("Ceremonia de matrimonio civil", "28/11/2026, 10:00 · Palacio Municipal", "1")),
    ),
    chosen="S1",
    means=Said(
        "Ya no se podrán dar aquí. La municipalidad las asigna a otras cabinas después del próximo contacto.", "info"
    ),
    can_release=True,
)
GRANTS_ASKING: Final = replace(
    GRANTS,
    is_asking=True,
    means=Said(f"{GRANTS.means.words} Esto no se deshace desde aquí. ¿Devolver?", "warn"),
)
GRANTS_NONE: Final = GrantsState(
    notice=Said("Se devolvieron 8 a la municipalidad.", "ok"),
    empty="Este puesto no tiene números ni horas. La municipalidad los asigna al conectarse.",
)
