"""A complaint: what is wrong, where, since when, and by when somebody answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kiosk_app.screens.desk.delivery.state import Delivery
from kiosk_app.shown import UNSAID, Choice, Problem, Said

PlaceKind = Literal["address", "corner", "landmark"]


@dataclass(frozen=True, slots=True)
class Contact:
    """`anonymous` hides the rest; a telephone is what is needed to tell the person the answer."""

    anonymous: bool = False
    name: str = ""
    document: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ComplaintState:
    """`categories` answer `search`; `promise` tells the date before anything is sent."""

    search: str = ""
    categories: tuple[Choice, ...] = ()
    category: str = ""
    none_found: str = ""
    place_kind: PlaceKind = "address"
    place: str = ""
    place_more: str = ""
    description: str = ""
    description_left: str = ""
    photos: tuple[Choice, ...] = ()
    contact: Contact = Contact()
    promise: Said = UNSAID
    problems: tuple[Problem, ...] = ()
    can_send: bool = False
    delivery: Delivery | None = None
