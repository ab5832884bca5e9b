"""A complaint that was registered: its code, what happens next and its paper."""

from __future__ import annotations

from domain.catalog import ComplaintCategory
from kiosk_app.screens.desk.delivery.state import Delivery
from kiosk_app.screens.desk.words import paper_words, spoken_code
from kiosk_app.services.procedures import CaseDone
from kiosk_app.shown import UNSAID, Line
from printing.spool import PrintJob
from wording import formats
from wording.catalogue import _


def delivered(done: CaseDone, category: ComplaintCategory, job: PrintJob, joined: str) -> Delivery:
    """`joined` is the code of the complaint in which this person is one more neighbour, or nothing."""
    printing, ask = paper_words(job)
    together = (Line(_("Together with complaint"), formats.case_code(joined)),) if joined else ()
    return Delivery(
        heading=_("Complaint registered"),
        code=formats.case_code(done.code),
        code_spoken=spoken_code(done.code),
        facts=(
            Line(_("About"), category.name),
            *together,
            Line(_("Answer before"), formats.day(done.promise)),
            Line(_("State"), _("Saved on this computer, to be sent")),
        ),
        next_steps=(
            _("Give the person the paper with the code."),
            _("They can ask here, by telephone or at the kiosk, with that code."),
        ),
        printing=printing if printing.words else UNSAID,
        print_caption=_("Print copy {number}").format(number=job.copy_number + 1),
        can_print=not ask,
        ask_paper=ask,
    )
