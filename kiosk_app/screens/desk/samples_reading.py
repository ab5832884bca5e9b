"""Sample states of what is read at the desk: announcements and articles. What they say is invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kiosk_app.screens.desk.announcements.state import AnnouncementState
from kiosk_app.screens.desk.articles.state import NOTHING_OPEN, ArticlesState, Block, OpenArticle
from kiosk_app.shown import ListRow, Said

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

ARTICLES: Final = ArticlesState(
    heading="Información para la persona",
    words="Lo que está escribiendo en otra pantalla queda como está.",
    text="",
    rows=(
        ListRow(
            "announcement:A1",
            "Feria de servicios el sábado en la Plaza de Armas",
            "",
            "hasta el 21/11/2026",
            "Comunicado",
            "plum",
        ),
        ListRow(
            "article:OBSERVADO",
            "Mi expediente está observado: qué hago",
            "",
            "Tiene dos días hábiles para traer lo que falta, a cualquier cabina, con el papel que le dieron.",
            "Información",
            "info",
        ),
        ListRow(
            "article:COPIA",
            "Perdí mi recibo: cómo pido una copia",
            "",
            "La cabina que cobró imprime una copia; es gratis y vale para seguir el trámite.",
            "Información",
            "info",
        ),
    ),
    chosen="article:OBSERVADO",
    article=OpenArticle(
        title="Mi expediente está observado: qué hago",
        summary="Tiene dos días hábiles para traer lo que falta, a cualquier cabina, con el papel que le dieron.",
        blocks=(
            Block("paragraph", "Cuando falta un requisito, el trámite se recibe igual y se anota lo que falta."),
            Block("heading", "Qué se hace"),
            Block("item", "Traer lo que falta dentro de dos días hábiles"),
            Block("item", "Puede ser a cualquier cabina, no solo a la primera"),
            Block("item", "Traer el papel: en su código está el expediente"),
            Block("paragraph", "Si no se completa a tiempo, se da por no presentado y lo pagado se devuelve."),
        ),
        facts="Fuente: TUO de la Ley 27444, art. 136 · Revisado el 02/11/2026 · vale hasta el 31/10/2027",
        can_tell=True,
        can_print=True,
    ),
)
ARTICLES_FOUND: Final = replace(
    ARTICLES,
    text="perdí el recibo",
    rows=ARTICLES.rows[2:],
    chosen="article:COPIA",
    article=OpenArticle(
        title="Perdí mi recibo: cómo pido una copia",
        summary="La cabina que cobró imprime una copia; es gratis y vale para seguir el trámite.",
        blocks=(Block("item", "Se busca con el DNI de quien hizo el trámite"),),
        facts="Revisado el 02/11/2026 · vale hasta el 31/10/2027",
        sample=Said("Ejemplo: la municipalidad todavía no ha confirmado este texto", "warn"),
        can_print=True,
        told=Said("Consulta anotada, sin papel.", "ok"),
        again="Otra persona pregunta lo mismo",
    ),
)
ARTICLES_PROCEDURE: Final = replace(
    ARTICLES,
    text="licencia",
    rows=(
        ListRow(
            "procedure:LF-02",
            "Licencia de funcionamiento, riesgo medio",
            "",
            "Para abrir un negocio cuya matriz de riesgo es media; la inspección se hace después.",
            "Trámite",
            "primary",
        ),
        *ARTICLES.rows[1:],
    ),
    chosen="procedure:LF-02",
    article=OpenArticle(
        title="Licencia de funcionamiento, riesgo medio",
        summary="Para abrir un negocio cuya matriz de riesgo es media; la inspección se hace después.",
        blocks=(
            Block("fact", "S/ 186.40", "Cuánto cuesta"),
            Block("fact", "2 días hábiles", "Cuánto demora"),
            Block("fact", "En esta cabina o en cualquier otra", "Dónde se hace"),
            Block("fact", "Subgerencia de Licencias y Comercialización", "Quién lo resuelve"),
            Block("fact", "Si pasa el plazo sin respuesta, queda aprobado.", "Si nadie responde"),
            Block("heading", "Traiga el original"),
            Block("item", "DNI del solicitante, a la vista"),
            Block("heading", "Traiga una copia"),
            Block("item", "Título, contrato de alquiler o comodato del local"),
            Block("item", "Si el giro lo pide: autorización sectorial"),
            Block("heading", "Formularios y datos"),
            Block("item", "Declaración jurada de condiciones de seguridad en la edificación"),
        ),
        facts="Fuente: TUO de la Ley 28976 (D.S. 163-2020-PCM), Ley Marco de Licencia de Funcionamiento, art. 6 a 8",
        can_tell=True,
        can_print=True,
    ),
)
ARTICLES_TOLD: Final = replace(
    ARTICLES_PROCEDURE,
    article=replace(
        ARTICLES_PROCEDURE.article,
        can_tell=False,
        can_print=False,
        told=Said("Consulta anotada. La hoja va a la impresora.", "ok"),
        again="Otra persona pregunta lo mismo",
    ),
)
ARTICLES_REFUSED: Final = replace(
    ARTICLES_PROCEDURE,
    article=replace(
        ARTICLES_PROCEDURE.article,
        told=Said("El disco de este equipo está lleno: no se guardó nada. Haga sitio y vuelva a intentarlo", "err"),
    ),
)
ARTICLES_NONE: Final = replace(
    ARTICLES,
    text="zzz",
    rows=(),
    chosen="",
    none_found="Ningún artículo dice eso. Pruebe con otra palabra",
    article=NOTHING_OPEN,
)
