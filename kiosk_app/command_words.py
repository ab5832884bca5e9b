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
    "journal_file_unreadable": mark("That file is not an exported journal: line {line}, {why}."),
    "journal_has_findings": mark("The journal has something wrong, so it was not exported. First: {first}"),
    "keys_damaged": mark("The operators' keys cannot be read ({file}). The data is untouched. Ask for support."),
    "municipality_folder_missing": mark("There is no folder {folder} with the municipality's figures."),
    "municipality_folder_refused": mark("The municipality's folder has faults and was not used:"),
    "nobody_to_sign_in": mark("Say who may sign in: --operator ana:Ana. Nothing was changed."),
    "pin_needed": mark("{operator} needs a PIN. Nothing was changed."),
    "pin_too_weak": mark("A PIN has {least} to {most} digits, not all the same and not in a row. Nothing was changed."),
}


def sentence(refusal: Refusal) -> str:
    told = _SENTENCES.get(refusal.code, mark("This could not be done, and nothing was changed."))
    words = _(told).format(**refusal.details)
    problems = "".join(f"\n  {problem}" for problem in refusal.details.get("problems", ()))
    return f"{words}{problems}\n{_('Code')}: {refusal.code}"
