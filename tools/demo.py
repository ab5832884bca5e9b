"""`make demo`: a centre, a cabin, a kiosk and an auditor, from invitation to reconciliation, in a few minutes.

With a display it sets everything up, opens the desk's window and leaves the rest to you. Without one (or with
`--play`) it plays a whole day on the real windows, offscreen, and leaves in demo-output/ what was seen and printed and
what it proves. It exits non-zero when two figures that must agree do not.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "demo-output"
sys.path.insert(0, str(ROOT))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--play", action="store_true", help="play the day offscreen even where there is a display")
    asked = parser.parse_args()
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in {"win32", "darwin"}
    play = asked.play or not display
    if play:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir()
    os.environ["XDG_STATE_HOME"] = str(OUTPUT / "state")
    from tools.demo_story import open_window, play_day  # noqa: PLC0415 - Qt's platform is chosen first

    began = time.monotonic()

    def say(words: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {words}", flush=True)

    return play_day(OUTPUT, say) if play else open_window(OUTPUT, say)


if __name__ == "__main__":
    sys.exit(main())
