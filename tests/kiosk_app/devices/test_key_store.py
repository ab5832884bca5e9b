"""The database's key at rest: who opens it, who does not, and what a power cut leaves of it."""

from __future__ import annotations

import json
import os
import shutil
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.envelope import from_base64url
from domain.errors import Refusal
from kiosk_app.devices import key_store
from kiosk_app.devices.key_store import Hardness, KeyStore, new_database_key, refuse_weak_pin, write_private
from tests.fakes.clock import FRIDAY_MORNING as NOW

#: Argon2id's least: the arithmetic is the same, and a test must not take half a second a PIN.
SOFT = Hardness(memory_kib=8, passes=1)
KEY = bytes(range(32))
PIN = "407213"


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    made = KeyStore(tmp_path, SOFT)
    made.add(KEY, operator="rosa", name="Rosa Medina", role="operator", pin=PIN)
    return made


def refusal_of(store: KeyStore, pin: str | None, seconds: float = 0, operator: str = "rosa") -> Refusal:
    with pytest.raises(Refusal) as refusal:
        store.open(operator, pin, NOW + timedelta(seconds=seconds))
    return refusal.value


def test_the_right_pin_gives_the_key_and_nothing_else_does(store: KeyStore) -> None:
    assert store.open("rosa", PIN, NOW) == (KEY, 0)
    assert refusal_of(store, "407214").code == "pin_wrong"
    assert refusal_of(store, None).code == "pin_wrong"
    assert refusal_of(store, PIN, operator="ana").code == "operator_unknown"


def test_each_of_two_people_opens_with_their_own_pin(store: KeyStore) -> None:
    store.add(KEY, operator="luis", name="Luis Chávez", role="supervisor", pin="880146")
    assert store.open("luis", "880146", NOW) == store.open("rosa", PIN, NOW) == (KEY, 0)
    assert refusal_of(store, PIN, operator="luis").code == "pin_wrong"
    assert [(slot.operator, slot.name, slot.role) for slot in store.slots()] == [
        ("rosa", "Rosa Medina", "operator"),
        ("luis", "Luis Chávez", "supervisor"),
    ]
    assert store.slots()[0].failures == 0, "another's mistakes are not hers"


def test_a_new_pin_replaces_the_old_one(store: KeyStore) -> None:
    store.add(KEY, operator="rosa", name="Rosa Medina", role="operator", pin="935172")
    assert refusal_of(store, PIN).code == "pin_wrong"
    assert store.open("rosa", "935172", NOW)[0] == KEY
    assert len(store.slots()) == 1


def test_wrong_pins_cost_ever_more_time_and_are_told_afterwards(store: KeyStore) -> None:
    assert [refusal_of(store, "000001").details["left"] for _ in range(4)] == [4, 3, 2, 1]
    waited = 0
    for seconds in (60, 300, 1800, 1800):
        locked = refusal_of(store, "000001", waited)
        assert (locked.code, locked.details["seconds"]) == ("pin_locked", seconds)
        before_time = refusal_of(store, PIN, waited + seconds - 0.5)
        assert (before_time.code, before_time.details["seconds"]) == ("pin_locked", 1), "even the right one waits"
        waited += seconds
    assert store.open("rosa", PIN, NOW + timedelta(seconds=waited)) == (KEY, 8)
    assert store.open("rosa", PIN, NOW + timedelta(seconds=waited)) == (KEY, 0), "told once"
    assert refusal_of(store, "000001", waited).details["left"] == 4


def test_a_lock_is_kept_through_a_restart(store: KeyStore, tmp_path: Path) -> None:
    for _ in range(5):
        refusal_of(store, "000001")
    assert refusal_of(KeyStore(tmp_path, SOFT), PIN, 30).code == "pin_locked"


def test_a_clock_that_was_put_right_locks_nobody_out_for_a_year(store: KeyStore) -> None:
    for _ in range(5):
        refusal_of(store, "000001", seconds=365 * 86400)
    assert store.open("rosa", PIN, NOW) == (KEY, 5)


def test_an_unattended_kiosk_opens_without_a_pin_and_only_with_its_own_device(tmp_path: Path) -> None:
    store = KeyStore(tmp_path, SOFT)
    store.add(KEY, operator="kiosk", name="Kiosco", role="kiosk", pin=None)
    assert store.open("kiosk", None, NOW) == (KEY, 0)
    assert store.slots()[0].unattended


def copy_of(tmp_path: Path, *left_out: str) -> KeyStore:
    stolen = tmp_path / "stolen"
    stolen.mkdir()
    for file in tmp_path.iterdir():
        if file.is_file() and file.name not in left_out:
            shutil.copy(file, stolen)
    return KeyStore(stolen, SOFT)


def test_a_copied_folder_without_the_devices_secret_opens_for_nobody(store: KeyStore, tmp_path: Path) -> None:
    store.add(KEY, operator="kiosk", name="Kiosco", role="kiosk", pin=None)
    stolen = copy_of(tmp_path, "device.secret")
    for operator, pin in (("rosa", PIN), ("kiosk", None)):
        assert refusal_of(stolen, pin, operator=operator).code == "keys_damaged"
    write_private(tmp_path / "stolen" / "device.secret", bytes(32))
    for operator, pin in (("rosa", PIN), ("kiosk", None)):
        assert refusal_of(stolen, pin, operator=operator).code == "pin_wrong"


def test_with_the_devices_secret_the_same_copy_opens(store: KeyStore, tmp_path: Path) -> None:
    """The control of the test above."""
    assert copy_of(tmp_path).open("rosa", PIN, NOW)[0] == KEY


def test_a_slot_does_not_open_under_another_name(store: KeyStore, tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    file.write_text(file.read_text().replace('"rosa"', '"ana"'))
    assert refusal_of(store, PIN, operator="ana").code == "pin_wrong"


def test_the_key_is_nowhere_on_the_disk(store: KeyStore, tmp_path: Path) -> None:
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert KEY not in content
    assert KEY.hex().encode() not in content
    assert PIN.encode() not in content
    (slot,) = store.slots()
    assert len(from_base64url(slot.wrapped)) == 32 + 16
    assert (slot.memory_kib, slot.passes) == (8, 1), "each slot says what it was made with"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"slots": [{"operator": "rosa"}]}', '{"slots": 5}'])
def test_a_damaged_file_is_named(store: KeyStore, tmp_path: Path, content: str) -> None:
    (tmp_path / "keys.json").write_text(content)
    refusal = refusal_of(store, PIN)
    assert (refusal.code, refusal.details["file"]) == ("keys_damaged", "keys.json")


def test_a_device_secret_cut_short_is_damage_and_wraps_nothing(store: KeyStore, tmp_path: Path) -> None:
    (tmp_path / "device.secret").write_bytes(b"")
    assert refusal_of(store, PIN).code == "keys_damaged"
    with pytest.raises(Refusal, match="keys_damaged"):
        store.add(KEY, operator="ana", name="Ana", role="operator", pin="935172")


@pytest.mark.skipif(os.name != "posix", reason="permissions in this form are POSIX's")
def test_both_files_are_for_this_user_alone(store: KeyStore, tmp_path: Path) -> None:
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {"keys.json": 0o600, "device.secret": 0o600}


class PowerCutError(Exception):
    pass


@pytest.mark.parametrize("step", ["open", "fsync", "replace", "after"])
def test_a_cut_at_any_step_leaves_the_old_file_or_the_new(
    store: KeyStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def cut(*_arguments: object, **_named: object) -> None:
        raise PowerCutError

    with monkeypatch.context() as machine:
        if step == "replace":
            machine.setattr(Path, "replace", cut)
        elif step != "after":
            machine.setattr(os, step, cut)
        if step == "after":
            store.add(KEY, operator="luis", name="Luis", role="operator", pin="880146")
        else:
            with pytest.raises(PowerCutError):
                store.add(KEY, operator="luis", name="Luis", role="operator", pin="880146")
    again = KeyStore(tmp_path, SOFT)
    assert again.open("rosa", PIN, NOW)[0] == KEY
    assert len(again.slots()) == (2 if step == "after" else 1)
    again.add(KEY, operator="luis", name="Luis", role="operator", pin="880146")
    assert again.open("luis", "880146", NOW)[0] == KEY


def test_a_file_is_on_disk_before_it_takes_the_others_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(handle: int) -> None:
        order.append("fsync")
        fsync(handle)

    def noted_replace(path: Path, target: Path) -> Path:
        order.append("replace")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    write_private(tmp_path / "file", b"x" * 100_000)
    assert order[:2] == ["fsync", "replace"]
    assert (tmp_path / "file").read_bytes() == b"x" * 100_000


@pytest.mark.parametrize(
    "pin",
    [
        "", "12345", "000000", "777777", "123456", "654321", "890123", "210987", "1234567890123", "12a456", "12 456",
        "\uff14\uff10\uff17\uff12\uff11\uff13", "²²²²²²", "٤٠٧٢١٣", "40721\uff13",
    ],
)  # fmt: skip
def test_a_weak_pin_is_refused_before_anything_is_written(tmp_path: Path, pin: str) -> None:
    with pytest.raises(Refusal, match="pin_too_weak"):
        KeyStore(tmp_path, SOFT).add(KEY, operator="rosa", name="Rosa", role="operator", pin=pin)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("pin", ["407213", "112358", "123457", "000001", "135791", "407213998811"])
def test_an_ordinary_pin_is_accepted(pin: str) -> None:
    refuse_weak_pin(pin)


@given(st.text(max_size=14))
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_as_a_pin_is_accepted_or_refused(pin: str) -> None:
    try:
        refuse_weak_pin(pin)
    except Refusal:
        return
    assert pin.isascii()
    assert pin.isdigit()
    assert 6 <= len(pin) <= 12


def test_keys_are_random_and_long_enough() -> None:
    assert len({new_database_key() for _ in range(50)}) == 50
    assert len(new_database_key()) == key_store.KEY_BYTES == 32


def test_the_default_hardness_is_the_one_that_was_measured() -> None:
    assert Hardness() == Hardness(memory_kib=64 * 1024, passes=3, lanes=1)


def test_the_file_has_a_format_number(store: KeyStore, tmp_path: Path) -> None:
    assert json.loads((tmp_path / "keys.json").read_text())["format"] == 1
