"""What is wrong with a file that a map should be made of, with its line and field."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from typing import Final

from domain.catalog.problems import Problem
from domain.errors import Refusal

#: Whoever has more to put right begins with these.
PROBLEMS_MAX: Final = 50
FILE_BYTES_MAX: Final = 512 * 2**20
SHOWN_MAX: Final = 60


class MapSourceRefused(Refusal):
    """No map is made of it; `problems` are the first fifty faults, in order of line, never empty."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("map_source_refused", problems=problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


@dataclass
class MapFile:
    """One file being read, and its faults so far."""

    name: str
    problems: list[Problem] = field(default_factory=list)

    def note(self, line: int, where: str, found: object, allowed: str) -> None:
        """Raises MapSourceRefused where there are already as many as anybody reads."""
        self.problems.append(Problem(self.name, line, where, shown(found), allowed))
        if len(self.problems) >= PROBLEMS_MAX:
            self.refuse()

    def refuse(self) -> None:
        """Raises MapSourceRefused if anything is wrong."""
        if self.problems:
            raise MapSourceRefused(tuple(sorted(self.problems)))

    def text(self, content: bytes) -> str:
        """Raises MapSourceRefused for what is too large or not UTF-8; a byte order mark is left out."""
        if len(content) > FILE_BYTES_MAX:
            self.note(1, "", f"{len(content)} bytes", f"at most {FILE_BYTES_MAX} bytes")
            self.refuse()
        try:
            return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError as wrong:
            line = content.count(b"\n", 0, wrong.start) + 1
            self.note(line, "", f"the byte 0x{content[wrong.start]:02x}", "text in UTF-8")
            self.refuse()
            raise AssertionError from wrong  # it has been refused


def shown(value: object) -> str:
    """A value as it is quoted in a fault: short, on one line."""
    text = value if isinstance(value, str) else repr(value)
    printable = "".join(letter if letter.isprintable() else "?" for letter in text)
    return printable if len(printable) <= SHOWN_MAX else printable[: SHOWN_MAX - 1] + "…"
