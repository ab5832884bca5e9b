"""`python installers/build.py freeze|deb|smoke [--out DIR]`: the station's program as something to install.

freeze   the program as a folder, DIR/ventanilla
deb      the Debian package of that folder, DIR/ventanilla_<version>_<architecture>.deb
smoke    a copy of that folder proves itself in a clean environment
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # started as a script, it sees its own folder only

from installers.contents import ROOT
from installers.debian import build_package
from installers.freezing import freeze, largest, size, version
from installers.smoke import SmokeFailed, smoke


def main(arguments: Sequence[str] | None = None) -> int:
    """0 done, 1 the frozen program failed its check, 2 not understood."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("order", choices=("freeze", "deb", "smoke"))
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR", help="where to put it (dist/)")
    asked = parser.parse_args(arguments)
    out: Path = asked.out.resolve()
    tree = out / "ventanilla"
    if asked.order == "freeze" or not tree.is_dir():
        freeze(out, ROOT / "build" if out == ROOT / "dist" else out / "build")
        _tell_size(tree)
    if asked.order == "deb":
        package = build_package(tree, out, version())
        print(f"{package.name}: {_megabytes(size(package))}")
    if asked.order == "smoke":
        try:
            print(smoke(tree), end="")
        except SmokeFailed as failed:
            print(failed, file=sys.stderr)
            return 1
        _tell_size(tree)
    return 0


def _tell_size(tree: Path) -> None:
    print(f"{tree.name}: {_megabytes(size(tree))}")
    for name, count in largest(tree):
        print(f"  {_megabytes(count):>9}  {name}")


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB"


if __name__ == "__main__":
    sys.exit(main())
