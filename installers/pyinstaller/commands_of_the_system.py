"""Runs first in the frozen program: commands it starts (`lp`, `lpstat`) must load the system's libraries, not ours.

PyInstaller's start puts our folder into LD_LIBRARY_PATH and keeps what was there under another name; every child would
inherit that. Our own libraries are found by then, so it is put back.
"""

from __future__ import annotations

import os

_before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if _before is not None:
    os.environ["LD_LIBRARY_PATH"] = _before
else:
    os.environ.pop("LD_LIBRARY_PATH", None)
