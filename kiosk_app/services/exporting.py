"""The station's journals as a file: what an auditor verifies anywhere, and what a stick carries."""

from __future__ import annotations

from pathlib import Path

from domain.errors import Refusal
from domain.journal.file import JournalFile, write_journal
from domain.journal.kinds import Author
from kiosk_app.storage import entries
from kiosk_app.storage.journal import Journal
from kiosk_app.storage.station_keys import first_key
from printing.printers.file import write_whole


def write_journal_file(journal: Journal, folder: Path) -> Path:
    """`<station>-<length>.journal`, whole on disk or not there at all. Raises Refusal `disk_failing`."""
    identity = journal.identity
    file = JournalFile(
        municipality=identity.municipality,
        station=identity.station,
        station_key=first_key(journal),
        centre_key=identity.centre_public_key,
        own=list(entries.read(journal.store, Author.STATION)),
        outbound=list(entries.read(journal.store, Author.CENTRE)),
    )
    path = folder / f"{identity.station}-{journal.length:06d}.journal"
    try:
        write_whole(path, "".join(write_journal(file)).encode("utf-8"))
    except OSError as error:
        raise Refusal("disk_failing", why=str(error)) from error
    return path
