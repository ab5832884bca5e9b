"""The proof, the figures and the charts, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.journal.verify import Finding
from kiosk_app.screens.audit.cabins import AGE_CLASSES, Cabin, age_days, first_wrong
from kiosk_app.screens.audit.rows import key_of
from kiosk_app.screens.audit.state import Bar, Chart, Figure, Proof, Tab
from kiosk_app.screens.audit.written import Written
from kiosk_app.services.findings import sentence
from wording.catalogue import _, ngettext

_PERCENT: Final = 100
_CABINS_SHOWN: Final = 5
_JOURNALS_A_CABIN: Final = 2


def working_proof() -> Proof:
    """While nothing can be said yet."""
    return Proof(
        tone="info",
        icon="refresh-cw",
        words=_("Reading the journals and verifying them from nothing…"),
        detail=_("With many entries it takes a while."),
    )


def proof_of(cabins: Sequence[Cabin], written: Written) -> Proof:
    """What verifying came to, over everything held, whatever is filtered."""
    if not cabins:
        return Proof(
            tone="info",
            icon="info",
            words=_("There are no journals on this computer yet."),
            detail=_("Connect it to the centre and press Verify."),
        )
    wrong = first_wrong(cabins)
    if wrong is not None:
        return _wrong_proof(cabins, *wrong)
    disagreeing = next((cabin for cabin in cabins if cabin.disagreements), None)
    if disagreeing is not None:
        return Proof(
            tone="err",
            icon="triangle-alert",
            words=_("Every chain is authentic, but figures of {cabin} do not agree.").format(cabin=disagreeing.label),
            detail=_("See the findings."),
            opens=key_of(Tab.FINDINGS, disagreeing.station, disagreeing.disagreements[0].code),
        )
    journals = written.count(_JOURNALS_A_CABIN * len(cabins))
    entries = written.count(sum(cabin.entries for cabin in cabins))
    missing = sum(cabin.missing for cabin in cabins)
    if missing:
        return Proof(
            tone="warn",
            icon="cloud-off",
            words=_("{journals} journals, {entries} entries verified.").format(journals=journals, entries=entries),
            detail=_("{n} entries that the centre has are not on this computer yet.").format(n=written.count(missing)),
        )
    return Proof(
        tone="ok",
        icon="shield-check",
        words=_("{journals} journals, {entries} entries: every signature and every chain verified.").format(
            journals=journals, entries=entries
        ),
        detail=_("Every figure was computed again from them."),
    )


def _wrong_proof(cabins: Sequence[Cabin], cabin: Cabin, finding: Finding) -> Proof:
    count = sum(len(each.findings) for each in cabins)
    place = next(place for place, found in enumerate(cabin.findings) if found is finding)
    found = cabin.findings[place]
    return Proof(
        tone="err",
        icon="shield-alert",
        words=sentence(cabin.station, found),
        detail=ngettext("{n} finding in all.", "{n} findings in all.", count).format(n=count),
        opens=key_of(Tab.FINDINGS, cabin.station, place),
    )


def figures_of(cabins: Sequence[Cabin], written: Written, chosen: str) -> tuple[Figure, ...]:
    makers = (_fees, _commission, _remitted, _exposure, _guarantee, _difference)
    return tuple(make(cabins, written, chosen) for make in makers)


def charts_of(cabins: Sequence[Cabin], written: Written) -> tuple[Chart, Chart]:
    return _ages(cabins, written), _differences(cabins, written)


def _fees(cabins: Sequence[Cabin], written: Written, chosen: str) -> Figure:
    receipts = [line for cabin in cabins for line in cabin.part.receipts]
    voided = sum(line.voided is not None for line in receipts)
    note = _("{n} receipts · voided: {voided}").format(n=written.count(len(receipts)), voided=voided)
    return Figure(
        id="fees",
        title=_("Collected by agents"),
        amount=written.money(sum(cabin.part.fees for cabin in cabins)),
        note=note,
        icon="receipt-text",
        chosen=chosen == "fees",
    )


def _commission(cabins: Sequence[Cabin], written: Written, chosen: str) -> Figure:
    due = written.money(sum(cabin.whole.commission_due for cabin in cabins))
    return Figure(
        id="commission",
        title=_("Commission of the period"),
        amount=written.money(sum(cabin.part.commission for cabin in cabins)),
        note=_("{due} still to be paid").format(due=due),
        icon="hand-coins",
        chosen=chosen == "commission",
    )


def _remitted(cabins: Sequence[Cabin], written: Written, chosen: str) -> Figure:
    lines = [line for cabin in cabins for line in cabin.part.remittances]
    waiting = any(line.pending or line.short for line in lines)
    confirmed = written.money(sum(line.confirmed for line in lines))
    return Figure(
        id="remitted",
        title=_("Declared as deposited"),
        amount=written.money(sum(line.amount for line in lines)),
        note=_("{confirmed} confirmed").format(confirmed=confirmed),
        icon="landmark",
        tone="warn" if waiting else "plain",
        chosen=chosen == "remitted",
    )


def _exposure(cabins: Sequence[Cabin], written: Written, chosen: str) -> Figure:
    exposure = sum(cabin.whole.exposure for cabin in cabins)
    headroom = sum(cabin.whole.headroom for cabin in cabins)
    percent = exposure * _PERCENT // headroom if headroom else 0
    at_limit = any(cabin.whole.exposure >= cabin.whole.headroom > 0 for cabin in cabins)
    return Figure(
        id="exposure",
        title=_("In agents' hands today"),
        amount=written.money(exposure),
        note=_("{percent} % of {headroom}").format(percent=percent, headroom=written.money(headroom)),
        icon="wallet",
        tone="err" if at_limit else "plain",
        chosen=chosen == "exposure",
    )


def _guarantee(cabins: Sequence[Cabin], written: Written, chosen: str) -> Figure:
    without = sum(cabin.whole.guarantee == 0 for cabin in cabins)
    held = len(cabins) - without
    note = _("{held} of {total} cabins").format(held=held, total=len(cabins))
    return Figure(
        id="guarantee",
        title=_("Guarantees held"),
        amount=written.money(sum(cabin.whole.guarantee for cabin in cabins)),
        note=note,
        icon="shield-check",
        tone="warn" if without else "plain",
        chosen=chosen == "guarantee",
    )


def _difference(cabins: Sequence[Cabin], written: Written, chosen: str) -> Figure:
    differences = [line.difference for cabin in cabins for line in cabin.part.closes if line.difference]
    total = sum(differences)
    words = ngettext("{n} close with a difference", "{n} closes with a difference", len(differences))
    return Figure(
        id="difference",
        title=_("Cash difference"),
        amount=written.money(total),
        note=words.format(n=len(differences)) if differences else _("Every close agrees"),
        icon="scale",
        tone="err" if total < 0 else "warn" if differences else "ok",
        chosen=chosen == "difference",
    )


def _ages(cabins: Sequence[Cabin], written: Written) -> Chart:
    """What the bank has not shown of deposits that nobody gave up. Late is what each deposit's own day made it."""
    waiting = [line for cabin in cabins for line in cabin.whole.remittances if line.pending]
    amounts = dict.fromkeys(AGE_CLASSES, 0)
    for line in waiting:
        age = age_days(line.declared_at, written.now)
        amounts[next(known for known in reversed(AGE_CLASSES) if age >= known[0])] += line.pending
    late = sum(line.pending for line in waiting if written.is_late(line.declared_at))
    bars = tuple(
        Bar(
            f"{first}\N{EN DASH}{last}" if last is not None else f"+{first - 1}",
            amounts[first, last],
            written.money(amounts[first, last]),
            "primary" if last == AGE_CLASSES[0][1] else "warn" if last in {3, 7} else "err",
        )
        for first, last in AGE_CLASSES
    )
    told = _("Dashed line: the term of {hours} hours. Past the term of their day: {late}.").format(
        hours=written.term_hours_now, late=written.money(late).replace(" ", "\N{NO-BREAK SPACE}")
    )
    return Chart(
        title=_("Deposits not confirmed, by days"),
        note=told if waiting else "",
        headings=(_("Days"), _("Amount")),
        bars=bars if waiting else (),
        line_at=_classes_within(written.term_hours_now),
        empty=_("The bank has confirmed every deposit."),
    )


def _classes_within(hours: int) -> float:
    """How many classes of age a term takes, the last one in part: 24 hours are half of the days 0 and 1."""
    days, passed = hours / 24, 0.0
    for first, last in AGE_CLASSES:
        if last is None or days <= first:
            break
        passed += min(1.0, (days - first) / (last + 1 - first))
    return passed


def _differences(cabins: Sequence[Cabin], written: Written) -> Chart:
    sums = [(sum(line.difference for line in cabin.part.closes), cabin.label) for cabin in cabins]
    worst = sorted((pair for pair in sums if pair[0]), key=lambda pair: -abs(pair[0]))[:_CABINS_SHOWN]
    return Chart(
        title=_("Cash difference by cabin"),
        note=_("Missing to the left, left over to the right."),
        headings=(_("Cabin"), _("Difference")),
        bars=tuple(Bar(name, total, written.money(total), "err" if total < 0 else "warn") for total, name in worst),
        empty=_("No cabin has a difference in this period."),
    )
