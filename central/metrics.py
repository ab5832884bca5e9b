"""How the centre is doing, as numbers that Prometheus reads: what its processes answered, and what the registry holds.

Served on a port of its own, on this computer only: nothing of it is for stations or for the public. No number tells of
a person, and none has a path or a case in its labels.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from central.centre import Centre
from central.clock import unix_seconds
from central.store import cases, journals, stations
from domain.errors import Refusal

#: From a request that is only refused to a large batch on a busy disk, in seconds.
_SECONDS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
#: Where it names a folder when prometheus_client is imported, a process keeps what it counts in a file there.
_SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
#: Memory, where there is such a folder: a disk that is full must not stop a worker that counts.
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder of our own in it, with mode 0700


class Metrics:
    """What one process has answered since it started. Safe from any thread."""

    def __init__(self) -> None:
        self.registry: Final = CollectorRegistry()
        self._requests = Counter(
            "ventanilla_requests", "Requests answered", ["route", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "ventanilla_request_seconds", "Time to answer", ["route"], buckets=_SECONDS, registry=self.registry
        )
        self._received = Counter("ventanilla_received_bytes", "Bodies as they came", ["route"], registry=self.registry)

    def answered(self, route: str, status: int, seconds: float, body_bytes: int) -> None:
        """`route` is a route's name, never its path: a path may hold a case's code."""
        self._requests.labels(route, status).inc()
        self._seconds.labels(route).observe(seconds)
        self._received.labels(route).inc(body_bytes)


@contextmanager
def figures_of_workers() -> Iterator[CollectorRegistry]:
    """What all processes that are started within the block answer, together: what one counted stays when it ends."""
    with TemporaryDirectory(prefix="ventanilla-figures-", dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        registry = CollectorRegistry()
        MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]  # theirs has no annotations
        before = os.environ.get(_SHARED)
        os.environ[_SHARED] = folder
        try:
            yield registry
        finally:
            del os.environ[_SHARED]
            if before is not None:
                os.environ[_SHARED] = before


class RegistryFigures(Collector):
    """What the registry holds, read when it is asked for: right whichever process is asked."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre

    def collect(self) -> Iterator[Metric]:
        centre = self._centre
        now = unix_seconds(centre.clock)
        with centre.store.reading() as tx:
            known, lengths = stations.all_of(tx), stations.lengths(tx)
            counted, findings = cases.count_by_state(tx), journals.count_findings(tx)
        yield _family("ventanilla_findings", "Findings on record", [], {(): findings})
        yield _family("ventanilla_cases", "Cases by state", ["state"], {(state,): n for state, n in counted.items()})
        held = {(one.station,): lengths.get((one.station, one.epoch), (0, 0))[0] for one in known}
        yield _family("ventanilla_station_entries", "Entries held of a station's journal", ["station"], held)
        silent = {(one.station,): now - one.contact_at for one in known if one.contact_at is not None}
        yield _family("ventanilla_station_silent_seconds", "Since a station was last heard", ["station"], silent)
        doubtful = {(one.station,): int(one.doubt) for one in known}
        yield _family("ventanilla_station_in_doubt", "1: holds entries of the centre not here", ["station"], doubtful)


def _family(name: str, words: str, labels: list[str], values: Mapping[Any, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=labels)
    for place, value in values.items():
        family.add_metric(place, value)
    return family


class MetricsPage:
    """A small server of its own. `port` 0 takes a free one."""

    def __init__(self, registry: CollectorRegistry, centre: Centre, port: int) -> None:
        """Raises Refusal `address_in_use`."""
        registry.register(RegistryFigures(centre))
        try:
            self._server, self._thread = start_http_server(port, "127.0.0.1", registry)
        except OSError as error:
            why = error.strerror or str(error)
            raise Refusal("address_in_use", host="127.0.0.1", port=port, why=why) from error
        self.port: Final[int] = self._server.server_port

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
