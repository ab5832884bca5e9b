"""Sample states of what is read at the desk: announcements. What they say is invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kiosk_app.screens.desk.announcements.state import AnnouncementState
from kiosk_app.shown import Said

ANNOUNCEMENT: Final = AnnouncementState(
    heading="La municipalidad comunica",
    words="Léalo antes de atender a la siguiente persona.",
    title="Desde el lunes, las partidas de nacimiento se piden con el DNI del titular",
    paragraphs=(
        (
            "Desde el lunes 23 de noviembre, para pedir una partida de nacimiento se anota el DNI del titular. "
            "Si la persona no lo sabe, se anota la fecha de nacimiento y se atiende igual."
        ),
        "No se piden copias del DNI: basta con verlo.",
        "Dudas: Registro Civil, anexo 214.",
    ),
    days="Vale del 20/11/2026 al 30/11/2026",
    place="1 de 2",
    confirms=True,
)
_LONG: Final = (
    "El recojo de residuos pasa dos horas antes en el centro y una hora después en los demás sectores. "
    "Quien reclame por este motivo debe saber que el servicio se cumple con otro horario y que no hace "
    "falta registrar un reclamo nuevo, salvo que pasen dos días sin recojo en su cuadra."
)
ANNOUNCEMENT_LONG: Final = replace(
    ANNOUNCEMENT,
    title="Cierre de calles, cambio de horario y recojo de residuos durante el aniversario de la provincia",
    paragraphs=tuple(f"{number}. {_LONG}" for number in range(1, 7)),
    notice=Said("El disco de este equipo está lleno: no se guardó nada. Haga sitio y vuelva a intentarlo", "err"),
)
ANNOUNCEMENT_SHOWN: Final = replace(
    ANNOUNCEMENT,
    words="",
    title="Feria de servicios el sábado en la Plaza de Armas",
    paragraphs=("De 9:00 a 13:00 habrá atención de todas las áreas.",),
    place="",
    confirms=False,
)
