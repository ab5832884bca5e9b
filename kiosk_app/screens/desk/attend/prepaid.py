"""A prepaid code beside a draft: once it is whole, what it pays is taken off and only the rest is asked in cash."""

from __future__ import annotations

from dataclasses import replace

from domain.errors import Refusal
from domain.ledger.bearer import CODE_LETTERS, read_bearer_code
from kiosk_app.screens.desk.attend.compose import prepaid_words
from kiosk_app.screens.desk.attend.draft import AttendDraft
from kiosk_app.screens.desk.prepaid.presenter import amounts_sold
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.counter import Counter
from kiosk_app.services.prepaid import PrepaidCodes
from kiosk_app.services.procedures import OpenProcedure
from kiosk_app.shown import UNSAID, Said


def takes_prepaid(counter: Counter, prepaid: PrepaidCodes) -> bool:
    """Whether this counter sells codes, or has sold any that may still be spent."""
    return bool(counter.journal.books.facts.standing.prepaid) or bool(amounts_sold(prepaid))


def is_prepaid_code(scanned: str) -> bool:
    """Twelve letters and numbers, and not numbers alone: those are on cards and products."""
    if scanned.isdigit():
        return False
    try:
        read_bearer_code(scanned)
    except Refusal:
        return False
    return True


def with_code(
    draft: AttendDraft, typed: str, prepaid: PrepaidCodes, procedures: OpenProcedure, words: Words
) -> AttendDraft:
    """The draft with the code as far as it is typed; a wrong one is told beside it and pays nothing."""
    fresh = replace(draft, prepaid=typed, value=None, prepaid_told=UNSAID)
    if draft.value is not None:
        fresh = fresh.priced(draft.full)
    if sum(letter.isalnum() for letter in typed) < CODE_LETTERS:
        return fresh
    try:
        value = prepaid.find(typed)
        quote = None if fresh.full is None else procedures.quote_with_prepaid(fresh.full, value)
    except Refusal as refusal:
        return replace(fresh, prepaid_told=Said(words_of(refusal, words), "err"))
    found = replace(fresh, value=value, prepaid_told=prepaid_words(value, quote, words))
    return found if quote is None else found.priced(quote)
