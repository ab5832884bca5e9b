from __future__ import annotations

import pytest

from kiosk_app.screens.kiosk.complaint.flow import (
    CHANGES,
    DETAILS_LIMIT,
    Draft,
    Person,
    Place,
    PlaceKind,
    Progress,
    Since,
    Step,
)


def answered() -> Progress:
    return (
        Progress()
        .group_chosen("lighting")
        .category_chosen("lamp_out")
        .place_kind_chosen(PlaceKind.STREET)
        .place_written("Jr. Grau", "412")
        .since_chosen(Since.DAYS)
        .details_written("Frente al colegio")
        .who_chosen(nameless=False)
        .document_kept("47903168")
        .document_written()
        .name_written("Julia", "Limay Huanca")
    )


def test_the_questions_lead_to_the_check_page() -> None:
    progress = answered()
    assert progress.step is Step.CHECK
    assert progress.draft == Draft(
        group="lighting",
        category="lamp_out",
        place=Place(PlaceKind.STREET, "Jr. Grau", "412"),
        since=Since.DAYS,
        details="Frente al colegio",
        person=Person(document="47903168", names="Julia", surnames="Limay Huanca"),
    )
    assert progress.draft.is_complete


def test_walking_back_keeps_every_answer() -> None:
    progress: Progress | None = answered()
    seen = []
    while progress is not None:
        seen.append(progress.step)
        assert progress.draft == answered().draft
        progress = progress.back()
    assert seen == [
        Step.CHECK,
        Step.NAME,
        Step.DOCUMENT,
        Step.WHO,
        Step.DETAILS,
        Step.SINCE,
        Step.PLACE,
        Step.PLACE_KIND,
        Step.CATEGORY,
        Step.GROUP,
    ]


@pytest.mark.parametrize("line", CHANGES)
def test_changing_a_line_and_walking_back_leaves_the_check_page_whole(line: str) -> None:
    back = answered().change(line).back()
    assert back is not None
    assert back.step is Step.CHECK
    assert back.draft == answered().draft
    assert not back.changing


def test_changing_the_problem_asks_that_question_only() -> None:
    progress = answered().change("category").group_chosen("waste").category_chosen("no_truck")
    assert progress.step is Step.CHECK
    assert progress.draft.category == "no_truck"
    assert progress.draft.place == answered().draft.place


def test_half_a_change_of_place_does_not_lose_the_place_that_was_told() -> None:
    half = answered().change("place").place_kind_chosen(PlaceKind.CORNER).place_written("Jr. Grau", "")
    assert half.step is Step.PLACE
    to_kinds = half.back()
    assert to_kinds is not None
    to_check = to_kinds.back()
    assert to_check is not None
    assert to_check.step is Step.CHECK
    assert to_check.draft.place == Place(PlaceKind.STREET, "Jr. Grau", "412")


def test_text_half_written_is_still_there_after_walking_back() -> None:
    there = Progress().group_chosen("a").category_chosen("b").place_kind_chosen(PlaceKind.CORNER)
    away = there.place_kept("Jr. Grau", "").back()
    assert away is not None
    assert away.place_kind_chosen(PlaceKind.CORNER).place == Place(PlaceKind.CORNER, "Jr. Grau", "")


def test_a_person_who_does_not_know_the_place_is_not_stopped() -> None:
    progress = Progress().group_chosen("a").category_chosen("b").place_kind_chosen(PlaceKind.UNKNOWN)
    assert progress.step is Step.SINCE
    back = progress.back()
    assert back is not None
    assert back.step is Step.PLACE_KIND


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (Place(PlaceKind.STREET, "Jr. Grau"), True),
        (Place(PlaceKind.STREET, "", "412"), False),
        (Place(PlaceKind.CORNER, "Jr. Grau"), False),
        (Place(PlaceKind.CORNER, "Jr. Grau", "Jr. Bolívar"), True),
        (Place(PlaceKind.LANDMARK, "  "), False),
        (Place(PlaceKind.LANDMARK, "Mercado Central"), True),
        (Place(PlaceKind.UNKNOWN), True),
    ],
)
def test_a_place_is_told_when_somebody_could_be_sent_there(place: Place, told: bool) -> None:
    assert place.is_told is told


def test_a_place_without_its_kind_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="kind of place"):
        Progress().place_written("Jr. Grau", "")


def test_texts_are_bounded() -> None:
    assert len(Progress().details_written("x" * 1000).draft.details) == DETAILS_LIMIT


def test_filing_forgets_the_draft() -> None:
    filed = answered().filed()
    assert filed == Progress(step=Step.DONE)
    assert filed.back() is None


def test_every_page_before_the_end_says_which_question_it_is() -> None:
    numbers = [Progress(step=step).question for step in Step if step is not Step.DONE]
    assert numbers == [(1, 6), (1, 6), (2, 6), (2, 6), (3, 6), (4, 6), (5, 6), (5, 6), (5, 6), (6, 6)]
    assert Progress(step=Step.DONE).question == (0, 0)


def test_a_complaint_about_no_place_asks_for_none_and_counts_five_questions() -> None:
    progress = Progress().group_chosen("health").category_chosen("spoiled_food", needs_place=False)
    assert progress.step is Step.SINCE
    assert progress.question == (2, 5)
    back = progress.back()
    assert back is not None
    assert back.step is Step.CATEGORY
    assert progress.since_chosen(Since.TODAY).details_written("").who_chosen(nameless=True).draft.is_complete


def test_changing_to_a_complaint_that_needs_a_place_asks_for_the_place() -> None:
    placeless = (
        Progress()
        .group_chosen("health")
        .category_chosen("spoiled_food", needs_place=False)
        .since_chosen(Since.TODAY)
        .details_written("")
        .who_chosen(nameless=True)
    )
    changed = placeless.change("category").group_chosen("lighting").category_chosen("lamp_out")
    assert changed.step is Step.PLACE_KIND
    assert changed.place_kind_chosen(PlaceKind.UNKNOWN).step is Step.CHECK


def test_more_answers_than_fit_a_page_are_leafed_through_and_back() -> None:
    second = Progress().more()
    assert second.leaf == 1
    first = second.back()
    assert first is not None
    assert (first.step, first.leaf) == (Step.GROUP, 0)
    assert second.group_chosen("waste").leaf == 0


def test_a_complaint_that_may_be_nameless_asks_first() -> None:
    asked = Progress().category_chosen("noise").place_kind_chosen(PlaceKind.UNKNOWN).since_chosen(Since.TODAY)
    who = asked.details_written("")
    assert who.step is Step.WHO
    nameless = who.who_chosen(nameless=True)
    assert nameless.step is Step.CHECK
    assert nameless.draft.is_complete
    assert who.who_chosen(nameless=False).step is Step.DOCUMENT


def test_choosing_no_name_forgets_the_name_that_was_typed() -> None:
    assert answered().change("person").who_chosen(nameless=True).draft.person == Person()


def test_seven_digits_are_no_document() -> None:
    short = answered().change("person").who_chosen(nameless=False).document_kept("4790316")
    assert short.document_written().step is Step.DOCUMENT
    assert short.document_kept("47903168").document_written().step is Step.NAME


def test_a_name_given_half_is_no_answer() -> None:
    asked = answered().change("person").who_chosen(nameless=False)
    half = asked.document_written().name_written("Julia", " ")
    assert half.step is Step.NAME
    assert not half.draft.is_complete
    assert half.name_written("Julia", "Limay").step is Step.CHECK
