from __future__ import annotations

import random

import pytest

from domain.errors import Refusal
from domain.note import (
    Checkpoint,
    LogProof,
    Note,
    NoteKey,
    read_checkpoint,
    read_key,
    read_note,
    read_proof,
    sign_note,
    to_base64,
)
from sync.seal import SigningKey, verify

#: From the documentation of another implementation (hex.pm, signed_note 1.0.0).
FOREIGN_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOREIGN_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
#: From C2SP's tlog-checkpoint.
FOREIGN_CHECKPOINT = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
SIGNER = SigningKey(bytes([7]) * 32)
KEY = NoteKey("muni.example/log", SIGNER.public_key)


def checkpoint() -> Note:
    return sign_note(Checkpoint("muni.example/log", 5, bytes(32)).text(), "muni.example/log", SIGNER)


def test_a_note_that_another_program_signed_is_read_and_verified() -> None:
    key = read_key(FOREIGN_KEY)
    assert str(key) == FOREIGN_KEY
    assert read_note(FOREIGN_NOTE).is_signed_by(key, verify)
    assert str(read_note(FOREIGN_NOTE)) == FOREIGN_NOTE


def test_a_checkpoint_of_the_specification_is_read() -> None:
    found = read_checkpoint(read_note(FOREIGN_CHECKPOINT))
    assert (found.origin, found.size) == ("example.com/behind-the-sofa", 20852163)


def test_a_witness_adds_its_line_and_the_log_s_still_counts() -> None:
    other = sign_note(checkpoint().text, "witness.example", SigningKey.generate())
    both = read_note(str(Note(checkpoint().text, (*other.lines, *checkpoint().lines))))
    assert both.is_signed_by(KEY, verify)
    assert not read_note(str(other)).is_signed_by(KEY, verify)


def test_a_wrong_line_of_a_known_key_spoils_the_note_although_a_good_one_is_beside_it() -> None:
    wrong = f"— {KEY.name} {to_base64(KEY.id + bytes(64))}"
    assert not Note(checkpoint().text, (*checkpoint().lines, wrong)).is_signed_by(KEY, verify)


def test_no_flipped_bit_of_a_checkpoint_leaves_it_signed() -> None:
    whole = str(checkpoint()).encode()
    for at in range(len(whole) * 8):
        changed = bytearray(whole)
        changed[at // 8] ^= 1 << at % 8
        try:
            note = read_note(changed.decode())
        except (Refusal, UnicodeDecodeError):
            continue
        assert not note.is_signed_by(KEY, verify)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "a\n\n",
        "\n\n— a AAAAAAA=\n",
        "a\n\n— a AAAAAAA=",
        "a\n\n- a AAAAAAA=\n",
        "a\n\n— a AAAA\n",
        "a\r\n\n— a AAAAAAA=\n",
    ],
)
def test_what_has_another_shape_is_no_note(text: str) -> None:
    with pytest.raises(Refusal, match="note_malformed"):
        read_note(text)


@pytest.mark.parametrize("size", ["05", "-5", "+5", "5.0", "", "\u0665"])
def test_a_size_has_one_spelling(size: str) -> None:
    root = to_base64(bytes(32))
    with pytest.raises(Refusal, match="note_malformed"):
        read_checkpoint(Note(f"muni.example/log\n{size}\n{root}\n", ()))


@pytest.mark.parametrize(
    "text", ["", "a", "a+b", "a+00000000+AA==", FOREIGN_KEY.replace("530d", "530e"), "a b" + FOREIGN_KEY]
)
def test_a_key_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="note_malformed"):
        read_key(text)


def test_a_proof_is_read_back_as_it_was_written() -> None:
    dice = random.Random(1)  # noqa: S311 - forged, not secret
    for length in (0, 1, 20):
        proof = LogProof(b"entry", 3, tuple(dice.randbytes(32) for _ in range(length)), checkpoint())
        assert read_proof(str(proof)) == proof


@pytest.mark.parametrize("line", ["c2sp.org/tlog-proof@v2", "", "extra", "index 03"])
def test_a_proof_of_another_shape_is_refused(line: str) -> None:
    lines = str(LogProof(b"entry", 3, (), checkpoint())).split("\n")
    place = {"c": 0, "i": 2}.get(line[:1], 1)
    lines[place] = line
    with pytest.raises(Refusal, match="note_malformed"):
        read_proof("\n".join(lines))
