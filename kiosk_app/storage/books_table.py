"""The books as they were left: balances and facts read back from their projections at start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from domain.ledger.books import Books
from domain.ledger.facts import Facts, Posting, Receipt, ReceiptGrant, Remittance, Session
from domain.ledger.state import Balances
from kiosk_app.storage import standing_table
from kiosk_app.storage.connection import Store


def load(store: Store, station: str) -> Books:
    """The state that replaying both journals would give, in a handful of reads."""
    balances: Balances = {
        (row["account"], row["commodity"]): row["amount"] for row in store.rows("SELECT * FROM balance")
    }
    last = store.row("SELECT coalesce(max(number), 0) AS number, coalesce(max(z), 0) AS z FROM session")
    assert last is not None, "an aggregate always has a row"
    session = _open_session(store)
    return Books(
        station,
        balances,
        Facts(
            session=session,
            last_session=last["number"],
            last_z=last["z"],
            receipts=_receipts(store, session.number) if session else {},
            receipt_grants=tuple(
                ReceiptGrant(row["name"], row["series"], row["next_number"], row["last"])
                for row in store.rows("SELECT * FROM receipt_grant ORDER BY ordinal")
            ),
            remittances={
                row["name"]: Remittance(row["amount"], row["confirmed"], row["short"])
                for row in store.rows("SELECT name, amount, confirmed, short FROM remittance ORDER BY sequence")
            },
            standing=standing_table.load(store),
            closed=(ClosedReceipts(store),),
        ),
    )


def add_postings(store: Store, postings: tuple[Posting, ...]) -> None:
    for posting in postings:
        store.execute(
            "INSERT INTO balance (account, commodity, amount) VALUES (?, ?, ?)"
            " ON CONFLICT (account, commodity) DO UPDATE SET amount = amount + excluded.amount",
            (posting.account, posting.commodity, posting.amount),
        )


def _open_session(store: Store) -> Session | None:
    row = store.row("SELECT * FROM session WHERE closed_at IS NULL")
    if row is None:
        return None
    own = store.row(
        "SELECT coalesce(sum(CASE way WHEN 'float_in' THEN amount ELSE -amount END), 0) AS moved"
        " FROM cash_move WHERE session = ? AND way IN ('float_in', 'float_out')",
        (row["number"],),
    )
    assert own is not None, "an aggregate always has a row"
    taken = store.row(
        "SELECT coalesce(sum(amount), 0) AS alone FROM cash_move"
        " WHERE session = ? AND way IN ('float_out', 'to_safe') AND approver IS NULL",
        (row["number"],),
    )
    assert taken is not None, "an aggregate always has a row"
    float_minor = row["float"] + own["moved"]
    return Session(row["number"], float_minor, row["currency"], row["operator"], row["counted"], taken["alone"])


def _receipts(store: Store, session: int) -> dict[str, Receipt]:
    rows = store.rows("SELECT * FROM receipt WHERE session = ? ORDER BY sequence", (session,))
    return {row["number"]: _receipt(row) for row in rows}


def _receipt(row: Any) -> Receipt:
    return Receipt(
        number=row["number"],
        session=row["session"],
        at=datetime.fromisoformat(row["at"]),
        void_code=row["void_code"],
        service=row["service"],
        fee=row["fee"],
        due=row["due"],
        commission=row["commission"],
        mode=row["mode"],
        currency=row["currency"],
        prepaid=row["prepaid"],
        paid=row["paid"],
        voided=row["voided"] is not None,
    )


class ClosedReceipts(Mapping[str, Receipt]):
    """Receipts of closed drawers, each read when a refund asks for it: years of them need no memory."""

    _CLOSED = "FROM receipt JOIN session ON session.number = receipt.session WHERE session.closed_at IS NOT NULL"

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getitem__(self, number: str) -> Receipt:
        row = self._store.row(f"SELECT receipt.* {self._CLOSED} AND receipt.number = ?", (number,))
        if row is None:
            raise KeyError(number)
        return _receipt(row)

    def __iter__(self) -> Iterator[str]:
        for row in self._store.rows(f"SELECT receipt.number {self._CLOSED} ORDER BY receipt.sequence"):
            yield row["number"]

    def __len__(self) -> int:
        row = self._store.row(f"SELECT count(*) AS number {self._CLOSED}")
        return 0 if row is None else int(row["number"])
