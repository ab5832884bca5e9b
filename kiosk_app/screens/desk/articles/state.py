"""What operators may tell citizens: a list, and one article open beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from kiosk_app.shown import UNSAID, ListRow, Said


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item of a list, or a heading within the article."""

    kind: Literal["paragraph", "item", "heading"]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenArticle:
    """`facts` say where it comes from and when it was read over; `sample` warns of one that cites nothing."""

    title: str
    summary: str
    blocks: tuple[Block, ...]
    facts: str
    sample: Said = UNSAID


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
