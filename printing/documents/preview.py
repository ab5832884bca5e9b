"""A PDF page as a picture, for the screen, for the demonstration and for people who read the tests' results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pypdfium2


def preview_png(pdf: bytes, scale: float = 2.0, page: int = 0) -> bytes:
    """PNG of one page; at scale 1 a point is a pixel (72 dpi). Raises ValueError when `pdf` cannot be read."""
    with _opened(pdf) as document:
        picture = document[page].render(scale=scale).to_pil()
    buffer = BytesIO()
    picture.save(buffer, format="PNG")
    return buffer.getvalue()


def page_count(pdf: bytes) -> int:
    """Raises ValueError when `pdf` cannot be read."""
    with _opened(pdf) as document:
        return len(document)


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise ValueError("not a readable PDF") from error
    try:
        yield document
    finally:
        document.close()
