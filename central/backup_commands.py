"""Orders about backups: made while the server serves, verified, put back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from central import backups, commands
from central.backups import Backup
from central.command import Say
from central.opening import DataDirectory
from central.parser import order
from wording.catalogue import _

if TYPE_CHECKING:
    from central.parser import Orders


def add_orders(orders: Orders) -> None:
    making = order(
        orders, "backup", backup, _("Copy the centre into a new folder, while it serves, and verify the copy.")
    )
    making.add_argument("folder", type=Path, metavar=_("FOLDER"), help=_("a new folder for the backup"))
    keys = _("copy the keys, too: whoever has them is the centre; lock this copy away")
    making.add_argument("--keys", action="store_true", help=keys)
    putting = order(orders, "restore", restore, _("Make a centre again out of a backup, where there is nothing."))
    putting.add_argument("folder", type=Path, metavar=_("FOLDER"), help=_("the folder of the backup"))
    kept = _("folder of the keys that were kept apart (default: those in the backup)")
    putting.add_argument("--keys", type=Path, metavar="DIR", help=kept)
    place = _("address of an empty PostgreSQL database, or sqlite: a file in the folder (default: where it was)")
    putting.add_argument("--database", metavar="URL", help=place)
    checking = order(orders, "verify-backup", verify, _("Read a backup again and compare it with what was copied."))
    checking.add_argument("folder", type=Path, metavar=_("FOLDER"), help=_("the folder of the backup"))


def backup(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    _tell(backups.make(data.root, asked.folder, with_keys=asked.keys), say)
    if not asked.keys:
        say(_("The keys are not in it: without them nothing can be restored. Keep a copy of them, made with --keys."))


def verify(_data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    _tell(backups.verify(asked.folder), say)


def restore(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    """Putting back and saying so are one order: between the two, nobody can start a centre that has forgotten."""
    _tell(backups.put_back(asked.folder, data.root, asked.keys, asked.database), say)
    commands.restored(data, asked, say)


def _tell(found: Backup, say: Say) -> None:
    text = _("Backup whole: {files} files, {size}.")
    say(text.format(files=found.files, size=f"{found.size} bytes"))
