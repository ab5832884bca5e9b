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
    """What happened, and what a person does about it. Message ids; `words_for` gives the sentences.

    `number` is what a person reads to support over the telephone: it never changes and is never used again.
    """

    number: int
    happened: str
    advice: str


@dataclass(frozen=True, slots=True)
class Told:
    """What happened, whether what was recorded is safe, what to do, and the code for whoever is called."""

    happened: str
    safe: str
    advice: str
    code: str

    @property
    def sentence(self) -> str:
        return f"{self.happened} {self.safe} {self.advice} ({self.code})"


_LOOK_IN_TRAY: Final = mark("Look in the tray and say whether the paper came out whole.")
#: A printer that stopped half way still holds the rest, and prints it when it can.
_PUT_RIGHT_AND_LOOK: Final = mark(
    "Put it right: the printer may finish by itself. Then look in the tray and say whether the paper came out whole."
)
_ASK_SUPPORT: Final = mark("Turn the printer off and on. If it goes on, ask for support.")

REASONS: Final = {
    "unreachable": Reason(
        1,
        mark("The printer does not answer. Nothing was printed."),
        mark("Check that it is on and that its cable is connected."),
    ),
    "offline": Reason(2, mark("The printer is not ready."), mark("Check that it is on and press its paper button.")),
    "paper_out": Reason(3, mark("The printer has no paper."), mark("Put in a new roll and close the cover.")),
    "paper_near_end": Reason(4, mark("The paper is about to run out."), mark("Have a new roll at hand.")),
    "cover_open": Reason(5, mark("The printer's cover is open."), mark("Close the cover until it clicks.")),
    "cutter": Reason(6, mark("The printer's cutter is stuck."), _ASK_SUPPORT),
    "printer_error": Reason(7, mark("The printer reports an error."), _ASK_SUPPORT),
    "not_allowed": Reason(8, mark("This computer may not use the printer."), _ASK_SUPPORT),
    "not_a_device": Reason(
        9, mark("There is no printer where the settings say."), mark("Choose another printer in the settings.")
    ),
    "in_use": Reason(10, mark("Another program is printing on it."), mark("Wait until it has finished.")),
    "no_answer": Reason(11, mark("The printer does not say how it is."), mark("Check its paper before you go on.")),
    "connection_lost": Reason(12, mark("The connection broke while printing."), _LOOK_IN_TRAY),
    "stalled": Reason(13, mark("The printer stopped taking data."), _LOOK_IN_TRAY),
    "not_acknowledged": Reason(14, mark("The printer did not say that it finished."), _LOOK_IN_TRAY),
    "paper_ran_out": Reason(15, mark("The paper ran out while printing."), _PUT_RIGHT_AND_LOOK),
    "cover_opened": Reason(16, mark("The cover was opened while printing."), _PUT_RIGHT_AND_LOOK),
    "error_while_printing": Reason(17, mark("The printer stopped with an error while printing."), _PUT_RIGHT_AND_LOOK),
    "handed_over": Reason(18, mark("The document was handed to the print system."), _LOOK_IN_TRAY),
    "taken_back": Reason(
        19,
        mark("The print system could not print it, and it was taken back: it does not come out later."),
        _LOOK_IN_TRAY,
    ),
    "still_in_queue": Reason(
        20, mark("The document is still in the print system and may come out later."), _LOOK_IN_TRAY
    ),
    "queue_stopped": Reason(21, mark("The printer's queue is stopped."), _ASK_SUPPORT),
    "queue_missing": Reason(
        22, mark("This computer does not have that printer."), mark("Choose another printer in the settings.")
    ),
    "not_accepted": Reason(23, mark("The print system did not accept the document."), _ASK_SUPPORT),
    "folder_unwritable": Reason(
        24, mark("The document could not be written to the folder."), mark("Check that the disk has room.")
    ),
    "not_a_pdf": Reason(25, mark("The document is not a PDF. Nothing was printed."), _ASK_SUPPORT),
    INTERRUPTED: Reason(26, mark("The program stopped while printing."), _LOOK_IN_TRAY),
    NOT_IN_TRAY: Reason(27, mark("There was no paper in the tray."), mark("Print a copy if it is still needed.")),
    BY_A_PERSON: Reason(28, mark("The print was cancelled."), mark("Nothing more to do.")),
}


def words_for(reason: str) -> Told:
    """In the language of the counter. The record is on disk before any byte goes to a printer, so it is always safe."""
    told = REASONS[reason]
    return Told(_(told.happened), _("What you recorded is saved."), _(told.advice), f"IMP-{told.number:02d}")
