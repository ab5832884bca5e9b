"""What every printer can be asked, and the words for what a printer may be suffering from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from domain.errors import InvariantBroken
from printing.profiles import PrinterProfile
from printing.spool import BY_A_PERSON, INTERRUPTED, NOT_IN_TRAY, Outcome
from wording.catalogue import _, mark

#: A busy printer answers a barrier late: eight seconds were seen in the field.
PATIENCE_SECONDS: Final = 20.0


class Condition(Enum):
    """Three values on purpose: silence is not health."""

    OK = "ok"
    PROBLEM = "problem"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """`reason` is a code of `REASONS`. OK may carry one too: `paper_near_end` still prints."""

    condition: Condition
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.condition is not Condition.OK and self.reason is None:
            raise InvariantBroken("status_without_reason", condition=self.condition.value)


class Printer(Protocol):
    """One physical printer, or a folder that stands for one. Not shared between threads; each call is whole.

    Neither method raises for anything that the world can do: unplugged, full, silent, gone.
    """

    @property
    def name(self) -> str: ...

    @property
    def profile(self) -> PrinterProfile: ...

    def status(self) -> PrinterStatus:
        """Ask now. A kiosk asks before it takes money."""

    def send(self, data: bytes, title: str, seconds: float = PATIENCE_SECONDS) -> Outcome:
        """Send one whole job within `seconds` in all and say what came of it. `title` is the job's id."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What happened, and what a person does about it. Message ids; `words_for` gives the sentences."""

    happened: str
    advice: str


_LOOK_IN_TRAY: Final = mark("Look in the tray and say whether the paper came out whole.")
_ASK_SUPPORT: Final = mark("Turn the printer off and on. If it goes on, ask for support.")

REASONS: Final = {
    "unreachable": Reason(
        mark("The printer does not answer. Nothing was printed."),
        mark("Check that it is on and that its cable is connected."),
    ),
    "offline": Reason(mark("The printer is not ready."), mark("Check that it is on and press its paper button.")),
    "paper_out": Reason(mark("The printer has no paper."), mark("Put in a new roll and close the cover.")),
    "paper_near_end": Reason(mark("The paper is about to run out."), mark("Have a new roll at hand.")),
    "cover_open": Reason(mark("The printer's cover is open."), mark("Close the cover until it clicks.")),
    "cutter": Reason(mark("The printer's cutter is stuck."), _ASK_SUPPORT),
    "printer_error": Reason(mark("The printer reports an error."), _ASK_SUPPORT),
    "no_answer": Reason(mark("The printer does not say how it is."), mark("Check its paper before you go on.")),
    "connection_lost": Reason(mark("The connection broke while printing."), _LOOK_IN_TRAY),
    "stalled": Reason(mark("The printer stopped taking data."), _LOOK_IN_TRAY),
    "not_acknowledged": Reason(mark("The printer did not say that it finished."), _LOOK_IN_TRAY),
    "paper_ran_out": Reason(mark("The paper ran out while printing."), _LOOK_IN_TRAY),
    "handed_over": Reason(mark("The document was handed to the print system."), _LOOK_IN_TRAY),
    "queue_stopped": Reason(mark("The printer's queue is stopped."), _ASK_SUPPORT),
    "queue_missing": Reason(
        mark("This computer does not have that printer."), mark("Choose another printer in the settings.")
    ),
    "not_accepted": Reason(mark("The print system did not accept the document."), _ASK_SUPPORT),
    "folder_unwritable": Reason(
        mark("The document could not be written to the folder."), mark("Check that the disk has room.")
    ),
    "not_a_pdf": Reason(mark("The document is not a PDF. Nothing was printed."), _ASK_SUPPORT),
    INTERRUPTED: Reason(mark("The program stopped while printing."), _LOOK_IN_TRAY),
    NOT_IN_TRAY: Reason(mark("There was no paper in the tray."), mark("Print a copy if it is still needed.")),
    BY_A_PERSON: Reason(mark("The print was cancelled."), mark("Nothing more to do.")),
}


def words_for(reason: str) -> tuple[str, str]:
    """What happened and what to do, in the language of the counter."""
    told = REASONS[reason]
    return _(told.happened), _(told.advice)
