"""The steps from each version of the registry's tables to the next.

Migrations only go forward. A step that was released is never edited; a change is a new step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, Engine, inspect, select, text

from central.store.announcement_schema import announcement, announcement_reading
from central.store.appointment_schema import appointment, slot_pool
from central.store.complaint_schema import complaint_clock, complaint_place, complaint_told
from central.store.engine import WRITES, lock_migration
from central.store.enquiry_schema import enquiry
from central.store.schema import (
    METADATA,
    blob,
    case_blob,
    case_file,
    case_life,
    case_request,
    entry,
    finding,
    in_hand,
    journal,
    listing,
    log_checkpoint,
    log_head,
    log_span,
    log_tile,
    municipality,
    nonce,
    outbound,
    paper,
    pool,
    ratchet,
    receipt_block,
    restore_mark,
    revocation,
    schema_version,
    signing_key,
    station,
    station_report,
    voucher,
)
from domain.errors import Refusal


def _first_strength(connection: Connection) -> None:
    METADATA.create_all(
        connection,
        [
            schema_version,
            municipality,
            station,
            journal,
            entry,
            outbound,
            nonce,
            blob,
            case_file,
            case_blob,
            receipt_block,
            finding,
        ],
    )


def _grants(connection: Connection) -> None:
    METADATA.create_all(connection, [voucher, pool, in_hand, restore_mark], checkfirst=False)
    if connection.dialect.name == "postgresql":  # SQLite does not count letters
        connection.execute(text("ALTER TABLE case_file ALTER COLUMN state TYPE VARCHAR(16)"))


def _transparency_log(connection: Connection) -> None:
    METADATA.create_all(connection, [log_head, log_span, log_tile, log_checkpoint], checkfirst=False)


def _key_ranges(connection: Connection) -> None:
    """Until now each epoch had one key, and what was revoked, or has a later epoch, counted up to its last entry."""
    METADATA.create_all(connection, [signing_key, revocation], checkfirst=False)
    connection.execute(
        text(
            "INSERT INTO signing_key (municipality, station, epoch, first, key, heard_at)"
            " SELECT municipality, station, epoch, 1, key, started_at FROM journal"
        )
    )
    connection.execute(
        text(
            "INSERT INTO revocation (municipality, station, epoch, good, revoked_at)"
            " SELECT j.municipality, j.station, j.epoch, coalesce((SELECT max(e.sequence) FROM entry e WHERE"
            " e.municipality = j.municipality AND e.station = j.station AND e.epoch = j.epoch), 0), j.started_at"
            " FROM journal j JOIN station s ON s.municipality = j.municipality AND s.station = j.station"
            " WHERE j.epoch < s.epoch OR s.status IN ('revoked', 'invited')"
        )
    )


def _copies_and_fleet(connection: Connection) -> None:
    METADATA.create_all(connection, [ratchet, paper, station_report], checkfirst=False)


def _listings(connection: Connection) -> None:
    """Until now each station had an entry for each other one. At its next contact each is told all again, in lists."""
    METADATA.create_all(connection, [listing], checkfirst=False)
    connection.execute(
        text(
            "INSERT INTO listing (municipality, station, changed, epoch, told)"
            " SELECT municipality, station, 1, epoch, 0 FROM station WHERE epoch > 0"
        )
    )


def _case_lives(connection: Connection) -> None:
    METADATA.create_all(connection, [case_life, case_request], checkfirst=False)


def _complaint_places(connection: Connection) -> None:
    METADATA.create_all(connection, [complaint_place, complaint_clock, complaint_told], checkfirst=False)


def _appointments(connection: Connection) -> None:
    METADATA.create_all(connection, [slot_pool, appointment], checkfirst=False)


def _announcements(connection: Connection) -> None:
    METADATA.create_all(connection, [announcement, announcement_reading], checkfirst=False)


def _enquiries(connection: Connection) -> None:
    METADATA.create_all(connection, [enquiry], checkfirst=False)


#: The step at index n leads from version n to version n + 1.
STEPS: Final[tuple[Callable[[Connection], None], ...]] = (
    _first_strength,
    _grants,
    _transparency_log,
    _key_ranges,
    _copies_and_fleet,
    _listings,
    _case_lives,
    _complaint_places,
    _appointments,
    _announcements,
    _enquiries,
)


def migrate(engine: Engine) -> None:
    """Bring the database to this program's version, all steps in one transaction.

    Raises Refusal `database_newer` when a later program has written it: going on would lose what we do not know.
    """
    with engine.connect() as plain, (connection := plain.execution_options(**{WRITES: True})).begin():
        lock_migration(connection)
        version = _version(connection)
        if version > len(STEPS):
            raise Refusal("database_newer", version=version, known=len(STEPS))
        for step in STEPS[version:]:
            step(connection)
        if version < len(STEPS):
            connection.execute(schema_version.delete())
            connection.execute(schema_version.insert().values(version=len(STEPS)))


def _version(connection: Connection) -> int:
    if not inspect(connection).has_table(schema_version.name):
        return 0
    return connection.execute(select(schema_version.c.version)).scalar_one_or_none() or 0
