"""How far a refund has come, in one sentence: the void screen and the list of refunds say the same."""

from __future__ import annotations

from kiosk_app.screens.desk.words import Words
from kiosk_app.services.refunds import Refunded
from kiosk_app.shown import Said
from wording import formats
from wording.catalogue import _


def refund_state(refund: Refunded, words: Words) -> Said:
    """Paid, or approved and waiting at the treasury."""
    amount = words.money(refund.amount)
    if refund.paid_at is not None:
        told = _("The municipality refunded {amount} on {day}, with {reference}.")
        day = formats.day(refund.paid_at.date())
        return Said(told.format(amount=amount, day=day, reference=refund.reference), "ok")
    told = _("The municipality approved a refund of {amount} ({resolution}). The treasury pays it.")
    return Said(told.format(amount=amount, resolution=refund.resolution), "info")
