"""What to say of an answer that will not do, where the municipality has no words of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from wording.catalogue import _, mark

_WHY: Final = {
    "number": mark("{label}: write a whole number"),
    "decimal": mark("{label}: write a number"),
    "date": mark("{label}: write the date as 14/03/1979"),
    "choice": mark("{label}: choose one of the list"),
    "yes_no": mark("{label}: choose yes or no"),
    "dni": mark("{label}: write the 8 numbers of the ID card"),
    "tax_id": mark("{label}: one of the 11 numbers is not right"),
    "phone": mark("{label}: write the telephone with its numbers"),
    "email": mark("{label}: write the address with its @"),
    "least": mark("{label}: at least {least}"),
    "most": mark("{label}: at most {most}"),
    "after_today": mark("{label}: the date cannot be after today"),
    "before_today": mark("{label}: the date cannot be before today"),
    "pattern": mark("{label}: it is not written as it should be"),
}


def answer_words(details: Mapping[str, Any]) -> str:
    if details["message"]:
        return str(details["message"])
    return _(_WHY[details["why"]]).format(label=details["label"], least=details["least"], most=details["most"])
