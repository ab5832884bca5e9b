"""I14: no station may take more than its guarantee and its vouchers allow (docs/LEDGER.md, section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from central import vouchers
from central.centre import Centre
from central.outbound import OutboundWriter
from central.store import Transaction, journals, stations
from central.store.stations import Station
from domain import catalog
from domain.ledger import accounts


@dataclass(frozen=True, slots=True)
class Cover:
    """What one station may take, and what stands behind it; minor units.

    `headroom` and `sealed` (vouchers nobody used) are what was granted. `guarantee` is held; `allowed` is what it
    allows by the terms of the day on which headroom was last granted; `vouchers` what the agreement grants in
    vouchers, by those of the day on which they were last granted; `opened` what used vouchers opened for deposits that
    are not confirmed yet.
    """

    station: str
    guarantee: int
    headroom: int
    sealed: int
    allowed: int
    vouchers: int
    opened: int

    @property
    def beyond(self) -> int:
        """Granted without cover: 0 when I14 holds."""
        return max(0, self.headroom - self.allowed - self.opened, self.headroom + self.sealed - self.covered)

    @property
    def covered(self) -> int:
        return self.allowed + self.vouchers + self.opened


def covers(centre: Centre, tx: Transaction) -> list[Cover]:
    """Of every station whose present journal was granted headroom or vouchers, revoked ones too."""
    found = (_cover(centre, tx, station) for station in stations.all_of(tx) if station.epoch)
    return [cover for cover in found if cover.guarantee or cover.headroom or cover.sealed]


def _cover(centre: Centre, tx: Transaction, station: Station) -> Cover:
    writer = OutboundWriter(centre, tx, station)
    books, currency = writer.books, centre.terms.currency
    guarantee = books.owed(accounts.GUARANTEE, currency)
    by_guarantee = _terms_of_last(writer, "headroom_granted/1")
    by_vouchers = _terms_of_last(writer, "vouchers_granted/1")
    return Cover(
        station=station.station,
        guarantee=guarantee,
        headroom=books.headroom,
        sealed=books.balance(accounts.VOUCHERS_HELD, accounts.HEADROOM),
        allowed=0 if by_guarantee is None else guarantee * by_guarantee.headroom_percent // 100,
        vouchers=0 if by_vouchers is None else by_vouchers.voucher_amount.minor * by_vouchers.voucher_count,
        opened=vouchers.opened(writer),
    )


def _terms_of_last(writer: OutboundWriter, kind: str) -> catalog.Terms | None:
    """The agreement's terms on the day of the last entry of this kind; None when there is none."""
    granted = [found.entry.at for found in journals.of_kind(writer.tx, writer.outbound, kind)]
    if not granted:
        return None
    terms = writer.centre.terms
    return terms.agreement.closest_to(granted[-1].astimezone(ZoneInfo(terms.timezone)).date())
