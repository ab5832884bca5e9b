"""A case that is being taken down, as it is kept on disk and given back.

Left out: what was received and prepaid codes. Cash is counted again after a power cut, and a code is worth money.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Final

from domain.errors import Refusal
from kiosk_app.screens.desk.attend.draft import AttendDraft
from kiosk_app.screens.desk.attend.state import Step
from kiosk_app.services.citizen import Citizen
from kiosk_app.services.procedures import OpenProcedure
from kiosk_app.storage.drafts import KeptDraft

PREFIX: Final = "draft:"


def kept(draft: AttendDraft, operator: str) -> KeptDraft:
    return KeptDraft(
        draft.key,
        draft.operator or operator,
        draft.began.isoformat(),
        {
            "citizen": asdict(draft.citizen),
            "search": draft.search,
            "procedure": "" if draft.quote is None else draft.quote.procedure.code,
            "met": sorted(draft.met),
            "answers": dict(draft.answers),
            "step": int(draft.step),
            "page": draft.form_page,
        },
        draft.photos,
    )


def given_back(found: KeptDraft, procedures: OpenProcedure) -> AttendDraft:
    """Priced by today's figures; a procedure that is offered no more is chosen again."""
    told = found.document
    draft = AttendDraft(
        found.key,
        datetime.fromisoformat(found.began),
        operator=found.operator,
        citizen=Citizen(**told["citizen"]),
        search=told["search"],
        photos=found.photos,
    )
    if not told["procedure"]:
        return draft
    try:
        quote = procedures.quote(told["procedure"])
    except Refusal:
        return draft
    chosen = draft.with_procedure(quote)
    step = min(Step(told["step"]), Step.PAYMENT)
    return replace(
        chosen,
        met=frozenset(told["met"]),
        answers=told["answers"],
        photos=found.photos,
        step=step,
        form_page=told["page"],
    )


def next_number(found: Sequence[KeptDraft]) -> int:
    """A number that none of these drafts has."""
    return 1 + max((int(draft.key.removeprefix(PREFIX)) for draft in found), default=0)
