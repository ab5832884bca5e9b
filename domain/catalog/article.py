"""What an operator may tell a citizen: short articles that are read with no network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.catalog.schedule import Source


@dataclass(frozen=True, slots=True)
class Article:
    """`text` is paragraphs in order: one that begins with `- ` is an item of a list, with `# ` a heading.

    `reviewed` is when somebody last read it over; after `until` it is shown to nobody.
    """

    code: str
    name: str
    group: str
    summary: str
    keywords: tuple[str, ...]
    text: tuple[str, ...]
    source: Source
    reviewed: date
    until: date
