"""`serve --workers 2`, as a municipality runs it: two processes on one socket."""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from central.__main__ import main
from central.keys import AUTHORITY

ROOT = Path(__file__).resolve().parents[2]
CAJAMARCA = ROOT / "municipalities" / "cajamarca"

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for the workers in /proc")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "centre"
    assert main(["init", "--data", str(folder), "--municipality", str(CAJAMARCA)], lambda _text: None) == 0
    return folder


@pytest.fixture
def serving(data: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "central", "serve", "--data", str(data), "--port", "0", "--workers", "2"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield server
    finally:
        server.kill()
        server.communicate()


def address_of(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    return server.stdout.readline().split()[-1]


def answers(data: Path, address: str) -> bool:
    context = ssl.create_default_context(cafile=str(data / "keys" / AUTHORITY))
    with urllib.request.urlopen(f"{address}/v1/health", context=context, timeout=10) as reply:  # noqa: S310 - ours
        return bool(reply.status == 200)


def workers_of(server: subprocess.Popen[str]) -> list[int]:
    """Not the helper process that multiprocessing keeps beside them."""
    found = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    return [int(one) for one in found if b"spawn_main" in command_of(one)]


def command_of(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has ended since
        return b""


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return not command_of(str(pid))


def test_two_workers_answer_one_that_dies_is_started_again_and_all_end_when_told(
    data: Path, serving: subprocess.Popen[str]
) -> None:
    address = address_of(serving)
    workers = workers_of(serving)
    assert len(workers) == 2
    assert answers(data, address)
    os.kill(workers[0], signal.SIGKILL)
    while len(set(workers_of(serving)) - set(workers)) != 1:
        pass
    assert answers(data, address)
    workers = workers_of(serving)
    serving.send_signal(signal.SIGTERM)
    assert serving.wait(60) == 0
    assert all(is_gone(worker) for worker in workers)


def test_workers_end_when_the_process_that_started_them_is_killed(data: Path, serving: subprocess.Popen[str]) -> None:
    address_of(serving)
    workers = workers_of(serving)
    serving.kill()
    serving.wait()
    while not all(is_gone(worker) for worker in workers):
        pass
