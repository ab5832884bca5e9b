"""The two folders that come with the program: complete, honest about what is invented, and true to the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.catalog import (
    CommissionMode,
    Decision,
    Municipality,
    Priority,
    Procedure,
    Qualification,
    RequirementKind,
    edition_digest,
)
from domain.catalog.municipality import LOCALES
from domain.catalog.pictograms import PICTOGRAMS
from domain.errors import Refusal
from domain.money import Money, round_down_to
from tests.domain.catalog.conftest import FOLDERS, folder
from wording.formats import LOCALES as WRITTEN_LOCALES

TODAY = date(2026, 11, 21)


@pytest.fixture(params=sorted(path.name for path in FOLDERS.iterdir() if path.is_dir()))
def any_municipality(request: pytest.FixtureRequest) -> Municipality:
    chosen: Municipality = request.getfixturevalue(request.param.replace("-", "_"))
    return chosen


def test_every_folder_loads_and_is_named_as_it_says(any_municipality: Municipality) -> None:
    assert any_municipality.edition == edition_digest(folder(any_municipality.id))
    assert ZoneInfo(any_municipality.timezone)
    assert any_municipality.sample_notice


def test_every_procedure_has_a_fee_and_a_commission_today(any_municipality: Municipality) -> None:
    for procedure in any_municipality.procedures:
        assert procedure.fee_on(TODAY).currency == any_municipality.currency
        assert procedure.commission_on(TODAY, "C07").minor >= 0
        assert any_municipality.procedure(procedure.code) is procedure
        assert any_municipality.area(procedure.area).name


def test_every_complaint_and_appointment_can_be_looked_up(any_municipality: Municipality) -> None:
    for category in any_municipality.complaint_categories:
        assert any_municipality.category(category.code) is category
        assert any_municipality.area(category.area).name
    for service in any_municipality.appointment_services:
        assert any_municipality.appointment_service(service.code) is service
        assert all(any_municipality.office(place).name for place in service.places)


def test_what_is_not_there_is_refused_by_its_kind(cajamarca: Municipality) -> None:
    for lookup, code in (
        (cajamarca.procedure, "procedure_unknown"),
        (cajamarca.category, "category_unknown"),
        (cajamarca.appointment_service, "appointment_service_unknown"),
        (cajamarca.area, "area_unknown"),
        (cajamarca.office, "office_unknown"),
    ):
        with pytest.raises(Refusal) as refused:
            lookup("NO-99")
        assert refused.value.code == code


def test_cajamarca_has_a_whole_counter(cajamarca: Municipality) -> None:
    assert len(cajamarca.procedures) >= 34
    assert len(cajamarca.complaint_categories) >= 22
    assert {procedure.qualification for procedure in cajamarca.procedures} == set(Qualification)
    assert {procedure.decision for procedure in cajamarca.procedures} == set(Decision)
    kinds = {requirement.kind for procedure in cajamarca.procedures for requirement in procedure.requirements}
    assert kinds == set(RequirementKind)
    assert all(procedure.keywords and procedure.legal_base for procedure in cajamarca.procedures)


def test_the_agreement_of_cajamarca_is_the_one_described(cajamarca: Municipality) -> None:
    terms = cajamarca.agreement.on(TODAY)
    assert cajamarca.agreement.commission_on(TODAY, "C07") == Money(400, "PEN")
    assert terms.commission_mode is CommissionMode.SETTLED
    assert terms.guarantee == Money(30000, "PEN")
    assert terms.headroom() == Money(30000, "PEN")
    assert terms.headroom(prepaid=Money(50000, "PEN")) == Money(80000, "PEN")
    assert terms.warn_percent == 70
    assert [coin.minor for coin in cajamarca.coins] == [20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10]
    assert terms.smallest_coin == cajamarca.coins[-1]


def test_the_fees_exercise_exemption_and_cash_rounding(cajamarca: Municipality) -> None:
    fees = {procedure.code: procedure.fee_on(TODAY) for procedure in cajamarca.procedures}
    exempt = [procedure for procedure in cajamarca.procedures if not fees[procedure.code]]
    assert len(exempt) >= 5
    assert all(procedure.exempt_ground for procedure in exempt)
    assert fees["RC-01"] == Money(1236, "PEN")
    coin = cajamarca.agreement.on(TODAY).smallest_coin
    rounded = [code for code, fee in fees.items() if round_down_to(fee, coin) != fee]
    assert len(rounded) >= 5
    assert len({fee.minor for fee in fees.values()}) >= 25


def test_a_fee_changes_on_its_day(cajamarca: Municipality) -> None:
    copy = cajamarca.procedure("RC-01")
    assert copy.fee_on(date(2026, 12, 31)) == Money(1236, "PEN")
    assert copy.fee_on(date(2027, 1, 1)) == Money(1280, "PEN")
    with pytest.raises(Refusal) as refused:
        copy.fee_on(date(2025, 12, 31))
    assert refused.value.code == "fee_not_in_force"
    assert refused.value.details == {"procedure": "RC-01", "day": "2025-12-31"}


def test_a_commission_ends_on_its_day_and_a_procedure_may_have_its_own(san_juan: Municipality) -> None:
    copy, inscription = san_juan.procedures
    assert copy.commission_on(date(2026, 6, 30), "C08") == Money(400, "PEN")
    assert copy.commission_on(date(2026, 7, 1), "C08") == Money(450, "PEN")
    assert inscription.commission_on(date(2026, 7, 1), "C08") == Money(200, "PEN")
    with pytest.raises(Refusal) as refused:
        inscription.commission_on(date(2025, 12, 31), "C08")
    assert refused.value.code == "commission_not_in_force"


def test_a_fee_is_a_sample_or_names_its_norm(cajamarca: Municipality) -> None:
    """Only what a national law exempts is cited; every amount above zero is invented and says so."""
    for procedure in cajamarca.procedures:
        for period in procedure.fees.periods:
            assert period.source.is_sample or period.source.text
            assert period.source.is_sample or not period.amount


def test_automatic_approval_and_silence_agree_with_their_terms(any_municipality: Municipality) -> None:
    evaluated = [p for p in any_municipality.procedures if p.qualification is not Qualification.AUTOMATIC]
    assert evaluated
    assert all(procedure.term_working_days for procedure in evaluated)


def test_the_legal_terms_that_national_laws_state_are_theirs(cajamarca: Municipality) -> None:
    terms = {
        "LF-01": 2,  # TUO of Law 28976, art. 8
        "LF-04": 8,
        "ED-B": 15,  # TUO of Law 29090, art. 25
        "ED-C": 25,
        "ED-D": 25,
        "DO-01": 10,  # TUO of Law 27806, art. 11
        "DO-04": 15,  # TUO of Law 27444, art. 218, as amended by Law 31603
        "DO-05": 30,
        "RC-10": 15,  # Law 29227, art. 7
    }
    for code, days in terms.items():
        procedure = cajamarca.procedure(code)
        assert procedure.term_working_days == days
        assert not procedure.source.is_sample
    assert cajamarca.category("MU-02").promise_working_days == 30


def test_the_sixteen_categories_of_mar_del_plata_are_complete(mar_del_plata: Municipality) -> None:
    groups = {
        "Alumbrado Público": 4,
        "Semáforos": 2,
        "Vehículos Abandonados": 1,
        "Limpieza de Playas": 5,
        "Bromatología": 9,
        "Planeamiento": 1,
        "Plazas y espacios verdes": 4,
        "Ocupación de veredas": 2,
        "Cementerios": 4,
        "Venta de alcohol": 3,
        "Inspección de Tránsito": 3,
        "Licencias de Conducir": 1,
        "Salud Pública": 3,
        "Zoonosis": 1,
        "Discapacidad": 1,
        "Acarreo de Vehículos": 1,
    }
    found = [category.group for category in mar_del_plata.complaint_categories]
    found += [service.group for service in mar_del_plata.appointment_services]
    found += [mar_del_plata.procedure("ACA-1").group]
    assert {group: found.count(group) for group in found} == groups
    assert len(groups) == 16
    assert len(mar_del_plata.appointment_service("CAPS-T").places) == 32


def test_poisoning_is_urgent_and_alcohol_may_be_reported_without_a_name(mar_del_plata: Municipality) -> None:
    assert mar_del_plata.category("BRO-7").name == "Personas intoxicadas"
    assert mar_del_plata.category("BRO-7").priority is Priority.URGENT
    assert all(mar_del_plata.category(f"ALC-{number}").anonymous_allowed for number in (1, 2, 3))


def test_every_pictogram_that_a_folder_may_name_is_drawn() -> None:
    drawn = FOLDERS.parent / "kiosk_app" / "theme" / "icons"
    assert [name for name in PICTOGRAMS if not (drawn / f"{name}.svg").is_file()] == []


def test_the_folder_knows_the_locales_that_can_be_written() -> None:
    assert sorted(WRITTEN_LOCALES) == list(LOCALES)


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_the_holidays_of_peru_are_those_of_the_law(cajamarca: Municipality, year: int) -> None:
    """D.Leg. 713, art. 6, as amended by Laws 31381, 31530, 31788 and 31822."""
    fixed = [(1, 1), (5, 1), (6, 7), (6, 29), (7, 23), (7, 28), (7, 29), (8, 6), (8, 30), (10, 8), (11, 1)]
    fixed += [(12, 8), (12, 9), (12, 25)]
    easter = _easter(year)
    expected = {date(year, month, day) for month, day in fixed} | {easter - timedelta(3), easter - timedelta(2)}
    assert {day for day in cajamarca.calendar.holidays if day.year == year} == expected


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_the_holidays_of_argentina_are_those_of_the_law(mar_del_plata: Municipality, year: int) -> None:
    """Law 27.399; of 2026 also the three bridge days published at the end of 2025."""
    fixed = [(1, 1), (3, 24), (4, 2), (5, 1), (5, 25), (6, 20), (7, 9), (12, 8), (12, 25)]
    expected = {date(year, month, day) for month, day in fixed}
    expected |= {_easter(year) - timedelta(days) for days in (48, 47, 3, 2)}
    expected |= {_moved(date(year, month, day)) for month, day in ((6, 17), (8, 17), (10, 12), (11, 20))}
    if year == 2026:
        expected |= {date(2026, 3, 23), date(2026, 7, 10), date(2026, 12, 7)}
    assert {day for day in mar_del_plata.calendar.holidays if day.year == year} == expected


def test_easter_is_computed_right() -> None:
    """Known Easters: 2019 to 2028."""
    known = ("04-21", "04-12", "04-04", "04-17", "04-09", "03-31", "04-20", "04-05", "03-28", "04-16")
    assert [f"{_easter(year):%m-%d}" for year in range(2019, 2029)] == list(known)


def test_no_sentence_of_a_folder_is_said_twice_to_the_citizen(any_municipality: Municipality) -> None:
    names = list(_names(any_municipality))
    assert len(names) == len(set(names))


def _names(municipality: Municipality) -> Iterator[str]:
    procedures: tuple[Procedure, ...] = municipality.procedures
    yield from (procedure.name for procedure in procedures)
    yield from (category.name for category in municipality.complaint_categories)
    yield from (service.name for service in municipality.appointment_services)


def _easter(year: int) -> date:
    """Sunday after the full moon of the Gregorian computus, by Oudin's method."""
    century = year // 100
    golden = year % 19
    moon = (century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15) % 30
    moon -= moon // 28 * (1 - moon // 28 * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def _moved(day: date) -> date:
    """A movable holiday: Tuesday and Wednesday go to the Monday before, Thursday and Friday to the Monday after."""
    weekday = day.weekday()
    if weekday in {1, 2}:
        return day - timedelta(weekday)
    return day + timedelta(7 - weekday) if weekday in {3, 4} else day
