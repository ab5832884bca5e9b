"""A photo from a file, checked by its first bytes: a name's ending proves nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from domain.errors import Refusal
from kiosk_app.storage.blobs import Blob

_SIGNATURES: Final = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


def read_photo(path: str) -> Blob:
    """Raises Refusal `file_unreadable` for what is gone or is not a JPEG or PNG. The size is the journal's to judge."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise Refusal("file_unreadable", file=Path(path).name) from error
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return Blob(kind, content)
    raise Refusal("file_unreadable", file=Path(path).name)


def photo_words(path: str, photo: Blob) -> str:
    """`poste.jpg, 180 KB`."""
    return f"{Path(path).name}, {max(1, len(photo.content) // 1024)} KB"
