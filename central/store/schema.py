"""The tables of the registry, all keyed by municipality and station. `central.store.migrations` leads to them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA: Final = MetaData()

schema_version: Final = Table("schema_version", METADATA, Column("version", Integer, primary_key=True))

municipality: Final = Table(
    "municipality",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("created_at", BigInteger, nullable=False),
)


def station_key(*more: Column[int] | Column[str]) -> list[Column[int] | Column[str]]:
    return [
        Column("municipality", String(24), primary_key=True),
        Column("station", String(16), primary_key=True),
        *more,
    ]


def of_station() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["municipality", "station"], ["station.municipality", "station.station"])


#: `key` is NULL while an invitation waits. `code` is the invitation's code sealed to the centre's own key: a copy of
#: the database does not let anybody enrol. `doubt` says that the station may hold centre entries that are not here.
station: Final = Table(
    "station",
    METADATA,
    *station_key(),
    Column("number", Integer, nullable=False),
    Column("label", String(120), nullable=False),
    Column("face", String(8), nullable=False),
    Column("status", String(10), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("key", String(43)),
    Column("operators", Text, nullable=False),
    Column("code", LargeBinary),
    Column("expires_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("program", String(80), nullable=False),
    Column("doubt", Integer, nullable=False),
    Column("contact_at", BigInteger),
    ForeignKeyConstraint(["municipality"], ["municipality.municipality"]),
    UniqueConstraint("municipality", "number"),
)

#: An epoch is the life of one journal; `key` is the one it began with (`signing_key` has those that followed).
journal: Final = Table(
    "journal",
    METADATA,
    *station_key(Column("epoch", Integer, primary_key=True)),
    Column("key", String(43), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    of_station(),
)


def _journal_table(name: str, *more: Column[str]) -> Table:
    """`subject` is the receipt, case or remittance that an entry speaks of, so that what concerns it is found."""
    return Table(
        name,
        METADATA,
        *station_key(Column("epoch", Integer, primary_key=True), Column("sequence", Integer, primary_key=True)),
        Column("hash", String(43), nullable=False),
        Column("kind", String(43), nullable=False),
        Column("subject", String(24)),
        Column("payload", LargeBinary, nullable=False),
        Column("signature", LargeBinary, nullable=False),
        Column("stored_at", BigInteger, nullable=False),
        *more,
        ForeignKeyConstraint(
            ["municipality", "station", "epoch"], ["journal.municipality", "journal.station", "journal.epoch"]
        ),
        UniqueConstraint("municipality", "station", "epoch", "hash"),
        Index(f"{name}_subject", "municipality", "station", "subject"),
    )


entry: Final = _journal_table("entry", Column("verdict", String(60)), Column("details", Text))
outbound: Final = _journal_table("outbound")

nonce: Final = Table(
    "nonce",
    METADATA,
    *station_key(Column("nonce", String(64), primary_key=True)),
    Column("at", BigInteger, nullable=False),
)

#: `origin` is who gave the bytes: "station" on the way up, "centre" for what a station may fetch.
blob: Final = Table(
    "blob",
    METADATA,
    *station_key(Column("sha256", String(64), primary_key=True)),
    Column("size", BigInteger, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("complete", Integer, nullable=False),
    Column("origin", String(8), nullable=False),
    Column("touched_at", BigInteger, nullable=False),
    of_station(),
)

case_file: Final = Table(
    "case_file",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("code", String(10), primary_key=True),
    Column("station", String(16), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("type", String(10), nullable=False),
    Column("service", String(24), nullable=False),
    Column("area", String(24), nullable=False),
    Column("promise", String(10), nullable=False),
    Column("state", String(12), nullable=False),  # 16 letters since step 2
    Column("since", BigInteger, nullable=False),
    Column("commitment", String(43)),
    Column("announced", Integer, nullable=False),
    ForeignKeyConstraint(
        ["municipality", "station", "epoch", "sequence"],
        ["entry.municipality", "entry.station", "entry.epoch", "entry.sequence"],
    ),
    Index("case_file_waiting", "municipality", "station", "announced"),
)

#: What the journals say of a case (`domain.cases.case_file`), as JSON. A case of an earlier version of these tables has
#: no row until its next word: it is read from its entries then.
case_life: Final = Table(
    "case_life",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("code", String(10), primary_key=True),
    Column("document", Text, nullable=False),
    ForeignKeyConstraint(["municipality", "code"], ["case_file.municipality", "case_file.code"]),
)

#: What a counter wrote of a case that is open already, and whether the centre has answered. It may arrive before the
#: case itself: then it waits.
case_request: Final = Table(
    "case_request",
    METADATA,
    *station_key(Column("epoch", Integer, primary_key=True), Column("sequence", Integer, primary_key=True)),
    Column("code", String(10), nullable=False),
    Column("settled", Integer, nullable=False),
    ForeignKeyConstraint(
        ["municipality", "station", "epoch", "sequence"],
        ["entry.municipality", "entry.station", "entry.epoch", "entry.sequence"],
    ),
    Index("case_request_waiting", "municipality", "settled"),
    Index("case_request_case", "municipality", "code"),
)

case_blob: Final = Table(
    "case_blob",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("code", String(10), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("type", String(60), nullable=False),
    ForeignKeyConstraint(["municipality", "code"], ["case_file.municipality", "case_file.code"]),
)

#: Every receipt number that was ever handed out: what is here is never handed out again.
receipt_block: Final = Table(
    "receipt_block",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("series", String(6), primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
    Column("grant", String(24), nullable=False),
    Column("station", String(16), nullable=False),
    UniqueConstraint("municipality", "grant"),
)

#: Vouchers of the treasury. `code` is sealed to the centre's own key, empty where a restore lost it. `told_at` NULL:
#: told to nobody. `withdrawn`: never told from now on, because a life of this centre that was lost may have told it.
voucher: Final = Table(
    "voucher",
    METADATA,
    *station_key(Column("epoch", Integer, primary_key=True), Column("proof", String(43), primary_key=True)),
    Column("grant", String(24), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("code", LargeBinary, nullable=False),
    Column("told_at", BigInteger),
    Column("told_by", String(12)),
    Column("remittance", String(24)),
    Column("recalled", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    of_station(),
)

#: Numbers that stations share: a series of folios, a day's appointments. A closed pool gives out nothing any more.
pool: Final = Table(
    "pool",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("unit", String(8), primary_key=True),
    Column("pool", String(40), primary_key=True),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("opened_by", String(12), nullable=False),
    Column("closed", Integer, nullable=False),
)

#: What the centre may grant: numbers of a pool that nobody was given, and those that came back by a station's
#: signature. Receipts that came back are here too, with their series as the pool.
in_hand: Final = Table(
    "in_hand",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("unit", String(8), primary_key=True),
    Column("pool", String(40), primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

#: The hour in which it was last said that this centre was restored from a backup (`central.restores`).
restore_mark: Final = Table(
    "restore_mark",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("hour", Integer, nullable=False),
    Column("said_at", BigInteger, nullable=False),
)

#: The transparency log (`central.publishing`): its name, and the row that whoever appends to it holds.
log_head: Final = Table(
    "log_head",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("origin", String(120), nullable=False),
    Column("size", BigInteger, nullable=False),
)

#: Which entries stand in the log: `first` … `last` of one journal from leaf `position` on. `author` "lost": leaves that
#: were published before a restore, and whose entries nobody has any more; the station is empty then.
log_span: Final = Table(
    "log_span",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("station", String(16), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("author", String(8), nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Index("log_span_journal", "municipality", "station", "epoch", "author", "first"),
)

#: Hashes of the log's tree, as in the files that are published; a tile of 256 never changes again.
log_tile: Final = Table(
    "log_tile",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("level", Integer, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("hashes", LargeBinary, nullable=False),
)

#: What was signed: `note` is the whole signed note, with what witnesses added.
log_checkpoint: Final = Table(
    "log_checkpoint",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("size", BigInteger, primary_key=True),
    Column("note", Text, nullable=False),
    Column("signed_at", BigInteger, nullable=False),
)

#: `key` signs entries `first`, `first` + 1, … of its epoch, up to where the next one begins (docs/adr/0019).
signing_key: Final = Table(
    "signing_key",
    METADATA,
    *station_key(Column("epoch", Integer, primary_key=True), Column("first", BigInteger, primary_key=True)),
    Column("key", String(43), nullable=False),
    Column("heard_at", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["municipality", "station", "epoch"], ["journal.municipality", "journal.station", "journal.epoch"]
    ),
)

#: Entries of this epoch after `good` came, or come, after the station was revoked.
revocation: Final = Table(
    "revocation",
    METADATA,
    *station_key(Column("epoch", Integer, primary_key=True)),
    Column("good", BigInteger, nullable=False),
    Column("revoked_at", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["municipality", "station", "epoch"], ["journal.municipality", "journal.station", "journal.epoch"]
    ),
)

#: The nonce ratchet of each life of a key (`central.ratchets`); lists are separated by blanks.
ratchet: Final = Table(
    "ratchet",
    METADATA,
    *station_key(Column("epoch", Integer, primary_key=True)),
    Column("base", String(40), nullable=False),
    Column("given", Text, nullable=False),
    Column("dead", Text, nullable=False),
    Column("marks", Text, nullable=False),
    Column("long_dead", Integer, nullable=False),
    of_station(),
)

#: Authentic papers that somebody scanned and whose entry has not arrived: `seen_at` by the centre's clock, `seen_by`
#: empty for the public page, else the station that held it under its scanner.
paper: Final = Table(
    "paper",
    METADATA,
    *station_key(
        Column("epoch", Integer, primary_key=True),
        Column("sequence", Integer, primary_key=True),
        Column("hash", String(43), primary_key=True),
    ),
    Column("seen_at", BigInteger, nullable=False),
    Column("seen_by", String(16), nullable=False),
    of_station(),
)

#: The last report of each station, as it came; `clock_offset_s` is how far its clock was ahead of the centre's.
station_report: Final = Table(
    "station_report",
    METADATA,
    *station_key(),
    Column("at", BigInteger, nullable=False),
    Column("clock_offset_s", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    of_station(),
)

#: What stations hear of each other (`central.neighbours`): `changed` numbers, in the municipality, the last change of
#: what is told of this station, 0 while nothing is; `told` is up to which change this station has been told, in the
#: outbound journal of `epoch`.
listing: Final = Table(
    "listing",
    METADATA,
    *station_key(),
    Column("changed", BigInteger, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("told", BigInteger, nullable=False),
    of_station(),
    Index("listing_changed", "municipality", "changed"),
)

finding: Final = Table(
    "finding",
    METADATA,
    *station_key(
        Column("epoch", Integer, primary_key=True),
        Column("journal", String(8), primary_key=True),
        Column("sequence", Integer, primary_key=True),
        Column("code", String(60), primary_key=True),
    ),
    Column("details", Text, nullable=False),
    Column("found_at", BigInteger, nullable=False),
    of_station(),
)
