"""The program as one folder that needs no Python: what PyInstaller makes of it, and how big that is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

from installers.contents import ROOT, WITH_SYMBOLS
from tools.catalogue import compile_all

SPECIFICATION: Final = ROOT / "installers" / "pyinstaller" / "ventanilla.spec"


def version() -> str:
    """The program's, from pyproject.toml: the only place where it is written."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def freeze(dist: Path, work: Path) -> Path:
    """Make `dist`/ventanilla anew and return it. `work` keeps what PyInstaller remembers between two builds.

    Raises subprocess.CalledProcessError when PyInstaller gives up; it has told why.
    """
    compile_all()
    environment = {**os.environ, "PYINSTALLER_CONFIG_DIR": str(work / "cache"), "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "PyInstaller", str(SPECIFICATION), "--noconfirm", "--log-level", "ERROR"]
    subprocess.run([*command, "--distpath", str(dist), "--workpath", str(work)], env=environment, check=True, cwd=ROOT)
    tree = dist / "ventanilla"
    drop_symbols(tree)
    return tree


def drop_symbols(tree: Path) -> None:
    """Only where they are known to be: stripping what a wheel's builder has patched can break it."""
    strip = shutil.which("strip")
    if strip is None:
        return
    files = [str(path) for pattern in WITH_SYMBOLS for path in sorted((tree / "_internal").glob(pattern))]
    subprocess.run([strip, "--strip-unneeded", *files], check=True)


def size(path: Path) -> int:
    """Bytes of a file, or of all files below a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file() and not each.is_symlink())


def largest(tree: Path, count: int = 8) -> list[tuple[str, int]]:
    """The largest files, relative to `tree`."""
    files = [
        (str(each.relative_to(tree)), size(each))
        for each in tree.rglob("*")
        if each.is_file() and not each.is_symlink()
    ]
    return sorted(files, key=lambda each: -each[1])[:count]
