"""Photos of a case as the office reads them: plain ones as they came, those of documents opened."""

from __future__ import annotations

from typing import Any

import pytest

from central.case_photos import photos_of
from central.store import cases
from domain.errors import Refusal
from domain.journal.fields import SEALED_PHOTO
from sync.seal import photo_binding, seal
from tests.fakes.centre_world import CentreWorld, Desk, case_code, sha256_of

LAMP = b"\xff\xd8\xff a lamp"
DOCUMENT = b"\x89PNG a citizen's DNI"
CODE = case_code(7, 1)


def named(content: bytes, media: str) -> dict[str, Any]:
    return {"sha": sha256_of(content), "size": len(content), "type": media}


def closed(world: CentreWorld, station: str, case: str = CODE) -> bytes:
    return seal(DOCUMENT, world.sealing_key, bound_to=photo_binding(station, case))


def open_with(desk: Desk, *blobs: dict[str, Any]) -> None:
    body = {
        "case": CODE,
        "type": "procedure",
        "service": "RC-01",
        "edition": "e" * 64,
        "area": "registro-civil",
        "promise": "2026-11-24",
        "channel": "desk",
        "observed": ["R2"],
        "blobs": list(blobs),
    }
    desk.write("case_opened/1", body)
    assert desk.push().status == 200


def photos(world: CentreWorld) -> list[tuple[str, str, bytes | None]]:
    with world.centre.store.reading() as tx:
        found = cases.find(tx, CODE)
        assert found is not None
        return [(one.station, one.ending, one.content) for one in photos_of(world.centre, tx, found)]


def test_photos_of_documents_are_opened_and_others_are_as_they_came(world: CentreWorld) -> None:
    desk = world.desk()
    sealed = closed(world, "C07")
    open_with(desk, named(LAMP, "image/jpeg"), named(sealed, SEALED_PHOTO))
    assert photos(world) == [("C07", ".bin", None), ("C07", ".bin", None)], "on their way"
    for content in (LAMP, sealed):
        assert desk.upload(content).status == 200
    assert photos(world) == [("C07", ".jpg", LAMP), ("C07", ".png", DOCUMENT)]
    assert DOCUMENT not in world.stored(), "at rest it is sealed"


def test_what_was_brought_to_another_counter_is_among_them(world: CentreWorld) -> None:
    desk, other = world.desk(), world.desk("C08", 8)
    open_with(desk)
    sealed = closed(world, "C08")
    body = {"case": CODE, "service": "RC-01", "brought": ["R2"], "promise": "2026-12-01"}
    other.write("case_completed/1", body | {"blobs": [named(sealed, SEALED_PHOTO)]})
    assert other.push().status == 200
    assert other.upload(sealed).status == 200
    assert photos(world) == [("C08", ".png", DOCUMENT)]


@pytest.mark.parametrize(("station", "case"), [("C08", CODE), ("C07", case_code(7, 2))])
def test_a_photo_that_was_moved_from_another_case_or_counter_does_not_open(
    world: CentreWorld, station: str, case: str
) -> None:
    desk = world.desk()
    sealed = closed(world, station, case)
    open_with(desk, named(sealed, SEALED_PHOTO))
    desk.upload(sealed)
    with pytest.raises(Refusal, match="seal_broken"):
        photos(world)
