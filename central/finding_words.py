"""What was found wrong, in words, where only the centre finds it; any other finding is told by its code."""

from __future__ import annotations

import json
from typing import Any, Final

from central.centre import Centre
from central.store.journals import FindingRow
from domain.money import Money
from wording import formats
from wording.catalogue import _, mark

_FIGURES: Final = {
    "fee": mark("the fee"),
    "commission": mark("the commission"),
    "due": mark("the cash asked for"),
    "mode": mark("who pays the commission"),
    "currency": mark("the currency"),
}
_COPIES: Final = {
    "station_copied": mark("its files are a copy, or were put back from an older copy; it says so itself"),
    "stale_requests": mark("somebody asks in its name with old files, again and again"),
    "paper_contradicts_journal": mark("a receipt that somebody scanned says something else than its journal"),
    "receipt_never_arrived": mark("a receipt that somebody scanned never arrived from it"),
}
_AMOUNTS: Final = ("fee", "commission", "due")


def what(centre: Centre, found: FindingRow) -> str:
    """The code is always there: it is what support asks for."""
    details = json.loads(found.details)
    if found.code == "fee_not_of_tariff" and "wanted" in details:
        text = _("{code}: {figure} of receipt {receipt} is {found}; the folder says {wanted}")
        figure = _(_FIGURES[details["field"]])
        sides = {name: _figure(centre, details["field"], details[name]) for name in ("found", "wanted")}
        return text.format(code=found.code, figure=figure, receipt=details["receipt"], **sides)
    if found.code == "fee_not_of_tariff":
        text = _("{code}: the folder has no fee for what receipt {receipt} charges ({why})")
        return text.format(code=found.code, receipt=details["receipt"], why=details["why"])
    if found.code == "fee_of_unknown_edition":
        text = _("{code}: receipt {receipt} was charged by an edition that this centre never had ({edition})")
        return text.format(code=found.code, receipt=details["receipt"], edition=details["edition"][:12])
    if found.code in _COPIES:
        return f"{found.code}: {_(_COPIES[found.code])} {found.details}"
    return f"{found.code} {found.details}"


def _figure(centre: Centre, field: str, value: Any) -> str:
    if field not in _AMOUNTS:
        return str(value)
    return formats.money(Money(value, centre.terms.currency), formats.LOCALES[centre.terms.locale])
