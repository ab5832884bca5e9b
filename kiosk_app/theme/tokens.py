"""Design tokens as data: colours, and one scale of sizes for each face of the program.

Sizes are logical pixels at 102 ppi (a 21.5" 1920x1080 display); `Scale.times` fits a face to another display, because a
kiosk key is 20 mm wide whatever the panel. Contrast is stated as pairs so that a test can hold every pair to WCAG 2.2.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final

from kiosk_app.shown import Tone

__all__ = [
    "COLOURS",
    "CONTROL_PAIRS",
    "DESK",
    "FONT_FAMILY",
    "KIOSK",
    "KIOSK_LARGE",
    "SPACE",
    "TEXT_PAIRS",
    "Colours",
    "Scale",
    "Tone",
]
__all__ += ["activate", "active_scale"]

FONT_FAMILY: Final = "Inter"


@dataclass(frozen=True, slots=True)
class Colours:
    bg: str = "#F3F5F7"
    surface: str = "#FFFFFF"
    surface_2: str = "#F8FAFB"
    sunken: str = "#EAEEF1"
    text: str = "#14212B"
    text_2: str = "#475764"
    text_3: str = "#5F6F7C"
    line: str = "#D5DCE2"  # decoration only: 1.4:1
    line_strong: str = "#76858F"  # the border of a control: at least 3:1 (WCAG 1.4.11)
    primary: str = "#0B5A63"
    primary_hover: str = "#094B53"
    primary_press: str = "#073D44"
    on_primary: str = "#FFFFFF"
    on_primary_2: str = "#CFE7E9"
    primary_soft: str = "#E2F0F1"
    primary_softer: str = "#F0F7F8"
    focus: str = "#FFB000"  # amber alone is 1.8:1 on white, hence the dark inner line
    focus_inner: str = "#14212B"
    ok: str = "#17673A"
    ok_soft: str = "#E3F3E9"
    ok_line: str = "#9CCFB0"
    warn: str = "#7A4B00"
    warn_soft: str = "#FDF1D8"
    warn_line: str = "#E5B95C"
    err: str = "#A6201B"
    err_soft: str = "#FCE9E7"
    err_line: str = "#E3A39F"
    info: str = "#1F4E8C"
    info_soft: str = "#E5EEF9"
    info_line: str = "#A9C4E6"
    plum: str = "#6B2F6E"
    plum_soft: str = "#F3E8F4"
    plum_line: str = "#CFA9D2"
    rail: str = "#0D2E36"
    rail_hover: str = "#17414B"
    rail_active: str = "#1C4F5A"
    rail_text: str = "#C9DADD"
    on_rail: str = "#FFFFFF"
    brand: str = "#F0B83F"
    scroll: str = "#B9C4CC"


COLOURS: Final = Colours()

#: (ink, ground) of every text the program writes: at least 4.5:1.
TEXT_PAIRS: Final = (
    ("text", "bg"),
    ("text", "surface"),
    ("text", "surface_2"),
    ("text", "sunken"),
    ("text", "primary_softer"),
    ("text_2", "bg"),
    ("text_2", "surface"),
    ("text_2", "surface_2"),
    ("text_2", "sunken"),
    ("text_2", "primary_softer"),
    ("text_3", "bg"),
    ("text_3", "surface"),
    ("text_3", "surface_2"),
    ("text_3", "primary_softer"),
    ("on_primary", "primary"),
    ("on_primary", "primary_hover"),
    ("on_primary", "primary_press"),
    ("on_primary_2", "primary"),
    ("primary", "surface"),
    ("primary", "bg"),
    ("primary", "primary_soft"),
    ("primary", "primary_softer"),
    ("ok", "ok_soft"),
    ("ok", "surface"),
    ("warn", "warn_soft"),
    ("warn", "surface"),
    ("err", "err_soft"),
    ("err", "surface"),
    ("info", "info_soft"),
    ("info", "surface"),
    ("plum", "plum_soft"),
    ("rail_text", "rail"),
    ("rail_text", "rail_hover"),
    ("on_rail", "rail_active"),
    ("on_rail", "rail_hover"),
    ("rail", "brand"),
)

#: (line, ground) of every border, icon or ring that one must see to use a control: at least 3:1.
CONTROL_PAIRS: Final = (
    ("line_strong", "surface"),
    ("line_strong", "bg"),
    ("primary", "surface"),
    ("primary", "bg"),
    ("err", "surface"),
    ("focus_inner", "surface"),
    ("focus_inner", "bg"),
    ("focus_inner", "focus"),
    ("focus", "rail"),
    ("focus", "primary"),
)

#: The 4-pixel grid.
SPACE: Final = {step: step * 4 for step in (1, 2, 3, 4, 5, 6, 8, 10, 12, 16)}


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes of one face. `text_*` are font pixels, `control_*` heights, `radius_*` corners, all logical pixels."""

    name: str
    text_xs: int
    text_s: int
    text: int
    text_l: int
    text_xl: int
    text_xxl: int
    text_amount: int
    control: int
    control_l: int
    control_xl: int
    target_min: int
    pad: int
    gap: int
    icon: int
    indicator: int
    radius_s: int
    radius: int
    radius_l: int
    border: int
    ring: int
    scrollbar: int

    def times(self, factor: float) -> Scale:
        """The same face on a display of other density: millimetres stay, pixels change."""
        sizes = {f.name: max(1, round(getattr(self, f.name) * factor)) for f in fields(self) if f.name != "name"}
        return replace(self, **sizes)


DESK: Final = Scale(
    name="desk",
    text_xs=12,
    text_s=13,
    text=14,
    text_l=16,
    text_xl=20,
    text_xxl=26,
    text_amount=34,
    control=36,
    control_l=44,
    control_xl=52,
    target_min=24,
    pad=12,
    gap=8,
    icon=18,
    indicator=20,
    radius_s=6,
    radius=8,
    radius_l=12,
    border=1,
    ring=2,
    scrollbar=10,
)
KIOSK: Final = Scale(
    name="kiosk",
    text_xs=24,
    text_s=24,
    text=28,
    text_l=34,
    text_xl=40,
    text_xxl=60,
    text_amount=64,
    control=80,
    control_l=96,
    control_xl=112,
    target_min=60,
    pad=28,
    gap=16,
    icon=34,
    indicator=48,
    radius_s=12,
    radius=18,
    radius_l=28,
    border=2,
    ring=5,
    scrollbar=60,
)
KIOSK_LARGE: Final = replace(
    KIOSK, name="kiosk_large", text_xs=34, text_s=34, text=34, text_l=40, text_xl=48, text_xxl=64, icon=40
)

_active: Scale = DESK


def active_scale() -> Scale:
    """The scale of the face on show; widgets that paint themselves ask at paint time. One process shows one face."""
    return _active


def activate(scale: Scale) -> None:
    global _active  # noqa: PLW0603 - the style sheet is the application's, and so is the scale it was made from
    _active = scale
