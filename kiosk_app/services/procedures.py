"""A procedure at the counter: found by any words, its requirements ticked or observed, paid in cash, receipted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain import canonical
from domain.catalog import (
    Answers,
    CommissionMode,
    Procedure,
    asked,
    fault_of,
    given,
    search_procedures,
)
from domain.errors import Refusal
from domain.ids import case_code
from domain.journal.entry import SignedEntry
from domain.money import Money, round_down_to
from kiosk_app.services.citizen import Citizen, refuse_unusable
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.paper import Paper
from kiosk_app.services.prepaid import PrepaidValue, find_prepaid
from kiosk_app.storage import drafts, settings
from kiosk_app.storage.connection import Store
from kiosk_app.storage.drafts import DraftPhoto
from kiosk_app.storage.journal import Draft
from printing.spool import PrintJob

#: Bills and coins offered as "handed over", besides the exact amount.
QUICK_MAX = 4


@dataclass(frozen=True, slots=True)
class Quote:
    """What one procedure costs today: `due = fee + service_fee - paid - rounding`, in cash; `paid` is what a prepaid
    code pays of it. `commission` is the agent's.

    `coin` is what cash is rounded down to, `quick` are the sums people hand over, `note` the largest note there is.
    """

    procedure: Procedure
    fee: Money
    service_fee: Money
    rounding: Money
    due: Money
    commission: Money
    mode: CommissionMode
    promise: date
    legal: date | None
    quick: tuple[Money, ...]
    note: Money
    coin: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class ProcedureRequest:
    """`met` and `observed` are requirement codes; together all the mandatory ones. `answers` are the form's fields.

    `prepaid` is a code as it was typed or scanned, empty when all is paid in cash. `draft` is what it was taken down
    as: it goes in the same transaction. `photos` are of documents that the form asks for.
    """

    procedure: str
    citizen: Citizen
    met: tuple[str, ...]
    observed: tuple[str, ...]
    tendered: Money
    answers: Mapping[str, str] = field(default_factory=dict)
    channel: str = "desk"
    prepaid: str = ""
    draft: str = ""
    photos: tuple[DraftPhoto, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseDone:
    """A case that is committed. `receipt` is None for a complaint; `job` is its paper, waiting for a printer.

    `paid` was paid with a prepaid code, on which `left` is left; None when there was none.
    """

    code: str
    receipt: str | None
    due: Money | None
    change: Money | None
    promise: date
    legal: date | None
    entries: tuple[SignedEntry, ...]
    job: PrintJob
    paid: Money | None = None
    left: Money | None = None


class OpenProcedure:
    def __init__(self, counter: Counter, paper: Paper) -> None:
        self._counter = counter
        self._paper = paper

    def search(self, text: str, limit: int = 12) -> list[Procedure]:
        return search_procedures(self._counter.municipality, text, limit)

    def quote(self, code: str) -> Quote:
        """By the figures of today, for this station as the agent.

        Raises Refusal `procedure_unknown`, `terms_not_in_force`, `fee_not_in_force`, `commission_not_in_force`,
        `calendar_too_short`.
        """
        counter = self._counter
        municipality, today = counter.municipality, counter.today()
        procedure = municipality.procedure(code)
        fee, terms = procedure.fee_on(today), municipality.agreement.on(today)
        commission = procedure.commission_on(today, counter.identity.station)
        mode = terms.commission_mode
        service_fee = commission if mode is CommissionMode.SURCHARGE else counter.money(0)
        due = round_down_to(fee + service_fee, terms.smallest_coin)
        promise, law = municipality.calendar.add_working_days(today, procedure.promised_days), procedure.legal_days
        return Quote(
            procedure=procedure,
            fee=fee,
            service_fee=service_fee,
            rounding=fee + service_fee - due,
            due=due,
            commission=commission,
            mode=mode,
            promise=promise,
            legal=None if law is None else municipality.calendar.add_working_days(today, law),
            quick=quick_amounts(due, municipality.coins),
            note=max(municipality.coins, key=lambda face: face.minor),
            coin=terms.smallest_coin,
            paid=counter.money(0),
        )

    def quote_with_prepaid(self, quote: Quote, value: PrepaidValue) -> Quote:
        """The code pays what it can, to the céntimo; only the rest, in cash, is rounded down.

        Raises Refusal `prepaid_spent` when nothing is left on the code and there is something to pay.
        """
        asked = quote.fee + quote.service_fee
        if asked and not value.left:
            raise Refusal("prepaid_spent", prepaid=value.name)
        paid = min(value.left, asked, key=lambda amount: amount.minor)
        due = round_down_to(asked - paid, quote.coin)
        return replace(
            quote,
            paid=paid,
            due=due,
            rounding=asked - paid - due,
            quick=quick_amounts(due, self._counter.municipality.coins),
        )

    def submit(self, operator: Operator, request: ProcedureRequest) -> CaseDone:
        """Open the case, collect the fee and queue its receipt, in one transaction.

        Intake is never refused for a missing requirement: it is observed, and the paper says so (TUO of Law 27444,
        art. 136). Raises Refusal for a citizen without name or document, an answer the form needs or cannot use, cash
        short of what is due, a prepaid code that is wrong or spent, no drawer, no headroom, no receipt numbers, a full
        disk: nothing has been written then.
        """
        counter = self._counter
        quote, value = self.quote(request.procedure), None
        if request.prepaid.strip():
            value = find_prepaid(counter, request.prepaid)
            quote = self.quote_with_prepaid(quote, value)
        refuse_unusable(request.citizen)
        refuse_unusable_answers(quote.procedure, request.answers, counter.today())
        refuse_tender(quote, request.tendered)
        code = next_case_code(counter)
        number, _grant = counter.journal.books.next_receipt()
        jobs: list[PrintJob] = []

        def alongside(store: Store, written: Sequence[SignedEntry]) -> None:
            jobs.append(self._paper.queue_receipt(store, written[-1], operator))
            drafts.remove(store, request.draft)
            if written[-2].entry.body["observed"]:
                self._paper.queue_case_notice(store, written[-2], operator)

        written = counter.journal.record(
            operator.id,
            self._opened(code, quote, request),
            self._collected(code, number, quote, request, value),
            alongside=alongside,
        )
        return CaseDone(
            code,
            number,
            quote.due,
            request.tendered - quote.due,
            quote.promise,
            quote.legal,
            tuple(written),
            jobs[0],
            paid=None if value is None else quote.paid,
            left=None if value is None else value.left - quote.paid,
        )

    def _opened(self, code: str, quote: Quote, request: ProcedureRequest) -> Draft:
        procedure = quote.procedure
        mandatory = {item.code for item in procedure.requirements if item.mandatory}
        observed = sorted(set(request.observed) | (mandatory - set(request.met)))
        body = {
            "case": code,
            "type": "procedure",
            "service": procedure.code,
            "edition": self._counter.municipality.edition,
            "area": procedure.area,
            "promise": quote.promise.isoformat(),
            "channel": request.channel,
            "met": sorted(set(request.met) - set(observed)),
            "observed": observed,
        }
        if quote.legal is not None:
            body["legal"] = quote.legal.isoformat()
        told = given(procedure.form, request.answers)
        answers = {f"answer.{name}": canonical.plain_text(text) for name, text in told.items()}
        photos = [photo for photo in request.photos if photo.field in told]
        answers |= {f"photo.{place}": f"{photo.field} {photo.blob.sha256}" for place, photo in enumerate(photos)}
        private = request.citizen.personal() | {name: text for name, text in answers.items() if text}
        return Draft("case_opened/1", body, personal=private, documents=tuple(photo.blob for photo in photos))

    def _collected(
        self, code: str, number: str, quote: Quote, request: ProcedureRequest, value: PrepaidValue | None
    ) -> Draft:
        body = {
            "case": code,
            "service": quote.procedure.code,
            "receipt": number,
            "fee": quote.fee.minor,
            "due": quote.due.minor,
            "tendered": request.tendered.minor,
            "commission": quote.commission.minor,
            "mode": quote.mode.value,
            "currency": quote.due.currency,
        }
        if value is None or not quote.paid:
            return Draft("fee_collected/1", body)
        return Draft("fee_collected/2", body | {"prepaid": value.name, "paid": quote.paid.minor})


def quick_amounts(due: Money, coins: Sequence[Money]) -> tuple[Money, ...]:
    """The exact amount first, then what people hand over for it: round sums of one or two notes, smallest first."""
    if not due:
        return (due,)
    sums = {face for face in coins if face > due}
    sums |= {face * 2 for face in coins if face < due < face * 2}
    return (due, *sorted(sums, key=lambda amount: amount.minor)[: QUICK_MAX - 1])


def refuse_tender(quote: Quote, tendered: Money) -> None:
    """Raises Refusal `tendered_short`, and `amount_absurd` where the change would hold a whole note that nobody needed
    to hand over: a document number typed into the amount, or one zero too many.
    """
    if tendered < quote.due:
        raise Refusal("tendered_short", due=quote.due.minor, tendered=tendered.minor, currency=tendered.currency)
    if tendered - quote.due >= quote.note:
        raise Refusal("amount_absurd")


def refuse_unusable_answers(procedure: Procedure, answers: Answers, today: date) -> None:
    """Raises Refusal `answer_missing` or `answer_wrong` with the first question whose answer will not do."""
    for problem in answer_faults(procedure, answers, today):
        raise problem


def answer_faults(procedure: Procedure, answers: Answers, today: date) -> list[Refusal]:
    """Every question whose answer will not do, in the form's order."""
    found = []
    for question in asked(procedure.form, answers):
        field = question.field
        why = fault_of(field, canonical.plain_text(answers.get(question.key, "")), today)
        label = f"{field.label} ({question.copy})" if question.copy else field.label
        if why == "missing":
            found.append(Refusal("answer_missing", field=question.key, label=label))
        elif why:
            told = {"field": question.key, "label": label, "why": why, "message": field.message}
            found.append(Refusal("answer_wrong", **told, least=field.least, most=field.most))
    return found


def next_case_code(counter: Counter) -> str:
    """A code that no other case has, made with no network: the place that its entry will have in the journal, permuted.

    Raises Refusal `case_codes_exhausted` after 999,999 entries.
    """
    key = settings.read_secret(counter.store, "case_code_key")
    return case_code(counter.identity.number, counter.journal.length + 1, key)
