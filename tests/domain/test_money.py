from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.money import EXPONENTS, MINOR_UNITS_MAX, Money, decimal_text, parse_amount, round_down_to
from tests.domain.kit import refusal_of

CURRENCIES = st.sampled_from(sorted(EXPONENTS))
SMALL = st.integers(-(2**40), 2**40)


@given(SMALL, SMALL, SMALL)
def test_sums_do_not_depend_on_order_or_grouping(one: int, two: int, three: int) -> None:
    a, b, c = (Money(minor, "PEN") for minor in (one, two, three))
    assert (a + b) + c == a + (b + c) == c + b + a
    assert a - b == -(b - a)
    assert (a < b, a <= b, a > b, a >= b) == (one < two, one <= two, one > two, one >= two)
    assert bool(a) is (one != 0)


@given(SMALL, st.integers(-50, 50))
def test_a_product_is_a_repeated_sum(minor: int, count: int) -> None:
    assert Money(minor, "PEN") * count == Money(minor * count, "PEN")


@given(st.integers(0, MINOR_UNITS_MAX), CURRENCIES)
def test_what_is_written_is_read_back(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    assert parse_amount(decimal_text(amount), currency) == amount
    assert parse_amount(decimal_text(amount).replace(".", ","), currency) == amount


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (1530, "PEN", "15.30"),
        (5, "PEN", "0.05"),
        (-1530, "PEN", "-15.30"),
        (1530, "CLP", "1530"),
        (5, "KWD", "0.005"),
        (0, "PEN", "0.00"),
    ],
)
def test_decimals_follow_the_currency(minor: int, currency: str, text: str) -> None:
    assert decimal_text(Money(minor, currency)) == text
    assert str(Money(minor, currency)) == f"{currency} {text}"


@pytest.mark.parametrize(
    ("typed", "minor"), [("15", 1500), ("15.3", 1530), ("15,30", 1530), (" 0.5 ", 50), (".5", 50), ("15.", 1500)]
)
def test_an_amount_is_read_as_people_write_it(typed: str, minor: int) -> None:
    assert parse_amount(typed, "PEN") == Money(minor, "PEN")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "amount_unreadable"),
        (".", "amount_unreadable"),
        ("-1", "amount_unreadable"),
        ("+1", "amount_unreadable"),
        ("1 000", "amount_unreadable"),
        ("1.000,50", "amount_unreadable"),
        ("1e3", "amount_unreadable"),
        ("\u0661\u0665", "amount_unreadable"),  # Arabic digits
        ("15.305", "amount_too_precise"),
        ("1,000", "amount_too_precise"),
        ("9" * 20, "amount_absurd"),
        (str(MINOR_UNITS_MAX), "amount_absurd"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(typed: str, code: str) -> None:
    assert refusal_of(lambda: parse_amount(typed, "PEN")) == code


@given(st.text(max_size=12))
def test_no_text_does_anything_but_parse_or_be_refused(typed: str) -> None:
    try:
        amount = parse_amount(typed, "PEN")
    except Refusal as refusal:
        assert refusal.code.startswith("amount_")  # noqa: PT017 - both ways out are right
    else:
        assert amount.minor >= 0


def test_currencies_never_mix() -> None:
    soles, dollars = Money(1, "PEN"), Money(1, "USD")
    for act in (
        lambda: soles + dollars,
        lambda: soles - dollars,
        lambda: soles < dollars,
        lambda: soles >= dollars,
    ):
        assert refusal_of(act) == "currencies_mixed"
    assert soles != dollars


def test_a_currency_whose_decimals_are_unknown_is_refused() -> None:
    assert refusal_of(lambda: Money(1, "XXX")) == "currency_unknown"
    assert refusal_of(lambda: parse_amount("1", "XXX")) == "currency_unknown"


@pytest.mark.parametrize("minor", [1.0, True, "1", None])
def test_only_whole_numbers_are_minor_units(minor: object) -> None:
    with pytest.raises(TypeError):
        Money(minor, "PEN")  # type: ignore[arg-type]


def test_an_amount_stops_where_other_languages_would_round() -> None:
    top = Money(MINOR_UNITS_MAX, "PEN")
    opposite = -top
    assert -opposite == top
    assert refusal_of(lambda: top + Money(1, "PEN")) == "amount_absurd"
    assert refusal_of(lambda: -top - Money(1, "PEN")) == "amount_absurd"


@given(st.integers(0, 10**9), st.sampled_from([1, 5, 10, 50, 100]))
def test_rounding_favours_the_citizen_by_less_than_a_coin(minor: int, coin: int) -> None:
    rounded = round_down_to(Money(minor, "PEN"), Money(coin, "PEN"))
    assert 0 <= minor - rounded.minor < coin
    assert rounded.minor % coin == 0


def test_the_figures_of_the_agreement_round_as_the_law_says() -> None:
    dime = Money(10, "PEN")
    assert [round_down_to(Money(minor, "PEN"), dime).minor for minor in (1236, 1530, 1239, 0)] == [1230, 1530, 1230, 0]
