"""Following a case: typing the code, and what is known about it. By code alone: state and dates, nothing personal."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.screens.kiosk.pages.state import Fact, ToldPage, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeState:
    """`shown` is the code as typed, `207 41_ ____`; `spoken` is the same for a screen reader.

    `can_ask` lights the button. `paused` is set while too many wrong tries make the kiosk wait: the pad sleeps.
    """

    page: str
    heading: str
    help: str
    shown: str
    spoken: str
    problem: str = ""
    can_ask: bool = False
    paused: bool = False


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


FollowState = CodeState | CaseState | ToldPage
