"""Cases as screens read them: the file that both journals make of each, and the trail of what happened."""

from __future__ import annotations

import json
from typing import Final

from domain.cases.case_file import CaseFile, advance, begin, read_case_file
from kiosk_app.storage.applied import Applied, Projection, journal_event
from kiosk_app.storage.connection import Store


def file_of(store: Store, code: str) -> CaseFile | None:
    """None for a case of another counter."""
    row = store.row("SELECT file FROM service_case WHERE code = ?", (code,))
    return None if row is None else read_case_file(json.loads(row["file"]))


def case_opened(store: Store, applied: Applied) -> None:
    body, entry = applied.body, applied.found.entry
    observed, file = body.get("observed", []), begin(entry)
    store.execute(
        "INSERT INTO service_case (code, type, service, edition, area, state, promise, legal, channel, operator,"
        " opened_at, sequence, commitment, observed, file) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            body["case"],
            body["type"],
            body["service"],
            body["edition"],
            body["area"],
            file.state.value,
            body["promise"],
            body.get("legal"),
            body["channel"],
            entry.operator,
            applied.at,
            entry.sequence,
            entry.personal,
            json.dumps(observed),
            json.dumps(file.document(), ensure_ascii=False),
        ),
    )
    journal_event(store, applied, body["case"], "opened", ",".join(observed))
    index_person(store, entry.sequence, entry.personal)


def index_person(store: Store, sequence: int, commitment: str | None) -> None:
    if commitment is None:
        return
    row = store.row("SELECT document FROM personal WHERE commitment = ?", (commitment,))
    if row is None:  # purged by the municipality's retention rule: nothing is left to find
        return
    person = json.loads(row["document"])
    words = " ".join(person[name] for name in ("surnames", "names") if person.get(name))
    if words or person.get("document"):
        store.execute(
            "INSERT INTO case_words (rowid, person, document) VALUES (?, ?, ?)",
            (sequence, words, person.get("document", "")),
        )


def _slip_issued(store: Store, applied: Applied) -> None:
    journal_event(store, applied, applied.body["case"], "slip_issued")


def _advance(store: Store, applied: Applied) -> None:
    """Applied in the centre's own order. Raises what the life of a case refuses, before anything is written.

    A case of another counter is none of ours: what was brought here for it is in the journal and on the trail.
    """
    body = applied.body
    before = file_of(store, body["case"])
    if before is None:
        return
    after = advance(before, applied.author, applied.found.entry)
    moved = applied.at if (after.state, after.area) != (before.state, before.area) else None
    store.execute(
        "UPDATE service_case SET state = ?, area = ?, promise = ?, legal = ?, observed = ?, answer = ?,"
        " moved_at = coalesce(?, moved_at), file = ? WHERE code = ?",
        (
            after.state.value,
            after.area,
            after.promise.isoformat(),
            None if after.legal is None else after.legal.isoformat(),
            json.dumps(list(after.still_missing)),
            after.answer,
            moved,
            json.dumps(after.document(), ensure_ascii=False),
            body["case"],
        ),
    )


def _case_moved(store: Store, applied: Applied) -> None:
    _advance(store, applied)
    body = applied.body
    journal_event(store, applied, body["case"], f"moved:{body['state']}", body.get("answer", body["area"]))


def _case_observed(store: Store, applied: Applied) -> None:
    _advance(store, applied)
    journal_event(store, applied, applied.body["case"], "moved:observed", applied.body.get("words", ""))


def _case_resumed(store: Store, applied: Applied) -> None:
    _advance(store, applied)
    journal_event(store, applied, applied.body["case"], f"resumed:{applied.body['ground']}", applied.body["promise"])


def _step_taken(store: Store, applied: Applied) -> None:
    _advance(store, applied)
    journal_event(store, applied, applied.body["case"], "step_taken", applied.body["step"])


def _promise_moved(store: Store, applied: Applied) -> None:
    _advance(store, applied)
    journal_event(store, applied, applied.body["case"], "promise_moved", applied.body["words"])


def _case_completed(store: Store, applied: Applied) -> None:
    _advance(store, applied)
    journal_event(store, applied, applied.body["case"], "completed", ",".join(applied.body["brought"]))


def _reopening_asked(store: Store, applied: Applied) -> None:
    _advance(store, applied)
    journal_event(store, applied, applied.body["case"], "reopening_asked", applied.body["ground"])


def _citizen_told(store: Store, applied: Applied) -> None:
    _advance(store, applied)
    journal_event(store, applied, applied.body["case"], f"told:{applied.body['of']}", str(applied.body["entry"]))


CASES: Final[dict[str, Projection]] = {
    "case_opened/1": case_opened,
    "slip_issued/1": _slip_issued,
    "case_moved/1": _case_moved,
    "case_observed/1": _case_observed,
    "case_resumed/1": _case_resumed,
    "case_step_taken/1": _step_taken,
    "promise_moved/1": _promise_moved,
    "case_completed/1": _case_completed,
    "reopening_asked/1": _reopening_asked,
    "citizen_told/1": _citizen_told,
}
