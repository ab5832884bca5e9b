from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from escpos import capabilities
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvariantBroken, Refusal
from printing.blocks import Block, Columns, QrCode, Text
from printing.documents.self_test import LETTERS
from printing.escpos import has_real_time_command, raster_bytes, safe_raster, slip_escpos
from printing.lookalikes import HOLE, closest
from printing.profiles import PROFILE_58, PROFILE_80, PROFILE_80_180DPI, ThermalProfile
from printing.qr import modules_of
from printing.receipt_reader import read as decode
from printing.receipt_reader.drawing import picture_of as picture_of_paper
from printing.render import render
from tests.printing.reading import codes_in
from tests.printing.samples import CODE, COMPLAINT, PLAIN_RECEIPT, RECEIPT, SECOND_COPY, SELF_TEST, SLIPS, Z_REPORT

PROFILES = [PROFILE_80, PROFILE_80_180DPI, PROFILE_58]
IDS = ["80", "80-180dpi", "58"]


class Slip:
    """A document of the given blocks only."""

    title = "slip"
    opens_drawer = False

    def __init__(self, *blocks: Block) -> None:
        self.blocks = blocks

    def layout(self) -> tuple[Block, ...]:
        return self.blocks


def printed(*blocks: Block, profile: ThermalProfile = PROFILE_58) -> list[str]:
    return decode(slip_escpos(Slip(*blocks), profile), profile.dots).lines


@pytest.mark.parametrize("name", sorted(SLIPS))
@pytest.mark.parametrize("profile", PROFILES, ids=IDS)
def test_every_slip_fits_its_paper_in_one_code_page_and_holds_no_real_time_command(
    name: str, profile: ThermalProfile
) -> None:
    job = render(SLIPS[name], profile)
    paper = decode(job, profile.dots)

    assert all(len(line) <= profile.columns for line in paper.lines)
    assert paper.code_pages == [profile.code_page_number]
    assert not has_real_time_command(job)
    assert "?" not in paper.text.replace("¿Qué?", "")


@pytest.mark.parametrize("profile", PROFILES, ids=IDS)
def test_accents_the_total_and_the_code_come_out(profile: ThermalProfile) -> None:
    paper = decode(render(RECEIPT, profile), profile.dots)

    assert "calificación" in paper.text
    assert "M. Ñ. H." in paper.text
    assert any(line.startswith("TOTAL") and line.endswith("S/ 1,238.50") for line in paper.tall)
    assert "207 418 3659" in paper.tall
    assert codes_in(paper.rasters[0]) == [CODE]
    assert CODE in codes_in(picture_of_paper(paper))
    assert paper.last_ink != "raster"


@pytest.mark.parametrize("profile", PROFILES, ids=IDS)
def test_the_test_sheet_shows_every_letter(profile: ThermalProfile) -> None:
    paper = decode(render(SELF_TEST, profile), profile.dots)

    assert LETTERS in paper.text
    assert "pingüino, señor, corazón, ¿Qué? ¡Sí!" in " ".join(line.strip() for line in paper.lines)


def test_a_printer_with_another_page_gets_its_own_number() -> None:
    windows = replace(PROFILE_80, code_page="cp1252", code_page_number=16)
    paper = decode(render(SELF_TEST, windows), 576)

    assert paper.code_pages == [16]
    assert LETTERS in paper.text


def test_the_wrong_page_number_is_seen_on_the_test_sheet() -> None:
    """Negative control of the decoder: it honours `ESC t`, so a wrong number really loses the accents."""
    wrong = replace(PROFILE_80, code_page_number=16)

    assert LETTERS not in decode(render(SELF_TEST, wrong), 576).text


def test_typographic_marks_become_plain_ones() -> None:
    lines = printed(Text("q\u2019illu \u201cÑusta\u201d \u2013 a\u2014b \u2026 \u2212S/ 1 \u2192 x"))

    assert lines[0] == 'q\'illu "Ñusta" - a-b ... -S/ 1'
    assert "q'illu" in decode(render(COMPLAINT, PROFILE_58), 384).text.lower()


@given(st.text(max_size=60))
def test_no_text_commands_the_printer_or_becomes_a_question_mark(text: str) -> None:
    job = slip_escpos(Slip(Text(text)), PROFILE_58)

    paper = decode(job, 384)  # the decoder knows no command but ours: an injected one is an error
    assert paper.kicks == 0
    assert paper.text.count("?") <= sum(letter in "?\uff1f\ufe56\u2047\u2048\u2049\u037e" for letter in text) * 2


def test_control_characters_in_data_are_spaces() -> None:
    assert printed(Text("Ana\x1bp\x00\x19\xfa\x10\x04\x01Peña"))[0].startswith("Ana p")


def test_what_has_no_likeness_is_a_visible_hole() -> None:
    assert closest("a\N{SNOWMAN}b", str.isascii) == f"a{HOLE}b"
    assert closest("Tōkyō", str.isascii) == "Tokyo"
    assert closest("co\N{SOFT HYPHEN}ra\u0301", str.isascii) == "cora"
    assert closest("n\u0303", lambda letter: letter == "ñ") == "ñ"


def test_a_long_name_wraps_and_its_amount_stays_whole_on_the_last_line() -> None:
    lines = printed(Columns("Licencia de funcionamiento de riesgo medio", "S/\N{NO-BREAK SPACE}1,234.50"))

    assert lines[:3] == ["Licencia de", "funcionamiento de", "riesgo medio         S/ 1,234.50"]
    assert printed(Columns("Etiqueta", "X" * 31))[:2] == ["Etiqueta", " " + "X" * 31]
    with pytest.raises(InvariantBroken, match="value_wider_than_paper"):
        printed(Columns("Etiqueta", "X" * 33))


def test_the_drawer_opens_once_for_an_original_and_never_for_a_copy() -> None:
    assert decode(render(RECEIPT, PROFILE_80), 576).kicks == 1
    assert decode(render(SECOND_COPY, PROFILE_80), 576).kicks == 0
    assert decode(render(Z_REPORT, PROFILE_80), 576).kicks == 0
    assert decode(render(RECEIPT, replace(PROFILE_80, drawer=False)), 576).kicks == 0


def test_the_paper_is_fed_past_the_cutter_before_the_cut() -> None:
    paper = decode(render(PLAIN_RECEIPT, PROFILE_80), 576)
    assert paper.cuts == 1
    assert paper.fed_before_cut >= 4 * 30

    without = decode(render(PLAIN_RECEIPT, PROFILE_58), 384)
    assert without.cuts == 0
    assert without.fed_since_ink >= 4 * 30


def test_a_code_that_no_camera_would_read_is_refused() -> None:
    with pytest.raises(Refusal, match="code_too_large_for_paper"):
        printed(QrCode("HTTPS://X/" + "A" * 1600))
    narrow = ThermalProfile(columns=24, dots=288)
    assert decode(slip_escpos(Slip(QrCode(CODE)), narrow), 288).rasters[0].height == 93 * 3


@pytest.mark.parametrize("size", [3, 4])
def test_the_code_scans_at_three_and_four_dots_and_keeps_its_quiet_zone(size: int) -> None:
    picture = safe_raster(modules_of(CODE), size, 576)

    assert codes_in(picture) == [CODE]
    assert picture.height == 93 * size
    edge = 4 * size
    above = picture.crop((0, 0, picture.width, edge)).convert("L")
    beside = picture.crop((picture.width - edge, 0, picture.width, picture.height)).convert("L")
    assert above.getextrema() == beside.getextrema() == (255, 255)


def test_a_raster_is_moved_a_dot_when_it_would_hold_a_real_time_command() -> None:
    row = bytes(int(bit) for bit in f"{0x10:08b}{0x04:08b}")
    modules = (row,) * len(row)
    centred = safe_raster(modules, 1, 32)

    assert not has_real_time_command(raster_bytes(centred))
    assert centred.width != 8 + 16  # centred and on a byte's edge, its bytes would read 10 04
    with pytest.raises(InvariantBroken, match="raster_has_real_time_command"):
        safe_raster(modules, 1, 16)  # no room to move


def test_an_impossible_printer_is_refused() -> None:
    with pytest.raises(InvariantBroken, match="printer_profile_impossible"):
        ThermalProfile(columns=48, dots=384)
    with pytest.raises(InvariantBroken, match="printer_profile_impossible"):
        ThermalProfile(columns=32, dots=384, code_page_number=256)


def test_the_library_leaves_no_temporary_folder_behind() -> None:
    if "ESCPOS_CAPABILITIES_PICKLE_DIR" in os.environ:
        pytest.skip("the folder is somebody's choice here")
    assert not Path(capabilities.pickle_dir).exists()


@pytest.mark.parametrize("profile", PROFILES, ids=IDS)
def test_the_ruler_has_a_figure_for_every_column(profile: ThermalProfile) -> None:
    (ruler,) = [
        line for line in decode(render(SELF_TEST, profile), profile.dots).lines if line.startswith("12345678901")
    ]
    assert len(ruler) == profile.columns
    assert ruler[-1] == str(profile.columns % 10)
