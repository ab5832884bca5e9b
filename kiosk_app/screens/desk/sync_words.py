"""How sync stands, in the words of the counter: three facts, and a reason for each thing that waits."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from kiosk_app.screens.desk.status.state import Fact
from kiosk_app.screens.desk.words import age
from sync.errors import NO_ANSWER, Reason
from sync.status import Connection, Status
from wording import formats
from wording.catalogue import _, mark, ngettext

_REASONS: Final = {
    Reason.CAPTIVE_PORTAL: mark("The network asks to sign in on a page first"),
    Reason.INTERCEPTED: mark("Something between this computer and the municipality reads the connection"),
    Reason.CENTRE_FAILED: mark("The municipality's computer has a problem"),
    Reason.ANSWER_NOT_SIGNED: mark("The answer did not come from the municipality"),
    Reason.STATION_PENDING: mark("The municipality has not approved this computer yet"),
    Reason.STATION_REVOKED: mark("The municipality has withdrawn this computer"),
    Reason.REQUEST_REFUSED: mark("The municipality refused what was sent: call them"),
    Reason.NO_PROGRESS: mark("The municipality does not advance: call them"),
    Reason.JOURNAL_FORKED: mark("The municipality holds another history of this computer: call them"),
    Reason.ENTRY_NOT_AUTHENTIC: mark("The municipality could not verify what was sent: call them"),
    Reason.STATION_COPIED: mark("This computer's data are a copy or were put back: call them, nothing is lost"),
    Reason.EPOCH_CHANGED: mark("This computer was replaced: call the municipality"),
}


def reason_words(status: Status) -> str:
    """Why nothing is sent, or nothing when it is."""
    if status.connection in (Connection.CONNECTED, Connection.SLOW) or status.reason is None:
        return ""
    return words_of_reason(status.reason) or _("It is tried again by itself")


def words_of_reason(reason: Reason) -> str:
    """Nothing for one that says nothing to a person."""
    if reason in _REASONS:
        return _(_REASONS[reason])
    return _("No connection") if reason in NO_ANSWER else ""


def needs_person(status: Status) -> bool:
    """Red is for when somebody has to act; offline is normal."""
    return status.connection is Connection.HALTED


def connection_fact(status: Status) -> Fact:
    match status.connection:
        case Connection.CONNECTED:
            return Fact(_("Connected"), icon="wifi")
        case Connection.SLOW:
            return Fact(_("Slow connection"), tone="warn", icon="wifi")
        case Connection.HALTED:
            return Fact(_("Stopped: see why"), tone="err", icon="circle-alert")
        case _:
            return Fact(_("No connection"), tone="warn", icon="cloud-off")


def queue_fact(status: Status, now: datetime, *, overdue: bool = False) -> Fact:
    """`overdue`: the oldest has waited more than a working day, and somebody has to carry it."""
    pending = status.pending_entries + status.pending_blobs
    last = _last_contact(status, now)
    if not pending:
        done = _("Everything sent")
        return Fact(done, last, "ok", icon="check-check", short=done)
    if status.sending_total and status.connection in (Connection.CONNECTED, Connection.SLOW):
        sending = _("Sending {sent} of {count}").format(sent=status.sending, count=status.sending_total)
        return Fact(sending, tone="info", icon="cloud-upload", short=sending)
    waiting = ngettext("{count} to send", "{count} to send", pending).format(count=pending)
    tone = "err" if needs_person(status) or overdue else "warn"
    if overdue and status.oldest_pending is not None:
        since = age(datetime.fromtimestamp(status.oldest_pending, now.tzinfo), now)
        return Fact(waiting, _("· oldest: {age}").format(age=since), "err", icon="send", short=waiting)
    detail = _("· last sent {time}").format(time=last) if last else ""
    return Fact(waiting, detail, "err" if tone == "err" else "warn", icon="send", short=waiting)


def _last_contact(status: Status, now: datetime) -> str:
    if status.last_contact is None:
        return ""
    moment = datetime.fromtimestamp(status.last_contact, now.tzinfo)
    return formats.clock(moment) if moment.date() == now.date() else formats.day_and_clock(moment)
