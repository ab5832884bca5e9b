"""`ventanilla-centre`: the municipal centre from a terminal. Every order works while the server runs."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from typing import Final

from central.arguments import make_parser
from central.command import Say
from central.opening import DataDirectory
from central.refusals import sentence
from central.store import Contended, Unavailable
from domain.errors import Refusal
from wording.catalogue import _, use_language

_REFUSED: Final = 1
_OUR_FAULT: Final = 70


def main(arguments: Sequence[str] | None = None, say: Say | None = None) -> int:
    """Run one order: 0 done, 1 refused with the reason in words, 2 not understood, 70 a fault of the program."""
    use_language("es")
    tell: Say = say or (lambda text: print(text, flush=True))
    asked = make_parser().parse_args(arguments)
    data = DataDirectory(asked.data)
    try:
        asked.run(data, asked, tell)
    except Refusal as refusal:
        print(sentence(refusal), file=sys.stderr)
        return _REFUSED
    except Contended:
        print(sentence(Refusal("database_busy")), file=sys.stderr)
        return _REFUSED
    except Unavailable as gone:
        print(sentence(Refusal("database_unavailable", why=str(gone))), file=sys.stderr)
        return _REFUSED
    except KeyboardInterrupt:
        return 0
    except Exception:  # noqa: BLE001 - the last resort before a person
        _explain_fault(data)
        return _OUR_FAULT
    return 0


def _explain_fault(data: DataDirectory) -> None:
    """What a person can do is said; what a programmer needs is kept in a file."""
    report = data.root / "failure.log"
    try:
        with report.open("a", encoding="utf-8") as stream:
            traceback.print_exc(file=stream)
    except OSError:
        traceback.print_exc()
    text = _("The program failed through its own fault. Nothing was left half done. Send the file {file} to support.")
    print(text.format(file=report), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
