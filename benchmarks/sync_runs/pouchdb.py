"""PouchDB replicating to express-pouchdb, both as they come: batches of 100, no compression, plain HTTP.

The packages (`pouch/package.json`) are installed once into the user's cache, never into the repository.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Final

from benchmarks.sync_runs.cargo import Cargo
from benchmarks.sync_runs.contestant import Programs
from benchmarks.sync_runs.stage import Words

_SCRIPTS: Final = Path(__file__).with_name("pouch")
_INSTALL_S: Final = 300


class PouchDB:
    name = "PouchDB"

    def missing(self) -> str:
        for program in ("node", "npm"):
            if shutil.which(program) is None:
                return f"`{program}` is not installed"
        return _install()

    def prepare(self, cargo: Cargo, folder: Path, address: str, port: int) -> Programs:
        source = folder / "cargo"
        source.write_bytes(cargo.content)
        kind = "photo" if cargo.photo else "entries"
        shelves = [folder / "server", folder / "client"]
        for shelf in shelves:
            shelf.mkdir()
        node = ["node", f"--require={_preload()}"]
        expected = 1 if cargo.photo else len(cargo.lines)

        def arrived(words: Words) -> bool:
            return words.get("held") == expected

        return Programs(
            [*node, str(_SCRIPTS / "server.js"), str(shelves[0]), str(port)],
            [
                *node,
                str(_SCRIPTS / "client.js"),
                str(shelves[1]),
                f"http://{address}:{port}/journal",
                kind,
                str(source),
            ],
            arrived,
        )


def _cache() -> Path:
    """One folder a version of the list of packages."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    version = hashlib.sha256((_SCRIPTS / "package.json").read_bytes()).hexdigest()[:12]
    return base / "ventanilla-benchmarks" / f"pouch-{version}"


def _preload() -> Path:
    return _cache() / "packages.js"


@cache
def _install() -> str:
    """Returns why it failed, in words; empty when the packages are there."""
    if _preload().exists():
        return ""
    home = _cache()
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(_SCRIPTS / "package.json", home)
    command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        subprocess.run(command, cwd=home, check=True, capture_output=True, timeout=_INSTALL_S)
    except (OSError, subprocess.SubprocessError) as error:
        return f"its packages could not be installed ({type(error).__name__})"
    # Our scripts are not beside their packages: this is loaded before them and shows the way.
    _preload().write_text("globalThis.packages = (name) => require(name);\n", "utf-8")
    return ""
