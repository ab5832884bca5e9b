"""A photo from a file: read whatever its name says, and kept as a plain picture of a size that the link can carry.

What the camera wrote beside the picture stays behind: place, time, owner, serial number, preview. Nothing of the file
is copied but its pixels, so a field that nobody has heard of stays behind too.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from domain.errors import Refusal
from kiosk_app.storage.blobs import Blob

#: A lamp post's plate and a bank's voucher are legible at this size, in about 300 kB.
SIDE_MAX: Final = 1600
QUALITY: Final = 80
#: Longer files, and pictures that would need more memory than a cabin's computer has to spare, are no photos of ours.
FILE_BYTES_MAX: Final = 64 * 1024 * 1024
PIXELS_MAX: Final = 40_000_000
_JPEG: Final = b"\xff\xd8\xff"
_SCAN: Final = 0xDA
_JPEG_END: Final = b"\xff\xd9"
_PNG_END: Final = b"IEND"


def read_photo(path: str) -> Blob:
    """A JPEG of at most SIDE_MAX a side, upright, on white, without anything beside the picture.

    Raises Refusal `file_too_large`, or `file_unreadable` for what is gone, is not a JPEG or PNG, or was cut off: a card
    pulled out too early leaves the beginning of a photo.
    """
    name = Path(path).name
    try:
        size = Path(path).stat().st_size
        if size > FILE_BYTES_MAX:
            raise Refusal("file_too_large", size=size, most=FILE_BYTES_MAX)
        content = Path(path).read_bytes()
        if not _is_whole(content):
            raise Refusal("file_unreadable", file=name)
        return Blob("image/jpeg", _plain(content))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:  # what Pillow says of bad files
        raise Refusal("file_unreadable", file=name) from error


def _plain(content: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # PIXELS_MAX judges, after the draft
        picture = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
    with picture:
        picture.draft("RGB", (SIDE_MAX, SIDE_MAX))  # a large JPEG is read at a fraction of its size
        if picture.width * picture.height > PIXELS_MAX:
            raise ValueError("more pixels than a photo has")
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((SIDE_MAX, SIDE_MAX))
        page = Image.new("RGB", upright.size, "white")
        seen = upright.convert("RGBA") if upright.has_transparency_data else upright.convert("RGB")
        page.paste(seen, mask=seen.getchannel("A") if seen.mode == "RGBA" else None)
        written = BytesIO()
        page.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _is_whole(content: bytes) -> bool:
    """Whether the picture itself ends: a JPEG's small preview, which ends too, lies in a segment before it."""
    if not content.startswith(_JPEG):
        return _PNG_END in content
    at = 2
    while content[at : at + 1] == b"\xff" and len(content) >= at + 4:
        if content[at + 1] == _SCAN:
            return _JPEG_END in content[at:]
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return False


def photo_words(path: str, photo: Blob) -> str:
    """`poste.jpg, 180 KB`."""
    return f"{Path(path).name}, {max(1, len(photo.content) // 1024)} KB"
