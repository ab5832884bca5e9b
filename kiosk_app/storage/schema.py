"""The tables, as migrations that stand by themselves: they never import what the program is today.

`entry` is what is true and cannot be changed; `personal`, `blob`, `print_job`, `draft` and `setting` are kept beside
it; every other table is a projection that `kiosk_app.storage.projections.rebuild` reproduces byte for byte.
"""

from __future__ import annotations

from typing import Final

from kiosk_app.storage.cipher import Database, Migrations
from kiosk_app.storage.later_tables import (
    ANNOUNCEMENTS,
    APPOINTMENTS,
    CASE_FILES,
    COMPLAINT_PLACES,
    DRAFTS,
    DUE_CASES,
    KEY_RANGES,
    SECOND_PERSONS,
)

SCHEMA_VERSION: Final = 7
MIGRATIONS: Final = Migrations("ventanilla")

#: Tables that are nothing but the journal read again, each with its primary key (the order of a dump).
PROJECTIONS: Final = {
    "balance": "account, commodity",
    "receipt_grant": "name",
    "session": "number",
    "receipt": "number",
    "remittance": "name",
    "cash_move": "sequence",
    "safe_inflow": "sequence",
    "prepaid_sale": "name",
    "refund": "name",
    "statement": "name",
    "dispute": "statement, line",
    "standing": "one",
    "service_case": "code",
    "case_event": "code, author, sequence",
    "case_words": "rowid",
    "known_station": "station",
    "complaint_place": "code",
    "complaint_asset": "asset, code",
    "heard_complaint": "code",
    "heard_asset": "asset, code",
    "appointment": "code",
    "announcement": "code",
    "announcement_reading": "code, operator",
}

_FIRST: Final = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    author TEXT NOT NULL CHECK (author IN ('station', 'centre')),
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (author, sequence)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER entry_is_never_edited BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'never edited'); END;
CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'never deleted'); END;

CREATE TABLE personal (commitment TEXT PRIMARY KEY, salt BLOB NOT NULL, document TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY,
    direction TEXT NOT NULL CHECK (direction IN ('up', 'down')),
    type TEXT NOT NULL,
    size INTEGER NOT NULL,
    held INTEGER NOT NULL,
    done INTEGER NOT NULL CHECK (done IN (0, 1)),
    sequence INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
CREATE INDEX blob_waiting ON blob (direction, sequence) WHERE done = 0;

CREATE TABLE print_job (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    entry TEXT NOT NULL,
    content BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    copy_number INTEGER NOT NULL,
    printer TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    attempts INTEGER NOT NULL,
    reference TEXT,
    made_at TEXT NOT NULL
) STRICT;
CREATE INDEX print_job_entry ON print_job (entry);
CREATE INDEX print_job_open ON print_job (made_at) WHERE state NOT IN ('printed', 'confirmed', 'cancelled');

CREATE TABLE audit_station (
    station TEXT PRIMARY KEY, number INTEGER NOT NULL, listing TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_entry (
    station TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    journal TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    payload BLOB NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (station, epoch, journal, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE balance (
    account TEXT NOT NULL, commodity TEXT NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (account, commodity)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt_grant (
    name TEXT PRIMARY KEY,
    series TEXT NOT NULL,
    next_number INTEGER NOT NULL,
    last INTEGER NOT NULL,
    ordinal INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    number INTEGER PRIMARY KEY,
    operator TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    float INTEGER NOT NULL,
    currency TEXT NOT NULL,
    counted INTEGER,
    pieces TEXT,
    expected INTEGER,
    explanation TEXT,
    z INTEGER,
    closed_at TEXT
) STRICT;

CREATE TABLE receipt (
    number TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    service TEXT NOT NULL,
    session INTEGER NOT NULL,
    fee INTEGER NOT NULL,
    due INTEGER NOT NULL,
    tendered INTEGER NOT NULL,
    commission INTEGER NOT NULL,
    mode TEXT NOT NULL,
    currency TEXT NOT NULL,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    voided TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_session ON receipt (session);
CREATE INDEX receipt_case ON receipt (code);

CREATE TABLE remittance (
    name TEXT PRIMARY KEY,
    amount INTEGER NOT NULL,
    confirmed INTEGER NOT NULL,
    currency TEXT NOT NULL,
    voucher TEXT NOT NULL,
    declared_at TEXT NOT NULL,
    sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE service_case (
    code TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    service TEXT NOT NULL,
    edition TEXT NOT NULL,
    area TEXT NOT NULL,
    state TEXT NOT NULL,
    promise TEXT NOT NULL,
    legal TEXT,
    channel TEXT NOT NULL,
    operator TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    commitment TEXT,
    receipt TEXT,
    observed TEXT NOT NULL,
    answer TEXT,
    moved_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX service_case_opened ON service_case (opened_at);
CREATE INDEX service_case_due ON service_case (promise) WHERE state NOT IN ('resolved', 'rejected', 'closed');
CREATE INDEX service_case_sequence ON service_case (sequence);

CREATE TABLE known_station (
    station TEXT PRIMARY KEY, number INTEGER NOT NULL, label TEXT NOT NULL, key TEXT NOT NULL, status TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE case_event (
    code TEXT NOT NULL,
    author TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (code, author, sequence)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE case_words USING fts5(
    person, document, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4'
);
"""


@MIGRATIONS()
def m001_first(db: Database) -> None:
    for statement in _FIRST.split(";\n"):
        if statement.strip():
            db.execute(statement if "BEGIN SELECT" not in statement else f"{statement};")


#: Projections in their new shape. They are left empty: whoever opens the journal reads it again into them
#: (`kiosk_app.storage.journal`), in one transaction of its own, so a power cut between the two costs nothing.
_MONEY: Final = """
DROP TABLE receipt;
DROP TABLE remittance;

CREATE TABLE receipt (
    number TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    service TEXT NOT NULL,
    session INTEGER NOT NULL,
    fee INTEGER NOT NULL,
    due INTEGER NOT NULL,
    prepaid TEXT,
    paid INTEGER NOT NULL,
    tendered INTEGER NOT NULL,
    commission INTEGER NOT NULL,
    mode TEXT NOT NULL,
    currency TEXT NOT NULL,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    void_code TEXT NOT NULL,
    voided TEXT,
    void_reason TEXT,
    approver TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_session ON receipt (session);
CREATE INDEX receipt_case ON receipt (code);

CREATE TABLE remittance (
    name TEXT PRIMARY KEY,
    amount INTEGER NOT NULL,
    confirmed INTEGER NOT NULL,
    short INTEGER NOT NULL,
    retained INTEGER NOT NULL,
    currency TEXT NOT NULL,
    voucher TEXT NOT NULL,
    declared_at TEXT NOT NULL,
    sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE cash_move (
    sequence INTEGER PRIMARY KEY,
    session INTEGER NOT NULL,
    way TEXT NOT NULL,
    amount INTEGER NOT NULL,
    reason TEXT NOT NULL,
    operator TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX cash_move_session ON cash_move (session);

CREATE TABLE safe_inflow (
    sequence INTEGER PRIMARY KEY, session INTEGER NOT NULL, amount INTEGER NOT NULL, at TEXT NOT NULL
) STRICT;

CREATE TABLE prepaid_sale (
    name TEXT PRIMARY KEY,
    session INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    operator TEXT NOT NULL,
    at TEXT NOT NULL,
    sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX prepaid_sale_session ON prepaid_sale (session);

CREATE TABLE refund (
    name TEXT PRIMARY KEY,
    receipt TEXT NOT NULL,
    ground TEXT NOT NULL,
    amount INTEGER NOT NULL,
    owed INTEGER NOT NULL,
    resolution TEXT NOT NULL,
    approved_at TEXT NOT NULL,
    reference TEXT,
    paid_at TEXT,
    sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX refund_receipt ON refund (receipt);

CREATE TABLE statement (
    name TEXT PRIMARY KEY,
    through INTEGER NOT NULL,
    lines INTEGER NOT NULL,
    hash TEXT NOT NULL,
    fees INTEGER NOT NULL,
    commission INTEGER NOT NULL,
    issued_at TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    signed_by TEXT,
    signed_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE dispute (
    statement TEXT NOT NULL,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    raised_by TEXT NOT NULL,
    raised_at TEXT NOT NULL,
    outcome TEXT,
    adjustment INTEGER,
    words TEXT,
    resolved_at TEXT,
    PRIMARY KEY (statement, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE standing (one INTEGER PRIMARY KEY CHECK (one = 1), document TEXT NOT NULL) STRICT;
"""


def _run(db: Database, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)


def _project_anew(db: Database, script: str) -> None:
    """New tables that the journal is read into when the database is opened."""
    _run(db, script)
    db.execute("DELETE FROM setting WHERE name = 'projections'")


@MIGRATIONS()
def m002_money(db: Database) -> None:
    _project_anew(db, _MONEY)


@MIGRATIONS()
def m003_forgetting(db: Database) -> None:
    """A word deleted from the index otherwise stays in its pages until they happen to be merged."""
    db.execute("INSERT INTO case_words (case_words, rank) VALUES ('secure-delete', 1)")


@MIGRATIONS()
def m004_key_ranges(db: Database) -> None:
    _project_anew(db, KEY_RANGES)


@MIGRATIONS()
def m005_drafts(db: Database) -> None:
    _run(db, DRAFTS)


@MIGRATIONS()
def m006_case_files(db: Database) -> None:
    _project_anew(db, CASE_FILES)


@MIGRATIONS()
def m007_complaint_places(db: Database) -> None:
    _project_anew(db, COMPLAINT_PLACES)


@MIGRATIONS()
def m008_appointments(db: Database) -> None:
    _project_anew(db, APPOINTMENTS)


@MIGRATIONS()
def m009_announcements(db: Database) -> None:
    _project_anew(db, ANNOUNCEMENTS)


@MIGRATIONS()
def m010_second_persons(db: Database) -> None:
    _project_anew(db, SECOND_PERSONS)


@MIGRATIONS()
def m011_due_cases(db: Database) -> None:
    _run(db, DUE_CASES)
