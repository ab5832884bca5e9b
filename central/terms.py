"""What the municipality's folder says of money and names, as the centre needs it.

Figures of money are those of a day: `central.centre.Centre.agreed` gives the ones of today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from domain.catalog import (
    FILES,
    MAY_LACK,
    Agreement,
    AppointmentService,
    Municipality,
    Procedure,
    Step,
    WorkingCalendar,
)
from domain.errors import Refusal


@dataclass(frozen=True, slots=True)
class Way:
    """How a service goes: its steps in order, the working days that it promises and that the law gives (None where no
    law does), and its requirements in words by code.
    """

    steps: tuple[Step, ...] = ()
    promised: int = 0
    legal: int | None = None
    requirements: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """`areas`, `services`, `articles` and `offices` map codes to names, `ways` codes of services to how they go,
    `appointments` codes to what is given by appointment.
    """

    municipality: str
    name: str
    currency: str
    locale: str
    timezone: str
    agreement: Agreement
    calendar: WorkingCalendar
    areas: Mapping[str, str]
    services: Mapping[str, str]
    ways: Mapping[str, Way] = field(default_factory=dict)
    appointments: Mapping[str, AppointmentService] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    articles: Mapping[str, str] = field(default_factory=dict)


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a municipality's folder. Raises Refusal `municipality_folder_unreadable`."""
    try:
        names = [name for name in FILES if name not in MAY_LACK or (folder / name).exists()]
        return {name: (folder / name).read_bytes() for name in names}
    except OSError as error:
        raise Refusal("municipality_folder_unreadable", folder=str(folder), why=str(error)) from error


def read_terms(found: Municipality) -> Terms:
    return Terms(
        municipality=found.id,
        name=found.name,
        currency=found.currency,
        locale=found.locale,
        timezone=found.timezone,
        agreement=found.agreement,
        calendar=found.calendar,
        areas={area.code: area.name for area in found.areas},
        services={
            **{procedure.code: procedure.name for procedure in found.procedures},
            **{category.code: category.name for category in found.complaint_categories},
            **{service.code: service.name for service in found.appointment_services},
        },
        ways={
            **{procedure.code: _way(procedure) for procedure in found.procedures},
            **{
                category.code: Way(category.steps, category.promise_working_days, category.legal_working_days)
                for category in found.complaint_categories
            },
        },
        appointments={service.code: service for service in found.appointment_services},
        offices={office.code: office.name for office in found.offices},
        articles={article.code: article.name for article in found.articles},
    )


def _way(procedure: Procedure) -> Way:
    texts = {requirement.code: requirement.text for requirement in procedure.requirements}
    return Way(procedure.steps, procedure.promised_days, procedure.legal_days, texts)
