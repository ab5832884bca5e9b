"""The inspector of a receipt, a close or a deposit. Pure."""

from __future__ import annotations

from typing import Final

from domain.ledger.reconciliation import CloseLine, ReceiptLine, RemittanceLine
from kiosk_app.screens.audit.cabins import Cabin, age_days, moved_cash
from kiosk_app.screens.audit.proofs import chain
from kiosk_app.screens.audit.rows import key_of
from kiosk_app.screens.audit.state import Evidence, Inspector, Line, Pieces, Tab
from kiosk_app.screens.audit.written import Written, days_in_words
from kiosk_app.services.money_words import kind_in_words, payment_in_words
from kiosk_app.shown import Tone
from wording.catalogue import _, ngettext

_HASH_SHOWN: Final = 12
_SHORT: Final = "remittance_fell_short"


def close(cabin: Cabin, line: CloseLine, written: Written) -> Inspector:
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
        *_moved(cabin, line, written),
        Line(_("Expected in the drawer"), written.money(line.expected)),
        Line(_("Counted blind"), written.money(line.counted)),
        Line(_("Difference"), written.money(difference), tone),
        *([Line(_("Commission kept back"), written.money(deposited.retained))] if deposited.retained else []),
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


def _moved(cabin: Cabin, line: CloseLine, written: Written) -> list[Line]:
    """What else went in or out; most drawers have none of it."""
    before = max((other.sequence for other in cabin.whole.closes if other.z < line.z), default=0)
    sold = sum(code.amount for code in cabin.whole.prepaid if before < code.sequence < line.sequence)
    own, put_away = moved_cash(cabin.whole, line)
    amounts = (
        (_("Prepaid codes sold"), sold),
        (_("Into the agent's float"), own),
        (_("Put away in the safe"), -put_away),
    )
    return [Line(words, written.money(amount)) for words, amount in amounts if amount]


def _close_evidence(cabin: Cabin, line: CloseLine, receipts: list[ReceiptLine], written: Written) -> list[Evidence]:
    proofs = [chain(cabin, line.sequence, written)]
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
    proofs += [_approved_by(line.approver)] if line.approver is not None else []
    if line.is_unapproved:
        most = written.money(line.most_alone or 0)
        proofs.append(
            Evidence(
                icon="users-round",
                title=_("Without a second person"),
                detail=_("Up to {most} one person alone is enough").format(most=most),
                tone="err",
            )
        )
    proofs += [
        Evidence(
            icon="banknote",
            title=_("Taken out: {amount}").format(amount=written.money(taken.amount)),
            detail=_("Approved by {operator}").format(operator=taken.approver),
        )
        for taken in cabin.whole.cash
        if taken.session == line.session and taken.approver is not None
    ]
    for receipt in receipts:
        if receipt.voided is not None:
            proofs.append(
                Evidence(
                    icon="circle-alert",
                    title=_("Voided {number}").format(number=receipt.number),
                    detail=receipt.voided,
                    tone="warn",
                    opens=key_of(Tab.RECEIPTS, cabin.station, receipt.number),
                )
            )
    return proofs


def receipt(cabin: Cabin, line: ReceiptLine, written: Written) -> Inspector:
    paid = (
        [Line(_("Paid with the code {name}").format(name=line.prepaid), written.money(line.paid))] if line.paid else []
    )
    lines = (
        Line(_("Procedure"), line.service),
        Line(_("Case"), line.case),
        Line(_("Fee"), written.money(line.fee)),
        *paid,
        Line(_("Paid in cash"), written.money(line.due)),
        Line(_("Commission"), written.money(line.commission)),
        Line(_("Operator"), line.operator),
        Line(_("Fingerprint"), line.hash[:_HASH_SHOWN]),
    )
    evidence = [chain(cabin, line.sequence, written), *_undone(cabin, line, written)]
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


def _undone(cabin: Cabin, line: ReceiptLine, written: Written) -> list[Evidence]:
    """Who took it back, with which paper, and who approved; or the refund that gave it back."""
    proofs = []
    if line.voided is not None:
        proofs.append(
            Evidence(
                icon="circle-alert",
                title=_("Voided by {operator}").format(operator=line.voided_by),
                detail=paper_in_words(line),
                tone="plain" if line.by_paper else "warn",
            )
        )
    if line.approver is not None:
        proofs.append(_approved_by(line.approver))
    if line.refund is not None:
        given = next(each for each in cabin.whole.refunds if each.name == line.refund)
        proofs.append(
            Evidence(
                icon="hand-coins",
                title=_("Refund {name}").format(name=line.refund),
                detail=f"{written.money(given.amount)} · {payment_in_words(given)}",
                opens=key_of(Tab.TREASURY, cabin.station, f"refund {line.refund}"),
            )
        )
    return proofs


def _approved_by(approver: str) -> Evidence:
    return Evidence(
        icon="users-round",
        title=_("Approved by {operator}").format(operator=approver),
        detail=_("Second person, with their own PIN"),
        tone="ok",
    )


def paper_in_words(line: ReceiptLine) -> str:
    return _("With the code on the citizen's paper") if line.by_paper else _("Without the citizen's paper")


def deposit(cabin: Cabin, line: RemittanceLine, written: Written) -> Inspector:
    lines = [
        Line(_("Declared"), written.money(line.amount)),
        Line(_("Confirmed by the bank"), written.money(line.confirmed)),
        Line(_("Not confirmed"), written.money(line.pending), "warn" if line.pending else "ok"),
    ]
    if line.short:
        lines.append(Line(_("Fell short, owed by the agent"), written.money(line.short), "err"))
    if line.retained:
        lines.append(Line(_("Commission kept back"), written.money(line.retained)))
    if line.pending:
        lines.append(Line(_("Waiting for"), days_in_words(age_days(line.declared_at, written.now))))
    lines += [
        Line(_("Voucher"), line.voucher),
        Line(_("Line of the bank"), line.bank_line or _("none yet")),
    ]
    evidence = [chain(cabin, line.sequence, written)]
    if line.confirmed_at is not None:
        evidence.append(
            Evidence(
                icon="landmark",
                title=_("Confirmed on {when}").format(when=written.moment(line.confirmed_at)),
                detail=line.bank_line or "",
                tone="ok",
            )
        )
    if line.short:
        shorts = [each for each in cabin.whole.treasury if (each.kind, each.reference) == (_SHORT, line.name)]
        evidence += [
            Evidence(
                icon="triangle-alert",
                title=kind_in_words(each.kind),
                detail=f"{written.day(each.at)} · {written.money(each.amount)}",
                tone="err",
                opens=key_of(Tab.TREASURY, cabin.station, each.sequence),
            )
            for each in shorts
        ]
    return Inspector(
        heading=_("Deposit {name}").format(name=line.name),
        subtitle=f"{cabin.label} · {written.moment(line.declared_at)}",
        lines=tuple(lines),
        evidence=tuple(evidence),
    )
