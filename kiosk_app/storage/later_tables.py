"""What later versions made of the tables: the text of their migrations, in the order of `schema`."""

from __future__ import annotations

from typing import Final

#: `keys` is JSON: which key signs which entries (`domain.journal.keys.KeyRange`).
KEY_RANGES: Final = """
DROP TABLE known_station;

CREATE TABLE known_station (
    station TEXT PRIMARY KEY, number INTEGER NOT NULL, label TEXT NOT NULL, keys TEXT NOT NULL, status TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

DRAFTS: Final = """
CREATE TABLE draft (
    key TEXT PRIMARY KEY,
    operator TEXT NOT NULL,
    began TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE draft_photo (
    draft TEXT NOT NULL,
    place INTEGER NOT NULL,
    field TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (draft, place)
) STRICT, WITHOUT ROWID;
"""

#: `file` is what both journals say of the case (`domain.cases.case_file`), as JSON.
CASE_FILES: Final = """
DROP TABLE service_case;

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
    moved_at TEXT,
    file TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX service_case_opened ON service_case (opened_at);
CREATE INDEX service_case_due ON service_case (promise) WHERE state NOT IN ('resolved', 'rejected', 'closed');
CREATE INDEX service_case_sequence ON service_case (sequence);
"""

#: Where complaints are (docs/adr/0027). `assets` is JSON; a spot is two ten-thousandths of a degree.
COMPLAINT_PLACES: Final = """
CREATE TABLE complaint_place (
    code TEXT PRIMARY KEY,
    service TEXT NOT NULL,
    assets TEXT NOT NULL,
    latitude INTEGER,
    longitude INTEGER,
    joins TEXT,
    sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX complaint_place_spot ON complaint_place (latitude);
CREATE INDEX complaint_place_joins ON complaint_place (joins);

CREATE TABLE complaint_asset (
    asset TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (asset, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE heard_complaint (
    code TEXT PRIMARY KEY,
    service TEXT NOT NULL,
    assets TEXT NOT NULL,
    latitude INTEGER,
    longitude INTEGER,
    promise TEXT NOT NULL,
    neighbours INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX heard_complaint_spot ON heard_complaint (latitude);

CREATE TABLE heard_asset (
    asset TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (asset, code)
) STRICT, WITHOUT ROWID;
"""

#: Appointments that this station gave (docs/adr/0038). `opened` and `given` are entries; day and clock are wall time.
APPOINTMENTS: Final = """
CREATE TABLE appointment (
    code TEXT PRIMARY KEY,
    service TEXT NOT NULL,
    opened INTEGER NOT NULL,
    state TEXT NOT NULL,
    "grant" TEXT NOT NULL,
    number INTEGER NOT NULL,
    office TEXT NOT NULL,
    day TEXT NOT NULL,
    clock TEXT NOT NULL,
    given INTEGER NOT NULL,
    moves INTEGER NOT NULL,
    commitment TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_day ON appointment (day, clock);
CREATE INDEX appointment_opened ON appointment (opened);
"""

#: Only cases that are open, told by the index alone: counting those that are overdue reads no case, however many there
#: are. Whoever asks for them says it in these words (`kiosk_app.services.cases`), or the index is not used.
DUE_CASES: Final = """
DROP INDEX service_case_due;
CREATE INDEX service_case_due ON service_case (promise, state)
    WHERE state NOT IN ('resolved', 'rejected', 'closed', 'not_presented');
"""

#: What the municipality says (docs/adr/0040), and who of this station has read it. `paragraphs` is JSON.
ANNOUNCEMENTS: Final = """
CREATE TABLE announcement (
    code TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    paragraphs TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    must_read INTEGER NOT NULL,
    citizens INTEGER NOT NULL,
    sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE announcement_reading (
    code TEXT NOT NULL, operator TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (code, operator)
) STRICT, WITHOUT ROWID;
"""

#: A second person for cash taken out of the drawer and for a close (docs/adr/0041).
SECOND_PERSONS: Final = """
DROP TABLE session;
DROP TABLE cash_move;

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
    approver TEXT,
    z INTEGER,
    closed_at TEXT
) STRICT;

CREATE TABLE cash_move (
    sequence INTEGER PRIMARY KEY,
    session INTEGER NOT NULL,
    way TEXT NOT NULL,
    amount INTEGER NOT NULL,
    reason TEXT NOT NULL,
    operator TEXT NOT NULL,
    approver TEXT,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX cash_move_session ON cash_move (session);
"""
