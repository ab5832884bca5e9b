"""The bar on top and the foot of the rail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from kiosk_app.screens.desk.status.state import Fact, StatusState
from kiosk_app.screens.desk.sync_words import connection_fact, queue_fact
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.drawer import Drawer
from kiosk_app.services.guarantee import Level
from kiosk_app.services.queue import is_overdue
from printing.printers.printer import words_for
from sync.status import Status
from wording import formats
from wording.catalogue import _, mark, ngettext

_ROLES = {"operator": mark("operator"), "supervisor": mark("supervisor"), "auditor": mark("auditor")}
#: A clock that is further off than this dates acts wrongly.
CLOCK_OFF_MAX_S = 300


class ShowsStatus(Protocol):
    def show_status(self, state: StatusState) -> object: ...


class StatusPresenter:
    """`busy` is true while a write or a print is under way: then the computer must not be turned off."""

    def __init__(
        self,
        window: ShowsStatus,
        counter: Counter,
        drawer: Drawer,
        operator: Operator,
        *,
        status: Callable[[], Status],
        busy: Callable[[], bool],
        warnings: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        self._window = window
        self._counter, self._drawer, self._operator = counter, drawer, operator
        self._status, self._busy, self._warnings = status, busy, warnings

    def refresh(self) -> None:
        now = self._counter.now()
        status = self._status()
        identity = self._counter.identity
        overdue = self._overdue(status.oldest_pending, now)
        self._window.show_status(
            StatusState(
                place=identity.label,
                station=_("Station {name}").format(name=identity.station),
                operator=self._operator.name,
                shift=_(_ROLES.get(self._operator.role, "operator")),
                drawer=self._drawer_fact(),
                saved=saved_fact(busy=self._busy()),
                connection=connection_fact(status),
                queue=queue_fact(status, now, overdue=overdue),
                warnings=(*clock_warning(status), *(overdue_warning() if overdue else ()), *self._warnings()),
                moment=f"{formats.day_in_words(now.date())} · {formats.clock(now)}",
                signed_in=True,
            )
        )

    def _overdue(self, oldest: int | None, now: datetime) -> bool:
        if oldest is None:
            return False
        return is_overdue(self._counter.municipality.calendar, datetime.fromtimestamp(oldest, now.tzinfo), now)

    def _drawer_fact(self) -> Fact:
        """How many receipts, never how much money: the count at the end is blind."""
        if self._drawer.current() is None:
            return Fact(_("Drawer closed"), tone="warn", icon="lock", short=_("Drawer closed"))
        live = self._drawer.reading()
        count = live.receipt_count - live.void_count
        receipts = ngettext("{count} receipt", "{count} receipts", count).format(count=count)
        gauge = self._drawer.gauge()
        if gauge.level is Level.OK:
            return Fact(_("Drawer open"), f"· {receipts}", short=receipts)
        rounded = gauge.exact is None and gauge.level is Level.WARN
        told = _("guarantee {percent} % used, or more") if rounded else _("guarantee {percent} % used")
        used = told.format(percent=gauge.percent)
        tone = "err" if gauge.level is Level.STOP else "warn"
        return Fact(_("Drawer open"), f"· {used}", "err" if tone == "err" else "warn", short=used)


def saved_fact(*, busy: bool) -> Fact:
    if busy:
        return Fact(_("Saving… do not turn off"), tone="warn", icon="hard-drive-download", short=_("Saving…"))
    return Fact(_("Saved on this computer"), tone="ok", icon="hard-drive-download", short=_("Saved here"))


def overdue_warning() -> tuple[str, ...]:
    return (_("Something has waited more than a working day to be sent: save it on a USB stick and carry it"),)


def printer_warnings(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """Said before a fee is taken, so that its paper comes out."""
    told = (words_for(reason) for reason in reasons)
    return tuple(f"{each.happened} {each.advice}" for each in told)


def clock_warning(status: Status) -> tuple[str, ...]:
    offset = status.clock_offset_s
    if offset is None or abs(offset) <= CLOCK_OFF_MAX_S:
        return ()
    minutes = abs(offset) // 60
    return (
        _("The clock of this computer is {minutes} minutes off: correct its date and time").format(minutes=minutes),
    )
