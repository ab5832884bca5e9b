"""What can be typed after `ventanilla-centre`, and what `--help` says of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from central import (
    announcement_commands,
    appointment_commands,
    backup_commands,
    case_arguments,
    case_commands,
    commands,
    courier_commands,
    enquiries,
    fleet_commands,
    grant_commands,
    log_commands,
    station_commands,
    treasury_arguments,
)
from central.parser import Parser
from central.parser import order as _order
from central.parser import signed_order as _signed_order
from central.parser import station_of as _station
from domain.journal.fields import UNITS
from wording.catalogue import _

if TYPE_CHECKING:
    from central.parser import Orders

_PORT: Final = 8443


def make_parser() -> Parser:
    parser = Parser(prog="ventanilla-centre", description=_("The municipal centre of Ventanilla."))
    orders = parser.add_subparsers(required=True, metavar=_("ORDER"), parser_class=Parser)
    _centre_orders(orders)
    backup_commands.add_orders(orders)
    _station_orders(orders)
    _money_orders(orders)
    _grant_orders(orders)
    treasury_arguments.add_orders(orders)
    case_arguments.add_orders(orders)
    appointment_commands.add_orders(orders)
    announcement_commands.add_orders(orders)
    enquiries.add_orders(orders)
    _journal_orders(orders)
    return parser


def _centre_orders(orders: Orders) -> None:
    init = _order(orders, "init", commands.init, _("Make a new centre: its folder, its keys and its certificate."))
    folder = _("the municipality's folder, with its tariffs and calendars")
    init.add_argument("--municipality", type=Path, required=True, metavar="FOLDER", help=folder)
    names = _("a host name or address that stations will use, besides localhost; may be repeated")
    init.add_argument("--name", action="append", default=[], metavar="HOST", help=names)
    database = _("address of a PostgreSQL database (default: a SQLite file in the folder)")
    init.add_argument("--database", metavar="URL", help=database)
    edition = _order(
        orders, "edition", commands.edition, _("Take a new edition of the municipality's folder into use.")
    )
    edition.add_argument("--municipality", type=Path, required=True, metavar="FOLDER", help=folder)
    serve = _order(orders, "serve", commands.serve, _("Attend the stations until it is stopped with Ctrl+C."))
    serve.add_argument("--host", default="127.0.0.1", help=_("address to listen on (default: this computer only)"))
    serve.add_argument("--port", type=int, default=_PORT, help=_("port to listen on (default 8443; 0: any free one)"))
    figures = _("port on this computer for figures that Prometheus reads (default: none; 0: any free one)")
    serve.add_argument("--metrics", type=int, metavar="PORT", help=figures)
    processes = _(
        "processes that attend, at most one for each processor (default 1; with SQLite they take turns at writing)"
    )
    serve.add_argument("--workers", type=int, choices=range(1, 65), default=1, metavar="N", help=processes)
    _order(orders, "status", commands.status, _("How the centre is, in a few lines."))
    _order(orders, "findings", commands.findings, _("What was found wrong in the journals of the stations."))
    publishing = _("Publish the transparency log: add what is new, sign it, write the files. For every day.")
    publish = _order(orders, "publish-log", log_commands.publish_log, publishing)
    publish.add_argument("--folder", type=Path, metavar="DIR", help=_("folder that a web server shows (default: log)"))
    named = _("name of the log, the first time: where people will find it, for example muni.example/log")
    publish.add_argument("--origin", metavar="NAME", help=named)
    lost = _("after a restore: go on although entries that were published will never come back")
    publish.add_argument("--declare-lost", action="store_true", help=lost)
    cosign = _order(orders, "cosign-log", log_commands.cosign, _("Add a witness's signature to the published log."))
    cosign.add_argument("--file", type=Path, required=True, metavar="FILE", help=_("what the witness signed"))
    cosign.add_argument("--folder", type=Path, metavar="DIR", help=_("folder that a web server shows (default: log)"))
    fleet = _("How the cabins are: what waits there, printers, disks, clocks. What is wrong comes first.")
    _order(orders, "fleet", fleet_commands.listing, fleet)
    restored = _("Say that this centre was restored from a backup: nothing is written until each station is recovered.")
    _order(orders, "restored", commands.restored, restored)


def _station_orders(orders: Orders) -> None:
    invite = _order(
        orders, "invite", station_commands.invite, _("Invite a station: writes the file it needs to enrol.")
    )
    invite.add_argument(
        "--station", required=True, metavar="C07", help=_("name of the station: capital letters, digits")
    )
    invite.add_argument(
        "--number", type=int, required=True, help=_("number of the cabin, 1 to 999, of no other station")
    )
    invite.add_argument("--face", choices=("desk", "kiosk", "audit"), required=True, help=_("what the station is for"))
    invite.add_argument("--label", required=True, help=_("what people call it"))
    operators = _("an operator and a role (operator, supervisor, kiosk, auditor); may be repeated")
    invite.add_argument("--operator", action="append", default=[], metavar="ana:operator", help=operators)
    address = _("where the station will find this centre (default: where serve last ran)")
    invite.add_argument("--address", metavar="URL", help=address)
    invite.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("file for the invitation"))
    _order(orders, "stations", station_commands.listing, _("The stations, their state and their six words."))
    approve = _("Approve a station after comparing its six words by telephone.")
    approving = _signed_order(orders, "approve", station_commands.approve, approve)
    _station(approving)
    reference = _("the bank's reference of the agent's guarantee; without it a desk cannot collect")
    approving.add_argument("--guarantee-reference", metavar="REF", help=reference)
    admit = _signed_order(
        orders, "admit", station_commands.admit, _("Admit one more operator at a station, or renew one.")
    )
    _station(admit)
    admit.add_argument("operator", metavar="ana:operator", help=_("the operator and the role"))
    withdrawing = _("Withdraw an operator of a station: refused there as soon as the station hears of it.")
    withdraw = _signed_order(orders, "withdraw", station_commands.withdraw, withdrawing)
    _station(withdraw)
    withdraw.add_argument("operator", metavar="ana", help=_("the operator"))
    rotating = _("Ask a station to change its signing key; it does so by itself when it has contact.")
    _station(_signed_order(orders, "rotate-key", station_commands.rotate_key, rotating))
    worst = _("What a station could still collect at most if nothing were heard of it any more.")
    _station(_order(orders, "worst-case", station_commands.worst, worst))
    revoke = _order(orders, "revoke", station_commands.revoke, _("Stop trusting a station from now on."))
    _station(revoke)


def _money_orders(orders: Orders) -> None:
    guarantee = _("Record that the agent's guarantee is in the bank; grants headroom and receipts.")
    deposit = _signed_order(orders, "guarantee", station_commands.guarantee, guarantee)
    _station(deposit)
    deposit.add_argument("--reference", required=True, metavar="REF", help=_("the bank's reference"))
    confirm = _signed_order(orders, "confirm", station_commands.confirm, _("Confirm that a deposit is in the bank."))
    _station(confirm)
    confirm.add_argument("remittance", metavar=_("DEPOSIT"), help=_("number of the deposit as the station declared it"))
    confirm.add_argument("--amount", required=True, metavar="69.20", help=_("amount on the bank's statement"))
    confirm.add_argument("--bank-line", required=True, metavar="TEXT", help=_("line of the bank's statement"))
    settle = _("Record that the agent's commission was paid against an invoice.")
    settling = _signed_order(orders, "settle-commission", station_commands.settle_commission, settle)
    _station(settling)
    settling.add_argument("--amount", required=True, metavar="120.00", help=_("amount paid"))
    settling.add_argument("--period", required=True, metavar="2026-11", help=_("period it was earned in"))
    settling.add_argument("--invoice", required=True, metavar="TEXT", help=_("number of the agent's invoice"))


def _grant_orders(orders: Orders) -> None:
    telling = _signed_order(
        orders, "voucher", grant_commands.voucher, _("Tell one voucher's code, to be read out by telephone.")
    )
    _station(telling)
    deposit = _("number of the deposit that the money is in, as the station wrote it")
    telling.add_argument("--deposit", required=True, metavar=_("DEPOSIT"), help=deposit)
    _order(orders, "vouchers", grant_commands.listing, _("The vouchers of each station: to tell, told, used."))
    granting = _("Grant a station its vouchers again, after they were cancelled by hand.")
    _station(_signed_order(orders, "grant-vouchers", grant_commands.grant_vouchers, granting))
    cancelling = _("Cancel the vouchers that a station has not used, and grant it no more.")
    _station(_signed_order(orders, "cancel-vouchers", grant_commands.cancel_vouchers, cancelling))
    pool = _signed_order(orders, "pool", grant_commands.open_pool, _("Open a pool of numbers that stations share."))
    _pool(pool, ("FOLIO",))
    pool.add_argument("--first", type=int, required=True, metavar="1", help=_("its first number"))
    pool.add_argument("--last", type=int, required=True, metavar="500", help=_("its last number"))
    _order(orders, "pools", grant_commands.pools_listing, _("The pools, and how many numbers are in hand."))
    units = _signed_order(orders, "grant-units", grant_commands.grant_units, _("Give a station numbers of a pool."))
    _station(units)
    _pool(units, UNITS)
    units.add_argument("--count", type=int, required=True, metavar="20", help=_("how many at most, in one piece"))
    cover = _("Whether each station's guarantee and vouchers cover what it may take.")
    _order(orders, "guarantees", grant_commands.covers, cover)


def _pool(parser: Parser, units: tuple[str, ...]) -> None:
    parser.add_argument("unit", choices=units, help=_("FOLIO for certificates, SLOT for appointments"))
    parser.add_argument("pool", metavar=_("POOL"), help=_("name of the pool, for example NAC-2026"))


def _journal_orders(orders: Orders) -> None:
    export = _order(orders, "export", case_commands.export, _("Write both journals of a station to a file."))
    _station(export)
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("file to write"))
    recover = _("Take back the centre's own entries from a journal exported at the station, after a restore.")
    recovering = _order(orders, "recover", case_commands.recover, recover)
    _station(recovering)
    recovering.add_argument(
        "--file", type=Path, required=True, metavar="FILE", help=_("journal exported at the station")
    )
    told = _("Take in a station's file from a USB stick, and write the answer to take back. Twice does no harm.")
    courier = _order(orders, "courier", courier_commands.take, told)
    courier.add_argument("action", choices=("take",), help=_("take: take in a file"))
    courier.add_argument("file", type=Path, metavar=_("FILE"), help=_("the station's file"))
    folder = _("folder for the answer (default: where the file is)")
    courier.add_argument("--out", type=Path, metavar="FOLDER", help=folder)
