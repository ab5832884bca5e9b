"""The code that shows that the citizen's paper is here: six digits that stand on the original and on no copy."""

from __future__ import annotations

from typing import Final

from domain.errors import Refusal
from printing import receipt_code

_DIGITS: Final = 6


def read_void_code(text: str, receipt: str) -> str:
    """Six digits, however they were spaced. A receipt's QR is refused: every copy carries the same one.

    Raises Refusal `void_code_not_scanned` for a QR of ours, `void_code_wrong` for whatever else is no code.
    """
    digits = "".join(text.split())
    if digits.isascii() and digits.isdigit() and len(digits) == _DIGITS:
        return digits
    code = "void_code_not_scanned" if _is_receipts_qr(text) else "void_code_wrong"
    raise Refusal(code, receipt=receipt)


def _is_receipts_qr(text: str) -> bool:
    if receipt_code.is_name(text):
        return True
    try:
        receipt_code.decode(text)
    except Refusal:
        return False
    return True
