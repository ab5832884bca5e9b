"""What is wrong with a municipality's folder, said so that whoever wrote it can put it right."""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import Refusal


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault. `line` counts from 1; `field` is the dotted path, lists counted from 1: `procedure[12].fee[1].amount`.

    `found` and `allowed` are English phrases or quoted values. Problems sort by file, then by line.
    """

    file: str
    line: int
    field: str
    found: str
    allowed: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" + (f", {self.field}" if self.field else "")
        return f"{where}: found {self.found}; allowed: {self.allowed}."


class EditionRefused(Refusal):
    """The folder is not taken into use; `problems` is every fault found, in order of file and line, never empty."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("municipality_folder_refused", problems=problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
