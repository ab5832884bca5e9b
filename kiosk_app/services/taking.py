"""Taking the desk: the entry that says who signed in."""

from __future__ import annotations

from kiosk_app.services.document_parts import remember_operator
from kiosk_app.services.sign_in import Unlocked
from kiosk_app.storage.journal import Draft, Journal


def take_the_desk(journal: Journal, unlocked: Unlocked) -> None:
    """Write down who signed in, after how many wrong PINs: copying an old key file back hides nothing."""
    person = unlocked.operator
    journal.record(
        person.id,
        Draft("operator_signed_in/1", {"refused": unlocked.refused_before}),
        alongside=lambda store, _written: remember_operator(store, person),
    )
