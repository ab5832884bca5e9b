"""docs/PRINTING.md names everything that a reader will meet, so that it cannot fall behind unnoticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from printing import documents, printers, profiles, spool
from printing.printers.printer import REASONS
from printing.receipt_code import PAYLOAD_BYTES_MAX

TEXT = (Path(__file__).parents[2] / "docs" / "PRINTING.md").read_text("utf-8")

PAPERS = [name for name in documents.__all__ if hasattr(getattr(documents, name), "title") and name != "Document"]
ADAPTERS = [name for name in printers.__all__ if hasattr(getattr(printers, name), "send") and name != "Printer"]
ACTS = ["queue", "begin_sending", "finish_sending", "recover", "retry_by_itself", "reprint"]


@pytest.mark.parametrize(
    "name",
    [
        *PAPERS,
        *ADAPTERS,
        *ACTS,
        *REASONS,
        *(state.value for state in spool.SpoolState),
        *(name for name in vars(profiles) if name.startswith("PROFILE_")),
        f"{PAYLOAD_BYTES_MAX} bytes",
    ],
)
def test_the_document_names_it(name: str) -> None:
    assert name in TEXT


def test_the_lists_above_are_not_empty() -> None:
    assert len(PAPERS) == 15
    assert len(ADAPTERS) == 7
    assert all(hasattr(spool, act) for act in ACTS)
