"""What the municipal centre is made of. Functions of this room take it, and a transaction, as their first arguments."""

from __future__ import annotations

from dataclasses import dataclass, field

from central.blob_files import BlobFiles
from central.clock import Clock
from central.keys import CentreKeys
from central.ledgers import Ledgers
from central.store import Store
from central.terms import Terms


@dataclass(frozen=True, slots=True)
class Centre:
    store: Store
    keys: CentreKeys
    terms: Terms
    clock: Clock
    files: BlobFiles
    ledgers: Ledgers = field(default_factory=Ledgers)
