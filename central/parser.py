"""argparse in the language of the counter, and what most orders have in common."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from central.command import Command
from wording.catalogue import _, mark

if TYPE_CHECKING:
    Orders = argparse._SubParsersAction["Parser"]  # noqa: SLF001 - argparse gives the type no public name

_WRONG_USE: Final = 2
#: The mistakes people make most, out of argparse's own English.
_MISTAKES: Final = {
    "the following arguments are required:": mark("these are missing:"),
    "unrecognized arguments:": mark("these are not known:"),
    "expected one argument": mark("a value is missing"),
}


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, _("Write: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """argparse in the language of the counter."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, **settings)
        self._positionals.title = _("What it needs")
        self._optionals.title = _("Options")
        self.add_argument("-h", "--help", action="help", help=_("show this help and end"))

    def error(self, message: str) -> NoReturn:
        for english, said in _MISTAKES.items():
            message = message.replace(english, _(said))
        text = _("The order cannot be understood: {why}\nSee {program} --help\n")
        self.exit(_WRONG_USE, text.format(why=message, program=self.prog))


def order(orders: Orders, name: str, run: Command, what: str) -> Parser:
    parser = orders.add_parser(name, help=what, description=what)
    parser.set_defaults(run=run)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=_("folder of the centre's data"))
    return parser


def signed_order(orders: Orders, name: str, run: Command, what: str) -> Parser:
    parser = order(orders, name, run, what)
    who = _("who signs the act, up to 12 characters (default: oficina)")
    parser.add_argument("--by", default="oficina", metavar="NAME", help=who)
    return parser


def station_of(parser: Parser) -> None:
    parser.add_argument("station", metavar=_("STATION"), help=_("the station, for example C07"))
