"""procedures.toml, complaints.toml and appointments.toml: what the counter offers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from domain.catalog.pictograms import PICTOGRAMS
from domain.catalog.procedure import (
    Decision,
    Procedure,
    Qualification,
    Requirement,
    RequirementKind,
)
from domain.catalog.reading.form import read_form
from domain.catalog.reading.rows import TEXT_LENGTH, Row
from domain.catalog.reading.settings import distinct
from domain.catalog.reading.tariff import read_commissions, read_schedule
from domain.catalog.schedule import Commissions, Schedule
from domain.catalog.services import AppointmentService, AppointmentWord, ComplaintCategory, Priority, Step

_AREA: Final = "the code of an area of municipality.toml"
_OFFICE: Final = "the code of an office of municipality.toml"
_TERM_MOST: Final = 365
_SIMILAR_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the offer refers to; None where the file that says so could not be read."""

    currency: str | None
    areas: Collection[str] | None
    offices: Collection[str] | None
    commissions: Commissions
    codes: set[str] = field(default_factory=set)  # of every service so far: a case names its service by code alone


def read_procedures(row: Row, around: Surroundings) -> tuple[Procedure, ...]:
    procedures = tuple(
        _procedure(item, around) for item in distinct(row.rows("procedure", "procedure"), "code", around.codes)
    )
    row.finish()
    return procedures


def read_complaints(row: Row, around: Surroundings) -> tuple[ComplaintCategory, ...]:
    categories = tuple(
        _category(item, around) for item in distinct(row.rows("category", "category"), "code", around.codes)
    )
    row.finish()
    return categories


def read_appointments(row: Row, around: Surroundings) -> tuple[AppointmentWord, tuple[AppointmentService, ...]]:
    """What an appointment is called there, and what is given by one. A municipality without any has an empty file."""
    word = row.choice("word", AppointmentWord, AppointmentWord.CITA)
    rows = distinct(row.rows("service", "service", least=0), "code", around.codes)
    services = tuple(_appointment(item, around) for item in rows)
    row.finish()
    return word, services


def _procedure(row: Row, around: Surroundings) -> Procedure:
    fees = read_schedule(row, "fee", "procedure.fee", around.currency)
    has_own = row.has("commission")
    own = read_commissions(row, "commission", "procedure.commission", around.currency) if has_own else Commissions()
    qualification = row.choice("qualification", Qualification)
    procedure = Procedure(
        code=row.code(),
        name=row.text("name"),
        group=row.text("group", longest=60),
        summary=row.text("summary", longest=TEXT_LENGTH),
        delivers=row.text("delivers"),
        legal_base=row.texts("legal_base", least=1, most=12, longest=TEXT_LENGTH),
        requirements=tuple(
            _requirement(item) for item in distinct(row.rows("requirement", "procedure.requirement", least=0), "code")
        ),
        fees=fees,
        exempt_ground=_exempt_ground(row, fees),
        commissions=own,
        agreed=around.commissions,
        term_working_days=_term(row, qualification),
        qualification=qualification,
        area=row.reference("area", around.areas, _AREA),
        authority=row.text("authority"),
        form=read_form(row),
        keywords=row.texts("keywords", least=0, most=40, longest=60),
        decision=row.choice("decision", Decision),
        at_kiosk=row.flag("at_kiosk", default=True),
        icon=row.one_of("icon", PICTOGRAMS),
        source=row.source(),
        promise_working_days=_promise(row),
        steps=_steps(row, "procedure.step", around),
    )
    asks_payment = any(requirement.kind is RequirementKind.PAYMENT for requirement in procedure.requirements)
    if asks_payment and fees.periods and not any(period.amount for period in fees.periods):
        row.note("requirement", "a payment among the requirements", "no payment, because no fee is above zero")
    row.finish()
    return procedure


def _exempt_ground(row: Row, fees: Schedule) -> str:
    """A fee of zero names the law that exempts; a fee above zero has nothing to name."""
    ground = row.text("exempt_ground", longest=TEXT_LENGTH, default="")
    if not fees.periods:
        return ground
    exempt = any(not period.amount for period in fees.periods)
    if exempt and not ground:
        row.note("exempt_ground", "nothing", "the legal ground, because a fee is zero")
    if ground and not exempt:
        row.note("exempt_ground", "a legal ground", "nothing, because no fee is zero")
    return ground


def _term(row: Row, qualification: Qualification) -> int | None:
    at_once = row.flag("delivered_at_once", default=False)
    if row.has("term_working_days") and at_once:
        row.note("delivered_at_once", "true beside a term", "either term_working_days or delivered_at_once = true")
    if not at_once:
        return row.whole("term_working_days", 1, _TERM_MOST)
    if qualification is not Qualification.AUTOMATIC:
        row.note("delivered_at_once", "true", "a term_working_days, because what is evaluated first has a term")
    return None


def _promise(row: Row) -> int | None:
    """The municipality may promise an answer sooner than the law demands it, never later."""
    if not row.has("promise_working_days"):
        return None
    if not row.has("term_working_days"):
        row.note("promise_working_days", "a promise without a term", "term_working_days beside it")
    most = row.table.get("term_working_days")
    return row.whole("promise_working_days", 1, most if isinstance(most, int) and most > 0 else _TERM_MOST)


def _steps(row: Row, path: str, around: Surroundings) -> tuple[Step, ...]:
    if not row.has("step"):
        return ()
    return tuple(_step(item, around) for item in distinct(row.rows("step", path), "code"))


def _step(row: Row, around: Surroundings) -> Step:
    step = Step(code=row.code(), name=row.text("name"), area=row.reference("area", around.areas, _AREA))
    row.finish()
    return step


def _requirement(row: Row) -> Requirement:
    requirement = Requirement(
        code=row.code(),
        text=row.text("text", longest=TEXT_LENGTH),
        kind=row.choice("kind", RequirementKind),
        mandatory=row.flag("mandatory", default=True),
    )
    row.finish()
    return requirement


def _category(row: Row, around: Surroundings) -> ComplaintCategory:
    category = ComplaintCategory(
        code=row.code(),
        name=row.text("name"),
        group=row.text("group", longest=60),
        summary=row.text("summary", longest=TEXT_LENGTH, default=""),
        keywords=row.texts("keywords", least=0, most=40, longest=60),
        area=row.reference("area", around.areas, _AREA),
        promise_working_days=row.whole("promise_working_days", 1, _TERM_MOST),
        priority=row.choice("priority", Priority, Priority.NORMAL),
        anonymous_allowed=row.flag("anonymous_allowed", default=False),
        needs_place=row.flag("needs_place", default=True),
        icon=row.one_of("icon", PICTOGRAMS),
        legal_working_days=row.whole("legal_working_days", 1, _TERM_MOST) if row.has("legal_working_days") else None,
        steps=_steps(row, "category.step", around),
        assets=row.texts("assets", least=0, most=6, longest=24),
        similar_metres=row.whole("similar_metres", 0, _SIMILAR_MOST, default=0),
    )
    row.finish()
    return category


def _appointment(row: Row, around: Surroundings) -> AppointmentService:
    places = row.texts("places", least=1, most=60, longest=20)
    for place in places:
        if place and around.offices is not None and place not in around.offices:
            row.note("places", f'"{place}"', f"{_OFFICE}: {', '.join(sorted(around.offices)) or 'there are none'}")
    service = AppointmentService(
        code=row.code(),
        name=row.text("name"),
        group=row.text("group", longest=60),
        summary=row.text("summary", longest=TEXT_LENGTH, default=""),
        places=places,
        minutes=row.whole("minutes", 5, 480),
        bring=row.texts("bring", least=0, most=12, longest=TEXT_LENGTH),
        area=row.reference("area", around.areas, _AREA),
        keywords=row.texts("keywords", least=0, most=40, longest=60),
        icon=row.one_of("icon", PICTOGRAMS),
    )
    row.finish()
    return service
