"""A draft and the lists, as the state the counter's screen shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from domain.catalog import AppointmentService, Article, Procedure, RequirementKind
from domain.money import Money
from kiosk_app.screens.desk.articles.compose import article_row
from kiosk_app.screens.desk.attend.answers import form_page
from kiosk_app.screens.desk.attend.draft import AttendDraft, shown_requirements
from kiosk_app.screens.desk.attend.state import (
    CaseList,
    Payment,
    Person,
    ProcedureChoice,
    Requirement,
)
from kiosk_app.screens.desk.delivery.state import Delivery
from kiosk_app.screens.desk.words import Words, paper_words, promise_words, readable_amount, spoken_code
from kiosk_app.services.citizen import Citizen
from kiosk_app.services.prepaid import PrepaidValue
from kiosk_app.services.procedures import CaseDone, Quote
from kiosk_app.shown import UNSAID, Choice, Line, ListRow, Said
from printing.spool import PrintJob
from wording import formats
from wording.catalogue import _, mark

DOCUMENT_TYPES: Final = (
    ("DNI", mark("DNI")),
    ("CE", mark("Foreigner's card")),
    ("PAS", mark("Passport")),
)
_KINDS: Final = {
    RequirementKind.ORIGINAL: mark("Original"),
    RequirementKind.COPY: mark("Copy"),
    RequirementKind.DIGITAL: mark("Digital file"),
    RequirementKind.PREREQUISITE: mark("Done before"),
    RequirementKind.FORM: mark("Form"),
}
_EMPTY: Final = {
    "today": mark("There are no cases yet today. Press F2 to attend to the first person."),
    "queued": mark("Everything has been sent."),
    "overdue": mark("No case of this counter is overdue."),
}
_TABS: Final = (mark("Today {count}"), mark("To send {count}"), mark("Overdue {count}"))


def case_list(tab: str, counts: tuple[int, int, int], rows: tuple[ListRow, ...], chosen: str) -> CaseList:
    today, queued, overdue = (_(text).format(count=count) for text, count in zip(_TABS, counts, strict=True))
    return CaseList(tab, (today, queued, overdue), rows, chosen, empty="" if rows else _(_EMPTY[tab]))


def draft_row(draft: AttendDraft) -> ListRow:
    what = draft.quote.procedure.name if draft.quote is not None else _("New procedure")
    return ListRow(
        key=draft.key,
        title=draft.citizen.full_name or _("Without a name"),
        aside=formats.clock(draft.began),
        subtitle=what,
        chip=_("Draft"),
    )


def person(draft: AttendDraft, words: Words, search: str | None = None, people: Sequence[Citizen] = ()) -> Person:
    """With `search` the fields give way to the search among those served before, and `people` are who it found."""
    if search is not None:
        nobody = _("Nobody served here before has that name or number.")
        return replace(
            person(draft, words),
            searching=True,
            search=search,
            found=tuple(
                ListRow(str(index), found.full_name, formats.document_number(found.document), words.phone(found.phone))
                for index, found in enumerate(people)
            ),
            none_found=nobody if search.strip() and not people else "",
        )
    citizen = draft.citizen
    return Person(
        document_types=tuple(Choice(key, _(text)) for key, text in DOCUMENT_TYPES),
        document_type=citizen.document_type,
        document=citizen.document,
        origin=draft.origin,
        born=citizen.born,
        given_names=citizen.names,
        family_names=citizen.surnames,
        phone=citizen.phone,
    )


def term(procedure: Procedure) -> str:
    days = procedure.term_working_days
    return _("delivered at once") if days is None else _("{days} working days").format(days=days)


#: Before the code of a service that is given by appointment: it is chosen where procedures are.
BOOK: Final = "book:"
Offered = Procedure | AppointmentService


def found_row(procedure: Offered, day: date, words: Words) -> ListRow:
    if isinstance(procedure, AppointmentService):
        return ListRow(f"{BOOK}{procedure.code}", procedure.name, _("with an hour"), procedure.group)
    fee = procedure.fees.on(day)
    price = "" if fee is None else _("free") if not fee else words.money(fee)
    return ListRow(procedure.code, procedure.name, price, f"{procedure.group} · {term(procedure)}")


def procedure_choice(
    draft: AttendDraft, found: Sequence[Offered | Article], day: date, words: Words
) -> ProcedureChoice:
    quote = draft.quote
    if quote is None:
        rows = tuple(article_row(each) if isinstance(each, Article) else found_row(each, day, words) for each in found)
        nothing = _("No procedure says that. Try another word, or take it down as a complaint (F5).")
        return ProcedureChoice(
            text=draft.search, found=rows, none_found=nothing if draft.search.strip() and not rows else ""
        )
    requirements = tuple(
        Requirement(item.code, item.text, met=item.code in draft.met, kind=_(_KINDS[item.kind]))
        for item in shown_requirements(quote.procedure)
    )
    met = sum(requirement.met for requirement in requirements)
    return ProcedureChoice(
        chosen=quote.procedure.name,
        summary=f"{_price(quote, words)}  ·  {term(quote.procedure)}",
        requirements=requirements,
        requirements_met=_("{met} of {count}").format(met=met, count=len(requirements)),
        form=form_page(draft),
    )


def _price(quote: Quote, words: Words) -> str:
    if not quote.due and not quote.paid:
        return (
            _("Free: {ground}").format(ground=quote.procedure.exempt_ground)
            if quote.procedure.exempt_ground
            else (_("Free"))
        )
    return _("Fee {amount}").format(amount=words.money(quote.fee))


def payment(draft: AttendDraft, words: Words, *, takes_prepaid: bool = False) -> Payment:
    caption = _("Received ({currency})").format(currency=words.currency_sign)
    quote = draft.quote
    if quote is None:
        return Payment(
            total=words.money(Money(0, words.currency)), received_caption=caption, can_discard=not draft.is_blank
        )
    lines = [Line(_("Municipal fee"), words.money(quote.fee))]
    if quote.service_fee:
        lines.append(Line(_("Cabin service"), words.money(quote.service_fee)))
    if quote.paid:
        lines.append(Line(_("Prepaid code"), words.money(-quote.paid)))
    if quote.rounding:
        lines.append(Line(_("Rounding, in favour of the person"), words.money(-quote.rounding)))
    missing, change = _change(draft, quote, words)
    return Payment(
        lines=tuple(lines),
        total=words.money(quote.due),
        received=draft.received,
        received_caption=caption,
        quick=_quick(quote, words),
        change_caption=_("Missing") if missing else _("Change to give back") if change.words else "",
        change=change,
        note=UNSAID if quote.due else Said(_("Nothing is collected: {ground}").format(ground=_ground(quote)), "info"),
        collect_caption=_("Collect and print") if quote.due or quote.paid else _("Register and print"),
        takes_prepaid=takes_prepaid and bool(quote.due or quote.paid),
        prepaid=draft.prepaid,
        prepaid_told=draft.prepaid_told,
        enabled=bool(quote.due),
        can_collect=True,
        can_discard=True,
    )


def _ground(quote: Quote) -> str:
    if quote.paid:
        return _("the prepaid code pays it all")
    return quote.procedure.exempt_ground or _("it is free")


def _quick(quote: Quote, words: Words) -> tuple[Choice, ...]:
    if not quote.due:
        return ()
    choices = []
    for position, amount in enumerate(quote.quick):
        exact = position == 0
        spoken = _("Exact: {amount}") if exact else _("Received {amount}")
        short = words.number(amount)
        round_sum = short.removesuffix(f"{words.locale.decimal_mark}00")
        choices.append(
            Choice(words.typed(amount), short if exact else round_sum, spoken.format(amount=words.money(amount)))
        )
    return tuple(choices)


def _change(draft: AttendDraft, quote: Quote, words: Words) -> tuple[bool, Said]:
    received = readable_amount(draft.received, words.currency)
    if received is None or not quote.due:
        return False, UNSAID
    if received < quote.due:
        return True, Said(words.money(quote.due - received), "err")
    return False, Said(words.money(received - quote.due), "ok")


def prepaid_words(value: PrepaidValue, quote: Quote | None, words: Words) -> Said:
    """What is on a code and, once it is known what is paid, what stays on it."""
    if quote is None or not quote.paid:
        return Said(_("The code has {left}.").format(left=words.money(value.left)), "ok")
    told = _("The code pays {paid}, and {left} stays on it.")
    return Said(told.format(paid=words.money(quote.paid), left=words.money(value.left - quote.paid)), "ok")


def _paid_with_code(done: CaseDone, words: Words) -> list[Line]:
    if not done.paid or done.left is None:
        return []
    return [
        Line(_("Paid with a prepaid code"), words.money(done.paid)),
        Line(_("Left on the prepaid code"), words.money(done.left)),
    ]


def delivery(done: CaseDone, job: PrintJob, missing: tuple[str, ...], day: date, words: Words) -> Delivery:
    """`missing` are requirements the person has to bring, in words."""
    assert done.due is not None, "a procedure has an amount, be it zero"
    assert done.change is not None, "and a change"
    heading = _("Registered, nothing to pay")
    if done.paid and not done.due:
        heading = _("Paid with a prepaid code: {amount}").format(amount=words.money(done.paid))
    if done.due:
        heading = _("Collected {due}. Change {change}").format(
            due=words.money(done.due), change=words.money(done.change)
        )
    printing, ask = paper_words(job)
    facts = [
        Line(_("Receipt"), done.receipt or ""),
        *_paid_with_code(done, words),
        Line(_("Ready"), promise_words(done.promise, day)),
        Line(_("State"), _("Saved on this computer, to be sent")),
    ]
    steps = [_("Give the person the receipt.") if not done.change else _("Give the person the receipt and the change.")]
    if missing:
        steps.append(_("Still to bring, within two working days: {missing}").format(missing="; ".join(missing)))
    steps.append(_("The municipality gets the case by itself when there is a connection."))
    return Delivery(
        heading=heading,
        code=formats.case_code(done.code),
        code_spoken=spoken_code(done.code),
        facts=tuple(facts),
        next_steps=tuple(steps),
        printing=printing,
        print_caption=_("Print copy {number}").format(number=job.copy_number + 1),
        can_print=not ask,
        ask_paper=ask,
    )
