"""What SQLite really asks of the disk, in order: a layer under SQLCipher that passes everything on and writes it down.

SQLite's files are opened through its own file system layer; only its writes, truncations, syncs and deletions are
led past here (sqlite.org/vfs.html). Made with ctypes, so no compiler is needed; the structures are those of sqlite3.h.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlcipher3._sqlite3 as sqlcipher

_OK: Final = 0
_OPEN: Final = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_DELETE: Final = ctypes.CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_WRITE: Final = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE: Final = ctypes.CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC: Final = ctypes.CFUNCTYPE(c_int, c_void_p, c_int)


class _Vfs(Structure):
    """`sqlite3_vfs`, version 3."""

    _fields_ = (
        ("iVersion", c_int),
        ("szOsFile", c_int),
        ("mxPathname", c_int),
        ("pNext", c_void_p),
        ("zName", c_char_p),
        ("pAppData", c_void_p),
        ("xOpen", c_void_p),
        ("xDelete", c_void_p),
        ("others", c_void_p * 14),
    )


class _Methods(Structure):
    """`sqlite3_io_methods`, version 3."""

    _fields_ = (
        ("iVersion", c_int),
        ("xClose", c_void_p),
        ("xRead", c_void_p),
        ("xWrite", c_void_p),
        ("xTruncate", c_void_p),
        ("xSync", c_void_p),
        ("others", c_void_p * 13),
    )


class _File(Structure):
    _fields_ = (("pMethods", POINTER(_Methods)),)


@dataclass(frozen=True, slots=True)
class Operation:
    """`kind` is write, truncate, sync, delete, or `told`: what was promised to somebody at that moment, in `data`."""

    kind: str
    file: str = ""
    at: int = 0
    data: bytes = b""


class Recording:
    """From now on, for good, in this process: everything that any connection writes is in `operations`."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self._names: dict[int, str] = {}
        self._methods: dict[int, _Methods] = {}
        self._kept: list[Any] = []
        library = ctypes.CDLL(sqlcipher.__file__)
        library.sqlite3_vfs_find.restype = POINTER(_Vfs)
        self._below = library.sqlite3_vfs_find(None)
        layer = _Vfs.from_buffer_copy(self._below.contents)
        layer.zName = b"recording"
        layer.xOpen = self._led(_OPEN, self._open)
        layer.xDelete = self._led(_DELETE, self._delete)
        self._kept.append(layer)
        assert library.sqlite3_vfs_register(ctypes.byref(layer), 1) == _OK

    def tell(self, what: str) -> None:
        self.operations.append(Operation("told", data=what.encode()))

    def _led(self, prototype: Any, function: Callable[..., int]) -> int:
        led = prototype(function)
        self._kept.append(led)
        return ctypes.cast(led, c_void_p).value or 0

    def _open(self, _vfs: int, path: int, file: int, flags: int, out_flags: int) -> int:
        below = ctypes.addressof(self._below.contents)
        code: int = _OPEN(self._below.contents.xOpen)(below, path, file, flags, out_flags)
        opened = ctypes.cast(file, POINTER(_File)).contents
        if code != _OK or not opened.pMethods or not path:
            return code
        self._names[file] = Path(ctypes.string_at(path).decode()).name
        methods = ctypes.addressof(opened.pMethods.contents)
        if methods not in self._methods:
            self._methods[methods] = self._layered(opened.pMethods.contents)
        opened.pMethods = ctypes.pointer(self._methods[methods])
        return code

    def _layered(self, below: _Methods) -> _Methods:
        write, truncate, sync = _WRITE(below.xWrite), _TRUNCATE(below.xTruncate), _SYNC(below.xSync)

        def on_write(file: int, data: int, length: int, at: int) -> int:
            self.operations.append(Operation("write", self._names[file], at, ctypes.string_at(data, length)))
            return int(write(file, data, length, at))

        def on_truncate(file: int, size: int) -> int:
            self.operations.append(Operation("truncate", self._names[file], size))
            return int(truncate(file, size))

        def on_sync(file: int, flags: int) -> int:
            code = int(sync(file, flags))
            self.operations.append(Operation("sync", self._names[file]))
            return code

        layered = _Methods.from_buffer_copy(below)
        layered.xWrite = self._led(_WRITE, on_write)
        layered.xTruncate = self._led(_TRUNCATE, on_truncate)
        layered.xSync = self._led(_SYNC, on_sync)
        return layered

    def _delete(self, _vfs: int, path: bytes, sync_folder: int) -> int:
        code: int = _DELETE(self._below.contents.xDelete)(ctypes.addressof(self._below.contents), path, sync_folder)
        self.operations.append(Operation("delete", Path(path.decode()).name))
        return code
