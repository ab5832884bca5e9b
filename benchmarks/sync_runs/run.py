"""One cargo, one tool, one link, once: how long, how many bytes, and whether everything came."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from benchmarks.link.line import Line, Loopback
from benchmarks.link.shape import Counts
from benchmarks.sync_runs.cargo import Cargo
from benchmarks.sync_runs.contestant import Contestant
from benchmarks.sync_runs.stage import Words

_READY_S: Final = 60
_END_S: Final = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """`seconds` is None when it was not finished in time; `counts` is None where bytes cannot be counted.

    `requests` is None for tools that hold one conversation instead.
    """

    seconds: float | None
    counts: Counts | None
    requests: int | None
    failed: int


class NotDelivered(Exception):  # noqa: N818 - named for what happened
    """A tool said that it had finished and the other end does not hold everything, or it fell over."""


def run_once(contestant: Contestant, cargo: Cargo, place: Line | Loopback, limit_s: float, at: Path) -> Outcome:
    """Everything that is written for it goes into the empty folder `at`. Raises NotDelivered."""
    with place as wiring, contextlib.ExitStack() as ended:
        programs = contestant.prepare(cargo, at, wiring.address, _free_port())
        server = ended.enter_context(_Program(wiring.at_the_server(programs.server), at / "server.log"))
        client = ended.enter_context(_Program(wiring.at_the_client(programs.client), at / "client.log"))
        for program in (server, client):
            if program.hear(_READY_S) is None:
                raise NotDelivered(f"{contestant.name} was not ready in time")
        wiring.begin()
        client.say("go")
        line = client.hear(limit_s)
        counts = wiring.counts()
        if line is None:
            return Outcome(None, counts, None, 0)
        told: Words = json.loads(line)
        last: Words = json.loads(server.end() or "{}")
        if not programs.arrived(last):
            raise NotDelivered(f"{contestant.name}: {cargo.name} did not all arrive")
        asked = told.get("requests", last.get("requests"))
        return Outcome(told["seconds"], counts, asked, told.get("failed", 0))


class _Program:
    """A process in a session of its own, that is gone with all its children when the block is left."""

    def __init__(self, command: list[str], log: Path) -> None:
        self._log = log.open("wb")
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, start_new_session=True
        )
        assert self._process.stdin is not None, "it was opened with a pipe"
        assert self._process.stdout is not None, "it was opened with a pipe"
        self._in, self._out = self._process.stdin, self._process.stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for stream in (self._in, self._out, self._log):
            with contextlib.suppress(OSError):
                stream.close()

    def say(self, line: str) -> None:
        self._in.write(f"{line}\n".encode())
        self._in.flush()

    def hear(self, limit_s: float) -> str | None:
        """Its next line, or None when none comes in time. Raises NotDelivered when it has ended without one."""
        ends = time.monotonic() + limit_s
        heard = b""
        while not heard.endswith(b"\n"):
            ready, _, _ = select.select([self._out], [], [], max(0.0, ends - time.monotonic()))
            if not ready:
                return None
            piece = os.read(self._out.fileno(), 4096)
            if not piece:
                raise NotDelivered(f"it ended: {Path(self._log.name).read_text('utf-8', 'replace')[-600:]}")
            heard += piece
        return heard.decode()

    def end(self) -> str | None:
        """Close its input, and hear its last words."""
        self._in.close()
        return self.hear(_END_S)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])
