"""What the window always says: where one is, who works, what is in the drawer, and the three facts about the data."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import Tone


@dataclass(frozen=True, slots=True)
class Fact:
    """`strong` is the fact in words, `detail` more of it, `short` the same where the window is narrow."""

    strong: str
    detail: str = ""
    tone: Tone = "plain"
    short: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class StatusState:
    """`saved`, `connection` and `queue` are three facts and never one: data can be safe here and not be sent yet.

    `warnings` are the things said only when they are bad: clock, disk, printer, power.
    """

    place: str
    station: str
    operator: str = ""
    shift: str = ""
    drawer: Fact = Fact("")
    saved: Fact = Fact("")
    connection: Fact = Fact("")
    queue: Fact = Fact("")
    warnings: tuple[str, ...] = ()
    moment: str = ""
    signed_in: bool = False
