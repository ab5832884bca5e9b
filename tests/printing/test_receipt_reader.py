"""The reader of receipts against bytes written by hand from the command reference, never by our encoder."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from printing.receipt_reader import CODE_PAGES, Cut, Feed, Kick, NativeCode, Unreadable, read
from printing.receipt_reader.drawing import picture_of, png_of

#: ñ á Ñ ü ¿ in the pages that receipt printers have, from Epson's character tables.
LETTERS = {
    0: ("ñáÑü¿", b"\xa4\xa0\xa5\x81\xa8"),
    2: ("ñáÑüÁ", b"\xa4\xa0\xa5\x81\xb5"),
    16: ("ñáÑüÁ", b"\xf1\xe1\xd1\xfc\xc1"),
    19: ("ñáÑü€", b"\xa4\xa0\xa5\x81\xd5"),
}


@pytest.mark.parametrize("page", sorted(LETTERS))
def test_letters_are_those_of_the_page_that_was_selected(page: int) -> None:
    told, data = LETTERS[page]
    assert read(b"\x1b@\x1bt" + bytes([page]) + data + b"\n", 384).lines == [told]


def test_a_page_lasts_until_another_is_selected_and_initialising_forgets_it() -> None:
    paper = read(b"\x1bt\x10\xf1\n\x1bt\x13\xa4\n\x1b@\xa4\n", 384)
    assert (paper.lines, paper.code_pages) == (["ñ", "ñ", "ñ"], [16, 19])
    assert read(b"\x1bt\x10\xa4\n", 384).lines == ["¤"], (
        "the wrong page reads as the wrong letter, not as the right one"
    )


def test_a_printer_that_numbers_its_pages_in_its_own_way() -> None:
    assert read(b"\x1bt\x19\xa4\n", 384, {25: "cp858"}).lines == ["ñ"]
    with pytest.raises(Unreadable, match="no code page 25"):
        read(b"\x1bt\x19\xa4\n", 384)


def test_weight_size_and_reverse_are_seen() -> None:
    paper = read(b"\x1bE\x01fuerte\x1bE\x00\n\x1d!\x11doble\x1d!\x00\n\x1dB\x01banda\n\x1dB\x00\x1b!\x30grande\n", 384)
    assert (paper.bold, paper.tall, paper.inverse) == (["fuerte"], ["doble", "grande"], ["banda"])
    strong, double, _band, modes = paper.text_lines
    assert strong.letters[0].size == (12, 24)
    assert double.letters[0].size == modes.letters[0].size == (24, 48)
    assert double.height > strong.height


def test_text_stands_left_in_the_middle_and_right() -> None:
    lines = read(b"uno\n\x1ba\x01uno\n\x1ba\x02uno\n\x1ba\x00uno\n", 384).text_lines
    assert [line.left for line in lines] == [0, (384 - 36) // 2, 384 - 36, 0]


def test_alignment_in_the_middle_of_a_line_is_not_obeyed() -> None:
    assert read(b"a\x1ba\x01b\n", 384).text_lines[0].left == 0


def test_a_raster_is_the_picture_that_was_sent() -> None:
    paper = read(b"\x1dv0\x00\x02\x00\x03\x00" + bytes([0xFF, 0, 0x81, 0x01, 0, 0x80]), 384)
    (picture,) = paper.rasters
    dots = picture.tobytes()
    dark = [[int(dot == 0) for dot in dots[row * 16 : row * 16 + 16]] for row in range(3)]
    assert dark == [[1] * 8 + [0] * 8, [1, 0, 0, 0, 0, 0, 0, 1] + [0] * 7 + [1], [0] * 8 + [1] + [0] * 7]
    assert picture_of(paper).size == (384, 3)


def test_feeds_cuts_and_the_latch_are_told_in_order() -> None:
    paper = read(b"fin\n\x1bJ\x40\x1dVB\x10\x1bp\x00\x19\xfa", 384)
    assert paper.printed[1:] == [Feed(0x40), Feed(0x10), Cut(partial=False), Kick(0)]
    assert (paper.fed_before_cut, paper.cuts, paper.kicks, paper.last_ink) == (0x50, 1, 1, "fin")


def test_a_native_symbol_is_not_taken_for_a_picture() -> None:
    store = b"\x1d(k\x07\x001P0abcd"
    paper = read(store + b"\x1d(k\x03\x001Q0", 384)
    assert (paper.native_codes, paper.rasters) == ([b"abcd"], [])
    assert [type(each) for each in paper.printed] == [NativeCode]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x1bZ", "unknown command"),
        (b"\x10\x04\x01", "unknown command"),
        (b"\x01", "unknown command"),
        (b"\x1bt", "cut short"),
        (b"\x1dv0\x00\x02\x00\x03\x00\xff", "cut short"),
        (b"\x1dv0\x00\x40\x00\x01\x00" + b"\x00" * 64, "wider than the paper"),
        (b"\x1dv0\x03\x01\x00\x01\x00\x00", "normal density"),
        (b"x" * 33 + b"\n", "runs off the paper"),
        (b"media linea\x1dV\x00", "in the middle of a line"),
        (b"\x1d(k\x07\x001P0", "cut short"),
    ],
)
def test_what_a_printer_would_print_as_rubbish_is_an_error(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(data, 384)


@given(
    st.binary(max_size=80)
    | st.lists(st.sampled_from([b"\x1b", b"\x1d", b"@", b"t\x13", b"v0", b"(k", b"d", b"\xa4"])).map(b"".join)
)
def test_any_bytes_are_a_paper_or_unreadable_and_never_break_the_reader(data: bytes) -> None:
    try:
        paper = read(data, 384)
    except Unreadable:
        return
    assert picture_of(paper).width == 384


def test_the_pages_are_known_to_python() -> None:
    for name in CODE_PAGES.values():
        assert "ñ".encode(name) if name != "cp860" else "ã".encode(name)


def test_the_picture_is_as_wide_as_the_paper_with_its_bare_margins() -> None:
    with Image.open(BytesIO(png_of(read(b"hola\n", 384)))) as picture:
        assert (picture.format, picture.width) == ("PNG", 384 + 48)
        assert min(picture.convert("L").tobytes()) < 60
