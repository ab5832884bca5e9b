"""What a drawer should hold, line by line, in the words and the order of the paper Z. Only for a signed count."""

from __future__ import annotations

from domain.money import Money
from kiosk_app.screens.desk.cash.presenter import WAYS, into_drawer, way_words
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.readings import Takings
from kiosk_app.shown import Line
from wording.catalogue import _


def expected_parts(opening_float: Money, takings: Takings) -> list[tuple[str, Money]]:
    """They come to the expected cash; what is nothing is left out, except the float and the fees."""
    parts = [(_("Float at opening"), opening_float), (_("Fees of the session"), takings.fees)]
    others = [
        (_("Service of the cabin"), takings.service_fees),
        (_("Rounded down, in cash"), -takings.rounding),
        (_("Paid with prepaid codes"), -takings.prepaid_paid),
        (_("Cash for prepaid codes sold"), takings.prepaid_sold),
        *((way_words(way), takings.moved(way) if into_drawer(way) else -takings.moved(way)) for way in WAYS),
    ]
    return parts + [(words, amount) for words, amount in others if amount]


def expected_lines(opening_float: Money, takings: Takings, words: Words) -> tuple[Line, ...]:
    return tuple(Line(said, words.money(amount)) for said, amount in expected_parts(opening_float, takings))
