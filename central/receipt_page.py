"""What a telephone shows when somebody scans a receipt: whether it is authentic, and what it says. Small, no scripts.

The code on the paper is the whole signed entry, so the answer does not depend on the cabin having been heard from yet.
A paper whose entry did not fit names it by its hash: it is looked up, and nothing is confirmed until the cabin sent it.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from central import gossip, log_proofs
from central.answers import Reply
from central.centre import Centre
from central.clock import unix_seconds
from central.gossip import PAPER_KINDS
from central.log_proofs import Publication, State
from central.store import Transaction, journals, signing_keys, stations
from central.store.journals import JournalName, Stored
from central.store.stations import Station
from domain.envelope import EnvelopeType, Signed, from_base64url
from domain.errors import Refusal
from domain.journal.entry import Entry, SignedEntry, read_entry
from domain.journal.keys import KeyRange, key_for
from domain.journal.kinds import Author, kind_of
from domain.money import Money
from printing import receipt_code
from sync.seal import verify
from wording import formats
from wording.catalogue import _

_HTML: Final = "text/html; charset=utf-8"
_TEXT: Final = "text/plain; charset=utf-8"
_PROOF_FILE: Final = "recibo.tlog-proof"
_FEES: Final = ("fee_collected/1", "fee_collected/2")
_VOIDED: Final = ("fee_voided/1", "fee_voided/2")
_PAGE: Final = """<!doctype html>
<html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{title}</title><style>
body{{font:18px/1.5 system-ui,sans-serif;margin:0;background:#f4f5f3;color:#1b1f1d}}
main{{max-width:34rem;margin:0 auto;padding:1.25rem}}
h1{{font-size:1.5rem;line-height:1.25;margin:.25rem 0 1rem;padding:1rem;border-radius:.5rem;background:#fff;
border-left:.6rem solid {colour}}}
dl{{margin:1rem 0;background:#fff;border-radius:.5rem;padding:.5rem 1rem}}
dt{{color:#55605a;font-size:.9rem;margin-top:.6rem}}dd{{margin:0 0 .4rem;font-weight:600;overflow-wrap:anywhere}}
a{{color:#0b5fa5}}footer{{color:#55605a;font-size:.9rem}}</style></head>
<body><main><p>{municipality}</p><h1>{title}</h1>{lead}{facts}{proof}<footer>{footer}</footer></main></body></html>
"""
_GREEN: Final = "#1f7a4d"
_AMBER: Final = "#b26a00"
_RED: Final = "#b3261e"


@dataclass(frozen=True, slots=True)
class _Page:
    title: str
    colour: str
    lead: str
    facts: tuple[tuple[str, str], ...] = field(default=())
    status: int = 200
    proof: bool = False


def page(centre: Centre, code: str) -> Reply:
    """The page for the part of the address after `/r/`, in whatever case it arrives."""
    address = f"HTTPS://X/R/{code}"
    try:
        if receipt_code.is_name(address):
            return _page_of_name(centre, receipt_code.decode_name(address), code)
        paper = receipt_code.decode(address)
        signed = Signed(EnvelopeType.ENTRY, paper.payload, paper.signature)
        found = read_entry(signed)
        kind_of(found.entry.kind).refuse_wrong_entry(
            Author.STATION, found.entry.body, personal=found.entry.personal is not None
        )
    except Refusal:
        return _render(centre, _unreadable())
    with centre.store.reading() as tx:
        signer = _signer(tx, found)
        if signer is None:
            return _render(centre, _not_authentic())
        if found.entry.kind not in PAPER_KINDS:
            return _render(centre, _unreadable())
        judged, news = _judge(centre, tx, found, *signer), gossip.is_news(tx, found)
    if news:  # most views are of a paper that is known: whoever only looks waits for no station, and no station for him
        with centre.store.writing() as tx:
            gossip.remember(tx, found, by="", now=unix_seconds(centre.clock))
    return _render(centre, judged, code)


def proof(centre: Centre, code: str) -> Reply:
    """The proof of publication (C2SP tlog-proof) of what the page for this code shows; 404 while there is none."""
    try:
        name = _named(f"HTTPS://X/R/{code}")
    except Refusal:
        return Reply(b"", _TEXT, 404)
    place = JournalName(name.station, name.epoch, Author.STATION)
    with centre.store.reading() as tx:
        held = journals.at_sequence(tx, place, name.sequence)
        if held is None or from_base64url(held.signed.hash) != name.hash or held.entry.kind not in PAPER_KINDS:
            return Reply(b"", _TEXT, 404)
        made = log_proofs.proof(tx, place, held)
    return Reply(b"", _TEXT, 404) if made is None else Reply(str(made).encode(), _TEXT)


def _named(address: str) -> receipt_code.EntryName:
    """Which entry a paper stands for, whether it carries it or names it."""
    if receipt_code.is_name(address):
        return receipt_code.decode_name(address)
    paper = receipt_code.decode(address)
    found = read_entry(Signed(EnvelopeType.ENTRY, paper.payload, paper.signature))
    entry = found.entry
    return receipt_code.EntryName(entry.station, entry.epoch, entry.sequence, from_base64url(found.hash))


def _page_of_name(centre: Centre, name: receipt_code.EntryName, code: str) -> Reply:
    with centre.store.reading() as tx:
        return _render(centre, _look_up(centre, tx, name), code)


def _look_up(centre: Centre, tx: Transaction, name: receipt_code.EntryName) -> _Page:
    """What the centre holds was verified when it came: an entry with this hash is the one on the paper."""
    station = stations.find(tx, name.station)
    if station is None or stations.key_of(tx, name.station, name.epoch) is None:
        return _not_authentic()
    own = JournalName(name.station, name.epoch, Author.STATION)
    held = journals.at_sequence(tx, own, name.sequence)
    if held is None:
        return _not_received_yet(station)
    if from_base64url(held.signed.hash) != name.hash:
        return _not_in_the_record(station)
    entry = read_entry(held.signed).entry
    if entry.kind not in PAPER_KINDS:
        return _unreadable()
    facts = _facts(centre, station, entry)
    key = key_for(signing_keys.ranges(tx, name.station), name.epoch, name.sequence)
    if key is not None and key.is_revoked_at(name.sequence):
        return _revoked(facts)
    found = _authentic(facts, held, voided=_is_voided(tx, own, entry))
    return _with_publication(centre, found, log_proofs.publication(centre, tx, own, held))


def _is_voided(tx: Transaction, own: JournalName, entry: Entry) -> bool:
    receipt = entry.body.get("receipt")
    return receipt is not None and any(journals.about(tx, own, receipt, kind) for kind in _VOIDED)


def _signer(tx: Transaction, found: SignedEntry) -> tuple[Station, KeyRange] | None:
    """The cabin that signed it and the key that it did so with; None for whatever no cabin signed."""
    entry = found.entry
    station = stations.find(tx, entry.station)
    key = key_for(signing_keys.ranges(tx, entry.station), entry.epoch, entry.sequence)
    if station is None or key is None or not found.signed.is_authentic(from_base64url(key.key), verify):
        return None
    return station, key


def _judge(centre: Centre, tx: Transaction, found: SignedEntry, station: Station, key: KeyRange) -> _Page:
    entry = found.entry
    own = JournalName(entry.station, entry.epoch, Author.STATION)
    held = journals.at_sequence(tx, own, entry.sequence)
    if held is not None and held.signed.hash != found.hash:
        return _contradicted(_facts(centre, station, entry))
    if key.is_revoked_at(entry.sequence):
        return _revoked(_facts(centre, station, entry))
    if held is None and log_proofs.is_overdue(centre, entry.at):
        return _missing(_facts(centre, station, entry))
    authentic = _authentic(_facts(centre, station, entry), held, voided=_is_voided(tx, own, entry))
    return _with_publication(centre, authentic, log_proofs.publication(centre, tx, own, held))


def _unreadable() -> _Page:
    return _Page(
        _("This code cannot be read"),
        _AMBER,
        _("It is damaged or it is not a receipt of this municipality. Ask for help at the window where you got it."),
        status=404,
    )


def _not_authentic() -> _Page:
    return _Page(
        _("This receipt is NOT authentic"),
        _RED,
        _("No cabin of this municipality signed it. Keep the paper and report it to the municipality."),
    )


def _contradicted(facts: tuple[tuple[str, str], ...]) -> _Page:
    return _Page(
        _("This receipt does not agree with the municipality's record"),
        _RED,
        _("The cabin signed it, and later sent the municipality something else. Keep the paper: it is your proof."),
        facts,
    )


def _missing(facts: tuple[tuple[str, str], ...]) -> _Page:
    return _Page(
        _("Authentic receipt, MISSING from the record"),
        _RED,
        _("The cabin signed it and has not sent it to the municipality in time. Keep the paper and report it."),
        facts,
    )


def _with_publication(centre: Centre, found: _Page, publication: Publication) -> _Page:
    """Where it stands in the public log; nothing is said by a municipality that publishes none."""
    name = _("Public record")
    if publication.state is State.PUBLISHED and publication.at is not None:
        said = _("Published on {day}").format(day=formats.day(centre.day_of(publication.at)))
        return replace(found, facts=(*found.facts, (name, said)), proof=True)
    if publication.state is State.WAITING:
        return replace(found, facts=(*found.facts, (name, _("Valid signature, not published yet"))))
    if publication.state is State.LATE:
        said = _("MISSING: it should have been published. Report it.")
        return replace(found, facts=(*found.facts, (name, said)), colour=_RED)
    return found


def _revoked(facts: tuple[tuple[str, str], ...]) -> _Page:
    lead = _("The municipality had withdrawn this cabin's permission before it heard of this receipt.")
    more = _("Keep the paper and take it to the municipality: it is evidence.")
    return _Page(_("This receipt was signed by a cabin without permission"), _RED, f"{lead} {more}", facts)


def _not_received_yet(station: Station) -> _Page:
    return _Page(
        _("This receipt cannot be confirmed yet"),
        _AMBER,
        _("The cabin has not sent it to the municipality yet. Keep the paper and look again tomorrow."),
        _issued_by(station),
    )


def _not_in_the_record(station: Station) -> _Page:
    return _Page(
        _("This receipt is NOT in the municipality's record"),
        _RED,
        _("What the cabin sent does not include it: it may be forged. Keep the paper and report it."),
        _issued_by(station),
    )


def _issued_by(station: Station) -> tuple[tuple[str, str], ...]:
    return ((_("Issued by cabin"), f"{station.station} · {station.label}"),)


def _authentic(facts: tuple[tuple[str, str], ...], held: Stored | None, *, voided: bool) -> _Page:
    if voided:
        lead = _("The cabin signed this receipt and voided it afterwards: the payment was undone.")
        return _Page(_("Authentic receipt, VOIDED"), _AMBER, lead, facts)
    if held is None:
        lead = _("The cabin has not sent it to the municipality yet. Your paper is already valid: keep it.")
        return _Page(_("Authentic receipt"), _GREEN, lead, facts)
    if held.verdict is not None:
        lead = _("The municipality has it and is reviewing it. Keep the paper.")
        return _Page(_("Authentic receipt, under review"), _AMBER, lead, facts)
    return _Page(_("Authentic receipt"), _GREEN, _("The municipality has it in its record."), facts)


def _facts(centre: Centre, station: Station, entry: Entry) -> tuple[tuple[str, str], ...]:
    body, terms = entry.body, centre.terms
    facts = list(_issued_by(station))
    if entry.kind in _FEES:  # in cash and with a prepaid code: to whoever paid it is one sum
        paid = Money(body["due"] + body.get("paid", 0), body["currency"])
        amount = formats.money(paid, formats.LOCALES[terms.locale])
        facts += [(_("Receipt number"), body["receipt"]), (_("Amount paid"), amount)]
    facts.append((_("What it is for"), terms.services.get(body["service"], body["service"])))
    if "clock" in body:
        day = formats.day_in_words(date.fromisoformat(body["day"]))
        facts.append((_("Day and hour"), f"{day}, {body['clock']}"))
        facts.append((_("Where to go"), terms.offices.get(body["office"], body["office"])))
    if "promise" in body:
        facts.append((_("Answer promised for"), formats.day(date.fromisoformat(body["promise"]))))
    facts.append((_("Issued on"), formats.day_and_clock(entry.at.astimezone(ZoneInfo(terms.timezone)))))
    return tuple(facts)


def _link(code: str) -> str:
    """Base32 and `H-` only: the registry takes no other address."""
    name = html.escape(_("Save the proof of publication"))
    return f'<p><a href="/r/{html.escape(code)}/proof" download="{_PROOF_FILE}">{name}</a></p>'


def _render(centre: Centre, what: _Page, code: str = "") -> Reply:
    rows = "".join(f"<dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd>" for name, value in what.facts)
    text = _PAGE.format(
        title=html.escape(what.title),
        colour=what.colour,
        municipality=html.escape(centre.terms.name),
        lead=f"<p>{html.escape(what.lead)}</p>",
        facts=f"<dl>{rows}</dl>" if rows else "",
        proof=_link(code) if what.proof else "",
        footer=html.escape(_("This page shows no personal data.")),
    )
    return Reply(text.encode("utf-8"), _HTML, what.status)
