"""What is shown where a second person must approve."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.shown import Choice


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """`why` one person may not do it alone; `people` may approve. A PIN is in no state: the view hands it over.

    `asks_pin` is false where nobody of `people` is there, or who was chosen needs none.
    """

    why: str
    people: tuple[Choice, ...] = ()
    chosen: str = ""
    asks_pin: bool = True
