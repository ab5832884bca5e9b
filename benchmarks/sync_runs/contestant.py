"""What each tool is to the benchmark: two programs and a way to see that everything came."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.sync_runs.cargo import Cargo
from benchmarks.sync_runs.stage import Words


@dataclass(frozen=True, slots=True)
class Programs:
    """Commands that speak as `stage` says. `arrived` is given the server's last words."""

    server: list[str]
    client: list[str]
    arrived: Callable[[Words], bool]


class Contestant(Protocol):
    name: str

    def missing(self) -> str:
        """Why it cannot take part here, in words for the table; empty when it can."""
        ...

    def prepare(self, cargo: Cargo, folder: Path, address: str, port: int) -> Programs:
        """Everything that is not delivering, done beforehand in an empty folder."""
        ...


def own_program(module: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", f"benchmarks.sync_runs.{module}", *map(str, arguments)]
