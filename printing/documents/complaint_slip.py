"""The slip of a complaint (*cargo de reclamo*): the code first, where, what, and by when there is an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from printing.blocks import Block, Columns, Field, Rule, Text, Weight
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
from wording.catalogue import _


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintSlip:
    """`operator` is None at a self-service kiosk. `place` is a corner, an address or a pole, as the citizen gave it;
    `joined` the code of the complaint of the same thing that was open already.
    """

    letterhead: Letterhead
    operator: str | None
    issued_at: datetime
    case_code: str
    category: str
    place: str
    promised: date
    follow: tuple[str, ...]
    code_text: str
    joined: str | None = None
    received_by_centre: bool = False
    copy_number: int = 0
    copy: Copy | None = None
    training: bool = False

    def __post_init__(self) -> None:
        require_facts(self)
        require_case_code(self.case_code)
        require_copy(self.copy_number, self.copy)

    @property
    def title(self) -> str:
        return _("Complaint {code}").format(code=formats.case_code(self.case_code))

    @property
    def opens_drawer(self) -> bool:
        return False

    def layout(self) -> tuple[Block, ...]:
        return (
            *coded_head(self, _("YOUR CASE CODE")),
            Columns(formats.day(self.issued_at), formats.clock(self.issued_at)),
            *self._served_by(),
            Rule(),
            Text(_("COMPLAINT FILED"), weight=Weight.FINE),
            Text(self.category, weight=Weight.STRONG),
            Field(_("Place of the problem"), self.place),
            *self._together(),
            Columns(_("Answer promised before"), formats.day(self.promised), Weight.STRONG),
            Field(_("Record status"), custody(received_by_centre=self.received_by_centre)),
            *how_to_follow(self.follow),
            *training_foot(training=self.training),
        )

    def _together(self) -> Iterator[Block]:
        if self.joined is not None:
            yield Field(_("Together with complaint"), formats.case_code(self.joined))

    def _served_by(self) -> Iterator[Block]:
        if self.operator is not None:
            yield Columns(_("Served by"), self.operator)
