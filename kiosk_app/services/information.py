"""What can be told to somebody who only asks, of a procedure or an article: the same on the screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from domain.catalog import Article, CommissionMode, Municipality, Procedure, Qualification, RequirementKind
from domain.errors import Refusal
from domain.money import Money
from kiosk_app.services.articles import valid_article
from kiosk_app.services.counter import Counter
from wording import formats
from wording.catalogue import _, mark, ngettext

#: What silence means, as one would say it across the counter (TUO of Law 27444, art. 33 to 39).
SILENCE: Final = {
    Qualification.AUTOMATIC: mark("You do not wait for an answer: it is approved when you hand it in complete."),
    Qualification.PRIOR_POSITIVE: mark("If the time passes without an answer, it counts as approved."),
    Qualification.PRIOR_NEGATIVE: mark("If the time passes without an answer, you may take it as a no and appeal."),
}
#: In the order in which a person gathers them. The payment is told as what it costs.
KINDS: Final = {
    RequirementKind.ORIGINAL: mark("Bring the original"),
    RequirementKind.COPY: mark("Bring a copy"),
    RequirementKind.DIGITAL: mark("Bring as a file"),
    RequirementKind.PREREQUISITE: mark("Have it before you come"),
    RequirementKind.FORM: mark("Forms and details"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What an enquiry is about: a procedure or an article, by its code."""

    about: Literal["procedure", "article"]
    code: str


@dataclass(frozen=True, slots=True)
class Told:
    """`is_main` for what people come to ask: what it costs, how long it takes."""

    label: str
    value: str
    is_main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """`text` as `domain.catalog.Article` has it. `basis` are norms; `is_sample`: it cites nothing.

    `reviewed` and `until` are an article's own days.
    """

    subject: Subject
    name: str
    summary: str
    text: tuple[str, ...]
    facts: tuple[Told, ...] = ()
    basis: tuple[str, ...] = ()
    is_sample: bool
    reviewed: date | None = None
    until: date | None = None


def read_information(counter: Counter, subject: Subject) -> Information:
    """By the edition and the figures of today. Raises Refusal `procedure_unknown`, `article_unknown`."""
    if subject.about == "article":
        return _of_article(valid_article(counter, subject.code))
    return _of_procedure(counter, counter.municipality.procedure(subject.code))


def _of_article(article: Article) -> Information:
    return Information(
        subject=Subject("article", article.code),
        name=article.name,
        summary=article.summary,
        text=article.text,
        basis=() if article.source.is_sample else (article.source.text,),
        is_sample=article.source.is_sample,
        reviewed=article.reviewed,
        until=article.until,
    )


def _of_procedure(counter: Counter, procedure: Procedure) -> Information:
    return Information(
        subject=Subject("procedure", procedure.code),
        name=procedure.name,
        summary=procedure.summary,
        text=_requirements(procedure),
        facts=(
            Told(_("What it costs"), _cost(counter, procedure), is_main=True),
            Told(_("How long it takes"), term_words(procedure), is_main=True),
            Told(_("Where it is done"), _("In this cabin or in any other")),
            Told(_("Who decides it"), procedure.authority),
            Told(_("If nobody answers"), _(SILENCE[procedure.qualification])),
        ),
        basis=procedure.legal_base,
        is_sample=procedure.source.is_sample,
    )


def _requirements(procedure: Procedure) -> tuple[str, ...]:
    """A heading for each kind there is, and what to bring of it."""
    lines: list[str] = []
    for kind, heading in KINDS.items():
        texts = [one.text for one in procedure.requirements if one.kind is kind]
        if texts:
            lines += [f"# {_(heading)}", *(f"- {text}" for text in texts)]
    return tuple(lines) or (_("There is nothing to bring."),)


def _cost(counter: Counter, procedure: Procedure) -> str:
    municipality, today = counter.municipality, counter.today()
    cost = cost_on(municipality, procedure, today, counter.identity.station)
    if cost is None:
        return _("Ask at the desk")
    if not cost:
        ground = procedure.exempt_ground
        return _("Free: {ground}").format(ground=ground) if ground else _("It is free")
    return formats.money(cost, formats.LOCALES[municipality.locale])


def cost_on(municipality: Municipality, procedure: Procedure, day: date, agent: str) -> Money | None:
    """What the person pays: the fee, and the cabin's service where the agreement puts it on top; None where no figure
    is in force.
    """
    try:
        cost = procedure.fee_on(day)
        if municipality.agreement.on(day).commission_mode is CommissionMode.SURCHARGE:
            cost += procedure.commission_on(day, agent)
    except Refusal:
        return None
    return cost


def term_words(procedure: Procedure) -> str:
    days = procedure.promised_days
    if not days:
        return _("You take it with you")
    return ngettext("{n} working day", "{n} working days", days).format(n=days)
