"""The QR symbol as rows of modules, and how large it may stand on paper."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, TypeAlias

import segno

from domain.errors import Refusal

#: Rows of 0 and 1, dark is 1, the quiet zone included.
Modules: TypeAlias = tuple[bytes, ...]

#: ISO/IEC 18004 asks for four light modules on each side; a symbol printed up to the paper's edge has none.
QUIET_ZONE: Final = 4
#: ISO/IEC 18004 lets an encoder try eight masks for the most even symbol. A signature is even already, and trying them
#: is nearly all that drawing a receipt takes while somebody waits at the window.
MASK: Final = 3
#: Printer dots a module. At 2 a telephone's camera reads next to nothing, at 3 most of it, at 4 everything.
DOTS_BEST: Final = 4
DOTS_LEAST: Final = 3


@lru_cache(maxsize=64)  # the same symbol stands on the slip, on its PDF and on the screen's preview
def modules_of(text: str) -> Modules:
    """Error correction M: a fold or a smudge of some 15 % of the symbol is repaired."""
    symbol = segno.make(text, error="m", boost_error=False, micro=False, mask=MASK)
    return tuple(bytes(row) for row in symbol.matrix_iter(scale=1, border=QUIET_ZONE))


def dots_per_module(modules: Modules, dots: int) -> int:
    """How many printer dots a module gets on paper `dots` wide.

    Raises Refusal `code_too_large_for_paper` rather than print a symbol that no camera reads.
    """
    for size in range(DOTS_BEST, DOTS_LEAST - 1, -1):
        if len(modules) * size <= dots:
            return size
    raise Refusal("code_too_large_for_paper", modules=len(modules), dots=dots)
