"""Editions of the folder: kept for ever, taken whole or not at all; and fees judged by the one their case names."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from central.editions import Editions
from central.store import journals
from central.terms import read_folder
from domain.catalog import EditionRefused, edition_digest, read_municipality
from domain.errors import Refusal
from domain.journal.kinds import Author
from tests.fakes.centre_world import CentreWorld, Desk, case_code

FILES = read_folder(Path(__file__).resolve().parents[2] / "municipalities" / "cajamarca")
MUNICIPALITY = read_municipality(FILES)
#: 15:00 in Cajamarca.
NOW = datetime(2026, 11, 21, 20, tzinfo=UTC)


def with_commission(files: Mapping[str, bytes], amount: str, mode: str = "settled") -> dict[str, bytes]:
    agreement = files["agreement.toml"].decode()
    changed = agreement.replace('amount = "4.00"', f'amount = "{amount}"')
    changed = changed.replace('commission_mode = "settled"', f'commission_mode = "{mode}"')
    return {**files, "agreement.toml": changed.encode()}


OTHER = with_commission(FILES, "5.00")


def test_a_new_edition_stands_beside_those_before(tmp_path: Path) -> None:
    assert Editions(tmp_path).in_use is None
    editions = Editions(tmp_path)
    first = editions.take(FILES)
    second = editions.take(OTHER)
    assert editions.in_use == second.edition != first.edition
    for sha in (first.edition, second.edition):
        found = Editions(tmp_path).find(sha)
        assert found is not None
        assert found.edition == sha
    assert Editions(tmp_path).open().edition == second.edition
    assert editions.find("0" * 64) is None


def test_a_folder_with_mistakes_changes_nothing(tmp_path: Path) -> None:
    editions = Editions(tmp_path)
    used = editions.take(FILES).edition
    with pytest.raises(EditionRefused):
        editions.take({**FILES, "agreement.toml": b"commission_mode = 3\n"})
    assert editions.in_use == used
    assert [path.name for path in (tmp_path / "editions").iterdir()] == [used]


class _PowerCut(Exception):  # noqa: N818 - it is no error of anybody's
    pass


@pytest.mark.parametrize("cut_at", range(1, 30))
def test_a_power_cut_leaves_the_edition_before_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut_at: int
) -> None:
    """The power goes at each call that makes something durable, in turn; later the edition is taken again."""
    used = Editions(tmp_path).take(FILES).edition
    calls = 0

    def cut(then: Any) -> Any:
        def durable(*given: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == cut_at:
                raise _PowerCut
            return then(*given)

        return durable

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", cut(os.fsync))
        patched.setattr(Path, "replace", cut(Path.replace))
        try:
            Editions(tmp_path).take(OTHER)
        except _PowerCut:
            assert cut_at == calls
        else:
            assert cut_at > calls
    assert Editions(tmp_path).open().edition in {used, edition_digest(OTHER)}
    assert Editions(tmp_path).take(OTHER).edition == Editions(tmp_path).open().edition == edition_digest(OTHER)


def test_a_copy_that_somebody_altered_is_refused_until_it_is_taken_again(tmp_path: Path) -> None:
    used = Editions(tmp_path).take(FILES).edition
    (tmp_path / "editions" / used / "agreement.toml").write_bytes(OTHER["agreement.toml"])
    with pytest.raises(Refusal, match="edition_altered"):
        Editions(tmp_path).open()
    Editions(tmp_path).take(FILES)
    assert Editions(tmp_path).open().edition == used


def test_an_earlier_edition_that_is_damaged_judges_nothing(tmp_path: Path, expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.central.editions: edition")
    first = Editions(tmp_path).take(FILES).edition
    Editions(tmp_path).take(OTHER)
    (tmp_path / "editions" / first / "agreement.toml").write_bytes(OTHER["agreement.toml"])
    assert Editions(tmp_path).find(first) is None
    (tmp_path / "editions" / first / "agreement.toml").unlink()
    assert Editions(tmp_path).find(first) is None


def test_the_one_copy_of_an_earlier_program_becomes_the_first_edition(tmp_path: Path) -> None:
    (tmp_path / "municipality").mkdir()
    for name, content in FILES.items():
        (tmp_path / "municipality" / name).write_bytes(content)
    opened = Editions(tmp_path).open()
    shutil.rmtree(tmp_path / "municipality")
    assert Editions(tmp_path).open().edition == opened.edition == edition_digest(FILES)


# Fees against the folder.


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    world.centre.editions.take(FILES)
    desk = world.desk()
    desk.open_drawer()
    return desk


def figures(service: str = "RC-01") -> dict[str, Any]:
    """What the counter writes for a service on that day."""
    procedure, day = MUNICIPALITY.procedure(service), NOW.date()
    fee, commission = procedure.fee_on(day).minor, procedure.commission_on(day, "C07").minor
    due = fee - fee % MUNICIPALITY.agreement.on(day).smallest_coin.minor
    return {"service": service, "fee": fee, "due": due, "tendered": due, "commission": commission}


def charge(desk: Desk, number: int = 1, files: Mapping[str, bytes] = FILES, **changes: Any) -> None:
    body = {
        "case": case_code(7, number),
        "type": "procedure",
        "service": "RC-01",
        "edition": edition_digest(files),
        "area": "registro-civil",
        "promise": "2026-11-24",
        "channel": "desk",
    }
    desk.write("case_opened/1", body, at=NOW)
    desk.collect(number, at=NOW, **(figures() | changes))
    assert desk.push().status == 200


def findings(world: CentreWorld) -> list[tuple[str, str]]:
    with world.centre.store.reading() as tx:
        return [(found.code, found.details) for found in journals.findings(tx)]


def test_a_fee_of_the_folder_is_no_finding(world: CentreWorld, desk: Desk) -> None:
    charge(desk)
    assert findings(world) == []


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("fee", {"fee": 1540, "due": 1540, "tendered": 1540}),
        ("commission", {"commission": 500}),
        ("commission", {"commission": 0}),
        ("mode", {"mode": "retained"}),
    ],
)
def test_a_figure_that_is_not_the_folders_is_a_finding_and_stays_booked(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str], field: str, changes: dict[str, Any]
) -> None:
    expected_log_lines.append("ventanilla.central.tariff: station C07")
    charge(desk, **changes)
    ((code, details),) = findings(world)
    assert code == "fee_not_of_tariff"
    assert f'"field": "{field}"' in details
    with world.centre.store.reading() as tx:
        own = journals.JournalName("C07", 1, Author.STATION)
        held = journals.at_sequence(tx, own, len(desk.journal))
    assert held is not None
    assert held.verdict is None


def test_a_coin_too_few_is_a_finding(world: CentreWorld, desk: Desk, expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.central.tariff: station C07")
    charge(desk, due=figures()["due"] - 10)
    assert ["due" in details for _, details in findings(world)] == [True]


def test_a_procedure_that_the_folder_does_not_have_is_a_finding(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.tariff: station C07")
    charge(desk, service="XX-99")
    assert ["procedure_unknown" in details for _, details in findings(world)] == [True]


def test_tomorrows_edition_does_not_accuse_yesterdays_fees(world: CentreWorld, desk: Desk) -> None:
    world.centre.editions.take(OTHER)
    charge(desk, 1)
    charge(desk, 2, OTHER, commission=500)
    assert findings(world) == []


def test_an_edition_that_the_centre_never_had_is_a_finding(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.tariff: station C07")
    charge(desk, files=with_commission(FILES, "9.00"))
    assert [code for code, _ in findings(world)] == ["fee_of_unknown_edition"]


def test_in_surcharge_the_citizen_pays_the_commission_on_top(world: CentreWorld, desk: Desk) -> None:
    dearer = with_commission(FILES, "4.00", "surcharge")
    world.centre.editions.take(dearer)
    charge(desk, 1, dearer, mode="surcharge", due=figures()["fee"] // 10 * 10 + 400, tendered=10000)
    assert findings(world) == []
