"""The page that checks receipts, proofs and journals in a browser: static files, published beside the log."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

_HERE: Final = files(__name__)
#: In the order in which a browser reads them.
PAGE_FILES: Final = {name: _HERE.joinpath(name).read_bytes() for name in ("index.html", "verifier.css", "verifier.js")}
