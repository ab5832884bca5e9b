"""Sample states of the page of appointments."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kiosk_app.screens.desk.appointments.state import AppointmentDetail, AppointmentsState, BookingState, Person
from kiosk_app.screens.desk.delivery.state import Delivery
from kiosk_app.shown import Choice, Line, ListRow, Problem, Said

_ROWS: Final = (
    ListRow(
        *("2074183659", "Ríos Arana, Ana", "09:00", "Turno para licencia de conducir"),
        *("¿Vino?", "warn", "207 418 3659"),
    ),
    ListRow(
        *("2074190024", "Huamán Ñahui, José Manuel", "24/11/2026 10:30", "Turno para mamografía en el CEMA"),
        *("Reservado", "info", "207 419 0024"),
    ),
    ListRow(
        *("2074190110", "Quiroga, Marta", "25/11/2026 08:00", "Turno para castración de mascotas"),
        *("Cancelado", "err", "207 419 0110"),
    ),
)
_HOURS: Final = tuple(
    Choice(f"S:{place}", f"{8 + place // 2:02d}:{place % 2 * 30:02d}") for place in (0, 1, 3, 4, 5, 7, 8, 9, 10, 12, 13)
)
BOOKING: Final = AppointmentsState(
    title="Turno para licencia de conducir",
    subtitle="Primera licencia, renovación, ampliación o duplicado.",
    list_title="Turnos",
    rows=_ROWS,
    booking=BookingState(
        days=(
            ListRow("a", "Mañana, sábado 21 de noviembre", "11 horas", "Licencias de Conducir"),
            ListRow("b", "Lunes 23 de noviembre", "16 horas", "Licencias de Conducir"),
            ListRow("c", "Martes 24 de noviembre", "1 hora", "Licencias de Conducir"),
        ),
        day="a",
        hours=_HOURS,
        hour="S:0",
        told=Said("Mañana, sábado 21 de noviembre, a las 08:00. Licencias de Conducir", "info"),
        person=Person("31456789", "Ana", "Ríos Arana", "223 555 0147"),
        confirm="Dar la hora e imprimir",
        can_confirm=True,
    ),
)
_BOOKING: Final = BOOKING.booking or BookingState()
WITHOUT_NAME: Final = replace(
    BOOKING,
    booking=replace(_BOOKING, person=Person()),
    problems=(Problem("given_names", "Escriba los nombres de la persona"),),
)
MOVING: Final = replace(
    BOOKING, chosen="2074190024", booking=replace(_BOOKING, person=None, confirm="Cambiar la hora e imprimir")
)
USED_UP: Final = replace(
    BOOKING,
    booking=BookingState(
        told=Said(
            "A esta ventanilla no le quedan horas libres para esto. Conéctela para que la municipalidad mande más, o "
            "diga a la persona que pregunte en otra cabina o en la oficina",
            "warn",
        ),
        person=Person(),
        confirm="Dar la hora e imprimir",
    ),
)
DETAIL: Final = AppointmentsState(
    title="Turnos",
    list_title="Turnos",
    rows=_ROWS,
    chosen="2074190024",
    detail=AppointmentDetail(
        code="207 419 0024",
        heading="Turno para mamografía en el CEMA",
        chip="Reservado",
        tone="info",
        facts=(
            Line("Día", "Martes 24 de noviembre"),
            Line("Hora", "10:30"),
            Line("Dónde presentarse", "CEMA"),
            Line("Persona", "Huamán Ñahui, José Manuel"),
        ),
        bring=("DNI", "Orden médica"),
        acts=(
            Choice("move", "Otra hora", icon="calendar-clock"),
            Choice("reprint", "Imprimir de nuevo", icon="printer"),
            Choice("cancel", "Cancelar…", icon="x"),
        ),
    ),
)
EMPTY: Final = AppointmentsState(
    title="Turnos",
    list_title="Turnos",
    empty="Aquí no hay ninguno. Los que dieron otras cabinas están allá.",
    advice="Elija uno a la izquierda, o escriba en el mostrador (F2) qué necesita la persona.",
)
DONE: Final = replace(
    BOOKING,
    booking=None,
    chosen="2074183659",
    delivery=Delivery(
        heading="Turno dado",
        code="207 418 3659",
        code_spoken="Código: dos, cero, siete, cuatro, uno, ocho, tres, seis, cinco, nueve",
        facts=(
            Line("Por", "Turno para licencia de conducir"),
            Line("Día", "Sábado 21 de noviembre"),
            Line("Hora", "08:00"),
            Line("Dónde presentarse", "Licencias de Conducir"),
        ),
        next_steps=(
            "Entregue el papel y léale a la persona el día y la hora.",
            "Debe traer: DNI con domicilio en el partido; Licencia anterior, si la tiene.",
            "Para cambiar o cancelar, la persona vuelve aquí con el papel.",
        ),
        printing=Said("El papel se imprimió.", "ok"),
        print_caption="Imprimir copia 1",
    ),
)
