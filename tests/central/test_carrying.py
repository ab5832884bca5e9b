"""What one station carries for another, as the centre has it: on either database, and in a line of its own."""

from __future__ import annotations

from pathlib import Path

from central.registry import Registry
from sync.courier import READ_BYTES_MAX
from sync.messages import REQUEST_HEADER
from tests.fakes.carried_station import CarriedStation
from tests.fakes.centre_world import CentreWorld, Desk, sha256_of
from tests.fakes.neighbour import Neighbour


def test_a_carried_file_is_taken_in_once_and_answered(world: CentreWorld, tmp_path: Path) -> None:
    owner, carrier = CarriedStation(world, tmp_path, 8), CarriedStation(world, tmp_path, 12)
    carrier.talk(12)
    owner.photo(bytes(range(256)) * 500)
    neighbour = Neighbour(carrier)
    (file,) = owner.save(tmp_path)
    for _ in range(2):
        neighbour.take(file)
        answer = neighbour.talk()
        assert isinstance(answer, bytes)
        owner.believe(answer)
    assert not owner.waits
    assert owner.at_centre() == owner.own()
    assert owner.findings() == carrier.findings() == []
    owner.close()
    carrier.close()


def line(registry: Registry, desk: Desk, method: str, path: str) -> str | None:
    headers = {REQUEST_HEADER: desk.statement(method, path).signed(desk.key)}
    return registry.sender(method, path, headers)


def test_what_is_carried_never_ends_what_the_station_says_itself(world: CentreWorld) -> None:
    desk, name = world.desk(), "0" * 64
    own = line(world.registry, desk, "PATCH", f"/v1/blobs/{name}?offset=0&size=1")
    assert own == line(world.registry, desk, "GET", "/v1/state") == "C07"
    carried = line(world.registry, desk, "PATCH", f"/v1/carried/{name}?offset=0&size=1")
    assert carried == line(world.registry, desk, "GET", f"/v1/carried/{name}/state"), "to ask is to give up the piece"
    assert carried not in {own, None}
    assert line(world.registry, desk, "POST", f"/v1/carried/{name}") is None


def test_of_a_piece_that_is_cut_what_arrived_is_kept(world: CentreWorld) -> None:
    desk, content = world.desk(), bytes(range(256)) * 40
    name = sha256_of(content)
    path = f"/v1/carried/{name}?offset=0&size={len(content)}"
    headers = {REQUEST_HEADER: desk.statement("PATCH", path, content).signed(desk.key)}
    world.registry.handle("PATCH", path, headers, content[:4_000], whole=False)
    assert desk.ask("GET", f"/v1/carried/{name}/state").document["offset"] == 4_000


def test_a_file_of_which_more_is_there_than_it_has_begins_again(world: CentreWorld) -> None:
    desk, content = world.desk(), bytes(300)
    name = sha256_of(content)
    desk.ask("PATCH", f"/v1/carried/{name}?offset=0&size={READ_BYTES_MAX}", bytes(400))
    path = f"/v1/carried/{name}?offset=%d&size=300"
    heard = desk.ask("PATCH", path % 0, content)
    assert (heard.status, heard.document["offset"]) == (409, 0)
    assert desk.ask("PATCH", path % 0, content).document["complete"]
    assert desk.ask("PATCH", path % 0, content).document["complete"], "a piece that comes again changes nothing"


def test_the_first_answer_stays_where_two_workers_have_taken_the_file_in(world: CentreWorld) -> None:
    files, content = world.centre.carried, b"sealed"
    name = sha256_of(content)
    files.append("C12", name, 0, content)
    assert files.seal("C12", name)
    assert files.answer("C12", name, b"the first") == b"the first"
    assert files.answer("C12", name, b"a second") == b"the first"
    files.forget("C12")
    assert files.answer("C12", name, b"too late") is None, "the carrier has begun another file"
