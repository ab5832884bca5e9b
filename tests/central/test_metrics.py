"""Figures for whoever watches the centre: right, on this computer only, and of nobody in particular."""

from __future__ import annotations

import logging
import sys

import pytest
import requests

from central.logs import JsonLines, fields
from central.metrics import Metrics, MetricsPage
from central.registry import Registry
from domain.errors import Refusal
from tests.fakes.centre_world import CentreWorld


def read(page: MetricsPage) -> dict[str, float]:
    text = requests.get(f"http://127.0.0.1:{page.port}/metrics", timeout=10).text
    lines = [line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


def test_what_was_answered_and_what_is_held_are_counted(world: CentreWorld) -> None:
    metrics = Metrics()
    desk = world.desk()
    desk.registry = Registry(world.centre, metrics)
    page = MetricsPage(metrics.registry, world.centre, 0)
    desk.open_drawer()
    desk.collect(1)
    desk.push()
    desk.ask("GET", "/v1/cases/0070000016")
    world.clock.pass_by(minutes=3)
    found = read(page)
    page.close()
    assert found['ventanilla_requests_total{route="push",status="200"}'] == 1
    assert found['ventanilla_requests_total{route="case",status="404"}'] == 1
    assert found['ventanilla_station_entries{station="C07"}'] == len(desk.journal)
    assert found['ventanilla_station_silent_seconds{station="C07"}'] == 180
    assert found["ventanilla_findings"] == 0
    assert not any("0070000016" in name for name in found)


def test_the_page_is_for_this_computer_alone_and_says_when_its_port_is_taken(world: CentreWorld) -> None:
    page = MetricsPage(Metrics().registry, world.centre, 0)
    with pytest.raises(Refusal, match="address_in_use"):
        MetricsPage(Metrics().registry, world.centre, page.port)
    page.close()


def test_a_line_of_the_log_is_one_object_whatever_is_in_it() -> None:
    record = logging.LogRecord("ventanilla.x", logging.INFO, "", 1, 'two\nlines "%s"', ("ñ",), None)
    record.__dict__ |= fields(route="push")
    text = JsonLines().format(record)
    assert "\n" not in text
    assert '"what": "two\\nlines \\"ñ\\""' in text
    assert '"route": "push"' in text


def test_a_fault_is_in_its_line() -> None:
    try:
        int("of ours")
    except ValueError:
        record = logging.LogRecord("ventanilla.x", logging.ERROR, "", 1, "it failed", (), sys.exc_info())
    text = JsonLines().format(record)
    assert "ValueError: invalid literal" in text
    assert len(text.splitlines()) == 1
