"""What somebody who only asks takes home: what a procedure needs, costs and takes, or what an article says.

Nobody's name is on it and nothing is owed for it: it is neither a receipt nor the beginning of a case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from printing.blocks import Block, Columns, Feed, Field, Items, Rule, Stamp, Text, Weight
from printing.documents.document import (
    Copy,
    Letterhead,
    copy_marks,
    require_copy,
    require_facts,
    training_foot,
    training_marks,
)
from wording import formats
from wording.catalogue import _

#: Letters of a value that stands beside its label on the narrowest roll.
_BESIDE_MAX = 18
_HEADING, _ITEM = "# ", "- "


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFact:
    """`is_strong` for what people come to ask: what it costs, how long it takes."""

    label: str
    value: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationSheet:
    """`text` is paragraphs as an article has them: `- ` begins an item, `# ` is a heading. `operator` is None at a
    self-service kiosk. `is_procedure`: the sheet says what is needed; otherwise it is an article.

    `basis` are the norms, `edition` the first letters of the folder's digest, `warning` what a sample says of itself.
    """

    is_procedure: bool
    letterhead: Letterhead
    operator: str | None
    issued_at: datetime
    name: str
    summary: str
    text: tuple[str, ...]
    facts: tuple[SheetFact, ...] = ()
    basis: tuple[str, ...] = ()
    warning: str | None = None
    edition: str
    copy_number: int = 0
    copy: Copy | None = None
    training: bool = False

    def __post_init__(self) -> None:
        require_facts(self)
        require_copy(self.copy_number, self.copy)

    @property
    def title(self) -> str:
        return _("Information: {name}").format(name=self.name)

    @property
    def opens_drawer(self) -> bool:
        return False

    def layout(self) -> tuple[Block, ...]:
        return (
            *training_marks(training=self.training),
            *self.letterhead.layout(),
            *(copy_marks(self.copy_number, self.copy) if self.copy_number else ()),
            Rule(),
            Stamp(_("WHAT YOU NEED") if self.is_procedure else _("INFORMATION")),
            Text(self.name, weight=Weight.STRONG),
            Text(self.summary),
            *self._text(),
            *self._facts(),
            *self._basis(),
            Rule(),
            *self._served(),
            Text(_("It says what holds on that day: requirements and fees can change."), weight=Weight.FINE),
            Text(_("It only informs: it is no receipt, and it begins no procedure."), weight=Weight.FINE),
            Text(_("Edition {edition}").format(edition=self.edition), weight=Weight.FINE),
            *training_foot(training=self.training),
        )

    def _text(self) -> Iterator[Block]:
        """Items that follow each other are one list."""
        items: list[str] = []
        for paragraph in self.text:
            if paragraph.startswith(_ITEM):
                items.append(paragraph.removeprefix(_ITEM))
                continue
            if items:
                yield Items(tuple(items))
                items = []
            if paragraph.startswith(_HEADING):
                yield Feed()
                yield Text(paragraph.removeprefix(_HEADING), weight=Weight.STRONG)
            else:
                yield Text(paragraph)
        if items:
            yield Items(tuple(items))

    def _facts(self) -> Iterator[Block]:
        if self.facts:
            yield Rule()
        for fact in self.facts:
            if len(fact.value) <= _BESIDE_MAX:
                yield Columns(fact.label, fact.value, Weight.STRONG if fact.is_strong else Weight.NORMAL)
            else:
                yield Field(fact.label, fact.value)

    def _basis(self) -> Iterator[Block]:
        if self.basis:
            yield Feed()
            yield Text(_("Legal basis"), weight=Weight.STRONG)
        for norm in self.basis:
            yield Text(norm, weight=Weight.FINE)

    def _served(self) -> Iterator[Block]:
        yield Columns(_("Given on"), formats.day_and_clock(self.issued_at))
        if self.operator is not None:
            yield Columns(_("Served by"), self.operator)
        if self.warning is not None:
            yield Text(self.warning, weight=Weight.STRONG)
