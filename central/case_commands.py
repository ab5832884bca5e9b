"""Orders about cases, and about journals as files."""

from __future__ import annotations

import argparse
from datetime import date

from central import case_files, case_intake, case_office, case_photos, journal_files
from central.centre import Centre
from central.command import Say, file_in_words, write_whole
from central.enrolment import require
from central.office import Decision
from central.opening import DataDirectory
from central.refusals import in_words
from central.store import Transaction, cases
from central.store.cases import Case
from central.terms import Way
from domain.cases.case_file import CaseFile
from domain.cases.clocks import complete_by
from domain.cases.states import CaseState
from domain.errors import Refusal
from domain.ids import read_case_code
from domain.journal.file import read_journal, write_journal
from wording import formats
from wording.catalogue import _


def case_of(tx: Transaction, typed: str) -> Case:
    code = read_case_code(typed)
    found = cases.find(tx, code)
    if found is None:
        raise Refusal("case_unknown", case=formats.case_code(code))
    return found


def show(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.reading() as tx:
        case = case_of(tx, asked.case)
        held = cases.blobs_of(tx, case)
        say(_("Case {case}: {state}").format(case=formats.case_code(case.code), state=in_words(case.state)))
        service = centre.terms.services.get(case.service, case.service)
        say(_("Service: {service}").format(service=service))
        say(_("Area: {area}").format(area=centre.terms.areas.get(case.area, case.area)))
        say(_("Answer promised for: {day}").format(day=formats.day(date.fromisoformat(case.promise))))
        _show_way(centre, case_files.file_of(tx, case), say)
        say(_("Opened at: {station}").format(station=case.station))
        here = sum(complete for _media, complete in held.values())
        say(_("Files: {here} of {all} are here").format(here=here, all=len(held)))
        if case.commitment is not None:
            _show_personal(centre, tx, case, say)


def _show_way(centre: Centre, file: CaseFile, say: Say) -> None:
    """Since when the file is where it is, both dates, the steps, and what waits for the citizen."""
    way = centre.terms.ways.get(file.service, Way())
    say(_("There since: {day}").format(day=formats.day(centre.day_of(file.area_since))))
    if file.promise != file.committed:
        say(_("Promised on paper for: {day}").format(day=formats.day(file.committed)))
    if file.legal is not None:
        say(_("Legal date: {day}").format(day=formats.day(file.legal)))
    for step in way.steps:
        words = _("Step done: {step}") if step.code in file.steps else _("Step to come: {step}")
        say(words.format(step=f"{step.code}  {step.name}"))
    for code in file.still_missing:
        say(_("Missing: {requirement}").format(requirement=f"{code}  {way.requirements.get(code, '')}".rstrip()))
    until = complete_by(file, centre.terms.calendar, centre.day_of)
    if until is not None:
        say(_("To be completed by: {day}").format(day=formats.day(until)))


def _show_personal(centre: Centre, tx: Transaction, case: Case, say: Say) -> None:
    for name, value in case_intake.read_personal(centre, tx, case).items():
        say(f"    {name}: {value}")


def photos(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    """Each is whole or not there; what is still on its way is said."""
    with data.open() as centre, centre.store.reading() as tx:
        case = case_of(tx, asked.case)
        found = list(case_photos.photos_of(centre, tx, case))
    here = [photo for photo in found if photo.content is not None]
    with file_in_words(asked.to):
        asked.to.mkdir(parents=True, exist_ok=True)
    for number, photo in enumerate(here, 1):
        write_whole(asked.to / f"{case.code}-{number}{photo.ending}", photo.content or b"")
    text = _("{here} of {all} photos of case {case} written to {folder}.")
    say(text.format(here=len(here), all=len(found), case=formats.case_code(case.code), folder=asked.to))
    for station in sorted({photo.station for photo in found if photo.content is None}):
        say(_("Still on their way from {station}: the others come with its next contacts.").format(station=station))
    if any(photo.sealed for photo in here):
        say(_("Some show a citizen's documents: destroy the copies when they have served."))


def answer(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    attachment = None
    if asked.attach is not None:
        with file_in_words(asked.attach):
            attachment = asked.attach.read_bytes()
    decision = Decision(state=CaseState(asked.state), area=asked.area, answer=asked.text, attachment=attachment)
    with data.open() as centre, centre.store.writing() as tx:
        case = case_of(tx, asked.case)
        others = case_office.decide(centre, tx, case, decision, alone=asked.alone, by=asked.by)
    text = _("Case {case} is now {state}; station {station} will be told.")
    say(text.format(case=formats.case_code(case.code), state=in_words(asked.state), station=case.station))
    for other in others:
        say(
            "    " + text.format(case=formats.case_code(other.code), state=in_words(asked.state), station=other.station)
        )


def export(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.reading() as tx:
        file = journal_files.export(centre, tx, require(tx, asked.station))
    write_whole(asked.out, "".join(write_journal(file)).encode("utf-8"))
    text = _("Journals of {station} written to {file}: {own} entries of its own, {sent} of the centre.")
    say(text.format(station=asked.station, file=asked.out, own=len(file.own), sent=len(file.outbound)))


def recover(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with file_in_words(asked.file), asked.file.open(encoding="utf-8", newline="") as stream:
        file = read_journal(stream)
    with data.open() as centre, centre.store.writing() as tx:
        found = journal_files.recover(centre, tx, require(tx, asked.station), file)
    text = _("Station {station} recovered: {count} of the centre's entries came back.")
    say(text.format(station=asked.station, count=found))
