"""A courier's file: sealed, whole or refused, and never believed beyond what is signed in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from central import enrolment, operators
from central.courier import take
from central.outbound import OutboundWriter
from central.store import stations
from domain.envelope import to_base64url
from domain.errors import Refusal
from domain.journal.kinds import Author
from kiosk_app.storage import courier_files
from sync.courier import Direction, Label, _body, answer_body, close_answer, open_answer, open_parcel, read_label
from sync.exchange import Call, Exchange
from sync.messages import Answer, body_hash
from sync.outputs import Acknowledged, AlertCode, OutboundReceived, Restored
from sync.seal import SealingKey, SigningKey
from tests.fakes.carried_station import CarriedStation
from tests.fakes.centre_world import WITHOUT_VOUCHERS, CentreWorld

PLANTED = b"Rosaura Ayay Quispe 41239077"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[CentreWorld]:
    made = CentreWorld(tmp_path / "centre", terms=WITHOUT_VOUCHERS)
    yield made
    made.close()


@pytest.fixture
def station(world: CentreWorld, tmp_path: Path) -> Iterator[CarriedStation]:
    made = CarriedStation(world, tmp_path)
    yield made
    made.close()


def code_of(caught: pytest.ExceptionInfo[Refusal]) -> str:
    return caught.value.code


def speak(world: CentreWorld, station: CarriedStation, name: str) -> None:
    with world.centre.store.writing() as tx:
        known = stations.lock(tx, station.name)
        assert known is not None
        operators.admit(OutboundWriter(world.centre, tx, known), name, "operator")


def forged(world: CentreWorld, of: CarriedStation, signer: SigningKey, **changes: Any) -> bytes:
    """An answer to the station's last file that says it holds everything, signed by `signer`."""
    handed = courier_files.all_of(of.journal.store)[-1]
    body = answer_body(1, [], [], [], "")
    fields: dict[str, Any] = {
        "station": of.name,
        "epoch": 1,
        "next_sequence": of.outbox.length + 1,
        "head": of.outbox.hash_at(of.outbox.length),
        "nonce": handed.nonce,
        "body": body_hash(body),
    }
    status, headers, _ = of.world.registry.handle("GET", "/v1/unknown", {}, b"")
    assert status == 401
    template = Answer.read(headers["Ventanilla-Answer"])[0]
    answer = dataclasses.replace(template, **(fields | changes))
    label = Label(Direction.TO_STATION, world.terms.municipality, of.name)
    return close_answer(label, answer.signed(signer), body, courier_files.reply_key(of.journal.store).public_key)


# -------------------------------------------------------------------- there and back


def test_a_file_there_and_its_answer_back_empty_the_queue(world: CentreWorld, station: CarriedStation) -> None:
    station.act()
    station.photo(b"\xff\xd8" + PLANTED * 1000)
    (file,) = station.save(station.folder)
    taken = take(world.centre, file)
    assert (taken.entries, taken.files, taken.refused) == (station.outbox.length, 1, None)
    station.believe(taken.answer)
    assert not station.waits
    assert station.heard() == station.at_centre(Author.CENTRE)
    assert station.at_centre() == station.own()


def test_the_same_file_again_is_answered_with_todays_truth(world: CentreWorld, station: CarriedStation) -> None:
    (file,) = station.save(station.folder)
    take(world.centre, file)
    speak(world, station, "luis")
    again = take(world.centre, file)
    assert (again.entries, again.files) == (0, 0)
    station.believe(again.answer)
    assert station.heard() == station.at_centre(Author.CENTRE)
    assert not station.waits


def test_an_answer_that_the_wire_has_overtaken_moves_nothing_back(world: CentreWorld, station: CarriedStation) -> None:
    (file,) = station.save(station.folder)
    old = take(world.centre, file).answer
    for _ in range(5):
        station.act()
    station.talk(12)
    sent = station.outbox.acknowledged
    assert sent == station.outbox.length
    station.believe(old)
    assert (station.outbox.acknowledged, station.alerts) == (sent, [])


def test_a_wire_answer_that_comes_after_the_courier_is_about_what_was_before(
    world: CentreWorld, station: CarriedStation
) -> None:
    (file,) = station.save(station.folder)
    answer = take(world.centre, file).answer
    while station.under_way is None or "outbound" not in station.under_way.path:
        station.talk(1)
        station.ask()
        assert station.now_ms < 10_000_000, "it asks for the centre's entries"
    asked, late = station.under_way, station.reply()
    station.believe(answer)
    station.hear(asked, late)
    assert station.alerts == []
    assert station.heard() == station.at_centre(Author.CENTRE)


def test_many_photographs_are_several_files_and_any_order_does(world: CentreWorld, station: CarriedStation) -> None:
    for number in range(205):
        station.photo(f"photograph {number}".encode())
    files = station.save(station.folder)
    assert len(files) == 2
    answers = [take(world.centre, file).answer for file in reversed(files)]
    for answer in answers:
        station.believe(answer)
    assert not station.waits
    assert all(station.whole_at_centre(sha256) for sha256 in station.uploaded)


# -------------------------------------------------------------------- what is refused


def test_a_file_shows_whose_it_is_and_nothing_else(station: CarriedStation) -> None:
    station.photo(PLANTED * 100)
    (file,) = station.save(station.folder)
    head, _, sealed = file.partition(b"\n")
    assert head.split(b" ")[:4] == [b"ventanilla-courier/1", b"to-centre", b"cajamarca", b"C07"]
    assert PLANTED not in file
    assert station.outbox.entries(1, 10_000, 1)[0].payload[:40] not in file
    with pytest.raises(Refusal, match="seal_broken"):
        SealingKey.generate().open(sealed, bound_to=read_label(file)[0].binding)


def test_a_file_that_is_not_whole_not_ours_or_altered_changes_nothing(
    world: CentreWorld, station: CarriedStation
) -> None:
    (file,) = station.save(station.folder)
    answer = take(world.centre, file).answer
    held = station.at_centre()
    other = file.replace(b" cajamarca ", b" celendin ", 1)
    for broken, code in (
        (b"", "courier_not_a_file"),
        (b"PK\x03\x04" + file, "courier_not_a_file"),
        (file[:-1], "courier_cut_short"),
        (file[: len(file) // 2], "courier_cut_short"),
        (file[:-1] + bytes([file[-1] ^ 1]), "courier_altered"),
        (file.replace(b" C07 ", b" C08 ", 1), "courier_altered"),
        (other, "courier_of_another_municipality"),
        (answer, "courier_for_a_station"),
    ):
        with pytest.raises(Refusal) as caught:
            take(world.centre, broken)
        assert code_of(caught) == code
    for broken, code in (
        (file, "courier_for_the_centre"),
        (answer[:-1], "courier_cut_short"),
        (answer[:-1] + bytes([answer[-1] ^ 1]), "courier_altered"),
        (answer.replace(b" C07 ", b" C08 ", 1), "courier_of_another_station"),
    ):
        with pytest.raises(Refusal) as caught:
            station.read(broken)
        assert code_of(caught) == code
    assert station.at_centre() == held


def test_a_file_signed_by_somebody_else_is_not_taken(world: CentreWorld, station: CarriedStation) -> None:
    stranger = dataclasses.replace(station.courier._identity, signer=SigningKey(b"x" * 32))
    station.courier._identity = stranger
    (file,) = station.save(station.folder)
    with pytest.raises(Refusal) as caught:
        take(world.centre, file)
    assert code_of(caught) == "signature_wrong"
    assert station.at_centre() == []


def test_what_a_file_says_of_itself_is_not_counted(world: CentreWorld, station: CarriedStation) -> None:
    """It claims to begin further on than it does: the centre counts what it can verify."""
    for _ in range(3):
        station.act()
    parcel = open_parcel(station.save(station.folder)[0], world.centre.keys.sealing, "cajamarca")
    boast = {"reply_key": to_base64url(parcel.reply_key), "outbound": 0, "first": 3, "wanted": []}
    body = _body(boast, parcel.batches, [])
    exchange = Exchange.signed(
        0, station.courier._identity, Call("CARRY", "/v1/courier", body), acknowledged=0, moment=station.moment()
    )
    statement = dict(exchange.headers)["Ventanilla-Request"].encode()
    file = Label(Direction.TO_CENTRE, "cajamarca", "C07").close(statement + b"\n" + body, world.sealing_key)
    taken = take(world.centre, file)
    assert taken.refused is not None
    assert (taken.refused.code, taken.entries, station.at_centre()) == ("entries_missing", 0, [])


def test_a_watermark_that_the_centre_did_not_sign_moves_nothing(world: CentreWorld, station: CarriedStation) -> None:
    station.save(station.folder)
    with pytest.raises(Refusal) as caught:
        station.read(forged(world, station, SigningKey(b"x" * 32)))
    assert code_of(caught) == "courier_not_signed"
    station.believe(forged(world, station, world.centre.keys.signing))
    assert station.outbox.acknowledged == station.outbox.length, "the control: the centre's own signature would do"


def test_an_answer_to_a_file_that_nobody_here_made_is_not_believed(world: CentreWorld, station: CarriedStation) -> None:
    station.save(station.folder)
    with pytest.raises(Refusal) as caught:
        station.read(forged(world, station, world.centre.keys.signing, nonce="b" * 22))
    assert code_of(caught) == "courier_not_asked"


def test_an_answer_about_another_station_inside_is_not_believed(world: CentreWorld, station: CarriedStation) -> None:
    station.save(station.folder)
    with pytest.raises(Refusal) as caught:
        station.read(forged(world, station, world.centre.keys.signing, station="C08"))
    assert code_of(caught) == "courier_not_signed"


def test_another_history_stops_the_station(world: CentreWorld, station: CarriedStation) -> None:
    station.save(station.folder)
    station.believe(forged(world, station, world.centre.keys.signing, head="A" * 43))
    assert station.alerts == [AlertCode.JOURNAL_FORKED]
    assert station.outbox.acknowledged == 0


def test_news_that_do_not_follow_what_is_held_are_not_stored(world: CentreWorld, station: CarriedStation) -> None:
    (file,) = station.save(station.folder)
    brought = station.read(take(world.centre, file).answer)
    torn = dataclasses.replace(brought.news, entries=brought.news.entries[1:])
    outputs = station.engine.courier_heard(torn, latest=True, moment=station.moment())
    assert not [output for output in outputs if isinstance(output, OutboundReceived)]
    assert [output for output in outputs if isinstance(output, Acknowledged)]


def test_a_lower_watermark_counts_only_in_the_answer_to_what_was_said_last(
    world: CentreWorld, station: CarriedStation
) -> None:
    (file,) = station.save(station.folder)
    answer = take(world.centre, file).answer
    first = station.read(answer).news
    station.act()
    station.talk(12)
    station.save(station.folder)
    engine = station.engine
    old = engine.courier_heard(first, latest=False, moment=station.moment())
    assert not [output for output in old if isinstance(output, Acknowledged)]
    now = engine.courier_heard(first, latest=True, moment=station.moment())
    assert [output.sequence for output in now if isinstance(output, Acknowledged)] == [first.answer.next_sequence - 1]
    station.apply(now)
    assert AlertCode.CENTRE_WENT_BACK in station.alerts
    assert courier_files.all_of(station.journal.store) == [], "what was handed over before is about another centre"
    with pytest.raises(Refusal, match="courier_not_asked"):
        station.read(answer)


def test_a_restore_counts_only_in_the_answer_to_what_was_said_last(world: CentreWorld, station: CarriedStation) -> None:
    station.photo(b"a photograph " * 100)
    station.outbox.record_blob_sent(station.uploaded[0], 1_795_000_000)
    (file,) = station.save(station.folder)
    first = station.read(take(world.centre, file).answer).news
    said = dataclasses.replace(first, answer=dataclasses.replace(first.answer, restored="07Q6"))
    engine = station.engine
    late = engine.courier_heard(said, latest=False, moment=station.moment())
    assert Restored("07Q6") not in late
    now = engine.courier_heard(said, latest=True, moment=station.moment())
    assert Restored("07Q6") in now
    station.apply([output for output in now if isinstance(output, Restored)])
    assert station.outbox.pending_blob_count == 1


def test_a_revoked_stations_entries_are_kept_and_it_is_told_nothing(
    world: CentreWorld, station: CarriedStation, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.receiving: station C07")
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, station.name)
    station.photo(b"evidence")
    (file,) = station.save(station.folder)
    taken = take(world.centre, file)
    assert (taken.entries, taken.files, taken.news) == (station.outbox.length, 0, 0)
    assert taken.refused is not None
    news = station.read(taken.answer).news
    assert (news.answer.status, news.refused, news.entries) == (403, "station_revoked", ())


def test_a_stick_that_is_gone_is_said_and_forgotten(station: CarriedStation) -> None:
    with pytest.raises(Refusal) as caught:
        station.saved(station.folder / "pulled out")
    assert code_of(caught) == "stick_gone"
    assert courier_files.all_of(station.journal.store) == []
    with pytest.raises(Refusal, match="stick_gone"):
        station.courier.read(station.folder / "nothing.ventanilla")


def test_an_open_answer_needs_the_stations_own_key(world: CentreWorld, station: CarriedStation) -> None:
    (file,) = station.save(station.folder)
    answer = take(world.centre, file).answer
    label = Label(Direction.TO_STATION, "cajamarca", "C07")
    with pytest.raises(Refusal) as caught:
        open_answer(answer, SealingKey.generate(), label, station.courier._identity)
    assert code_of(caught) == "courier_altered"
