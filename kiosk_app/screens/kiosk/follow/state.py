"""Following a case: typing the code, and what is known about it. By code alone: state and dates, nothing personal."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.screens.kiosk.pages.state import DigitsPage, Fact, ToldPage
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchingPage:
    """The centre is being asked. There is nothing to do but to wait or to go back."""

    page: str
    heading: str
    code: str
    text: str
    icon: str


FollowState = DigitsPage | SearchingPage | CaseState | ToldPage
