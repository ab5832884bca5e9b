"""`python -m benchmarks.sync_runs.daemon PORT COMMAND…`: a server of somebody else's, ready when its port answers."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from typing import Final

from benchmarks.sync_runs import stage

_LOOK_S: Final = 0.05
_UP_S: Final = 10


def main(port: int, command: list[str]) -> None:
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        stage.serve(dict)
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    """Raises OSError when nobody listens in time."""
    ends = time.monotonic() + _UP_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(_LOOK_S)
        else:
            return


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
