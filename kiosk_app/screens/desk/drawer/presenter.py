"""The open drawer: its reading, its receipts, and the guarantee."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kiosk_app.screens.desk.cash.presenter import signed, way_words
from kiosk_app.screens.desk.deadline import deadline_words
from kiosk_app.screens.desk.drawer.state import DrawerState, GuaranteeGauge
from kiosk_app.screens.desk.ports import Go, Renders
from kiosk_app.screens.desk.prepaid.presenter import amounts_sold
from kiosk_app.screens.desk.words import Words, left_words
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.drawer import CashMove, Drawer, Movement, Reading
from kiosk_app.services.guarantee import Forecast, Gauge, Level
from kiosk_app.services.prepaid import PrepaidCodes
from kiosk_app.services.remittances import Declared, Remittances
from kiosk_app.shown import UNSAID, Cell, Line, Said, TableRow, Tone
from wording import formats
from wording.catalogue import _, ngettext

_TONES: Final[dict[Level, Tone]] = {Level.OK: "primary", Level.WARN: "warn", Level.STOP: "err"}


@dataclass(frozen=True, slots=True)
class DrawerServices:
    counter: Counter
    drawer: Drawer
    cases: CaseBook
    remittances: Remittances
    prepaid: PrepaidCodes


class DrawerPresenter:
    """`print_reading` prints the X: it is not an act, so no service records it."""

    def __init__(
        self,
        view: Renders[DrawerState],
        operator: Operator,
        services: DrawerServices,
        *,
        go: Go,
        print_reading: Callable[[], None],
    ) -> None:
        self._view = view
        self._operator = operator
        self._services = services
        self._go, self._print_reading = go, print_reading
        self._words = Words(services.counter.municipality)
        self._chosen = ""

    def refresh(self) -> None:
        if self._services.drawer.current() is not None:
            self._render()

    def choose(self, receipt: object) -> None:
        self._chosen = str(receipt)
        self._render()

    def print_reading(self) -> None:
        self._print_reading()

    def move_cash(self) -> None:
        self._go("cash", "")

    def sell_prepaid(self) -> None:
        self._go("prepaid", "")

    def use_voucher(self) -> None:
        self._go("voucher", "drawer")

    def declare_remittance(self) -> None:
        self._go("remittance", "")

    def close(self) -> None:
        self._go("close_drawer", "")

    def void(self) -> None:
        if self._can_void(self._services.drawer.movements()):
            self._go("void", self._chosen)

    def _render(self) -> None:
        drawer, remittances = self._services.drawer, self._services.remittances
        reading, movements = drawer.reading(), drawer.movements()
        opened = _("{operator} · since {time}").format(
            operator=self._operator.name, time=formats.clock(reading.opened_at)
        )
        receipts = [(found.at, self._movement(found)) for found in movements]
        moves = [(move.at, self._move(move)) for move in reversed(drawer.moves())]
        rows = tuple(row for _at, row in sorted(receipts + moves, key=lambda found: found[0], reverse=True))
        self._view.render(
            DrawerState(
                heading=_("Drawer open"),
                subtitle=opened,
                reading=self._reading(reading),
                procedures=tuple(Line(counted.name, str(counted.count)) for counted in reading.procedures),
                gauge=self._gauge(drawer.gauge()),
                deadline=deadline_words(remittances.overdue(), self._services.counter.now(), self._words),
                movements=rows,
                movements_summary=_receipts(reading) if movements else "",
                chosen=self._chosen,
                empty="" if rows else _("Nothing has been collected in this session yet."),
                pending_remittances=tuple(
                    self._remittance(found) for found in remittances.all() if not (found.is_confirmed or found.short)
                ),
                can_sell_prepaid=bool(amounts_sold(self._services.prepaid)),
                can_void=self._can_void(movements),
            )
        )

    def _reading(self, reading: Reading) -> tuple[Line, ...]:
        words = self._words
        first, last = reading.receipts or ("", "")
        return (
            Line(_("Opened with"), words.money(reading.opening_float)),
            Line(_("Receipts"), f"{reading.receipt_count}" + (f"  ({first} – {last})" if first else "")),  # noqa: RUF001 - a range takes an en dash
            Line(_("Receipts voided"), str(reading.void_count)),
            *_counted_codes(reading),
            *_counted_moves(reading),
        )

    def _gauge(self, gauge: Gauge) -> GuaranteeGauge:
        words = self._words
        remittances = self._services.remittances
        told = left_words(gauge, words)
        if gauge.level is Level.STOP:
            told = _("The guarantee is used up: deposit before you collect more")
        held = [] if gauge.exact is None else [(_("Municipal money you hold or owe"), gauge.exact.exposure)]
        lines = (
            (_("The guarantee allows"), gauge.headroom),
            *held,
            (_("Waiting to be deposited"), remittances.to_deposit),
            (_("Deposits to be confirmed"), remittances.in_transit),
        )
        return GuaranteeGauge(
            percent=gauge.percent,
            warn_at=gauge.warn_percent,
            tone=_TONES[gauge.level],
            words=told,
            forecast=UNSAID if gauge.forecast is None else Said(_forecast_words(gauge.forecast), "warn"),
            lines=tuple(Line(said, words.money(amount)) for said, amount in lines),
        )

    def _movement(self, found: Movement) -> TableRow:
        amount = -found.due if found.voided else found.due
        return TableRow(
            found.number,
            (
                formats.clock(found.at),
                found.number,
                self._services.cases.service_name("procedure", found.service),
                formats.case_code(found.code),
                Cell(self._words.number(amount), "err" if found.voided else None, strong=found.voided),
                Cell(_("Voided"), "err", chip=True) if found.voided else Cell(_("Collected"), "ok", chip=True),
            ),
        )

    def _move(self, found: CashMove) -> TableRow:
        return TableRow(
            f"move:{found.at.isoformat()}",
            (
                formats.clock(found.at),
                "",
                f"{way_words(found.way)}: {found.reason}",
                "",
                self._words.number(signed(found)),
                Cell(_("Cash"), "info", chip=True),
            ),
        )

    def _remittance(self, found: Declared) -> TableRow:
        return remittance_row(found, self._words)

    def _can_void(self, movements: list[Movement]) -> bool:
        return any(found.number == self._chosen and not found.voided for found in movements)


def _receipts(reading: Reading) -> str:
    count = reading.receipt_count
    return ngettext(
        "{count} receipt, no gaps in its number", "{count} receipts, no gaps in their numbers", count
    ).format(count=count)


def _counted_codes(reading: Reading) -> tuple[Line, ...]:
    counted = (
        (_("Prepaid codes sold"), reading.prepaid_sold),
        (_("Receipts that a prepaid code paid"), reading.prepaid_used),
    )
    return tuple(Line(words, str(count)) for words, count in counted if count)


def _counted_moves(reading: Reading) -> tuple[Line, ...]:
    """How many, as on the paper X: no sums while the count is blind."""
    ways = [move.way for move in reading.moves]
    return tuple(Line(way_words(way), str(ways.count(way))) for way in dict.fromkeys(ways))


def _forecast_words(forecast: Forecast) -> str:
    hours, procedures = forecast.hours, forecast.procedures
    if hours == 0:
        return _("At today's pace this lasts less than an hour. Deposit now.")
    if hours is not None:
        told = ngettext(
            "At today's pace this lasts at least {hours} hour more. Deposit today.",
            "At today's pace this lasts at least {hours} hours more. Deposit today.",
            hours,
        )
        return told.format(hours=hours)
    if not procedures:
        return _("It may not be enough for one more procedure like today's. Deposit now.")
    told = ngettext(
        "It is enough for at least {count} more procedure like today's. Deposit today.",
        "It is enough for at least {count} more procedures like today's. Deposit today.",
        procedures,
    )
    return told.format(count=procedures)


def remittance_row(found: Declared, words: Words) -> TableRow:
    """A declared deposit: day, voucher, amount, and whether the bank has it."""
    day = formats.day(found.declared_at.date())
    return TableRow(found.name, (day, found.voucher, words.number(found.amount), remittance_state(found, words)))


def remittance_state(found: Declared, words: Words) -> Cell:
    """Whether the bank has it; what it does not have was given up as a debt of the agent."""
    if found.short:
        return Cell(_("{amount} was missing").format(amount=words.money(found.short)), "err", chip=True)
    return Cell(_("Confirmed"), "ok", chip=True) if found.is_confirmed else Cell(_("To confirm"), "warn", chip=True)
