"""Why the centre refused, in words: what happened and what to do. Nothing was written when one of these is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.errors import Refusal
from domain.money import Money
from wording import formats
from wording.catalogue import _, mark

#: Parameters of refusals that are amounts in minor units, when the refusal also names a currency.
_AMOUNTS: Final = ("amount", "declared", "owed", "held")

_SENTENCES: Final = {
    "data_directory_in_use": mark("There is already a centre in {folder}. Choose an empty folder for --data."),
    "data_directory_unreadable": mark(
        "There is no centre in {folder}, or its settings cannot be read ({why}). Make one with the command init."
    ),
    "database_unreadable": mark("The database cannot be read: {why}. Check the disk, or restore the latest backup."),
    "database_address_malformed": mark(
        "That is not the address of a database. Write it like postgresql://user@server/database."
    ),
    "database_password_in_address": mark(
        "The database's address must hold no password: it would be kept in a file and seen by everybody on this "
        "computer. Put it into the password file of PostgreSQL (~/.pgpass) or into PGPASSWORD."
    ),
    "database_of_another_centre": mark(
        "That database already holds the centre of {municipality}. Each centre has one of its own."
    ),
    "database_busy": mark("Somebody else was writing the same at that moment. Nothing was done: give the order again."),
    "database_unavailable": mark(
        "The database does not answer: {why}. Look at what was done before you give the order again."
    ),
    "database_newer": mark(
        "The database is of version {version} and this program knows {known}: a newer program has used it. "
        "Install the newer program; nothing was changed."
    ),
    "keys_unreadable": mark(
        "The centre's keys in {folder} cannot be read ({why}). Restore them from the backup: without them no station "
        "will trust this centre."
    ),
    "municipality_folder_unreadable": mark("The municipality's folder {folder} cannot be read: {why}."),
    "municipality_folder_refused": mark("The municipality's folder has mistakes. Correct them and try again:"),
    "edition_of_another_municipality": mark("That folder is of another municipality: {found}."),
    "address_in_use": mark(
        "The address {host} port {port} cannot be used ({why}). Is the centre already running? Choose another --port."
    ),
    "backup_folder_in_use": mark("There is something in {folder} already. Choose a new folder for the backup."),
    "database_in_use": mark(
        "There is something of this municipality in that database already (table {table}). Give an empty one: nothing "
        "was written."
    ),
    "database_row_refused": mark(
        "The other database does not take what table {table} holds. Nothing was written: keep the backup and send it "
        "to support."
    ),
    "backup_unreadable": mark("There is no whole backup in {folder}: its list of files is missing or damaged."),
    "backup_damaged": mark("The backup is damaged: {file} is not what was copied. Use another backup."),
    "backup_without_keys": mark("The centre's keys are not in that backup. Name their folder with --keys."),
    "worker_failed": mark("A process of the server could not start (status {status}). What it said is above."),
    "address_unknown": mark(
        "Nobody has said where stations will find this centre. Start it once with serve, or give --address."
    ),
    "file_unreadable": mark("The file {file} cannot be used: {why}."),
    "courier_not_a_file": mark("That is not a file of a station. Choose the one whose name ends in .ventanilla."),
    "courier_too_large": mark("That file is too large to be one of a station's."),
    "courier_cut_short": mark(
        "The file of {station} is not whole: {found} of {wanted} bytes. Copy it again, and take the stick out safely."
    ),
    "courier_for_a_station": mark("That is an answer for {station}: take it to that station."),
    "courier_of_another_municipality": mark("That file is for another municipality: {found}."),
    "courier_altered": mark(
        "The file of {station} was changed on its way, or is sealed for another centre. Nothing was taken from it. "
        "Ask the station to save it again."
    ),
    "courier_malformed": mark("The file is not in order inside ({why}). Ask the station to save it again."),
    "signature_wrong": mark("The file was not signed by the station it names. Nothing was taken from it."),
    "epoch_changed": mark("The file is of a computer that was replaced since. Nothing was taken from it."),
    "entries_missing": mark(
        "Entries before {found} have not come yet, from {wanted} on. Take in the station's other files as well."
    ),
    "entry_not_authentic": mark("Entry {sequence} is not authentic ({why}): audit that station."),
    "station_pending": mark("Station {station} is not approved yet: its entries wait, and it is told nothing."),
    "station_revoked": mark("Station {station} was revoked: its entries are kept as evidence."),
    "station_unknown": mark("There is no station {station}. See them with the command stations."),
    "station_name_malformed": mark(
        "{station} is not a name for a station. Use capital letters, digits and hyphens: C07."
    ),
    "station_label_too_long": mark("What people call the station has at most {most} letters."),
    "station_number_malformed": mark("{number} is not a number for a cabin: it goes from 1 to 999."),
    "station_number_taken": mark("Number {number} already belongs to station {station}. Choose another --number."),
    "station_already_enrolled": mark(
        "Station {station} already has its key. To replace its computer, revoke it first and invite it again."
    ),
    "station_not_pending": mark("Station {station} is not waiting for approval: its status is {status}."),
    "station_not_approved": mark("Station {station} is not approved: its status is {status}."),
    "station_never_enrolled": mark("Station {station} has not sent anything yet: there is no journal to export."),
    "role_unknown": mark("{role} is not a role. Use operator, supervisor, kiosk or auditor."),
    "operator_malformed": mark("{operator} is not an operator with a role. Write it like ana:operator."),
    "terms_not_in_force": mark(
        "The agreement has no terms for {day}: the first begin on {since}. Correct this computer's date or the folder."
    ),
    "guarantee_already_deposited": mark("Station {station} already has its guarantee."),
    "series_exhausted": mark("Series {series} has no receipt numbers left. The station needs another name."),
    "restored_this_hour": mark(
        "It was said within this hour already that this centre was restored, or this computer's clock is behind. "
        "Correct the clock, or wait for the next full hour and say it again: until then nothing is written."
    ),
    "restore_not_said": mark(
        "This database is older than the last restore that this centre knows of: it was put back from a backup. "
        "Give the order restored first."
    ),
    "log_origin_malformed": mark(
        "{origin} is not a name for the log. Write it without spaces or plus signs: muni.example/log."
    ),
    "log_origin_fixed": mark("The log has its name already, and it stays: {origin}."),
    "log_folder_of_another": mark(
        "What is published in that folder was not signed by this centre's log ({why}). Choose another folder; nothing "
        "was changed."
    ),
    "log_contradicts_published": mark(
        "This database contradicts what was published up to entry {size}: it must not be signed. Nothing was changed. "
        "If it was restored from a backup, give the order restored, and call support."
    ),
    "log_entries_missing": mark(
        "{count} of {of} entries that were published are not here since the restore. Wait until the stations have "
        "connected, use recover for those in doubt, and publish again. Nothing was changed. If they will never come "
        "back, say so with --declare-lost."
    ),
    "log_files_incomplete": mark(
        "More was published than this database knows, and the file {file} is not there to read it from. Give the "
        "folder that was published last, with --folder. Nothing was changed."
    ),
    "log_not_published": mark("Nothing is published in that folder yet."),
    "log_cosignature_of_another": mark("What the witness signed is not the checkpoint that is published now."),
    "note_malformed": mark("That file is not a signed note ({why})."),
    "vouchers_none_left": mark(
        "Station {station} has no voucher left to tell. It is granted new ones when it connects."
    ),
    "pool_name_malformed": mark("{pool} is not a name for a pool. Use letters, digits, dots and hyphens: NAC-2026."),
    "pool_exists": mark("There is already a pool {pool}. Choose another name."),
    "office_unknown": mark("That service is not given at an office called {office}. See the municipality's folder."),
    "pool_meets": mark(
        "Pool {pool} already has hours of that service at that office at that time: nobody can be given both. See the "
        "pools, and choose other hours."
    ),
    "hours_malformed": mark(
        "Those hours do not fit in one day, or last less than 5 minutes or more than 480. Write the first one like "
        "08:00 and check --count and --minutes."
    ),
    "appointment_service_unknown": mark("The municipality's folder has no service with appointments called {service}."),
    "pool_unknown": mark("There is no pool {pool}. See them with the command pools."),
    "pool_closed": mark(
        "Pool {pool} was closed when this centre was restored from a backup: its numbers may be in use. Open another."
    ),
    "pool_exhausted": mark("Pool {pool} has no numbers in hand."),
    "grant_malformed": mark("The first and the last number do not fit together."),
    "journal_in_doubt": mark(
        "This centre may have lost entries that station {station} holds, because it was restored from a backup. "
        "Export the journal at the station and bring it back with the command recover."
    ),
    "journal_of_another_station": mark("That file is the journal of {found}, not of this station."),
    "journal_file_unreadable": mark("Line {line} of the journal file cannot be read: {why}."),
    "journal_forked": mark(
        "From entry {sequence} on, the file and this centre tell two different stories. Do not write anything more to "
        "this station and call support."
    ),
    "remittance_unknown": mark(
        "The station has declared no deposit {remittance}. Check the number, or wait until the station has connected."
    ),
    "remittance_confirmed_beyond_declared": mark("That is more than was declared for {remittance}: {declared}."),
    "bank_line_used": mark("That line of the bank was already used at {station}, entry {entry}: {bank_line}."),
    "commission_beyond_earned": mark("The agent has not earned that much commission: {owed} are owed."),
    "commission_beyond_banked": mark("There is not that much in the collection account of this station."),
    "remittance_settled": mark("Nothing is awaited of {remittance} any more."),
    "remittance_more_than_held": mark("The station has less counted money than that: {held}. Look at the list again."),
    "debt_beyond_owed": mark("The agent does not owe that much: {owed}."),
    "guarantee_beyond_held": mark("The guarantee is less than that: {held}."),
    "headroom_not_given_back": mark(
        "Station {station} has not been heard since its headroom was ended: it may still be taking money. Wait for it."
    ),
    "guarantee_not_held": mark("Station {station} has no guarantee to return."),
    "guarantee_still_needed": mark(
        "The station still holds or owes money, has an open drawer, or may still take money. The guarantee stays."
    ),
    "overage_beyond_held": mark("The cash over of this station is less than that: {held}."),
    "prepaid_unknown": mark("The station has sold no prepaid code {prepaid}."),
    "prepaid_spent": mark("Nothing is left on the prepaid code {prepaid}."),
    "receipt_unknown": mark(
        "There is no receipt {receipt} of a closed drawer. It may not have arrived from its station yet."
    ),
    "receipt_of_closed_journal": mark(
        "Receipt {receipt} was issued with an earlier key of station {station}: refund it outside this program."
    ),
    "receipt_still_voidable": mark(
        "The drawer of receipt {receipt} is still open: the cabin itself can void it, or wait until it closes."
    ),
    "receipt_already_voided": mark("Receipt {receipt} was voided at the cabin: the money was given back there."),
    "receipt_already_refunded": mark("Receipt {receipt} was refunded before."),
    "refund_unknown": mark("No refund {refund} was approved."),
    "refund_already_paid": mark("Refund {refund} was paid before."),
    "refund_beyond_banked": mark(
        "The collection account has not received that much from this station: pay refund {refund} "
        "with --source treasury."
    ),
    "resolution_missing": mark("To book, say by which --resolution."),
    "calendar_too_short": mark(
        "The calendar knows the holidays from {first_year} to {last_year} only, and {day} is "
        "needed: take a new edition."
    ),
    "month_unreadable": mark("{month} is not a month. Write it like 2026-11."),
    "month_not_over": mark("{month} is not over yet."),
    "statement_empty": mark("The station has sent nothing for statement {statement} that is not in an earlier one."),
    "statement_already_issued": mark("Statement {statement} was issued before."),
    "dispute_unknown": mark("Nobody disputes line {line} of statement {statement}."),
    "dispute_already_resolved": mark("The dispute of line {line} of statement {statement} was answered before."),
    "adjustment_of_rejected_dispute": mark("A dispute that is rejected grants no commission."),
    "edition_altered": mark(
        "The copy of the municipality's folder in {folder} is not as it was taken. Take it again "
        "with the command edition."
    ),
    "amount_unreadable": mark("{text} is not an amount. Write it like 69.20."),
    "amount_too_precise": mark("{text} has more decimals than the currency has."),
    "amount_absurd": mark("{text} is too large an amount."),
    "case_unknown": mark("There is no case {case}. It may not have arrived from its station yet."),
    "case_code_incomplete": mark("A case code has ten digits."),
    "case_code_mistyped": mark("That case code is mistyped: its check digit does not agree."),
    "case_move_unknown": mark("A case cannot go from {current} to {target}."),
    "closing_answer_missing": mark("A case is not ended without words for the citizen."),
    "reopened_without_date": mark("A finished case is opened again with the order reopen, which gives a new date."),
    "promise_not_later": mark("{promise} is not later than {before}, which is promised already."),
    "promise_not_working": mark("Nobody answers on {promise}: it is not a working day."),
    "case_finished": mark("The case is finished ({state}): nothing more is promised."),
    "case_not_finished": mark("The case is not finished ({state}): there is nothing to open again."),
    "case_not_observed": mark("Nothing is missing of the case ({state})."),
    "requirement_not_missing": mark("Requirement {requirement} is not missing."),
    "requirement_unknown": mark("The service has no requirement {requirement}. It has: {known}."),
    "step_taken_before": mark("Step {step} was done before."),
    "step_unknown": mark("The service has no step {step}. It has: {known}."),
    "step_out_of_order": mark("Step {step} is not the next one. The next one is: {wanted}."),
    "day_malformed": mark("{text} is not a date. Write it like 16/12/2026."),
    "case_of_closed_journal": mark(
        "Case {case} was opened with an earlier key of station {station}: tell the citizen."
    ),
    "announcement_days_wrong": mark("An announcement ends on {last}: before it begins, {first}, or before today."),
    "announcement_for_nobody": mark(
        "At {station} nobody would see it: a kiosk shows what is for citizens only, an auditor nothing."
    ),
    "announcement_unknown": mark("There is no announcement {announcement}. See the order announcements."),
    "announcement_withdrawn": mark("Announcement {announcement} was withdrawn before."),
    "area_unknown": mark("There is no area {area} in the municipality's folder."),
    "personal_missing": mark("The citizen's data of case {case} has not arrived yet."),
    "seal_broken": mark("The citizen's data does not open: it was altered, or sealed for another centre."),
    "commitment_broken": mark("The citizen's data of case {case} is not what the station signed."),
    "attachment_not_pdf": mark("The attached file is not a PDF."),
    "attachment_too_large": mark("The attached file is too large: at most {most} bytes."),
    "entry_body_wrong": mark("The field {field} is not acceptable: it is empty, too long, or has another form."),
    "entry_malformed": mark("The field {field} is not acceptable: it is empty, too long, or has another form."),
}

#: Parameters of refusals that are a state of a station or of a case.
_STATE_NAMES: Final = ("status", "current", "target", "state")

_STATES: Final = {
    "received": mark("case received"),
    "observed": mark("case observed"),
    "not_presented": mark("case not presented"),
    "in_progress": mark("case in progress"),
    "resolved": mark("case resolved"),
    "rejected": mark("case rejected"),
    "closed": mark("case closed"),
    "invited": mark("station invited"),
    "pending": mark("station waiting for approval"),
    "approved": mark("station approved"),
    "revoked": mark("station revoked"),
}


def in_words(state: str) -> str:
    return _(_STATES.get(state, state))


def sentence(refusal: Refusal, locale: str = "es-PE") -> str:
    """What a person reads. An unforeseen code is shown with its parameters rather than hidden."""
    known = _SENTENCES.get(refusal.code)
    if known is None:
        return _("The centre refused it: {code}").format(code=str(refusal))
    text = _(known).format_map(_Readable(_in_words(refusal.details, locale)))
    problems = refusal.details.get("problems")
    return "\n".join([text, *(f"  {problem}" for problem in problems)]) if problems else text


class _Readable(dict[str, Any]):
    """A parameter that a refusal lacks leaves a gap, not a crash: it is being explained, not decided."""

    def __missing__(self, name: str) -> str:
        return "…"


def _in_words(details: Mapping[str, Any], locale: str) -> dict[str, Any]:
    currency = details.get("currency")
    readable = dict(details)
    for name, value in details.items():
        if name in _STATE_NAMES:
            readable[name] = in_words(str(value))
        elif name in _AMOUNTS and currency is not None:
            readable[name] = formats.money(Money(value, currency), formats.LOCALES[locale])
    return readable
