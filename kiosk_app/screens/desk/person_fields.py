"""Who somebody is, as the desk's forms ask it: boxes with their captions, all telling the same signal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import SignalInstance

from kiosk_app.screens.desk.parts import TextBox
from kiosk_app.widgets import Field

#: How many letters each takes; a whole name more than its parts.
_LONGEST: Final = {"name": 120, "given_names": 60, "family_names": 60, "document": 20, "phone": 30}


class PersonFields:
    """`captions` by the name of the field, in the form's order; `edited` hears a FieldEdited of each."""

    def __init__(self, captions: Mapping[str, str], edited: SignalInstance, hint: str = "") -> None:
        self.boxes: Final = {name: TextBox(name, longest=_LONGEST[name]) for name in captions}
        self.fields: Final = {name: Field(caption, self.boxes[name], hint=hint) for name, caption in captions.items()}
        for box in self.boxes.values():
            box.edited.connect(edited)

    def show_texts(self, texts: Mapping[str, str]) -> None:
        for name, box in self.boxes.items():
            box.show_text(texts[name])
