"""A link to run two programs on: `with Line() as line`, and a loopback with the same face where no link is wanted.

Whatever happens inside the block, the emulator is killed when it is left, and with it the namespaces.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any, Final, Protocol, Self

from benchmarks.link.emulator import SERVER
from benchmarks.link.shape import Counts, Shape

LOOPBACK: Final = "127.0.0.1"
_END_S: Final = 10


class Wiring(Protocol):
    """Where a benchmark puts its two programs."""

    address: str

    def at_the_client(self, command: Sequence[str]) -> list[str]: ...

    def at_the_server(self, command: Sequence[str]) -> list[str]: ...

    def begin(self) -> None:
        """From now on it is counted, and shaped."""
        ...

    def counts(self) -> Counts | None:
        """Since `begin`; None where nothing can be counted."""
        ...


class Line:
    """Two namespaces and the wire between them, shaped from `begin` on; before that packets pass at once."""

    address: str = SERVER

    def __init__(self, shape: Shape, seed: int) -> None:
        self._shape, self._seed = shape, seed
        self._namespaces: dict[str, int] = {}

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "benchmarks.link.emulator"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._namespaces = self._heard()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate(timeout=_END_S)

    def at_the_client(self, command: Sequence[str]) -> list[str]:
        return self._inside("client", command)

    def at_the_server(self, command: Sequence[str]) -> list[str]:
        return self._inside("server", command)

    def begin(self) -> None:
        self._ask({"shape": asdict(self._shape), "seed": self._seed})

    def counts(self) -> Counts:
        return Counts(**self._ask({}))

    def _inside(self, end: str, command: Sequence[str]) -> list[str]:
        return ["nsenter", f"--net=/proc/{self._process.pid}/fd/{self._namespaces[end]}", *command]

    def _ask(self, words: dict[str, Any]) -> dict[str, int]:
        assert self._process.stdin is not None, "it was opened with a pipe"
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return self._heard()

    def _heard(self) -> dict[str, int]:
        assert self._process.stdout is not None, "it was opened with a pipe"
        line = self._process.stdout.readline()
        if not line:
            raise OSError("the emulator of the link has ended")
        return dict(json.loads(line))


@dataclass(frozen=True, slots=True)
class Loopback:
    """This machine's own loopback: no shape, and nothing counted, as others use it too."""

    address: str = LOOPBACK

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def at_the_client(self, command: Sequence[str]) -> list[str]:
        return list(command)

    def at_the_server(self, command: Sequence[str]) -> list[str]:
        return list(command)

    def begin(self) -> None:
        return None

    def counts(self) -> None:
        return None
