"""Another counter's courier file on a stick, and the answer that is written back beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from domain.errors import Refusal
from kiosk_app.services.courier import read_file, stick_refusal
from printing.printers.file import write_whole
from sync.carrying import Progress, label_of
from sync.courier import SUFFIX
from wording.catalogue import _


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file of the station that its outside names. Its inside is sealed to the centre."""

    path: Path
    station: str
    content: bytes

    @classmethod
    def read(cls, path: Path, municipality: str) -> Self:
        """Raises Refusal `stick_gone`, `stick_protected`, or what `sync.carrying.label_of` raises."""
        content = read_file(path)
        return cls(path, label_of(content, municipality).station, content)

    def write_answer(self, answer: bytes) -> str:
        """Whole or not at all, beside the file. Raises Refusal `stick_full`, `stick_protected`, `stick_gone`."""
        name = _("answer-{name}").format(name=self.path.stem) + SUFFIX
        try:
            write_whole(self.path.with_name(name), answer)
        except OSError as error:
            raise stick_refusal(error) from error
        return name


@dataclass(frozen=True, slots=True)
class Carriage:
    """How the file of `station` stands: under way while there is `progress`; then the name of its answer on the stick,
    or why there is none.
    """

    station: str
    progress: Progress | None = None
    answer: str = ""
    refused: Refusal | None = None
