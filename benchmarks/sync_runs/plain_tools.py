"""git and rsync: each a daemon that listens, and a command that is said again until it succeeds. Nothing encrypted."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from benchmarks.sync_runs.cargo import Cargo
from benchmarks.sync_runs.contestant import Programs, own_program
from benchmarks.sync_runs.stage import Words

_FILE: Final = "journal"
_BRANCH: Final = "main"
#: Seconds of silence after which rsync gives up, and is started again.
_SILENCE_S: Final = 25


class Git:
    """One commit that appends the journal to a file, pushed."""

    name = "git push"

    def missing(self) -> str:
        if shutil.which("git") is None:
            return "`git` is not installed"
        return "" if _has_git_daemon() else "`git daemon` is not installed"

    def prepare(self, cargo: Cargo, folder: Path, address: str, port: int) -> Programs:
        bare, work = folder / "served" / "journal.git", folder / "work"
        _git("init", "--quiet", "--bare", str(bare))
        _git("init", "--quiet", f"--initial-branch={_BRANCH}", str(work))
        (work / _FILE).write_bytes(cargo.content)
        _git("-C", str(work), "add", _FILE)
        _git("-C", str(work), "-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "-m", "entries")
        url = f"git://{address}:{port}/journal.git"

        def arrived(_words: Words) -> bool:
            return _git("-C", str(bare), "rev-parse", _BRANCH) == _git("-C", str(work), "rev-parse", _BRANCH)

        daemon = ["git", "daemon", "--reuseaddr", "--export-all", "--enable=receive-pack", f"--port={port}"]
        daemon += [f"--base-path={bare.parent}", str(bare.parent)]
        push = ["git", "-C", str(work), "push", "--quiet", url, f"{_BRANCH}:{_BRANCH}"]
        return Programs(own_program("daemon", port, *daemon), own_program("again", *push), arrived)


class Rsync:
    """One file, continued where it was cut; compressed where that helps."""

    name = "rsync"

    def missing(self) -> str:
        return "" if shutil.which("rsync") else "`rsync` is not installed"

    def prepare(self, cargo: Cargo, folder: Path, address: str, port: int) -> Programs:
        source, served = folder / _FILE, folder / "served"
        source.write_bytes(cargo.content)
        served.mkdir()
        user = f"uid={os.getuid()}\ngid={os.getgid()}\n" if os.getuid() == 0 else ""
        config = folder / "rsyncd.conf"
        config.write_text(f"use chroot=no\n{user}[m]\npath={served}\nread only=no\n", "utf-8")

        def arrived(_words: Words) -> bool:
            return (served / _FILE).read_bytes() == cargo.content

        daemon = ["rsync", "--daemon", "--no-detach", f"--config={config}", f"--port={port}"]
        options = ["--partial", "--inplace", "--append", f"--timeout={_SILENCE_S}", "--contimeout=10"]
        options += [] if cargo.photo else ["--compress"]
        copy = ["rsync", *options, str(source), f"rsync://{address}:{port}/m/"]
        return Programs(own_program("daemon", port, *daemon), own_program("again", *copy), arrived)


def _has_git_daemon() -> bool:
    found = subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True)
    return (Path(found.stdout.strip()) / "git-daemon").exists()


def _git(*arguments: str) -> str:
    plain = os.environ | {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True, env=plain).stdout.strip()
