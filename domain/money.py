"""Money: an integer number of minor units and an ISO 4217 code. There is no other arithmetic on money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.errors import Refusal

#: ISO 4217 exponents. A currency that is not here is not accepted: its decimals would be a guess.
EXPONENTS: Final = {"PEN": 2, "USD": 2, "PAB": 2, "MXN": 2, "ARS": 2, "BOB": 2, "COP": 2, "CLP": 0, "PYG": 0, "KWD": 3}

#: The largest coin to which cash may be rounded, in minor units; for currencies that are not here it is a hundred.
_ROUNDING_COINS: Final = {"ARS": 10_00, "CLP": 10, "COP": 50_00, "PYG": 50}
_ROUNDING_COIN: Final = 100

#: Canonical JSON carries integers that every language reads back exactly: |n| <= 2^53 - 1.
MINOR_UNITS_MAX: Final = 2**53 - 1


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`minor` is the amount in the currency's smallest unit (céntimos for PEN); it may be negative."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise TypeError(f"minor units are a whole number, not {type(self.minor).__name__}")
        if self.currency not in EXPONENTS:
            raise Refusal("currency_unknown", currency=self.currency)
        if abs(self.minor) > MINOR_UNITS_MAX:
            raise Refusal("amount_absurd", minor=self.minor, currency=self.currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, count: int) -> Money:
        return Money(self.minor * count, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        """ISO form with a decimal point, for journals, exports and logs; people read `wording.formats`."""
        return f"{self.currency} {decimal_text(self)}"

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise Refusal("currencies_mixed", left=self.currency, right=other.currency)
        return other.minor


def decimal_text(amount: Money) -> str:
    """`Money(-1530, "PEN")` is `-15.30`; a currency without decimals has no point."""
    exponent = EXPONENTS[amount.currency]
    digits = str(abs(amount.minor)).rjust(exponent + 1, "0")
    sign = "-" if amount.minor < 0 else ""
    return sign + (f"{digits[:-exponent]}.{digits[-exponent:]}" if exponent else digits)


def parse_amount(text: str, currency: str) -> Money:
    """What a person typed: `15`, `15.3`, `15,30`. One decimal mark, no grouping, no sign.

    Raises Refusal `amount_unreadable` (not a number), `amount_too_precise` (more decimals than the currency has) or
    `amount_absurd` (beyond 2^53 - 1 minor units).
    """
    if currency not in EXPONENTS:
        raise Refusal("currency_unknown", currency=currency)
    typed = text.strip().replace(",", ".")
    whole, point, decimals = typed.partition(".")
    readable = (whole or decimals) and all(part.isascii() and part.isdigit() for part in (whole, decimals) if part)
    if not readable or (point and not decimals and not whole):
        raise Refusal("amount_unreadable", text=text[:40])
    exponent = EXPONENTS[currency]
    if len(decimals) > exponent:
        raise Refusal("amount_too_precise", text=text[:40], decimals=exponent)
    if len(whole) > len(str(MINOR_UNITS_MAX)):
        raise Refusal("amount_absurd", text=text[:40], currency=currency)
    return Money(int(whole or "0") * 10**exponent + int(decimals.ljust(exponent, "0") or "0"), currency)


def rounding_coin_max(currency: str) -> int:
    """The largest coin to which cash may be rounded, in minor units. Rounding down costs less: more is an error."""
    return _ROUNDING_COINS.get(currency, _ROUNDING_COIN)


def round_down_to(amount: Money, smallest_coin: Money) -> Money:
    """Cash is rounded down to the smallest coin in circulation, in the citizen's favour.

    Peru: S/ 0.10 since the 5-céntimo coin left circulation on 2019-01-01 (BCRP Circular 0033-2018, Law 29571 art. 44).
    """
    assert amount.minor >= 0, "rounding is for amounts to be collected"
    assert smallest_coin.minor > 0, "a coin has a value"
    return Money(amount.minor - amount.minor % smallest_coin.minor, amount.currency)
