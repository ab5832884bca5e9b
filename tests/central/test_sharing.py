"""No number is used twice, whatever is offline, crashes, lies about the time or burns; and the control that is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from central.store import journals
from tests.central.sharing import SKEW_H, CentreInMemory, CentreWithDatabase, Schedule, by_date, by_release

#: More of them, and all figures: `python -m tests.central.sharing 20000` (docs/LEDGER.md, section 6).
SCHEDULES = 3000
CONTROLS = 300


def test_numbers_that_come_back_by_signature_are_never_used_or_held_twice() -> None:
    done: Counter[str] = Counter()
    for seed in range(SCHEDULES):
        schedule = by_release(seed)
        assert (schedule.used_twice, schedule.held_twice) == (0, 0), f"seed {seed}"
        done += schedule.done
    happened = {"granted", "used", "released", "reply_lost", "lost", "crashed", "centre_crashed", "pool_exhausted"}
    assert happened <= done.keys()
    assert min(done[name] for name in happened) > SCHEDULES / 4


@pytest.mark.parametrize(("skew", "least"), [((0, 0), 0.15), ((-SKEW_H, -1), 0.35)])
def test_numbers_that_come_back_by_a_date_are_used_twice(skew: tuple[int, int], least: float) -> None:
    """The negative control: the same schedules with a term of 48 hours, clocks honest and set back."""
    twice = sum(by_date(seed, skew).used_twice > 0 for seed in range(CONTROLS))
    assert twice / CONTROLS > least


@pytest.mark.parametrize("seed", range(12))
def test_the_production_centre_grants_what_the_simulation_grants(tmp_path: Path, seed: int) -> None:
    """The same schedule on SQLite, through the registry: the same numbers to the same stations."""
    centre = CentreWithDatabase(tmp_path / "centre")
    real = Schedule(seed, centre).play()
    simulated = Schedule(seed, CentreInMemory()).play()
    with centre.world.centre.store.reading() as tx:
        assert journals.findings(tx) == []
    centre.close()
    assert (real.done, real.used) == (simulated.done, simulated.used)
    assert (real.used_twice, real.held_twice) == (0, 0)
