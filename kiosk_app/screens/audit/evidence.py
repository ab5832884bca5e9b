"""The inspector of a row: sums, proofs that name their entries, coins counted, what the agent said. Pure."""

from __future__ import annotations

from typing import Final

from domain.ledger.reconciliation import CloseLine, ReceiptLine, RemittanceLine
from kiosk_app.screens.audit.cabins import Cabin
from kiosk_app.screens.audit.state import Evidence, Inspector, Line, Pieces, Tab
from kiosk_app.screens.audit.tables import Listed, key_of, tab_of_key
from kiosk_app.screens.audit.written import Written
from kiosk_app.services.findings import agreement_in_words, in_words, nature_of
from kiosk_app.shown import Tone
from wording.catalogue import _, ngettext

_HASH_SHOWN: Final = 12


def inspector_of(listed: Listed, written: Written) -> Inspector:
    match listed.line:
        case CloseLine():
            return _close(listed.cabin, listed.line, written)
        case ReceiptLine():
            return _receipt(listed.cabin, listed.line, written)
        case RemittanceLine():
            return _deposit(listed.cabin, listed.line, written)
        case None if tab_of_key(listed.row.key) is Tab.FINDINGS:
            return _finding(listed, written)
        case _:
            return _cabin(listed.cabin, written)


def _chain(cabin: Cabin, sequence: int, written: Written) -> Evidence:
    """Whether the walk of the cabin's journal reached this entry."""
    name = f"{cabin.station}/{sequence}"
    if sequence <= cabin.whole.station_length:
        length = written.count(cabin.whole.station_length)
        return Evidence(
            icon="shield-check",
            title=_("Entry {name}, signed and chained").format(name=name),
            detail=_("Journal verified from 1 to {length}").format(length=length),
            tone="ok",
            opens=key_of(Tab.CABINS, cabin.station),
        )
    return Evidence(
        icon="shield-alert",
        title=_("Entry {name} was not reached").format(name=name),
        detail=_("The journal stops being authentic before it"),
        tone="err",
    )


def _findings_evidence(cabin: Cabin) -> list[Evidence]:
    return [
        Evidence(
            icon="triangle-alert",
            title=in_words(finding),
            detail=nature_of(finding),
            tone="warn" if finding.authentic else "err",
            opens=key_of(Tab.FINDINGS, cabin.station, place),
        )
        for place, finding in enumerate(cabin.findings)
    ]


def _cabin(cabin: Cabin, written: Written) -> Inspector:
    whole = cabin.whole
    lines = (
        Line(_("In the open drawer"), written.money(whole.in_drawer)),
        Line(_("Counted, to be deposited"), written.money(whole.in_safe)),
        Line(_("Deposited, to be confirmed"), written.money(whole.in_transit)),
        Line(_("Owed by the agent"), written.money(whole.agent_owes), "err" if whole.agent_owes else "plain"),
        Line(_("In the agent's hands"), written.money(whole.exposure)),
        Line(_("Allowed by the guarantee"), written.money(whole.headroom)),
        Line(_("Confirmed by the bank"), written.money(whole.banked)),
        Line(_("Commission to be paid"), written.money(whole.commission_due)),
    )
    authentic = all(finding.authentic for finding in cabin.findings)
    journals = Evidence(
        icon="shield-check" if authentic else "shield-alert",
        title=_("Journal of the cabin: 1 to {length}").format(length=written.count(whole.station_length)),
        detail=_("Journal of the centre: 1 to {length}").format(length=written.count(whole.centre_length)),
        tone="ok" if authentic else "err",
    )
    agreements = [
        Evidence(
            icon="circle-check" if pair.holds else "circle-x",
            title=_("Agrees") if pair.holds else _("Does not agree"),
            detail=agreement_in_words(pair.code),
            tone="ok" if pair.holds else "err",
            opens="" if pair.holds else key_of(Tab.FINDINGS, cabin.station, pair.code),
        )
        for pair in whole.agreements
    ]
    return Inspector(
        heading=cabin.label,
        subtitle=_("Station {station}, as of {when}").format(station=cabin.station, when=written.moment(written.now)),
        lines=lines,
        evidence=(journals, *_findings_evidence(cabin), *agreements),
    )


def _close(cabin: Cabin, line: CloseLine, written: Written) -> Inspector:
    receipts = [receipt for receipt in cabin.whole.receipts if receipt.z == line.z]
    voided = [receipt for receipt in receipts if receipt.voided is not None]
    collected = sum(receipt.due for receipt in receipts if receipt.voided is None)
    deposited = cabin.deposited[line.z]
    difference = line.difference
    tone: Tone = "err" if difference < 0 else "warn" if difference else "ok"
    valid = len(receipts) - len(voided)
    lines = (
        Line(_("Opening float"), written.money(line.float_minor)),
        Line(_("Collected in cash ({n})").format(n=valid), written.money(collected)),
        Line(_("Voided ({n})").format(n=len(voided)), written.money(sum(receipt.due for receipt in voided))),
        Line(_("Expected in the drawer"), written.money(line.expected)),
        Line(_("Counted blind"), written.money(line.counted)),
        Line(_("Difference"), written.money(difference), tone),
        Line(_("To be deposited"), written.money(deposited.due)),
        Line(_("Deposited"), written.money(deposited.declared)),
        Line(_("Confirmed by the bank"), written.money(deposited.confirmed)),
    )
    return Inspector(
        heading=_("Close Z-{z} · {cabin}").format(z=f"{line.z:04d}", cabin=cabin.label),
        subtitle=_("{when} · {operator}").format(when=written.moment(line.closed_at), operator=line.operator),
        lines=lines,
        evidence=tuple(_close_evidence(cabin, line, receipts, written)),
        pieces=tuple(
            Pieces(written.money(face), str(count), written.money(face * count)) for face, count in line.pieces if count
        ),
        words_heading=_("What the agent explains"),
        words=line.explanation or "",
    )


def _close_evidence(cabin: Cabin, line: CloseLine, receipts: list[ReceiptLine], written: Written) -> list[Evidence]:
    proofs = [_chain(cabin, line.sequence, written)]
    if receipts:
        words = ngettext("{n} receipt", "{n} receipts", len(receipts)).format(n=len(receipts))
        proofs.append(
            Evidence(
                icon="receipt-text",
                title=_("Receipts {first} to {last}").format(first=receipts[0].number, last=receipts[-1].number),
                detail=words,
                opens=key_of(Tab.RECEIPTS, cabin.station, receipts[0].number),
            )
        )
    for receipt in receipts:
        if receipt.voided is not None:
            proofs.append(  # noqa: PERF401 - the two sources of proofs read better one after the other
                Evidence(
                    icon="circle-alert",
                    title=_("Voided {number}").format(number=receipt.number),
                    detail=receipt.voided,
                    tone="warn",
                    opens=key_of(Tab.RECEIPTS, cabin.station, receipt.number),
                )
            )
    return proofs


def _receipt(cabin: Cabin, line: ReceiptLine, written: Written) -> Inspector:
    lines = (
        Line(_("Procedure"), line.service),
        Line(_("Case"), line.case),
        Line(_("Fee"), written.money(line.fee)),
        Line(_("Paid by the citizen"), written.money(line.due)),
        Line(_("Commission"), written.money(line.commission)),
        Line(_("Operator"), line.operator),
        Line(_("Fingerprint"), line.hash[:_HASH_SHOWN]),
    )
    evidence = [_chain(cabin, line.sequence, written)]
    if line.z is not None:
        evidence.append(
            Evidence(
                icon="banknote",
                title=_("Counted in close Z-{z}").format(z=f"{line.z:04d}"),
                detail=cabin.label,
                opens=key_of(Tab.CLOSES, cabin.station, line.z),
            )
        )
    return Inspector(
        heading=_("Receipt {number}").format(number=line.number),
        subtitle=f"{cabin.label} · {written.moment(line.at)}",
        lines=lines,
        evidence=tuple(evidence),
        words_heading=_("Why it was voided"),
        words=line.voided or "",
    )


def _deposit(cabin: Cabin, line: RemittanceLine, written: Written) -> Inspector:
    waiting = line.amount - line.confirmed
    lines = (
        Line(_("Declared"), written.money(line.amount)),
        Line(_("Confirmed by the bank"), written.money(line.confirmed)),
        Line(_("Not confirmed"), written.money(waiting), "warn" if waiting else "ok"),
        Line(_("Voucher"), line.voucher),
        Line(_("Line of the bank"), line.bank_line or _("none yet")),
    )
    evidence = [_chain(cabin, line.sequence, written)]
    if line.confirmed_at is not None:
        evidence.append(
            Evidence(
                icon="landmark",
                title=_("Confirmed on {when}").format(when=written.moment(line.confirmed_at)),
                detail=line.bank_line or "",
                tone="ok",
            )
        )
    return Inspector(
        heading=_("Deposit {name}").format(name=line.name),
        subtitle=f"{cabin.label} · {written.moment(line.declared_at)}",
        lines=lines,
        evidence=tuple(evidence),
    )


def _finding(listed: Listed, written: Written) -> Inspector:
    """What was wanted and what was found, as the verifier tells it."""
    cabin, place = listed.cabin, listed.row.key.rpartition("|")[2]
    words = listed.row.cell(2).text
    if not place.isdigit():
        return Inspector(
            heading=words,
            subtitle=cabin.label,
            lines=(),
            evidence=(
                Evidence(
                    icon="store",
                    title=cabin.label,
                    detail=_("All its figures"),
                    opens=key_of(Tab.CABINS, cabin.station),
                ),
            ),
        )
    finding = cabin.findings[int(place)]
    lines = tuple(Line(str(name), str(value)) for name, value in finding.details.items())
    reached = written.count(cabin.whole.station_length)
    return Inspector(
        heading=words,
        subtitle=f"{cabin.label} · {listed.row.cell(1).text}",
        lines=(Line(_("Nature"), nature_of(finding)), Line(_("Code"), finding.code), *lines),
        evidence=(
            Evidence(
                icon="store",
                title=cabin.label,
                detail=_("Journal verified from 1 to {length}").format(length=reached),
                opens=key_of(Tab.CABINS, cabin.station),
            ),
        ),
    )
