"""A link on the loopback that counts what goes up and breaks off where it is told to, over real sockets."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

_BLOCK = 4_096
#: Closing with this is a reset.
_RESET = struct.pack("ii", 1, 0)


@dataclass
class CutLink:
    """`cuts` are positions among the bytes that ever went up: there the connection is reset for the desk.

    For the centre it ends: what had arrived is read, as it would be on a link slower than its processor.
    """

    port_of_centre: int
    cuts: list[int] = field(default_factory=list)
    up: int = 0
    connections: int = 0
    _threads: list[threading.Thread] = field(default_factory=list)
    _open: list[socket.socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"https://localhost:{self._listener.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            try:
                desk, _ = self._listener.accept()
            except OSError:
                return
            centre = socket.create_connection(("127.0.0.1", self.port_of_centre))
            self.connections += 1
            self._open += [desk, centre]
            for work in (self._carry_up, self._carry_down):
                thread = threading.Thread(target=work, args=(desk, centre))
                self._threads.append(thread)
                thread.start()

    def _carry_up(self, desk: socket.socket, centre: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                room = min(_BLOCK, self.cuts[0] - self.up) if self.cuts else _BLOCK
                data = desk.recv(room)
                centre.sendall(data)
                self.up += len(data)
                if not data:
                    break
                if self.cuts and self.up == self.cuts[0]:
                    del self.cuts[0]
                    desk.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                    desk.close()
                    centre.shutdown(socket.SHUT_WR)
                    return
        _close(centre, desk)

    def _carry_down(self, desk: socket.socket, centre: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := centre.recv(_BLOCK):
                desk.sendall(data)
        _close(desk)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        _close(*self._open)
        for thread in self._threads:
            thread.join(10)


def _close(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)  # so that the other thread's waiting read ends
        end.close()


@contextlib.contextmanager
def cut_link(port_of_centre: int) -> Iterator[CutLink]:
    link = CutLink(port_of_centre)
    thread = threading.Thread(target=link.serve)
    thread.start()
    try:
        yield link
    finally:
        link.close()
        thread.join(10)
