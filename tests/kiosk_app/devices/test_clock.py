from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kiosk_app.devices import clock
from kiosk_app.devices.clock import BOOT_CHARACTERS, SystemClock


def test_the_machines_clocks_are_told_apart() -> None:
    made = SystemClock()
    assert abs(made.now() - datetime.now(UTC)) < timedelta(minutes=1)
    first = made.monotonic_ms()
    assert made.monotonic_ms() >= first
    assert len(made.boot) == BOOT_CHARACTERS


def test_the_boot_is_the_machines_where_it_has_one() -> None:
    if not clock._LINUX_BOOT_ID.exists():
        pytest.skip("this system gives no boot id")
    assert SystemClock().boot == SystemClock().boot


def test_elsewhere_the_start_of_the_program_stands_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_LINUX_BOOT_ID", clock._LINUX_BOOT_ID / "nowhere")
    assert SystemClock().boot != SystemClock().boot
    assert len(SystemClock().boot) == BOOT_CHARACTERS
