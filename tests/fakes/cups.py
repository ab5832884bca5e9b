"""A real CUPS of one's own: its own folder, socket and printer, started for a test and stopped after it.

The programs are Debian's. `tools/setup.sh` unpacks them beside the virtual environment, so that nothing is installed
and no service is started; a CUPS that the system has is used where they are not. The printer is a small backend that
does what the test says: see `Does`.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Final, Self

QUEUE: Final = "MOSTRADOR"
UNPACKED: Final = Path(sys.prefix) / "cups"
START_SECONDS: Final = 20.0

_CUPSD = """\
LogLevel debug
PageLogFormat
Listen {root}/sock
Browsing Off
DefaultAuthType None
WebInterface No
JobRetryInterval 1
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
"""
_FILES = """\
ServerRoot {root}/etc
ServerBin {root}/bin
DataDir {share}
CacheDir {root}/cache
StateDir {root}/state
RequestRoot {root}/spool
TempDir {root}/tmp
DocumentRoot {root}/doc
AccessLog {root}/access_log
ErrorLog {root}/error_log
PageLog {root}/page_log
SystemGroup {group}
FatalErrors none
"""
#: CUPS calls it with: job, user, title, copies, options, and the document as a file or on its standard input.
_BACKEND = """\
#!/bin/sh
root="{root}"
if [ $# = 0 ]; then echo 'direct bench "a bench" "a bench"'; exit 0; fi
put_out() {{ cat ${{6:+"$6"}} > "$root/tray/$3"; }}
echo 'STATE: -media-empty-error,media-jam-error,offline-report' >&2  # what it said of an earlier job
case $(cat "$root/does") in
  print) put_out "$@" ;;
  paper_out) echo 'STATE: +media-empty-error' >&2
             read -r _ < "$root/person"
             echo 'STATE: -media-empty-error' >&2; put_out "$@" ;;
  slow) read -r _ < "$root/person"; put_out "$@" ;;
  jam) echo 'STATE: +media-jam-error' >&2; exit 1 ;;
  nothing) exit 0 ;;
  fail) exit 1 ;;
  stop) exit 4 ;;
  cancel) exit 5 ;;
  offline) echo 'STATE: +offline-report' >&2; exit 6 ;;
esac
"""


class Does(Enum):
    """What the printer of the test does with the next job."""

    PRINT = "print"
    #: Says that it has no paper, and waits for a person.
    PAPER_OUT = "paper_out"
    #: Takes its time, and waits for a person, without a word.
    SLOW = "slow"
    JAM = "jam"
    #: Says that all is well, and prints nothing.
    NOTHING = "nothing"
    FAIL = "fail"
    STOP = "stop"
    CANCEL = "cancel"
    OFFLINE = "offline"


def program(name: str, folder: str) -> Path | None:
    """One of CUPS' programs: the unpacked one, or the system's."""
    unpacked = UNPACKED / "usr" / folder / name
    if unpacked.exists():
        return unpacked
    found = shutil.which(name, path=f"/usr/{folder}:/usr/sbin:/usr/bin")
    return Path(found) if found else None


def why_not() -> str:
    """Why there can be no CUPS here; nothing where there can."""
    if sys.platform == "win32":
        return "CUPS is not on Windows"
    needed = (("cupsd", "sbin"), ("lpadmin", "sbin"), ("cupsenable", "sbin"), ("lp", "bin"), ("lpstat", "bin"))
    missing = [name for name, folder in needed if program(name, folder) is None]
    if missing:
        return f"CUPS is not here ({', '.join(missing)}): `make setup` unpacks it where apt-get can download"
    return ""


class PrivateCups:
    """Use as a context manager."""

    def __init__(self) -> None:
        # A socket's path may have 107 bytes, which a test's own folder often exceeds.
        self.root = Path(tempfile.mkdtemp(prefix="cups-"))
        self._daemon: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._begin()
        except BaseException:
            self._end()
            raise
        return self

    def _begin(self) -> None:
        for folder in (
            "etc",
            "etc/ppd",
            "cache",
            "state",
            "state/certs",
            "spool",
            "spool/tmp",
            "tmp",
            "doc",
            "tray",
            "bin/backend",
        ):
            (self.root / folder).mkdir(parents=True)
        share = UNPACKED / "usr/share/cups"
        told = {
            "root": self.root,
            "share": share if share.exists() else "/usr/share/cups",
            "group": "root" if os.getuid() == 0 else _own_group(),
        }
        (self.root / "cupsd.conf").write_text(_CUPSD.format(**told))
        (self.root / "cups-files.conf").write_text(_FILES.format(**told))
        self._link_programs()
        backend = self.root / "bin/backend/bench"
        backend.write_text(_BACKEND.format(**told))
        backend.chmod(stat.S_IRWXU | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
        os.mkfifo(self.root / "person")
        self.root.chmod(0o755)  # a daemon of root's runs the printer as another user
        (self.root / "tray").chmod(0o777)
        (self.root / "person").chmod(0o666)
        self.does(Does.PRINT)
        self._start()
        self.run("lpadmin", "sbin", "-p", QUEUE, "-v", "bench:/", "-E", "-o", "printer-error-policy=stop-printer")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        if self._daemon is not None:
            self._daemon.terminate()
            self._daemon.wait()
        shutil.rmtree(self.root)

    def does(self, what: Does) -> None:
        (self.root / "does").write_text(what.value)

    def person_comes(self) -> None:
        """Puts paper in; the printer goes on with the job that waits. Returns once it has heard."""
        (self.root / "person").write_text("here\n")

    def enable(self) -> None:
        self.run("cupsenable", "sbin", QUEUE)

    def is_idle(self) -> bool:
        return "is idle" in self.run("lpstat", "bin", "-p", QUEUE)

    def tray(self) -> dict[str, bytes]:
        """What came out, by title."""
        return {path.name: path.read_bytes() for path in (self.root / "tray").iterdir()}

    def command(self, name: str, folder: str = "bin") -> tuple[str, ...]:
        """A CUPS program that talks to this daemon."""
        found = program(name, folder)
        assert found is not None, name
        return ("env", f"CUPS_SERVER={self.root}/sock", f"LD_LIBRARY_PATH={_libraries()}", str(found))

    def run(self, name: str, folder: str, *arguments: str) -> str:
        done = subprocess.run((*self.command(name, folder), *arguments), capture_output=True, check=False, text=True)
        assert done.returncode == 0, f"{name}: {done.stderr}"
        return done.stdout

    def _link_programs(self) -> None:
        for folder in (UNPACKED / "usr/lib/cups", Path("/usr/lib/cups")):
            if folder.is_dir():
                for each in folder.iterdir():
                    if each.name != "backend":
                        (self.root / "bin" / each.name).symlink_to(each)
                return

    def _start(self) -> None:
        cupsd = program("cupsd", "sbin")
        assert cupsd is not None, "asked before"
        arguments = (str(cupsd), "-f", "-c", f"{self.root}/cupsd.conf", "-s", f"{self.root}/cups-files.conf")
        environment = {**os.environ, "LD_LIBRARY_PATH": _libraries()}
        with (self.root / "said").open("wb") as said:
            self._daemon = subprocess.Popen(arguments, env=environment, stdout=said, stderr=said)
        ends = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._daemon.poll() is None, (self.root / "said").read_text()
            assert time.monotonic() < ends, "CUPS did not start"

    def _answers(self) -> bool:
        asked = subprocess.run((*self.command("lpstat"), "-r"), capture_output=True, check=False)
        return asked.returncode == 0 and b"is running" in asked.stdout


def _libraries() -> str:
    return ":".join(str(path) for path in (UNPACKED / "usr/lib").glob("*-linux-*"))


def _own_group() -> str:
    import grp  # noqa: PLC0415 - not on Windows

    return grp.getgrgid(os.getgid()).gr_name
