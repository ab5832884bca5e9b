"""The Debian package of a frozen program: /opt/ventanilla/<version>/, `current` beside it, and /usr/bin/ventanilla.

What it depends on is not guessed: every library that a file of the program asks for, and that is not in the program,
must be of a package of LIBRARIES.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from installers.contents import ROOT
from installers.freezing import size

LINUX: Final = ROOT / "installers" / "linux"
SCRIPTS: Final = ("postinst", "prerm", "postrm")
FILES: Final[Mapping[str, str]] = {
    "applications/ventanilla-desk.desktop": "usr/share/applications",
    "applications/ventanilla-kiosk.desktop": "usr/share/applications",
    "applications/ventanilla-audit.desktop": "usr/share/applications",
    "ventanilla.svg": "usr/share/icons/hicolor/scalable/apps",
    "copyright": "usr/share/doc/ventanilla",
    "kiosk/kiosk-session": "usr/lib/ventanilla",
    "kiosk/ventanilla-kiosk@.service": "usr/lib/systemd/system",
    "kiosk/50-one-screen.conf": "etc/X11/ventanilla-kiosk",
}
EXECUTABLES: Final = frozenset({"kiosk-session", *SCRIPTS})

#: The package of Debian 12 that holds each library of the system that Qt, Python or a wheel may ask for.
LIBRARIES: Final[Mapping[str, str]] = {
    "ld-linux-x86-64.so.2": "libc6",
    "ld-linux-aarch64.so.1": "libc6",
    "libc.so.6": "libc6",
    "libdl.so.2": "libc6",
    "libm.so.6": "libc6",
    "libpthread.so.0": "libc6",
    "librt.so.1": "libc6",
    "libutil.so.1": "libc6",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbz2.so.1.0": "libbz2-1.0",
    "libcrypto.so.3": "libssl3",
    "libdbus-1.so.3": "libdbus-1-3",
    "libexpat.so.1": "libexpat1",
    "libffi.so.8": "libffi8",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "liblzma.so.5": "liblzma5",
    "libmpdec.so.3": "libmpdec3",
    "libncursesw.so.6": "libncursesw6",
    "libreadline.so.8": "libreadline8",
    "libsqlite3.so.0": "libsqlite3-0",
    "libssl.so.3": "libssl3",
    "libstdc++.so.6": "libstdc++6",
    "libtinfo.so.6": "libtinfo6",
    "libuuid.so.1": "libuuid1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
#: What no library's name tells: the time zones of the municipalities, and `useradd` of postinst.
ALSO: Final = ("tzdata", "passwd")
_ELF: Final = b"\x7fELF"
_NEEDED: Final = re.compile(r"^\s+NEEDED\s+(\S+)$", re.MULTILINE)
_GLIBC: Final = re.compile(r"\bGLIBC_2\.(\d+)\b")


class LibraryUnknown(Exception):  # noqa: N818 - says what happened
    """The program asks for a library that no package of LIBRARIES brings."""


def build_package(tree: Path, out: Path, version: str) -> Path:
    """`out`/ventanilla_<version>_<architecture>.deb of the frozen `tree`. Raises LibraryUnknown."""
    architecture = _told("dpkg", "--print-architecture")
    package = out / f"ventanilla_{version}_{architecture}.deb"
    with tempfile.TemporaryDirectory(prefix="ventanilla-deb-", dir=out) as folder:
        root = Path(folder)
        root.chmod(0o755)
        lay_out(root, tree, version)
        _write_meta(root, control(version, architecture, size(root) // 1024, depends(tree)))
        _settle_modes(root)
        command = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z10", "--build", str(root), str(package)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **_moment()})
    return package


def lay_out(root: Path, tree: Path, version: str) -> None:
    """Every file where it will be on the computer, below `root`."""
    home = root / "opt" / "ventanilla"
    shutil.copytree(tree, home / version, symlinks=True)
    (home / "current").symlink_to(version)
    _put(ROOT / "docs" / "INSTALLING.md", root / "usr/share/doc/ventanilla/INSTALLING.md")
    for name, folder in FILES.items():
        _put(LINUX / name, root / folder / Path(name).name)
    _put(LINUX / "kiosk" / "ventanilla-kiosk.default", root / "etc/default/ventanilla-kiosk")
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "ventanilla").symlink_to("/opt/ventanilla/current/ventanilla")


def control(version: str, architecture: str, installed_kib: int, packages: Iterable[str]) -> str:
    """The package's description, as dpkg reads it."""
    template = (LINUX / "control").read_text("utf-8")
    return template.format(
        version=version, architecture=architecture, installed_kib=installed_kib, depends=", ".join(packages)
    )


def depends(tree: Path, libraries: Mapping[str, str] = LIBRARIES) -> list[str]:
    """The packages that a frozen program needs, with the oldest libc that has all it calls. Raises LibraryUnknown."""
    own = {path.name for path in tree.rglob("*")}
    packages, oldest = set(ALSO), 0
    for path in _programs_and_libraries(tree):
        told = _told("objdump", "-p", str(path))
        oldest = max(oldest, *(int(minor) for minor in _GLIBC.findall(told)), 0)
        for library in _NEEDED.findall(told):
            if library in own:
                continue
            if library not in libraries:
                raise LibraryUnknown(f"{path.relative_to(tree)} needs {library}")
            packages.add(libraries[library])
    return sorted(f"libc6 (>= 2.{oldest})" if name == "libc6" else name for name in packages)


def _programs_and_libraries(tree: Path) -> Iterable[Path]:
    for path in sorted(tree.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as stream:
                if stream.read(4) == _ELF:
                    yield path


def _write_meta(root: Path, text: str) -> None:
    meta = root / "DEBIAN"
    meta.mkdir()
    (meta / "control").write_text(text, "utf-8")
    for name in SCRIPTS:
        _put(LINUX / "scripts" / name, meta / name)
    settings = [path for path in sorted((root / "etc").rglob("*")) if path.is_file()]
    (meta / "conffiles").write_text("".join(f"/{path.relative_to(root)}\n" for path in settings), "utf-8")
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()]
    sums = (
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(root)}\n"
        for path in files
        if meta not in path.parents and path not in settings
    )
    (meta / "md5sums").write_text("".join(sums), "utf-8")


def _settle_modes(root: Path) -> None:
    """What the builder's umask happened to be must not reach another computer."""
    for path in root.rglob("*"):
        if path.is_symlink():
            continue
        runs = path.is_dir() or path.name in EXECUTABLES or (path.name == "ventanilla" and path.is_file())
        path.chmod(0o755 if runs else 0o644)


def _moment() -> dict[str, str]:
    """The moment of the source, so that the same source makes the same package; without git, the moment of now."""
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return {"SOURCE_DATE_EPOCH": done.stdout.strip()} if done.returncode == 0 and done.stdout.strip() else {}


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _told(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
