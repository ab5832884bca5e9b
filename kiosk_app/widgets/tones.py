"""Ink, ground and border of each tone."""

from __future__ import annotations

from typing import Final

from kiosk_app.theme.tokens import COLOURS, Tone

INK: Final[dict[Tone, str]] = {
    "plain": COLOURS.text_2,
    "ok": COLOURS.ok,
    "warn": COLOURS.warn,
    "err": COLOURS.err,
    "info": COLOURS.info,
    "plum": COLOURS.plum,
    "primary": COLOURS.primary,
}
GROUND: Final[dict[Tone, str]] = {
    "plain": COLOURS.sunken,
    "ok": COLOURS.ok_soft,
    "warn": COLOURS.warn_soft,
    "err": COLOURS.err_soft,
    "info": COLOURS.info_soft,
    "plum": COLOURS.plum_soft,
    "primary": COLOURS.primary_soft,
}
#: The picture that says what the tone says, for people who do not tell the colours apart.
PICTURE: Final[dict[Tone, str]] = {
    "plain": "info",
    "ok": "circle-check",
    "warn": "triangle-alert",
    "err": "circle-x",
    "info": "info",
    "plum": "info",
    "primary": "info",
}
