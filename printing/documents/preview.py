"""A PDF page as a picture, for the screen, for the demonstration and for people who read the tests' results."""

from __future__ import annotations

from io import BytesIO

import pypdfium2


def preview_png(pdf: bytes, scale: float = 2.0, page: int = 0) -> bytes:
    """PNG of one page; at scale 1 a point is a pixel (72 dpi)."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[page].render(scale=scale).to_pil()
        buffer = BytesIO()
        picture.save(buffer, format="PNG")
        return buffer.getvalue()
    finally:
        document.close()


def page_count(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()
