"""The values a screen shows: rows, cells, problems. No Qt: states are made of them, and presenters know no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

#: What a colour says. The word or icon beside it always says it too.
Tone = Literal["plain", "ok", "warn", "err", "info", "plum", "primary"]


@dataclass(frozen=True, slots=True)
class Problem:
    """`field` names the editor it belongs to, as its screen calls it; `words` say how to put it right."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and its tone; empty words say nothing and take no room."""

    words: str = ""
    tone: Tone = "plain"


#: The default of a state: nothing to say.
UNSAID: Final = Said()


@dataclass(frozen=True, slots=True)
class Line:
    """What, and how much: a line of a bill or of a reading."""

    words: str
    amount: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few answers. `icon` names a picture of theme/icons, or nothing."""

    key: str
    words: str
    note: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list, in words. `key` is what the screen gets back when the row is picked."""

    key: str
    title: str
    aside: str = ""
    subtitle: str = ""
    chip: str = ""
    tone: Tone = "plain"
    code: str = ""

    @property
    def spoken(self) -> str:
        return ", ".join(part for part in (self.title, self.subtitle, self.chip, self.aside, self.code) if part)


@dataclass(frozen=True, slots=True)
class Cell:
    """Text in a tone; `chip` draws it as a state, `strong` makes it bold."""

    text: str
    tone: Tone | None = None
    chip: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a grid. `key` is what the screen gets back when the row is picked; words alone may be a str."""

    key: str
    cells: tuple[str | Cell, ...]

    def cell(self, column: int) -> Cell:
        cell = self.cells[column]
        return cell if isinstance(cell, Cell) else Cell(cell)


@dataclass(frozen=True, slots=True)
class MapMarker:
    """Something pinned to a map, in metres east and north; `words` stand in it: how many people are in a complaint."""

    kind: Literal["chosen", "similar", "asset"]
    east: float
    north: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class FieldEdited:
    """What a person typed or chose in the field `field`."""

    field: str
    text: str
