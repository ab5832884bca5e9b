"""Closed sessions, as the journal has them."""

from __future__ import annotations

from typing import Final

from domain.errors import Refusal
from kiosk_app.screens.desk.expected import expected_parts
from kiosk_app.screens.desk.ports import Go, Renders
from kiosk_app.screens.desk.reports.state import ReportsState
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.counter import Counter
from kiosk_app.services.document_parts import operator_names
from kiosk_app.services.drawer import Closed, Drawer
from kiosk_app.shown import Cell, Line, TableRow
from wording import formats
from wording.catalogue import _

#: About three months of one session a day.
CLOSES_SHOWN_MAX: Final = 90


class ReportsPresenter:
    def __init__(self, view: Renders[ReportsState], counter: Counter, drawer: Drawer, *, go: Go) -> None:
        self._view = view
        self._counter, self._drawer = counter, drawer
        self._go = go
        self._words = Words(counter.municipality)
        self._chosen = ""

    def refresh(self) -> None:
        closes = self._closes()
        chosen = next((found for found in closes if str(found.reading.session) == self._chosen), None)
        if chosen is None and closes:
            chosen = closes[0]
        self._view.render(
            ReportsState(
                closes=tuple(self._row(found) for found in closes),
                chosen="" if chosen is None else str(chosen.reading.session),
                heading="" if chosen is None else _("Close Z-{number}").format(number=f"{chosen.z:04d}"),
                facts=() if chosen is None else self._facts(chosen),
                procedures=() if chosen is None else self._procedures(chosen),
                empty="" if closes else _("No drawer has been closed at this counter yet."),
            )
        )

    def choose(self, session: object) -> None:
        self._chosen = str(session)
        self.refresh()

    def show_statements(self) -> None:
        self._go("statements", "")

    def show_refunds(self) -> None:
        self._go("refunds", "")

    def show_printer(self) -> None:
        self._go("printer", "")

    def show_grants(self) -> None:
        self._go("grants", "")

    def _closes(self) -> list[Closed]:
        last = self._counter.journal.books.facts.last_session
        found = []
        for session in range(last, max(0, last - CLOSES_SHOWN_MAX), -1):
            try:
                found.append(self._drawer.closed(session))
            except Refusal:  # the open one has no Z yet
                continue
        return found

    def _row(self, found: Closed) -> TableRow:
        reading, words = found.reading, self._words
        difference = found.count.difference
        hours = f"{formats.clock(reading.opened_at)} – {formats.clock(reading.read_at)}"  # noqa: RUF001 - a range takes an en dash
        return TableRow(
            str(reading.session),
            (
                f"Z-{found.z:04d}",
                formats.day(reading.opened_at.date()),
                hours,
                str(reading.receipt_count),
                words.number(found.takings.fees),
                words.number(found.count.counted),
                Cell(words.number(difference), "err" if difference.minor < 0 else None, strong=bool(difference)),
            ),
        )

    def _facts(self, found: Closed) -> tuple[Line, ...]:
        words = self._words
        facts = (
            *((said, words.money(part)) for said, part in expected_parts(found.reading.opening_float, found.takings)),
            (_("The program expected"), words.money(found.count.expected)),
            (_("Counted"), words.money(found.count.counted)),
            (_("Receipts voided"), str(found.reading.void_count)),
            (_("Commission earned"), words.money(found.takings.commission)),
            (_("Explanation"), found.explanation or ""),
            (_("Second person"), self._names().get(found.approver or "", found.approver or "")),
        )
        return tuple(Line(said, text) for said, text in facts if text)

    def _names(self) -> dict[str, str]:
        return operator_names(self._counter.store)

    def _procedures(self, found: Closed) -> tuple[TableRow, ...]:
        return tuple(
            TableRow(total.service, (total.name, str(total.count), self._words.number(total.fees)))
            for total in found.takings.procedures
        )
