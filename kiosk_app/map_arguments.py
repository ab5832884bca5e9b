"""What `ventanilla map` understands; the work is imported when it is asked for (`kiosk_app.map_commands`)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from wording.catalogue import _

#: Those of `domain.geography.reading.LAYERS`, and `kiosk_app.sample_town.LAMPS`: the desk reads neither to begin.
LAYER_NAMES: Final = ("streets", "doors", "assets", "landmarks", "areas")
LAMPS_USUAL: Final = 70_000


def add_map(orders: Any) -> None:
    told = _("Maps of towns, for the place of a complaint. Needs no display, database or network.")
    kinds = orders.add_parser("map", help=told, description=told).add_subparsers(
        title=_("orders"), required=True, metavar=_("ORDER")
    )
    make = kinds.add_parser("make", help=_("Make a map of a municipality's GeoJSON and CSV, or of an OSM extract."))
    make.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("where to write the map"))
    make.add_argument("--municipality", required=True, metavar="ID", help=_("the id of the municipality's folder"))
    make.add_argument("--title", required=True, help=_("the name of the town"))
    make.add_argument("--attribution", default="", help=_("who made the data, as the map shows it"))
    make.add_argument("--osm", type=Path, action="append", default=[], metavar="FILE", help=_("an OSM extract in XML"))
    for layer in LAYER_NAMES:
        make.add_argument(
            f"--{layer}", type=Path, action="append", default=[], metavar="FILE", help=_("GeoJSON or CSV")
        )
    make.add_argument(
        "--rename",
        action="append",
        default=[],
        metavar="code=CHAPA",
        help=_("what one of our columns is called in these files; may be repeated"),
    )
    make.set_defaults(run=_make)
    sample = kinds.add_parser("sample", help=_("Draw a town that does not exist, from a seed; it says so on the map."))
    sample.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("where to write the map"))
    sample.add_argument(
        "--municipality", default="mar-del-plata", metavar="ID", help=_("the id of the municipality's folder")
    )
    sample.add_argument("--seed", type=int, default=1, help=_("which town"))
    sample.add_argument("--lamps", type=int, default=LAMPS_USUAL, help=_("how many street lamps it has"))
    sample.set_defaults(run=_sample)
    put = kinds.add_parser("put", help=_("Give a station a map; it is seen when the desk is opened next."))
    put.add_argument("--data", type=Path, required=True, metavar="DIR", help=_("the folder of this station"))
    put.add_argument("file", type=Path, metavar="FILE")
    put.set_defaults(run=_put)


def _make(asked: argparse.Namespace) -> int:
    from kiosk_app.map_commands import make  # noqa: PLC0415

    return make(asked, print)


def _sample(asked: argparse.Namespace) -> int:
    from kiosk_app.map_commands import sample  # noqa: PLC0415

    return sample(asked, print)


def _put(asked: argparse.Namespace) -> int:
    from kiosk_app.map_commands import put  # noqa: PLC0415

    return put(asked, print)
