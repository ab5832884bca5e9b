"""What proves a line: the entry that says it, in the journal that was walked. Pure."""

from __future__ import annotations

from kiosk_app.screens.audit.cabins import Cabin
from kiosk_app.screens.audit.rows import key_of
from kiosk_app.screens.audit.state import Evidence, Tab
from kiosk_app.screens.audit.written import Written
from wording.catalogue import _


def chain(cabin: Cabin, sequence: int, written: Written) -> Evidence:
    """Whether the walk of the cabin's journal reached this entry."""
    name = f"{cabin.station}/{sequence}"
    if sequence <= cabin.whole.station_length:
        length = written.count(cabin.whole.station_length)
        return Evidence(
            icon="shield-check",
            title=_("Entry {name}, signed and chained").format(name=name),
            detail=_("Journal verified from 1 to {length}").format(length=length),
            tone="ok",
            opens=key_of(Tab.CABINS, cabin.station),
        )
    return Evidence(
        icon="shield-alert",
        title=_("Entry {name} was not reached").format(name=name),
        detail=_("The journal stops being authentic before it"),
        tone="err",
    )


def centre_chain(cabin: Cabin, sequence: int, written: Written) -> Evidence:
    """An entry of the centre's journal for the cabin. Its lines are read from what was walked, so it was reached."""
    name = _("{station}, centre, {sequence}").format(station=cabin.station, sequence=sequence)
    length = written.count(cabin.whole.centre_length)
    return Evidence(
        icon="shield-check",
        title=_("Entry {name}, signed and chained").format(name=name),
        detail=_("Journal of the centre: 1 to {length}").format(length=length),
        tone="ok",
        opens=key_of(Tab.CABINS, cabin.station),
    )


def of_receipt(cabin: Cabin, number: str, detail: str) -> Evidence:
    return Evidence(
        icon="receipt-text",
        title=_("Receipt {number}").format(number=number),
        detail=detail,
        opens=key_of(Tab.RECEIPTS, cabin.station, number),
    )
