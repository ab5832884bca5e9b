"""The README's pictures: never older than what they show."""

from __future__ import annotations

import os
from pathlib import Path

from tools.screens import OF_THE_DEMO, last_change, take_from_demo


def test_a_picture_older_than_the_screens_is_left_out_and_named(tmp_path: Path) -> None:
    output, target = tmp_path / "demo-output", tmp_path / "screens"
    target.mkdir()
    sources = list(OF_THE_DEMO)
    for source in sources[:-1]:
        (output / source).parent.mkdir(parents=True, exist_ok=True)
        (output / source).write_bytes(b"picture")
        os.utime(output / source, (2_000, 2_000))
    os.utime(output / sources[0], (500, 500))
    left = take_from_demo(output, target, 1_000)
    assert left == [OF_THE_DEMO[sources[0]], OF_THE_DEMO[sources[-1]]]
    assert sorted(path.name for path in target.iterdir()) == sorted(OF_THE_DEMO[source] for source in sources[1:-1])


def test_the_screens_changed_at_some_time() -> None:
    assert last_change() > 1_700_000_000
