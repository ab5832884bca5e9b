"""Photos as cards and telephones give them: cut off, turned, with a place and a preview inside or a film behind."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from domain.errors import Refusal
from kiosk_app.screens.desk import photos
from kiosk_app.screens.desk.photos import SIDE_MAX, read_photo

PLACE = b"7.1638 S 78.5003 W"
_ORIENTATION, _COMMENT, _GPS, _MAKER = 0x0112, 0x9286, 0x8825, 0x927C


def picture(kind: str, side: int = 64, **written: object) -> bytes:
    drawn = BytesIO()
    Image.linear_gradient("L").resize((side, side)).save(drawn, kind, **written)
    return drawn.getvalue()


def with_preview(photo: bytes) -> bytes:
    """A whole small picture in a segment before the large one, as cameras write it."""
    preview = picture("JPEG", 8)
    return photo[:2] + b"\xff\xe1" + (len(preview) + 2).to_bytes(2) + preview + photo[2:]


def told_by_a_telephone(kind: str) -> bytes:
    """The place in every corner where a file can keep it."""
    exif = Image.Exif()
    exif[_MAKER] = exif[_COMMENT] = PLACE
    exif.get_ifd(_GPS)[29] = PLACE.decode()
    if kind == "JPEG":
        return picture(kind, exif=exif, comment=PLACE, xmp=b"<x>" + PLACE + b"</x>", icc_profile=PLACE) + PLACE
    text = PngInfo()
    text.add_text("Comment", PLACE.decode())
    text.add_itxt("XML:com.adobe.xmp", PLACE.decode())
    return picture(kind, exif=exif, pnginfo=text) + PLACE


def read(folder: Path, content: bytes) -> tuple[Image.Image, bytes]:
    path = folder / "poste"
    path.write_bytes(content)
    blob = read_photo(str(path))
    assert blob.type == "image/jpeg"
    return Image.open(BytesIO(blob.content)), blob.content


@pytest.mark.parametrize(
    "content",
    [
        picture("JPEG"), picture("PNG"), with_preview(picture("JPEG")), picture("JPEG") + b"a moving picture" * 100,
    ],
)  # fmt: skip
def test_a_whole_photo_is_kept_as_it_looks(tmp_path: Path, content: bytes) -> None:
    kept, _ = read(tmp_path, content)
    assert kept.size == (64, 64)
    grey = kept.convert("L").tobytes()
    dark, light = grey[2 * 64 + 32], grey[61 * 64 + 32]
    assert dark < 30
    assert light > 220


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_nothing_but_the_picture_is_kept(tmp_path: Path, kind: str) -> None:
    told = told_by_a_telephone(kind)
    assert told.count(PLACE) > 3, "the control: the place stands in the file several times"
    kept, content = read(tmp_path, told)
    assert PLACE not in content
    assert not kept.getexif()
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_the_same_photo_is_the_same_file_whatever_was_written_beside_it(tmp_path: Path) -> None:
    assert read(tmp_path, picture("JPEG"))[1] == read(tmp_path, told_by_a_telephone("JPEG"))[1]


def test_a_photo_taken_sideways_is_kept_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    drawn = BytesIO()
    Image.linear_gradient("L").resize((90, 60)).save(drawn, "JPEG", exif=exif)
    kept, _ = read(tmp_path, drawn.getvalue())
    assert kept.size == (60, 90)


@pytest.mark.parametrize(("sides", "kept"), [((2000, 1500), (1600, 1200)), ((300, 3200), (150, 1600))])
def test_a_large_photo_is_made_small_enough_to_travel(
    tmp_path: Path, sides: tuple[int, int], kept: tuple[int, int]
) -> None:
    drawn = BytesIO()
    Image.effect_noise(sides, 40).convert("RGB").save(drawn, "JPEG", quality=95)
    found, content = read(tmp_path, drawn.getvalue())
    assert found.size == kept
    assert max(found.size) == SIDE_MAX
    assert len(content) < 1_000_000, "even noise"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_picture_becomes_a_plain_one_on_white(tmp_path: Path, mode: str) -> None:
    drawn = BytesIO()
    Image.new("L", (8, 8), 255).convert("L" if mode == "I;16" else mode).save(
        drawn, "JPEG" if mode == "CMYK" else "PNG"
    )
    kept, _ = read(tmp_path, drawn.getvalue())
    assert kept.mode == "RGB"
    corner = kept.getpixel((0, 0))
    assert isinstance(corner, tuple)
    assert min(corner) > 250


def test_what_is_transparent_is_white_and_not_black(tmp_path: Path) -> None:
    drawn = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(drawn, "PNG")
    assert read(tmp_path, drawn.getvalue())[0].getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("content", [picture("JPEG"), with_preview(picture("JPEG")), picture("PNG")])
def test_a_photo_that_was_cut_off_anywhere_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "poste"
    for length in range(0, len(content) - 8, 7):
        path.write_bytes(content[:length])
        with pytest.raises(Refusal, match="file_unreadable"):
            read_photo(str(path))


def test_a_file_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "poste"
    Image.new("1", (20_000, 20_000)).save(path, "PNG")
    with pytest.raises(Refusal, match="file_unreadable"):
        read_photo(str(path))
    with path.open("wb") as stream:
        stream.truncate(photos.FILE_BYTES_MAX + 1)
    with pytest.raises(Refusal, match="file_too_large"):
        read_photo(str(path))


def test_a_file_that_is_gone_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "no", tmp_path):
        with pytest.raises(Refusal, match="file_unreadable"):
            read_photo(str(path))
