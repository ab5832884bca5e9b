"""The auditor's choices, and what they show. Everything is computed from verified journals. No Qt."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Final, Protocol

from domain.errors import Refusal
from kiosk_app.screens.audit.cabins import Cabin, cabin_of, months, within
from kiosk_app.screens.audit.evidence import inspector_of
from kiosk_app.screens.audit.rows import Listed, tab_of_key
from kiosk_app.screens.audit.state import AuditState, Export, Grid, Option, Tab
from kiosk_app.screens.audit.summary import charts_of, figures_of, proof_of, working_proof
from kiosk_app.screens.audit.tables import TAB_OF, columns_of, rows_of
from kiosk_app.screens.audit.written import Written, month_in_words
from kiosk_app.services.audit import Audited
from kiosk_app.shown import Tone
from kiosk_app.spreadsheets import sidecar
from wording.catalogue import _, ngettext
from wording.formats import Locale

EVERYTHING: Final = ""


class Service(Protocol):
    """`kiosk_app.services.audit.Audit`, as far as this screen uses it."""

    def run(self, period: tuple[date, date] | None = None) -> list[Audited]: ...

    def pdf(self, audited: Sequence[Audited], period: tuple[date, date], prepared_by: str) -> bytes: ...

    def csv(self, audited: Sequence[Audited]) -> bytes: ...

    def xlsx(self, audited: Sequence[Audited], period: tuple[date, date]) -> bytes: ...

    def hledger(self, found: Audited) -> str: ...

    def beancount(self, found: Audited) -> str: ...


class View(Protocol):
    def render(self, state: AuditState) -> None: ...


#: Keeps files where the auditor says, and answers where, in words; empty when they changed their mind.
Keep = Callable[[Sequence[tuple[str, bytes]]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the auditor is looking at."""

    cabin: str = EVERYTHING
    period: str = EVERYTHING
    figure: str = ""
    tab: Tab = Tab.CABINS
    chosen: str = ""
    sorted_by: str = ""
    descending: bool = False


class AuditPresenter:
    """`prepared_by` is the auditor's name, for the report; `term_hours` gives the agreement's banking term of a day."""

    def __init__(
        self,
        view: View,
        service: Service,
        *,
        locale: Locale,
        currency: str,
        zone: tzinfo,
        now: Callable[[], datetime],
        term_hours: Callable[[date], int],
        prepared_by: str,
        keep: Keep,
    ) -> None:
        self._view = view
        self._service = service
        self._locale = locale
        self._currency = currency
        self._zone = zone
        self._now = now
        self._term_hours = term_hours
        self._prepared_by = prepared_by
        self._keep = keep
        self._all: list[Cabin] = []
        self._months: list[tuple[int, int]] = []
        self._cabins: list[Cabin] = []
        self._listed: dict[Tab, list[Listed]] = {}
        self._asked = _Asked()
        self._notice: tuple[str, Tone] = ("", "ok")
        self._working = False
        self._verified = False

    def begin(self) -> None:
        """Reading and verifying have begun: say so. What was verified before stays in sight."""
        self._working = True
        self._render()

    def verify(self) -> None:
        """Verify everything held again. Slow by nature (0.1 ms an entry): the caller has `begin` painted before."""
        self._working, self._verified = False, True
        self._all = [cabin_of(audited) for audited in self._service.run()]
        self._months = months(self._all, self._zone)
        self._look(self._asked)

    def show_again(self) -> None:
        """The language or the day changed."""
        self._render()

    def choose_cabin(self, station: str) -> None:
        self._look(replace(self._asked, cabin=station, chosen=""))

    def choose_period(self, period: str) -> None:
        self._look(replace(self._asked, period=period, chosen=""))

    def open_figure(self, figure: str) -> None:
        """The rows that make a figure; an empty id shows every row again."""
        tab = TAB_OF.get(figure, self._asked.tab)
        self._show(replace(self._asked, figure=figure, tab=tab, chosen="", sorted_by=""))

    def choose_tab(self, tab: str) -> None:
        self._show(replace(self._asked, tab=Tab(tab), figure="", chosen="", sorted_by=""))

    def choose_row(self, key: str) -> None:
        self._show(replace(self._asked, chosen=key))

    def sort(self, column: str) -> None:
        """The same column again turns the order round."""
        again = column == self._asked.sorted_by
        self._show(replace(self._asked, sorted_by=column, descending=again and not self._asked.descending))

    def open_evidence(self, key: str) -> None:
        """Go to the row that proves it, out of whatever is filtered."""
        asked = replace(self._asked, tab=tab_of_key(key), figure="", chosen=key, sorted_by="")
        if not self._holds(asked, key):
            asked = replace(asked, cabin=EVERYTHING, period=EVERYTHING)
        self._look(asked)

    def export(self, kind: str) -> None:
        """PDF, CSV and XLSX of what is filtered; hledger and beancount of each cabin, whole. Each with its SHA-256."""
        if not self._cabins:  # a key asks, too, while the buttons are grey
            return
        try:
            files = self._files(Export(kind))
        except Refusal:
            self._notice = (_("It could not be exported. What is on this computer is unchanged."), "err")
            self._render()
            return
        with_sums = [pair for name, content in files for pair in _with_sum(name, content)]
        where = self._keep(with_sums)
        if where:
            self._notice = (_("Kept in {place}, each with its SHA-256 beside it.").format(place=where), "ok")
            self._render()

    def _files(self, kind: Export) -> list[tuple[str, bytes]]:
        audited = [replace(cabin.audited, figures=cabin.part) for cabin in self._cabins]
        stem = "-".join(part for part in ("audit", self._asked.cabin, self._asked.period) if part)
        match kind:
            case Export.PDF:
                return [(f"{stem}.pdf", self._service.pdf(audited, self._shown_period(), self._prepared_by))]
            case Export.CSV:
                return [(f"{stem}.csv", self._service.csv(audited))]
            case Export.XLSX:
                return [(f"{stem}.xlsx", self._service.xlsx(audited, _bounds(self._asked.period)))]
            case Export.HLEDGER:
                books = ((f"{found.listing.station}.journal", self._service.hledger(found)) for found in audited)
            case Export.BEANCOUNT:
                books = ((f"{found.listing.station}.beancount", self._service.beancount(found)) for found in audited)
        return [(name, text.encode("utf-8")) for name, text in books]

    def _look(self, asked: _Asked) -> None:
        """The cabin or the period changed: read the lines again."""
        self._asked = asked
        wanted = [cabin for cabin in self._all if asked.cabin in {EVERYTHING, cabin.station}]
        if asked.period:
            wanted = [within(cabin, self._zone, _bounds(asked.period)) for cabin in wanted]
        self._cabins = wanted
        self._listed = {}
        self._show(asked)

    def _show(self, asked: _Asked) -> None:
        self._asked = asked
        self._notice = ("", "ok")
        self._render()

    def _holds(self, asked: _Asked, key: str) -> bool:
        return any(listed.row.key == key for listed in self._rows_of(asked.tab, self._written()))

    def _rows_of(self, tab: Tab, written: Written) -> list[Listed]:
        """A hundred thousand receipts are put in words once, not at every click."""
        if tab not in self._listed:
            self._listed[tab] = rows_of(tab, self._cabins, written)
        return self._listed[tab]

    def _shown_period(self) -> tuple[date, date]:
        """For a report: a period that ends, also when everything is asked for."""
        if self._asked.period:
            return _bounds(self._asked.period)
        first = _bounds(_period_id(*self._months[-1]))[0] if self._months else self._today()
        return first, self._today()

    def _today(self) -> date:
        return self._now().astimezone(self._zone).date()

    def _written(self) -> Written:
        return Written(self._locale, self._currency, self._zone, self._now(), self._term_hours)

    def _render(self) -> None:
        written, asked = self._written(), self._asked
        listed = self._rows(written)
        chosen = next((row for row in listed if row.row.key == asked.chosen), None)
        self._view.render(
            AuditState(
                cabins=self._cabin_options(),
                cabin=asked.cabin,
                periods=self._period_options(),
                period=asked.period,
                proof=working_proof() if self._working else proof_of(self._all, written),
                figures=figures_of(self._cabins, written, asked.figure),
                charts=charts_of(self._cabins, written),
                tabs=self._tabs(written),
                tab=asked.tab,
                drill=self._drill(written),
                grid=self._grid(listed, written),
                inspector=None if chosen is None else inspector_of(chosen, written),
                can_export=bool(self._cabins),
                verified=self._verified,
                notice=self._notice[0],
                notice_tone=self._notice[1],
            )
        )

    def _rows(self, written: Written) -> list[Listed]:
        asked = self._asked
        listed = self._rows_of(asked.tab, written)
        if asked.figure:
            listed = [row for row in listed if asked.figure in row.amounts]
        if asked.sorted_by:
            place = [column.id for column in columns_of(asked.tab)].index(asked.sorted_by)
            listed = sorted(listed, key=lambda row: row.order[place], reverse=asked.descending)
        return listed

    def _grid(self, listed: list[Listed], written: Written) -> Grid:
        asked = self._asked
        rows = ngettext("{n} row", "{n} rows", len(listed)).format(n=written.count(len(listed)))
        if asked.figure:
            total = sum(row.amounts[asked.figure] for row in listed)
            rows = _("{rows} · they add up to {total}").format(rows=rows, total=written.money(total))
        return Grid(
            tab=asked.tab,
            columns=columns_of(asked.tab),
            rows=tuple(row.row for row in listed),
            summary=rows,
            empty=_EMPTY[asked.tab](),
            chosen=asked.chosen,
            sorted_by=asked.sorted_by,
            descending=asked.descending,
        )

    def _drill(self, written: Written) -> str:
        if not self._asked.figure:
            return ""
        figures = figures_of(self._cabins, written, self._asked.figure)
        return next(figure.title for figure in figures if figure.id == self._asked.figure)

    def _tabs(self, written: Written) -> tuple[Option, ...]:
        names = {
            Tab.CABINS: _("Cabins"),
            Tab.RECEIPTS: _("Receipts"),
            Tab.VOIDS: _("Voids"),
            Tab.CLOSES: _("Closes"),
            Tab.DEPOSITS: _("Deposits"),
            Tab.TREASURY: _("Refunds and debts"),
            Tab.STATEMENTS: _("Statements"),
            Tab.FINDINGS: _("Findings"),
        }
        wrong = sum(len(cabin.findings) + len(cabin.disagreements) for cabin in self._cabins)
        names[Tab.FINDINGS] += f" {written.count(wrong)}"
        return tuple(Option(tab.value, names[tab]) for tab in Tab)

    def _cabin_options(self) -> tuple[Option, ...]:
        every = _("All cabins ({n})").format(n=len(self._all))
        known = (Option(cabin.station, cabin.label) for cabin in self._all)
        return (Option(EVERYTHING, every), *known)

    def _period_options(self) -> tuple[Option, ...]:
        known = (Option(_period_id(*month), month_in_words(*month)) for month in self._months)
        return (Option(EVERYTHING, _("Everything")), *known)


def _period_id(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def _bounds(period: str) -> tuple[date, date]:
    if not period:
        return date.min, date.max
    year, month = (int(part) for part in period.split("-"))
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _with_sum(name: str, content: bytes) -> list[tuple[str, bytes]]:
    return [(name, content), (f"{name}.sha256", sidecar(content, name))]


_EMPTY: Final[dict[Tab, Callable[[], str]]] = {
    Tab.CABINS: lambda: _("No cabin has sent its journal yet."),
    Tab.RECEIPTS: lambda: _("No receipts in this period."),
    Tab.VOIDS: lambda: _("No receipts in this period."),
    Tab.CLOSES: lambda: _("No closes in this period."),
    Tab.DEPOSITS: lambda: _("No deposits in this period."),
    Tab.TREASURY: lambda: _("No refunds, debts or movements of the guarantee in this period."),
    Tab.STATEMENTS: lambda: _("No statements in this period."),
    Tab.FINDINGS: lambda: _("Nothing wrong was found."),
}
