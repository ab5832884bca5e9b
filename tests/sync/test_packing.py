"""Entries on the wire: small, exactly themselves again, readable as far as they came, harmless whatever they are."""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import canonical
from domain.envelope import EnvelopeType, Signed
from domain.errors import Refusal
from domain.journal.entry import NO_PREVIOUS
from domain.journal.kinds import Author
from domain.journal.verify import JournalWalk
from sync import packing
from sync.packing import (
    BLOCK_BYTES,
    DICTIONARY_FILE,
    ENTRIES_MAX,
    EXPANDED_BYTES_MAX,
    PACKING,
    Packer,
    pack_entries,
    unpack_arrived,
    unpack_entries,
)
from sync.seal import verify
from tests.domain.kit import STATION as CABIN
from tests.domain.kit import STATION_KEY as CABIN_KEY
from tests.domain.kit import signed_by
from tests.domain.lives import Life
from tests.sync.memory_outbox import Journal
from tests.sync.packs import a_pack
from tests.sync.station import STATION, STATION_KEY


def journal(count: int) -> list[Signed]:
    written = Journal(Author.STATION, STATION, STATION_KEY)
    for number in range(count):
        written.write("operator_signed_in/1", {"refused": number % 3})
    return [entry.signed for entry in written.entries]


def life(acts: int) -> list[Signed]:
    """Entries of every kind of money, chained as a station would."""
    lived = Life(5, keep_entries=True)
    lived.live(acts)
    head, found = NO_PREVIOUS, []
    for number, entry in enumerate(lived.entries, 1):
        signed = signed_by(CABIN_KEY, replace(entry, sequence=number, previous=head))
        head = signed.hash
        found.append(signed.signed)
    return found[:ENTRIES_MAX]


def odd(payload: bytes) -> Signed:
    return Signed(EnvelopeType.ENTRY, payload, hashlib.sha512(payload).digest())


def code_of(body: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        unpack_entries(body)
    return caught.value.code


# ---------------------------------------------------------------- exactly themselves


@pytest.mark.parametrize("count", [0, 1, 2, 300])
def test_entries_travel_without_a_changed_byte(count: int) -> None:
    signed = journal(count)
    assert unpack_entries(pack_entries(signed)) == signed


def test_a_life_of_every_kind_travels_without_a_changed_byte() -> None:
    signed = life(900)
    assert unpack_entries(pack_entries(signed)) == signed


def test_a_batch_from_the_middle_needs_nothing_that_the_receiver_holds() -> None:
    signed = journal(40)
    assert unpack_entries(pack_entries(signed[17:23])) == signed[17:23]


def test_evidence_of_a_fork_travels_whole() -> None:
    """Two histories under one key, in one pack, out of order: each entry exactly as it was signed."""
    one, other = Journal(Author.STATION, STATION, STATION_KEY), Journal(Author.STATION, STATION, STATION_KEY)
    for number in range(3):
        one.write("operator_signed_in/1", {"refused": 0})
        other.write("operator_signed_in/1", {"refused": number})
    mixed = [entry.signed for entry in (one.entries[2], other.entries[1], other.entries[2], one.entries[0])]
    assert unpack_entries(pack_entries(mixed)) == mixed


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xff\x00\n\t",
        b'{"b":1}',
        b'{ "sq":1 }',
        b"[]",
        b"7",
        canonical.encode({"at": "2026-11-20", "b": {}, "k": "x/1", "mo": 1, "sq": 1}),
        canonical.encode({"at": "never", "b": [], "k": 7, "mo": True, "ph": None, "sq": "x"}),
    ],
    ids=repr,
)
def test_whatever_was_signed_can_travel(payload: bytes) -> None:
    around = journal(2)
    mixed = [around[0], odd(payload), around[1]]
    assert unpack_entries(pack_entries(mixed)) == mixed


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text('añ~"\\{}@0', max_size=5)
    | st.sampled_from(["0" * 43, "A" * 43, "Z" * 43, "ab" * 32, "AB" * 32]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abn"), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
documents = st.fixed_dictionaries(
    {},
    optional={
        "at": st.sampled_from(["2026-11-20T14:00:00Z", "2026-11-20T14:00:01Z", "0001-01-01T00:00:00Z", "x"]) | values,
        "b": values,
        "bo": values,
        "k": st.sampled_from(["fee_collected/1", "x"]) | values,
        "mo": st.integers(0, 10**6) | values,
        "op": values,
        "pd": values,
        "ph": values,
        "sq": st.integers(0, 5) | values,
        "zz": values,
    },
)


@given(st.lists(documents, max_size=6))
@settings(max_examples=300)
def test_any_canonical_documents_travel_without_a_changed_byte(found: list[dict[str, object]]) -> None:
    signed = [odd(canonical.encode(document)) for document in found]
    assert unpack_entries(pack_entries(signed)) == signed


def test_a_pack_far_larger_than_the_window_travels_without_a_changed_byte() -> None:
    written = Journal(Author.STATION, STATION, STATION_KEY)
    for number in range(200):
        words = hashlib.shake_256(bytes([number])).hexdigest(9_000)
        written.write("case_opened/1", {"note": words})
    signed = [entry.signed for entry in written.entries]
    assert sum(len(one.payload) for one in signed) > 3 << packing._WINDOW_LOG
    assert unpack_entries(pack_entries(signed)) == signed


# ---------------------------------------------------------------- small


def test_what_the_receiver_works_out_is_not_sent() -> None:
    """Each entry of a long journal costs its signature and a few bytes more; the chain and the envelope nothing."""
    signed = journal(400)
    assert len(pack_entries(signed)) < 400 * (64 + 3)


def test_one_entry_alone_is_small_because_of_the_dictionary() -> None:
    signed = life(300)[-1:]
    assert len(pack_entries(signed)) < len(signed[0].payload) * 3 // 4


def test_a_hash_that_comes_again_is_not_sent_again() -> None:
    edition = hashlib.sha256(b"edition").hexdigest()
    written = Journal(Author.STATION, STATION, STATION_KEY)
    for _ in range(50):
        written.write("case_opened/1", {"edition": edition})
    assert len(pack_entries(entry.signed for entry in written.entries)) < 50 * 68 + 150


def test_the_committed_dictionary_never_changes() -> None:
    """Stations and centres of different days must hold the same bytes. Another dictionary is another `PACKING`."""
    digest = hashlib.sha256(DICTIONARY_FILE.read_bytes()).hexdigest()
    assert (PACKING, digest) == (1, "bd60fcf559525f0210fc1dad107b3aa23f9cf599f1aa770c5af282d50d63ba8e")


# ---------------------------------------------------------------- as far as it came


def test_of_a_pack_that_was_cut_every_whole_block_is_read() -> None:
    signed = life(900)
    packed = pack_entries(signed)
    before = 0
    for end in range(0, len(packed) + 1, 97):
        arrived = unpack_arrived(packed[:end])
        assert arrived == signed[: len(arrived)]
        assert len(arrived) >= before
        before = len(arrived)
    assert unpack_arrived(packed) == signed


def test_a_cut_costs_no_more_than_a_block() -> None:
    signed = life(900)
    packed = pack_entries(signed)
    for end in range(BLOCK_BYTES, len(packed), 1009):
        arrived = unpack_arrived(packed[:end])
        assert end - len(pack_entries(arrived)) < BLOCK_BYTES


def test_a_pack_that_ends_inside_a_block_is_refused_where_all_of_it_was_promised() -> None:
    packed = pack_entries(journal(3))
    for end in [0, *range(2, len(packed))]:
        assert code_of(packed[:end]) == "entries_unreadable"


# ---------------------------------------------------------------- never trusted


def test_what_was_rebuilt_as_something_else_is_not_authentic() -> None:
    """Somebody in the middle says another thing and keeps the signature: rebuilt well, and signed by nobody."""
    signed = journal(2)
    packer = Packer()
    (first, first_raw), (second, second_raw) = packer.add(signed[0]), packer.add(signed[1])
    for text, authentic in ((second, 2), (second.replace(b'"refused":1', b'"refused":2'), 1)):
        walk = JournalWalk(Author.STATION, STATION, STATION_KEY.public_key, verify)
        found = unpack_entries(a_pack(first + text, first_raw + second_raw))
        assert len(found) == 2
        assert [entry.signed for entry in walk.entries(found)] == signed[:authentic]
    assert walk.finding is not None
    assert walk.finding.code == "signature_wrong"


def test_a_flipped_bit_is_refused_or_is_not_authentic() -> None:
    signed = life(40)[:6]
    packed = pack_entries(signed)
    for place in range(len(packed)):
        changed = bytearray(packed)
        changed[place] ^= 1 << place % 8
        try:
            found = unpack_entries(bytes(changed))
        except Refusal as refusal:
            assert refusal.code in {"entries_unreadable", "body_too_large"}  # noqa: PT017 - either way, and no other
            continue
        walk = JournalWalk(Author.STATION, CABIN, CABIN_KEY.public_key, verify)
        read = [entry.signed for entry in walk.entries(found)]
        assert read == signed[: len(read)], place
        assert len(read) < len(signed) or found == signed, place


# ---------------------------------------------------------------- harmless


@pytest.mark.parametrize(
    "text",
    [
        b"[0,0]\n", b"{}\n", b"7\n", b"\n", b"[0,0,1,{},{},{},5]\n", b'[0,0,"k",{},7]\n', b"[0,0", b"\x01\n", b"\x02\n",
        b"\x030\x03\n", b"\x03\x03\n", b"\x0399999\x03\n", b"\x04!!\n", b"\x04\xff\n", b'[1e400,0,"k",{},{"sq":1}]\n',
        b'[0,0,"k",NaN,{"sq":1,"at":"2026-11-20T14:00:00Z"}]\n', b"[" * 100_000 + b"\n", b"\xff\n",
        b'[0,0,"k",{},{"sq":1e9,"at":"2026-11-20T14:00:00Z"}]\n', b"9" * 5000 + b"\n",
    ],
    ids=lambda text: repr(text[:30]),
)  # fmt: skip
def test_lines_that_no_packer_makes_are_refused(text: bytes) -> None:
    assert code_of(a_pack(text, bytes(2000))) == "entries_unreadable"


def test_raw_bytes_too_few_or_too_many_are_refused() -> None:
    line, raw = Packer().add(journal(1)[0])
    assert len(unpack_entries(a_pack(line, raw))) == 1
    assert code_of(a_pack(line, raw[:-1])) == "entries_unreadable"
    assert code_of(a_pack(line, raw + b"x")) == "entries_unreadable"


def test_a_pack_of_another_number_is_refused() -> None:
    packed = pack_entries(journal(1))
    assert code_of(bytes([PACKING + 1]) + packed[1:]) == "entries_unreadable"


def test_too_many_entries_are_refused() -> None:
    line, raw = Packer().add(journal(1)[0])
    assert len(unpack_entries(a_pack(line * ENTRIES_MAX, raw * ENTRIES_MAX))) == ENTRIES_MAX
    assert code_of(a_pack(line * (ENTRIES_MAX + 1), raw * (ENTRIES_MAX + 1))) == "body_too_large"


def _swelling() -> bytes:
    """One entry with a field of 60 kB that every other one inherits."""
    first = {"at": "2026-11-20T14:00:00Z", "bo": "x" * 60_000, "ep": 1, "op": "a", "ru": 1, "se": 1, "sq": 1, "st": "C"}
    text = canonical.encode([0, 0, "k", {}, first | {"v": 1}]) + b"\n" + b'[0,0,"k",{}]\n' * 400
    return a_pack(text, bytes(64 * 401))


def _repeating() -> bytes:
    """Lines that name one hash thousands of times."""
    first = b'[0,0,"k",[\x02],{"at":"2026-11-20T14:00:00Z","bo":1,"ep":1,"op":1,"ru":1,"se":1,"sq":1,"st":1,"v":1}]\n'
    return a_pack(first + (b'[0,0,"k",[' + b",".join([b"\x030\x03"] * 32_000) + b"]]\n") * 60, bytes(32 + 64 * 61))


@pytest.mark.parametrize(
    "bomb",
    [
        lambda: a_pack(b"0" * (EXPANDED_BYTES_MAX + 1)),
        lambda: a_pack(b"0" * (100 * EXPANDED_BYTES_MAX)),
        lambda: a_pack(b"\n" * EXPANDED_BYTES_MAX),
        _swelling,
        _repeating,
    ],
    ids=["just too long", "much too long", "lines of nothing", "inherited", "named again"],
)
def test_a_bomb_is_refused_before_it_expands(bomb: object) -> None:
    body = bomb()  # type: ignore[operator]
    tracemalloc.start()
    try:
        assert code_of(body) in {"body_too_large", "entries_unreadable"}
        assert tracemalloc.get_traced_memory()[1] < 6 * EXPANDED_BYTES_MAX
    finally:
        tracemalloc.stop()


def _only_refuses(body: bytes) -> None:
    for read in (unpack_entries, unpack_arrived):
        try:
            assert len(read(body)) <= ENTRIES_MAX
        except Refusal as refusal:
            assert refusal.code in {"entries_unreadable", "body_too_large"}  # noqa: PT017 - either way, and no other


@given(st.binary(max_size=400))
def test_any_bytes_are_entries_or_a_refusal(body: bytes) -> None:
    _only_refuses(body)
    _only_refuses(bytes([PACKING]) + body)


@given(st.lists(st.text(max_size=60), max_size=5), st.binary(max_size=300))
def test_any_text_is_entries_or_a_refusal(lines: list[str], raw: bytes) -> None:
    _only_refuses(a_pack("\n".join([*lines, ""]).encode("utf-8"), raw))


@given(st.lists(st.lists(values, max_size=6), min_size=1, max_size=4), st.integers(0, 500))
@settings(max_examples=300)
def test_any_lines_of_json_are_entries_or_a_refusal(lines: list[list[object]], raw: int) -> None:
    text = b"".join(json.dumps(line, ensure_ascii=False).encode("utf-8") + b"\n" for line in lines)
    _only_refuses(a_pack(text, bytes(raw)))
