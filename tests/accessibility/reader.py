"""What a screen reader is told, asked of the accessibility bus from outside. Run by Debian's own Python.

    /usr/bin/python3 reader.py <process id of the program>

Waits until that program has registered, then writes one JSON list: for each accessible on show its name, role, states
(AT-SPI's 64 bits) and the names on the way to it. It knows nothing of Qt or of the program.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import dbus
import dbus.bus

ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT = "/org/a11y/atspi/accessible/root"
REGISTRY = "org.a11y.atspi.Registry"
PATIENCE_S = 60.0
LOOK_S = 0.05
#: AT-SPI's StateType.
SHOWING = 1 << 25


class Tree:
    def __init__(self) -> None:
        session = dbus.SessionBus()
        asked = ("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", "", ())
        self.bus: Any = dbus.bus.BusConnection(str(session.call_blocking(*asked)))

    def ask(self, who: tuple[str, str], method: str, interface: str = ACCESSIBLE, form: str = "", *values: str) -> Any:
        return self.bus.call_blocking(who[0], who[1], interface, method, form, values)

    def program(self, process: int) -> tuple[str, str] | None:
        for owner, path in self.ask((REGISTRY, ROOT), "GetChildren"):
            if self.owner_of(str(owner)) == process:
                return str(owner), str(path)
        return None

    def owner_of(self, name: str) -> int:
        bus = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
        return int(self.ask(bus, "GetConnectionUnixProcessID", "org.freedesktop.DBus", "s", name))

    def walk(self, who: tuple[str, str], way: tuple[str, ...]) -> list[dict[str, Any]]:
        """Nothing of what is not on show, and nothing inside it."""
        low, high = self.ask(who, "GetState")
        if not int(low) & SHOWING:
            return []
        name = str(self.ask(who, "Get", "org.freedesktop.DBus.Properties", "ss", ACCESSIBLE, "Name"))
        role, states = str(self.ask(who, "GetRoleName")), int(low) | int(high) << 32
        found = [{"name": name, "role": role, "states": states, "way": way}]
        for owner, path in self.ask(who, "GetChildren"):
            found += self.walk((str(owner), str(path)), (*way, name))
        return found


def main(process: int) -> None:
    tree, deadline = Tree(), time.monotonic() + PATIENCE_S
    while (program := tree.program(process)) is None:
        if time.monotonic() > deadline:
            raise SystemExit(f"no program of process {process} is on the accessibility bus")
        time.sleep(LOOK_S)
    json.dump(
        [found for child in tree.ask(program, "GetChildren") for found in tree.walk(tuple(child), ())], sys.stdout
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
