"""What a scanned receipt proves, with no network."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk_app.shown import Line


class Verdict(Enum):
    VALID = "valid"
    ALTERED = "altered"
    UNKNOWN_KEY = "unknown_key"
    NOT_OURS = "not_ours"
    CHECKED_ONLINE = "checked_online"


@dataclass(frozen=True, slots=True)
class ScanResultState:
    """`meaning` says what the verdict means for the person at the window, `advice` what to do next."""

    verdict: Verdict
    heading: str
    meaning: str
    advice: str
    facts: tuple[Line, ...] = ()
    case: str = ""
    case_caption: str = ""
