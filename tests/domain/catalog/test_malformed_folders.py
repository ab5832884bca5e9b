"""Whoever writes a folder by hand is told the file, the line, the field, what was found and what is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.catalog import FILES, MAY_LACK, EditionRefused, Problem, read_municipality
from domain.errors import Refusal

M, A, C, R, P, Q, S, T = FILES


@dataclass(frozen=True)
class Fault:
    file: str
    old: str
    new: str
    line: int
    field: str
    found: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.file}, {self.field}, {self.found}"


def _faults() -> Iterator[Fault]:
    """The cases of malformed.txt, whose head explains its form."""
    file, change = "", ""
    for text in (Path(__file__).parent / "malformed.txt").read_text(encoding="utf-8").splitlines():
        if text.startswith("== "):
            file = text.removeprefix("== ")
        elif text.startswith("    "):
            old, _, new = change.replace("\\n", "\n").partition(" =>")
            place, said = text.strip().split(": ", 1)
            line, field = place.split(" ")
            found, allowed = said.rsplit(" / ", 1)
            yield Fault(file, old, new.removeprefix(" "), int(line), field.strip("."), found, allowed)
        elif not text.startswith("#"):
            change = text


@pytest.mark.parametrize("fault", list(_faults()), ids=str)
def test_a_fault_is_reported_with_its_file_line_field_and_what_is_allowed(small: dict[str, str], fault: Fault) -> None:
    assert fault.old in small[fault.file], "the case does not spoil anything"
    small[fault.file] = small[fault.file].replace(fault.old, fault.new, 1)
    [problem] = _problems(small)  # one fault, one problem: nothing is blamed on what merely follows from it
    assert (problem.file, problem.line, problem.field) == (fault.file, fault.line, fault.field)
    assert problem.found.startswith(fault.found)
    assert fault.allowed in problem.allowed


def test_the_folder_that_the_cases_spoil_is_accepted(small: dict[str, str]) -> None:
    assert read_municipality({name: text.encode() for name, text in small.items()}).id == "san-juan"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (M, 'coins = ["1.00", "0.50", "0.10"]', 'coins = ["0.50", "0.10"]'),
        (M, 'address = "Plaza de Armas 1"', f'address = "{"a" * 120}"\nphone = ""'),
        (A, "headroom_percent = 100", "headroom_percent = 1"),
        (A, "headroom_percent = 100", "headroom_percent = 1000"),
        (A, "warn_percent = 70", "warn_percent = 1"),
        (A, "warn_percent = 70", "warn_percent = 99"),
        (A, "banking_term_hours = 24", "banking_term_hours = 1"),
        (A, "banking_term_hours = 24", "banking_term_hours = 240"),
        (A, "receipt_block = 200", "receipt_block = 1"),
        (A, "receipt_block = 200", "receipt_block = 10000"),
        (A, 'guarantee = "300.00"', 'guarantee = "0.01"'),
        (A, 'guarantee = "600.00"', 'guarantee = "60047995031606.60"'),  # 150 % of it is all that a journal can carry
        (A, 'smallest_coin = "0.50"', 'smallest_coin = "1.00"'),
        (A, "since = 2026-08-01", "since = 2026-01-02"),
        (A, "void_minutes = 30", "void_minutes = 1"),
        (A, "void_minutes = 30", "void_minutes = 1440"),
        (A, "voucher_count = 10", "voucher_count = 100"),
        (A, 'voucher_amount = "100.00"', 'voucher_amount = "0.01"'),
        (A, 'voucher_amount = "100.00"', 'voucher_amount = "9007199254710.99"'),  # ten of them, and the headroom
        (A, 'prepaid_amounts = ["20.00", "10.00"]', 'prepaid_amounts = ["0.10"]'),
        (A, 'agent = "C07"', 'agent = "C0"'),
        (A, 'agent = "C07"', 'agent = "CABINA-DEL-PUENT"'),
        (A, 'amount = "4.00"', 'amount = "0.00"'),
        (A, "until = 2026-06-30", "until = 2026-01-01"),
        (A, "since = 2026-07-01", "since = 2026-08-01"),  # a gap is allowed: nothing is due in it
        (C, "opens = 14:30:00", "opens = 13:00:00"),
        (R, '["Tesorería, Plaza de Armas 1, de 8 a 13 h."]', f'["{"a" * 42}", "b", "c", "d"]'),
        (R, '["Su DNI.", "El recibo, o el aviso."]', '["Su DNI."]'),
        (R, '["Su DNI.", "El recibo, o el aviso."]', f'["a", "b", "c", "{"d" * 42}"]'),
        (R, 'footer = ["Pague solo lo que dice este recibo."]', "footer = []"),
        (P, "term_working_days = 3", "term_working_days = 1"),
        (P, "term_working_days = 3", "term_working_days = 365"),
        (P, "since = 2027-01-01, amount", "since = 2027-01-02, until = 2027-01-02, amount"),
        (S, "minutes = 30", "minutes = 5"),
        (S, "minutes = 30", "minutes = 480"),
    ],
)
def test_the_least_and_the_most_that_is_allowed_is_accepted(
    small: dict[str, str], file: str, old: str, new: str
) -> None:
    assert old in small[file]
    small[file] = small[file].replace(old, new, 1)
    assert read_municipality({name: text.encode() for name, text in small.items()})


def test_every_station_needs_a_commission_not_only_the_ones_that_are_named(small: dict[str, str]) -> None:
    small[A] = small[A].partition("[[commission]]")[0] + "[[commission]]\nagent" + small[A].partition("\nagent")[2]
    [problem] = _problems(small)
    assert (problem.line, problem.field) == (33, "commission")
    assert (problem.found, "without agent" in problem.allowed) == ("only commissions of single agents", True)


def test_holidays_that_are_no_table_are_refused(small: dict[str, str]) -> None:
    small[C] = "holidays = 3\n" + small[C].partition("[holidays]")[0]
    [problem] = _problems(small)
    assert (problem.line, problem.found, problem.allowed) == (1, "the number 3", "a table [holidays]")


def test_a_municipality_without_appointments_has_an_empty_file(small: dict[str, str]) -> None:
    municipality = read_municipality({name: text.encode() for name, text in (small | {S: ""}).items()})
    assert municipality.appointment_services == ()


def test_all_faults_are_collected_in_order_of_file_and_line(small: dict[str, str]) -> None:
    small[A] = small[A].replace('"300.00"', "300.0").replace("= 70", '= "70"')
    small[P] = small[P].replace('"12.36"', "12.36").replace("= 3\n", "= 0\n")
    small[Q] = "[[category]"
    problems = _problems(small)
    assert [(problem.file, problem.field) for problem in problems] == [
        (A, "terms[1].guarantee"),
        (A, "terms[1].warn_percent"),
        (Q, ""),
        (P, "procedure[1].fee[1].amount"),
        (P, "procedure[2].term_working_days"),
    ]
    assert list(problems) == sorted(problems)


def test_a_problem_is_one_english_sentence(small: dict[str, str]) -> None:
    small[P] = small[P].replace('amount = "12.36"', 'amount = "doce\\nsoles"')
    [problem] = _problems(small)
    assert str(problem) == (
        'procedures.toml, line 17, procedure[1].fee[1].amount: found "doce\\u000asoles"; '
        'allowed: text such as "12.00" in PEN.'
    )


def test_the_refusal_has_its_code_and_says_every_problem(small: dict[str, str]) -> None:
    small[A] = small[A].replace('"300.00"', "300.0")
    with pytest.raises(Refusal) as refused:
        read_municipality({name: text.encode() for name, text in small.items()})
    assert refused.value.code == "municipality_folder_refused"
    assert "agreement.toml, line 4, terms[1].guarantee" in str(refused.value)


@pytest.mark.parametrize("name", [name for name in FILES if name not in MAY_LACK])
def test_a_missing_file_is_one_problem_and_does_not_hide_the_others(small: dict[str, str], name: str) -> None:
    del small[name]
    spoilt = A if name != A else R
    small[spoilt] = small[spoilt] + "\nextra = 1\n"
    problems = [problem for problem in _problems(small) if problem.file == name]
    assert [(problem.line, problem.found) for problem in problems] == [(1, "no such file")]
    assert any(problem.file == spoilt for problem in _problems(small))


def test_a_folder_of_before_without_articles_is_whole(small: dict[str, str]) -> None:
    del small["articles.toml"]
    assert read_municipality({name: text.encode() for name, text in small.items()}).articles == ()


def test_a_file_that_does_not_belong_is_refused(small: dict[str, str]) -> None:
    small["procedures.toml.bak"] = ""
    [problem] = _problems(small)
    assert problem.found == "a file that does not belong"
    assert "procedures.toml" in problem.allowed


@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        (b"\xef\xbb\xbf[[category]]\n", 1, "a byte order mark"),
        ("# ok\n# acción\n".encode("latin-1"), 2, "the byte 0xf3, which is not UTF-8"),
        (b'ok = 1\nkey = "a"\nkey = "b"\n', 3, "a fault of form, Cannot overwrite a value"),
        (b"ok = 1\n[[[\n", 2, "a fault of form, "),
        (b"ok = 1\nbad =", 2, "a fault of form, Invalid value"),
        (b"ok = " + b"[" * 5000 + b"]" * 5000, 1, "lists or tables nested too deep"),
        (b"ok = " + b"9" * 5000, 1, "a number of too many digits"),
        (b"#" * (8 * 2**20 + 1), 1, "8388609 bytes"),
        (b"ok = 1\rbad = 2\n", 1, "a fault of form, "),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_by_its_line(
    small: dict[str, str], content: bytes, line: int, found: str
) -> None:
    files = {name: text.encode() for name, text in small.items()} | {Q: content}
    with pytest.raises(EditionRefused) as refused:
        read_municipality(files)
    [problem] = refused.value.problems
    assert (problem.file, problem.line, problem.field) == (Q, line, "")
    assert problem.found.startswith(found)
    assert "\n" not in str(problem)


def test_a_text_that_is_never_closed_is_told_at_the_end_of_the_file(small: dict[str, str]) -> None:
    small[P] = small[P].replace('name = "Copia', 'name = """Copia')
    [problem] = _problems(small)
    assert problem.line == small[P].count("\n") + 1
    assert "Unterminated string" in problem.found


def test_lines_are_counted_the_same_with_the_line_ends_of_windows(small: dict[str, str]) -> None:
    small[P] = small[P].replace("term_working_days = 3", "term_working_days = 0")
    unix = _problems(small)
    small[P] = small[P].replace("\n", "\r\n")
    assert _problems(small) == unix


def test_references_are_not_blamed_when_what_they_refer_to_is_unreadable(small: dict[str, str]) -> None:
    small[M] = "["
    assert {problem.file for problem in _problems(small)} == {M}


def _problems(texts: dict[str, str]) -> tuple[Problem, ...]:
    with pytest.raises(EditionRefused) as refused:
        read_municipality({name: text.encode() for name, text in texts.items()})
    return refused.value.problems
