"""Receipt numbers and hours of appointments that were assigned here: seen, and given back after a question."""

from __future__ import annotations

from typing import Final

from domain.errors import Refusal
from kiosk_app.screens.desk.grants.state import GrantsState
from kiosk_app.screens.desk.ports import Committed, Go, Renders
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.appointments import office_of, service_name
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.grants import Grants, HeldHours, Released
from kiosk_app.shown import UNSAID, Said, TableRow
from wording import formats
from wording.catalogue import _, ngettext

#: Receipt numbers are given back together, whatever grants they came with.
RECEIPTS: Final = "receipts"


class GrantsPresenter:
    def __init__(
        self,
        view: Renders[GrantsState],
        operator: Operator,
        counter: Counter,
        grants: Grants,
        *,
        committed: Committed,
        go: Go,
    ) -> None:
        self._view = view
        self._operator = operator
        self._counter, self._grants = counter, grants
        self._committed, self._go = committed, go
        self._words = Words(counter.municipality)
        self._chosen = ""
        self._is_asking = False
        self._notice = UNSAID

    def show(self) -> None:
        self._notice, self._is_asking = UNSAID, False
        self._render()

    def refresh(self) -> None:
        self._render()

    def choose(self, key: object) -> None:
        self._chosen, self._is_asking, self._notice = str(key), False, UNSAID
        self._render()

    def release(self) -> None:
        """Asked before it is done: it is not taken back here."""
        chosen = self._key()
        if not chosen or not self._may(chosen):
            return
        if not self._is_asking:
            self._is_asking, self._notice = True, UNSAID
            self._render()
            return
        self._is_asking = False
        try:
            self._notice = Said(self._released(chosen), "ok")
        except Refusal as refusal:
            self._notice = Said(words_of(refusal, self._words), "warn")
        else:
            self._committed()
        self._render()

    def leave(self) -> None:
        """Out of the question first."""
        if self._is_asking:
            self._is_asking = False
            self._render()
            return
        self._go("reports", "")

    def _released(self, chosen: str) -> str:
        """Raises every Refusal of the release."""
        if chosen == RECEIPTS:
            count = sum(_many(held) for held in self._grants.release_receipts(self._operator))
        else:
            count = len(self._grants.release_hours(self._operator, chosen).numbers)
        told = ngettext(
            "{count} was given back to the municipality.", "{count} were given back to the municipality.", count
        )
        return told.format(count=count)

    def _key(self) -> str:
        """What is chosen, or the first that is held."""
        keys = [row.key for row in self._rows()]
        return self._chosen if self._chosen in keys else next(iter(keys), "")

    def _may(self, chosen: str) -> bool:
        return chosen != RECEIPTS or self._counter.journal.books.facts.session is None

    def _means(self, chosen: str) -> Said:
        if not chosen:
            return UNSAID
        if chosen != RECEIPTS:
            told = _(
                "They can no longer be given here. The municipality assigns them to other cabins after the next"
                " contact."
            )
        elif self._may(chosen):
            told = _("Nothing can be collected here any more until the municipality assigns others.")
        else:
            return Said(_("The numbers are given back with the drawer closed (F6)."), "info")
        asked = _("It is not taken back here. Give them back?")
        return Said(f"{told} {asked}", "warn") if self._is_asking else Said(told, "info")

    def _rows(self) -> tuple[TableRow, ...]:
        receipts = self._grants.unused()
        rows = [self._numbers(receipts)] if receipts else []
        return (*rows, *(self._hours(held) for held in self._grants.hours()))

    @staticmethod
    def _numbers(receipts: list[Released]) -> TableRow:
        which = ", ".join(map(_range, receipts))
        return TableRow(RECEIPTS, (_("Receipt numbers"), which, str(sum(map(_many, receipts)))))

    def _hours(self, held: HeldHours) -> TableRow:
        office = office_of(self._counter, held.office).name
        day, first, last = formats.day(held.first.date()), formats.clock(held.first), formats.clock(held.last)
        hours = first if len(held.numbers) == 1 else f"{first} – {last}"  # noqa: RUF001 - a range takes an en dash
        which = f"{day}, {hours} · {office}"
        return TableRow(held.grant, (service_name(self._counter, held.service), which, str(len(held.numbers))))

    def _render(self) -> None:
        rows, chosen = self._rows(), self._key()
        self._view.render(
            GrantsState(
                held=rows,
                chosen=chosen,
                means=self._means(chosen),
                can_release=bool(chosen) and self._may(chosen),
                is_asking=self._is_asking,
                notice=self._notice,
                empty=""
                if rows
                else _("This counter holds no numbers or hours. The municipality assigns them at contact."),
            )
        )


def _many(held: Released) -> int:
    return held.last - held.first + 1


def _range(held: Released) -> str:
    first, last = f"{held.series}-{held.first:06d}", f"{held.series}-{held.last:06d}"
    return first if held.first == held.last else f"{first} – {last}"  # noqa: RUF001 - a range takes an en dash
