"""The words people read: gettext with English message ids and Spanish as the language of the counter.

Every room that writes for people (screens, paper, public pages) imports `_` and `ngettext` from here. A message that a
language lacks falls back along `quz -> es -> en`; English is the message id itself.
"""

from __future__ import annotations

import gettext as _gettext
from pathlib import Path
from typing import Final

LOCALES: Final = Path(__file__).resolve().parent / "locale"
DOMAIN: Final = "ventanilla"
#: What a language falls back to when it lacks a message.
FALLBACKS: Final = {"quz": ("quz", "es"), "es": ("es",), "en": ()}

_current: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def use_language(language: str) -> None:
    """Switch every later `_()` of this process to `language`; texts already rendered do not change by themselves."""
    global _current, _language  # noqa: PLW0603 - one person is served at a time; the language is the process's
    chain = FALLBACKS.get(language)
    if chain is None:
        raise ValueError(f"no such language: {language}; known: {', '.join(FALLBACKS)}")
    _current = _gettext.NullTranslations()
    for code in reversed(chain):
        catalogue = _gettext.translation(DOMAIN, LOCALES, languages=[code], fallback=True)
        catalogue.add_fallback(_current)
        _current = catalogue
    _language = language


def language() -> str:
    return _language


def _(message: str) -> str:
    return _current.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    return _current.ngettext(singular, plural, count)


def mark(message: str) -> str:
    """Mark a message for the catalogue where it is defined as data; `_(variable)` translates it where it is shown."""
    return message
