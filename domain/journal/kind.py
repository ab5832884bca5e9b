"""What a kind of entry is: who may write it, and which fields its body has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from domain.errors import Refusal
from domain.journal.fields import Check


class Author(Enum):
    STATION = "station"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Kind:
    """`fields` maps a body's field to its check; `optional` names those that may be left out."""

    name: str
    author: Author
    fields: Mapping[str, Check]
    optional: frozenset[str] = field(default=frozenset())
    personal: bool = False

    def refuse_wrong_entry(self, author: Author, body: Mapping[str, Any], *, personal: bool) -> None:
        """Raises Refusal `kind_of_another_author`, or `entry_body_wrong` with the first field that is wrong."""
        if self.author is not author:
            raise Refusal("kind_of_another_author", kind=self.name)
        wrong = (self.fields.keys() - self.optional - body.keys()) | (body.keys() - self.fields.keys())
        wrong |= {name for name, value in body.items() if name in self.fields and not self.fields[name](value)}
        if wrong:
            raise Refusal("entry_body_wrong", kind=self.name, field=min(wrong))
        if personal and not self.personal:
            raise Refusal("entry_body_wrong", kind=self.name, field="pd")
