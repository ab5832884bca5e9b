"""Every page of the kiosk in every size and language: what EN 301 549 and the kiosk's own rules let one measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from domain.catalog import Municipality
from kiosk_app.screens.kiosk.complaint.questions import MORE, groups_of
from kiosk_app.screens.kiosk.home.state import Task
from kiosk_app.screens.kiosk.page import Page
from kiosk_app.screens.kiosk.tiles import Tile
from kiosk_app.screens.kiosk.touch import TouchButton
from tests.kiosk_app.kiosk_views import measures
from tests.kiosk_app.kiosk_views.conftest import read_folder
from tests.kiosk_app.kiosk_views.kit import Kiosk
from tests.kiosk_app.kiosk_views.pages import complaint, every_page, procedures

MOST_WORDS = 25
MOST_CHOICES = 6
FULL_HD = (1920, 1080)
#: The same 21.5" glass with fewer pixels: millimetres stay, pixels shrink.
SMALL, SMALL_FACTOR = (1366, 768), 1366 / 1920


def _faults(kiosk: Kiosk, municipality: Municipality, *checks: Callable[[QWidget], list[str]]) -> list[str]:
    faults = []
    for page in every_page(kiosk, municipality):
        kiosk.settle()
        assert kiosk.window.width() in {FULL_HD[0], SMALL[0]}, "the window grew beyond the glass"
        faults += [f"{page}: {fault}" for check in checks for fault in check(kiosk.window)]
    return faults


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("glass", [(1.0, FULL_HD), (SMALL_FACTOR, SMALL)], ids=["1080p", "768p"])
def test_nothing_is_cut_off_too_small_or_too_close(
    make_kiosk: Callable[..., Kiosk],
    municipality: Municipality,
    large: bool,
    language: str,
    glass: tuple[float, tuple[int, int]],
) -> None:
    kiosk = make_kiosk(*glass)
    kiosk.frame.choose_language(language)
    kiosk.frame.choose_large_letters(large)
    checks = (measures.cut_off, measures.small_targets, measures.crowded_targets)
    assert _faults(kiosk, municipality, *checks) == []
    assert (kiosk.window.width(), kiosk.window.height()) == glass[1]


@pytest.mark.parametrize("folder", ["cajamarca", "mar-del-plata"])
def test_every_name_that_a_municipality_gives_fits_in_large_letters(
    make_kiosk: Callable[..., Kiosk], folder: str
) -> None:
    town = read_folder(folder)
    kiosk = make_kiosk(municipality=town)
    kiosk.frame.choose_large_letters(large=True)
    faults = []
    for page in _pages_of_names(kiosk, town):
        kiosk.settle()
        faults += [f"{page}: {fault}" for fault in measures.cut_off(kiosk.window)]
    assert faults == []


def _pages_of_names(kiosk: Kiosk, town: Municipality) -> Iterator[str]:
    """Every procedure in the list and on its page, every group and every problem."""
    _, lookup = procedures(kiosk.window)
    kiosk.window.open_task(Task.PROCEDURE)
    for procedure in town.procedures:
        lookup.open()
        lookup.search(procedure.name)
        yield f"found {procedure.name}"
        lookup.choose(procedure.code)
        yield procedure.name
    screen, presenter = complaint(kiosk.window)
    kiosk.window.open_task(Task.COMPLAINT)
    for group in ("", *groups_of(town.complaint_categories)):
        presenter.open()
        if group:
            presenter.choose(group)
        yield group or "groups"
        while MORE in screen.choice.ids:
            presenter.choose(MORE)
            yield f"{group}, more"


def test_letters_are_at_least_24_and_what_one_must_read_28(kiosk: Kiosk, municipality: Municipality) -> None:
    assert _faults(kiosk, municipality, lambda window: measures.small_letters(window, 28, 24)) == []


def test_large_letters_are_at_least_34_everywhere(kiosk: Kiosk, municipality: Municipality) -> None:
    kiosk.frame.choose_large_letters(large=True)
    assert _faults(kiosk, municipality, lambda window: measures.small_letters(window, 34, 34)) == []


def test_everything_one_can_use_has_a_name_no_menu_and_a_place_in_the_tab_order(
    kiosk: Kiosk, municipality: Municipality
) -> None:
    checks = (measures.nameless, measures.with_menus, measures.beyond_the_keyboard)
    assert _faults(kiosk, municipality, *checks) == []


def test_a_page_asks_one_question_in_few_words_with_few_choices(kiosk: Kiosk, municipality: Municipality) -> None:
    for page in every_page(kiosk, municipality):
        kiosk.settle()
        shown = next((found for found in kiosk.window.findChildren(Page) if found.isVisible()), None)
        assert shown is not None
        if not page.startswith(("procedure", "announced")):  # the heading is a name: the municipality's data
            words = f"{shown.heading.text()} {shown.help.text()}".split()
            assert len(words) <= MOST_WORDS, page
        assert len([tile for tile in shown.findChildren(Tile) if tile.isVisible()]) <= MOST_CHOICES, page


def test_help_and_the_end_stand_in_the_same_place_on_every_page(kiosk: Kiosk, municipality: Municipality) -> None:
    footer = kiosk.window.footer
    help_places, end_places = set(), set()
    for page in every_page(kiosk, municipality):
        if page in {"still here", "help", "operator"}:
            continue
        kiosk.settle()
        help_places.add(footer.help.geometry().getRect())
        end_places.add(footer.end.geometry().getRect())
    assert len(help_places) == len(end_places) == 1


def test_the_measures_find_what_is_wrong(qtbot: QtBot, kiosk: Kiosk) -> None:
    """The negative control of everything above."""
    window = kiosk.window
    narrow = QLabel("Municipalidad", window)
    narrow.setGeometry(0, 0, 20, 10)
    tiny = TouchButton(low=True)
    tiny.setParent(window)
    tiny.setGeometry(1900, 500, 40, 40)
    tiny.say("Requisitos")
    tiny.setAccessibleName("")
    close = TouchButton()
    close.setParent(window)
    close.say("Cerca")
    close.setGeometry(1700, 500, 195, 90)
    for widget in (narrow, tiny, close):
        widget.show()
    assert any("Municipalidad" in fault for fault in measures.cut_off(window))
    assert any("leaves the window" in fault for fault in measures.cut_off(window))
    assert any("40x40" in fault for fault in measures.small_targets(window))
    assert any("Cerca" in fault for fault in measures.crowded_targets(window))
    assert measures.small_letters(window, 61, 61)
