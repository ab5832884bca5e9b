"""Orders about the centre itself."""

from __future__ import annotations

import argparse
import ipaddress
import sys
from contextlib import ExitStack
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry

from central import case_requests, finding_words, gossip, restores, workers
from central.clock import SystemClock
from central.command import Say
from central.logs import log_to
from central.metrics import Metrics, MetricsPage, figures_of_workers
from central.opening import DataDirectory
from central.refusals import in_words
from central.server import CentreServer, listen
from central.store import cases, journals, stations
from wording import formats
from wording.catalogue import _
from wording.key_words import words_of_key


def init(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    terms = data.create(asked.municipality, tuple(asked.name), SystemClock(), asked.database)
    with data.open() as centre:
        words = " ".join(words_of_key(centre.keys.signing.public_key))
    say(_("Centre of {municipality} made in {folder}.").format(municipality=terms.name, folder=data.root))
    say(_("Words of its key: {words}").format(words=words))
    say(_("Keep a backup of this folder: whoever has its keys is the centre."))


def edition(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    terms = data.take_edition(asked.municipality)
    say(_("New edition of {municipality} in use. Start the server again to apply it.").format(municipality=terms.name))


def serve(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    log_to(sys.stderr)
    with data.open() as centre, ExitStack() as beside:  # migrated, and refused in words, before any worker starts
        listening = listen(asked.host, asked.port)
        beside.callback(listening.close)
        address = f"https://{_visible(asked.host)}:{listening.getsockname()[1]}"

        case_requests.settle_when_free(centre)  # what a stop may have kept from being said

        def ready() -> None:
            data.remember_address(address)
            say(_("Centre ready at {address}").format(address=address))

        def show(figures: CollectorRegistry) -> None:
            page = MetricsPage(figures, centre, asked.metrics)
            beside.callback(page.close)
            say(_("Figures at {address}").format(address=f"http://127.0.0.1:{page.port}/metrics"))

        if asked.workers > 1:
            if asked.metrics is not None:
                show(beside.enter_context(figures_of_workers()))
            workers.serve(data.root, listening, asked.workers, ready)
            return
        metrics = Metrics()
        if asked.metrics is not None:
            show(metrics.registry)
        CentreServer(centre, listening, metrics).run(ready)


def _visible(host: str) -> str:
    """An address to connect to: what listens everywhere is reached as this computer."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified:
        return "localhost"
    return f"[{host}]" if address.version == 6 else host  # noqa: PLR2004 - IPv6 in a URL has brackets


def status(data: DataDirectory, _asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.reading() as tx:
        known = stations.all_of(tx)
        by_status = {one: sum(station.status == one for station in known) for one in (s.status for s in known)}
        say(_("Municipality: {name}").format(name=centre.terms.name))
        say(
            _("Words of the centre's key: {words}").format(words=" ".join(words_of_key(centre.keys.signing.public_key)))
        )
        say(_("Last address: {address}").format(address=data.address or _("it has never served")))
        say(_("Stations: {counts}").format(counts=_counts(by_status)))
        say(_("Cases: {counts}").format(counts=_counts(cases.count_by_state(tx))))
        say(_("Findings: {count}").format(count=journals.count_findings(tx)))
        if restores.is_unsaid(centre, tx):
            say(_("This database is older than the last restore: give the order restored."))
        for station in known:
            if station.doubt:
                say(_("Station {station} must be recovered: see restored and recover.").format(station=station.station))


def _counts(found: dict[str, int]) -> str:
    return ", ".join(f"{count} {in_words(state)}" for state, count in sorted(found.items())) or _("none of them")


def findings(data: DataDirectory, _asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        gossip.note_overdue(centre, tx)
        found = [(one, finding_words.what(centre, one)) for one in journals.findings(tx)]
    for one, what in found:
        when = formats.day_and_clock(datetime.fromtimestamp(one.found_at, tz=UTC).astimezone())
        journal = _("its own journal") if one.journal == "station" else _("the centre's journal")
        line = _("{when}  {station}, {journal}, entry {sequence}: {what}")
        say(
            line.format(
                when=when,
                station=one.station,
                journal=journal,
                sequence=one.sequence,
                what=what,
            )
        )
    if not found:
        say(_("Nothing was found wrong."))


def restored(data: DataDirectory, _asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        mark = restores.say(centre, tx)
    say(_("Mark of this restore: {mark}. New series of receipts and new pools carry it.").format(mark=mark))
    say(_("Nothing is written to any station until it is recovered: export its journal there and bring it here."))
    say(_("Stations keep working and sending meanwhile."))
