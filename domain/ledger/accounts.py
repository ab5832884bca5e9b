"""The chart of accounts of one station, in the books of the municipality (docs/LEDGER.md).

Assets and expenses grow by debit (+), liabilities, income and equity by credit (-). Receipt numbers, headroom, folios
and appointment slots are commodities in the same engine as money, so that one invariant guards them all: no asset below
zero.
"""

from __future__ import annotations

from typing import Final

DRAWER: Final = "Assets:Custody:Drawer"
SAFE: Final = "Assets:Custody:Safe"
IN_TRANSIT: Final = "Assets:InTransit"
AGENT_OWES: Final = "Assets:Receivable:Agent"
FLOAT: Final = "Assets:Float"
BANK_FEES: Final = "Assets:Bank:Collection"
BANK_GUARANTEES: Final = "Assets:Bank:Guarantees"
GUARANTEE: Final = "Liabilities:Guarantee"
FLOAT_OWNED: Final = "Liabilities:Float"
COMMISSION_DUE: Final = "Liabilities:Commission"
OVERAGE: Final = "Liabilities:Overage"
PREPAID: Final = "Liabilities:Prepaid"
REFUNDS_DUE: Final = "Liabilities:RefundsDue"
TREASURY: Final = "Equity:Treasury"
FEES: Final = "Income:Fees"  # one account a procedure: Income:Fees:RC-01
BREAKAGE: Final = "Income:Breakage"
OVERAGE_KEPT: Final = "Income:Overage"
COMMISSION: Final = "Expenses:Commission"
ROUNDING: Final = "Expenses:CashRounding"
WRITTEN_OFF: Final = "Expenses:WrittenOff"
RECEIPTS_HELD: Final = "Assets:Escrow:Receipts"
RECEIPTS_USED: Final = "Equity:Used:Receipts"
RECEIPTS_POOL: Final = "Equity:Pool:Receipts"
HEADROOM_HELD: Final = "Assets:Escrow:Headroom"
VOUCHERS_HELD: Final = "Assets:Escrow:Vouchers"
HEADROOM_POOL: Final = "Equity:Pool:Headroom"

RECEIPT: Final = "RECEIPT"
HEADROOM: Final = "HEADROOM"

#: Municipal money in the agent's hands: what the guarantee answers for. The float is the agent's own: it is not here.
EXPOSURE: Final = (DRAWER, SAFE, IN_TRANSIT, AGENT_OWES)

_UNITS: Final = {"FOLIO": "Folios", "SLOT": "Slots"}


def fees_of(service: str) -> str:
    return f"{FEES}:{service}"


def units_held(unit: str) -> str:
    """Numbers of a unit (`FOLIO`, `SLOT`) that the station may use, whatever their pool."""
    return f"Assets:Escrow:{_UNITS[unit]}"


def units_used(unit: str) -> str:
    return f"Equity:Used:{_UNITS[unit]}"


def units_pool(unit: str) -> str:
    return f"Equity:Pool:{_UNITS[unit]}"


def is_debit_natured(account: str) -> bool:
    return account.startswith(("Assets:", "Expenses:"))
