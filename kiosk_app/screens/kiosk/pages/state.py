"""What the pages of the kiosk show, already in words. One question a page, at most six choices.

`page` names the page: when it changes, the page turned, and the session gives the person its whole time again.
`step` is "Paso 2 de 5", empty where nothing is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk_app.shown import Tone

MOST_CHOICES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A pictogram (a name in theme/icons) and words; `hint` is a second line, `chosen` the answer given before."""

    id: str
    words: str
    icon: str
    hint: str = ""
    tone: Tone = "primary"
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicePage:
    page: str
    step: str
    heading: str
    choices: tuple[Choice, ...]
    help: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.choices) <= MOST_CHOICES:
            raise ValueError(f"a page has one to {MOST_CHOICES} choices, not {len(self.choices)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteField:
    """`share` is the part of the line's width; `limit` counts letters."""

    label: str
    text: str = ""
    limit: int = 80
    share: int = 3
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePage:
    page: str
    step: str
    heading: str
    fields: tuple[WriteField, ...]
    go_on: str
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitsPage:
    """A number typed on twelve keys. `shown` is `207 41_ ____`; `spoken` is the same for a screen reader.

    `can_go_on` lights the button; `paused` puts the pad to sleep while too many wrong tries make the kiosk wait.
    `receipt_hint` points at the code on a drawing of a receipt, where the number is a code.
    """

    page: str
    heading: str
    shown: str
    spoken: str
    go_on: str
    icon: str
    step: str = ""
    help: str = ""
    problem: str = ""
    can_go_on: bool = False
    paused: bool = False
    receipt_hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    id: str
    label: str
    value: str
    icon: str
    change: str
    """What a screen reader says for the button "Cambiar": which line it changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    page: str
    step: str
    heading: str
    lines: tuple[CheckLine, ...]
    send: str
    help: str = ""
    problem: str = ""
    """What happened, whether the answers are safe, what to do: shown above the lines when sending failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    icon: str
    label: str
    value: str
    tone: Tone = "primary"


@dataclass(frozen=True, slots=True, kw_only=True)
class DonePage:
    """The end of a task: the code, the date, what happens next. `paper` says what the printer does."""

    page: str
    heading: str
    code_label: str
    code: str
    code_spoken: str
    facts: tuple[Fact, ...]
    paper: str = ""
    paper_tone: Tone = "plain"
    paper_icon: str = "printer"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPage:
    """Something to know, and the way on: a task that is not offered here, a pause, a refusal."""

    page: str
    heading: str
    text: str
    icon: str
    go_on: str
    go_on_icon: str = "arrow-right"
    tone: Tone = "info"
    next_steps: tuple[Fact, ...] = ()
