"""The steps of a service in their order, as the municipality's folder has them: what is done and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from domain.catalog.services import Step
from domain.errors import Refusal


def next_step(plan: Sequence[Step], done: Sequence[str]) -> Step | None:
    """The first step that was not taken; None where all were, or none is planned."""
    return next((step for step in plan if step.code not in done), None)


def refuse_out_of_order(plan: Sequence[Step], done: Sequence[str], code: str) -> Step:
    """The step that `code` names. Raises Refusal `step_unknown` or `step_out_of_order`."""
    if code not in {step.code for step in plan}:
        raise Refusal("step_unknown", step=code, known=", ".join(step.code for step in plan))
    wanted = next_step(plan, done)
    if wanted is None or wanted.code != code:
        raise Refusal("step_out_of_order", step=code, wanted="" if wanted is None else wanted.code)
    return wanted
