"""The last change that a station is to be told of: of the others, or of an announcement. They are numbered together."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, func, select, union_all

from central.store.announcement_schema import announcement
from central.store.schema import listing

_BOTH: Final = union_all(
    *(
        select(func.max(table.c.changed).label("changed")).where(table.c.municipality == bindparam("of"))
        for table in (listing, announcement)
    )
).subquery()
#: Asked with every request, in the question that locks the station (docs/adr/0034, 0040).
LAST: Final = select(func.max(_BOTH.c.changed)).scalar_subquery()
