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
def serving(request: pytest.FixtureRequest, data: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "central", "serve", "--data", str(data), "--port", "0", "--workers", "2"]
    command += getattr(request, "param", [])
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


def figures_at(page: str) -> dict[str, float]:
    with urllib.request.urlopen(page, timeout=10) as reply:  # noqa: S310 - ours
        lines = [line.rsplit(" ", 1) for line in reply.read().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


HEALTH = 'ventanilla_requests_total{route="health",status="200"}'


def folder_of_figures(worker: int) -> Path:
    """As the worker was told it when it started."""
    told = dict(one.partition(b"=")[::2] for one in Path(f"/proc/{worker}/environ").read_bytes().split(b"\0"))
    return Path(told[b"PROMETHEUS_MULTIPROC_DIR"].decode())


@pytest.mark.parametrize("serving", [["--metrics", "0"]], indirect=True)
def test_the_figures_are_of_both_workers_and_stay_when_one_dies(data: Path, serving: subprocess.Popen[str]) -> None:
    page, address = address_of(serving), address_of(serving)
    workers = workers_of(serving)
    folder = folder_of_figures(workers[0])
    assert folder.stat().st_mode & 0o077 == 0
    asked = 0
    while len(list(folder.glob("counter_*.db"))) < len(workers):  # until each of the two has answered something
        assert answers(data, address)
        asked += 1
    found = figures_at(page)
    assert found[HEALTH] == asked
    assert found['ventanilla_request_seconds_count{route="health"}'] == asked
    assert found['ventanilla_request_seconds_bucket{le="+Inf",route="health"}'] == asked
    assert found["ventanilla_findings"] == 0, "what the registry holds is there once"
    assert not any("pid" in name for name in found)
    os.kill(workers[0], signal.SIGKILL)
    while len(set(workers_of(serving)) - set(workers)) != 1:
        pass
    assert answers(data, address)
    assert figures_at(page)[HEALTH] == asked + 1
    serving.send_signal(signal.SIGTERM)
    assert serving.wait(60) == 0
    assert not folder.exists()
