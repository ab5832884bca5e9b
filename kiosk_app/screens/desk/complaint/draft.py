"""A complaint that is being taken down, and how it is kept on disk and given back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Final

from domain.geography import Place, Spot
from kiosk_app.screens.desk.complaint import where
from kiosk_app.screens.desk.complaint.state import PlaceKind
from kiosk_app.services.citizen import Citizen
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.drafts import DraftPhoto, KeptDraft
from wording.catalogue import _

#: There is one at a time.
KEY: Final = "complaint"
_CHOSEN: Final = "chosen"


@dataclass(frozen=True, slots=True)
class ComplaintDraft:
    search: str = ""
    category: str = ""
    place_kind: PlaceKind = "address"
    place: str = ""
    place_more: str = ""
    chosen: tuple[Place, ...] = ()
    joins: str = ""
    description: str = ""
    name: str = ""
    document: str = ""
    phone: str = ""
    anonymous: bool = False
    photos: tuple[tuple[str, str, Blob], ...] = ()

    def citizen(self) -> Citizen | None:
        """Nobody when they said so; a name is optional, so it stays as told, unsplit."""
        if self.anonymous:
            return None
        given = Citizen(document="".join(self.document.split()), names=self.name, phone=self.phone)
        return given if given.personal() else None

    def place_words(self) -> str:
        if self.chosen:
            return where.place_words(self.chosen, self.place_more)
        if self.place_kind == "corner" and self.place.strip() and self.place_more.strip():
            return _("{street} and {other}").format(street=self.place.strip(), other=self.place_more.strip())
        return ", ".join(part.strip() for part in (self.place, self.place_more) if part.strip())


def kept(draft: ComplaintDraft, operator: str, began: str) -> KeptDraft:
    told = {name: value for name, value in _simple(draft).items() if isinstance(value, (str, bool))}
    told[_CHOSEN] = json.dumps([asdict(place) for place in draft.chosen])
    return KeptDraft(
        KEY, operator, began, told, tuple(DraftPhoto("", words, blob) for _key, words, blob in draft.photos)
    )


def given_back(found: KeptDraft) -> ComplaintDraft:
    """What an older program wrote besides is left out."""
    known = _simple(ComplaintDraft())
    chosen = _places(str(found.document.get(_CHOSEN, "[]")))
    told = {name: value for name, value in found.document.items() if type(value) is type(known.get(name))}
    photos = tuple((f"kept-{place}", photo.name, photo.blob) for place, photo in enumerate(found.photos))
    return replace(ComplaintDraft(photos=photos, chosen=chosen), **told)  # type: ignore[arg-type]  # each of its own field's type


def _places(text: str) -> tuple[Place, ...]:
    """None where another version of the program wrote them otherwise: the place is asked again."""
    try:
        return tuple(Place(**{**one, "spot": Spot(**one["spot"])}) for one in json.loads(text))
    except (ValueError, TypeError, KeyError):
        return ()


def _simple(draft: ComplaintDraft) -> dict[str, object]:
    return {field.name: getattr(draft, field.name) for field in fields(draft) if field.name != "photos"}
