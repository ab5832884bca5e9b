"""Every figure of the agreement has its day: a change decides what comes after it and nothing that came before."""

from __future__ import annotations

from datetime import date

import pytest

from domain.catalog import CommissionMode, Municipality, Procedure, SourceKind, Terms, read_municipality
from domain.errors import Refusal
from domain.money import Money, rounding_coin_max
from tests.domain.catalog.conftest import encoded

EVE, CHANGE = date(2026, 7, 31), date(2026, 8, 1)


def pen(minor: int) -> Money:
    return Money(minor, "PEN")


def test_terms_hold_from_their_day_to_the_eve_of_the_next(san_juan: Municipality) -> None:
    agreement = san_juan.agreement
    first, second = agreement.terms
    assert (first.since, second.since) == (date(2026, 1, 1), CHANGE)
    assert agreement.on(first.since) is agreement.on(EVE) is first
    assert agreement.on(CHANGE) is agreement.on(date(2099, 12, 31)) is second


def test_every_figure_of_a_set_is_read(san_juan: Municipality) -> None:
    first, second = san_juan.agreement.terms
    assert first == Terms(
        since=date(2026, 1, 1),
        commission_mode=CommissionMode.SETTLED,
        guarantee=pen(30000),
        headroom_percent=100,
        warn_percent=70,
        banking_term_hours=24,
        smallest_coin=pen(10),
        receipt_block=200,
        void_minutes=30,
        void_alone=pen(5000),
        voucher_amount=pen(10000),
        voucher_count=10,
        prepaid_amounts=(pen(2000), pen(1000)),
        source=first.source,
    )
    assert (first.source.kind, second.source.text) == (SourceKind.SAMPLE, "Ordenanza 20-2026, art. 1")
    assert (second.commission_mode, second.smallest_coin) == (CommissionMode.SURCHARGE, pen(50))
    assert second.headroom() == pen(90000)
    assert (second.void_alone, second.voucher_count, second.prepaid_amounts) == (pen(0), 0, ())


def test_what_one_person_does_alone_at_the_drawer_may_be_agreed_or_not(
    san_juan: Municipality, small: dict[str, str]
) -> None:
    assert [(terms.cash_alone, terms.difference_alone) for terms in san_juan.agreement.terms] == [(None, None)] * 2
    agreed = 'void_alone = "0.00"\ncash_alone = "200.00"\ndifference_alone = "0.00"'
    small["agreement.toml"] = small["agreement.toml"].replace('void_alone = "0.00"', agreed)
    first, second = read_municipality(encoded(small)).agreement.terms
    assert (first.cash_alone, second.cash_alone, second.difference_alone) == (None, pen(20000), pen(0))


def test_before_the_first_day_no_terms_are_invented(san_juan: Municipality) -> None:
    agreement = san_juan.agreement
    with pytest.raises(Refusal) as refused:
        agreement.on(date(2025, 12, 31))
    assert refused.value.code == "terms_not_in_force"
    assert refused.value.details == {"day": "2025-12-31", "since": "2026-01-01"}


def test_what_is_only_shown_or_judged_takes_the_first_terms_before_their_day(san_juan: Municipality) -> None:
    agreement = san_juan.agreement
    assert agreement.closest_to(date(1999, 1, 1)) is agreement.terms[0]
    assert agreement.closest_to(EVE) is agreement.on(EVE)
    assert agreement.closest_to(CHANGE) is agreement.on(CHANGE)


def test_what_is_added_for_tomorrow_leaves_the_past_as_it_was(small: dict[str, str], san_juan: Municipality) -> None:
    second = small["agreement.toml"].split("[[terms]]")[2].partition("[[commission]]")[0]
    added = second.replace("2026-08-01", "2027-01-01").replace('"600.00"', '"900.00"')
    commission = '[[commission]]\nsince = 2027-01-01\namount = "9.00"\nsource = "sample"\n'
    small["agreement.toml"] += f"\n[[terms]]{added}\n{commission}"
    changed, before = read_municipality(encoded(small)).agreement, san_juan.agreement
    for day in [*(date(2026, month, 1) for month in range(1, 13)), date(2026, 12, 31)]:
        assert changed.on(day) == before.on(day)
        assert changed.commission_on(day, "C08") == before.commission_on(day, "C08")
    assert changed.on(date(2027, 1, 1)).guarantee == pen(90000)
    assert changed.commission_on(date(2027, 1, 1), "C08") == pen(900)


def test_a_stations_own_commission_goes_before_the_general_one(san_juan: Municipality) -> None:
    agreement = san_juan.agreement
    assert agreement.commission_on(date(2026, 6, 30), "C07") == pen(400), "its own has not begun"
    assert agreement.commission_on(date(2026, 7, 1), "C07") == pen(500)
    assert agreement.commission_on(date(2026, 7, 1), "C08") == pen(450)
    assert agreement.commission_on(date(2026, 7, 1), "C070") == pen(450)
    with pytest.raises(Refusal) as refused:
        agreement.commission_on(date(2025, 12, 31), "C07")
    assert refused.value.details == {"agent": "C07", "day": "2025-12-31"}


@pytest.fixture
def four_rates(small: dict[str, str]) -> tuple[Procedure, Procedure]:
    """The first procedure has no commission of its own; the second has one for C07, for half a year, and a general."""
    own = '{ since = 2026-01-01, amount = "2.00", source = "sample" }'
    agents = '{ agent = "C07", since = 2026-07-01, until = 2026-12-31, amount = "3.00", source = "sample" }'
    assert own in small["procedures.toml"]
    small["procedures.toml"] = small["procedures.toml"].replace(own, f"{own}, {agents}")
    copy, inscription = read_municipality(encoded(small)).procedures
    return copy, inscription


def test_a_procedures_own_commission_goes_before_the_agreements_and_an_agents_before_all(
    four_rates: tuple[Procedure, Procedure],
) -> None:
    copy, inscription = four_rates
    day = date(2026, 8, 1)
    assert inscription.commission_on(day, "C07") == pen(300), "procedure and agent"
    assert inscription.commission_on(day, "C08") == pen(200), "procedure"
    assert copy.commission_on(day, "C07") == pen(500), "agent"
    assert copy.commission_on(day, "C08") == pen(450), "general"


def test_a_commission_that_has_not_begun_or_has_ended_leaves_its_place_to_the_next(
    four_rates: tuple[Procedure, Procedure],
) -> None:
    _, inscription = four_rates
    assert inscription.commission_on(date(2026, 6, 30), "C07") == pen(200)
    assert inscription.commission_on(date(2026, 12, 31), "C07") == pen(300)
    assert inscription.commission_on(date(2027, 1, 1), "C07") == pen(200)


def test_a_procedure_may_have_a_commission_for_one_agent_alone(small: dict[str, str]) -> None:
    own = '{ since = 2026-01-01, amount = "2.00"'
    small["procedures.toml"] = small["procedures.toml"].replace(own, own.replace("{ since", '{ agent = "C09", since'))
    inscription = read_municipality(encoded(small)).procedure("RC-02")
    assert inscription.commission_on(CHANGE, "C09") == pen(200)
    assert inscription.commission_on(CHANGE, "C07") == pen(500)
    assert inscription.commission_on(CHANGE, "C08") == pen(450)


def test_the_limit_of_rounding_is_that_of_the_currency() -> None:
    assert (rounding_coin_max("ARS"), rounding_coin_max("CLP"), rounding_coin_max("PEN")) == (1000, 10, 100)
