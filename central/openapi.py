"""What the centre's routes look like from outside: docs/PROTOCOL.md §2 as the document that `/openapi.json` gives.

It describes and decides nothing. A test asks every route what this says, and thousands of things that it does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sync.messages import (
    ANSWER_HEADER,
    BLOB_TYPE,
    BLOBS_TYPE,
    DOCUMENT_TYPE,
    ENTRIES_TYPE,
    REQUEST_HEADER,
    body_bytes_max,
)

_ENROLMENT_TYPE: Final = "application/jose"
_PAGE_TYPE: Final = "text/html; charset=utf-8"
_PROOF_TYPE: Final = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Described:
    """`takes` and `gives` are media types; `query` names whole numbers, those that must be there with a `!`.

    `signed`: the request carries a statement, and the answer carries one too.
    """

    method: str
    path: str
    summary: str
    query: tuple[str, ...] = ()
    takes: str | None = None
    gives: str | None = None
    signed: bool = True

    @property
    def operation_id(self) -> str:
        return f"{self.method.lower()}_{self.path.strip('/').replace('/', '_').translate(str.maketrans('', '', '{}'))}"


_SHA: Final = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_STATION: Final = {"type": "string", "pattern": "^[A-Z][A-Z0-9-]{1,15}$"}
#: What stands in braces in a path.
_PLACES: Final[dict[str, dict[str, Any]]] = {
    "sha256": _SHA,
    "station": _STATION,
    "code": {"type": "string", "pattern": "^[0-9]{10}$"},
    "receipt": {"type": "string", "pattern": "^([hH]-)?[A-Za-z2-7]+$", "maxLength": 4096},
}
_NUMBER: Final = {"type": "integer", "minimum": 0, "maximum": 10**9 - 1}

ROUTES: Final = (
    Described("POST", "/v1/enrolments", "A station's first words", takes=_ENROLMENT_TYPE, gives=DOCUMENT_TYPE),
    Described("GET", "/v1/state", "The watermarks alone"),
    Described("POST", "/v1/report", "The watermarks, and how the station is", takes=DOCUMENT_TYPE),
    Described("POST", "/v1/entries", "Push entries from `from` on", ("from!",), takes=ENTRIES_TYPE),
    Described("GET", "/v1/outbound", "The centre's journal for this station", ("from!", "most"), gives=ENTRIES_TYPE),
    Described("POST", "/v1/blobs", "Many small blobs at once", takes=BLOBS_TYPE, gives=DOCUMENT_TYPE),
    Described("GET", "/v1/blobs/{sha256}/state", "How much of a blob the centre holds", gives=DOCUMENT_TYPE),
    Described(
        "PATCH",
        "/v1/blobs/{sha256}",
        "The next piece of a blob",
        ("offset!", "size!"),
        takes=BLOB_TYPE,
        gives=DOCUMENT_TYPE,
    ),
    Described("GET", "/v1/blobs/{sha256}", "A blob for this station", ("offset", "most"), gives=BLOB_TYPE),
    Described("GET", "/v1/carried/{sha256}/state", "How much of another station's file is here", gives=DOCUMENT_TYPE),
    Described(
        "PATCH",
        "/v1/carried/{sha256}",
        "The next piece of another station's file",
        ("offset!", "size!"),
        takes=BLOB_TYPE,
        gives=DOCUMENT_TYPE,
    ),
    Described("POST", "/v1/carried/{sha256}", "Take the file in, and answer it", gives=DOCUMENT_TYPE),
    Described("GET", "/v1/carried/{sha256}", "The answer to the file", ("offset", "most"), gives=BLOB_TYPE),
    Described("GET", "/v1/cases/{code}", "Where a case stands", gives=DOCUMENT_TYPE),
    Described("GET", "/v1/stations", "Every station (auditors)", gives=DOCUMENT_TYPE),
    Described(
        "GET", "/v1/stations/{station}/entries", "A station's journal (auditors)", ("from!", "most"), gives=ENTRIES_TYPE
    ),
    Described(
        "GET",
        "/v1/stations/{station}/outbound",
        "The centre's journal for a station (auditors)",
        ("from!", "most"),
        gives=ENTRIES_TYPE,
    ),
    Described("GET", "/v1/health", "Whether the centre can work", gives=DOCUMENT_TYPE, signed=False),
    Described("GET", "/r/{receipt}", "Whether a receipt is authentic, for people", gives=_PAGE_TYPE, signed=False),
    Described("GET", "/r/{receipt}/proof", "The proof that it is in the public log", gives=_PROOF_TYPE, signed=False),
)


def described(route: Described) -> dict[str, Any]:
    """The route's part of the document. An enrolment carries its statement as its body, not in a header."""
    answered = {ANSWER_HEADER: {"required": True, "schema": {"type": "string"}}} if route.signed else {}
    content = {} if route.gives is None else {route.gives: {"schema": {"type": "string", "format": "binary"}}}
    extra: dict[str, Any] = {
        "operationId": route.operation_id,
        "parameters": [*_places(route.path), *map(_number, route.query)],
        "responses": {"200": {"description": "Done", "headers": answered, "content": content}},
    }
    if route.signed:
        problem = {DOCUMENT_TYPE: {"schema": {"type": "object", "required": ["code", "details", "v"]}}}
        extra["responses"]["4XX"] = {"description": "A signed `Problem`", "headers": answered, "content": problem}
    else:
        extra["responses"]["default"] = {"description": "Not so; in words", "content": content}
    if route.signed and route.takes != _ENROLMENT_TYPE:
        statement = {"name": REQUEST_HEADER, "in": "header", "required": True, "schema": {"type": "string"}}
        extra["parameters"].append(statement)
    if route.takes is not None:
        schema = {"type": "string", "format": "binary", "maxLength": body_bytes_max(route.method)}
        extra["requestBody"] = {"required": True, "content": {route.takes: {"schema": schema}}}
    return extra


def _places(path: str) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "schema": _PLACES[name]} for name in names]


def _number(name: str) -> dict[str, Any]:
    return {"name": name.rstrip("!"), "in": "query", "required": name.endswith("!"), "schema": _NUMBER}
