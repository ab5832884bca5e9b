"""A desktop of one's own: an X server without a screen, a session bus, and on it the accessibility bus of at-spi2."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
DEBIANS_PYTHON: Final = Path("/usr/bin/python3")
_REGISTRY: Final = ("/usr/libexec/at-spi2-registryd", "/usr/lib/at-spi2-core/at-spi2-registryd")
_END_S: Final = 20


def why_not() -> str:
    """What this computer lacks for it; `make setup` installs it where it may."""
    missing = [name for name in ("Xvfb", "dbus-daemon") if shutil.which(name) is None]
    if not any(Path(name).exists() for name in _REGISTRY):
        missing.append("at-spi2-registryd")
    asked = [str(DEBIANS_PYTHON), "-c", "import dbus"]
    if not DEBIANS_PYTHON.exists() or subprocess.run(asked, capture_output=True, check=False).returncode:
        missing.append("python3-dbus")
    return f"no screen reader can be played here, missing: {', '.join(missing)}" if missing else ""


@contextmanager
def desktop(folder: Path) -> Iterator[Mapping[str, str]]:
    """The environment of a program that runs there. Everything ends with the block, whoever started it."""
    (folder / "run").mkdir(mode=0o700)
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("DBUS_", "AT_SPI"))}
    environment |= {
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "XDG_STATE_HOME": str(folder / "state"),
        "HOME": str(folder),
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "NO_AT_BRIDGE": "0",
    }
    begun: list[subprocess.Popen[str]] = []
    try:
        screen = _begin(["Xvfb", "-displayfd", "1", "-screen", "0", "1920x1080x24", "-nolisten", "tcp"], environment)
        begun.append(screen)
        environment["DISPLAY"] = f":{_first_line(screen)}"
        bus = _begin(["dbus-daemon", "--session", "--nofork", "--print-address=1"], environment)
        begun.append(bus)
        environment["DBUS_SESSION_BUS_ADDRESS"] = _first_line(bus)
        yield environment
    finally:
        for process in reversed(begun):
            _end(process)


def tree_of(process: int, environment: Mapping[str, str]) -> str:
    """What the reader is told of one program, as JSON."""
    command = [str(DEBIANS_PYTHON), str(ROOT / "tests" / "accessibility" / "reader.py"), str(process)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def faces(what: str, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """`tests.accessibility.faces` as a program of its own; it says the name of each screen, and shows the next one for
    each line it is given.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.accessibility.faces", what],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=_END_S)


def _begin(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """In a group of its own: what the bus starts for others ends with it."""
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    )


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None, "asked for a pipe"
    said = process.stdout.readline().strip()
    assert said, f"{process.args!r} did not start"
    return said


def _end(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    process.communicate(timeout=_END_S)
