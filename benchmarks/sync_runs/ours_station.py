"""`python -m benchmarks.sync_runs.ours_station FOLDER ADDRESS`: the production station without its windows."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from benchmarks.sync_runs import stage, world
from benchmarks.sync_runs.stage import Words
from sync.errors import NoAnswer
from sync.exchange import Exchange, Reply
from sync.transport import Transport


class Counting:
    """A carrier that counts what it is given, and with VENTANILLA_TRACE set tells how each exchange went."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._began = time.monotonic()
        self.requests = self.failed = 0

    def exchange(self, asked: Exchange) -> Reply:
        self.requests += 1
        begin = time.monotonic()
        outcome = "lost"
        try:
            reply = self._transport.exchange(asked)
            outcome = str(reply.status)
        except NoAnswer as error:
            self.failed += 1
            outcome = error.reason.value
            raise
        finally:
            self._trace(asked, begin, outcome)
        return reply

    def stop(self) -> None:
        self._transport.stop()

    def close(self) -> None:
        self._transport.close()

    def _trace(self, asked: Exchange, begin: float, outcome: str) -> None:
        if "VENTANILLA_TRACE" in os.environ:
            times = f"{begin - self._began:8.2f} +{time.monotonic() - begin:6.2f} s"
            sys.stderr.write(f"{times} {len(asked.body):8,} B {outcome:>16} {asked.method} {asked.path[:40]}\n")


def main(folder: Path, address: str) -> None:
    station = world.open_station(folder)
    carrier = Counting(Transport(address, station.journal.identity.authority))

    def act() -> Words:
        station.deliver(carrier, station.has_delivered)
        return {"requests": carrier.requests, "failed": carrier.failed}

    stage.deliver(act)
    station.journal.store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
