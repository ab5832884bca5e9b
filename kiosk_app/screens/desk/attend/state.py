"""The counter's main screen: today's cases at the left, the one at hand in the middle, the money at the right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from kiosk_app.screens.desk.delivery.state import Delivery
from kiosk_app.shown import UNSAID, Choice, Line, ListRow, Problem, Said


class Step(IntEnum):
    PERSON = 0
    REQUIREMENTS = 1
    PAYMENT = 2
    DELIVERY = 3


@dataclass(frozen=True, slots=True)
class CaseList:
    """`tab` is `today`, `queued` or `overdue`; `tabs` are their captions with counts."""

    tab: str = "today"
    tabs: tuple[str, str, str] = ("", "", "")
    rows: tuple[ListRow, ...] = ()
    chosen: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """The citizen, as typed. `origin` says where the data came from ("Read from the barcode").

    While `searching`, `search` is looked for among those served here before, and `found` are they.
    """

    document_types: tuple[Choice, ...] = ()
    document_type: str = ""
    document: str = ""
    origin: Said = UNSAID
    born: str = ""
    given_names: str = ""
    family_names: str = ""
    phone: str = ""
    searching: bool = False
    search: str = ""
    found: tuple[ListRow, ...] = ()
    none_found: str = ""


EditorKind = Literal["text", "long_text", "number", "date", "choice", "yes_no", "photo", "repeat"]


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """A question the procedure asks. `kind` chooses the editor; `choices` are those of a choice, or the photos held.

    For `repeat` the answer is how often its group stands there, between `least` and `most`.
    """

    key: str
    caption: str
    kind: EditorKind = "text"
    answer: str = ""
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    help: str = ""
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class FormPage:
    """One page of the form: `heading` only where there is more than one."""

    heading: str = ""
    questions: tuple[FormQuestion, ...] = ()
    can_go_back: bool = False
    can_go_on: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """`kind` says what is looked at: an original, a copy, a file, something done beforehand."""

    key: str
    words: str
    met: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ProcedureChoice:
    """`text` is what is being searched; `found` what answers it. `chosen` is the name of the procedure picked."""

    text: str = ""
    found: tuple[ListRow, ...] = ()
    none_found: str = ""
    chosen: str = ""
    summary: str = ""
    requirements: tuple[Requirement, ...] = ()
    requirements_met: str = ""
    form: FormPage = FormPage()


@dataclass(frozen=True, slots=True)
class Payment:
    """`quick` are amounts a person hands over: key the amount as typed, words as on the button; the first is exact.

    `takes_prepaid` where this counter sells prepaid codes or has sold any: `prepaid` as typed, `prepaid_told` what it
    pays or what is wrong with it.
    """

    lines: tuple[Line, ...] = ()
    total: str = ""
    received: str = ""
    received_caption: str = ""
    quick: tuple[Choice, ...] = ()
    change_caption: str = ""
    change: Said = UNSAID
    note: Said = UNSAID
    collect_caption: str = ""
    takes_prepaid: bool = False
    prepaid: str = ""
    prepaid_told: Said = UNSAID
    enabled: bool = False
    can_collect: bool = False
    can_discard: bool = False


@dataclass(frozen=True, slots=True)
class AttendState:
    """`delivery` takes the place of the form while it is there.

    `offers_voucher`: the guarantee stopped the collection, and a treasury voucher would let it go on.

    `cursor` names the field to put the cursor in now; empty leaves it where the operator has it.
    """

    cases: CaseList
    title: str
    subtitle: str = ""
    step: Step = Step.PERSON
    person: Person = Person()
    procedure: ProcedureChoice = ProcedureChoice()
    payment: Payment = Payment()
    problems: tuple[Problem, ...] = ()
    notice: Said = UNSAID
    offers_voucher: bool = False
    delivery: Delivery | None = None
    cursor: str = ""
