"""What operators may tell citizens: a list, and one article or procedure open beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from kiosk_app.shown import UNSAID, ListRow, Said


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item of a list, a heading, or a fact with its `label`."""

    kind: Literal["paragraph", "item", "heading", "fact"]
    words: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenArticle:
    """`facts` say where it comes from and when it was read over; `sample` warns of one that cites nothing.

    `can_tell` and `can_print`: it may still be counted as told, and put on paper. `told` says what was done of it, and
    `again` then offers to begin with the next person.
    """

    title: str
    summary: str
    blocks: tuple[Block, ...]
    facts: str
    sample: Said = UNSAID
    can_tell: bool = False
    can_print: bool = False
    told: Said = UNSAID
    again: str = ""


NOTHING_OPEN: Final = OpenArticle(title="", summary="", blocks=(), facts="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesState:
    """`rows` answer `text`, and are what there is while it is empty; `chosen` is the key of the open one."""

    heading: str
    words: str
    text: str
    rows: tuple[ListRow, ...]
    chosen: str = ""
    none_found: str = ""
    article: OpenArticle = NOTHING_OPEN
