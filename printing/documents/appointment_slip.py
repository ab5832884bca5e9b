"""The slip of an appointment (*turno*, *cita*): the code, the day in words, the hour, where, and what to bring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from printing.blocks import Block, Columns, Field, Items, Rule, Stamp, Text, Weight
from printing.documents.document import (
    Copy,
    Letterhead,
    coded_head,
    custody,
    require_case_code,
    require_copy,
    require_facts,
    training_foot,
)
from wording import formats
from wording.catalogue import _, mark

#: The municipality's word for it.
_HEADINGS: Final = {"turno": mark("BOOKING"), "cita": mark("APPOINTMENT")}


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentSlip:
    """`word` is `turno` or `cita`, `at` the wall time at the office. `is_moved`: it takes the place of an earlier slip.

    `cancelled`: the paper is printed again after the appointment was cancelled, or has another time by now.
    """

    word: str
    letterhead: Letterhead
    operator: str
    issued_at: datetime
    case_code: str
    service_name: str
    at: datetime
    office_name: str
    office_address: str
    office_phone: str | None
    person: str
    bring: tuple[str, ...]
    code_text: str
    is_moved: bool = False
    cancelled: bool = False
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
        return f"{_(_HEADINGS[self.word])} {formats.case_code(self.case_code)}"

    @property
    def opens_drawer(self) -> bool:
        return False

    def layout(self) -> tuple[Block, ...]:
        return (
            *coded_head(self, _("YOUR CODE"), *self._not_valid()),
            Rule(),
            Stamp(_(_HEADINGS[self.word])),
            Text(self.service_name, weight=Weight.STRONG),
            Text(formats.day_in_words(self.at.date()).capitalize(), weight=Weight.STRONG),
            Columns(_("Hour"), formats.clock(self.at), Weight.STRONG),
            Columns(_("Date"), formats.day(self.at.date())),
            *self._where(),
            *self._bring(),
            Rule(),
            Columns(_("For"), self.person),
            Columns(_("Given on"), formats.day_and_clock(self.issued_at)),
            Columns(_("Served by"), self.operator),
            Field(_("Record status"), custody(received_by_centre=self.received_by_centre)),
            *self._rules(),
            *training_foot(training=self.training),
        )

    def _not_valid(self) -> Iterator[Block]:
        if self.cancelled:
            yield Stamp(_("NO LONGER VALID"))

    def _where(self) -> Iterator[Block]:
        yield Field(_("Where to go"), self.office_name)
        yield Text(self.office_address)
        if self.office_phone is not None:
            yield Columns(_("Telephone"), self.office_phone)

    def _bring(self) -> Iterator[Block]:
        if self.bring:
            yield Text(_("What to bring"), weight=Weight.STRONG)
            yield Items(self.bring)

    def _rules(self) -> Iterator[Block]:
        if self.is_moved:
            yield Text(
                _("This paper takes the place of the earlier one, which is no longer valid."), weight=Weight.STRONG
            )
        yield Text(_("If you cannot come, tell us at this cabin with this paper: somebody else can use your hour."))
