"""Six fictitious cabins and four weeks of everything that happens to municipal money. Nobody named here exists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from domain.ids import damm_digit
from domain.ledger.bearer import proof_of
from domain.ledger.statements import lawful, statement_of
from kiosk_app.screens.audit.samples import CURRENCY, SampleCabin

_FIRST: Final = date(2026, 10, 26)
_DAYS: Final = 17
#: The last day of October, and the day on which its statement is issued.
_MONTH_END, _STATED = 4, 6
_CONFIRMED_BEFORE: Final = 13
SUPERVISOR: Final = "v.salas"


def sample_cabins() -> list[SampleCabin]:
    """Differences, voids of every kind, deposits of every age, a short one, refunds, debts, statements, disputes."""
    cabins = [
        SampleCabin("C02", 2, "02 Plaza", "e.ramos"),
        SampleCabin("C03", 3, "03 Terminal", "j.soto"),
        SampleCabin("C07", 7, "07 San Juan", "r.quispe"),
        SampleCabin("C11", 11, "11 Mercado", "l.ayala"),
        SampleCabin("C15", 15, "15 La Colmena", "p.rojas"),
        SampleCabin("C19", 19, "19 Pampa", "m.ccori"),
    ]
    for cabin in cabins:
        _begin(cabin)
        for number in range(_DAYS):
            when = _FIRST + timedelta(days=number + 2 * (number // 5))
            during = _DURING.get((cabin.station, number))
            cabin.day(when, 5 + (number * cabin.number) % 6, during=during, **_unusual(cabin, number))
            if number == _MONTH_END:
                cabin.month_end = len(cabin.own)
            if number % 2 and number < 16 - _slowness(cabin):
                short = 2000 if (cabin.station, number) == ("C11", 7) else 0
                cabin.deposit(deposit_name(cabin.number, number), confirmed=number < _CONFIRMED_BEFORE, short=short)
            if number == _STATED:
                _state(cabin)
            after = _AFTER.get((cabin.station, number))
            if after is not None:
                after(cabin)
    return cabins


def deposit_name(cabin: int, number: int) -> str:
    """As a counter names its deposits."""
    digits = f"{cabin:04d}{number:06d}"
    return f"REM-{digits[:4]}-{digits[4:]}-{damm_digit(digits)}"


def _slowness(cabin: SampleCabin) -> int:
    return {"C19": 6, "C11": 3}.get(cabin.station, 0)


def _unusual(cabin: SampleCabin, number: int) -> dict[str, Any]:
    match cabin.station, number:
        case "C11", 14:
            return {"difference": -4000, "explanation": "Di vuelto de más a un vecino; no pude ubicarlo."}
        case "C11", 9:
            return {"difference": -2150, "explanation": "Faltó en el arqueo, lo repongo."}
        case "C03", 15:
            return {"difference": 500, "explanation": "Un vecino no esperó su vuelto."}
        case _:
            return {}


def _begin(cabin: SampleCabin) -> None:
    """C11's municipality never told it limits: its voids need nothing. C15 keeps its commission back."""
    cabin.grant("operator_admitted/1", operator=SUPERVISOR, role="supervisor", until="2027-03-31")
    if cabin.station != "C11":
        cabin.grant("limits_set/1", void_minutes=30, void_alone=5000, currency=CURRENCY)
    if cabin.station == "C15":
        cabin.mode = "retained"


def _void_plainly(cabin: SampleCabin) -> None:
    cabin.fee()
    cabin.act("fee_voided/1", receipt=cabin.last_receipt, reason="pago duplicado")


def _void_with_paper(cabin: SampleCabin) -> None:
    cabin.fee()
    code = cabin.books.facts.receipts[cabin.last_receipt].void_code
    cabin.act("fee_voided/2", receipt=cabin.last_receipt, reason="trámite equivocado", code=code)


def _void_with_second_person(cabin: SampleCabin) -> None:
    cabin.fee()
    cabin.act("fee_voided/2", receipt=cabin.last_receipt, reason="el vecino perdió el papel", approver=SUPERVISOR)


def _sell_and_use_a_code(cabin: SampleCabin) -> None:
    name = f"P-{cabin.station}-1"
    proof = proof_of(cabin.station, name, "7Q2M4N9XKD3V")
    cabin.act("prepaid_sold/1", prepaid=name, amount=12_000, currency=CURRENCY, proof=proof)
    for _receipt in range(2):
        cabin.fee(prepaid=name)


def _take_to_the_safe(cabin: SampleCabin) -> None:
    cabin.act("cash_moved/1", session=cabin.sessions, way="to_safe", amount=10_000, reason="mucho efectivo en la caja")


def _refund(cabin: SampleCabin, name: str, receipt: int, ground: str) -> int:
    """Of a closed drawer; answers the amount."""
    number = f"{cabin.station}-{receipt:06d}"
    found = cabin.books.closed_receipt(number)
    assert found is not None, "a receipt of a closed drawer"
    amount = found.due + found.paid
    cabin.grant(
        "refund_approved/1",
        refund=name,
        receipt=number,
        ground=ground,
        amount=amount,
        owed=cabin.books.debt_after_refund(found),
        resolution=f"RG-{name[3:]}-2026",
    )
    return amount


def _give_two_back(cabin: SampleCabin) -> None:
    """One is paid out of what the bank has, one waits."""
    amount = _refund(cabin, "RF-118", 4, "municipality_error")
    paid = {"refund": "RF-118", "amount": amount, "currency": CURRENCY}
    cabin.grant("refund_paid/1", **paid, reference="TR-5501", source="collection")
    _refund(cabin, "RF-131", 12, "withdrawn")


def _give_back_what_the_agent_was_paid_for(cabin: SampleCabin) -> None:
    """The commission was paid already: the agent owes it, and the treasury pays the citizen out of its own money."""
    paid = cabin.books.commission_final(CURRENCY)
    cabin.grant("commission_settled/1", amount=paid, currency=CURRENCY, period="2026-10", invoice="E001-204")
    amount = _refund(cabin, "RF-126", 9, "agent_error")
    given = {"refund": "RF-126", "amount": amount, "currency": CURRENCY}
    cabin.grant("refund_paid/1", **given, reference="TR-5522", source="treasury")


def _settle_debts(cabin: SampleCabin) -> None:
    """What was short: part paid, part taken from the guarantee, which is topped up; a few cents forgiven."""
    cabin.grant("debt_paid/1", amount=2150, currency=CURRENCY, reference="LIQ-0091")
    cabin.grant("guarantee_drawn/1", amount=1990, currency=CURRENCY, resolution="RA-077-2026")
    cabin.grant("guarantee_replenished/1", amount=1990, currency=CURRENCY, reference="LIQ-0097")
    cabin.grant("debt_written_off/1", amount=10, currency=CURRENCY, resolution="RA-079-2026")


def _overdue(cabin: SampleCabin) -> None:
    cabin.grant("remittance_overdue/1", amount=20_000, currency=CURRENCY, reason="plazo de 24 horas vencido")


def _take_the_overage_in(cabin: SampleCabin) -> None:
    cabin.grant("overage_recognised/1", amount=500, currency=CURRENCY, resolution="RA-081-2026")


def _state(cabin: SampleCabin) -> None:
    """October's statement: signed, disputed, or still on the agent's desk."""
    lines = statement_of(lawful(cabin.station, cabin.own, cabin.outbound), 0, cabin.month_end)
    name = "2026-10"
    cabin.grant(
        "statement_issued/1",
        statement=name,
        through=cabin.month_end,
        lines=len(lines.lines),
        hash=lines.hash,
        fees=lines.fees,
        commission=lines.commission,
        currency=CURRENCY,
    )
    for line, reason in _DISPUTES.get(cabin.station, ()):
        cabin.act("line_disputed/1", statement=name, line=line, reason=reason)
    if cabin.station in _SIGNING:
        cabin.act("statement_signed/1", statement=name, hash=lines.hash)
    for line, outcome, adjustment, words in _ANSWERS.get(cabin.station, ()):
        answer = {"statement": name, "line": line, "outcome": outcome, "adjustment": adjustment}
        cabin.grant("dispute_resolved/1", **answer, currency=CURRENCY, words=words)


_SIGNING: Final = frozenset({"C02", "C03", "C07"})
_DISPUTES: Final = {
    "C03": ((6, "este recibo lo atendió otra cabina"),),
    "C07": ((9, "la comisión del trámite era la nueva"),),
    "C11": ((3, "falta la comisión de este recibo"), (14, "este recibo no es mío")),
}
_ANSWERS: Final = {
    "C03": ((6, "rejected", 0, "el recibo lleva la firma de esta cabina"),),
    "C07": ((9, "upheld", 100, "la comisión subió el 28 de octubre"),),
}
_DURING: Final[dict[tuple[str, int], Callable[[SampleCabin], None]]] = {
    ("C02", 8): _void_with_paper,
    ("C03", 11): _sell_and_use_a_code,
    ("C07", 3): _void_with_paper,
    ("C07", 10): _void_with_second_person,
    ("C07", 12): _take_to_the_safe,
    ("C11", 14): _void_plainly,
}
_AFTER: Final[dict[tuple[str, int], Callable[[SampleCabin], None]]] = {
    ("C02", 8): _give_two_back,
    ("C03", 16): _take_the_overage_in,
    ("C07", 10): _give_back_what_the_agent_was_paid_for,
    ("C11", 10): _settle_debts,
    ("C19", 16): _overdue,
}
