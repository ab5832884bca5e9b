"""A refusal in the words of the counter: what to put right, and beside which field.

Nothing has been written when a rule says no, so the sentences say what to do rather than what broke.
"""

from __future__ import annotations

from typing import Any, Final

from domain.errors import Refusal
from domain.money import Money
from kiosk_app.screens.desk.form_words import answer_words
from kiosk_app.screens.desk.waits import wait_words
from kiosk_app.screens.desk.words import Words
from kiosk_app.shown import Problem
from wording.catalogue import _, mark, ngettext

_SENTENCES: Final = {
    "amount_absurd": mark("That amount is too large. Look at the numbers again"),
    "amount_too_precise": mark("Write the amount with two decimals at most"),
    "amount_unreadable": mark("Write the amount in numbers, for example 15.50"),
    "appointment_not_booked": mark("It was cancelled or is past: nothing can be changed. Give another hour"),
    "appointment_not_yet": mark("Its hour has not come yet"),
    "appointment_of_another_service": mark("That hour is of another service. Cancel this one and give the other"),
    "appointment_past": mark(
        "Its hour has passed: it cannot be changed. Say whether the person came, and give another"
    ),
    "appointment_service_unknown": mark("The municipality no longer offers this. Choose again"),
    "appointment_unknown": mark("This counter did not give it. Only the one that is named on the paper can change it"),
    "answer_missing": mark("Answer: {label}"),
    "approver_is_operator": mark("It must be another person: nobody approves for themselves"),
    "approver_unknown": mark("That person may not approve at this counter today. Choose another one"),
    "bearer_code_incomplete": mark("The code has twelve letters and numbers. Compare it with the paper"),
    "calendar_too_short": mark("The calendar on this computer has run out, so no date can be promised. Connect it"),
    "case_code_incomplete": mark("A case code has ten numbers"),
    "case_code_mistyped": mark("A number of the code is wrong. Compare it with the receipt"),
    "case_unknown": mark("This counter does not have that case. It may be of another counter"),
    "case_finished": mark("The case is finished already"),
    "case_move_unknown": mark("This case cannot go on. The person may begin a new one"),
    "case_not_finished": mark("The case is not finished yet: there is nothing to open again"),
    "case_not_observed": mark("Nothing is missing of this case"),
    "cash_beyond_held": mark("There is not that much of it in the drawer. Look at the amount again"),
    "cash_needs_second_person": mark("It is more than one person alone may take out: a second person must approve"),
    "category_unknown": mark("The municipality no longer offers this. Choose again"),
    "citizen_incomplete": mark("Write this datum of the person"),
    "commission_beyond_retainable": mark("That is more commission than you may keep back now"),
    "commission_not_in_force": mark("This procedure has no commission agreed for today. Ask the municipality"),
    "courier_altered": mark("The file was changed on its way, or is for another computer. Ask for another answer"),
    "courier_cut_short": mark("The file is not whole. Copy it again, and take the stick out safely"),
    "courier_for_the_centre": mark("That file is of {station} and goes to the municipality. Carry it there"),
    "courier_malformed": mark("The file is not in order inside. Ask the municipality for another answer"),
    "courier_not_a_file": mark("That is not a file of Ventanilla. Choose one whose name ends in .ventanilla"),
    "courier_not_asked": mark("That answer is to an older file. Save on the stick again, and carry it"),
    "courier_not_signed": mark("That answer does not come from the municipality. Nothing was taken from it"),
    "courier_of_another_station": mark("That answer is of {station}. Carry it to that counter"),
    "courier_too_large": mark("That file is too large to be an answer of the municipality"),
    "database_busy": mark("Another program holds the data of this counter. Close it and try again"),
    "disk_failing": mark("The disk of this computer does not respond: nothing was saved. Call for help"),
    "disk_full": mark("The disk of this computer is full: nothing was saved. Make room and try again"),
    "document_malformed": mark("Write the 8 numbers of the DNI"),
    "drawer_already_counted": mark("The drawer has been counted. Close it before you go on"),
    "drawer_already_open": mark("The drawer is open already"),
    "drawer_not_counted": mark("Count the drawer first"),
    "drawer_not_open": mark("Open the drawer before you collect (F6)"),
    "explanation_needed": mark("Explain the difference before you close"),
    "fee_not_in_force": mark("This procedure has no fee in force today. Ask the municipality"),
    "file_too_large": mark("The photo is too large. Take it with less quality"),
    "file_unreadable": mark("That file cannot be read. Choose a photo (JPG or PNG)"),
    "ground_missing": mark("Choose what the person says"),
    "headroom_exhausted": mark("The guarantee is used up: deposit before you collect more. Complaints can go on"),
    "keys_damaged": mark("The operators' keys cannot be read. Call for help; what was saved is safe"),
    "line_already_disputed": mark("That line is disputed already"),
    "complaint_not_similar": mark("That complaint is closed by now, or is of another place. Look at the list again"),
    "name_needed": mark("This kind of complaint needs a name"),
    "nothing_brought": mark("Tick what the person brings"),
    "nothing_to_tell": mark("The municipality has said nothing new of this case yet"),
    "operator_unknown": mark("That operator no longer works at this counter"),
    "papers_wait_for_printer": mark(
        "Papers wait ({count}) that were made for the paper of before. Print them there, or do not print them"
    ),
    "place_missing": mark("Write where it is"),
    "prepaid_amount_unknown": mark("Codes of that value are not sold here today. Choose another value"),
    "prepaid_never_copied": mark("No copies of a prepaid code are printed: it is like cash"),
    "prepaid_spent": mark("Nothing is left on that code. Take it all in cash, without the code"),
    "prepaid_unknown": mark("No such code was sold here: it pays only where it was bought"),
    "printer_settings_wrong": mark("How the printer was set up cannot be used: look at {field}"),
    "print_job_unknown": mark("There is no paper of this to print again"),
    "procedure_unknown": mark("The municipality no longer offers this. Choose again"),
    "requirement_not_missing": mark("That is not among what is missing"),
    "reason_needed": mark("Say why the receipt is voided"),
    "receipt_already_voided": mark("That receipt is voided already"),
    "receipt_not_of_this_session": mark("Its drawer is closed. Only the municipality can refund it"),
    "receipts_exhausted": mark("No receipt numbers are left. Connect this computer, or bring a USB stick"),
    "refund_already_paid": mark("The municipality has paid that refund already: nothing waits to be collected"),
    "refund_unknown": mark("This counter knows of no such refund. Connect it, and look again"),
    "remittance_more_than_held": mark("That is more than what waits to be deposited"),
    "reprint_while_printing": mark("The first paper is still on its way. Wait until it comes out"),
    "statement_already_signed": mark("This statement is signed already"),
    "statement_disagrees": mark("It does not agree with what this counter has written down"),
    "statement_line_unknown": mark("The statement has no such line"),
    "statement_unknown": mark("That statement has not come to this counter"),
    "slot_taken": mark("That hour was given meanwhile, or has passed. Choose another one"),
    "slots_exhausted": mark(
        "This counter has no free hour left for it. Connect it so that the municipality can send more, or tell the "
        "person to ask at another cabin or at the office"
    ),
    "stick_full": mark("The stick is full. Make room on it, or use another one"),
    "stick_gone": mark("The stick does not respond. Put it in again and try once more"),
    "stick_protected": mark("Nothing can be saved there. Look at the stick's lock, or use another one"),
    "supervisor_needed": mark("Only a supervisor may do this"),
    "terms_not_in_force": mark("The agreement is not in force on this date. Look at the date of this computer"),
    "text_too_long": mark("The text is too long. Shorten it"),
    "too_many_assets": mark("There are too many plates. Leave {most} at most, and take the rest as another complaint"),
    "too_many_photos": mark("There are too many photos. Leave {most} at most"),
    "void_code_not_scanned": mark(
        "Write the six numbers that are on the original receipt; the square code does not serve to void"
    ),
    "void_code_wrong": mark("That is not the code of this receipt. Read the six numbers on the person's paper again"),
    "voucher_already_used": mark("That voucher was used already. Ask the treasury for another one"),
    "voucher_call_treasury": mark("Five wrong codes. Call the treasury and have the code read out letter by letter"),
    "voucher_missing": mark("Write the number of the voucher"),
    "voucher_unknown": mark("This counter has no voucher with that code. Ask the treasury to read it out again"),
}
_CITIZEN: Final = {
    "document": ("document", mark("Write the number of the document")),
    "names": ("given_names", mark("Write the given names of the person")),
    "surnames": ("family_names", mark("Write the family names of the person")),
}
#: Where the cursor belongs when a rule says no.
_FIELDS: Final = {
    "approver_is_operator": "approver",
    "approver_unknown": "approver",
    "category_unknown": "category",
    "complaint_not_similar": "place",
    "commission_beyond_retainable": "kept",
    "document_malformed": "document",
    "explanation_needed": "explanation",
    "file_too_large": "photo",
    "file_unreadable": "photo",
    "name_needed": "name",
    "place_missing": "place",
    "prepaid_spent": "prepaid",
    "prepaid_unknown": "prepaid",
    "procedure_unknown": "procedure",
    "reason_needed": "void_reason",
    "remittance_more_than_held": "amount",
    "slot_taken": "hour",
    "slots_exhausted": "hour",
    "tendered_short": "received",
    "void_code_not_scanned": "void_code",
    "void_code_wrong": "void_code",
    "text_too_long": "description",
    "too_many_assets": "place",
    "too_many_photos": "photo",
    "voucher_missing": "voucher",
}


def problem_of(refusal: Refusal, words: Words, *, field: str = "") -> Problem:
    """`field` says where an amount was typed: the rule that refuses it does not know the screen."""
    details = refusal.details
    match refusal.code:
        case "citizen_incomplete":
            where, sentence = _CITIZEN[details["field"]]
            return Problem(where, _(sentence))
        case "answer_missing" | "answer_wrong":
            return Problem(f"question:{details['field']}", words_of(refusal, words))
        case _:
            return Problem(_FIELDS.get(refusal.code, field), words_of(refusal, words))


def words_of(refusal: Refusal, words: Words) -> str:
    """One sentence; a code that nobody foresaw still says that nothing was changed, and gives the code."""
    details: dict[str, Any] = dict(refusal.details)
    match refusal.code:
        case "tendered_short":
            missing = Money(details["due"] - details["tendered"], details["currency"])
            return _("What was received is not enough: {missing} is missing").format(missing=words.money(missing))
        case "cash_beyond_held" if details.get("way") == "void":
            return _("Its money is in the safe. Bring it back to the drawer first: Drawer (F6), Move cash (F9)")
        case "pin_wrong":
            left = int(details["left"])
            sentence = ngettext(
                "That PIN is not right. {left} more try before a wait",
                "That PIN is not right. {left} more tries before a wait",
                left,
            )
            return sentence.format(left=left)
        case "answer_wrong":
            return answer_words(details)
        case "pin_locked":
            return wait_words(int(details["seconds"]))
        case code if code in _SENTENCES:
            return _(_SENTENCES[code]).format(**details)
        case code:
            return _("This could not be done, and nothing was changed. Code: {code}").format(code=code)
