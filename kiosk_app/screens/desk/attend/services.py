"""What the counter's main screen works with."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.screens.desk.ports import Tray
from kiosk_app.services.appointments import Appointments
from kiosk_app.services.articles import ArticleBook
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.citizen import People
from kiosk_app.services.counter import Counter
from kiosk_app.services.paper import Paper
from kiosk_app.services.prepaid import PrepaidCodes
from kiosk_app.services.procedures import OpenProcedure


@dataclass(frozen=True, slots=True)
class AttendServices:
    counter: Counter
    people: People
    procedures: OpenProcedure
    cases: CaseBook
    paper: Paper
    tray: Tray
    prepaid: PrepaidCodes
    appointments: Appointments
    articles: ArticleBook | None = None
