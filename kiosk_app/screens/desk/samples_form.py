"""A sample state of a procedure whose form asks several things; everybody here is invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kiosk_app.screens.desk.attend.state import FormPage, FormQuestion, ProcedureChoice, Requirement
from kiosk_app.screens.desk.samples_counter import ATTEND
from kiosk_app.shown import Choice, Line, Said

ATTEND_QUESTIONS: Final = replace(
    ATTEND,
    title="Licencia de funcionamiento, riesgo bajo",
    subtitle="Comercio  ·  4 días hábiles  ·  silencio positivo",
    procedure=ProcedureChoice(
        chosen="Licencia de funcionamiento, riesgo bajo",
        summary="Derecho S/ 142.60  ·  4 días hábiles",
        requirements=(Requirement("form", "Solicitud con carácter de declaración jurada", met=True),),
        requirements_met="1 de 1",
        form=FormPage(
            "El local · parte 2 de 3",
            (
                FormQuestion("name", "Nombre comercial", answer="Bodega La Ñusta"),
                FormQuestion("ruc", "RUC", kind="number", hint="11 números", help="Está en la ficha RUC, arriba"),
                FormQuestion(
                    "activity",
                    "Actividad",
                    kind="choice",
                    answer="shop",
                    choices=(Choice("shop", "Bodega"), Choice("bakery", "Panadería")),
                ),
                FormQuestion("area", "Área del local (m²)", kind="number", answer="24"),
                FormQuestion("address", "Dirección del local", kind="long_text", answer="Jr. Los Sauces 145"),
                FormQuestion(
                    "plan",
                    "Plano simple del local",
                    kind="photo",
                    answer="1",
                    choices=(Choice("0", "plano.jpg, 180 KB"),),
                ),
                FormQuestion("partner", "Otros dueños", kind="repeat", answer="1", most=5),
                FormQuestion("partner.1.name", "Nombre (1)", answer="Julia Mamani"),
                FormQuestion("partner.1.dni", "DNI (1)"),
            ),
            can_go_back=True,
            can_go_on=True,
        ),
    ),
    payment=replace(
        ATTEND.payment,
        lines=(Line("Derecho municipal", "S/ 142.60"), Line("Servicio de cabina", "S/ 4.00")),
        total="S/ 146.60",
        received="150.00",
        quick=(Choice("146.60", "146.60"), Choice("150", "150"), Choice("200", "200")),
        change=Said("S/ 3.40", "ok"),
    ),
)
