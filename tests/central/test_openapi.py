"""The OpenAPI document is what the centre does: asked thousands of things of it, and many that it does not allow.

schemathesis draws requests from the document; here each is signed as a station signs, so that what is drawn gets past
the door. Nothing may end in a fault of ours, and every answer must be one that the document tells of.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    status_code_conformance,
)

from central import registry
from central.openapi import ROUTES, Described, described
from central.server import CentreServer, listen, run_in_thread
from sync.messages import BLOB_TYPE, BLOBS_TYPE, ENTRIES_TYPE, REQUEST_HEADER
from tests.fakes.centre_world import CentreWorld, Desk

EXAMPLES: Final = 40
CHECKS: Final = [not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance]


@schemathesis.serializer(ENTRIES_TYPE, BLOB_TYPE, BLOBS_TYPE, "application/jose")
def _as_it_is(_context: object, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


class Asking:
    """Asks a running centre over TLS what schemathesis has drawn, signed with a station's key."""

    def __init__(self, session: requests.Session, address: str, desk: Desk) -> None:
        self.session = session
        self.address = address
        self.desk = desk
        self.statuses: set[int] = set()

    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = self.session.get(f"{self.address}/openapi.json", timeout=10).json()
        return found

    def ask(self, case: Case[Any], *, signed: bool = True) -> requests.Response:
        asked = requests.Request(**_for_requests(case.as_transport_kwargs(self.address))).prepare()
        if signed:
            body = asked.body if isinstance(asked.body, bytes) else (asked.body or "").encode()
            statement = self.desk.statement(asked.method or "", asked.path_url, body)
            asked.headers[REQUEST_HEADER] = statement.signed(self.desk.key)
        found = self.session.send(asked, timeout=20, allow_redirects=False)
        self.statuses.add(found.status_code)
        return found


def _for_requests(arguments: dict[str, Any]) -> dict[str, Any]:
    known = ("method", "url", "headers", "params", "data", "cookies")
    return {name: arguments[name] for name in known if arguments.get(name) is not None}


@pytest.fixture
def asking(world: CentreWorld, tmp_path: Path, expected_log_lines: list[str]) -> Iterator[Asking]:
    expected_log_lines.append("ventanilla.central.receiving: station C07 ")  # what is drawn may well be worth a warning
    server = CentreServer(world.centre, listen("127.0.0.1", 0))
    thread = run_in_thread(server)
    authority = tmp_path / "pinned.pem"
    authority.write_text(world.centre.keys.authority)
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(authority)
        yield Asking(session, f"https://127.0.0.1:{server.port}", world.desk(face="audit"))
    server.stop()
    thread.join()


def test_the_document_tells_of_every_route_and_of_no_other() -> None:
    described = {(route.method, route.path.split("{")[0].rstrip("/")) for route in ROUTES if route.signed}
    answered = {(route.method, route.pattern.pattern.split("(")[0].rstrip("/")) for route in registry.ROUTES}
    assert described == answered | {("POST", "/v1/enrolments")}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation_id)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_whatever_is_asked_is_answered_as_the_document_says(
    asking: Asking, route: Described, mode: GenerationMode
) -> None:
    if mode is GenerationMode.NEGATIVE and not described(route)["parameters"]:
        pytest.skip("nothing that could be asked wrong")
    schema = schemathesis.openapi.from_dict(asking.document())
    operation = schema[route.path][route.method]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: Case[Any]) -> None:
        case.validate_response(asking.ask(case), checks=CHECKS)
        case.validate_response(asking.ask(case, signed=False), checks=CHECKS)

    asked()
    if mode is GenerationMode.POSITIVE and route.gives and not described(route)["parameters"]:
        assert 200 in asking.statuses or route.takes, "the control: what is asked rightly gets past the door"
