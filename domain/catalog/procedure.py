"""A procedure (trámite) as a TUPA states it: what is asked for, what it costs, how long it takes, what silence means.

The TUPA is the municipality's legal list of procedures (TUO of Law 27444, art. 43).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.catalog.form import FormField
from domain.catalog.schedule import Commissions, Schedule, Source
from domain.catalog.services import Step
from domain.errors import Refusal
from domain.money import Money


class Qualification(StrEnum):
    """How the request is decided, and what the authority's silence means once the legal term has passed."""

    AUTOMATIC = "automatic"  # approved by being presented (TUO of Law 27444, art. 33)
    PRIOR_POSITIVE = "prior_positive"  # evaluated first; silence approves
    PRIOR_NEGATIVE = "prior_negative"  # evaluated first; silence denies, and the citizen may appeal


class Decision(StrEnum):
    """Whether a station alone may finish the act.

    `final`: everything the act consumes was granted to the station, so it is settled there, also offline.
    `intake`: the station signs a receipt of the request and the centre decides (it depends on other desks or people).
    """

    FINAL = "final"
    INTAKE = "intake"


class RequirementKind(StrEnum):
    ORIGINAL = "original"
    COPY = "copy"
    DIGITAL = "digital"
    PREREQUISITE = "prerequisite"
    FORM = "form"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the citizen brings. `mandatory` is false for what applies only in some cases; `text` says in which."""

    code: str
    text: str
    kind: RequirementKind
    mandatory: bool


@dataclass(frozen=True, slots=True)
class Procedure:
    """`term_working_days` is the law's, None when it is delivered at once; `promise_working_days` the municipality's
    own shorter promise, None where it promises what the law says. `exempt_ground` is the legal ground of a fee of zero.

    `source` covers requirements, term and qualification; each fee carries a source of its own. `commissions` are this
    procedure's own rates, often none; `agreed` are those of the agreement, for every procedure.
    """

    code: str
    name: str
    group: str
    summary: str
    delivers: str
    legal_base: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    fees: Schedule
    exempt_ground: str
    commissions: Commissions
    agreed: Commissions
    term_working_days: int | None
    qualification: Qualification
    area: str
    authority: str
    form: tuple[FormField, ...]
    keywords: tuple[str, ...]
    decision: Decision
    at_kiosk: bool
    icon: str
    source: Source
    promise_working_days: int | None = None
    steps: tuple[Step, ...] = ()

    @property
    def promised_days(self) -> int:
        """Working days after which the citizen is answered, as the paper says; 0 is at once."""
        return self.promise_working_days or self.term_working_days or 0

    @property
    def legal_days(self) -> int | None:
        """The law's term, where somebody decides after the request; what is approved by asking has none."""
        return None if self.qualification is Qualification.AUTOMATIC else self.term_working_days

    def fee_on(self, day: date) -> Money:
        """The fee (derecho) in force on `day`, zero when exempt. Raises Refusal `fee_not_in_force`."""
        fee = self.fees.on(day)
        if fee is None:
            raise Refusal("fee_not_in_force", procedure=self.code, day=day.isoformat())
        return fee

    def commission_on(self, day: date, agent: str) -> Money:
        """What the station `agent` earns for one on `day`: the first of these rates that is in force.

        The procedure's for the agent, the procedure's for all, the agreement's for the agent, the agreement's for all.
        Raises Refusal `commission_not_in_force`.
        """
        for commissions in (self.commissions, self.agreed):
            rate = commissions.on(day, agent)
            if rate is not None:
                return rate
        raise Refusal("commission_not_in_force", procedure=self.code, agent=agent, day=day.isoformat())
