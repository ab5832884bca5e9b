"""What goes into the frozen program besides its modules, and what stays out. Read by the specification and by tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
ENTRY_POINT: Final = "kiosk_app/__main__.py"

#: Files that modules look for beside themselves. They keep their place, so no module knows whether it is frozen.
DATA: Final = (
    "municipalities/**/*",
    "wording/locale/**/*.mo",
    "kiosk_app/theme/*.qss",
    "kiosk_app/theme/fonts/*",
    "kiosk_app/theme/icons/*",
    "kiosk_app/theme/images/*",
    "printing/documents/fonts/*",
    "sync/*.zdict",
)
#: Folders whose files must all be in DATA, but for sources.
SHIPPED: Final = ("domain", "wording", "sync", "printing", "kiosk_app", "municipalities")
SOURCES: Final = frozenset({".py", ".pyc", ".po"})

#: Packages whose own data PyInstaller does not find by itself. Without capabilities.json no receipt is printed.
PACKAGES_WITH_DATA: Final = ("escpos",)

#: The centre is another program on another computer; numpy makes sqlite_utils start slower; the rest is for building.
EXCLUDED: Final = (
    *("central", "fastapi", "starlette", "uvicorn", "sqlalchemy", "pydantic", "pydantic_core", "anyio", "httptools"),
    *("tests", "tools", "benchmarks", "installers", "pytest", "_pytest", "hypothesis", "babel", "zxingcpp"),
    *("numpy", "pandas", "pip", "setuptools", "tkinter", "test", "lib2to3", "pydoc_data", "IPython"),
    *("PIL.ImageTk", "PIL.ImageQt", "PIL._avif", "PIL._webp", "PIL.AvifImagePlugin", "PIL.WebPImagePlugin"),
    *("PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql", "PySide6.QtOpenGL"),
)

#: Files of Qt that a program of Widgets never opens. What is left out must stay out: the tests look for it.
UNUSED: Final = re.compile(
    r"plugins/(?:designer|egldeviceintegrations|generic|networkinformation|platformthemes|printsupport|qml\w+|sqldrivers"
    r"|tls|vectorimageformats|wayland-graphics-integration-\w+|xcbglintegrations)/"
    r"|plugins/platforms/libq(?:eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc)\."
    r"|plugins/platforminputcontexts/libqtvirtualkeyboard"
    r"|plugins/wayland-shell-integration/lib(?!xdg-shell)"
    r"|plugins/imageformats/libq(?:gif|icns|pdf|tga|tiff|wbmp|webp)\."
    r"|libQt6(?:EglF[Ss]\w*|Network|OpenGL|OpenGLWidgets|Pdf|PrintSupport|Qml\w*|Quick\w*|Sql|VirtualKeyboard\w*|WlShellIntegration)\.so"
    r"|PySide6/Qt/(?:qml|libexec|resources)/"
    r"|PySide6/Qt/translations/(?!qtbase_(?:es|en)\.qm)"
)
#: Where Debian's own libraries are. They come from Debian, so that its security updates reach the program; the packages
#: that hold them are the `Depends` of the .deb. Python itself is ours: the program needs the one it was built with.
SYSTEM: Final = re.compile(r"^(?:/usr)?/lib/[^/]+-linux-gnu/(?!libpython3)|^(?:/usr)?/lib/lib")

#: Files that come with their symbols, about 50 MB that only a debugger reads.
WITH_SYMBOLS: Final = ("libpython3*", "python3*/lib-dynload/*.so", "sqlcipher3/*.so", "yaml/*.so", "PIL/*.so")


def data_files(root: Path = ROOT, patterns: Iterable[str] = DATA) -> list[tuple[Path, Path]]:
    """Every file to take along, and the folder it goes to, relative to the program's own.

    Raises FileNotFoundError for a pattern that finds nothing: a folder was renamed, or the catalogues are not compiled.
    """
    found: list[tuple[Path, Path]] = []
    for pattern in patterns:
        files = [path for path in sorted(root.glob(pattern)) if path.is_file() and path.suffix not in SOURCES]
        if not files:
            raise FileNotFoundError(f"nothing to take along at {pattern}")
        found += [(path, path.parent.relative_to(root)) for path in files]
    return found


def left_behind(root: Path = ROOT, patterns: Iterable[str] = DATA) -> list[Path]:
    """Files beside the program's modules that no pattern takes along, relative to `root`."""
    taken = {source for source, _folder in data_files(root, patterns)}
    beside = (path for folder in SHIPPED for path in sorted((root / folder).rglob("*")))
    return [
        path.relative_to(root)
        for path in beside
        if path.is_file() and path.suffix not in SOURCES and path not in taken and "__pycache__" not in path.parts
    ]


def needed(binaries: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """PyInstaller's (target, source, kind) without what the program never opens and what Debian brings."""
    return [entry for entry in binaries if not UNUSED.search(entry[0]) and not SYSTEM.search(entry[1])]
