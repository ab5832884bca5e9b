"""The public log of a real centre: what joins it, what is written, and what is never contradicted."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from central import log_files, receipt_page
from central.log_files import LogFolder, RememberedCheckpoint
from central.publishing import Publisher, add_cosignatures, publish
from central.store import journals, log
from central.store.journals import JournalName
from domain.envelope import from_base64url
from domain.errors import Refusal
from domain.journal.kinds import Author
from domain.merkle import HASH_BYTES, Tile, Tree, is_consistent, is_included, leaf_hash
from domain.note import NoteKey, from_base64, read_checkpoint, read_key, read_note, read_proof, sign_note
from printing import receipt_code
from sync.seal import SigningKey, verify
from tests.central.verifier.town import ORIGIN, Town
from tests.fakes.centre_world import CentreWorld, Desk


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path)
    yield made
    made.world.close()


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def published_leaves(folder: Path) -> list[bytes]:
    """As a stranger reads them: from the files alone, under a checkpoint."""
    size = read_checkpoint(read_note((folder / "checkpoint").read_text("utf-8"))).size
    found = []
    for number in range(-(-size // 256)):
        width = min(size - number * 256, 256)
        content = (folder / Tile(0, number).path(width)).read_bytes()
        found += [content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)]
    return found


def test_every_entry_of_both_sides_is_under_the_root_once(town: Town) -> None:
    town.collect(3)
    done = town.publish()
    leaves = published_leaves(town.web)
    tree = Tree(0, lambda _tile: b"")
    tree.append(leaves)
    assert tree.root() == done.checkpoint.root
    wanted = []
    with town.world.centre.store.reading() as tx:
        for desk in town.desks:
            for author in Author:
                wanted += [found.hash for found in journals.read(tx, JournalName(desk.name, 1, author), 1)]
    assert sorted(leaves) == sorted(leaf_hash(from_base64url(one)) for one in wanted)
    assert done.checkpoint.size == len(wanted)
    assert len(wanted) > 2 * 5


def test_nothing_is_published_by_a_centre_that_has_nothing(tmp_path: Path) -> None:
    world = CentreWorld(tmp_path)
    folder = LogFolder(tmp_path / "web")
    publisher = Publisher(world.centre, folder, RememberedCheckpoint(tmp_path / "note"))
    assert publish(publisher) is None
    assert not folder.path.exists()
    world.close()


def test_a_second_run_of_the_day_changes_no_file_unless_something_is_new(town: Town) -> None:
    town.collect(1)
    first = town.publish()
    before = files_of(town.web)
    assert town.publish().added == 0
    assert files_of(town.web) == before
    town.collect(1)
    second = town.publish()
    assert (second.added, second.checkpoint.size) == (2, first.checkpoint.size + 2)
    kept = sorted(name for name in files_of(town.web) if name.startswith("checkpoints/"))
    assert kept == [f"checkpoints/2026-11-21-{done.checkpoint.size}" for done in (first, second)]


def test_days_are_proven_to_continue_each_other_by_the_files_alone(town: Town) -> None:
    town.collect(1)
    texts = [town.publish().note]
    for _day in range(4):
        town.world.clock.pass_by(days=1)
        town.collect(1)
        texts.append(town.publish().note)
    found = [json.loads(one.read_text("utf-8")) for one in (town.web / "consistency").iterdir()]
    found.sort(key=lambda one: read_checkpoint(read_note(one["new"])).size)
    assert [one["old"] for one in found] == texts[:-1]
    assert [one["new"] for one in found] == texts[1:]
    for one in found:
        old, new = (read_checkpoint(read_note(one[which])) for which in ("old", "new"))
        assert is_consistent(old.size, new.size, [from_base64(text) for text in one["hashes"]], old.root, new.root)
        assert read_note(one["new"]).is_signed_by(town.key, verify)


def test_full_tiles_are_never_written_again_and_partial_ones_of_every_checkpoint_stay(town: Town) -> None:
    sizes = []
    for desk in town.desks:
        desk.push()
    for step in range(6):
        for _again in range(60 if step else 1):
            town.desks[0].write("operator_signed_in/1", {"refused": 0})
        town.desks[0].push()
        sizes.append(town.publish().checkpoint.size)
        tile = town.web / "tile/0/000"
        if tile.exists():
            times = tile.stat().st_mtime_ns
            assert len(tile.read_bytes()) == 8192
            town.publish()
            assert tile.stat().st_mtime_ns == times
    assert sizes[-1] > 256
    for size in sizes:
        assert size < 256 or size % 256 == 0 or (town.web / f"tile/0/001.p/{size % 256}").exists()
    assert (town.web / "tile/1/000.p/1").read_bytes() == _root_of(published_leaves(town.web)[:256])
    assert not list(town.web.rglob("*.new"))


def _root_of(leaves: list[bytes]) -> bytes:
    tree = Tree(0, lambda _tile: b"")
    tree.append(leaves)
    return tree.root()


def test_leaves_are_added_in_the_order_of_their_journals_however_many_at_a_time(town: Town) -> None:
    town.collect(4)
    publish(replace(town.publisher(), batch=3), ORIGIN)
    wanted = []
    with town.world.centre.store.reading() as tx:
        for desk in town.desks:
            for author in (Author.CENTRE, Author.STATION):
                wanted += [found.hash for found in journals.read(tx, JournalName(desk.name, 1, author), 1)]
    assert published_leaves(town.web) == [leaf_hash(from_base64url(one)) for one in wanted]
    with town.world.centre.store.reading() as tx:
        assert log.position_of(tx, JournalName("C07", 1, Author.STATION), len(town.desks[0].journal)) is not None


def test_a_run_that_was_cut_after_signing_is_finished_by_the_next(town: Town) -> None:
    town.collect(1)
    town.publish()
    town.collect(1)
    (town.web / "checkpoint").rename(town.root / "older")
    text = town.publish(town.root / "elsewhere").note  # signed, and the usual folder knows nothing of it
    (town.root / "older").rename(town.web / "checkpoint")
    assert town.publish().note == text
    assert len(published_leaves(town.web)) == read_checkpoint(read_note(text)).size


def test_a_new_folder_is_filled_from_the_database_alone(town: Town) -> None:
    town.collect(2)
    town.publish()
    town.publish(town.root / "second")
    assert published_leaves(town.root / "second") == published_leaves(town.web)


def test_the_name_of_a_log_stays(town: Town) -> None:
    town.collect(1)
    town.publish()
    with pytest.raises(Refusal, match="log_origin_fixed"):
        publish(town.publisher(), "another.example/log")
    assert publish(town.publisher()) is not None


@pytest.mark.parametrize("origin", ["a b", "a+b", "a\nb", "ñ", "x" * 121])
def test_a_name_that_no_note_can_carry_is_refused(town: Town, origin: str) -> None:
    with pytest.raises(Refusal, match="log_origin_malformed"):
        publish(town.publisher(), origin)


# ------------------------------------------------------------------ restores


def test_a_restored_database_publishes_nothing_until_it_has_back_what_was_published(town: Town) -> None:
    town.collect(1)
    town.publish()
    kept = town.backup()
    town.collect(2)
    last = town.publish()
    before = files_of(town.web)
    town.restore(kept)
    with pytest.raises(Refusal, match="log_entries_missing") as refused:
        town.publish()
    assert refused.value.details["count"] == 4
    assert files_of(town.web) == before
    for desk in town.desks:  # the stations send again what the centre lost, in another order
        desk.acknowledged = 0
    for desk in reversed(town.desks):
        desk.push()
    back = town.publish()
    assert (back.taken_back, back.lost, back.added) == (4, 0, 4)
    assert back.checkpoint == last.checkpoint
    assert read_note(back.note).text == read_note(last.note).text
    town.collect(1)
    assert town.publish().checkpoint.size == last.checkpoint.size + 2


def test_entries_that_never_come_back_are_declared_and_their_places_stay(town: Town) -> None:
    town.collect(1)
    town.publish()
    kept = town.backup()
    town.collect(2)
    last = town.publish()
    town.restore(kept)
    town.desks[1].acknowledged = 0
    town.desks[1].push()  # the other cabin burnt down
    with pytest.raises(Refusal, match="log_entries_missing"):
        town.publish()
    declared = town.publish(declare_lost=True)
    assert (declared.taken_back, declared.lost) == (4, 2)
    assert declared.checkpoint == last.checkpoint
    with town.world.centre.store.reading() as tx:
        assert log.count_lost(tx) == 2
        assert log.position_of(tx, JournalName("C07", 1, Author.STATION), len(town.desks[0].journal)) is None
    town.desks[1].collect(4, fee=100)
    town.desks[1].push()
    assert town.publish().added == 1


def test_a_life_of_the_centre_that_contradicts_what_was_published_signs_nothing(town: Town) -> None:
    town.collect(1)
    kept = town.backup()
    town.publish()
    before = files_of(town.web)
    town.restore(kept, remembered=False)  # nothing beside the database remembers either
    town.desks[0].write("operator_signed_in/1", {"refused": 0})
    town.desks[0].push()
    town.publish(town.root / "elsewhere")  # a folder that knows nothing: the one way to make two histories
    with pytest.raises(Refusal, match=r"log_contradicts_published"):
        town.publish()
    assert files_of(town.web) == before


def test_what_is_remembered_beside_the_database_keeps_an_empty_folder_from_starting_over(town: Town) -> None:
    town.collect(1)
    kept = town.backup()
    town.publish()
    town.restore(kept)
    with pytest.raises(Refusal, match="log_files_incomplete"):
        town.publish(town.root / "elsewhere")
    assert not (town.root / "elsewhere").exists()


def test_a_folder_of_another_log_is_left_alone(town: Town) -> None:
    town.collect(1)
    town.publish()
    stranger = sign_note(read_note((town.web / "checkpoint").read_text("utf-8")).text, ORIGIN, SigningKey.generate())
    (town.web / "checkpoint").write_text(str(stranger), "utf-8")
    before = files_of(town.web)
    with pytest.raises(Refusal, match="log_folder_of_another"):
        town.publish()
    assert files_of(town.web) == before


@pytest.mark.parametrize("size", ["checkpoint", "tile"])
def test_a_published_leaf_that_was_changed_is_not_taken_back(town: Town, size: str) -> None:
    town.collect(1)
    kept = town.backup()
    town.publish()
    town.restore(kept)
    tile = next(one for one in (town.web / "tile/0").rglob("*") if one.is_file())
    content = bytearray(tile.read_bytes())
    content[3] ^= 1
    tile.write_bytes(content if size == "checkpoint" else content[:-1])
    with pytest.raises(Refusal, match=r"log_contradicts_published|log_files_incomplete"):
        town.publish()


# ------------------------------------------------------------------ keys and witnesses


def test_the_keys_are_signed_by_the_centre_and_name_every_station(town: Town) -> None:
    town.collect(1)
    town.publish()
    note = read_note((town.web / "keys.txt").read_text("utf-8"))
    centre = town.world.centre.keys.signing.public_key
    assert note.is_signed_by(NoteKey(f"{ORIGIN}/centre", centre), verify)
    lines = note.text.splitlines()
    assert f"log {town.key}" in lines
    assert read_key(next(line for line in lines if line.startswith("log "))[4:]) == town.key
    assert [line.split()[1:5] for line in lines if line.startswith("station ")] == [
        [name, "1", "1", "-"] for name in ("C07", "C08")
    ]


def test_a_witness_signs_the_same_text_and_its_line_is_added_once(town: Town) -> None:
    town.collect(1)
    done = town.publish()
    witness = SigningKey.generate()
    cosigned = sign_note(read_note(done.note).text, "controloria.example", witness)
    assert add_cosignatures(town.publisher(), cosigned) == 1
    assert add_cosignatures(town.publisher(), cosigned) == 0
    note = read_note((town.web / "checkpoint").read_text("utf-8"))
    assert note.is_signed_by(NoteKey("controloria.example", witness.public_key), verify)
    assert note.is_signed_by(town.key, verify)
    assert town.publish().added == 0  # the cosigned note is still ours
    assert (town.web / "checkpoint").read_text("utf-8") == str(note)
    town.collect(1)
    town.publish()
    with pytest.raises(Refusal, match="log_cosignature_of_another"):
        add_cosignatures(town.publisher(), cosigned)


# ------------------------------------------------------------------ a receipt


def page_of(town: Town, desk: Desk, sequence: int, tail: str = "") -> tuple[int, str]:
    paper = desk.journal[sequence - 1]
    address = receipt_code.encode("X", paper.signed.payload, paper.signed.signature)
    status, _headers, body = town.world.registry.handle("GET", address.removeprefix("HTTPS://X") + tail, {}, b"")
    return status, body.decode()


def test_a_receipt_is_not_published_then_published_with_a_proof_that_strangers_check(town: Town) -> None:
    desk = town.desks[0]
    town.publish()
    town.collect(1)
    sequence = len(desk.journal)
    assert "Firma válida, aún no publicado" in page_of(town, desk, sequence)[1]
    assert page_of(town, desk, sequence, "/proof")[0] == 404
    town.world.clock.pass_by(days=1)
    done = town.publish()
    town.collect(1)
    assert "Publicado el 22/11/2026" in page_of(town, desk, sequence)[1]
    status, text = page_of(town, desk, sequence, "/proof")
    assert status == 200
    proof = read_proof(text)
    assert proof.extra.decode() == desk.journal[sequence - 1].signed.compact()
    leaf = leaf_hash(from_base64url(desk.journal[sequence - 1].hash))
    assert str(proof.note) == done.note
    assert is_included(leaf, proof.index, done.checkpoint.size, proof.hashes, done.checkpoint.root)


def test_a_receipt_that_is_only_named_has_the_same_proof(town: Town) -> None:
    desk = town.desks[0]
    town.collect(1)
    town.publish()
    paper = desk.journal[-1]
    name = receipt_code.EntryName(desk.name, 1, paper.entry.sequence, from_base64url(paper.hash))
    path = receipt_code.encode_name("X", name).removeprefix("HTTPS://X") + "/proof"
    assert (
        town.world.registry.handle("GET", path, {}, b"")[2].decode()
        == page_of(town, desk, len(desk.journal), "/proof")[1]
    )
    wrong = receipt_code.encode_name("X", replace(name, hash=bytes(32))).removeprefix("HTTPS://X") + "/proof"
    assert town.world.registry.handle("GET", wrong, {}, b"")[0] == 404


def test_what_should_have_been_published_and_is_not_is_missing(town: Town) -> None:
    town.publish()
    town.collect(1)
    desk = town.desks[0]
    town.world.clock.pass_by(days=2, seconds=1)
    assert "FALTA" in page_of(town, desk, len(desk.journal))[1]


def test_a_receipt_that_no_cabin_sent_in_the_agreement_s_term_is_missing(town: Town) -> None:
    desk = town.desks[0]
    desk.collect(1)  # Saturday; the term is one working day, and one more
    town.world.clock.pass_by(days=3)
    assert "FALTA" not in page_of(town, desk, len(desk.journal))[1]
    town.world.clock.pass_by(days=1)
    assert "FALTA" in page_of(town, desk, len(desk.journal))[1]


def test_a_municipality_without_a_log_says_nothing_of_one(town: Town) -> None:
    town.collect(1)
    town.world.clock.pass_by(days=30)
    page = page_of(town, town.desks[0], len(town.desks[0].journal))[1]
    assert "Registro público" not in page
    assert "FALTA" not in page


def test_only_receipts_have_a_public_proof(town: Town) -> None:
    town.publish()
    paper = town.desks[0].journal[0]  # the journal's first entry is no paper
    name = receipt_code.EntryName("C07", 1, 1, from_base64url(paper.hash))
    path = receipt_code.encode_name("X", name).removeprefix("HTTPS://X") + "/proof"
    assert town.world.registry.handle("GET", path, {}, b"")[0] == 404


def test_forged_addresses_have_no_proof(town: Town) -> None:
    dice = random.Random(4)  # noqa: S311 - a test
    for _ in range(200):
        code = "".join(dice.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=dice.randrange(1, 200)))
        assert receipt_page.proof(town.world.centre, code).status == 404


def test_tiles_between_two_sizes_are_those_that_changed() -> None:
    found = list(log_files.tiles_between(0, 70_000))
    assert len([one for one in found if one[0].level == 0]) == 274
    assert found[-1] == (Tile(2, 0), 1)
    assert (Tile(1, 1), 17) in found
    assert (Tile(0, 273), 112) in found
    assert list(log_files.tiles_between(256, 256)) == []
