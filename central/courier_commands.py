"""The order that takes in what a station sent by hand, and writes what goes back to it."""

from __future__ import annotations

import argparse
from pathlib import Path

from central import courier
from central.command import Say, file_in_words, write_whole
from central.opening import DataDirectory
from central.refusals import sentence
from domain.errors import Refusal
from sync.courier import READ_BYTES_MAX, SUFFIX
from wording.catalogue import _


def take(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    file: Path = asked.file
    content = _read(file)
    with data.open() as centre:
        taken = courier.take(centre, content)
    text = _("File of {station} ({label}): {entries} new entries and {files} new files.")
    say(text.format(station=taken.station, label=taken.label, entries=taken.entries, files=taken.files))
    if taken.refused is not None:
        say(_("Not all of it could be taken: {why}").format(why=sentence(taken.refused)))
    answer = (asked.out or file.parent) / (_("answer-{name}").format(name=file.stem) + SUFFIX)
    write_whole(answer, taken.answer)
    text = _("Answer written to {file}, with {count} entries of the centre. Take it back to {station}.")
    say(text.format(file=answer, count=taken.news, station=taken.station))


def _read(file: Path) -> bytes:
    """Raises Refusal `file_unreadable`, or `courier_too_large` before it fills the memory."""
    with file_in_words(file), file.open("rb") as stream:
        content = stream.read(READ_BYTES_MAX + 1)
    if len(content) > READ_BYTES_MAX:
        raise Refusal("courier_too_large", most=READ_BYTES_MAX)
    return content
