"""Orders about stations and their money."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from central import enrolment, office, operators
from central.centre import Centre
from central.command import Say, write_whole
from central.enrolment import Place, require
from central.opening import DataDirectory
from central.outbound import OutboundWriter
from central.refusals import in_words
from central.store import Transaction, stations
from central.store.stations import Station
from central.worst_case import worst_case
from domain.envelope import from_base64url
from domain.errors import Refusal
from domain.journal.kinds import ROLES
from domain.money import Money, parse_amount
from wording import formats
from wording.catalogue import _
from wording.key_words import words_of_key


def invite(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    address = asked.address or data.address
    if address is None:
        raise Refusal("address_unknown")
    operators = tuple(_operator(text) for text in asked.operator)
    place = Place(station=asked.station, number=asked.number, face=asked.face, label=asked.label, operators=operators)
    with data.open() as centre:
        with centre.store.writing() as tx:
            invitation = enrolment.invite(centre, tx, place, address.rstrip("/"))
            write_whole(asked.out, invitation.encode())
        words = " ".join(words_of_key(centre.keys.signing.public_key))
    code = "-".join(invitation.code[start : start + 4] for start in range(0, len(invitation.code), 4))
    say(_("Invitation for {station} written to {file}.").format(station=place.station, file=asked.out))
    say(_("Code: {code} (one use, seven days)").format(code=code))
    say(_("Words of the centre's key: {words}").format(words=words))


def _operator(text: str) -> tuple[str, str]:
    name, colon, role = text.partition(":")
    if not colon or not name or role not in ROLES:
        raise Refusal("operator_malformed", operator=text)
    return name, role


def listing(data: DataDirectory, _asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.reading() as tx:
        lengths = stations.lengths(tx)
        for station in stations.all_of(tx):
            own, sent = lengths.get((station.station, station.epoch), (0, 0))
            say(f"{station.station}  {station.label}  ({in_words(station.status)})")
            if station.key is not None:
                say(_("    words: {words}").format(words=" ".join(words_of_key(from_base64url(station.key)))))
            say(_("    entries: {own} received, {sent} written for it").format(own=own, sent=sent))
            say(_("    last contact: {when}").format(when=_moment(centre, station.contact_at)))
            if station.face == "desk" and station.epoch:
                say(_money(centre, tx, station))
        if not lengths and not stations.all_of(tx):
            say(_("There are no stations yet. Invite one with the command invite."))


def _moment(centre: Centre, at: int | None) -> str:
    if at is None:
        return _("no contact yet")
    return formats.day_and_clock(datetime.fromtimestamp(at, tz=UTC).astimezone(ZoneInfo(centre.terms.timezone)))


def _money(centre: Centre, tx: Transaction, station: Station) -> str:
    books = centre.ledgers.of(tx, station).with_everything_sent(tx)
    currency, locale = centre.terms.currency, formats.LOCALES[centre.terms.locale]
    held = formats.money(Money(books.exposure(currency), currency), locale)
    left = formats.money(Money(books.headroom_left(currency), currency), locale)
    text = _("    municipal money it holds: {held}; it may still take {left}; receipts left: {receipts}")
    return text.format(held=held, left=left, receipts=books.receipts_left)


def approve(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        approved = enrolment.approve(
            centre, tx, asked.station, guarantee_reference=asked.guarantee_reference, by=asked.by
        )
    say(_("Station {station} approved.").format(station=approved.station))
    if approved.face == "desk" and asked.guarantee_reference is None:
        say(_("It cannot collect yet: record its guarantee with the command guarantee."))


def admit(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    operator, role = _operator(asked.operator)
    with data.open() as centre, centre.store.writing() as tx:
        until = operators.admit(_writer(centre, tx, asked), operator, role)
    text = _("{operator} may work at {station} until {day}.")
    say(text.format(operator=operator, station=asked.station, day=formats.day(until)))


def _writer(centre: Centre, tx: Transaction, asked: argparse.Namespace) -> OutboundWriter:
    return OutboundWriter(centre, tx, require(tx, asked.station), asked.by)


def withdraw(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        operators.withdraw(_writer(centre, tx, asked), asked.operator)
    text = _("{operator} may not work at {station} any more, from when the station hears of it.")
    say(text.format(operator=asked.operator, station=asked.station))


def rotate_key(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        office.ask_rotation(_writer(centre, tx, asked))
    say(_("{station} changes its key by itself the next time it has contact.").format(station=asked.station))


def revoke(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        enrolment.revoke(centre, tx, asked.station)
        lines = _worst_case(centre, tx, require(tx, asked.station))
    say(_("Station {station} revoked: it is granted nothing more.").format(station=asked.station))
    say(_("Until it hears of it, it can go on with the receipts and the headroom it already holds."))
    for line in lines:
        say(line)


def worst(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        lines = _worst_case(centre, tx, require(tx, asked.station))
    for line in lines:
        say(line)


def _worst_case(centre: Centre, tx: Transaction, station: Station) -> list[str]:
    """What a station that never hears of anything again can do at most."""
    if not station.epoch:
        return []
    found, currency = worst_case(centre, tx, station), centre.terms.currency
    locale = formats.LOCALES[centre.terms.locale]
    held, more, vouchers = (
        formats.money(Money(minor, currency), locale) for minor in (found.held, found.more, found.vouchers)
    )
    most = _("At most, without being heard of again: {more} more and {receipts} receipt numbers.")
    lines = [most.format(more=more, receipts=found.receipts)]
    if found.vouchers:
        lines.append(_("Vouchers that were told and not used would add {amount}.").format(amount=vouchers))
    return [*lines, _("By what it has sent, it holds {held} of municipal money.").format(held=held)]


def guarantee(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        office.deposit_guarantee(_writer(centre, tx, asked), asked.reference)
    say(_("Guarantee of {station} recorded: it can collect.").format(station=asked.station))


def confirm(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        amount = parse_amount(asked.amount, centre.terms.currency)
        office.confirm_remittance(_writer(centre, tx, asked), asked.remittance, amount, asked.bank_line)
        said = formats.money(amount, formats.LOCALES[centre.terms.locale])
    say(_("Deposit {deposit} confirmed for {amount}.").format(deposit=asked.remittance, amount=said))


def settle_commission(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    with data.open() as centre, centre.store.writing() as tx:
        amount = parse_amount(asked.amount, centre.terms.currency)
        office.settle_commission(_writer(centre, tx, asked), amount, asked.period, asked.invoice)
        said = formats.money(amount, formats.LOCALES[centre.terms.locale])
    say(_("Commission of {station} settled: {amount}.").format(station=asked.station, amount=said))
