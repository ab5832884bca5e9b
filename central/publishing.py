"""The transparency log: every entry that this centre accepted, its own included, under one root that is signed daily.

Entries join the log when it is published, not when they arrive: a push touches nothing that stations share. What was
published once is never contradicted: before anything is signed, the new tree is proven to begin with every tree that
this centre, or the folder, is known to have published.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from central import restores
from central.centre import Centre
from central.clock import unix_seconds
from central.log_files import LogFolder, RememberedCheckpoint
from central.store import Transaction, journals, log
from central.store.journals import JournalName
from central.store.log import SignedCheckpoint, Span
from domain.envelope import from_base64url
from domain.errors import Refusal
from domain.merkle import Tree, is_consistent, leaf_hash
from domain.note import Checkpoint, Note, NoteKey, read_checkpoint, read_note, sign_note
from sync.seal import verify

#: Leaves added in one transaction: on SQLite nobody else writes meanwhile, some tenths of a second.
BATCH: Final = 20_000


@dataclass(frozen=True, slots=True)
class Publisher:
    """`remembered` lies beside the database and survives a restore of the database alone."""

    centre: Centre
    folder: LogFolder
    remembered: RememberedCheckpoint
    batch: int = BATCH


@dataclass(frozen=True, slots=True)
class Publication:
    """`added` leaves since the last one that was signed; `taken_back` and `lost` after a restore."""

    checkpoint: Checkpoint
    note: str
    added: int
    taken_back: int = 0
    lost: int = 0


def publish(publisher: Publisher, origin: str | None = None, *, declare_lost: bool = False) -> Publication | None:
    """Add what is new, sign it, and write the files. None while there is nothing at all.

    Raises Refusal and publishes nothing: `log_origin_fixed`, `log_origin_malformed`, `restore_not_said`,
    `log_folder_of_another`, `log_contradicts_published`, `log_entries_missing`, `log_files_incomplete`.
    """
    centre = publisher.centre
    name = _begin(centre, origin)
    if name is None:
        return None
    key = NoteKey(name, centre.keys.log.public_key)
    known = _known(publisher, key)
    taken_back, lost = _take_back(publisher, known, declare_lost=declare_lost)
    _refuse_contradictions(centre, known)
    while _append_batch(centre, publisher.batch):
        pass
    signed = _sign(publisher, key, known)
    if signed is None:
        return None
    last, added = signed
    publisher.remembered.write(last.note)
    checkpoint = read_checkpoint(read_note(last.note))
    with centre.store.reading() as tx:
        publisher.folder.write(centre, tx, last, key)
    return Publication(checkpoint, last.note, added, taken_back, lost)


def _begin(centre: Centre, origin: str | None) -> str | None:
    """The log's name: given with its first entries and never changed, because every checkpoint says it."""
    with centre.store.writing() as tx:
        restores.refuse_unsaid(centre, tx)
        head = log.head(tx)
        if head is None and not log.waiting(tx):
            return None
        if head is None:
            name = origin or f"ventanilla/{tx.municipality}"
            if not (name.isascii() and name.isprintable() and len(name) <= 120) or {" ", "+"} & set(name):  # noqa: PLR2004
                raise Refusal("log_origin_malformed", origin=name[:40])
            log.begin(tx, name)
            return name
        if origin not in (None, head.origin):
            raise Refusal("log_origin_fixed", origin=head.origin)
        return head.origin


def _known(publisher: Publisher, key: NoteKey) -> list[Checkpoint]:
    """What was published: in the folder, as remembered beside the database, and in the database."""
    with publisher.centre.store.reading() as tx:
        last = log.last_checkpoint(tx)
    texts = (publisher.folder.checkpoint(), publisher.remembered.read(), None if last is None else last.note)
    found = {_trusted(text, key) for text in texts if text is not None}
    return sorted(found, key=lambda one: one.size)


def _trusted(text: str, key: NoteKey) -> Checkpoint:
    try:
        note = read_note(text)
        checkpoint = read_checkpoint(note)
    except Refusal as refusal:
        raise Refusal("log_folder_of_another", why=refusal.code) from refusal
    if checkpoint.origin != key.name or not note.is_signed_by(key, verify):
        raise Refusal("log_folder_of_another", why=checkpoint.origin[:60])
    return checkpoint


def _take_back(publisher: Publisher, known: Sequence[Checkpoint], *, declare_lost: bool) -> tuple[int, int]:
    """After a restore: put back what was published and the database forgot, in the order in which it was published.

    The files have the leaves; the entries come back from the stations, or by `recover`. Gives how many were put back,
    and how many of those are only leaves: nobody has their entries, and a person has said so.
    """
    centre = publisher.centre
    with centre.store.writing() as tx:
        head = log.lock(tx)
        if not known or known[-1].size <= head.size:
            return 0, 0
        latest = known[-1]
        leaves = publisher.folder.leaves(head.size, latest.size)
        tree = Tree(head.size, log.load_tile(tx))
        tree.append(leaves)
        if tree.root() != latest.root:
            raise Refusal("log_contradicts_published", size=latest.size)
        places = {leaf: (name, sequence) for name, sequence, leaf in _unlogged(tx, None)}
        missing = [index for index, leaf in enumerate(leaves) if leaf not in places]
        if missing and not declare_lost:
            raise Refusal("log_entries_missing", count=len(missing), of=len(leaves), first=head.size + missing[0])
        log.grow(tx, tree.size, _spans(head.size, [places.get(leaf) for leaf in leaves]), tree.changed)
        return len(leaves), len(missing)


def _refuse_contradictions(centre: Centre, known: Sequence[Checkpoint]) -> None:
    with centre.store.reading() as tx:
        head = log.head(tx)
        assert head is not None, "the log has begun"
        tree = Tree(head.size, log.load_tile(tx))
        for checkpoint in known:
            if checkpoint.size > head.size or tree.root(checkpoint.size) != checkpoint.root:
                raise Refusal("log_contradicts_published", size=checkpoint.size)


def _append_batch(centre: Centre, batch: int) -> int:
    """The next leaves, in the order of stations, epochs, authors and sequences; gives how many."""
    with centre.store.writing() as tx:
        head = log.lock(tx)
        found = list(_unlogged(tx, batch))
        tree = Tree(head.size, log.load_tile(tx))
        tree.append(leaf for _name, _sequence, leaf in found)
        log.grow(tx, tree.size, _spans(head.size, [(name, sequence) for name, sequence, _leaf in found]), tree.changed)
        return len(found)


def _unlogged(tx: Transaction, most: int | None) -> Iterator[tuple[JournalName, int, bytes]]:
    left = most
    for name, first, last in log.waiting(tx):
        end = last if left is None else min(last, first + left - 1)
        for sequence, found in sorted(journals.hashes(tx, name, first, end).items()):
            yield name, sequence, leaf_hash(from_base64url(found))
        if left is not None:
            left -= end - first + 1
            if left == 0:
                return


def _spans(position: int, places: Sequence[tuple[JournalName, int] | None]) -> list[Span]:
    """Consecutive entries of one journal in one row."""
    found: list[Span] = []
    for index, place in enumerate(places, position):
        name, sequence = (None, index) if place is None else place
        if found and found[-1].name == name and found[-1].last == sequence - 1:
            found[-1] = Span(found[-1].position, name, found[-1].first, sequence)
        else:
            found.append(Span(index, name, sequence, sequence))
    return found


def _sign(publisher: Publisher, key: NoteKey, known: Sequence[Checkpoint]) -> tuple[SignedCheckpoint, int] | None:
    """The last checkpoint, a new one where there is anything new, and how many leaves it adds."""
    centre = publisher.centre
    with centre.store.writing() as tx:
        head, last = log.lock(tx), log.last_checkpoint(tx)
        if head.size == 0:
            return None
        if last is not None and last.size == head.size:
            return last, 0
        tree = Tree(head.size, log.load_tile(tx))
        checkpoint = Checkpoint(key.name, head.size, tree.root())
        for before in known:
            proof = tree.consistency_proof(before.size, head.size)
            if not is_consistent(before.size, head.size, proof, before.root, checkpoint.root):
                raise Refusal("log_contradicts_published", size=before.size)
        note: Note = sign_note(checkpoint.text(), key.name, centre.keys.log)
        signed = SignedCheckpoint(head.size, str(note), unix_seconds(centre.clock))
        log.add_checkpoint(tx, signed)
        return signed, head.size - (0 if last is None else last.size)


def add_cosignatures(publisher: Publisher, note: Note) -> int:
    """Put a witness's lines under the checkpoint that is published. Whoever checks them knows the witness's key.

    Raises Refusal `log_not_published`, `log_cosignature_of_another`.
    """
    with publisher.centre.store.writing() as tx:
        log.lock(tx)
        last = log.last_checkpoint(tx)
        if last is None or publisher.folder.checkpoint() != last.note:
            raise Refusal("log_not_published")
        published = read_note(last.note)
        if note.text != published.text:
            raise Refusal("log_cosignature_of_another")
        lines = [line for line in dict.fromkeys(note.lines) if line not in published.lines]
        whole = Note(published.text, (*published.lines, *lines))
        cosigned = SignedCheckpoint(last.size, str(read_note(str(whole))), last.signed_at)
        log.replace_note(tx, cosigned)
    publisher.remembered.write(cosigned.note)
    publisher.folder.replace_checkpoint(publisher.centre, cosigned)
    return len(lines)
