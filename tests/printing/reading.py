"""How the tests read paper: the text of a PDF, and the codes in a picture."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image


def pdf_text(pdf: bytes, page: int = 0) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[page].get_textpage().get_text_range()).replace("\r\n", "\n")
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Without any white space: what is left is the letters, wherever lines were broken."""
    return "".join(text.split())


def codes_in(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]


def picture_of(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))
