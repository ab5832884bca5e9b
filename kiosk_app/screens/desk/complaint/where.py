"""The place of a complaint and what is open there already, in words: what the presenter shows of them."""

from __future__ import annotations

from typing import Final

from domain.catalog import ComplaintCategory
from domain.geography import Nearby, Place, Spot
from kiosk_app.screens.desk.complaint.state import SimilarRow, WhereState
from kiosk_app.services.places import Places
from kiosk_app.shown import Choice, ListRow, MapMarker
from wording import formats
from wording.catalogue import _, mark, ngettext

_KINDS: Final = {
    "asset": mark("Plate"),
    "address": mark("Number"),
    "corner": mark("Corner"),
    "landmark": mark("Known place"),
    "street": mark("Street"),
    "spot": mark("On the map"),
}


def found_rows(found: tuple[Place, ...]) -> tuple[ListRow, ...]:
    return tuple(
        ListRow(
            key=str(number),
            title=place.words,
            subtitle=place.detail,
            aside=_(_KINDS[place.kind]) if place.certain else _("{kind}, about").format(kind=_(_KINDS[place.kind])),
        )
        for number, place in enumerate(found)
    )


def where_state(
    places: Places,
    *,
    text: str,
    found: tuple[Place, ...],
    chosen: tuple[Place, ...],
    near: tuple[Nearby, ...],
    kinds: tuple[str, ...],
) -> WhereState:
    none = ""
    if text.strip() and not found:
        none = _("It is not on the map. Touch the map, or go on: it is written down as it is said.")
    return WhereState(
        text=text,
        found=found_rows(found),
        none_found=none,
        chosen=tuple(Choice(str(number), place.words, place.detail) for number, place in enumerate(chosen)),
        markers=_markers(places, chosen, near),
        spoken=_spoken(chosen, near),
        kinds=kinds,
        look_at=places.point_of(chosen[-1].spot) if chosen else None,
    )


def place_words(chosen: tuple[Place, ...], more: str) -> str:
    """As it stands on the paper: plates first, then where that is, then what helps to find it."""
    if not chosen:
        return more
    plates = [place.words for place in chosen if place.asset]
    others = [place for place in chosen if not place.asset]
    parts = [", ".join(plates), *(place.words for place in others)]
    detail = chosen[0].detail if plates else ""
    return ". ".join(part for part in (", ".join(part for part in parts if part), detail, more.strip()) if part)


def spot_of(chosen: tuple[Place, ...]) -> Spot | None:
    """Where it is: the first thing that was chosen. A whole street is nowhere in particular."""
    return next((place.spot for place in chosen if place.kind != "street"), None)


def assets_of(chosen: tuple[Place, ...]) -> tuple[str, ...]:
    return tuple(place.asset for place in chosen if place.asset)


def similar_rows(near: tuple[Nearby, ...], joins: str, name_of: dict[str, ComplaintCategory]) -> tuple[SimilarRow, ...]:
    return tuple(_similar_row(one, joins, name_of) for one in near)


def _similar_row(near: Nearby, joins: str, name_of: dict[str, ComplaintCategory]) -> SimilarRow:
    one = near.complaint
    category = name_of.get(one.service)
    name = one.service if category is None else category.name
    if near.shared:
        where = _("same plate, {plates}").format(plates=", ".join(sorted(near.shared)))
    elif near.metres:
        where = _("{metres} m away").format(metres=near.metres)
    else:
        where = _("at the same spot")
    people = ngettext("{count} person", "{count} people", one.neighbours).format(count=one.neighbours)
    taken = _("taken at another counter")
    if one.here:
        taken = _("taken here") if one.sent else _("taken here, not sent yet")
    return SimilarRow(
        code=one.code,
        title=_("{category}: {where}").format(category=name, where=where),
        detail=_("Answer before {day} · {people} · {taken} · {code}").format(
            day=formats.day(one.promise),
            people=people,
            taken=taken,
            code=formats.case_code(one.code).replace(" ", "\u00a0"),
        ),
        joined=one.code == joins,
    )


def _markers(places: Places, chosen: tuple[Place, ...], near: tuple[Nearby, ...]) -> tuple[MapMarker, ...]:
    markers = [
        MapMarker("similar", *places.point_of(one.complaint.spot), str(one.complaint.neighbours))
        for one in near
        if one.complaint.spot is not None and not one.shared
    ]
    markers += [MapMarker("asset", *places.point_of(place.spot)) for place in chosen if place.asset]
    if chosen:
        markers.append(MapMarker("chosen", *places.point_of(chosen[-1].spot)))
    return tuple(markers)


def _spoken(chosen: tuple[Place, ...], near: tuple[Nearby, ...]) -> str:
    if not chosen:
        return _("Nothing is chosen on the map yet.")
    said = _("Chosen: {places}.").format(places="; ".join(f"{place.words}, {place.detail}" for place in chosen))
    if near:
        said += " " + ngettext(
            "There is {count} open complaint like it.", "There are {count} open complaints like it.", len(near)
        ).format(count=len(near))
    return said
