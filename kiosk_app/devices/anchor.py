"""How far the journal had come, kept away from the station's folder: a folder that is put back does not take it back.

Best effort, and said so (docs/THREAT_MODEL.md): who puts the whole computer back puts this back, too.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

log = logging.getLogger("ventanilla.anchor")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The journal's `length`, the hash of its last entry, and the number of the last ratchet."""

    length: int
    head: str
    ratchet: int


@dataclass(frozen=True, slots=True)
class AnchorFile:
    path: Path

    def read(self) -> Anchor | None:
        """None when there is none, or none that can be read: after a power cut that is nobody's fault."""
        try:
            document = json.loads(self.path.read_text("utf-8"))
            anchor = Anchor(**document)
            return anchor if anchor == Anchor(int(anchor.length), str(anchor.head), int(anchor.ratchet)) else None
        except FileNotFoundError:
            log.info("no anchor of this station on this computer")
        except (OSError, ValueError, TypeError) as error:
            log.info("the anchor cannot be read: %s", error)
        return None

    def write(self, anchor: Anchor) -> bool:
        """Whole or not at all, and not forced to the disk: it may lag, and nobody waits for it."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = self.path.with_suffix(".new")
            fresh.write_text(json.dumps(asdict(anchor)), "utf-8")
            fresh.replace(self.path)
        except OSError as error:
            log.info("the anchor cannot be written: %s", error)
            return False
        return True


def anchor_file(public_key: bytes) -> AnchorFile:
    """Of the station whose key this is, for this person's account on this computer."""
    return AnchorFile(_state_folder() / "anchors" / f"{hashlib.sha256(public_key).hexdigest()[:32]}.json")


def _state_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Ventanilla"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "ventanilla"
