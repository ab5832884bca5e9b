from __future__ import annotations

import pytest

from printing.blocks import Align, Block, Columns, Text, Weight
from printing.documents.typefaces import width
from printing.documents.typeset import Glyphs, typeset

ROOM_58 = (58 - 2 * 3.5) * 72 / 25.4


def glyphs(*blocks: Block) -> list[Glyphs]:
    return [ink for ink in typeset(blocks, 58, 3.5).inks if isinstance(ink, Glyphs)]


def test_a_line_a_little_too_long_is_set_smaller_and_not_broken() -> None:
    label, date = glyphs(Columns("Respuesta antes del", "02/12/2026", Weight.STRONG))

    assert label.text == "Respuesta antes del"
    assert label.y == date.y
    assert label.size == date.size < 9.4


def test_a_word_is_never_broken_to_stand_beside_its_amount() -> None:
    label, amount = glyphs(Columns("IMPORTE", "S/\N{NO-BREAK SPACE}1,234,567,890.00", Weight.LOUD))

    assert label.text == "IMPORTE"
    assert amount.y > label.y
    assert amount.text.endswith("890.00")


@pytest.mark.parametrize("align", list(Align))
def test_a_word_wider_than_the_paper_goes_on_in_the_next_line(align: Align) -> None:
    lines = glyphs(Text("M" * 100, align))

    assert "".join(line.text for line in lines) == "M" * 100
    assert all(width(line.text, line.font, line.size) <= ROOM_58 for line in lines)


def test_a_centred_name_has_no_widow_under_it() -> None:
    lines = glyphs(Text("Municipalidad Provincial de San Juan", Align.CENTRE, Weight.STRONG))
    assert [line.text for line in lines] == ["Municipalidad", "Provincial de San Juan"]

    ragged = glyphs(Text("Municipalidad Provincial de San Juan", Align.LEFT, Weight.STRONG))
    assert [line.text for line in ragged] == ["Municipalidad Provincial de", "San Juan"]


def test_letters_that_the_typeface_lacks_are_replaced_by_their_likeness() -> None:
    (line,) = glyphs(Text("a \N{RIGHTWARDS ARROW} ñ \N{SNOWMAN} \u201cq\u2019illu\u201d"))

    assert line.text == "a -> ñ * \u201cq\u2019illu\u201d"
