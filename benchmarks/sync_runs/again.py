"""`python -m benchmarks.sync_runs.again COMMAND…`: says a command again, a second later, until it succeeds."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Final

from benchmarks.sync_runs import stage
from benchmarks.sync_runs.stage import Words

_PAUSE_S: Final = 1.0


def main(command: list[str]) -> None:
    def act() -> Words:
        failed = 0
        while subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False).returncode != 0:
            failed += 1
            time.sleep(_PAUSE_S)
        return {"failed": failed}

    stage.deliver(act)


if __name__ == "__main__":
    main(sys.argv[1:])
