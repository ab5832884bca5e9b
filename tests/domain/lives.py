"""Random lives of a cabin: every kind of entry, lawful or not, from a seed; and a notebook that never asks the books.

The centre writes without knowing what the station has done since it was last heard, and the station hears when it
hears: `Life` keeps both ends apart, as a week without network does.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from domain.errors import Refusal
from domain.ids import case_code
from domain.journal.entry import Entry
from domain.journal.kinds import Author, kind_of
from domain.ledger import accounts
from domain.ledger.bearer import bearer_code, proof_of
from domain.ledger.books import Books
from domain.ledger.facts import Change
from tests.domain.kit import CASE, START, STATION, body

FEES: Final = (0, 400, 1236, 1530, 4200, 9060)
COIN: Final = 10
CURRENCY: Final = "PEN"
VOUCHER: Final = 5000
#: How often somebody who could count the drawer goes on collecting instead.
STAYS_OPEN: Final = 0.8


@dataclass(slots=True)
class Notebook:
    """What a person beside the counter would have written down."""

    granted: int = 0
    headroom: int = 0
    released: int = 0
    receipts_granted: int = 0
    issued: int = 0
    income: dict[str, int] = field(default_factory=dict)
    receipts: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    prepaid: dict[str, int] = field(default_factory=dict)
    units_used: set[tuple[str, int]] = field(default_factory=set)
    appointments: dict[str, tuple[str, int]] = field(default_factory=dict)
    past: set[tuple[str, int]] = field(default_factory=set)
    refunds: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Life:
    """`booked` counts lawful entries; `refused` those that a rule stopped, by its code."""

    seed: int
    books: Books = field(default_factory=lambda: Books(STATION))
    notes: Notebook = field(default_factory=Notebook)
    booked: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    random: random.Random = field(init=False)
    waiting: deque[tuple[str, dict[str, Any]]] = field(default_factory=deque)
    entries: list[Entry] = field(default_factory=list)
    keep_entries: bool = False
    names: int = 0
    codes: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311 - a life to replay, not a secret

    def live(self, acts: int) -> None:
        """`acts` turns of somebody doing something; after each entry the checks of `assert_sound`."""
        doers = [doer for doer, weight in self.habits().items() for _ in range(weight)]
        self.centre_begins()
        for _ in range(acts):
            self.random.choice(doers)()

    def habits(self) -> dict[Callable[[], None], int]:
        """Who does what, and how often."""
        return {
            self.collect: 40, self.open_or_close: 16, self.void: 4, self.sell_prepaid: 2, self.move_cash: 3,
            self.declare: 3, self.retain: 1, self.redeem: 1, self.use_unit: 1, self.appoint: 2, self.release: 1,
            self.sign: 1, self.hear: 14, self.centre_confirms: 7, self.centre_grants: 4, self.centre_books: 1,
            self.centre_refunds: 1, self.centre_states: 1, self.nonsense: 1,
        }  # fmt: skip

    # -- writing ------------------------------------------------------------------------------------------------------

    def book(self, kind: str, **changed: Any) -> Change | None:
        """The next entry in the station's order, or None when a rule refuses it; then nothing has changed."""
        before = (dict(self.books.balances), self.books.facts) if self.random.random() < 0.02 else None
        number = self.booked + 1
        entry = Entry(
            kind=kind,
            station=STATION,
            epoch=1,
            sequence=number,
            previous="0" * 43,
            seen=number,
            at=START + timedelta(minutes=7 * number),
            uptime_s=number,
            boot="b0a1",
            operator=self.random.choice(("rosa", "rosa", "luis")),
            body=body(kind, **changed),
        )
        kind_of(kind).refuse_wrong_entry(kind_of(kind).author, entry.body, personal=False)
        exposed = self.books.exposure(CURRENCY)
        try:
            change = self.books.book(entry)
        except Refusal as refusal:
            self.refused[refusal.code] = self.refused.get(refusal.code, 0) + 1
            assert before is None or before == (self.books.balances, self.books.facts)
            return None
        self.booked += 1
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.keep_entries:
            self.entries.append(entry)
        self.remember(kind, entry.body)
        self.assert_sound(entry, exposed)
        return change

    def say(self, kind: str, **changed: Any) -> None:
        """The centre writes; the station will hear."""
        self.waiting.append((kind, changed))

    def hear(self) -> None:
        for _ in range(min(len(self.waiting), self.random.choice((0, 1, 3, 9)))):
            kind, changed = self.waiting.popleft()
            self.book(kind, **changed)

    def name(self, letter: str) -> str:
        self.names += 1
        return f"{letter}-{self.names}"

    # -- the notebook -------------------------------------------------------------------------------------------------

    def remember(self, kind: str, entry: dict[str, Any]) -> None:
        name = kind.partition("/")[0]
        self._remember_grants(name, entry)
        self._remember_appointments(name, entry)
        self._remember_receipts(name, entry)
        self._remember_codes(name, entry)

    def _remember_grants(self, name: str, entry: dict[str, Any]) -> None:
        notes = self.notes
        match name:
            case "headroom_granted":
                notes.granted += entry["amount"]
                notes.headroom += entry["amount"]
            case "vouchers_granted":
                notes.granted += entry["amount"] * len(entry["proofs"])
            case "voucher_redeemed":
                notes.headroom += VOUCHER
            case "headroom_recalled":
                notes.headroom -= entry["amount"]
            case "receipts_granted":
                notes.receipts_granted += entry["last"] - entry["first"] + 1
            case "numbers_released" if entry["grant"].startswith("R-"):
                notes.released += entry["last"] - entry["first"] + 1
            case "unit_used":
                assert (entry["grant"], entry["number"]) not in notes.units_used, "a number is used once"
                notes.units_used.add((entry["grant"], entry["number"]))
            case _:
                pass

    def _remember_appointments(self, name: str, entry: dict[str, Any]) -> None:
        notes = self.notes
        match name:
            case "appointment_given":
                slot = (entry["grant"], entry["number"])
                assert slot not in {*notes.appointments.values(), *notes.past}, "never two at one time"
                notes.appointments[entry["case"]] = slot
            case "appointment_cancelled":
                del notes.appointments[entry["case"]]
            case "appointment_ended":
                notes.past.add(notes.appointments.pop(entry["case"]))
            case _:
                pass

    def _remember_receipts(self, name: str, entry: dict[str, Any]) -> None:
        notes = self.notes
        match name:
            case "fee_collected":
                assert entry["receipt"] not in notes.receipts, "I10"
                notes.issued += 1
                notes.receipts[entry["receipt"]] = (entry["service"], entry["fee"], entry.get("paid", 0))
                notes.income[entry["service"]] = notes.income.get(entry["service"], 0) + entry["fee"]
                if "prepaid" in entry:
                    notes.prepaid[entry["prepaid"]] -= entry["paid"]
            case "fee_voided" | "refund_approved":
                assert entry["receipt"] not in notes.gone, "I10"
                notes.gone.add(entry["receipt"])
                service, fee, paid = notes.receipts[entry["receipt"]]
                notes.income[service] -= fee
                self._undo(name, entry, paid)
            case "refund_paid":
                assert notes.refunds.pop(entry["refund"]) == entry["amount"]
            case _:
                pass

    def _remember_codes(self, name: str, entry: dict[str, Any]) -> None:
        if name == "prepaid_sold":
            self.notes.prepaid[entry["prepaid"]] = entry["amount"]
        elif name == "prepaid_expired":
            self.notes.prepaid[entry["prepaid"]] -= entry["amount"]

    def _undo(self, name: str, entry: dict[str, Any], paid: int) -> None:
        if name == "refund_approved":
            self.notes.refunds[entry["refund"]] = entry["amount"]
        elif paid:
            self.notes.prepaid[self._prepaid_of(entry["receipt"])] += paid

    def _prepaid_of(self, number: str) -> str:
        name = self.books.facts.receipts[number].prepaid
        assert name is not None, "it paid something"
        return name

    # -- the checks ---------------------------------------------------------------------------------------------------

    def assert_sound(self, entry: Entry, exposed: int) -> None:
        """I2, I3, I4, I7, I8, I9, and that a declared deposit frees nothing."""
        books, notes = self.books, self.notes
        totals: dict[str, int] = {}
        for (account, commodity), amount in books.balances.items():
            totals[commodity] = totals.get(commodity, 0) + amount
            if accounts.is_debit_natured(account):
                assert amount >= 0, f"I2 {account}"
            elif not account.startswith("Equity:Used:"):
                assert amount <= 0, f"I3 {account}"
        assert not any(totals.values()), "I7"
        exposure = books.exposure(CURRENCY)
        if entry.kind.startswith(("fee_collected", "prepaid_sold")) and exposure > exposed:
            assert exposure <= notes.headroom <= notes.granted, "I4"
        if entry.kind == "remittance_declared/1":
            assert exposure == exposed, "declared money frees nothing"
        assert books.headroom == notes.headroom
        used = books.balance(accounts.RECEIPTS_USED, accounts.RECEIPT)
        assert used == notes.issued, "I8"
        assert books.receipts_left == notes.receipts_granted - notes.issued - notes.released, "I8"
        if entry.kind.startswith(("fee", "refund", "prepaid")):
            self._assert_income()
        if entry.kind.startswith(("appointment", "slots")):
            self._assert_slots()

    def _assert_slots(self) -> None:
        """A slot is in the hand, held by one appointment, or past: neither lost nor doubled."""
        units, notes = self.books.facts.standing.units, self.notes
        taken = {(name, number) for name, held in units.items() if held.slots for number in held.used}
        assert taken == {*notes.appointments.values()} | notes.past
        assert len(taken) == len(notes.appointments) + len(notes.past)

    def _assert_income(self) -> None:
        books, notes = self.books, self.notes
        for service, fees in notes.income.items():
            assert books.owed(accounts.fees_of(service), CURRENCY) == fees, "I9"
        assert books.owed(accounts.PREPAID, CURRENCY) == sum(notes.prepaid.values())
        assert books.owed(accounts.REFUNDS_DUE, CURRENCY) == sum(notes.refunds.values())

    # -- at the counter -----------------------------------------------------------------------------------------------

    def collect(self) -> None:
        fee, mode = self.random.choice(FEES), self.random.choice(("settled", "settled", "retained", "surcharge"))
        commission = self.random.choice((0, 400))
        asked = fee + (commission if mode == "surcharge" else 0)
        number = self.next_number()
        prepaid = self.random.choice([*self.notes.prepaid, None]) if self.random.random() < 0.3 else None
        paid = 0 if prepaid is None else self.random.choice((min(asked, self.notes.prepaid[prepaid]), asked, 100))
        due = max(0, asked - paid) - max(0, asked - paid) % COIN
        tendered = due + self.random.choice((0, 500))
        fields = {
            "service": f"S-{fee}", "receipt": number, "fee": fee, "due": due, "tendered": tendered,
            "commission": commission, "mode": mode,
        }  # fmt: skip
        if prepaid is not None and paid:
            self.book("fee_collected/2", prepaid=prepaid, paid=paid, **fields)
        else:
            self.book("fee_collected/1", **fields)

    def next_number(self) -> str:
        try:
            return self.books.next_receipt()[0] if self.random.random() < 0.97 else "A07-000099"
        except Refusal:
            return "A07-000001"

    def sell_prepaid(self) -> None:
        name = self.random.choice([*self.notes.prepaid, self.name("P")][-2:])
        self.book("prepaid_sold/1", prepaid=name, amount=self.random.choice((1000, 2000)))

    def void(self) -> None:
        session = list(self.books.facts.receipts.values())
        known = [*self.notes.receipts][-3:] + [receipt.number for receipt in session]
        number = self.random.choice(known or ["A07-000001"])
        receipt = self.books.facts.receipts.get(number)
        code = receipt.void_code if receipt is not None and self.random.random() < 0.7 else None
        approver = self.random.choice((None, None, "marta", "rosa"))
        if self.random.random() < 0.2:
            self.book("fee_voided/1", receipt=number)
        else:
            self.book("fee_voided/2", receipt=number, code=code, approver=approver)

    def move_cash(self) -> None:
        session = self.books.facts.session
        way = self.random.choice(("float_in", "float_out", "to_safe", "from_safe"))
        number = session.number if session is not None else 1
        body = {"session": number, "way": way, "amount": self.random.choice((10, 300, 2000))}
        if self.random.random() < 0.3:
            self.book("cash_moved/1", **body)
        else:
            self.book("cash_moved/2", approver=self.random.choice((None, None, "marta", "rosa")), **body)

    def open_or_close(self) -> None:
        session = self.books.facts.session
        if session is None:
            opening = self.random.randrange(0, 6000, COIN)
            self.book("session_opened/1", session=self.books.facts.last_session + 1, float=opening)
            return
        if session.counted is None:
            if self.random.random() < STAYS_OPEN:
                return
            off = self.random.choice((0, 0, 0, -10, -40, -2_000, 50))
            cash = max(0, self.books.expected_cash() + off)
            self.book("drawer_counted/1", session=session.number, counted=cash, pieces={"1": cash})
            return
        body = {
            "session": session.number,
            "z": self.books.facts.last_z + 1,
            "expected": self.books.expected_cash(),
            "counted": session.counted,
            "explanation": self.random.choice(("x", "x", None)),
        }
        if self.random.random() < 0.3:
            self.book("session_closed/1", **body)
        else:
            self.book("session_closed/2", approver=self.random.choice((None, "marta", "rosa")), **body)

    def declare(self) -> None:
        held = self.books.balance(accounts.SAFE, CURRENCY)
        self.book(
            "remittance_declared/1", remittance=self.name("D"), amount=self.random.choice((held, held // 2, held + 1))
        )

    def retain(self) -> None:
        most = self.books.commission_retainable(CURRENCY)
        name = next(reversed([*self.books.facts.remittances]), "D-none")
        amount = max(1, self.random.choice((most, most + 1, 100)))
        self.book("commission_retained/1", remittance=name, amount=amount)

    def redeem(self) -> None:
        grants = list(self.codes) or ["V-none"]
        grant = self.random.choice(grants)
        code = self.random.choice(self.codes.get(grant) or ["0123456789AB"])
        self.book("voucher_redeemed/1", grant=grant, code=code)

    def use_unit(self) -> None:
        grants = list(self.books.facts.standing.units) or ["F-none"]
        self.book("unit_used/1", grant=self.random.choice(grants), number=self.random.randint(1, 12), case=CASE)

    def appoint(self) -> None:
        """Given, given another time, cancelled or ended: as somebody at the desk would, and sometimes wrongly."""
        code = case_code(7, self.random.randint(1, 40), b"k" * 32)
        what = self.random.randrange(6)
        if what == 0:
            self.book("appointment_cancelled/1", case=code)
        elif what == 1:
            self.book("appointment_ended/1", case=code, outcome=self.random.choice(("attended", "absent")))
        else:
            slots = [(name, held.slots) for name, held in self.books.facts.standing.units.items() if held.slots]
            name, times = self.random.choice(slots or [("S-none", None)])
            number = self.random.randint(1, 4)
            clock = "08:00" if times is None else times.clock(number)
            day = "2026-12-01" if times is None else times.day
            if self.random.random() < 0.05:
                clock = "07:59"
            self.book("appointment_given/1", case=code, grant=name, number=number, day=day, clock=clock)

    def release(self) -> None:
        units = list(self.books.facts.standing.units)
        receipts = [grant for grant in self.books.facts.receipt_grants if grant.left > 20]
        if receipts and self.random.random() < 0.5:
            held = receipts[-1]
            self.book(
                "numbers_released/1", grant=held.grant, first=held.last - self.random.randint(0, 3), last=held.last
            )
        else:
            first = self.random.randint(1, 8)
            last = first + self.random.randint(0, 2)
            self.book("numbers_released/1", grant=self.random.choice(units or ["F-none"]), first=first, last=last)

    def sign(self) -> None:
        names = list(self.books.facts.standing.statements)[-2:] or ["M-none"]
        name = self.random.choice(names)
        if self.random.random() < 0.5:
            self.book("line_disputed/1", statement=name, line=self.random.randint(1, 3))
        else:
            self.book("statement_signed/1", statement=name)

    # -- at the centre ------------------------------------------------------------------------------------------------

    def centre_begins(self) -> None:
        for kind, changed in (
            ("guarantee_deposited/1", {}),
            ("receipts_granted/1", {"grant": "R-0", "first": 1, "last": 60}),
            ("headroom_granted/1", {"grant": "H-0"}),
            ("operator_admitted/1", {}),
        ):
            self.book(kind, **changed)
        self.series_end = 60

    series_end: int = 0

    def centre_grants(self) -> None:
        what = self.random.randrange(9)
        if what == 8:
            day = (date(2026, 12, 1) + timedelta(days=self.random.randrange(60))).isoformat()
            self.say("slots_granted/1", grant=self.name("S"), pool=day, day=day)
        elif what <= 2:
            first = self.series_end + 1
            self.series_end += 60
            self.say("receipts_granted/1", grant=self.name("R"), first=first, last=self.series_end)
        elif what == 3:
            self.say("headroom_granted/1", grant=self.name("H"), amount=self.random.choice((1000, 9_000)))
        elif what == 4:
            spare = max(1, self.books.headroom // 3)
            self.say("headroom_recalled/1", amount=self.random.choice((spare, spare, 900_000_000)))
        elif what == 5:
            name = self.name("V")
            self.codes[name] = [bearer_code(self.random.randbytes(8)) for _ in range(3)]
            proofs = [proof_of(STATION, name, code) for code in self.codes[name]]
            self.say("vouchers_granted/1", grant=name, amount=VOUCHER, proofs=proofs)
        elif what == 6:
            self.say(
                "units_granted/1",
                grant=self.name("F"),
                unit=self.random.choice(("FOLIO", "SLOT")),
                pool=self.name("p"),
                last=9,
            )
        else:
            void = {"void_minutes": self.random.choice((10, 600)), "void_alone": self.random.choice((0, 2000))}
            if self.random.random() < 0.3:
                self.say("limits_set/1", **void)
            else:
                cash, difference = self.random.choice((None, 0, 2000)), self.random.choice((None, 20))
                self.say("limits_set/2", cash_alone=cash, difference_alone=difference, **void)
            cancelled = self.random.choice(list(self.codes) or ["V-none"])
            self.say("vouchers_cancelled/1", grant=cancelled)

    def centre_confirms(self) -> None:
        pending = [(name, found) for name, found in self.books.facts.remittances.items() if found.pending]
        name, found = self.random.choice(pending[-3:] or [("D-none", None)])
        amount = max(1, found.pending if found is not None else 1)
        if self.random.random() < 0.15:
            self.say("remittance_fell_short/1", remittance=name, amount=self.random.choice((amount, 10)))
        else:
            self.say(
                "remittance_confirmed/1", remittance=name, amount=self.random.choice((amount, amount, 100, amount + 1))
            )

    def centre_books(self) -> None:
        """Acts on figures that the centre knew some time ago; some are refused when they arrive."""
        books = self.books
        owed, held = books.balance(accounts.AGENT_OWES, CURRENCY), books.balance(accounts.SAFE, CURRENCY)
        kind, amount = self.random.choice(
            (
                ("debt_paid/1", owed), ("debt_written_off/1", min(owed, 50)), ("guarantee_drawn/1", min(owed, 400)),
                ("guarantee_replenished/1", 400), ("overage_recognised/1", books.owed(accounts.OVERAGE, CURRENCY)),
                ("remittance_overdue/1", held // 4), ("commission_settled/1", books.commission_final(CURRENCY) // 2),
                ("guarantee_returned/1", 30_000),
            )
        )  # fmt: skip
        self.say(kind, amount=max(1, amount))
        for name, left in list(self.notes.prepaid.items())[-1:]:
            if left and self.random.random() < 0.2:
                self.say("prepaid_expired/1", prepaid=name, amount=left)

    def centre_refunds(self) -> None:
        """Approved and, some time later, paid; decided upon when it is heard, as the office decides with the books."""
        closed = [receipt for shelf in self.books.facts.closed for receipt in shelf.values()]
        if closed:
            receipt = self.random.choice(closed[-40:])
            name = self.name("RF")
            amount, owed = receipt.due + receipt.paid, self.books.debt_after_refund(receipt)
            if (
                self.book("refund_approved/1", refund=name, receipt=receipt.number, amount=amount, owed=owed)
                is not None
            ):
                self.say(
                    "refund_paid/1", refund=name, amount=amount, source=self.random.choice(("collection", "treasury"))
                )

    def centre_states(self) -> None:
        through = self.booked
        self.say("statement_issued/1", statement=self.name("M"), through=through, lines=3)
        for name, found in list(self.books.facts.standing.statements.items())[-2:]:
            for line in found.disputes:
                upheld = self.random.random() < 0.5
                self.say(
                    "dispute_resolved/1", statement=name, line=line, outcome="upheld" if upheld else "rejected",
                    adjustment=400 if upheld else 0,
                )  # fmt: skip

    def nonsense(self) -> None:
        """What no screen would offer and a journal may still contain."""
        self.book("session_closed/1", session=self.random.randint(1, 9), z=self.random.randint(1, 9))
        self.book("fee_collected/1", receipt="Z99-000001", due=1)
        self.book("headroom_granted/1", grant="H-x", amount=1)
        assert kind_of("headroom_granted/1").author is Author.CENTRE
