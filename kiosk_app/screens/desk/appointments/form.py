"""An hour that is being asked for, and how what was typed for it is kept on disk and given back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Final

from kiosk_app.services.citizen import Citizen
from kiosk_app.storage.drafts import KeptDraft

#: There is one at a time.
KEY: Final = "appointment"
NOBODY: Final = Citizen()


@dataclass(frozen=True, slots=True)
class Form:
    """`service` is asked for; `move` is the code of the appointment that gets another hour, or nothing.

    `day` and `slot` are keys, empty for the next free ones. `operator` and `began` say who began it and when.
    """

    service: str = ""
    move: str = ""
    day: str = ""
    slot: str = ""
    citizen: Citizen = NOBODY
    operator: str = ""
    began: str = ""

    @property
    def has_work(self) -> bool:
        """Somebody told something. Another hour of an appointment asks nobody anything: it is chosen again."""
        return bool(self.service) and not self.move and self.citizen != NOBODY


def kept(form: Form) -> KeptDraft:
    told = {"service": form.service, "day": form.day, "slot": form.slot, "citizen": asdict(form.citizen)}
    return KeptDraft(KEY, form.operator, form.began, told)


def given_back(found: KeptDraft) -> Form:
    """An hour that was given meanwhile is not the chosen one any more: the next free one is offered."""
    told = found.document
    known = {field.name for field in fields(Citizen)}
    citizen = Citizen(**{name: value for name, value in told["citizen"].items() if name in known})
    return Form(told["service"], "", told["day"], told["slot"], citizen, found.operator, found.began)
