"""The order of a complaint's questions, and what has been answered. No Qt, no wording, no storage.

    group -> category -> place kind -> street | corner | landmark -> since -> details
          -> with a name or without -> document -> name -> check -> done

Whether a place is asked for is the category's rule. Going back never loses an answer; "Cambiar" on the check
page asks that one question again and returns to the check.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

DETAILS_LIMIT: Final = 300
PLACE_LIMIT: Final = 70
NUMBER_LIMIT: Final = 10
NAME_LIMIT: Final = 60
DOCUMENT_DIGITS: Final = 8


class Step(StrEnum):
    GROUP = "group"
    CATEGORY = "category"
    PLACE_KIND = "place_kind"
    PLACE = "place"
    SINCE = "since"
    DETAILS = "details"
    WHO = "who"
    DOCUMENT = "document"
    NAME = "name"
    CHECK = "check"
    DONE = "done"


class PlaceKind(StrEnum):
    STREET = "street"
    CORNER = "corner"
    LANDMARK = "landmark"
    UNKNOWN = "unknown"


class Since(StrEnum):
    TODAY = "today"
    DAYS = "days"
    WEEK = "week"
    LONGER = "longer"
    UNKNOWN = "unknown"


#: What a person counts as one question: choosing a group and a category is one, and so is saying where.
_QUESTIONS: Final = (
    frozenset({Step.GROUP, Step.CATEGORY}),
    frozenset({Step.PLACE_KIND, Step.PLACE}),
    frozenset({Step.SINCE}),
    frozenset({Step.DETAILS}),
    frozenset({Step.WHO, Step.DOCUMENT, Step.NAME}),
    frozenset({Step.CHECK}),
)
#: The line of the check page leads to the first page of its question.
CHANGES: Final = {
    "category": Step.GROUP,
    "place": Step.PLACE_KIND,
    "since": Step.SINCE,
    "details": Step.DETAILS,
    "person": Step.WHO,
}


#: The page before, where that depends on no answer.
_BEFORE: Final = {
    Step.CATEGORY: Step.GROUP,
    Step.PLACE_KIND: Step.CATEGORY,
    Step.PLACE: Step.PLACE_KIND,
    Step.DETAILS: Step.SINCE,
    Step.WHO: Step.DETAILS,
    Step.DOCUMENT: Step.WHO,
    Step.NAME: Step.DOCUMENT,
}


@dataclass(frozen=True, slots=True)
class Place:
    """`first` is the street or the landmark, `second` the house number or the crossing street."""

    kind: PlaceKind
    first: str = ""
    second: str = ""

    @property
    def is_told(self) -> bool:
        match self.kind:
            case PlaceKind.UNKNOWN:
                return True
            case PlaceKind.CORNER:
                return bool(self.first.strip() and self.second.strip())
            case PlaceKind.STREET | PlaceKind.LANDMARK:
                # A street without a number is enough to send somebody; the number is asked, not demanded.
                return bool(self.first.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who complains, as typed. A document is whole when it has its eight digits."""

    document: str = ""
    names: str = ""
    surnames: str = ""

    @property
    def has_document(self) -> bool:
        return len(self.document) == DOCUMENT_DIGITS

    @property
    def is_told(self) -> bool:
        return self.has_document and bool(self.names and self.surnames)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The answers so far. It lives in memory only and goes with the session.

    `needs_place` is the category's rule. `nameless`: the person gives no name, which at a kiosk is always allowed.
    """

    group: str = ""
    category: str = ""
    needs_place: bool = True
    place: Place | None = None
    since: Since | None = None
    details: str = ""
    nameless: bool = False
    person: Person = Person()

    @property
    def is_complete(self) -> bool:
        placed = not self.needs_place or (self.place is not None and self.place.is_told)
        return bool(self.category and placed and self.since and self.is_signed)

    @property
    def is_signed(self) -> bool:
        return self.nameless or self.person.is_told


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where the person is.

    `place` is the place being written; it becomes the draft's answer only once it says enough, so that walking back
    from a half-changed answer leaves the check page whole. `changing` is true while one answer is being changed.
    `leaf` counts from 0 where the answers to one question take several pages.
    """

    step: Step = Step.GROUP
    draft: Draft = Draft()
    place: Place | None = None
    changing: bool = False
    leaf: int = 0

    @property
    def question(self) -> tuple[int, int]:
        """(2, 6): the second question of six; (0, 0) once it is done."""
        asked = [steps for steps in _QUESTIONS if self.draft.needs_place or Step.PLACE not in steps]
        here = next((number for number, steps in enumerate(asked, start=1) if self.step in steps), 0)
        return (here, len(asked)) if here else (0, 0)

    def more(self) -> Progress:
        return replace(self, leaf=self.leaf + 1)

    def group_chosen(self, group: str) -> Progress:
        return replace(self, draft=replace(self.draft, group=group), step=Step.CATEGORY, leaf=0)

    def category_chosen(self, category: str, *, needs_place: bool = True) -> Progress:
        place = self.draft.place if needs_place else None
        draft = replace(self.draft, category=category, needs_place=needs_place, place=place)
        return _answered(self, draft, Step.PLACE_KIND if needs_place else Step.SINCE)

    def place_kind_chosen(self, kind: PlaceKind) -> Progress:
        if kind is PlaceKind.UNKNOWN:
            return _answered(replace(self, place=None), replace(self.draft, place=Place(kind)), Step.SINCE)
        known = next((place for place in (self.place, self.draft.place) if place and place.kind is kind), Place(kind))
        return replace(self, place=known, step=Step.PLACE)

    def place_written(self, first: str, second: str) -> Progress:
        """Stays on the page while the place is not told; the presenter says what is missing."""
        written = self.place_kept(first, second)
        if written.place is None or not written.place.is_told:
            return written
        return _answered(written, replace(written.draft, place=written.place), Step.SINCE)

    def place_kept(self, first: str, second: str) -> Progress:
        """What stands in the fields when a person walks back: kept, but not yet an answer."""
        if self.place is None:
            raise ValueError("the kind of place comes first")
        second_limit = NUMBER_LIMIT if self.place.kind is PlaceKind.STREET else PLACE_LIMIT
        place = Place(self.place.kind, first.strip()[:PLACE_LIMIT], second.strip()[:second_limit])
        return replace(self, place=place)

    def since_chosen(self, since: Since) -> Progress:
        return _answered(self, replace(self.draft, since=since), Step.DETAILS)

    def details_kept(self, details: str) -> Progress:
        return replace(self, draft=replace(self.draft, details=details.strip()[:DETAILS_LIMIT]))

    def details_written(self, details: str) -> Progress:
        return _answered(self, self.details_kept(details).draft, Step.WHO)

    def who_chosen(self, *, nameless: bool) -> Progress:
        """Without a name nothing of the person is kept, whatever was typed before."""
        if nameless:
            return _answered(self, replace(self.draft, nameless=True, person=Person()), Step.CHECK)
        return replace(self, draft=replace(self.draft, nameless=False), step=Step.DOCUMENT)

    def document_kept(self, digits: str) -> Progress:
        return replace(self, draft=replace(self.draft, person=replace(self.draft.person, document=digits)))

    def document_written(self) -> Progress:
        return replace(self, step=Step.NAME) if self.draft.person.has_document else self

    def name_kept(self, names: str, surnames: str) -> Progress:
        names, surnames = names.strip()[:NAME_LIMIT], surnames.strip()[:NAME_LIMIT]
        person = replace(self.draft.person, names=names, surnames=surnames)
        return replace(self, draft=replace(self.draft, person=person))

    def name_written(self, names: str, surnames: str) -> Progress:
        """Stays on the page while a name is missing."""
        written = self.name_kept(names, surnames)
        return _answered(written, written.draft, Step.CHECK) if written.draft.person.is_told else written

    def change(self, line: str) -> Progress:
        return replace(self, step=CHANGES[line], changing=True)

    def filed(self) -> Progress:
        """The complaint is in the journal: nothing of the draft is needed any more."""
        return Progress(step=Step.DONE)

    def back(self) -> Progress | None:
        """The page before, with every answer kept; None leads out of the complaint."""
        if self.leaf:
            return replace(self, leaf=self.leaf - 1)
        if self.changing and self.draft.is_complete and self.step in CHANGES.values():
            return replace(self, step=Step.CHECK, changing=False)
        before = _BEFORE.get(self.step, self._before_by_rule())
        return None if before is None else replace(self, step=before)

    def _before_by_rule(self) -> Step | None:
        match self.step:
            case Step.SINCE if not self.draft.needs_place:
                return Step.CATEGORY
            case Step.SINCE:
                unknown = self.draft.place is not None and self.draft.place.kind is PlaceKind.UNKNOWN
                return Step.PLACE_KIND if unknown else Step.PLACE
            case Step.CHECK:
                return Step.WHO if self.draft.nameless else Step.NAME
            case _:
                return None


def _answered(progress: Progress, draft: Draft, following: Step) -> Progress:
    """The next page; after a change from the check page, the check page again, unless the change asks for more."""
    if progress.changing and draft.is_complete:
        return replace(progress, step=Step.CHECK, draft=draft, changing=False, leaf=0)
    return replace(progress, draft=draft, step=following, leaf=0)
