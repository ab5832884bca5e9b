"""The statement of a period (*estado de cuenta*): every line of money between the municipality and one agent.

Drawn on A4 by `printing.documents.statement_a4`. Its lines and totals are those that both sides sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from domain.errors import InvariantBroken
from domain.money import Money
from printing.documents.document import require_facts
from wording.catalogue import _, mark
from wording.formats import Locale

#: What a line is called, by the kind of its entry; a close stands here only when it was short or over.
KINDS: Final = {
    "fee_collected": mark("Fee of a receipt"),
    "fee_voided": mark("Receipt taken back"),
    "refund_approved": mark("Refund to a citizen"),
    "session_closed": mark("Overage at the drawer"),
    "remittance_declared": mark("Deposit, declared"),
    "remittance_confirmed": mark("Deposit, seen at the bank"),
    "remittance_fell_short": mark("Deposit, fell short"),
    "remittance_overdue": mark("Deposit, overdue"),
    "commission_retained": mark("Commission, kept back"),
    "commission_settled": mark("Commission, paid"),
    "dispute_resolved": mark("Commission, granted by an answer"),
    "debt_paid": mark("Debt of the agent, paid"),
    "debt_written_off": mark("Debt of the agent, written off"),
    "guarantee_deposited": mark("Guarantee, deposited"),
    "guarantee_replenished": mark("Guarantee, replenished"),
    "guarantee_drawn": mark("Guarantee, drawn"),
    "guarantee_returned": mark("Guarantee, returned"),
}
_SHORTAGE: Final = mark("Shortage at the drawer")
HASH_TAIL_DIGITS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementAnswer:
    """What the centre decided of a disputed line; `adjustment` is commission granted, zero when it is rejected."""

    upheld: bool
    adjustment: Money
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDispute:
    """`answer` is None while the centre has not decided."""

    reason: str
    answer: StatementAnswer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One line. `kind` is the entry's without its version, `entry` where it stands (`C07/118`, `central/12`).

    `fee` and `commission` are what the entry adds to the municipality's income and to the agent's earnings; `cash` is
    any other money it speaks of. Negative takes away.
    """

    number: int
    at: datetime
    kind: str
    reference: str
    entry: str
    fee: Money
    commission: Money
    cash: Money
    dispute: StatementDispute | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InvariantBroken("statement_kind_unknown", kind=self.kind)

    @property
    def what(self) -> str:
        short = self.kind == "session_closed" and self.cash.minor < 0
        return _(_SHORTAGE if short else KINDS[self.kind])


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSignature:
    """`hash_tail` is the last eight hex digits of the signed entry's hash."""

    name: str
    role: str
    at: datetime
    hash_tail: str

    def __post_init__(self) -> None:
        if len(self.hash_tail) != HASH_TAIL_DIGITS or not set(self.hash_tail) <= set("0123456789abcdef"):
            raise InvariantBroken("chain_head_malformed", head=self.hash_tail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """`name` as signed (`2026-11`), `month` its first day; `through` is the station's last entry in it. `notice` is
    the municipality's warning while its figures are samples.

    `fees` and `commission` are the signed totals; `digest` the signed hash, full hex. A signature is None until it is
    there.
    """

    municipality: str
    notice: str | None
    locale: Locale
    name: str
    month: date
    station: str
    cabin: str
    through: int
    rows: tuple[StatementRow, ...]
    fees: Money
    commission: Money
    digest: str
    issued_at: datetime
    centre: StatementSignature | None = None
    agent_signature: StatementSignature | None = None
    training: bool = False

    def __post_init__(self) -> None:
        require_facts(self)
        if [row.number for row in self.rows] != list(range(1, len(self.rows) + 1)):
            raise InvariantBroken("statement_lines_out_of_order", statement=self.name)
        zero = self.fees * 0
        fees = sum((row.fee for row in self.rows), start=zero)
        commission = sum((row.commission for row in self.rows), start=zero)
        if (fees, commission) != (self.fees, self.commission):
            raise InvariantBroken("statement_does_not_add_up", statement=self.name)

    @property
    def title(self) -> str:
        return _("Statement {name} of station {station}").format(name=self.name, station=self.station)

    @property
    def disputed(self) -> int:
        return sum(row.dispute is not None for row in self.rows)
