from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from domain import canonical
from domain.envelope import EnvelopeType, Signed
from domain.errors import Refusal
from domain.journal.entry import NO_PREVIOUS, Entry, read_entry
from tests.domain.kit import STATION_KEY, entry, signed_by

WHOLE = signed_by(STATION_KEY, entry("fee_collected/1", 7, seen=3))


def document(**changed: object) -> dict[str, Any]:
    return {**canonical.decode(WHOLE.signed.payload), **changed}


def read(found: object) -> Entry:
    return read_entry(Signed(EnvelopeType.ENTRY, canonical.encode(found), bytes(64))).entry


def test_an_entry_is_read_back_as_it_was_written() -> None:
    assert WHOLE.entry == entry("fee_collected/1", 7, seen=3)
    assert WHOLE.entry.payload() == WHOLE.signed.payload
    assert read(document(pd="A" * 43)).personal == "A" * 43
    assert read(document()).personal is None


def test_times_are_utc_to_the_second() -> None:
    assert read(document(at="2026-02-28T23:59:59Z")).at == datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC)


WRONG: dict[str, list[object]] = {
    "at": [
        None,
        1,
        "",
        "2026-11-20",
        "2026-11-20T14:00:00",
        "2026-11-20T14:00:00+00:00",
        "2026-11-20t14:00:00Z",
        "2026-1-5T14:00:00Z",
        "2026-02-30T14:00:00Z",
        "2026-11-20T24:00:00Z",
        "2026-11-20T14:00:60Z",
        "2026-11-20T14:00:00.5Z",
        "\u0662026-11-20T14:00:0Z",
        "\u0662\u0660\u0662\u0666-11-20T14:00:00Z",
    ],
    "b": [None, [], "x", 1],
    "bo": [None, 1, "", "123456789"],
    "ep": [None, 0, -1, True, "1"],
    "k": [
        None,
        1,
        "",
        "fee_collected",
        "fee_collected/0",
        "Fee_collected/1",
        "fee collected/1",
        "fee_collected/1\u00e1",
    ],
    "mo": [None, -1, True, "0"],
    "op": [None, 1, "", "a" * 13],
    "pd": [None, 1, "", "A" * 42, "A" * 44, "Ana Quispe, DNI 40118726, Jr. Lima 123, 5.A", "=" * 43],
    "ph": [None, 1, "", NO_PREVIOUS[:-1], NO_PREVIOUS + "0", "-" * 42 + " "],
    "ru": [None, 0, True, "1"],
    "se": [None, -1, True, "0"],
    "sq": [None, 0, -1, True, "1"],
    "st": [None, 1, "", "C", "c07", "7C", "C07 ", "C" * 17, "C_07"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_field_is_refused_by_its_name(name: str, value: object) -> None:
    with pytest.raises(Refusal) as refused:
        read(document(**{name: value}))
    assert (refused.value.code, refused.value.details) == ("entry_malformed", {"field": name})


def test_every_field_has_a_wrong_value_above() -> None:
    assert WRONG.keys() | {"v"} == document(pd="A" * 43).keys()


@pytest.mark.parametrize("name", sorted(document().keys() - {"v"}))
def test_no_field_may_be_missing(name: str) -> None:
    lacking = document()
    del lacking[name]
    with pytest.raises(Refusal) as refused:
        read(lacking)
    assert (refused.value.code, refused.value.details) == ("entry_malformed", {"field": name})


def test_a_field_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        read(document(zz=1))
    assert refused.value.details == {"field": "zz"}


@pytest.mark.parametrize("version", [0, 2, "1", None, True])
def test_another_format_is_said_to_be_one(version: object) -> None:
    with pytest.raises(Refusal) as refused:
        read(document(v=version))
    assert refused.value.code == "entry_format_newer"


@pytest.mark.parametrize("value", [[], "x", 1, None])
def test_an_entry_is_an_object(value: object) -> None:
    with pytest.raises(Refusal) as refused:
        read(value)
    assert refused.value.code == "entry_malformed"


def test_an_entry_in_another_type_of_envelope_is_none() -> None:
    with pytest.raises(Refusal) as refused:
        read_entry(Signed(EnvelopeType.REQUEST, WHOLE.signed.payload, WHOLE.signed.signature))
    assert refused.value.code == "envelope_of_another_type"


def test_a_payload_in_a_second_spelling_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        read_entry(Signed(EnvelopeType.ENTRY, WHOLE.signed.payload.replace(b":", b": ", 1), bytes(64)))
    assert refused.value.code == "not_canonical"


@pytest.mark.parametrize(
    "spelling",
    [
        "2026-02-28T23:59:59+00:00",
        "2026-02-28T23:59:59.0Z",
        "2026-02-28T23:59:59.5Z",
        "2026-02-28 23:59:59Z",
        "20260228T235959Z",
        "2026-02-28T23:59Z",
        "2026-02-28T23:59:59",
        "2026-W09-6T23:59:59Z",
        "2026-02-28T23:59:59z",
        "2026-02-30T00:00:00Z",
        "2026-02-28T24:00:00Z",
        "0026-2-28T23:59:59Z",
    ],
)
def test_a_moment_has_one_spelling(spelling: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(document(at=spelling))
    assert (refused.value.code, refused.value.details) == ("entry_malformed", {"field": "at"})


@pytest.mark.parametrize("year", [1, 999, 2026, 9999])
def test_a_year_is_written_in_four_digits(year: int) -> None:
    moment = datetime(year, 3, 4, 5, 6, 7, tzinfo=UTC)
    found = read(document(at=f"{year:04d}-03-04T05:06:07Z"))
    assert found.at == moment
    assert canonical.decode(found.payload())["at"] == f"{year:04d}-03-04T05:06:07Z"
