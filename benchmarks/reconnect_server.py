"""`python -m benchmarks.reconnect_server FOLDER WORKERS`: the production workers on a port of this computer's choice.

What `ventanilla-centre serve` does, without telling every station of every other one when it starts: the registry of
this figure was not made by approvals (see `benchmarks.reconnect`). Prints the port once all workers answer.
"""

from __future__ import annotations

import sys
from pathlib import Path

from central import workers
from central.server import listen


def main() -> None:
    root, count = Path(sys.argv[1]), int(sys.argv[2])
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    workers.serve(root, listening, count, lambda: print(port, flush=True))


if __name__ == "__main__":
    main()
