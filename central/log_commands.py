"""Orders about the transparency log."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from central.centre import Centre
from central.command import Say, file_in_words
from central.log_files import LogFolder, RememberedCheckpoint
from central.opening import DataDirectory
from central.publishing import Publisher, add_cosignatures, publish
from domain.note import NoteKey, read_note
from wording.catalogue import _, ngettext
from wording.key_words import words_of_key

_FOLDER: Final = "log"
_REMEMBERED: Final = "log-checkpoint"


def _publisher(data: DataDirectory, centre: Centre, folder: Path | None) -> Publisher:
    remembered = RememberedCheckpoint(data.root / _REMEMBERED)
    return Publisher(centre, LogFolder(folder or data.root / _FOLDER), remembered)


def publish_log(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre:
        publisher = _publisher(data, centre, asked.folder)
        done = publish(publisher, asked.origin, declare_lost=asked.declare_lost)
        words = " ".join(words_of_key(centre.keys.signing.public_key))
    if done is None:
        say(_("There is nothing to publish yet."))
        return
    if done.taken_back:
        say(_("Put back as they were published: {count} entries.").format(count=done.taken_back))
    if done.lost:
        say(_("Declared lost: {count} entries. Their places stay in the log.").format(count=done.lost))
    if done.added:
        say(ngettext("{n} new entry published.", "{n} new entries published.", done.added).format(n=done.added))
    else:
        say(_("Nothing new since the last time: what is published stays."))
    say(_("Published in {folder}:").format(folder=publisher.folder.path))
    say(done.note.rstrip("\n"))
    say(_("Key of the log: {key}").format(key=NoteKey(done.checkpoint.origin, publisher.centre.keys.log.public_key)))
    say(_("Words of the centre's key: {words}").format(words=words))


def cosign(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with file_in_words(asked.file):
        note = read_note(asked.file.read_text("utf-8"))
    with data.open() as centre:
        added = add_cosignatures(_publisher(data, centre, asked.folder), note)
    say(ngettext("{n} signature added.", "{n} signatures added.", added).format(n=added))
