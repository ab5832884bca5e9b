"""Following a case: typing the code, and what is known about it. By code alone: state and dates, nothing personal."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.screens.kiosk.pages.state import DigitsPage, Fact
from kiosk_app.shown import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """`as_of` is said when the kiosk is offline: the state is the last one it heard."""

    page: str
    heading: str
    code: str
    state: str
    state_tone: Tone
    state_icon: str
    facts: tuple[Fact, ...]
    as_of: str = ""


FollowState = DigitsPage | CaseState
