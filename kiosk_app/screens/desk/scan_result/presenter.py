"""A scanned receipt: what it proves, in words anybody can act on."""

from __future__ import annotations

from typing import Final

from domain.money import Money
from kiosk_app.screens.desk.scan_result.state import ScanResultState, Verdict
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.receipts import Checked, Genuineness
from kiosk_app.shown import Line
from wording import formats
from wording.catalogue import _, mark

_TOLD: Final = {
    Verdict.VALID: (
        mark("Genuine receipt"),
        mark("{place} of this municipality signed it, and nobody has changed it."),
        mark("You can trust this paper, also without a connection."),
    ),
    Verdict.ALTERED: (
        mark("Altered receipt"),
        mark("What it says does not agree with its signature."),
        mark("Do not accept it. Ask for the original and tell the municipality."),
    ),
    Verdict.UNKNOWN_KEY: (
        mark("It cannot be checked yet"),
        mark("A counter that this computer does not know signed it."),
        mark("Connect this computer to learn the counters, or ask for the case by its code."),
    ),
    Verdict.NOT_OURS: (
        mark("It is not a receipt of the municipality"),
        mark("The code that was read is of something else: a product, a document or a page."),
        mark("Read the large code of a receipt, or write the ten numbers of the case."),
    ),
    Verdict.CHECKED_ONLINE: (
        mark("This receipt is checked on the internet"),
        mark("It says that it is of {place}. Its code does not hold what was paid, so this computer cannot tell."),
        mark("Open the code with a telephone that has a connection: the municipality's page says if it is genuine."),
    ),
}
_VERDICTS: Final = {
    Genuineness.VALID: Verdict.VALID,
    Genuineness.ALTERED: Verdict.ALTERED,
    Genuineness.UNKNOWN_KEY: Verdict.UNKNOWN_KEY,
    Genuineness.NOT_OURS: Verdict.NOT_OURS,
    Genuineness.CHECKED_ONLINE: Verdict.CHECKED_ONLINE,
}


def scan_result_state(checked: Checked, words: Words) -> ScanResultState:
    verdict = _VERDICTS[checked.genuineness]
    heading, meaning, advice = (_(text) for text in _TOLD[verdict])
    if checked.voided:
        heading, advice = _("Genuine, but voided"), _("The receipt was voided at this counter: it proves no payment.")
    elif checked.revoked:
        advice = _("Its counter has been withdrawn since. Ask the municipality before you trust it.")
    elif checked.is_outdated:
        heading, advice = _("Genuine, but no longer valid"), _("It was cancelled, or has another hour now. Open it.")
    elif checked.appointment_at is not None and not checked.known_here:
        advice = _("Only the counter that gave it can change or cancel it: {place}.")
        advice = advice.format(place=checked.station_label or checked.station)
    place = checked.station_label or checked.station or _("A counter")
    return ScanResultState(
        verdict=verdict,
        heading=heading,
        meaning=meaning.format(place=place),
        advice=advice,
        facts=_facts(checked, words) if verdict is Verdict.VALID else (),
        case=_about(checked, verdict),
        case_caption=_opens(checked) if checked.known_here else _("Take in what was missing…"),
    )


def _opens(checked: Checked) -> str:
    return _("Open the case") if checked.appointment_at is None else _("Open it")


def _about(checked: Checked, verdict: Verdict) -> str:
    """The case of this counter, or what is needed to take something in for a procedure of another one."""
    if checked.known_here:
        return checked.code
    may = verdict is Verdict.VALID and checked.is_procedure and not checked.voided and not checked.revoked
    return f"complete:{checked.code}:{checked.service}" if may else ""


def _facts(checked: Checked, words: Words) -> tuple[Line, ...]:
    facts = (
        (_("Receipt"), checked.receipt or ""),
        (_("Case"), formats.case_code(checked.code) if checked.code else ""),
        (_("For"), checked.service_name),
        (_("Paid"), "" if checked.due is None else words.money(_whole(checked.due, checked.paid))),
        (_("Day and hour"), _hour(checked)),
        (_("Date"), "" if checked.issued_at is None else formats.day_and_clock(checked.issued_at)),
        (_("Promised for"), "" if checked.promise is None else formats.day(checked.promise)),
    )
    return tuple(Line(said, text) for said, text in facts if text)


def _hour(checked: Checked) -> str:
    at = checked.appointment_at
    return "" if at is None else f"{formats.day_in_words(at.date())}, {formats.clock(at)}"


def _whole(due: Money, paid: Money | None) -> Money:
    """In cash and with a prepaid code: to whoever paid it is one sum."""
    return due if paid is None else due + paid
