"""What the municipal centre is made of. Functions of this room take it, and a transaction, as their first arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from central.blob_files import BlobFiles
from central.carried_files import CarriedFiles
from central.clock import Clock
from central.editions import Editions
from central.keys import CentreKeys
from central.ledgers import Ledgers
from central.restores import MarkFile
from central.store import Store
from central.terms import Terms
from domain import catalog


@dataclass(frozen=True, slots=True)
class Centre:
    store: Store
    keys: CentreKeys
    terms: Terms
    clock: Clock
    files: BlobFiles
    mark_file: MarkFile
    editions: Editions
    carried: CarriedFiles
    ledgers: Ledgers = field(default_factory=Ledgers)

    @property
    def today(self) -> date:
        """The municipality's day, by the centre's clock."""
        return self.day_of(self.clock.now())

    def day_of(self, moment: datetime) -> date:
        """The municipality's day at a moment."""
        return moment.astimezone(ZoneInfo(self.terms.timezone)).date()

    @property
    def agreed(self) -> catalog.Terms:
        """The agreement's terms of today: a centre serves for months, and they change while it does.

        Raises Refusal `terms_not_in_force`.
        """
        return self.terms.agreement.on(self.today)
