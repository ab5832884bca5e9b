"""Finding a service by any of its words, in any order, as citizens type them: beginnings of words, without accents.

What counts: a word of the name more than one of the group or the keywords, and that more than one of the summary; a
whole word more than a beginning. A whole code gives that service alone. Equal scores keep the folder's order, which is
the order of demand. When no service has all the words, those with most of them are given. `ñ` finds `n` and the
reverse, but whoever types the right letter sees the right word first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, Protocol, TypeVar

from domain.catalog.article import Article
from domain.catalog.municipality import Municipality
from domain.catalog.procedure import Procedure
from domain.catalog.services import AppointmentService, ComplaintCategory


class _Findable(Protocol):
    """What procedures, complaint categories and appointment services have in common."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def keywords(self) -> tuple[str, ...]: ...


Service = TypeVar("Service", bound=_Findable)

_WORDS: Final = re.compile(r"[^\W_]+")
#: Words that say nothing about which service is meant; they count only when there are no others.
_FILLERS: Final = frozenset(
    (
        *("a", "al", "como", "con", "de", "del", "donde", "el", "en", "es", "esta", "hacer", "la", "las", "lo", "los"),
        *("mas", "me", "mi", "mis", "necesito", "o", "para", "por", "que", "quiero", "sacar", "se", "sin", "su"),
        *("tengo", "tramite", "tramitar", "un", "una", "y"),
    )
)
_QUERY_WORDS_MAX: Final = 12
_NAME_WORD: Final = 60
_NAME_START: Final = 40
_KEYWORD_WORD: Final = 24
_KEYWORD_START: Final = 16
_SUMMARY: Final = 4
_CODE: Final = 80
_FIRST_WORD: Final = 6
_EXACT_SPELLING: Final = 3


def fold(text: str) -> str:
    """For comparing, never for showing: small letters without accents; `ñ` becomes `n`, `ß` becomes `ss`."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def search_procedures(municipality: Municipality, query: str, limit: int) -> list[Procedure]:
    """At most `limit`, best first; the first ones of the folder when `query` has no word."""
    return _search(_procedures(municipality), query, limit)


def search_categories(municipality: Municipality, query: str, limit: int) -> list[ComplaintCategory]:
    """As `search_procedures`, among the complaint categories."""
    return _search(_categories(municipality), query, limit)


def search_appointments(municipality: Municipality, query: str, limit: int) -> list[AppointmentService]:
    """As `search_procedures`, among the services given by appointment."""
    return _search(_appointments(municipality), query, limit)


def search_articles(municipality: Municipality, query: str, limit: int) -> list[Article]:
    """As `search_procedures`, among the articles."""
    return _search(_articles(municipality), query, limit)


@dataclass(frozen=True, slots=True)
class _Place:
    """One text of a service: `folded` and `spelled` have a blank around every word; the rest is what a match earns."""

    folded: str
    spelled: str
    whole: int
    start: int
    first: int = 0


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Service]):
    service: Service
    everything: str
    places: tuple[_Place, ...]


@dataclass(frozen=True, slots=True)
class _QueryWord:
    """`starts` are the forms whose beginning counts, each behind a blank: the word and, for a plural, its singular."""

    starts: tuple[str, ...]
    spelled: str


@lru_cache(maxsize=4)  # a station works with one edition, and for a moment with the next
def _procedures(municipality: Municipality) -> tuple[_Entry[Procedure], ...]:
    return tuple(_entry(procedure) for procedure in municipality.procedures)


@lru_cache(maxsize=4)
def _categories(municipality: Municipality) -> tuple[_Entry[ComplaintCategory], ...]:
    return tuple(_entry(category) for category in municipality.complaint_categories)


@lru_cache(maxsize=4)
def _appointments(municipality: Municipality) -> tuple[_Entry[AppointmentService], ...]:
    return tuple(_entry(service) for service in municipality.appointment_services)


@lru_cache(maxsize=4)
def _articles(municipality: Municipality) -> tuple[_Entry[Article], ...]:
    return tuple(_entry(article) for article in municipality.articles)


def _entry(service: Service) -> _Entry[Service]:
    places = (
        _place(service.code, _CODE, _CODE),
        _place(service.name, _NAME_WORD, _NAME_START, _FIRST_WORD),
        _place(" ".join((service.group, *service.keywords)), _KEYWORD_WORD, _KEYWORD_START),
        _place(service.summary, _SUMMARY, _SUMMARY),
    )
    return _Entry(service, "".join(place.folded for place in places), places)


def _place(text: str, whole: int, start: int, first: int = 0) -> _Place:
    return _Place(_padded(fold(text)), _padded(_spelling(text)), whole, start, first)


def _search(entries: Sequence[_Entry[Service]], query: str, limit: int) -> list[Service]:
    words = _query_words(query)
    if not words:
        return [entry.service for entry in entries[:limit]]
    ranked: list[tuple[int, int, Service]] = []
    asked_code = query.strip().upper()
    for entry in entries:
        if entry.service.code == asked_code:
            return [entry.service][:limit]
        scores = [score for word in words if (score := _score(word, entry))]
        if scores:
            ranked.append((len(scores), sum(scores), entry.service))
    most = max((matched for matched, _, _ in ranked), default=0)
    found = [candidate for candidate in ranked if candidate[0] == most]
    found.sort(key=lambda candidate: -candidate[1])  # stable: equal scores keep the folder's order
    return [candidate[2] for candidate in found[:limit]]


def _query_words(query: str) -> tuple[_QueryWord, ...]:
    spelled = [word for word in _WORDS.findall(_spelling(query)) if fold(word)]
    telling = [word for word in spelled if fold(word) not in _FILLERS] or spelled
    return tuple(_QueryWord(_starts(fold(word)), word) for word in telling[:_QUERY_WORDS_MAX])


def _starts(word: str) -> tuple[str, ...]:
    """`licencias` also finds `licencia`, and `construcciones` finds `construcción`."""
    forms = [word]
    if len(word) > len("mes") and word.endswith("s"):
        forms.append(word[:-1])
    if len(word) > len("mess") + 1 and word.endswith("es"):
        forms.append(word[:-2])
    return tuple(f" {form}" for form in forms)


def _score(word: _QueryWord, entry: _Entry[Service]) -> int:
    """What the weightiest place of a service that has `word` is worth; 0 when none has it."""
    for form in word.starts:  # plainly: this is asked of every service for every letter that is typed
        if form in entry.everything:
            return next((score for score in (_score_in(place, word) for place in entry.places) if score), 0)
    return 0


def _score_in(place: _Place, word: _QueryWord) -> int:
    form = next((form for form in word.starts if form in place.folded), None)
    if form is None:
        return 0
    score = place.whole if f"{form} " in place.folded else place.start
    if place.folded.startswith(form):
        score += place.first
    return score + (_EXACT_SPELLING if f" {word.spelled}" in place.spelled else 0)


def _padded(text: str) -> str:
    return f" {' '.join(_WORDS.findall(text))} "


def _spelling(text: str) -> str:
    """Small letters in one spelling, accents and ñ kept."""
    return unicodedata.normalize("NFC", text.casefold())
