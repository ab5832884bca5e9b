"""One table of a TOML file, read key by key; every fault is noted and reading goes on.

A getter that finds a fault notes a `Problem` and returns a stand-in of its type, so that the rest of the folder is
still looked at. The values built from stand-ins are thrown away: a folder with a problem is refused as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final, TypeVar

from domain.catalog.problems import Problem
from domain.catalog.reading.locator import Path
from domain.catalog.schedule import Source, SourceKind
from domain.errors import Refusal
from domain.money import EXPONENTS, Money, decimal_text, parse_amount

Choice = TypeVar("Choice", bound=StrEnum)

CODE: Final = re.compile(r"[A-Z][A-Z0-9-]{0,19}")
NAME_LENGTH: Final = 120
TEXT_LENGTH: Final = 400
_CITED: Final = re.compile(r"cited: (?P<norm>\S.{7,})")
_SHOWN_LENGTH: Final = 60
_MISSING: Final = object()
_STAND_IN_CURRENCY: Final = "PEN"


@dataclass
class Faults:
    """What has been found so far, and which keys each kind of table has: what the documentation must describe."""

    problems: list[Problem] = field(default_factory=list)
    keys: dict[str, set[str]] = field(default_factory=dict)

    def note(self, file: str, line: int, path: str, found: str, allowed: str) -> None:
        self.problems.append(Problem(file, line, path, found, allowed))


@dataclass(frozen=True)
class Row:
    """`kind` names the table in the documentation; `path` is where it stands in the file."""

    file: str
    kind: str
    path: Path
    table: Mapping[str, Any]
    lines: Mapping[Path, int]
    faults: Faults
    asked: set[str] = field(default_factory=set)

    def note(self, key: str, found: str, allowed: str) -> None:
        """Note a fault at `key`, or at the table's own line when the key is not there."""
        whole = (*self.path, key) if key else self.path
        line = self.lines.get(whole) or self.lines.get(self.path) or 1
        self.faults.note(self.file, line, dotted(whole), found, allowed)

    def note_item(self, key: str, position: int, found: str, allowed: str) -> None:
        path = (*self.path, key, position)
        self.faults.note(self.file, self.lines.get(path) or 1, dotted(path), found, allowed)

    def finish(self) -> None:
        """Every key has been asked for: whatever else is there is refused."""
        self.faults.keys.setdefault(self.kind, set()).update(self.asked)
        for key in self.table:
            if key not in self.asked:
                self.note(key, "an unknown key", "the keys " + ", ".join(sorted(self.asked)))

    def has(self, key: str) -> bool:
        self.asked.add(key)
        return key in self.table

    # -- words ---------------------------------------------------------------------------------------------------

    def text(self, key: str, *, longest: int = NAME_LENGTH, default: str | None = None) -> str:
        """One line of text. With a `default` the key may be left out, or be empty."""
        allowed = f"text of 1 to {longest} letters on one line"
        value = self._take(key, allowed, required=default is None)
        if value is _MISSING:
            return default or ""
        if value == "" and default is not None:
            return ""
        return self._line_of_text(key, value, longest, allowed)

    def texts(self, key: str, *, least: int, most: int, longest: int) -> tuple[str, ...]:
        """A list of lines of text, without repetitions."""
        allowed = f"a list of {least} to {most} texts of 1 to {longest} letters"
        value = self._take(key, allowed, required=least > 0)
        if value is _MISSING:
            return ()
        if not isinstance(value, list) or not least <= len(value) <= most:
            self.note(key, shown(value), allowed)
            return ()
        read = tuple(self._line_of_text(key, item, longest, allowed, position) for position, item in enumerate(value))
        for position, item in enumerate(read):
            if item and item in read[:position]:
                self.note_item(key, position, f"{shown(item)} again", "each text once")
        return read

    def pattern(self, key: str, pattern: re.Pattern[str], allowed: str) -> str:
        value = self._take(key, allowed)
        if value is _MISSING:
            return ""
        if not isinstance(value, str) or not pattern.fullmatch(value):
            self.note(key, shown(value), allowed)
            return ""
        return value

    def code(self, key: str = "code") -> str:
        return self.pattern(key, CODE, "1 to 20 capital letters, digits and hyphens, a letter first, such as LF-01")

    def one_of(self, key: str, allowed: Collection[str]) -> str:
        phrase = "one of " + ", ".join(sorted(allowed))
        value = self._take(key, phrase)
        if value is _MISSING:
            return ""
        if not isinstance(value, str) or value not in allowed:
            self.note(key, shown(value), phrase)
            return ""
        return value

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        if default is not None and not self.has(key):
            return default
        value = self.one_of(key, [member.value for member in kind])
        return kind(value) if value else next(iter(kind))

    def reference(self, key: str, known: Collection[str] | None, what: str) -> str:
        """The code of something defined elsewhere; `known` is None when that file could not be read."""
        if known is None:
            return self.code(key)
        value = self._take(key, what)
        if value is _MISSING:
            return ""
        if not isinstance(value, str) or value not in known:
            self.note(key, shown(value), f"{what}: {', '.join(sorted(known)) or 'there are none'}")
            return ""
        return value

    def source(self, key: str = "source") -> Source:
        allowed = '"sample" or "cited: <norm and article>"'
        value = self._take(key, allowed)
        if value is _MISSING or value == SourceKind.SAMPLE:
            return Source(SourceKind.SAMPLE)
        cited = _CITED.fullmatch(value) if isinstance(value, str) and len(value) <= TEXT_LENGTH else None
        if cited is None:
            self.note(key, shown(value), allowed)
            return Source(SourceKind.SAMPLE)
        return Source(SourceKind.CITED, self._line_of_text(key, cited["norm"], TEXT_LENGTH, allowed))

    # -- figures -------------------------------------------------------------------------------------------------

    def whole(self, key: str, least: int, most: int, *, default: int | None = None) -> int:
        """Required, unless there is a `default`."""
        allowed = f"a whole number from {least} to {most}"
        value = self._take(key, allowed, required=default is None)
        if value is _MISSING:
            return least if default is None else default
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.note(key, shown(value), allowed)
            return least
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._take(key, "true or false", required=False)
        if value is _MISSING:
            return default
        if not isinstance(value, bool):
            self.note(key, shown(value), "true or false")
            return default
        return value

    def day(self, key: str, *, required: bool = True) -> date | None:
        allowed = "a date such as 2026-01-31, without quotation marks"
        value = self._take(key, allowed, required=required)
        if value is _MISSING:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.note(key, shown(value), allowed)
            return None
        return value

    def clock(self, key: str) -> time | None:
        allowed = "a time such as 08:30:00, without quotation marks"
        value = self._take(key, allowed)
        if value is _MISSING:
            return None
        if not isinstance(value, time) or value.second or value.microsecond:
            self.note(key, shown(value), allowed + ", in whole minutes")
            return None
        return value

    def amount(self, key: str, currency: str | None, *, least: int = 0) -> Money:
        """Money as text with all its decimals; `currency` is None when the municipality's own could not be read."""
        allowed = _amount_allowed(currency, least)
        value = self._take(key, allowed)
        if value is _MISSING:
            return Money(least, currency or _STAND_IN_CURRENCY)
        amount = read_amount(value, currency)
        if amount is None or amount.minor < least:
            self.note(key, shown(value), allowed)
            return Money(least, currency or _STAND_IN_CURRENCY)
        return amount

    def amounts(self, key: str, currency: str | None, *, least: int = 1) -> tuple[Money, ...]:
        """A list of at least `least` amounts above zero, largest first; with a fault in it, empty."""
        allowed = f"a list of amounts, each {_amount_allowed(currency, 1)}, largest first"
        allowed += "" if least else "; it may be empty"
        value = self._take(key, allowed)
        if value is _MISSING:
            return ()
        if not isinstance(value, list) or len(value) < least:
            self.note(key, shown(value), allowed)
            return ()
        read: list[Money] = []
        for position, item in enumerate(value):
            amount = read_amount(item, currency)
            if amount is None or amount.minor < 1 or (read and amount >= read[-1]):
                self.note_item(key, position, shown(item), allowed)
            else:
                read.append(amount)
        return tuple(read) if len(read) == len(value) else ()

    # -- tables --------------------------------------------------------------------------------------------------

    def row(self, key: str, kind: str) -> Row | None:
        value = self._take(key, f"a table [{key}]")
        if value is _MISSING:
            return None
        if not isinstance(value, dict):
            self.note(key, shown(value), f"a table [{key}]")
            return None
        return Row(self.file, kind, (*self.path, key), value, self.lines, self.faults)

    def rows(self, key: str, kind: str, *, least: int = 1) -> list[Row]:
        allowed = f"a list of tables [[{key}]]" + (f", at least {least}" if least else "")
        value = self._take(key, allowed, required=least > 0)
        if value is _MISSING:
            return []
        if not isinstance(value, list) or len(value) < least:
            self.note(key, shown(value), allowed)
            return []
        read = []
        for position, item in enumerate(value):
            if isinstance(item, dict):
                read.append(Row(self.file, kind, (*self.path, key, position), item, self.lines, self.faults))
            else:
                self.note_item(key, position, shown(item), allowed)
        return read

    # -- behind the counter --------------------------------------------------------------------------------------

    def _take(self, key: str, allowed: str, *, required: bool = True) -> Any:
        self.asked.add(key)
        value = self.table.get(key, _MISSING)
        if value is _MISSING and required:
            self.note(key, "nothing", allowed)
        return value

    def _line_of_text(self, key: str, value: object, longest: int, allowed: str, position: int | None = None) -> str:
        fault = text_fault(value, longest)
        if fault is None:
            return str(value)
        if position is None:
            self.note(key, fault, allowed)
        else:
            self.note_item(key, position, fault, allowed)
        return ""


def text_fault(value: object, longest: int) -> str | None:
    """Why `value` cannot be shown and signed as one line of text, or None. Journals carry text in NFC, so files do."""
    if not isinstance(value, str):
        return shown(value)
    if not value:
        return "empty text"
    if len(value) > longest:
        return f"{len(value)} letters: {shown(value)}"
    if value != value.strip():
        return f"blanks around {shown(value)}"
    if not all(letter.isprintable() for letter in value):
        return f"a control character or line break in {shown(value)}"
    if not unicodedata.is_normalized("NFC", value):
        return f"letters and accents apart (not NFC) in {shown(value)}"
    return None


def read_amount(value: object, currency: str | None) -> Money | None:
    """`"12.36"` with exactly the currency's decimals; anything else, a number above all, is None."""
    decimals = EXPONENTS[currency or _STAND_IN_CURRENCY]
    form = r"[0-9]{1,16}" + (rf"\.[0-9]{{{decimals}}}" if decimals else "")
    if not isinstance(value, str) or not re.fullmatch(form, value):
        return None
    try:
        return parse_amount(value, currency or _STAND_IN_CURRENCY)
    except Refusal:  # beyond 2^53 - 1 minor units
        return None


def _amount_allowed(currency: str | None, least: int) -> str:
    example = decimal_text(Money(12 * 10 ** EXPONENTS[currency or _STAND_IN_CURRENCY], currency or _STAND_IN_CURRENCY))
    return f'text such as "{example}"' + (f" in {currency}" if currency else "") + (", above zero" if least else "")


def shown(value: object) -> str:
    """A value as an English phrase on one line, never longer than a person would read."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, float):
        return f"the decimal number {value!r}"
    if isinstance(value, int):
        digits = str(value) if abs(value) < 10**18 else "beyond 18 digits"
        return f"the number {digits}"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "a table"
    return f"{type(value).__name__} {value}"


def quoted(text: str) -> str:
    cut = text if len(text) <= _SHOWN_LENGTH else text[:_SHOWN_LENGTH] + "…"
    return f'"{printable(cut)}"'


def printable(text: str) -> str:
    """On one line: control characters and line breaks are written by their number, as JSON does."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)


def dotted(path: Path) -> str:
    """`procedure[12].fee[1].amount`: positions in a list are counted from 1, as people count."""
    words = ""
    for step in path:
        if isinstance(step, int):
            words += f"[{step + 1}]"
            continue
        name = step if re.fullmatch(r"[A-Za-z0-9_-]+", step) and len(step) <= _SHOWN_LENGTH else quoted(step)
        words += f".{name}" if words else name
    return words
