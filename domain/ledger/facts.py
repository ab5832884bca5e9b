"""What the posting rules must remember besides balances: values, each replaced whole when something changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.appointments import SlotTimes
from domain.ledger import accounts


@dataclass(frozen=True, slots=True)
class Posting:
    """`amount` in the commodity's smallest unit: debit positive, credit negative."""

    account: str
    commodity: str
    amount: int


@dataclass(frozen=True, slots=True)
class Session:
    """An open drawer. `float_minor` is the agent's own change in it; `counted` the whole cash signed at the blind
    count, None before it; `taken_alone` what left it without a fee and without a second person.
    """

    number: int
    float_minor: int
    currency: str
    operator: str
    counted: int | None = None
    taken_alone: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """A fee as it was collected. `due` is the cash, `paid` what a prepaid code paid of it; `void_code` is on the
    citizen's paper alone.
    """

    number: str
    session: int
    at: datetime
    void_code: str
    service: str
    fee: int
    due: int
    commission: int
    mode: str
    currency: str
    prepaid: str | None
    paid: int
    voided: bool = False

    @property
    def asked(self) -> int:
        """What the citizen owed before rounding: the fee, and the commission where it is on top."""
        return self.fee + self.on_top

    @property
    def on_top(self) -> int:
        return self.commission if self.mode == "surcharge" else 0

    @property
    def rounding(self) -> int:
        return self.asked - self.paid - self.due

    @property
    def postings(self) -> tuple[Posting, ...]:
        """The money of the fee; nothing is posted for nothing."""
        money = (
            (accounts.DRAWER, self.due),
            (accounts.PREPAID, self.paid),
            (accounts.ROUNDING, self.rounding),
            (accounts.fees_of(self.service), -self.fee),
            (accounts.COMMISSION_DUE, -self.commission),
            # On top of the fee the citizen pays the agent; otherwise the municipality owes it as an expense.
            (accounts.COMMISSION, self.commission - self.on_top),
        )
        return tuple(Posting(account, self.currency, amount) for account, amount in money if amount)


@dataclass(frozen=True, slots=True)
class ReceiptGrant:
    """Numbers `next_number..last` of `series` are this station's alone; `next_number > last` means none is left."""

    grant: str
    series: str
    next_number: int
    last: int

    @property
    def left(self) -> int:
        return self.last - self.next_number + 1


@dataclass(frozen=True, slots=True)
class Remittance:
    """`confirmed` was seen on a bank statement; `short` was given up there and is owed by the agent."""

    amount: int
    confirmed: int = 0
    short: int = 0

    @property
    def pending(self) -> int:
        return self.amount - self.confirmed - self.short


@dataclass(frozen=True, slots=True)
class Limits:
    """What one person does alone, amounts in minor units; None is not agreed upon, and nothing is asked.

    A void within `void_minutes` of the receipt and up to `void_alone`; cash out of the drawer up to `cash_alone` in one
    session; a close with a shortage or overage of at most `difference_alone`.
    """

    void_minutes: int
    void_alone: int
    cash_alone: int | None = None
    difference_alone: int | None = None


@dataclass(frozen=True, slots=True)
class Refund:
    """`amount` is owed to the citizen, minor units."""

    refund: str
    amount: int
    currency: str
    paid: bool = False


@dataclass(frozen=True, slots=True)
class Prepaid:
    """A prepaid code's value and the proof of the code itself (`domain.ledger.bearer`)."""

    left: int
    currency: str
    proof: str


@dataclass(frozen=True, slots=True)
class VoucherGrant:
    """Codes of the treasury, each worth `amount` of headroom; `proofs` of those unused, `used` of the others."""

    amount: int
    proofs: frozenset[str]
    used: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class UnitGrant:
    """Numbers of a pool (a series of folios, a day's appointments) that only this station may use.

    `slots` says which time each number means; None for folios.
    """

    unit: str
    pool: str
    free: frozenset[int]
    used: frozenset[int] = frozenset()
    slots: SlotTimes | None = None


@dataclass(frozen=True, slots=True)
class HeldSlot:
    """The slot that an appointment holds: it is among the grant's used numbers."""

    grant: str
    number: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A month's statement: `through` is the station's last entry in it. `disputes` maps a line to "" or its outcome."""

    through: int
    hash: str
    lines: int
    signed: bool = False
    disputes: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds beyond a session. `retainable` is commission of closed drawers that the agent may keep at a deposit.

    `supervisors` maps an operator to the last day (ISO) on which they may approve; `refunds` is by receipt number.
    `appointments` are those that hold a slot, by code: neither cancelled nor ended.
    """

    limits: Limits | None = None
    supervisors: Mapping[str, str] = field(default_factory=dict)
    refunds: Mapping[str, Refund] = field(default_factory=dict)
    prepaid: Mapping[str, Prepaid] = field(default_factory=dict)
    vouchers: Mapping[str, VoucherGrant] = field(default_factory=dict)
    units: Mapping[str, UnitGrant] = field(default_factory=dict)
    statements: Mapping[str, Statement] = field(default_factory=dict)
    appointments: Mapping[str, HeldSlot] = field(default_factory=dict)
    retainable: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """`receipts` are the open session's; `closed` those of closed sessions, looked up for refunds.

    `closed` is not compared: a station reads them from its tables, an auditor keeps them in memory.
    """

    session: Session | None = None
    last_session: int = 0
    last_z: int = 0
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    receipt_grants: tuple[ReceiptGrant, ...] = ()
    remittances: Mapping[str, Remittance] = field(default_factory=dict)
    standing: Standing = field(default_factory=Standing)
    closed: tuple[Mapping[str, Receipt], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Change:
    postings: tuple[Posting, ...]
    facts: Facts
