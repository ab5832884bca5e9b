"""The books as they were left: balances and facts read back from their projections at start."""

from __future__ import annotations

from domain.ledger.books import Balances, Books, Facts, Posting, Receipt, ReceiptGrant, Remittance, Session
from domain.ledger.postings import fee_postings
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
                row["name"]: Remittance(row["amount"], row["confirmed"])
                for row in store.rows("SELECT name, amount, confirmed FROM remittance ORDER BY sequence")
            },
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
    return Session(row["number"], row["float"], row["currency"], row["operator"], row["counted"])


def _receipts(store: Store, session: int) -> dict[str, Receipt]:
    found = {}
    for row in store.rows("SELECT * FROM receipt WHERE session = ? ORDER BY sequence", (session,)):
        body = {name: row[name] for name in ("service", "fee", "due", "commission", "mode", "currency")}
        found[row["number"]] = Receipt(row["number"], session, fee_postings(body), row["voided"] is not None)
    return found
