"""The complaint's pages in words, made from where the person is and from the municipality's list of problems.

Pure: the same progress, the same page. Names of groups and categories are the municipality's data, not ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.catalog.services import ComplaintCategory
from kiosk_app.screens.kiosk.code_entry import CodeEntry
from kiosk_app.screens.kiosk.complaint.flow import (
    DETAILS_LIMIT,
    DOCUMENT_DIGITS,
    NAME_LIMIT,
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
from kiosk_app.screens.kiosk.pages.phrases import spoken_digits
from kiosk_app.screens.kiosk.pages.state import (
    MOST_CHOICES,
    CheckLine,
    CheckPage,
    Choice,
    ChoicePage,
    DigitsPage,
    WriteField,
    WritePage,
)
from kiosk_app.shown import Tone
from wording.catalogue import _, mark

MORE: Final = "more"
NAMED: Final = "named"
NAMELESS: Final = "nameless"
HIDDEN: Final = "\N{BULLET}"
SHOWN_DIGITS: Final = 3
_DOCUMENT_GROUPS: Final = (2, 3, 3)
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
        case Step.CHECK:
            return _check_page(progress, categories, problem)
        case Step.PLACE | Step.DETAILS | Step.DOCUMENT | Step.NAME:
            return _writing_page(progress, problem)
        case _:
            return _fixed_choice_page(progress)


def _writing_page(progress: Progress, problem: str) -> ComplaintState:
    match progress.step:
        case Step.PLACE:
            return _place_page(progress, problem)
        case Step.DETAILS:
            return _details_page(progress)
        case Step.NAME:
            return _name_page(progress, problem)
        case _:
            return _document_page(progress)


def _fixed_choice_page(progress: Progress) -> ComplaintState:
    match progress.step:
        case Step.PLACE_KIND:
            return _place_kind_page(progress)
        case Step.SINCE:
            return _since_page(progress)
        case Step.WHO:
            return _who_page(progress)
        case _:
            raise ValueError("the last page comes from what was filed")


def groups_of(categories: Sequence[ComplaintCategory]) -> list[str]:
    """In the municipality's order, which is the order of demand."""
    return list(dict.fromkeys(category.group for category in categories))


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
        PlaceKind.STREET: _("Name of the street"),
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


def _who_page(progress: Progress) -> ChoicePage:
    draft = progress.draft
    return ChoicePage(
        page="complaint/who",
        step=_step(progress),
        heading=_("Do you want to give your name?"),
        help=_("With your name, the complaint is in your name. Either way you follow it with your code."),
        choices=(
            Choice(id=NAMED, words=_("With my name"), icon="user-round", chosen=draft.person.is_told, tone="primary"),
            Choice(id=NAMELESS, words=_("Without my name"), icon="shield-check", chosen=draft.nameless, tone="plum"),
        ),
    )


def document_entry(progress: Progress) -> CodeEntry:
    return CodeEntry(progress.draft.person.document, DOCUMENT_DIGITS, _DOCUMENT_GROUPS)


def _document_page(progress: Progress) -> DigitsPage:
    entry = document_entry(progress)
    return DigitsPage(
        page="complaint/document",
        step=_step(progress),
        heading=_("Write the number of your DNI"),
        help=_("Only the municipality reads it. It is erased from here when you finish."),
        shown=entry.shown,
        spoken=spoken_digits(entry),
        go_on=_("Continue"),
        icon="arrow-right",
        can_go_on=entry.is_complete,
    )


def _name_page(progress: Progress, problem: str) -> WritePage:
    person = progress.draft.person
    return WritePage(
        page="complaint/name",
        step=_step(progress),
        heading=_("What is your name?"),
        fields=(
            WriteField(
                label=_("Your names"), text=person.names, limit=NAME_LIMIT, problem="" if person.names else problem
            ),
            WriteField(
                label=_("Your surnames"),
                text=person.surnames,
                limit=NAME_LIMIT,
                problem=problem if person.names and not person.surnames else "",
            ),
        ),
        go_on=_("Continue"),
    )


def missing_name(progress: Progress) -> str:
    return _("Write your surnames too.") if progress.draft.person.names else _("Write your names.")


def _person_in_words(draft: Draft) -> str:
    """The document is masked: somebody may be standing behind."""
    if draft.nameless:
        return _("Without your name")
    person = draft.person
    masked = HIDDEN * (DOCUMENT_DIGITS - SHOWN_DIGITS) + " " + person.document[-SHOWN_DIGITS:]
    return _("{name}, DNI {masked}").format(name=f"{person.names} {person.surnames}", masked=masked)


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
            label=_("The problem"),
            value=f"{category.group} · {category.name}",
            icon=category.icon,
            change=_("Change the problem"),
        )
    ]
    if draft.needs_place and draft.place is not None:
        lines.append(
            CheckLine(
                id="place",
                label=_("The place"),
                value=place_in_words(draft.place),
                icon="map-pin",
                change=_("Change the place"),
            )
        )
    since = SINCES[draft.since or Since.UNKNOWN][0]
    lines.append(
        CheckLine(id="since", label=_("Since when"), value=_(since), icon="calendar", change=_("Change since when"))
    )
    lines.append(
        CheckLine(
            id="person",
            label=_("Who complains"),
            value=_person_in_words(draft),
            icon="shield-check" if draft.nameless else "user-round",
            change=_("Change who complains"),
        )
    )
    details = draft.details or _("Nothing added")
    lines.append(
        CheckLine(id="details", label=_("You add"), value=details, icon="pencil", change=_("Change what you add"))
    )
    return lines
