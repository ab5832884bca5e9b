"""Look up a procedure in the municipality's own list, with no network. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, Protocol

from domain.catalog.municipality import Municipality
from domain.catalog.procedure import Procedure
from domain.catalog.search import search_procedures
from domain.errors import Refusal
from kiosk_app.screens.kiosk.complaint.presenter import PaperState
from kiosk_app.screens.kiosk.navigation import Navigation
from kiosk_app.screens.kiosk.pages.state import Fact
from kiosk_app.screens.kiosk.procedures.state import (
    MOST_FOUND,
    Found,
    ProceduresState,
    ProcedureState,
    SearchState,
)
from kiosk_app.services.information import SILENCE, cost_on, term_words
from wording.catalogue import _, mark, ngettext
from wording.formats import Locale, money

_PRINTING: Final = {
    PaperState.COMING: mark("Your sheet is being printed."),
    PaperState.OUT: mark("Take your sheet from the printer."),
    PaperState.AT_THE_DESK: mark("The printer does not answer. Ask for this sheet at the desk."),
}


class Sheets(Protocol):
    """What this screen needs of the services: paper of what a procedure needs."""

    def print_sheet(self, procedure: str) -> None:
        """Count the enquiry and ask for its sheet. Raises Refusal; then nothing was written."""

    def paper(self, procedure: str) -> PaperState:
        """How the last sheet of it stands."""


class View(Protocol):
    def render(self, state: ProceduresState) -> None: ...


class ProceduresPresenter:
    """`agent` is the name of this station: its commission may be its own.

    A person has the sheet of a procedure once, however often the button is touched.
    """

    def __init__(
        self,
        view: View,
        municipality: Municipality,
        navigation: Navigation,
        sheets: Sheets,
        *,
        locale: Locale,
        agent: str,
        today: Callable[[], date],
    ) -> None:
        self._view = view
        self._municipality = municipality
        self._navigation = navigation
        self._sheets = sheets
        self._locale = locale
        self._agent = agent
        self._today = today
        self._text = ""
        self._chosen: Procedure | None = None
        self._papers: dict[str, PaperState] = {}

    def open(self) -> None:
        self._text = ""
        self._chosen = None
        self._render()

    def show_again(self) -> None:
        self._render()

    def tick(self) -> None:
        """Follow the sheet until it is out."""
        chosen = "" if self._chosen is None else self._chosen.code
        known = self._papers.get(chosen)
        if known in (None, PaperState.OUT):
            return
        paper = self._sheets.paper(chosen)
        if paper is not known:
            self._papers[chosen] = paper
            self._render()

    def print_sheet(self) -> None:
        if self._chosen is None or self._chosen.code in self._papers:
            return
        code = self._chosen.code
        try:
            self._sheets.print_sheet(code)
        except Refusal:
            self._papers[code] = PaperState.AT_THE_DESK
        else:
            self._papers[code] = self._sheets.paper(code)
        self._render()

    def search(self, text: str) -> None:
        self._text = text
        self._render()

    def choose(self, code: str) -> None:
        self._chosen = self._municipality.procedure(code)
        self._render()

    def go_back(self, _written: tuple[str, ...]) -> None:
        if self._chosen is None:
            self._navigation.go_home()
            return
        self._chosen = None
        self._render()

    def _render(self) -> None:
        if self._chosen is not None:
            self._view.render(self._procedure_page(self._chosen))
        else:
            self._view.render(self._search_page())

    def _search_page(self) -> SearchState:
        found = search_procedures(self._municipality, self._text, MOST_FOUND)
        if not self._text.strip():
            heading = _("The most asked for")
        elif found:
            heading = ngettext("We found {n}. Touch it.", "We found {n}. Touch yours.", len(found)).format(n=len(found))
        else:
            heading = _("Nothing has those words. Try another word, or ask at the desk.")
        return SearchState(
            page="procedures/search",
            heading=_("What do you want to do?"),
            label=_("Write: birth, licence, property"),
            text=self._text,
            list_heading=heading,
            found=tuple(Found(id=one.code, words=one.name) for one in found),
        )

    def _procedure_page(self, procedure: Procedure) -> ProcedureState:
        return ProcedureState(
            page=f"procedures/{procedure.code}",
            name=procedure.name,
            requirements_heading=_("What to bring"),
            requirements=tuple(requirement.text for requirement in procedure.requirements),
            facts=(
                Fact(icon="banknote", label=_("What it costs"), value=self._cost(procedure), tone="ok"),
                Fact(icon="clock", label=_("How long it takes"), value=term_words(procedure), tone="info"),
                Fact(icon="map-pin", label=_("Where it is done"), value=_("At the desk of this cabin"), tone="primary"),
                Fact(
                    icon="scale",
                    label=_("If nobody answers"),
                    value=_(SILENCE[procedure.qualification]),
                    tone="plum",
                ),
            ),
            can_print=procedure.code not in self._papers,
            printing=_(_PRINTING[self._papers[procedure.code]]) if procedure.code in self._papers else "",
        )

    def _cost(self, procedure: Procedure) -> str:
        cost = cost_on(self._municipality, procedure, self._today(), self._agent)
        if cost is None:
            return _("Ask at the desk")
        return money(cost, self._locale) if cost else _("It is free")
