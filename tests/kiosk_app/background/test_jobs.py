from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError

import pytest
from pytestqt.qtbot import QtBot

from kiosk_app.background.jobs import WORKERS, Jobs


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.stop()


def test_a_job_ends_with_its_value_on_the_application_thread(qtbot: QtBot, jobs: Jobs) -> None:
    heard: list[tuple[object, int]] = []
    job = jobs.run(threading.get_ident)
    job.succeeded.connect(lambda value: heard.append((value, threading.get_ident())))
    job.failed.connect(lambda error: heard.append((error, 0)))
    qtbot.waitUntil(lambda: bool(heard))
    worked_on, heard_on = heard[0]
    assert heard_on == threading.get_ident() != worked_on
    assert len(heard) == 1


def test_a_job_that_raises_ends_with_the_exception(qtbot: QtBot, jobs: Jobs) -> None:
    fault = ValueError("a page without a paper size")

    def work() -> None:
        raise fault

    job = jobs.run(work)
    with qtbot.waitSignal(job.failed) as caught, qtbot.assertNotEmitted(job.succeeded):
        pass
    assert caught.args == [fault]


def test_stopping_waits_for_what_has_begun_and_fails_what_has_not(qtbot: QtBot) -> None:
    jobs = Jobs()
    begun, go_on = threading.Barrier(WORKERS + 1), threading.Event()
    ended: list[object] = []

    def work() -> str:
        begun.wait(10)
        go_on.wait(10)
        return "done"

    running = [jobs.run(work) for _ in range(WORKERS)]
    waiting = jobs.run(lambda: "never begun")
    for job in [*running, waiting]:
        job.succeeded.connect(ended.append)
        job.failed.connect(lambda error: ended.append(type(error)))
    begun.wait(10)
    go_on.set()
    jobs.stop()
    qtbot.waitUntil(lambda: len(ended) == WORKERS + 1)
    assert ended.count("done") >= WORKERS
    assert set(ended) <= {"done", "never begun", CancelledError}
