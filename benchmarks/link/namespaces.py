"""Network namespaces without names: they belong to the process that made them, and go when the last one in them goes.

Needs the right to administer networks (root, or CAP_NET_ADMIN with CAP_SYS_ADMIN), `ip` and `nsenter`.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from typing import Final

_CLONE_NEWNET: Final = 0x40000000
_TUNSETIFF: Final = 0x400454CA
_IFF_TUN: Final = 0x0001
_IFF_NO_PI: Final = 0x1000
_TUN: Final = Path("/dev/net/tun")
_OWN: Final = Path("/proc/self/ns/net")
#: Reno stands in for the CUBIC of a cabin's Windows: on ten kilobytes in flight the two behave alike, and CUBIC may not
#: be chosen inside a namespace. Without the second setting a run would inherit what the run before learnt.
_SETTINGS: Final = {"tcp_congestion_control": "reno", "tcp_no_metrics_save": "1"}


def what_is_missing() -> str:
    """Why no link can be made here, in words for a table; empty when one can."""
    if sys.platform != "linux":
        return "a link needs Linux"
    for program in ("ip", "nsenter", "unshare"):
        if shutil.which(program) is None:
            return f"`{program}` is not installed"
    if not _TUN.exists():
        return f"there is no {_TUN}"
    tried = subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "not allowed to administer networks (run it as root)"


def new_namespace() -> int:
    """Move this thread into a new namespace, with its loopback up. Returns a descriptor that stands for it."""
    _check(_libc().unshare(_CLONE_NEWNET), "unshare")
    _ip("link", "set", "lo", "up")
    for name, value in _SETTINGS.items():
        Path(f"/proc/sys/net/ipv4/{name}").write_text(value, "ascii")
    return os.open(_OWN, os.O_RDONLY)


def new_tun(address: str) -> int:
    """A device in this thread's namespace with `address`/24. Returns the descriptor that its packets come out of."""
    device = os.open(_TUN, os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH22x", b"link0", _IFF_TUN | _IFF_NO_PI))
    _ip("address", "add", f"{address}/24", "dev", "link0")
    _ip("link", "set", "link0", "mtu", "1500", "txqueuelen", "1000", "up")
    return device


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), what)
