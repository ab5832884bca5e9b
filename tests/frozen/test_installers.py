"""What is installed: everything the program opens, nothing of the centre, and never a hand on the stations' data."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from installers.contents import DATA, ROOT, UNUSED, data_files, left_behind
from installers.debian import LIBRARIES, LINUX, SCRIPTS, LibraryUnknown, control, depends
from installers.freezing import version
from installers.smoke import SmokeFailed, check, elsewhere, run, smoke
from kiosk_app.version import VERSION
from tools.catalogue import compile_all

KIOSK_SESSION = LINUX / "kiosk" / "kiosk-session"


@pytest.fixture(scope="module", autouse=True)
def _catalogues() -> None:
    compile_all()


# What goes in


def test_every_file_beside_a_module_is_taken_along() -> None:
    assert left_behind() == []


@pytest.mark.parametrize("forgotten", DATA)
def test_a_pattern_that_is_forgotten_is_noticed(forgotten: str) -> None:
    assert left_behind(patterns=[pattern for pattern in DATA if pattern != forgotten])


def test_a_folder_that_was_renamed_stops_the_build() -> None:
    with pytest.raises(FileNotFoundError, match="theme/pictures"):
        data_files(patterns=["kiosk_app/theme/pictures/*"])


def test_a_file_keeps_its_place_beside_its_module() -> None:
    places = {source.relative_to(ROOT): folder for source, folder in data_files()}
    assert places[Path("kiosk_app/theme/fonts/Inter-Bold.ttf")] == Path("kiosk_app/theme/fonts")
    assert places[Path("wording/locale/es/LC_MESSAGES/ventanilla.mo")] == Path("wording/locale/es/LC_MESSAGES")


def test_the_version_is_written_once() -> None:
    text = control("9.9.9", "amd64", 1, ["libc6"])
    assert "Version: 9.9.9\n" in text
    assert version() == VERSION
    written = [path for path in LINUX.rglob("*") if path.is_file() and version() in path.read_text("utf-8")]
    assert written == []


@pytest.mark.parametrize(("before", "after"), [(None, "None"), ("/site/lib", "/site/lib")])
def test_commands_that_the_frozen_program_starts_load_the_systems_libraries(before: str | None, after: str) -> None:
    """PyInstaller's start leaves its own folder in LD_LIBRARY_PATH, and what was there in LD_LIBRARY_PATH_ORIG."""
    hook = ROOT / "installers" / "pyinstaller" / "commands_of_the_system.py"
    asked = f"import os, runpy; runpy.run_path({str(hook)!r}); print(os.environ.get('LD_LIBRARY_PATH'))"
    left = {"LD_LIBRARY_PATH": "/frozen", **({} if before is None else {"LD_LIBRARY_PATH_ORIG": before})}
    done = subprocess.run(
        [sys.executable, "-c", asked], env={**os.environ, **left}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == after


# Scripts of the package

#: Words that take something away, with what they take.
_TAKES_AWAY = re.compile(r"\b(?:rm|rmdir|mv|shred|unlink|userdel|deluser|find|truncate|dd)\b(?P<what>[^\n;|&]*)")
_OWN = ('"$stopped"', '"$DPKG_ROOT/run/ventanilla-kiosks"')


def taken_away(script: str) -> list[str]:
    """Lines of a script that take away anything but its own list of stopped kiosks."""
    orders = "\n".join(line for line in script.splitlines() if not line.lstrip().startswith(("#", "echo")))
    return [
        found.group().strip()
        for found in _TAKES_AWAY.finditer(orders)
        if found.group("what").strip().removeprefix("-f ") not in _OWN
    ]


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_takes_anything_away(name: str) -> None:
    text = (LINUX / "scripts" / name).read_text("utf-8")
    assert taken_away(text) == []
    subprocess.run(["sh", "-n"], input=text, text=True, check=True)


@pytest.mark.parametrize("order", ['rm -rf "$stations"', "rm -rf /var/lib/ventanilla", 'find "$stations" -delete'])
def test_a_script_that_takes_data_away_is_noticed(order: str) -> None:
    assert taken_away(f'if [ "$1" = purge ]; then\n    {order}\nfi\n')


# Desktop entries and the kiosk's session


@pytest.mark.parametrize("face", ["desk", "kiosk", "audit"])
def test_an_entry_opens_its_face_on_its_own_folder(face: str) -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign] # its keys have capitals
    entry.read(LINUX / "applications" / f"ventanilla-{face}.desktop", encoding="utf-8")
    found = entry["Desktop Entry"]
    assert found["Exec"] == f"ventanilla {face} --data /var/lib/ventanilla/{face}"
    assert found["Icon"] == "ventanilla"
    assert found["Name[es]"].startswith("Ventanilla: ")


Session = Callable[..., subprocess.CompletedProcess[str]]


def _command(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(0o755)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """The session's script as systemd starts it, on display servers that only start their client."""
    commands, state = tmp_path / "bin", tmp_path / "run"
    commands.mkdir()
    state.mkdir()
    # Like the real ones, they do not hand on how their client ended.
    _command(commands / "xinit", f'echo "xinit $*" >>{tmp_path}/asked\nsh "$1" "$2"\nexit 0')
    _command(commands / "cage", f'echo "cage $*" >>{tmp_path}/asked\nshift\nsh "$@"\nexit 0')

    def start(kind: str | None, program: str = "exit 0") -> subprocess.CompletedProcess[str]:
        _command(tmp_path / "program", f'echo "$QT_QPA_PLATFORM $*" >>{tmp_path}/asked\n{program}')
        environment = {
            "PATH": f"{commands}:/usr/bin:/bin",
            "RUNTIME_DIRECTORY": str(state),
            "VENTANILLA_PROGRAM": str(tmp_path / "program"),
            "VENTANILLA_DATA": "/data of the kiosk",
            **({} if kind is None else {"VENTANILLA_SESSION": kind}),
        }
        return subprocess.run(["sh", KIOSK_SESSION], env=environment, capture_output=True, text=True, check=False)

    return start


@pytest.mark.parametrize(("kind", "server", "platform"), [(None, "xinit", "xcb"), ("cage", "cage", "wayland")])
def test_a_session_is_one_program_on_a_display_server(
    session: Session, tmp_path: Path, kind: str | None, server: str, platform: str
) -> None:
    done = session(kind)
    assert (done.returncode, done.stderr) == (0, "")
    asked = (tmp_path / "asked").read_text("utf-8").splitlines()
    assert asked[0].startswith(f"{server} ")
    assert asked[1] == f"{platform} kiosk --data /data of the kiosk"


@pytest.mark.parametrize("kind", ["xorg", "cage"])
def test_a_session_ends_as_the_kiosk_ended(session: Session, kind: str) -> None:
    """So that systemd opens it again after a crash, and not after an attendant closed it."""
    assert session(kind, "exit 70").returncode == 70
    assert session(kind, "exit 0").returncode == 0


def test_a_display_server_that_ends_alone_is_a_failure(session: Session, tmp_path: Path) -> None:
    session("xorg")
    _command(tmp_path / "bin" / "xinit", "exit 0")
    done = session("xorg")
    assert done.returncode == 1
    assert "ended before the kiosk did" in done.stderr


def test_a_session_of_another_kind_is_named(session: Session) -> None:
    done = session("gnome")
    assert done.returncode == 1
    assert "'gnome'; it must be xorg or cage" in done.stderr


def test_the_kiosk_opens_again_after_a_crash_only() -> None:
    unit = (LINUX / "kiosk" / "ventanilla-kiosk@.service").read_text("utf-8")
    assert "Restart=on-failure\n" in unit
    assert "OnSuccess=getty@%i.service\n" in unit
    assert "User=ventanilla\n" in unit


# The real thing


@pytest.mark.slow
def test_the_frozen_program_proves_itself_in_a_clean_environment(frozen: Path) -> None:
    assert "0 failed" in smoke(frozen)


@pytest.mark.slow
@pytest.mark.parametrize(
    "lost",
    [
        "kiosk_app/theme/fonts/Inter-Bold.ttf",
        "wording/locale/es/LC_MESSAGES/ventanilla.mo",
        "escpos/capabilities.json",
        "printing/documents/fonts/Inter-Regular.ttf",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "sqlcipher3",
    ],
)
def test_the_frozen_program_notices_what_it_has_lost(frozen: Path, tmp_path: Path, lost: str) -> None:
    with elsewhere(frozen) as copy:
        path = copy / "_internal" / lost
        path.rename(tmp_path / "lost")
        with pytest.raises(SmokeFailed):
            check(copy / "ventanilla", tmp_path)


@pytest.mark.slow
def test_the_frozen_program_holds_no_centre_and_nothing_of_the_builder(frozen: Path) -> None:
    files = {str(path.relative_to(frozen)) for path in frozen.rglob("*") if path.is_file()}
    assert not [name for name in files if UNUSED.search(name)]
    strangers = re.compile(r"/(?:central|fastapi|sqlalchemy|uvicorn|pydantic|numpy|tests|pip|setuptools)[/.-]")
    assert not [name for name in files if strangers.search(name)]
    modules = (frozen / "ventanilla").read_bytes()
    assert b"kiosk_app.bootstrap.desk" in modules
    assert b"central.office" not in modules
    assert b"sqlalchemy" not in modules


@pytest.mark.slow
def test_the_frozen_program_is_of_the_version_of_its_package(frozen: Path) -> None:
    told = (frozen / "_internal" / f"ventanilla-{version()}.dist-info" / "METADATA").read_text("utf-8")
    assert f"\nVersion: {version()}\n" in told


@pytest.mark.slow
@pytest.mark.parametrize("face", ["desk", "kiosk", "audit"])
def test_a_face_without_a_station_says_so_in_words(frozen: Path, tmp_path: Path, face: str) -> None:
    ran = run(frozen / "ventanilla", face, "--data", str(tmp_path / "nothing"), home=tmp_path)
    assert ran.code == 1
    assert "Traceback" not in ran.errors


@pytest.mark.slow
def test_every_library_of_the_system_has_its_package(frozen: Path) -> None:
    packages = depends(frozen)
    assert "libxcb-cursor0" in packages
    assert "tzdata" in packages
    assert any(name.startswith("libc6 (>= 2.") for name in packages)


@pytest.mark.slow
def test_a_library_without_a_package_stops_the_build(frozen: Path) -> None:
    without = {name: package for name, package in LIBRARIES.items() if name != "libxcb-cursor.so.0"}
    with pytest.raises(LibraryUnknown, match=r"libxcb-cursor\.so\.0"):
        depends(frozen, without)


def _dpkg_deb(*words: str) -> str:
    return subprocess.run(["dpkg-deb", *words], capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
def test_the_package_says_what_it_is_and_belongs_to_root(package: Path) -> None:
    assert _dpkg_deb("--field", str(package), "Version").strip() == version()
    listed = _dpkg_deb("--contents", str(package)).splitlines()
    assert all(line.split()[1] == "root/root" for line in listed)
    modes = {line.split()[0] for line in listed}
    assert modes == {"drwxr-xr-x", "-rwxr-xr-x", "-rw-r--r--", "lrwxrwxrwx"}
    places = {line.split()[5].removeprefix(".") for line in listed}
    assert {"/usr/bin/ventanilla", "/opt/ventanilla/current", f"/opt/ventanilla/{version()}/ventanilla"} <= places
    assert not [place for place in places if place.startswith("/var")]


@pytest.fixture
def computer(tmp_path: Path) -> Path:
    """A computer's disk with dpkg's own records and nothing else."""
    for folder in ("var/lib/dpkg/updates", "var/lib/dpkg/info", "run", "tmp"):
        (tmp_path / "disk" / folder).mkdir(parents=True)
    (tmp_path / "disk" / "var/lib/dpkg/status").touch()
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("useradd", "getent", "chown", "systemctl"):
        _command(commands / name, f'echo "{name} $*" >>{tmp_path}/asked\n[ {name} != getent ]')
    return tmp_path / "disk"


def dpkg(disk: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Real dpkg on `disk`. Its scripts run without chroot, and meet our `useradd`, which makes no account here."""
    forced = ("depends", "script-chrootless", "not-root", "unsafe-io")
    command = ["dpkg", f"--root={disk}", *(f"--force-{each}" for each in forced), *words]
    path = f"{disk.parent}/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": path, "LC_ALL": "C.UTF-8"})


@pytest.mark.slow
def test_an_installed_program_works_and_what_citizens_paid_for_outlives_it(computer: Path, package: Path) -> None:
    installed = dpkg(computer, "--install", str(package))
    assert installed.returncode == 0, installed.stderr
    stations = computer / "var/lib/ventanilla"
    assert stations.stat().st_mode & 0o7777 == 0o1770
    assert "useradd --system" in (computer.parent / "asked").read_text("utf-8")
    assert str((computer / "usr/bin/ventanilla").readlink()) == "/opt/ventanilla/current/ventanilla"
    assert "0 failed" in check(computer / "opt/ventanilla/current/ventanilla", computer / "tmp")

    (stations / "desk").mkdir()
    (stations / "desk" / "station.db").write_bytes(b"what citizens paid for")
    purged = dpkg(computer, "--purge", "ventanilla")
    assert purged.returncode == 0, purged.stderr
    assert not (computer / "opt/ventanilla").exists()
    assert (stations / "desk" / "station.db").read_bytes() == b"what citizens paid for"
    assert "The stations of this computer stay in" in purged.stdout


@pytest.mark.slow
def test_a_kiosk_is_stopped_for_its_update_and_opened_after_it(computer: Path, package: Path) -> None:
    (computer / "run/systemd/system").mkdir(parents=True)
    asked = computer.parent / "asked"
    says = '[ "$1" != list-units ] || echo "ventanilla-kiosk@tty1.service loaded active running"'
    _command(computer.parent / "bin" / "systemctl", f'echo "$*" >>{asked}\n{says}')
    assert dpkg(computer, "--install", str(package)).returncode == 0
    asked.write_text("")
    assert dpkg(computer, "--install", str(package)).returncode == 0
    orders = [line.split()[0] for line in asked.read_text("utf-8").splitlines() if "ventanilla-kiosk@tty1" in line]
    assert orders == ["stop", "start"]

    asked.write_text("")
    assert dpkg(computer, "--remove", "ventanilla").returncode == 0
    orders = [line.split()[0] for line in asked.read_text("utf-8").splitlines() if "ventanilla-kiosk@tty1" in line]
    assert orders == ["stop"]
    assert not (computer / "run/ventanilla-kiosks").exists()


@pytest.mark.slow
def test_a_program_at_work_is_not_pulled_away(computer: Path, package: Path) -> None:
    assert dpkg(computer, "--install", str(package)).returncode == 0
    program = computer / "opt/ventanilla/current/ventanilla"
    with subprocess.Popen(
        [program, "journal", "verify", "/dev/stdin"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as at_work:
        refused = dpkg(computer, "--remove", "ventanilla")
        again = dpkg(computer, "--install", str(package))
        assert at_work.stdin is not None
        at_work.stdin.close()
        at_work.wait()
    for done in (refused, again):
        assert done.returncode != 0
        assert "Ventanilla is open on this computer" in done.stderr
    assert program.exists()
    assert dpkg(computer, "--remove", "ventanilla").returncode == 0
