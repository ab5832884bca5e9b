"""The demonstration's town: a centre on loopback, a cabin, a kiosk and an auditor, made with real invitations."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from kiosk_app.bootstrap.enrol import Made, Person, enrol
from kiosk_app.devices.clock import SystemClock
from kiosk_app.storage.station_folder import StationFolder
from sync.messages import Invitation

ROOT: Final = Path(__file__).resolve().parent.parent
PIN: Final = "271828"
GUARANTEE_REFERENCE: Final = "BN-2026-0042"


@dataclass(frozen=True, slots=True)
class Place:
    """A station to be made; `people` are (id, name, role) of those with a PIN."""

    station: str
    number: int
    face: str
    label: str
    people: tuple[tuple[str, str, str], ...]


CABIN: Final = Place("C07", 7, "desk", "Cabina 07 · Mercado", (("rosa", "Rosa Quispe", "operator"),))
KIOSK: Final = Place("K01", 101, "kiosk", "Quiosco · Plaza de Armas", (("julia", "Julia Tafur", "supervisor"),))
AUDITOR: Final = Place("A01", 201, "audit", "Auditoría municipal", (("elena", "Elena Cueva", "auditor"),))


@dataclass
class Town:
    """`data` holds the centre's folder and one a station. The centre is a real process with real TLS."""

    data: Path
    municipality: str = "cajamarca"
    port: int = 0
    _process: subprocess.Popen[str] | None = field(default=None, init=False)
    _log: IO[str] | None = field(default=None, init=False)

    @property
    def folder(self) -> Path:
        return ROOT / "municipalities" / self.municipality

    @property
    def centre(self) -> Path:
        return self.data / "centre"

    def order(self, *words: str) -> str:
        """One order of `ventanilla-centre`; what it says. Raises when it refuses."""
        command = [sys.executable, "-m", "central", words[0], "--data", str(self.centre), *words[1:]]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{words[0]}: {done.stderr.strip()}")
        return done.stdout.strip()

    def found(self) -> None:
        self.order("init", "--municipality", str(self.folder), "--name", "127.0.0.1")

    def open_centre(self) -> None:
        """Start serving, at the same address as before."""
        command = [sys.executable, "-m", "central", "serve", "--data", str(self.centre), "--port", str(self.port)]
        self._log = (self.data / "centre.log").open("a", encoding="utf-8")
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=self._log, text=True)
        assert self._process.stdout is not None, "asked for a pipe"
        ready = self._process.stdout.readline()
        if "https://" not in ready:
            raise RuntimeError(f"the centre did not start: {ready.strip()}")
        self.port = int(ready.strip().rpartition(":")[2])

    def close_centre(self) -> None:
        """Without warning, as a power cut does it: nobody answers at that address any more."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=20)
            assert self._process.stdout is not None, "asked for a pipe"
            self._process.stdout.close()
            self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None

    def draw_map(self, place: Place) -> None:
        """A made-up town, by the product's own orders."""
        drawn = self.data / "town.map"
        for words in (
            ("sample", "--out", str(drawn), "--municipality", self.municipality, "--lamps", "3000"),
            ("put", "--data", str(self.data / place.station), str(drawn)),
        ):
            command = [sys.executable, "-m", "kiosk_app", "map", *words]
            subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    def settle(self, place: Place) -> Made:
        """Invite, enrol with the one-time code, compare nothing by telephone, approve."""
        invitation = self.data / f"{place.station}.invitation"
        operators: Sequence[str] = [word for name, _, role in place.people for word in ("--operator", f"{name}:{role}")]
        self.order(
            "invite",
            "--station",
            place.station,
            "--number",
            str(place.number),
            "--face",
            place.face,
            "--label",
            place.label,
            "--out",
            str(invitation),
            *operators,
        )
        people = [Person(name, full, role, PIN) for name, full, role in place.people]
        if place.face == "kiosk":
            people.append(Person("kiosk", "Quiosco", "kiosk", None))
        made = enrol(
            StationFolder(self.data / place.station),
            Invitation.decode(invitation.read_bytes()),
            people,
            self.folder,
            SystemClock(),
        )
        reference = ("--guarantee-reference", f"{GUARANTEE_REFERENCE}-{place.station}") if place.face == "desk" else ()
        self.order("approve", place.station, *reference)
        return made
