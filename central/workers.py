"""Several processes that accept on one socket, over one database: what one CPU cannot verify, two can.

A worker keeps nothing that another one needs (docs/CENTRE.md, *Workers*). One that dies is started again. Told to end,
the workers finish what they are answering first; and they end by themselves when the process that started them is gone.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import socket
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Final

from central.logs import log_to
from central.opening import DataDirectory
from central.server import STOP_S, CentreServer
from domain.errors import Refusal

log = logging.getLogger("ventanilla.central.workers")

_SPAWN: Final = multiprocessing.get_context("spawn")


class _ToldToEnd(Exception):  # noqa: N818 - a signal on its way up
    pass


def serve(root: Path, listening: socket.socket, count: int, ready: Callable[[], None]) -> None:
    """Serve with `count` workers until this process is told to end. `ready` is called once all of them answer.

    Raises Refusal `worker_failed` when one cannot start at all.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    workers: list[SpawnProcess] = []
    try:
        workers += [_start(root, listening) for _ in range(count)]
        ready()
        while True:
            wait([worker.sentinel for worker in workers])
            for index, worker in enumerate(workers):
                if not worker.is_alive():
                    log.error("worker %s ended with %s and is started again", worker.pid, worker.exitcode)
                    workers[index] = _start(root, listening)
    except _ToldToEnd:
        log.info("told to end: the workers finish what they are answering")
    finally:
        _end_all(workers)
        listening.close()


def _end(_number: int, _frame: Any) -> None:
    raise _ToldToEnd


def _start(root: Path, listening: socket.socket) -> SpawnProcess:
    """A worker that answers already."""
    ours, theirs = _SPAWN.Pipe(duplex=False)
    worker = _SPAWN.Process(target=_work, args=(root, listening, theirs), name="centre-worker")
    worker.start()
    theirs.close()
    try:
        ours.recv()
    except EOFError as error:  # it ended before it was ready, and has said why
        worker.join()
        raise Refusal("worker_failed", status=worker.exitcode) from error
    finally:
        ours.close()
    return worker


def _end_all(workers: list[SpawnProcess]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)  # told twice is told once
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(STOP_S + 5)
        if worker.is_alive():
            worker.kill()
            worker.join()


def _work(root: Path, listening: socket.socket, started: Connection) -> None:
    log_to(sys.stderr)
    with DataDirectory(root).open() as centre:
        server = CentreServer(centre, listening)
        threading.Thread(target=_end_with_parent, args=(server,), daemon=True).start()
        server.run(lambda: started.send(None))


def _end_with_parent(server: CentreServer) -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "a worker was started by somebody"
    parent.join()
    server.stop()
