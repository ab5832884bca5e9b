"""What the centre's answer means when it comes by hand: it may be older than what the wire has said since.

Then it moves nothing. Only where it answers what this station said last does a lower watermark mean that the centre
went back.
"""

from __future__ import annotations

from dataclasses import dataclass

from sync.courier import News
from sync.errors import Reason
from sync.exchange import Identity
from sync.limits import CARRIED_WANTED_MAX
from sync.outbound import continued
from sync.outbox import OutboxView
from sync.outputs import Acknowledged, AlertCode, BlobPart, BlobSent, OutboundReceived, Output, Restored
from sync.refusals import HALTING


@dataclass(frozen=True, slots=True)
class Judged:
    """What to apply, what to say, and why nothing more is sent before a person has looked."""

    outputs: tuple[Output, ...] = ()
    alerts: tuple[AlertCode, ...] = ()
    halted: Reason | None = None


def judge(identity: Identity, outbox: OutboxView, news: News, *, latest: bool) -> Judged:
    """`latest`: it answers what this station said last."""
    answer = news.answer
    held = answer.next_sequence - 1
    if answer.epoch != identity.epoch:
        return Judged((), (AlertCode.EPOCH_CHANGED,), Reason.EPOCH_CHANGED)
    if held < 0 or outbox.hash_at(held) != answer.head:
        return Judged((), (AlertCode.JOURNAL_FORKED,), Reason.JOURNAL_FORKED)
    halted = HALTING.get(news.refused)
    alerts = [] if halted is None else [AlertCode(halted.value)]
    outputs: list[Output] = []
    if held > outbox.acknowledged or (latest and held < outbox.acknowledged):
        alerts += [AlertCode.CENTRE_WENT_BACK] if held < outbox.acknowledged else []
        outputs.append(Acknowledged(held, answer.head))
    if latest and answer.restored != outbox.restored:
        outputs.append(Restored(answer.restored))
    entries, forked = _entries(identity, outbox, news)
    outputs += [*entries, *_blobs(outbox, news)]
    alerts += [AlertCode.OUTBOUND_FORKED] if forked else []
    return Judged(tuple(outputs), tuple(alerts), halted)


def _entries(identity: Identity, outbox: OutboxView, news: News) -> tuple[list[Output], bool]:
    """Those that follow what is held here; and whether they are of another history."""
    following = outbox.outbound_length + 1 - news.first
    if following < 0:
        return [], False
    entries, forked = continued(identity, outbox, news.entries[following:])
    return [OutboundReceived(entries)] if entries else [], forked


def _blobs(outbox: OutboxView, news: News) -> list[Output]:
    pending = {blob.sha256 for blob in outbox.pending_blobs(outbox.pending_blob_count)}
    outputs: list[Output] = [BlobSent(sha256) for sha256 in news.whole if sha256 in pending]
    begun = {blob.sha256: blob.held for blob in outbox.wanted_blobs(CARRIED_WANTED_MAX)}
    for blob in news.blobs:
        held = begun.get(blob.sha256, 0)
        outputs.append(BlobPart(blob.sha256, held, blob.data[held:]))
    return outputs
