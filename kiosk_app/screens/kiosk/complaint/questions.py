"""The complaint's pages in words, made from where the person is and from the municipality's list of problems.

Pure: the same progress, the same page. Names of groups and categories are the municipality's data, not ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.catalog.services import ComplaintCategory
from kiosk_app.screens.kiosk.complaint.flow import (
    DETAILS_LIMIT,
    NUMBER_LIMIT,
    PLACE_LIMIT,
    Draft,
    Place,
    PlaceKind,
    Progress,
    Since,
    Step,
)
from kiosk_app.screens.kiosk.complaint.state import ComplaintState
from kiosk_app.screens.kiosk.pages.state import (
    MOST_CHOICES,
    CheckLine,
    CheckPage,
    Choice,
    ChoicePage,
    ToldPage,
    Tone,
    WriteField,
    WritePage,
)
from wording.catalogue import _, mark

MORE: Final = "more"
PLACES: Final = {
    PlaceKind.STREET: (mark("Street and number"), "house", mark("I know the address.")),
    PlaceKind.CORNER: (mark("Corner of two streets"), "signpost", mark("It is where they cross.")),
    PlaceKind.LANDMARK: (mark("Near a known place"), "landmark", mark("A school, a market, a square.")),
    PlaceKind.UNKNOWN: (mark("I do not know"), "circle-question-mark", mark("I explain it later.")),
}
SINCES: Final = {
    Since.TODAY: (mark("Since today"), "clock"),
    Since.DAYS: (mark("2 or 3 days"), "calendar"),
    Since.WEEK: (mark("A week"), "calendar"),
    Since.LONGER: (mark("Longer"), "history"),
    Since.UNKNOWN: (mark("I do not know"), "circle-question-mark"),
}
#: Groups are told apart by their pictograms and words; the tones only help the eye find its place again.
_TONES: Final[tuple[Tone, ...]] = ("warn", "ok", "info", "plum", "primary", "err")


def page_of(progress: Progress, categories: Sequence[ComplaintCategory], problem: str = "") -> ComplaintState:
    """The page for any step but DONE. `problem` is what is missing on a page of writing, or why sending failed."""
    match progress.step:
        case Step.GROUP:
            return _group_page(progress, categories)
        case Step.CATEGORY:
            return _category_page(progress, categories)
        case Step.PLACE_KIND:
            return _place_kind_page(progress)
        case Step.PLACE:
            return _place_page(progress, problem)
        case Step.SINCE:
            return _since_page(progress)
        case Step.DETAILS:
            return _details_page(progress)
        case Step.CHECK:
            return _check_page(progress, categories, problem)
        case Step.DONE:
            raise ValueError("the last page comes from what was filed")


def groups_of(categories: Sequence[ComplaintCategory]) -> list[str]:
    """In the municipality's order, which is the order of demand."""
    return list(dict.fromkeys(category.group for category in categories))


def needs_desk_page(category: ComplaintCategory) -> ToldPage:
    """A complaint that the law wants signed: the kiosk knows nobody, so it says where to go."""
    return ToldPage(
        page="complaint/desk",
        heading=category.name,
        text=_("This complaint needs your name and your DNI. Ask for it at the desk: it costs nothing."),
        icon="id-card",
        go_on=_("Choose another problem"),
    )


def place_in_words(place: Place) -> str:
    match place.kind:
        case PlaceKind.STREET:
            return f"{place.first} {place.second}".strip()
        case PlaceKind.CORNER:
            return _("{first} with {second}").format(first=place.first, second=place.second)
        case PlaceKind.LANDMARK:
            return _("Near {place}").format(place=place.first)
        case PlaceKind.UNKNOWN:
            return _("You do not know the place")


def _step(progress: Progress) -> str:
    number, of = progress.question
    return _("Step {n} of {total}").format(n=number, total=of)


def _leaf(progress: Progress, choices: list[Choice]) -> tuple[Choice, ...]:
    """Six choices, or five and a way to the others."""
    if len(choices) <= MOST_CHOICES:
        return tuple(choices)
    start = progress.leaf * (MOST_CHOICES - 1)
    rest = choices[start:]
    if len(rest) <= MOST_CHOICES:
        return tuple(rest)
    other = Choice(id=MORE, words=_("Another problem"), icon="arrow-right", tone="plain", hint=_("See more."))
    return (*rest[: MOST_CHOICES - 1], other)


def _group_page(progress: Progress, categories: Sequence[ComplaintCategory]) -> ChoicePage:
    icons = {category.group: category.icon for category in reversed(categories)}
    choices = [
        Choice(
            id=group,
            words=group,
            icon=icons[group],
            tone=_TONES[index % len(_TONES)],
            chosen=group == progress.draft.group,
        )
        for index, group in enumerate(groups_of(categories))
    ]
    return ChoicePage(
        page=f"complaint/group/{progress.leaf}",
        step=_step(progress),
        heading=_("What is the problem about?"),
        help=_("Touch the picture that looks most like it."),
        choices=_leaf(progress, choices),
    )


def _category_page(progress: Progress, categories: Sequence[ComplaintCategory]) -> ChoicePage:
    group = progress.draft.group
    tone = _TONES[groups_of(categories).index(group) % len(_TONES)]
    choices = [
        Choice(
            id=category.code,
            words=category.name,
            icon=category.icon,
            hint=category.summary,
            tone=tone,
            chosen=category.code == progress.draft.category,
        )
        for category in categories
        if category.group == group
    ]
    return ChoicePage(
        page=f"complaint/category/{progress.leaf}",
        step=_step(progress),
        heading=_("What is happening?"),
        help=group,
        choices=_leaf(progress, choices),
    )


def _place_kind_page(progress: Progress) -> ChoicePage:
    known = progress.place or progress.draft.place
    return ChoicePage(
        page="complaint/place_kind",
        step=_step(progress),
        heading=_("Where is it?"),
        help=_("Choose how you can explain the place best."),
        choices=tuple(
            Choice(id=kind, words=_(words), icon=icon, hint=_(hint), chosen=known is not None and known.kind is kind)
            for kind, (words, icon, hint) in PLACES.items()
        ),
    )


def _place_page(progress: Progress, problem: str) -> WritePage:
    place = progress.place or Place(PlaceKind.LANDMARK)
    heading = {
        PlaceKind.STREET: _("Which street, and which number?"),
        PlaceKind.CORNER: _("Which two streets cross there?"),
    }.get(place.kind, _("Which place is it near?"))
    first = {
        PlaceKind.STREET: _("Street"),
        PlaceKind.CORNER: _("One street"),
    }.get(place.kind, _("Known place"))
    fields = [WriteField(label=first, text=place.first, limit=PLACE_LIMIT, problem="" if place.first else problem)]
    if place.kind is PlaceKind.STREET:
        number = _("Number, if it has one")
        fields.append(WriteField(label=number, text=place.second, limit=NUMBER_LIMIT, share=1))
    elif place.kind is PlaceKind.CORNER:
        missing = problem if place.first and not place.second else ""
        fields.append(WriteField(label=_("The other street"), text=place.second, limit=PLACE_LIMIT, problem=missing))
    return WritePage(
        page=f"complaint/place/{place.kind}",
        step=_step(progress),
        heading=heading,
        fields=tuple(fields),
        go_on=_("Continue"),
    )


def missing_place(place: Place) -> str:
    """What to write, said as an instruction."""
    match place.kind:
        case PlaceKind.CORNER if place.first:
            return _("Write the other street too.")
        case PlaceKind.STREET | PlaceKind.CORNER:
            return _("Write the name of the street.")
        case _:
            return _("Write the name of a place nearby.")


def _since_page(progress: Progress) -> ChoicePage:
    return ChoicePage(
        page="complaint/since",
        step=_step(progress),
        heading=_("Since when does it happen?"),
        choices=tuple(
            Choice(id=since, words=_(words), icon=icon, chosen=since is progress.draft.since)
            for since, (words, icon) in SINCES.items()
        ),
    )


def _details_page(progress: Progress) -> WritePage:
    return WritePage(
        page="complaint/details",
        step=_step(progress),
        heading=_("Do you want to add something?"),
        help=_("You may leave it empty. Do not write your name or your DNI."),
        fields=(WriteField(label=_("What else we should know"), text=progress.draft.details, limit=DETAILS_LIMIT),),
        go_on=_("Continue"),
    )


def _check_page(progress: Progress, categories: Sequence[ComplaintCategory], problem: str) -> CheckPage:
    return CheckPage(
        page="complaint/check",
        step=_step(progress),
        heading=_("Check before you send"),
        lines=tuple(_check_lines(progress.draft, categories)),
        send=_("Send my complaint"),
        problem=problem,
    )


def _check_lines(draft: Draft, categories: Sequence[ComplaintCategory]) -> list[CheckLine]:
    category = next(known for known in categories if known.code == draft.category)
    lines = [
        CheckLine(
            id="category",
            label=_("Problem"),
            value=f"{category.group} · {category.name}",
            icon=category.icon,
            change=_("Change the problem"),
        )
    ]
    if draft.needs_place and draft.place is not None:
        lines.append(
            CheckLine(
                id="place",
                label=_("Place"),
                value=place_in_words(draft.place),
                icon="map-pin",
                change=_("Change the place"),
            )
        )
    since = SINCES[draft.since or Since.UNKNOWN][0]
    lines.append(
        CheckLine(id="since", label=_("Since when"), value=_(since), icon="calendar", change=_("Change since when"))
    )
    details = draft.details or _("Nothing added")
    lines.append(
        CheckLine(id="details", label=_("You add"), value=details, icon="pencil", change=_("Change what you add"))
    )
    return lines
