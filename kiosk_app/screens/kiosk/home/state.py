"""The first page and the frame around every page, already in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk_app.screens.kiosk.pages.state import Choice


class Task(StrEnum):
    """What a citizen comes for, or what the municipality has to say."""

    PROCEDURE = "procedure"
    COMPLAINT = "complaint"
    FOLLOW = "follow"
    CERTIFICATE = "certificate"
    ANNOUNCED = "announced"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeState:
    """`tasks` carry a `Task` as id. A task that is not offered here is left out or told honestly in its hint.

    `announced`: the newest of what the municipality says to citizens today, and how much more; it leads to its page.
    """

    heading: str
    help: str
    tasks: tuple[Choice, ...]
    announced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """`name` is written in the language itself. Only languages whose words are complete are offered."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameState:
    """Header, footer and the band that tells when something is not as usual; `notice` is empty when all is well.

    `sample` is what every page says while a figure of the municipality's folder is invented.
    """

    municipality: str
    place: str
    languages: tuple[Language, ...]
    language: str
    large_letters: bool
    clock: str
    day: str
    notice: str = ""
    sample: str = ""
