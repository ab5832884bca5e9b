"""What holds beyond a session (`domain.ledger.facts.Standing`) as one row: rewritten only when it changes."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from domain.appointments import SlotTimes
from domain.ledger.facts import HeldSlot, Limits, Prepaid, Refund, Standing, Statement, UnitGrant, VoucherGrant
from kiosk_app.storage.connection import Store


def load(store: Store) -> Standing:
    row = store.row("SELECT document FROM standing")
    return Standing() if row is None else decode(row["document"])


def save(store: Store, standing: Standing) -> None:
    store.execute("INSERT OR REPLACE INTO standing (one, document) VALUES (1, ?)", (encode(standing),))


def encode(standing: Standing) -> str:
    return json.dumps(asdict(standing), ensure_ascii=False, default=_in_order)


def _in_order(numbers: Any) -> list[Any]:
    """A set as JSON has it: the same set, the same bytes."""
    assert isinstance(numbers, frozenset), "everything else of a standing is JSON already"
    return sorted(numbers)


def decode(document: str) -> Standing:
    read = json.loads(document)
    limits = read["limits"]
    return Standing(
        limits=None if limits is None else Limits(**limits),
        supervisors=read["supervisors"],
        refunds={number: Refund(**refund) for number, refund in read["refunds"].items()},
        prepaid={name: Prepaid(**value) for name, value in read["prepaid"].items()},
        vouchers={
            name: VoucherGrant(held["amount"], frozenset(held["proofs"]), frozenset(held["used"]))
            for name, held in read["vouchers"].items()
        },
        units={
            name: UnitGrant(
                held["unit"],
                held["pool"],
                frozenset(held["free"]),
                frozenset(held["used"]),
                None if held["slots"] is None else SlotTimes(**held["slots"]),
            )
            for name, held in read["units"].items()
        },
        appointments={code: HeldSlot(**held) for code, held in read["appointments"].items()},
        statements={name: _statement(issued) for name, issued in read["statements"].items()},
        retainable=read["retainable"],
    )


def _statement(issued: dict[str, Any]) -> Statement:
    disputes = {int(line): outcome for line, outcome in issued["disputes"].items()}
    return Statement(issued["through"], issued["hash"], issued["lines"], issued["signed"], disputes)
