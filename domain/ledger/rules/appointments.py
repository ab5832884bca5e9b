"""Appointments booked out of granted slots: given, given another one, cancelled, ended (docs/adr/0038).

A slot is in the station's hand, held by one appointment, or past: never two of them. Cancelling or moving puts it back
into the same station's hand, so that the books balance whatever the centre has heard.
"""

from __future__ import annotations

from dataclasses import replace

from domain.appointments import MINUTES_OF_A_DAY, SlotTimes, minute_of
from domain.errors import Refusal
from domain.journal.entry import Entry
from domain.ledger import accounts
from domain.ledger.facts import Change, Facts, HeldSlot, UnitGrant
from domain.ledger.rules.escrow import granted_numbers, held_units, with_units
from domain.ledger.rules.rule import moved, standing
from domain.ledger.state import State

_SLOT = "SLOT"


def slots_granted(state: State, entry: Entry) -> Change:
    """Numbers of a pool, and which time at which office each one means."""
    body = entry.body
    numbers = granted_numbers(state.facts, entry, _SLOT)
    times = SlotTimes(body["service"], body["office"], body["day"], minute_of(body["start"]), body["minutes"])
    if times.begins(body["last"]) + times.minutes > MINUTES_OF_A_DAY:
        raise Refusal("grant_malformed", grant=body["grant"])
    for name, held in state.facts.standing.units.items():
        if held.slots is not None and times.meets(numbers, held.slots, held.free | held.used):
            raise Refusal("grant_overlaps", grant=body["grant"], other=name)
    granted = UnitGrant(_SLOT, body["pool"], numbers, slots=times)
    return Change(
        moved(len(numbers), accounts.units_held(_SLOT), accounts.units_pool(_SLOT), _SLOT),
        with_units(state.facts, body["grant"], granted),
    )


def appointment_given(state: State, entry: Entry) -> Change:
    """A free slot for an appointment; the one that it held before, if any, is free again."""
    body, facts = entry.body, state.facts
    held = held_units(facts, body["grant"])
    number, times = body["number"], held.slots
    if number not in held.free:
        raise Refusal("number_not_held", grant=body["grant"], number=number)
    told = (body["service"], body["office"], body["day"], body["clock"])
    if times is None or told != (times.service, times.office, times.day, times.clock(number)):
        raise Refusal("slot_disagrees", grant=body["grant"], number=number)
    before = facts.standing.appointments.get(body["case"])
    if before is not None:
        if _service_of(facts, before) != body["service"]:
            raise Refusal("appointment_of_another_service", case=body["case"])
        facts = _freed(facts, before)
    facts = with_units(facts, body["grant"], _used(held_units(facts, body["grant"]), number))
    appointments = {**facts.standing.appointments, body["case"]: HeldSlot(body["grant"], number)}
    return Change(
        moved(1, accounts.units_used(_SLOT), accounts.units_held(_SLOT), _SLOT) if before is None else (),
        standing(facts, appointments=appointments),
    )


def appointment_cancelled(state: State, entry: Entry) -> Change:
    before = _held_by(state.facts, entry)
    return Change(
        moved(1, accounts.units_held(_SLOT), accounts.units_used(_SLOT), _SLOT),
        _without(_freed(state.facts, before), entry.body["case"]),
    )


def appointment_ended(state: State, entry: Entry) -> Change:
    """The citizen came, or did not: the slot is past either way, and nothing holds it any more."""
    _held_by(state.facts, entry)
    return Change((), _without(state.facts, entry.body["case"]))


def _held_by(facts: Facts, entry: Entry) -> HeldSlot:
    held = facts.standing.appointments.get(entry.body["case"])
    if held is None:
        raise Refusal("appointment_not_booked", case=entry.body["case"])
    if _service_of(facts, held) != entry.body["service"]:
        raise Refusal("appointment_of_another_service", case=entry.body["case"])
    return held


def _service_of(facts: Facts, held: HeldSlot) -> str:
    times = facts.standing.units[held.grant].slots
    assert times is not None, "only a number that means a time is given"
    return times.service


def _freed(facts: Facts, held: HeldSlot) -> Facts:
    units = facts.standing.units[held.grant]
    freed = replace(units, free=units.free | {held.number}, used=units.used - {held.number})
    return with_units(facts, held.grant, freed)


def _used(units: UnitGrant, number: int) -> UnitGrant:
    return replace(units, free=units.free - {number}, used=units.used | {number})


def _without(facts: Facts, code: str) -> Facts:
    left = {one: slot for one, slot in facts.standing.appointments.items() if one != code}
    return standing(facts, appointments=left)
