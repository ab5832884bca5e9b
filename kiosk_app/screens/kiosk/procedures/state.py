"""Looking up a procedure: the search, and the page of one procedure. All words and amounts are ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk_app.screens.kiosk.pages.state import Fact

MOST_FOUND: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A procedure in the list, by the name citizens know."""

    id: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchState:
    """`list_heading` says what the list is: most asked, found, or nothing found and what to do."""

    page: str
    heading: str
    label: str
    text: str
    list_heading: str
    found: tuple[Found, ...]

    def __post_init__(self) -> None:
        if len(self.found) > MOST_FOUND:
            raise ValueError(f"a page shows at most {MOST_FOUND} procedures")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureState:
    """Requirements in the order a person should gather them; facts are cost, time, where, and the silence rule."""

    page: str
    name: str
    requirements_heading: str
    requirements: tuple[str, ...]
    facts: tuple[Fact, ...]
    can_print: bool = False
    printing: str = ""


ProceduresState = SearchState | ProcedureState
