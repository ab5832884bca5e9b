"""Look up a procedure in the municipality's own list, with no network. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, Protocol

from domain.catalog.agreement import CommissionMode
from domain.catalog.municipality import Municipality
from domain.catalog.procedure import Procedure, Qualification
from domain.catalog.search import search_procedures
from domain.errors import Refusal
from kiosk_app.screens.kiosk.navigation import Navigation
from kiosk_app.screens.kiosk.pages.state import Fact
from kiosk_app.screens.kiosk.procedures.state import (
    MOST_FOUND,
    Found,
    ProceduresState,
    ProcedureState,
    SearchState,
)
from wording.catalogue import _, mark, ngettext
from wording.formats import Locale, money

#: What silence means, as one would say it across the counter (TUO of Law 27444, art. 33 to 39).
SILENCE: Final = {
    Qualification.AUTOMATIC: mark("You do not wait for an answer: it is approved when you hand it in complete."),
    Qualification.PRIOR_POSITIVE: mark("If the time passes without an answer, it counts as approved."),
    Qualification.PRIOR_NEGATIVE: mark("If the time passes without an answer, you may take it as a no and appeal."),
}


class View(Protocol):
    def render(self, state: ProceduresState) -> None: ...


class ProceduresPresenter:
    """`agent` is the name of this station: its commission may be its own."""

    def __init__(
        self,
        view: View,
        municipality: Municipality,
        navigation: Navigation,
        *,
        locale: Locale,
        agent: str,
        today: Callable[[], date],
    ) -> None:
        self._view = view
        self._municipality = municipality
        self._navigation = navigation
        self._locale = locale
        self._agent = agent
        self._today = today
        self._text = ""
        self._chosen: Procedure | None = None

    def open(self) -> None:
        self._text = ""
        self._chosen = None
        self._render()

    def show_again(self) -> None:
        self._render()

    def tick(self) -> None:
        """Nothing here changes with time."""

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
                Fact(icon="clock", label=_("How long it takes"), value=_term(procedure), tone="info"),
                Fact(icon="map-pin", label=_("Where it is done"), value=_("At the desk of this cabin"), tone="primary"),
                Fact(
                    icon="scale",
                    label=_("If nobody answers"),
                    value=_(SILENCE[procedure.qualification]),
                    tone="plum",
                ),
            ),
        )

    def _cost(self, procedure: Procedure) -> str:
        """What the person pays: the fee, and the cabin's service where the agreement puts it on top."""
        today = self._today()
        try:
            cost = procedure.fee_on(today)
            if self._municipality.agreement.on(today).commission_mode is CommissionMode.SURCHARGE:
                cost += procedure.commission_on(today, self._agent)
        except Refusal:
            return _("Ask at the desk")
        return _("It is free") if cost.minor == 0 else money(cost, self._locale)


def _term(procedure: Procedure) -> str:
    days = procedure.term_working_days
    if days is None:
        return _("You take it with you")
    return ngettext("{n} working day", "{n} working days", days).format(n=days)
