"""Sample states of a case's life. Everybody here is invented; the words are as a presenter would give them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kiosk_app.screens.desk.case_act.state import BroughtLine, CaseActState
from kiosk_app.screens.desk.cases.state import CaseDetail, HistoryLine, StepLine
from kiosk_app.screens.desk.samples_counter import CASES_SCREEN
from kiosk_app.shown import Choice, Line, ListRow, Problem, Said

CASES_OBSERVED: Final = replace(
    CASES_SCREEN,
    detail=CaseDetail(
        code="207 866 2051",
        heading="Constancia de posesión para servicios básicos",
        chip="Falta algo",
        tone="warn",
        facts=(
            Line("Persona", "Condori Paz, Mateo"),
            Line("Recibo", "C07-000017"),
            Line("Falta traer", "Plano de ubicación firmado; Declaración de vecinos colindantes"),
        ),
        advice=Said("Falta algo. Se puede traer a cualquier cabina hasta el 24/11/2026.", "warn"),
        where="Subgerencia de Planeamiento Urbano y Catastro, desde el 20/11/2026",
        steps=(
            StepLine("Revisión del expediente", "Subgerencia de Planeamiento Urbano y Catastro", "done"),
            StepLine("Visita al predio", "Subgerencia de Planeamiento Urbano y Catastro", "now"),
            StepLine("Informe técnico", "Subgerencia de Planeamiento Urbano y Catastro", "to_come"),
            StepLine("Firma y entrega de la constancia", "Secretaría General", "to_come"),
        ),
        dates=(
            Line("En su papel", "02/12/2026"),
            Line("Nueva fecha", "16/12/2026 · faltan 16 días hábiles"),
            Line("Por qué cambió", "Falta hacer una visita o inspección."),
            Line("Plazo legal", "04/12/2026 · detenido: falta algo"),
        ),
        acts=(
            Choice("tell:date", "Imprimir la nueva fecha", icon="printer"),
            Choice("complete", "Recibir lo que faltaba…", icon="file-check"),
        ),
        history=(
            HistoryLine("20/11 10:31", "Registrado en este puesto", "", "ok"),
            HistoryLine("20/11 15:02", "La municipalidad lo tiene", "", "info"),
        ),
        papers=(ListRow("r", "Recibo", "Imprimir copia 1", "C07-000017"),),
    ),
)
CASE_COMPLETE: Final = CaseActState(
    heading="Recibir lo que faltaba",
    explanation="Nunca se rechaza. El papel dice qué se trajo y qué falta todavía.",
    facts=(
        Line("Caso", "207 866 2051"),
        Line("Para", "Constancia de posesión para servicios básicos"),
        Line("Persona", "Condori Paz, Mateo"),
    ),
    requirements=(
        BroughtLine("R3", "Plano simple de ubicación del predio, firmado por el solicitante", chosen=True),
        BroughtLine("R4", "Acta policial, notarial o de un funcionario municipal que constata la posesión"),
    ),
    photos=("plano.jpg, 180 KB",),
    confirm="Anotar e imprimir",
)
CASE_COMPLETE_WRONG: Final = replace(
    CASE_COMPLETE,
    requirements=tuple(replace(line, chosen=False) for line in CASE_COMPLETE.requirements),
    photos=(),
    problems=(Problem("brought", "Marque lo que trae la persona"),),
)
CASE_REOPEN: Final = CaseActState(
    heading="Reabrir el caso",
    explanation="La municipalidad decide cuando lo recibe. El papel dice hasta cuándo responde.",
    facts=(Line("Caso", "207 418 3659"), Line("Para", "Poste de luz apagado")),
    grounds=(
        Choice("not_solved", "No se resolvió"),
        Choice("answer_unclear", "La respuesta no es clara"),
        Choice("new_facts", "Trae algo nuevo"),
    ),
    ground="not_solved",
    confirm="Anotar e imprimir",
)
CASE_ACT_DONE: Final = replace(
    CASE_COMPLETE,
    done=Said("Quedó anotado. El papel con el código se está imprimiendo. La nueva fecha es el 03/12/2026.", "ok"),
)
