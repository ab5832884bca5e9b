"""The frozen program and its package, made once for every test that asks, outside the source tree."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from installers.debian import build_package
from installers.freezing import freeze, version


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if importlib.util.find_spec("PyInstaller") is None:
        pytest.skip("PyInstaller is not installed: requirements-dev.lock brings it")
    if shutil.which("objdump") is None:
        pytest.skip("PyInstaller needs objdump, which is in Debian's binutils")
    folder = tmp_path_factory.mktemp("frozen")
    return freeze(folder / "dist", folder / "build")


@pytest.fixture(scope="session")
def package(frozen: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("dpkg-deb") is None:
        pytest.skip("dpkg-deb is not installed: this is no Debian")
    return build_package(frozen, tmp_path_factory.mktemp("package"), version())
