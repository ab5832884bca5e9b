"""Who is at the desk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Operator:
    """Who is at the desk. `id` goes into every entry, `name` on paper; `role` is one of `journal.kinds.ROLES`."""

    id: str
    name: str
    role: str
