from __future__ import annotations

import os
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from central import keys
from domain.errors import Refusal
from wording.key_words import WORDS, words_of_key

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keys.create(tmp_path / "keys", ("central.example",), NOW)
    return tmp_path / "keys"


@pytest.mark.skipif(os.name == "nt", reason="Windows has access lists instead of modes")
def test_only_the_owner_may_read_a_key(folder: Path) -> None:
    files = list(folder.iterdir())
    assert len(files) == 7
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_what_was_made_is_what_is_loaded(folder: Path) -> None:
    names = ("central.example",)
    one, again = keys.load(folder, names, NOW), keys.load(folder, names, NOW)
    assert one.signing.public_key == again.signing.public_key
    assert one.sealing.public_key == again.sealing.public_key
    ssl.create_default_context().load_verify_locations(cadata=one.authority)


def test_a_certificate_about_to_expire_is_made_again_under_the_same_authority(folder: Path) -> None:
    names = ("central.example",)
    before = keys.load(folder, names, NOW)
    certificate = before.server.read_bytes()
    keys.load(folder, names, NOW + timedelta(days=600))
    assert before.server.read_bytes() == certificate
    after = keys.load(folder, names, NOW + timedelta(days=700))
    assert after.server.read_bytes() != certificate
    assert after.authority == before.authority


def test_a_new_name_gets_a_new_certificate(folder: Path) -> None:
    before = (folder / keys.SERVER).read_bytes()
    keys.load(folder, ("central.example", "10.0.0.5"), NOW)
    assert (folder / keys.SERVER).read_bytes() != before


def test_a_damaged_key_is_said_in_words(folder: Path) -> None:
    (folder / keys.SIGNING_KEY).write_text("not a key")
    with pytest.raises(Refusal, match="keys_unreadable"):
        keys.load(folder, (), NOW)


def test_keys_are_never_made_over_others(folder: Path) -> None:
    with pytest.raises(FileExistsError):
        keys.create(folder, (), NOW)


def differ_by_one_letter(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def test_key_words_are_plain_distinct_and_hard_to_confuse() -> None:
    assert len(WORDS) == len(set(WORDS)) == 256
    assert all(word.isascii() and word.isalpha() and word.islower() and 4 <= len(word) <= 7 for word in WORDS)
    assert len({word[:4] for word in WORDS}) == 256
    pairs = [(one, other) for index, one in enumerate(WORDS) for other in WORDS[index + 1 :]]
    assert [pair for pair in pairs if differ_by_one_letter(*pair)] == []


def test_six_words_name_a_key_and_another_key_has_others() -> None:
    assert words_of_key(b"\x01" * 32) == words_of_key(b"\x01" * 32)
    assert len(words_of_key(b"\x01" * 32)) == 6
    assert words_of_key(b"\x01" * 32) != words_of_key(b"\x02" * 32)
