"""What stands behind a row: the right inspector for its line; those of a cabin and of a finding. Pure."""

from __future__ import annotations

from domain.ledger.lines import CloseLine, ReceiptLine, RefundLine, RemittanceLine, StatementFact, TreasuryLine
from kiosk_app.screens.audit import cash_evidence, money_evidence
from kiosk_app.screens.audit.cabins import Cabin
from kiosk_app.screens.audit.rows import Listed, key_of, tab_of_key
from kiosk_app.screens.audit.state import Evidence, Inspector, Line, Tab
from kiosk_app.screens.audit.voids import OperatorVoids
from kiosk_app.screens.audit.written import Written
from kiosk_app.services.finding_details import details_in_words
from kiosk_app.services.findings import agreement_in_words, in_words, nature_of
from wording.catalogue import _


def inspector_of(listed: Listed, written: Written) -> Inspector:
    cabin = listed.cabin
    match listed.line:
        case CloseLine():
            return cash_evidence.close(cabin, listed.line, written)
        case ReceiptLine():
            return cash_evidence.receipt(cabin, listed.line, written)
        case RemittanceLine():
            return cash_evidence.deposit(cabin, listed.line, written)
        case OperatorVoids():
            return money_evidence.voids(cabin, listed.line, written)
        case RefundLine():
            return money_evidence.refund(cabin, listed.line, written)
        case TreasuryLine():
            return money_evidence.treasury(cabin, listed.line, written)
        case StatementFact():
            return money_evidence.statement(cabin, listed.line, written)
        case None if tab_of_key(listed.row.key) is Tab.FINDINGS:
            return _finding(listed, written)
        case _:
            return _cabin(cabin, written)


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
        *_also_owed(cabin, written),
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


def _also_owed(cabin: Cabin, written: Written) -> list[Line]:
    """What most cabins have none of."""
    whole = cabin.whole
    amounts = (
        (_("Refunds not paid yet"), whole.refunds_due),
        (_("Prepaid codes not used yet"), whole.prepaid_owed),
        (_("Overages not taken in"), whole.overage),
    )
    return [Line(words, written.money(amount)) for words, amount in amounts if amount]


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
    told = details_in_words(finding, cabin.whole.currency, written.locale)
    lines = tuple(Line(label, value) for label, value in told)
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
