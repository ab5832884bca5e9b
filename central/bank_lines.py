"""What the bank's statements say is believed once: one line stands for one deposit, debt, guarantee or refund."""

from __future__ import annotations

from typing import Final

from central.store import Transaction, journals, stations
from domain.errors import Refusal
from domain.journal.kinds import Author

#: The acts that name a line or reference of the bank, and the field that does.
_NAMED_IN: Final = {
    "remittance_confirmed/1": "bank_line",
    "debt_paid/1": "reference",
    "guarantee_deposited/1": "reference",
    "guarantee_replenished/1": "reference",
    "refund_paid/1": "reference",
}


def refuse_used(tx: Transaction, line: str, *, guarantee_of: str | None = None) -> None:
    """Raises Refusal `bank_line_used` where any act for any station names the line; spaces and case do not matter.

    A station whose computer was replaced still has its one guarantee: recording that again is `guarantee_of` it.
    """
    stations.lock_municipality(tx)
    wanted = _plain(line)
    for found in journals.of_kinds(tx, Author.CENTRE, _NAMED_IN):
        entry = found.entry
        again = entry.kind == "guarantee_deposited/1" and entry.station == guarantee_of
        if _plain(entry.body[_NAMED_IN[entry.kind]]) == wanted and not again:
            raise Refusal("bank_line_used", bank_line=line, station=entry.station, entry=entry.sequence)


def _plain(line: str) -> str:
    return " ".join(line.split()).casefold()
