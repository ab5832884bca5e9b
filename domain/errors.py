"""Two families of error.

Refusal            a rule said no: a code and its parameters, never a sentence. The wording room turns the code into
                   what happened, whether the data is safe, and what to do next.
InvariantBroken    our own fault: the books would not agree. Nothing is written; the station stops taking money.
"""

from __future__ import annotations

from typing import Any


class Refusal(Exception):  # noqa: N818 - it is not an error of the program: a rule said no
    """A rule said no. `code` is stable for ever and listed in docs/ERRORS.md; `details` are its parameters."""

    def __init__(self, code: str, /, **details: Any) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        return f"{self.code} {self.details}" if self.details else self.code


class InvariantBroken(Exception):  # noqa: N818 - named for what happened
    """An act would break the books. It is the program's fault: nothing was written."""

    def __init__(self, invariant: str, /, **details: Any) -> None:
        super().__init__(invariant, details)
        self.invariant = invariant
        self.details = details
