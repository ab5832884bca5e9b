"""Photos as cards and telephones give them: whole, cut off, with a preview inside or a film behind."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from domain.errors import Refusal
from kiosk_app.screens.desk.photos import read_photo


def picture(kind: str, side: int = 64) -> bytes:
    drawn = BytesIO()
    Image.linear_gradient("L").resize((side, side)).save(drawn, kind)
    return drawn.getvalue()


def with_preview(photo: bytes) -> bytes:
    """A whole small picture in a segment before the large one, as cameras write it."""
    preview = picture("JPEG", 8)
    return photo[:2] + b"\xff\xe1" + (len(preview) + 2).to_bytes(2) + preview + photo[2:]


WHOLE = [
    ("image/jpeg", picture("JPEG")),
    ("image/jpeg", with_preview(picture("JPEG"))),
    ("image/jpeg", picture("JPEG") + b"a moving picture" * 100),
    ("image/png", picture("PNG")),
]


@pytest.mark.parametrize(("kind", "content"), WHOLE)
def test_a_whole_photo_is_taken_byte_for_byte(tmp_path: Path, kind: str, content: bytes) -> None:
    path = tmp_path / "poste"
    path.write_bytes(content)
    blob = read_photo(str(path))
    assert (blob.type, blob.content) == (kind, content)


@pytest.mark.parametrize("content", [picture("JPEG"), with_preview(picture("JPEG")), picture("PNG")])
def test_a_photo_that_was_cut_off_anywhere_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "poste"
    for length in range(0, len(content) - 8, 7):
        path.write_bytes(content[:length])
        with pytest.raises(Refusal, match="file_unreadable"):
            read_photo(str(path))
