"""The words of a slip of paper: a document says *what* stands there, in order, and never how it is drawn.

The thermal renderer (`printing.escpos`) and the PDF renderer (`printing.documents.pdf`) both read the same blocks, so
a receipt on thermal paper and the same receipt as a PDF cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class Align(Enum):
    LEFT = "left"
    CENTRE = "centre"


class Weight(Enum):
    """How loud a line is. `FINE` is for what the law wants on paper and nobody needs at the counter."""

    FINE = "fine"
    NORMAL = "normal"
    STRONG = "strong"
    LOUD = "loud"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; it wraps at words, and inside a word only when the word alone is wider than the paper."""

    text: str
    align: Align = Align.LEFT
    weight: Weight = Weight.NORMAL


@dataclass(frozen=True, slots=True)
class Columns:
    """A fact and its value on one line. A long `left` wraps; `right` (an amount, a time, a number) is never broken."""

    left: str
    right: str
    weight: Weight = Weight.NORMAL


@dataclass(frozen=True, slots=True)
class Field:
    """A label and a value that may be long: a place, the name of a procedure."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item wraps under its own first letter."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A band across the paper, white on black: COPIA 2, ANULADO."""

    text: str


@dataclass(frozen=True, slots=True)
class Watermark:
    """Grey words behind the whole PDF. Thermal paper has no grey: there a document stamps the same words as well."""

    text: str


@dataclass(frozen=True, slots=True)
class BigCode:
    """The code that a person reads aloud and types: double height, with its label before it."""

    label: str
    code: str


@dataclass(frozen=True, slots=True)
class QrCode:
    text: str


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Room for a hand-written signature, and under it whose it is."""

    name: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across the paper."""


@dataclass(frozen=True, slots=True)
class Ruler:
    """One figure a column, from edge to edge: whoever counts them knows whether the paper's width is set up right."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Air: half a line of it."""


Block: TypeAlias = (
    Text | Columns | Field | Items | Stamp | Watermark | BigCode | QrCode | SignatureLine | Rule | Ruler | Feed
)
