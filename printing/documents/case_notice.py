"""The municipality's word on a case, for the citizen: what is missing, that it is complete, another date, the answer.

What is missing, and what was brought, stands on two papers in one: the citizen's and the municipality's (Peru: TUO of
Law 27444, articles 135 and 136).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final

from domain.errors import InvariantBroken
from printing.blocks import Align, Block, Columns, Feed, Field, Items, Rule, SignatureLine, Stamp, Text, Weight
from printing.documents.document import (
    Copy,
    Letterhead,
    coded_head,
    custody,
    how_to_follow,
    require_case_code,
    require_copy,
    require_facts,
    training_foot,
)
from wording import formats
from wording.catalogue import _, mark


class CaseNews(Enum):
    """What the paper says."""

    OBSERVATION = "observation"
    COMPLETED = "completed"
    DATE = "date"
    ANSWER = "answer"
    REOPENED = "reopened"


_HEADINGS: Final = {
    CaseNews.OBSERVATION: mark("SOMETHING IS MISSING"),
    CaseNews.COMPLETED: mark("BROUGHT TODAY"),
    CaseNews.DATE: mark("NEW DATE"),
    CaseNews.ANSWER: mark("ANSWER OF THE MUNICIPALITY"),
    CaseNews.REOPENED: mark("CASE TO BE OPENED AGAIN"),
}
#: The municipality keeps its part of these, with the citizen's signature.
_TWO_PARTS: Final = frozenset({CaseNews.OBSERVATION, CaseNews.COMPLETED})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNotice:
    """`missing` and `brought` are requirements in words, `complete_by` the last day to bring what is missing.

    `promised` is the date that holds, `printed_before` the one on the citizen's earlier paper where it differs, `words`
    the municipality's own. `pending` says that the municipality still has to confirm it.
    """

    news: CaseNews
    letterhead: Letterhead
    operator: str
    issued_at: datetime
    case_code: str
    service_name: str
    words: str | None = None
    missing: tuple[str, ...] = ()
    brought: tuple[str, ...] = ()
    complete_by: date | None = None
    promised: date | None = None
    printed_before: date | None = None
    legal_deadline: date | None = None
    pending: bool = False
    follow: tuple[str, ...]
    code_text: str
    received_by_centre: bool = False
    copy_number: int = 0
    copy: Copy | None = None
    training: bool = False

    def __post_init__(self) -> None:
        require_facts(self)
        require_case_code(self.case_code)
        require_copy(self.copy_number, self.copy)
        if self.news is CaseNews.OBSERVATION and (not self.missing or self.complete_by is None):
            raise InvariantBroken("observation_without_term", case=self.case_code)
        if self.news is CaseNews.DATE and (self.promised is None or self.words is None):
            raise InvariantBroken("new_date_without_reason", case=self.case_code)

    @property
    def title(self) -> str:
        return _("Notice of case {code}").format(code=formats.case_code(self.case_code))

    @property
    def opens_drawer(self) -> bool:
        return False

    def layout(self) -> tuple[Block, ...]:
        return (
            *coded_head(self, _("YOUR CASE CODE")),
            *self._said(),
            Field(_("Record status"), custody(received_by_centre=self.received_by_centre)),
            *how_to_follow(self.follow),
            *(self._second_part() if self.news in _TWO_PARTS else ()),
            *training_foot(training=self.training),
        )

    def _said(self) -> Iterator[Block]:
        yield Columns(formats.day(self.issued_at), formats.clock(self.issued_at))
        yield Columns(_("Served by"), self.operator)
        yield Rule()
        yield Stamp(_(_HEADINGS[self.news]))
        yield Text(self.service_name, weight=Weight.STRONG)
        if self.words is not None:
            yield Text(self.words)
        if self.brought:
            yield Text(_("You brought"), weight=Weight.STRONG)
            yield Items(self.brought)
        if self.missing:
            yield Text(_("What is still missing"), weight=Weight.STRONG)
            yield Items(self.missing)
        yield from self._dates()

    def _dates(self) -> Iterator[Block]:
        if self.missing and self.complete_by is not None:
            yield Columns(_("Bring it by"), formats.day(self.complete_by), Weight.STRONG)
            yield Text(_("At any cabin, with this paper. It costs nothing more."))
            told = _("After that day the application counts as not presented, and what you paid is given back.")
            yield Text(told, weight=Weight.FINE)
        if self.printed_before is not None:
            yield Columns(_("Your paper said"), formats.day(self.printed_before))
        if self.promised is not None:
            yield Columns(_("Answer promised before"), formats.day(self.promised), Weight.STRONG)
        if self.legal_deadline is not None:
            yield Columns(_("Deadline by law"), formats.day(self.legal_deadline))
        if self.pending:
            yield Text(_("The municipality confirms it when it receives this record."), weight=Weight.FINE)

    def _second_part(self) -> Iterator[Block]:
        yield Feed()
        yield Rule()
        yield Text(_("Cut here: part of the municipality"), Align.CENTRE, Weight.FINE)
        yield Rule()
        yield Text(self.letterhead.municipality, Align.CENTRE, Weight.STRONG)
        yield Columns(_("Case"), formats.case_code(self.case_code), Weight.STRONG)
        yield from self._said()
        yield SignatureLine(_("Signature of the person, who has read it"))
