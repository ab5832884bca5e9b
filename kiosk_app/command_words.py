"""Refusals on a terminal: what happened, whether anything was lost, what to do; the code last."""

from __future__ import annotations

from typing import Final

from domain.errors import Refusal
from wording.catalogue import _, mark

_SENTENCES: Final = {
    "centre_key_differs": mark("The file {file} names another centre's key than the one you trust. Do not believe it."),
    "centre_out_of_reach": mark(
        "The centre does not answer. Check the network and try again; the folder must be empty."
    ),
    "database_key_wrong": mark("The database does not open with this key. Its data is untouched. Ask for support."),
    "database_missing": mark("There is no station in that folder. Enrol it first: ventanilla enrol --help."),
    "database_newer": mark("A newer program wrote this station's data. Update this program; nothing is lost."),
    "display_missing": mark("There is no display here. Start it in a desktop session, or set DISPLAY."),
    "file_unreadable": mark("The file {file} cannot be read. Nothing was changed."),
    "folder_not_empty": mark("The folder {folder} is not empty. Choose an empty one; nothing was changed."),
    "invitation_unreadable": mark("That file is not a whole invitation of this version. Ask the centre for it again."),
    "invitation_void": mark("The invitation is no longer good. Ask the centre for another."),
    "invitation_used": mark("The invitation was used by another computer. Tell the centre at once."),
    "file_unwritable": mark(
        "The file {file} cannot be written. Check its folder and the room on the disk; nothing else was changed."
    ),
    "journal_file_unreadable": mark("{file} is not an exported journal: line {line}, {why}."),
    "journal_has_findings": mark("{file} has something wrong, so nothing was exported."),
    "journal_repeated": mark(
        "{file} and {other} are journals of the same station, {station}: its money would count twice. "
        "Give one of them; nothing was exported."
    ),
    "keys_damaged": mark("The operators' keys cannot be read ({file}). The data is untouched. Ask for support."),
    "map_missing": mark("There is no map {file}. Nothing was changed."),
    "map_newer": mark("A newer program made the map {file}. Update this program; nothing was changed."),
    "map_source_refused": mark("No map was made. These are the first faults of the file:"),
    "map_unreadable": mark("{file} is not a map of this program. Make it again: ventanilla map make --help."),
    "map_without_streets": mark("A map needs streets: give --streets or --osm. Nothing was written."),
    "municipality_folder_missing": mark("There is no folder {folder} with the municipality's figures."),
    "municipality_folder_refused": mark("The municipality's folder has faults and was not used:"),
    "nobody_to_sign_in": mark("Say who may sign in: --operator ana:Ana. Nothing was changed."),
    "not_base64url": mark(
        "A key is 43 letters of base64url. Compare what you typed with the key; nothing was checked."
    ),
    "output_is_a_journal": mark("{file} is one of the journals. Choose another name for --out; nothing was changed."),
    "output_needed": mark("An XLSX does not fit a terminal. Say where to write it: --out FILE."),
    "pin_needed": mark("{operator} needs a PIN. Nothing was changed."),
    "pin_too_weak": mark("A PIN has {least} to {most} digits, not all the same and not in a row. Nothing was changed."),
    "plate_repeated": mark(
        "The plate {code} is in two of the files ({other}). Each plate is one thing; nothing was written."
    ),
    "rename_unreadable": mark("{told} is not a column of ours and its name there. Ours are: {columns}."),
    "sheet_too_long": mark(
        "The sheet {sheet} would have {rows} rows, and a workbook takes {most}. Export fewer stations, or CSV."
    ),
    "zone_unknown": mark("There is no time zone {zone}. Write it like America/Lima; nothing was exported."),
}
#: The same, of a line where an entry should be: by the journal.
_ENTRY_UNREADABLE: Final = {
    "station": mark("{file} cannot be read at entry {sequence} of the station (line {line}): {why}."),
    "centre": mark("{file} cannot be read at entry {sequence} of the centre (line {line}): {why}."),
}
#: What `domain.journal.file` says of a line that it cannot read; other reasons are codes (docs/ERRORS.md).
_LINES: Final = {
    "another format": mark("it is of another format"),
    "envelope_malformed": mark("it is not a whole signed document"),
    "envelope_of_another_type": mark("it is signed as something else"),
    "fewer lines than announced": mark("lines are missing"),
    "heading": mark("the heading is wrong"),
    "key": mark("a key is wrong"),
    "more lines than announced": mark("there are too many lines"),
    "no heading": mark("there is no heading"),
}


def sentence(refusal: Refusal) -> str:
    told = _SENTENCES.get(refusal.code, mark("This could not be done, and nothing was changed."))
    details = refusal.details
    if refusal.code == "journal_file_unreadable":
        details = details | {"why": _(_LINES.get(details["why"], details["why"]))}
        told = _ENTRY_UNREADABLE.get(details.get("journal", ""), told)
    words = _(told).format(**details)
    problems = "".join(f"\n  {problem}" for problem in refusal.details.get("problems", ()))
    return f"{words}{problems}\n{_('Code')}: {refusal.code}"
