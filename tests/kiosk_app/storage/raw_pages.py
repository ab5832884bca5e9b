"""What really lies on the disk: every page of an SQLCipher file and of its log, decrypted, the free ones too.

Written from SQLCipher's description of its format (version 4, raw key): AES-256-CBC a page, with the initialisation
vector in its last 80 bytes; the first 16 bytes of the file are a salt.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

PAGE = 4096
RESERVED = 80
_VECTOR = 16
_SALT = 16
_LOG_HEADER, _FRAME_HEADER = 32, 24


def decrypted(database: Path, key: bytes) -> bytes:
    """The pages of the database and the frames of its log, one after another."""
    pages = [file[at : at + PAGE] for file in (database.read_bytes(),) for at in range(0, len(file), PAGE)]
    plain = [_page(page, key, first=number == 0) for number, page in enumerate(pages)]
    log = database.with_name(database.name + "-wal")
    frames = log.read_bytes()[_LOG_HEADER:] if log.exists() else b""
    step = _FRAME_HEADER + PAGE
    for at in range(0, len(frames) - step + 1, step):
        number = int.from_bytes(frames[at : at + 4])
        plain.append(_page(frames[at + _FRAME_HEADER : at + step], key, first=number == 1))
    return b"".join(plain)


def _page(page: bytes, key: bytes, *, first: bool) -> bytes:
    start = _SALT if first else 0
    vector = page[PAGE - RESERVED : PAGE - RESERVED + _VECTOR]
    opener = Cipher(AES256(key), CBC(vector)).decryptor()
    return opener.update(page[start : PAGE - RESERVED]) + opener.finalize()
