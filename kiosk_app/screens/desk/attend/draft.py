"""A case that is being taken down: what the person said so far. It lives on this screen until the fee is collected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from domain.catalog import Procedure, Requirement, RequirementKind
from domain.errors import Refusal
from domain.money import Money
from kiosk_app.screens.desk.attend.state import Step
from kiosk_app.screens.desk.refusals import problem_of
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.citizen import DNI_DIGITS, Citizen, People, refuse_unusable
from kiosk_app.services.prepaid import PrepaidValue
from kiosk_app.services.procedures import ProcedureRequest, Quote, answer_faults, refuse_tender
from kiosk_app.shown import UNSAID, Problem, Said
from kiosk_app.storage.drafts import DraftPhoto
from wording.catalogue import _

#: Fields of the form -> fields of a Citizen.
CITIZEN_FIELDS: Final = {
    "document_type": "document_type",
    "document": "document",
    "born": "born",
    "given_names": "names",
    "family_names": "surnames",
    "phone": "phone",
}
NOBODY: Final = Citizen()
_NEEDED: Final = ("document", "given_names", "family_names")


@dataclass(frozen=True, slots=True)
class AttendDraft:
    """`operator` began it, whoever signed in when empty. `quote` is None until a procedure is chosen. `met` are
    requirement codes, `answers` by the form's field ids.

    `prepaid` is a code as typed, `value` what is on it, None while it is not one that this counter sold; `quote` then
    has what it pays taken off, and `full` is the quote without it.
    """

    key: str
    began: datetime
    operator: str = ""
    citizen: Citizen = NOBODY
    origin: Said = UNSAID
    search: str = ""
    quote: Quote | None = None
    full: Quote | None = None
    prepaid: str = ""
    prepaid_told: Said = UNSAID
    value: PrepaidValue | None = None
    met: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)
    photos: tuple[DraftPhoto, ...] = ()
    form_page: int = 0
    received: str = ""
    step: Step = Step.PERSON
    problems: tuple[Problem, ...] = ()

    @property
    def is_blank(self) -> bool:
        return self.citizen == NOBODY and self.quote is None and not self.search

    @property
    def has_person(self) -> bool:
        return all(getattr(self.citizen, CITIZEN_FIELDS[name]).strip() for name in _NEEDED)

    def with_person(self, citizen: Citizen, origin: Said = UNSAID) -> AttendDraft:
        return replace(self, citizen=citizen, origin=origin)

    def with_citizen_field(self, name: str, text: str) -> AttendDraft:
        citizen = replace(self.citizen, **{CITIZEN_FIELDS[name]: text})
        origin = UNSAID if name == "document" else self.origin
        return replace(self, citizen=citizen, origin=origin)

    def with_answer(self, name: str, text: str) -> AttendDraft:
        return replace(self, answers={**self.answers, name: text})

    def with_procedure(self, quote: Quote | None) -> AttendDraft:
        """Choosing a procedure starts its requirements and questions afresh; the person and their code stay."""
        fresh = replace(
            self, full=quote, search="", met=frozenset(), answers={}, photos=(), form_page=0, step=Step.REQUIREMENTS
        )
        return fresh.priced(quote)

    def priced(self, quote: Quote | None) -> AttendDraft:
        """With what is to be paid in cash now; what was received for another amount is asked again."""
        return replace(self, quote=quote, received="" if quote is None or quote.due else "0")

    def toggled(self, requirement: str, *, met: bool) -> AttendDraft:
        return replace(self, met=self.met | {requirement} if met else self.met - {requirement})

    def request(self, received: Money) -> ProcedureRequest:
        """What the service is asked for; the requirement "payment" is met by paying."""
        assert self.quote is not None, "problems_of has been asked before"
        procedure = self.quote.procedure
        paid = {item.code for item in procedure.requirements if item.kind is RequirementKind.PAYMENT}
        missing = {item.code for item in procedure.requirements if item.mandatory} - self.met - paid
        return ProcedureRequest(
            procedure=procedure.code,
            citizen=self.citizen,
            met=tuple(sorted(self.met | paid)),
            observed=tuple(sorted(missing)),
            tendered=received,
            answers=dict(self.answers),
            prepaid=self.prepaid,
            draft=self.key,
            photos=self.photos,
        )


def shown_requirements(procedure: Procedure) -> list[Requirement]:
    """What the person is asked to show. Paying is not ticked, it is done."""
    return [item for item in procedure.requirements if item.kind is not RequirementKind.PAYMENT]


def problems_of(draft: AttendDraft, words: Words, today: date) -> tuple[Problem, ...]:
    """Everything that stands between this draft and the drawer, in the order of the form."""
    problems = _person_problems(draft, words)
    if draft.quote is None:
        return (*problems, Problem("procedure", _("Choose what the person needs")))
    faults = answer_faults(draft.quote.procedure, draft.answers, today)
    problems += [problem_of(refusal, words) for refusal in faults]
    try:
        refuse_tender(draft.quote, words.amount(draft.received))
    except Refusal as refusal:
        problems.append(problem_of(refusal, words, field="received"))
    return tuple(problems)


def _person_problems(draft: AttendDraft, words: Words) -> list[Problem]:
    citizen = draft.citizen
    missing = [CITIZEN_FIELDS[name] for name in _NEEDED if not getattr(citizen, CITIZEN_FIELDS[name]).strip()]
    problems = [problem_of(Refusal("citizen_incomplete", field=field), words) for field in missing]
    if not problems:
        try:
            refuse_unusable(citizen)
        except Refusal as refusal:
            problems.append(problem_of(refusal, words))
    return problems


def merged(read: Citizen, known: Citizen, typed: Citizen) -> Citizen:
    """What a document says, then what is known here of its holder, then what was typed."""
    return Citizen(
        document=read.document or typed.document,
        names=read.names or known.names or typed.names,
        surnames=read.surnames or known.surnames or typed.surnames,
        phone=known.phone or typed.phone,
        born=read.born or known.born or typed.born,
        document_type=read.document_type,
    )


def recognised(draft: AttendDraft, people: People) -> AttendDraft:
    """A whole document number brings the name of somebody served here before; typed names are not overwritten."""
    citizen = draft.citizen
    digits = "".join(citizen.document.split())
    if len(digits) != DNI_DIGITS or citizen.names or citizen.surnames:
        return draft
    known = people.by_document(digits)
    if known is None:
        return draft
    return draft.with_person(replace(known, document=citizen.document), Said(_("Served here before"), "ok"))
