"""What a station's engine says with each request, and keeps of the ratchet (docs/adr/0020, docs/PROTOCOL.md)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Copied(StrEnum):
    """How a station found out that its files are a copy, or are older than it has been."""

    RATCHET = "ratchet"  # the centre has seen a later ratchet of this station
    ANCHOR = "anchor"  # what is kept outside the database is further on, or of another history


@dataclass(frozen=True, slots=True)
class Hold:
    """What only the engine's own exchanges say: its ratchet, whether it knows itself a copy (`Copied`), and how many
    entries of the centre it has heard.
    """

    ratchet: str
    copied: str
    heard: int


NO_HOLD: Final = Hold("", "", 0)


@dataclass(frozen=True, slots=True)
class Ratcheted:
    """An output: the centre gave this value to be shown with the next request. Durable before anything else is."""

    value: str
