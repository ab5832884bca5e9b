"""What a screen reader is told of the desk's and the kiosk's windows: asked over AT-SPI, from another process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from kiosk_app.devices.key_store import Hardness, KeyStore
from kiosk_app.storage.edition import take_edition
from kiosk_app.storage.station_folder import StationFolder
from tests.accessibility.desktop import ROOT, desktop, faces, tree_of, why_not
from tests.fakes.station import DATABASE_KEY, new_station

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(why_not()), reason=why_not() or "it is here")]

#: AT-SPI's StateType 11: the keyboard can be put there.
FOCUSABLE: Final = 1 << 11
#: What one uses, whether the keyboard goes there or not.
CONTROLS: Final = frozenset(
    {
        "check box", "combo box", "entry", "link", "list", "list item", "menu item", "page tab", "password text",
        "push button", "radio button", "slider", "spin button", "table", "table cell", "text", "toggle button", "tree",
    }
)  # fmt: skip
NO_ROLE: Final = frozenset({"", "invalid", "unknown"})


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    with desktop(tmp_path_factory.mktemp("desktop")) as made:
        yield made


def screens(what: str, environment: Mapping[str, str]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each screen of a face, with everything that the reader is told of it."""
    with faces(what, environment) as process:
        assert process.stdout is not None, "asked for pipes"
        assert process.stdin is not None, "likewise"
        while name := process.stdout.readline().strip():
            yield name, json.loads(tree_of(process.pid, environment))
            process.stdin.write("\n")
            process.stdin.flush()


def faults(told: list[dict[str, Any]]) -> list[str]:
    """Controls on show that have no name or no role."""
    found = []
    for one in told:
        is_control = one["role"] in CONTROLS or bool(one["states"] & FOCUSABLE)
        if one["role"] in NO_ROLE or (is_control and not one["name"].strip()):
            found.append(f"{one['role']} {one['name']!r} in {' / '.join(name for name in one['way'] if name)}")
    return found


@pytest.mark.parametrize(("face", "least"), [("desk", 20), ("kiosk", 20)])
def test_a_screen_reader_is_told_a_name_and_a_role_of_every_control_on_show(
    face: str, least: int, environment: Mapping[str, str]
) -> None:
    seen = 0
    bad: dict[str, list[str]] = {}
    for name, told in screens(face, environment):
        seen += 1
        assert any(one["role"] == "push button" for one in told), f"{name} shows nothing to press"
        if wrong := faults(told):
            bad[name] = wrong
    assert not bad, json.dumps(bad, indent=1, ensure_ascii=False)
    assert seen >= least, "every screen was shown"


def test_a_button_without_a_name_is_noticed(environment: Mapping[str, str]) -> None:
    ((_name, told),) = screens("nameless", environment)
    assert [fault.split(" in ")[0] for fault in faults(told)] == ["push button ''"]


def test_the_program_itself_tells_a_screen_reader_who_may_sign_in(
    environment: Mapping[str, str], tmp_path: Path
) -> None:
    folder = StationFolder(tmp_path / "station")
    folder.create()
    keys = KeyStore(folder.path, Hardness(memory_kib=8, passes=1))
    keys.add(DATABASE_KEY, operator="rosa", name="Rosa Quispe", role="operator", pin="407213")
    take_edition(folder, ROOT / "municipalities" / "cajamarca")
    station = new_station(folder.path)
    station.store.close()
    station.path.rename(folder.database)
    command = [sys.executable, "-m", "kiosk_app", "desk", "--data", str(folder.path)]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as program:
        try:
            told = json.loads(tree_of(program.pid, environment))
        finally:
            program.terminate()
    assert not faults(told)
    focusable = [one["name"] for one in told if one["states"] & FOCUSABLE]
    assert {"PIN", "Entrar"} <= set(focusable)
    assert any(name.startswith("Rosa Quispe") for name in focusable)
