"""The code that shows that the citizen's paper is here: its six digits typed, or the paper's QR scanned."""

from __future__ import annotations

from domain.envelope import EnvelopeType, Signed, from_base64url
from domain.errors import Refusal
from domain.journal.entry import Entry, read_entry
from domain.journal.kinds import Author
from domain.ledger.rules.collecting import void_code
from kiosk_app.services.counter import Counter
from kiosk_app.storage import entries
from printing import receipt_code


def read_void_code(counter: Counter, text: str, receipt: str) -> str:
    """Six digits, however they were spaced; of a scanned QR those of the entry that it carries or names.

    Nothing needs to be proved of a scanned entry: its code is compared with that of the receipt on record, and whoever
    can make an entry that has it knew the code already. Raises Refusal `void_code_wrong`.
    """
    digits = "".join(text.split())
    if digits.isascii() and digits.isdigit() and len(digits) == 6:  # noqa: PLR2004 - the code's digits
        return digits
    try:
        found = _scanned(counter, text)
    except Refusal as refusal:
        raise Refusal("void_code_wrong", receipt=receipt) from refusal
    if found.body.get("receipt") != receipt:  # another receipt's paper, or a complaint's
        raise Refusal("void_code_wrong", receipt=receipt)
    return void_code(found)


def _scanned(counter: Counter, text: str) -> Entry:
    if not receipt_code.is_name(text):
        code = receipt_code.decode(text)
        return read_entry(Signed(EnvelopeType.ENTRY, code.payload, code.signature)).entry
    name = receipt_code.decode_name(text)
    signed = next(entries.read(counter.store, Author.STATION, name.sequence, name.sequence), None)
    if signed is None or from_base64url(signed.hash) != name.hash:
        raise Refusal("code_not_ours")
    return read_entry(signed).entry
