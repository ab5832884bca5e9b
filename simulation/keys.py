"""Keys from fixed seeds: two runs of one schedule sign the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from central.keys import CentreKeys
from sync.seal import SealingKey, SigningKey

STATION: Final = "C07"
NUMBER: Final = 7
STATION_KEY: Final = SigningKey(b"s" * 32)
DATABASE_KEY: Final = b"d" * 32
CENTRE_KEY: Final = SigningKey(b"c" * 32)
SEALING_KEY: Final = SealingKey(b"x" * 32)
#: There is no TLS in the simulation: its place is taken by `simulation.network`.
CENTRE_KEYS: Final = CentreKeys(
    CENTRE_KEY, SEALING_KEY, SigningKey(b"l" * 32), "", Path("server.pem"), Path("server.key")
)
