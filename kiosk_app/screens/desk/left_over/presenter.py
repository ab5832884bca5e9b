"""A plain question after a start: go on with what was being taken down, keep it for later, or throw it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from kiosk_app.screens.desk.appointments.compose import ONE
from kiosk_app.screens.desk.appointments.form import KEY as APPOINTMENT
from kiosk_app.screens.desk.left_over.state import LeftOverState
from kiosk_app.screens.desk.ports import Renders
from kiosk_app.services.appointments import service_name
from kiosk_app.services.counter import Counter
from kiosk_app.services.document_parts import operator_names
from kiosk_app.shown import ListRow
from kiosk_app.storage.drafts import KeptDraft
from wording import formats
from wording.catalogue import _, ngettext


class LeftOverPresenter:
    """`go_on(key)` opens the chosen one, `later()` leaves all of them in the list, `discard(key)` drops one."""

    def __init__(
        self,
        view: Renders[LeftOverState],
        counter: Counter,
        *,
        go_on: Callable[[str], None],
        later: Callable[[], None],
        discard: Callable[[str], None],
    ) -> None:
        self._view = view
        self._counter = counter
        self._go_on, self._later, self._discard = go_on, later, discard
        self._drafts: list[KeptDraft] = []
        self._chosen = ""

    def ask(self, drafts: Sequence[KeptDraft]) -> None:
        self._drafts = list(drafts)
        self._chosen = self._drafts[0].key
        self._render()

    def choose(self, key: object) -> None:
        self._chosen = str(key)
        self._render()

    def go_on(self) -> None:
        self._go_on(self._chosen)

    def later(self) -> None:
        self._later()

    def discard(self) -> None:
        """The chosen one; with the last of them the question is answered."""
        self._discard(self._chosen)
        self._drafts = [draft for draft in self._drafts if draft.key != self._chosen]
        if not self._drafts:
            self._later()
            return
        self._chosen = self._drafts[0].key
        self._render()

    def _render(self) -> None:
        count = len(self._drafts)
        words = ngettext(
            "The program ended while this was being taken down. Nothing was collected yet. Do you want to go on?",
            "The program ended while these {count} were being taken down. Nothing was collected yet. Go on with one?",
            count,
        )
        rows = tuple(self._row(draft) for draft in self._drafts)
        self._view.render(
            LeftOverState(_("Something was left half done"), words.format(count=count), rows, self._chosen)
        )

    def _row(self, draft: KeptDraft) -> ListRow:
        names = operator_names(self._counter.store)
        began = self._counter.local(draft.began) if "+" in draft.began else datetime.fromisoformat(draft.began)
        who = names.get(draft.operator, draft.operator)
        return ListRow(
            key=draft.key,
            title=self._person(draft) or _("Without a name"),
            aside=formats.day_and_clock(began),
            subtitle=f"{self._what(draft)} · {_('begun by {name}').format(name=who)}",
            chip=self._chip(draft),
        )

    def _chip(self, draft: KeptDraft) -> str:
        if draft.key == APPOINTMENT:
            return _(ONE[self._counter.municipality.appointment_word])
        return _("Draft") if "citizen" in draft.document else _("Complaint")

    @staticmethod
    def _person(draft: KeptDraft) -> str:
        citizen = draft.document.get("citizen")
        if citizen is None:
            return str(draft.document.get("name", ""))
        return f"{citizen['surnames']}, {citizen['names']}".strip(", ") or formats.document_number(citizen["document"])

    def _what(self, draft: KeptDraft) -> str:
        told, municipality = draft.document, self._counter.municipality
        if draft.key == APPOINTMENT:
            return service_name(self._counter, told["service"])
        if "citizen" in told:
            chosen = next((item.name for item in municipality.procedures if item.code == told["procedure"]), "")
            return chosen or _("New procedure")
        chosen = next(
            (item.name for item in municipality.complaint_categories if item.code == told.get("category")), ""
        )
        return chosen or _("New complaint")
