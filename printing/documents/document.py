"""What every slip has: the municipality's letterhead, a copy mark, and the rule that nothing on it is blank."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.errors import InvariantBroken
from domain.money import Money
from printing import receipt_code
from printing.blocks import (
    Align,
    BigCode,
    Block,
    Columns,
    Feed,
    QrCode,
    Rule,
    SignatureLine,
    Stamp,
    Text,
    Watermark,
    Weight,
)
from wording import formats
from wording.catalogue import _

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


class Document(Protocol):
    """A slip of paper. Equal documents give equal bytes, on any machine and in any year."""

    @property
    def title(self) -> str:
        """What the paper is, for the PDF's title and for the list of prints."""

    @property
    def opens_drawer(self) -> bool:
        """Whether printing it may open the cash drawer; never for a copy."""

    def layout(self) -> tuple[Block, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A reprint: who printed it and when. The original names the cashier, the copy names both."""

    number: int
    printed_at: datetime
    operator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """`lines` stand under the municipality's name: tax number, address, telephone. `cabin`: `Cabina 07 · Mercado`."""

    municipality: str
    lines: tuple[str, ...]
    cabin: str

    def layout(self) -> tuple[Block, ...]:
        return (
            Text(self.municipality, Align.CENTRE, Weight.STRONG),
            *(Text(line, Align.CENTRE, Weight.FINE) for line in self.lines),
            Text(self.cabin, Align.CENTRE),
        )


def require_facts(document: Any) -> None:
    """A missing fact stops the print: paper with a blank where an amount or a name belongs is worse than none.

    Walks nested values. Raises InvariantBroken `blank_on_paper` for an empty text and `time_without_zone` for a naive
    datetime. An optional fact that does not apply is None, which says so on purpose.
    """
    for field in fields(document):
        _require(type(document).__name__, field.name, getattr(document, field.name))


def _require(document: str, name: str, fact: Any) -> None:
    if isinstance(fact, str) and not fact.strip():
        raise InvariantBroken("blank_on_paper", document=document, field=name)
    if isinstance(fact, datetime) and fact.utcoffset() is None:
        raise InvariantBroken("time_without_zone", document=document, field=name)
    if isinstance(fact, tuple):
        for each in fact:
            _require(document, name, each)
    if is_dataclass(fact) and not isinstance(fact, (type, formats.Locale, Money)):
        require_facts(fact)


def require_case_code(code: str) -> None:
    """Ten digits, `CCC SSSSSS D`; the check digit is the domain's business."""
    if not (len(code) == len("2074183659") and code.isascii() and code.isdigit()):
        raise InvariantBroken("case_code_malformed", code=code)


def require_copy(copy_number: int, copy: Copy | None) -> None:
    if copy_number < 0 or (copy is not None and copy.number != copy_number):
        raise InvariantBroken("copy_number_disagrees", copy_number=copy_number)


def amount(value: Money, locale: formats.Locale) -> str:
    """An amount that no line break can tear from its currency."""
    return formats.money(value, locale).replace(" ", NO_BREAK_SPACE)


def code(text: str) -> tuple[Block, ...]:
    """The QR, and under one that only names its entry that it takes a connection to check it."""
    if not receipt_code.is_name(text):
        return (QrCode(text),)
    told = _("To check this code you need a connection: it opens the municipality's page.")
    return (QrCode(text), Text(told, Align.CENTRE, Weight.FINE), Feed())


def training_marks(*, training: bool) -> tuple[Block, ...]:
    """Paper of the practice city must never pass for a receipt, wherever it is torn off."""
    if not training:
        return ()
    return (Watermark(_("PRACTICE PAPER")), Stamp(_("PRACTICE, NOT VALID")))


def copy_marks(copy_number: int, copy: Copy | None = None) -> tuple[Block, ...]:
    """ORIGINAL in a plain line; a copy as a band, because a copy handed in as an original is a fraud."""
    if copy_number == 0:
        return (Text(_("ORIGINAL"), Align.CENTRE, Weight.STRONG),)
    stamp = Stamp(_("COPY {number}").format(number=copy_number))
    if copy is None:
        return (stamp,)
    told = _("Printed again on {when} by {operator}").format(
        when=formats.day_and_clock(copy.printed_at), operator=copy.operator
    )
    return (stamp, Text(told, Align.CENTRE, Weight.FINE))


class CodedSlip(Protocol):
    """A slip whose code a person reads aloud, types or has scanned."""

    @property
    def letterhead(self) -> Letterhead: ...
    @property
    def case_code(self) -> str: ...
    @property
    def code_text(self) -> str: ...
    @property
    def copy_number(self) -> int: ...
    @property
    def copy(self) -> Copy | None: ...
    @property
    def training(self) -> bool: ...


def coded_head(slip: CodedSlip, label: str, *bands: Block) -> tuple[Block, ...]:
    """Where a coded slip begins: whose it is, which paper of it, what else must be seen first, and the code."""
    return (
        *training_marks(training=slip.training),
        *slip.letterhead.layout(),
        *copy_marks(slip.copy_number, slip.copy),
        *bands,
        Rule(),
        BigCode(label, formats.case_code(slip.case_code)),
        *code(slip.code_text),
    )


def training_foot(*, training: bool) -> tuple[Block, ...]:
    """At the other end, too: wherever it is torn off."""
    return training_marks(training=training)[1:]


def custody(*, received_by_centre: bool) -> str:
    """The honest state of the record at the moment of printing."""
    if received_by_centre:
        return _("RECEIVED by the municipality's centre")
    return _("SAVED on this computer; it is sent when there is signal")


def how_to_follow(ways: tuple[str, ...]) -> tuple[Block, ...]:
    if not ways:
        return ()
    return (Rule(), Text(_("How to follow your case"), weight=Weight.STRONG), *(Text(way) for way in ways))


def second_person(label: str, approver: str | None) -> tuple[Block, ...]:
    """Who approved what one person does not do alone; nothing where nobody had to."""
    return () if approver is None else (Columns(label, approver),)


def second_signature(approver: str | None) -> tuple[Block, ...]:
    return () if approver is None else (SignatureLine(_("{name}, second person").format(name=approver)),)
