"""From values to what people read: amounts, ages, states of cases and of papers. One for a municipality."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from domain.cases.states import CaseState
from domain.catalog import Municipality
from domain.errors import Refusal
from domain.money import Money, decimal_text, parse_amount
from kiosk_app.services.cases import CaseRow
from kiosk_app.services.guarantee import Gauge
from kiosk_app.shown import ListRow, Said, Tone
from printing.printers.printer import words_for as printer_words
from printing.spool import PrintJob, SpoolState, needs_person
from wording import formats
from wording.catalogue import _, mark, ngettext

#: What each state is called, and how it looks. What is not sent yet or is late is said before.
_STATES: Final[dict[CaseState, tuple[str, Tone]]] = {
    CaseState.SAVED: (mark("Received by the municipality"), "info"),
    CaseState.RECEIVED: (mark("Received by the municipality"), "info"),
    CaseState.OBSERVED: (mark("Something is missing"), "warn"),
    CaseState.NOT_PRESENTED: (mark("Not presented"), "err"),
    CaseState.IN_PROGRESS: (mark("In progress"), "info"),
    CaseState.RESOLVED: (mark("Attended"), "ok"),
    CaseState.REJECTED: (mark("Rejected"), "err"),
    CaseState.CLOSED: (mark("Delivered"), "ok"),
}
_DIGIT_WORDS: Final = (
    mark("zero"),
    mark("one"),
    mark("two"),
    mark("three"),
    mark("four"),
    mark("five"),
    mark("six"),
    mark("seven"),
    mark("eight"),
    mark("nine"),
)


class Words:
    """The municipality's locale decides, never the computer's."""

    def __init__(self, municipality: Municipality) -> None:
        self.locale: Final = formats.LOCALES[municipality.locale]
        self.currency: Final = municipality.currency

    @property
    def currency_sign(self) -> str:
        return self.locale.currency_sign.strip()

    def money(self, amount: Money) -> str:
        return formats.money(amount, self.locale)

    def number(self, amount: Money) -> str:
        return formats.number(amount, self.locale)

    def typed(self, amount: Money) -> str:
        """An amount as a person types it: no sign, no groups, the country's mark."""
        return decimal_text(amount).replace(".", self.locale.decimal_mark)

    def phone(self, text: str) -> str:
        return formats.phone(text, self.locale)

    def amount(self, text: str) -> Money:
        """Raises Refusal `amount_unreadable`, `amount_too_precise`, `amount_absurd`."""
        return parse_amount(text, self.currency)


def readable_amount(text: str, currency: str) -> Money | None:
    """The amount while it is being typed, or None where it cannot be read yet."""
    try:
        return parse_amount(text, currency)
    except Refusal:
        return None


def left_words(gauge: Gauge, words: Words) -> str:
    """What may still be collected: to the céntimo, or in tenths of the headroom while a count is blind."""
    if gauge.exact is not None:
        left, headroom = words.money(gauge.exact.left), words.money(gauge.headroom)
        return _("{left} left of {headroom} to go on collecting").format(left=left, headroom=headroom)
    if not gauge.above:
        return _("At most {upto} left to go on collecting").format(upto=words.money(gauge.upto))
    return _("More than {above} left to go on collecting").format(above=words.money(gauge.above))


def age(since: datetime, now: datetime) -> str:
    """How long something has waited: `11 min`, `2 h 27 min`, `3 days`."""
    minutes = max(0, int((now - since) / timedelta(minutes=1)))
    hours, rest = divmod(minutes, 60)
    days = hours // 24
    if days:
        return ngettext("{days} day", "{days} days", days).format(days=days)
    if hours:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)
    return _("{minutes} min").format(minutes=minutes)


def spoken_code(digits: str) -> str:
    """A case code for the ear, digit by digit."""
    return _("Case code: {digits}").format(digits=", ".join(_(_DIGIT_WORDS[int(digit)]) for digit in digits))


def case_state(row: CaseRow) -> tuple[str, Tone]:
    """The one state that matters now: not sent, then late, then what the municipality said last."""
    if not row.sent:
        return _("To send"), "warn"
    if row.overdue:
        return _("Overdue"), "err"
    words, tone = _STATES[row.state]
    return _(words), tone


def case_line(row: CaseRow, today: date) -> ListRow:
    """A case in a list. Today's carry the hour, older ones the day."""
    words, tone = case_state(row)
    when = formats.clock(row.opened_at) if row.opened_at.date() == today else formats.day(row.opened_at.date())
    return ListRow(
        key=row.code,
        title=row.citizen.full_name or _("Without a name"),
        aside=when,
        subtitle=case_title(row),
        chip=words,
        tone=tone,
        code=formats.case_code(row.code),
    )


def case_title(row: CaseRow) -> str:
    if row.type == "complaint":
        return _("Complaint: {category}").format(category=row.service_name)
    return row.service_name


def promise_words(promise: date, today: date) -> str:
    """When it will be ready, as the person at the window hears it."""
    return _("at once") if promise <= today else _("by {day}").format(day=formats.day(promise))


def paper_words(job: PrintJob) -> tuple[Said, bool]:
    """The honest state of a paper, and whether a person must look in the tray."""
    if job.is_sent_again_when_denied:
        told = _("Has the person got the paper? If it did not come out, say so: the same one is printed again.")
        return Said(told, "warn"), True
    if job.state is SpoolState.UNKNOWN:
        return Said(printer_words(job.reason or "not_in_tray").sentence, "warn"), True
    match job.state:
        case SpoolState.QUEUED:
            return Said(_("The paper waits for the printer."), "info"), False
        case SpoolState.SENDING:
            return Said(_("Printing. Do not turn the printer off."), "info"), False
        case SpoolState.PRINTED | SpoolState.CONFIRMED:
            return Said(_("The paper was printed."), "ok"), False
        case SpoolState.FAILED_BEFORE_SEND:
            told = printer_words(job.reason or "unreachable").sentence
            if needs_person(job):  # tried often enough
                return Said(f"{told} " + _("Then press Try now in what is to be sent."), "warn"), False
            return Said(f"{told} " + _("It will be printed by itself."), "warn"), False
        case _:
            return Said(_("The paper was not printed. Print a copy if it is needed."), "warn"), False


def when_words(moment: datetime, today: date) -> str:
    return formats.clock(moment) if moment.date() == today else formats.day_and_clock(moment)


def count_words(count: int) -> str:
    """How many cases a list has."""
    return ngettext("{count} case", "{count} cases", count).format(count=count)
