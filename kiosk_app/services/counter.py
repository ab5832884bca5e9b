"""The counter: the journal, the municipality's edition and the clock that every task at this desk shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.catalog import Municipality
from domain.money import Money
from kiosk_app.devices.clock import Clock
from kiosk_app.services.operator import Operator
from kiosk_app.storage.connection import Store
from kiosk_app.storage.journal import Journal
from kiosk_app.storage.settings import Identity

__all__ = ["Counter", "Operator"]


@dataclass(frozen=True, slots=True)
class Counter:
    journal: Journal
    municipality: Municipality
    clock: Clock

    @property
    def store(self) -> Store:
        return self.journal.store

    @property
    def identity(self) -> Identity:
        return self.journal.identity

    @property
    def currency(self) -> str:
        return self.municipality.currency

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.municipality.timezone)

    def now(self) -> datetime:
        """Local wall time of the municipality."""
        return self.clock.now().astimezone(self.zone)

    def today(self) -> date:
        return self.now().date()

    def day_of(self, moment: datetime) -> date:
        """The municipality's day at a moment."""
        return moment.astimezone(self.zone).date()

    def local(self, stored: str) -> datetime:
        """A stored UTC instant as the municipality's wall time."""
        return datetime.fromisoformat(stored).astimezone(self.zone)

    def day_bounds(self, day: date) -> tuple[str, str]:
        """The stored instants at which a local day begins and ends."""
        start = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        following = day + timedelta(days=1)
        end = datetime(following.year, following.month, following.day, tzinfo=self.zone)
        utc = ZoneInfo("UTC")
        return start.astimezone(utc).isoformat(), end.astimezone(utc).isoformat()

    def money(self, minor: int) -> Money:
        return Money(minor, self.currency)
