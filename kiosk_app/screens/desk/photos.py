"""A photo from a file, checked by its first bytes: a name's ending proves nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from domain.errors import Refusal
from kiosk_app.storage.blobs import Blob

_JPEG: Final = b"\xff\xd8\xff"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SCAN: Final = 0xDA
_JPEG_END: Final = b"\xff\xd9"


def read_photo(path: str) -> Blob:
    """Raises Refusal `file_unreadable` for what is gone, is not a JPEG or PNG, or was cut off: a card pulled out too
    early leaves the beginning of a photo. The size is the journal's to judge.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise Refusal("file_unreadable", file=Path(path).name) from error
    if content.startswith(_JPEG) and _is_whole_jpeg(content):
        return Blob("image/jpeg", content)
    if content.startswith(_PNG) and b"IEND" in content:
        return Blob("image/png", content)
    raise Refusal("file_unreadable", file=Path(path).name)


def _is_whole_jpeg(content: bytes) -> bool:
    """Whether the picture itself ends: its small preview, which ends too, lies in a segment before it. What a camera
    appends behind the end (a moving picture) is left alone.
    """
    at = 2
    while content[at : at + 1] == b"\xff" and len(content) >= at + 4:
        if content[at + 1] == _SCAN:
            return _JPEG_END in content[at:]
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return False


def photo_words(path: str, photo: Blob) -> str:
    """`poste.jpg, 180 KB`."""
    return f"{Path(path).name}, {max(1, len(photo.content) // 1024)} KB"
