from __future__ import annotations

from typing import Any

import pytest

from domain.journal.entry import NO_PREVIOUS
from sync.messages import ANSWER_HEADER, BODY_BYTES_MAX, REQUEST_HEADER, body_hash
from tests.fakes.centre_world import CentreWorld, Desk, Heard
from tests.fakes.statements import statements


def speaks_of_nobody(heard: Heard) -> bool:
    return (heard.answer.epoch, heard.answer.next_sequence, heard.answer.head) == (0, 0, NO_PREVIOUS)


def test_state_answers_with_the_absolute_watermarks(world: CentreWorld) -> None:
    desk = world.desk()
    heard = desk.ask("GET", "/v1/state")
    assert (heard.status, heard.body) == (200, b"")
    assert (heard.answer.next_sequence, heard.answer.head) == (2, desk.journal[0].hash)
    assert heard.answer.outbound == desk.seen > 0
    assert heard.answer.clock == int(world.clock.now().timestamp())


def test_an_unsigned_request_is_refused_and_told_nothing(world: CentreWorld) -> None:
    desk = world.desk()
    heard = desk.check(world.registry.handle("GET", "/v1/state", {}, b""), "")
    assert (heard.status, heard.problem) == (401, "request_unsigned")
    assert speaks_of_nobody(heard)


def test_a_statement_signed_with_another_key_is_refused_and_told_nothing(world: CentreWorld) -> None:
    desk = world.desk()
    stranger = Desk(world.registry, desk.invitation)
    heard = stranger.ask("GET", "/v1/state")
    assert (heard.status, heard.problem) == (401, "signature_wrong")
    assert speaks_of_nobody(heard)


def test_an_unknown_station_is_told_so_and_nothing_else(world: CentreWorld) -> None:
    desk = world.desk()
    heard = desk.ask("GET", "/v1/state", station="C99")
    assert (heard.status, heard.problem) == (404, "station_unknown")
    assert speaks_of_nobody(heard)


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "POST"},
        {"path": "/v1/state?x=1"},
        {"path": "/v1/outbound?from=1"},
        {"body": body_hash(b"another body")},
    ],
)
def test_a_statement_about_another_request_is_refused(world: CentreWorld, changes: dict[str, Any]) -> None:
    desk = world.desk()
    statement = desk.statement("GET", "/v1/state", **changes)
    headers = {REQUEST_HEADER: statement.signed(desk.key)}
    heard = desk.check(world.registry.handle("GET", "/v1/state", headers, b""), statement.nonce)
    assert (heard.status, heard.problem) == (401, "statement_of_another_request")


def test_a_body_altered_on_its_way_is_refused_and_stores_nothing(world: CentreWorld) -> None:
    desk = world.desk()
    desk.open_drawer()
    statement = desk.statement("POST", "/v1/entries?from=2", b"what was signed")
    headers = {REQUEST_HEADER: statement.signed(desk.key)}
    response = world.registry.handle("POST", "/v1/entries?from=2", headers, b"what arrived")
    assert desk.check(response, statement.nonce).status == 401
    assert desk.ask("GET", "/v1/state").answer.next_sequence == 2


def test_a_nonce_is_good_once_in_twenty_four_hours(world: CentreWorld) -> None:
    desk = world.desk()
    nonce = "n" * 22
    assert desk.ask("GET", "/v1/state", nonce=nonce).status == 200
    again = desk.ask("GET", "/v1/state", nonce=nonce)
    assert (again.status, again.problem) == (401, "nonce_reused")
    assert desk.ask("GET", "/v1/state", nonce="m" * 22).status == 200
    world.clock.pass_by(hours=25)
    assert desk.ask("GET", "/v1/state", nonce=nonce).status == 200


def test_two_stations_may_use_the_same_nonce(world: CentreWorld) -> None:
    one, other = world.desk(), world.desk("C08", 8)
    assert one.ask("GET", "/v1/state", nonce="n" * 22).status == 200
    assert other.ask("GET", "/v1/state", nonce="n" * 22).status == 200


@pytest.mark.parametrize("nonce", ["short", "n" * 65])
def test_a_nonce_too_short_to_be_random_or_too_long_to_store_is_refused(world: CentreWorld, nonce: str) -> None:
    heard = world.desk().ask("GET", "/v1/state", nonce=nonce)
    assert (heard.status, heard.problem) == (401, "nonce_malformed")


def test_a_wrong_clock_is_never_a_reason(world: CentreWorld) -> None:
    desk = world.desk()
    assert desk.ask("GET", "/v1/state", clock=0).status == 200
    assert desk.ask("GET", "/v1/state", clock=2**52).status == 200


def test_another_epoch_is_refused(world: CentreWorld) -> None:
    heard = world.desk().ask("GET", "/v1/state", epoch=2)
    assert (heard.status, heard.problem) == (401, "epoch_changed")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/nothing"),
        ("DELETE", "/v1/state"),
        ("POST", "/v1/outbound?from=1"),
        ("GET", "/v1/blobs/" + "G" * 64),
        ("GET", "/v1/stations/../entries?from=1"),
    ],
)
def test_what_does_not_exist_is_refused_under_a_signature_with_watermarks(
    world: CentreWorld, method: str, path: str
) -> None:
    desk = world.desk()
    heard = desk.ask(method, path)
    assert (heard.status, heard.problem) == (404, "no_such_resource")
    assert heard.answer.next_sequence == 2


@pytest.mark.parametrize(
    "query", ["", "?from=", "?from=0", "?from=-1", "?from=1.5", "?from=\N{FULLWIDTH DIGIT ONE}", "?from=9999999999999"]
)
def test_a_malformed_query_is_refused(world: CentreWorld, query: str) -> None:
    heard = world.desk().ask("GET", f"/v1/outbound{query}")
    assert (heard.status, heard.problem) == (400, "query_malformed")


def test_a_body_over_the_limit_is_refused(world: CentreWorld) -> None:
    desk = world.desk()
    body = b"x" * (BODY_BYTES_MAX + 1)
    statement = desk.statement("POST", "/v1/entries?from=2", body)
    headers = {REQUEST_HEADER: statement.signed(desk.key)}
    heard = desk.check(world.registry.handle("POST", "/v1/entries?from=2", headers, body), "")
    assert (heard.status, heard.problem) == (413, "body_too_large")


def test_a_statement_that_is_no_statement_is_refused(world: CentreWorld) -> None:
    desk = world.desk()
    for garbage in ("", "a.b.c", "x" * 200_000, "ñ"):
        heard = desk.check(world.registry.handle("GET", "/v1/state", {REQUEST_HEADER: garbage}, b""), "")
        assert heard.status == 401


def test_health_is_unsigned_and_nothing_may_be_kept_by_a_cache(world: CentreWorld) -> None:
    status, headers, body = world.registry.handle("GET", "/v1/health", {}, b"")
    assert (status, body) == (200, b'{"status":"ok"}')
    assert ANSWER_HEADER not in headers
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("database", [None], ids=["sqlite"])  # it is a file that is taken away
def test_a_fault_of_ours_is_a_plain_500_that_says_nothing(world: CentreWorld, expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.central.registry: a request failed through our own fault")
    desk = world.desk()
    database = world.folder / "centre.db"
    world.close()
    for file in (database, database.with_name("centre.db-wal"), database.with_name("centre.db-shm")):
        file.unlink(missing_ok=True)
    statement = desk.statement("GET", "/v1/state")
    headers = {REQUEST_HEADER: statement.signed(desk.key)}
    status, answered, body = world.registry.handle("GET", "/v1/state", headers, b"")
    assert (status, body) == (500, b'{"status":"failed"}')
    assert ANSWER_HEADER not in answered


def test_a_key_of_another_station_signs_for_that_station_only(world: CentreWorld) -> None:
    one, other = world.desk(), world.desk("C08", 8)
    heard = one.ask("GET", "/v1/state", station=other.name)
    assert (heard.status, heard.problem) == (401, "signature_wrong")


@pytest.mark.parametrize(
    "target", ["//[", "/v1/state?" + "&".join(f"a{n}=1" for n in range(50)), "/v1/entries?from=\u0661", "/r/%5B", "/R/"]
)
def test_no_spelling_of_an_address_is_a_fault_of_ours(world: CentreWorld, target: str) -> None:
    status, _headers, _body = world.registry.handle("GET", target, {}, b"")
    assert 400 <= status < 500


def test_a_person_who_copied_a_code_wrong_reads_a_page(world: CentreWorld) -> None:
    status, headers, body = world.registry.handle("GET", "/r/c%5B", {}, b"")
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert b"<h1>" in body


def test_a_heartbeat_costs_few_questions_to_the_database(world: CentreWorld) -> None:
    """Ten thousand stations that come back at once are one of these each, before anything else."""
    desk = world.desk()
    desk.ask("GET", "/v1/state")
    with statements() as asked:
        assert desk.ask("GET", "/v1/state").status == 200
    assert 0 < len([one for one in asked if not one.startswith("BEGIN")]) <= 5, "\n".join(asked)
