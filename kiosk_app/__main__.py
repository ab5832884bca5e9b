"""`ventanilla`: the desk, the kiosk and the audit of one station; and what works without a display."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from domain.errors import Refusal
from kiosk_app.command_words import sentence
from kiosk_app.map_arguments import add_map
from wording.catalogue import _, use_language


def main(arguments: Sequence[str] | None = None) -> int:
    """0 done, 1 refused with the reason in words, 2 not understood."""
    use_language("es")
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked))
    except Refusal as refusal:
        print(sentence(refusal), file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ventanilla", description=_("The municipal counter that keeps working when the network does not.")
    )
    parser.add_argument("--self-check", action="store_const", const=True, help=_("the same as the order self-check"))
    orders = parser.add_subparsers(title=_("orders"), metavar=_("ORDER"))
    parser.set_defaults(run=_without_order(parser))
    for name, run, told in (
        ("desk", _desk, _("The counter of a cabin. Needs a display and an enrolled folder.")),
        ("kiosk", _kiosk, _("The self-service screen. Needs a display and an enrolled folder.")),
        ("audit", _audit, _("The auditor's desk. Needs a display and an enrolled folder.")),
    ):
        order = orders.add_parser(name, help=told, description=told)
        order.add_argument("--data", type=Path, required=True, metavar="DIR", help=_("the folder of this station"))
        order.set_defaults(run=run)
    _add_enrol(orders)
    _add_journal(orders)
    add_map(orders)
    check = orders.add_parser("self-check", help=_("Prove that the program is whole here. Needs no display."))
    check.set_defaults(run=_self_check)
    return parser


def _without_order(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    def run(asked: argparse.Namespace) -> int:
        if asked.self_check:
            return _self_check(asked)
        parser.print_help()
        return 2

    return run


def _add_enrol(orders: Any) -> None:
    told = _("Make a station in an empty folder from the centre's invitation. Needs the network once.")
    order = orders.add_parser("enrol", help=told, description=told)
    order.add_argument("--data", type=Path, required=True, metavar="DIR", help=_("the folder of this station, empty"))
    order.add_argument("--invitation", type=Path, required=True, metavar="FILE", help=_("the centre's invitation"))
    order.add_argument("--municipality", type=Path, metavar="FOLDER", help=_("the municipality's folder, if not ours"))
    order.add_argument(
        "--operator",
        action="append",
        default=[],
        metavar="ana:Ana Ruiz[:supervisor]",
        help=_("who may sign in here; may be repeated. Their PIN is asked for"),
    )
    order.set_defaults(run=_enrol)


def _add_journal(orders: Any) -> None:
    journal = orders.add_parser("journal", help=_("Exported journals. Needs no display, database or network."))
    kinds = journal.add_subparsers(title=_("orders"), required=True, metavar=_("ORDER"))
    check = kinds.add_parser("verify", help=_("Name the first entry that is wrong, if one is."))
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.add_argument("--centre-key", metavar="KEY", help=_("the centre's public key that you trust, in base64url"))
    check.set_defaults(run=_verify)
    told = _("Write the books of one or more journals for another program.")
    export = kinds.add_parser("export", help=told, description=told)
    export.add_argument("files", nargs="+", type=Path, metavar="FILE")
    export.add_argument(
        "--format", choices=("hledger", "beancount", "csv", "xlsx"), default="hledger", help=_("what to write")
    )
    export.add_argument(
        "--table",
        # Those of `domain.ledger.tables.TABLES`, which the desk does not read before its first screen.
        choices=("receipts", "closes", "deposits", "refunds", "cash", "prepaid_codes", "treasury", "entries"),
        default="receipts",
        help=_("which table, with --format csv"),
    )
    export.add_argument("--out", type=Path, metavar="FILE", help=_("where to write it, with its SHA-256 beside it"))
    export.add_argument("--zone", default="America/Lima", help=_("the municipality's time zone"))
    export.set_defaults(run=_export)


# Each order imports what it needs when it runs: the terminal's orders work where Qt cannot load.


def _require_place(data: Path) -> None:
    """A window needs a station and a display; without either, words before Qt ends the process."""
    if not (data / "station.db").exists():
        raise Refusal("database_missing", path=data.name)
    shown = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform == "linux" and not shown:
        raise Refusal("display_missing")


def _desk(asked: argparse.Namespace) -> int:
    _require_place(asked.data)
    from kiosk_app.bootstrap.desk import run_desk  # noqa: PLC0415

    return run_desk(asked.data)


def _kiosk(asked: argparse.Namespace) -> int:
    _require_place(asked.data)
    from kiosk_app.bootstrap.kiosk import run_kiosk  # noqa: PLC0415

    return run_kiosk(asked.data)


def _audit(asked: argparse.Namespace) -> int:
    _require_place(asked.data)
    from kiosk_app.bootstrap.audit import run_audit  # noqa: PLC0415

    return run_audit(asked.data)


def _self_check(_asked: argparse.Namespace) -> int:
    from kiosk_app.self_check import run  # noqa: PLC0415

    return run(print)


def _verify(asked: argparse.Namespace) -> int:
    from kiosk_app.journal_commands import verify_command  # noqa: PLC0415

    return verify_command(asked.files, asked.centre_key, print)


def _export(asked: argparse.Namespace) -> int:
    from kiosk_app.journal_commands import export_command, write_out  # noqa: PLC0415

    if asked.format == "xlsx" and asked.out is None:
        raise Refusal("output_needed")
    content = export_command(asked.files, asked.format, asked.zone, asked.table)
    if asked.out is None:
        sys.stdout.buffer.write(content)
    else:
        write_out(content, asked.out, asked.files)
    return 0


def _enrol(asked: argparse.Namespace) -> int:
    from kiosk_app.bootstrap.enrol import Person, enrol  # noqa: PLC0415
    from kiosk_app.devices.clock import SystemClock  # noqa: PLC0415
    from kiosk_app.resources import municipality  # noqa: PLC0415
    from kiosk_app.storage.station_folder import StationFolder  # noqa: PLC0415
    from sync.errors import NoAnswer  # noqa: PLC0415
    from sync.messages import Invitation  # noqa: PLC0415

    try:
        invitation = Invitation.decode(asked.invitation.read_bytes())
    except OSError as error:
        raise Refusal("file_unreadable", file=asked.invitation.name) from error
    people = [Person("kiosk", _("Kiosk"), "kiosk", None)] if invitation.face == "kiosk" else []
    for told in asked.operator:
        name, _colon, rest = told.partition(":")
        full_name, _colon, role = rest.partition(":")
        pin = getpass.getpass(_("PIN for {name}: ").format(name=full_name or name))
        people.append(Person(name, full_name or name, role or "operator", pin))
    folder = asked.municipality or municipality(invitation.municipality)
    try:
        made = enrol(StationFolder(asked.data), invitation, people, folder, SystemClock())
    except NoAnswer as error:
        raise Refusal("centre_out_of_reach", why=error.reason.value) from error
    print(_("The station {station} is enrolled. Compare these six words by telephone:").format(station=made.station))
    print("  " + " ".join(made.words))
    return 0


if __name__ == "__main__":
    sys.exit(main())
