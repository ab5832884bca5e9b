"""`make screens`: the README's pictures, taken from the demonstration's last day."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURES = {
    "screens/desk-03-UR-01.png": "desk.png",
    "screens/kiosk-1-home.png": "kiosk.png",
    "screens/audit-8-evidence.png": "audit.png",
    "papers/005-receipt.png": "receipt.png",
}


def main() -> int:
    target = ROOT / "docs" / "screens"
    target.mkdir(parents=True, exist_ok=True)
    for source, name in PICTURES.items():
        picture = ROOT / "demo-output" / source
        if not picture.exists():
            print(f"{source} is not there: run `make demo` without a display first")
            return 1
        shutil.copyfile(picture, target / name)
    print(f"{len(PICTURES)} pictures in docs/screens/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
