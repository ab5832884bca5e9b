"""The program's version: it stands in pyproject.toml alone and travels with the installed package."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

VERSION: Final = version("ventanilla")
