"""A complaint: what is wrong, where, since when, and by when somebody answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kiosk_app.screens.desk.delivery.state import Delivery
from kiosk_app.shown import UNSAID, Choice, ListRow, MapMarker, Problem, Said

PlaceKind = Literal["address", "corner", "landmark"]


@dataclass(frozen=True, slots=True)
class Contact:
    """`anonymous` hides the rest; a telephone is what is needed to tell the person the answer."""

    anonymous: bool = False
    name: str = ""
    document: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class WhereState:
    """The place where there is a map: one field for plate, street and number, corner or name; and what was chosen.

    `spoken` says what the map shows, for whoever does not see it; `kinds` are the assets it draws; it goes to `look_at`
    when that changes.
    """

    text: str = ""
    found: tuple[ListRow, ...] = ()
    none_found: str = ""
    chosen: tuple[Choice, ...] = ()
    markers: tuple[MapMarker, ...] = ()
    spoken: str = ""
    kinds: tuple[str, ...] = ()
    look_at: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """An open complaint that may be about the same thing; `joined` when this person is put into it."""

    code: str
    title: str
    detail: str
    joined: bool


@dataclass(frozen=True, slots=True)
class ComplaintState:
    """`categories` answer `search`, or are the one chosen; `promise` tells the date before anything is sent.

    `where` is None at a station without a map, which asks in words.
    """

    search: str = ""
    categories: tuple[Choice, ...] = ()
    category: str = ""
    none_found: str = ""
    place_kind: PlaceKind = "address"
    place: str = ""
    place_more: str = ""
    where: WhereState | None = None
    similar: tuple[SimilarRow, ...] = ()
    description: str = ""
    description_left: str = ""
    photos: tuple[Choice, ...] = ()
    contact: Contact = Contact()
    promise: Said = UNSAID
    problems: tuple[Problem, ...] = ()
    can_send: bool = False
    delivery: Delivery | None = None
