"""Fictitious people, cases and a desk that keeps nothing: for opening the kiosk alone, for pictures and for tests.

The municipality is the caller's; nobody here exists, and no code here was ever printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from domain.cases.states import CaseState
from domain.catalog import ComplaintCategory, Municipality
from domain.errors import Refusal
from domain.ids import damm_digit
from kiosk_app.screens.kiosk.code_entry import WrongTries
from kiosk_app.screens.kiosk.complaint.flow import Draft
from kiosk_app.screens.kiosk.complaint.presenter import Filed, PaperState
from kiosk_app.screens.kiosk.follow.presenter import CaseStatus, Hear, NotTold
from kiosk_app.screens.kiosk.session import Clock
from kiosk_app.screens.kiosk.welcome import Welcome
from kiosk_app.services.announcements import Announcement
from wording.formats import LOCALES

TODAY: Final = date(2026, 11, 20)
NOW: Final = datetime(2026, 11, 20, 10, 42, tzinfo=ZoneInfo("America/Lima"))
KNOWN_CODE: Final = "207418365" + damm_digit("207418365")
UNKNOWN_CODE: Final = "207000001" + damm_digit("207000001")
#: A made-up person, in no other example: whatever finds them after a visit has found what should be gone.
CANARY: Final = "47903168"
NAMES: Final = ("Julia", "Limay Huanca")


FAIR: Final = Announcement(
    code="A2",
    title="Feria de servicios el sábado en la Plaza de Armas",
    paragraphs=(
        "El sábado 21 de noviembre, de 9:00 a 13:00, atienden todas las áreas en la Plaza de Armas.",
        "Traiga su DNI. No hace falta pedir hora.",
    ),
    first=TODAY,
    last=date(2026, 11, 21),
    must_read=False,
    citizens=True,
    sequence=12,
)
_OUTAGE: Final = (
    "El corte de agua por obras alcanza a los barrios San Sebastián, La Merced y San Pedro, desde las seis "
    "de la mañana hasta las ocho de la noche. Junte agua la noche anterior para beber, cocinar y asearse, y cierre "
    "bien los caños."
)
OUTAGE: Final = Announcement(
    code="A1",
    title="Corte de agua el jueves en San Sebastián, La Merced y San Pedro, todo el día",
    paragraphs=tuple(f"{number}. {_OUTAGE}" for number in range(1, 7)),
    first=TODAY,
    last=date(2026, 11, 26),
    must_read=True,
    citizens=True,
    sequence=9,
)


class SampleDesk:
    """Takes complaints and remembers them, as the services would; `refuses` makes it fail as they may."""

    def __init__(self, municipality: Municipality) -> None:
        self._municipality = municipality
        self.filed: list[Draft] = []
        self.asked_for: list[str] = []
        self.paper_state = PaperState.COMING
        self.refuses = ""

    def categories(self) -> Sequence[ComplaintCategory]:
        return self._municipality.complaint_categories

    def file(self, draft: Draft) -> Filed:
        if self.refuses:
            raise Refusal(self.refuses)
        self.filed.append(draft)
        area = self._municipality.area(self._municipality.category(draft.category).area)
        return Filed(code=KNOWN_CODE, promise=date(2026, 12, 2), area=area.name, is_sent=False)

    def paper(self, code: str) -> PaperState:
        self.asked_for.append(code)
        return self.paper_state


class SamplePrinter:
    """Remembers what was asked for on paper; `refuses` makes it fail as the services may."""

    def __init__(self) -> None:
        self.asked_for: list[str] = []
        self.paper_state = PaperState.COMING
        self.refuses = ""

    def print_sheet(self, procedure: str) -> None:
        if self.refuses:
            raise Refusal(self.refuses)
        self.asked_for.append(procedure)

    def paper(self, procedure: str) -> PaperState:
        return self.paper_state if procedure in self.asked_for else PaperState.AT_THE_DESK


def find_case(code: str) -> CaseStatus | None:
    if code != KNOWN_CODE:
        return None
    return CaseStatus(
        code=code,
        service="Poste de luz apagado",
        stage=CaseState.IN_PROGRESS,
        changed=date(2026, 11, 18),
        area="Subgerencia de Servicios Públicos",
        promise=date(2026, 12, 2),
        as_of=datetime(2026, 11, 20, 8, 15, tzinfo=ZoneInfo("America/Lima")),
    )


class SampleCentre:
    """Says `answer` to whatever it is asked; None keeps people waiting for it."""

    def __init__(self) -> None:
        self.answer: CaseStatus | NotTold | None = NotTold.UNKNOWN
        self.asked: list[str] = []
        self.waits: Hear | None = None

    def ask(self, code: str, hear: Hear) -> None:
        self.asked.append(code)
        self.waits = hear
        if self.answer is not None:
            hear(code, self.answer)

    def forget(self) -> None:
        self.waits = None


def nobody_is_offline() -> bool:
    return False


def sample_welcome(
    municipality: Municipality,
    desk: SampleDesk,
    clock: Clock,
    centre: SampleCentre | None = None,
    announced: Sequence[Announcement] = (),
) -> Welcome:
    return Welcome(
        municipality=municipality,
        locale=LOCALES[municipality.locale],
        complaints=desk,
        sheets=SamplePrinter(),
        find=find_case,
        elsewhere=centre or SampleCentre(),
        tries=WrongTries(clock),
        agent="K01",
        today=sample_today,
        announced=lambda: announced,
    )


def sample_today() -> date:
    return TODAY


def sample_now() -> datetime:
    return NOW
