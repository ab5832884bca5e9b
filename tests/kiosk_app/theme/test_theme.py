"""Tokens, style sheet, fonts and icons: what every screen stands on."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPainterPath, QRawFont
from PySide6.QtWidgets import QApplication, QLabel

from kiosk_app.theme import COLOURS, DESK, KIOSK, KIOSK_LARGE, apply_theme, icon, palette, qss
from kiosk_app.theme.fonts import FONTS, text_font
from kiosk_app.theme.icons import ICONS, pixmap, require_icon
from kiosk_app.theme.stylesheet import IMAGES
from kiosk_app.theme.tokens import CONTROL_PAIRS, TEXT_PAIRS, Colours, Scale
from kiosk_app.widgets.tones import GROUND, INK

ROOT = Path(__file__).resolve().parents[3]


def luminance(colour: QColor) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) + 0.0722 * channel(colour.blueF())


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's ratio, 1 to 21."""
    light, dark = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_ratio_itself_is_right() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21, abs=0.01)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_is_read_on_its_ground(ink: str, ground: str) -> None:
    assert contrast(getattr(COLOURS, ink), getattr(COLOURS, ground)) >= 4.5


@pytest.mark.parametrize(("line", "ground"), CONTROL_PAIRS)
def test_a_control_is_seen_on_its_ground(line: str, ground: str) -> None:
    assert contrast(getattr(COLOURS, line), getattr(COLOURS, ground)) >= 3


@pytest.mark.parametrize("tone", sorted(INK))
def test_every_tone_is_read_on_its_own_ground(tone: str) -> None:
    assert contrast(INK[tone], GROUND[tone]) >= 4.5  # type: ignore[index]  # the keys are tones


def test_amber_alone_would_not_show_on_white() -> None:
    """Why the focus ring has two colours."""
    assert contrast(COLOURS.focus, COLOURS.surface) < 3 <= contrast(COLOURS.focus_inner, COLOURS.surface)


@pytest.mark.parametrize("scale", [DESK, KIOSK, KIOSK_LARGE, KIOSK.times(1.5)], ids=lambda scale: str(scale.name))
def test_the_style_sheet_leaves_no_token_unfilled(scale: Scale) -> None:
    sheet = qss(scale)
    assert "$" not in sheet
    assert re.findall(r"url\(\"([^\"]+)\"\)", sheet), "indicators have pictures"
    assert all(Path(path).is_file() for path in re.findall(r"url\(\"([^\"]+)\"\)", sheet))


def test_no_colour_is_written_by_hand_in_a_style_sheet() -> None:
    for path in (ROOT / "kiosk_app/theme").glob("*.qss"):
        assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b", path.read_text("utf-8")), path.name


def test_pictures_of_indicators_carry_the_colours_of_the_tokens() -> None:
    allowed = {colour.default for colour in fields(Colours)}
    for path in IMAGES.glob("*.svg"):
        used = set(re.findall(r"#[0-9A-Fa-f]{6}", path.read_text("utf-8")))
        assert used <= allowed, path.name


def test_a_face_on_a_denser_display_keeps_its_millimetres() -> None:
    twice = KIOSK.times(2)
    assert (twice.control, twice.text, twice.name) == (160, 56, "kiosk")
    assert DESK.times(0.01).border == 1, "nothing disappears"


def test_kiosk_sizes_are_what_the_standards_ask() -> None:
    """20 mm keys and 28 px text; 34 px text where letters are large (notes/ux.md 1.2, at 102 ppi)."""
    assert KIOSK.control >= 80
    assert KIOSK.target_min >= 60
    assert KIOSK.text >= 28
    assert min(KIOSK.text_xs, KIOSK.text_s) >= 24
    assert min(KIOSK_LARGE.text, KIOSK_LARGE.text_s, KIOSK_LARGE.text_xs) >= 34


def test_the_bundled_typeface_is_the_one_on_screen(qapp: QApplication) -> None:
    apply_theme(qapp, DESK)
    shown = QLabel("Ventanilla")
    shown.ensurePolished()
    assert QFontInfo(shown.font()).family() == "Inter"
    assert {path.name for path in FONTS.glob("*.ttf")} == {
        f"Inter-{weight}.ttf" for weight in ("Regular", "Medium", "SemiBold", "Bold")
    }


@pytest.mark.parametrize("letter", "ñÑáéíóúüÁÉÍÓÚ¿¡ʼ’«»º–—…·•−€")  # noqa: RUF001 - these letters are the point
def test_names_of_people_have_no_missing_letters(qapp: QApplication, letter: str) -> None:
    apply_theme(qapp, DESK)
    glyphs = QRawFont.fromFont(text_font(16)).glyphIndexesForString(letter)
    assert glyphs
    assert all(glyphs)


def test_digits_of_amounts_have_one_width(qapp: QApplication) -> None:
    apply_theme(qapp, DESK)
    tabular = QFontMetricsF(text_font(16, tabular=True))
    plain = QFontMetricsF(text_font(16))
    assert tabular.horizontalAdvance("1111") == pytest.approx(tabular.horizontalAdvance("8888"))
    assert plain.horizontalAdvance("1111") != pytest.approx(plain.horizontalAdvance("8888"))


def test_an_icon_takes_the_colour_and_the_density_it_is_asked_for(qapp: QApplication) -> None:
    drawn = pixmap("check", COLOURS.err, 20, 1.5)
    assert (drawn.width(), drawn.devicePixelRatio()) == (30, 1.5)
    picture = drawn.toImage()
    inks = {
        picture.pixelColor(x, y).name().upper()
        for x in range(30)
        for y in range(30)
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert inks == {COLOURS.err}
    assert not icon("check").isNull()


def test_a_wrong_icon_is_noticed_when_the_widget_is_made() -> None:
    assert require_icon("check") == "check"
    with pytest.raises(FileNotFoundError):
        require_icon("no-such-picture")


def test_licences_come_with_what_is_bundled() -> None:
    assert "SIL Open Font License" in (FONTS / "LICENSE-Inter.txt").read_text("utf-8")
    assert "ISC License" in (ICONS / "LICENSE-Lucide.txt").read_text("utf-8")
    assert all("lucide" in path.read_text("utf-8") for path in ICONS.glob("*.svg"))


def test_the_palette_agrees_with_the_tokens() -> None:
    made = palette()
    assert made.color(made.ColorRole.Highlight).name().upper() == COLOURS.primary
    assert made.color(made.ColorGroup.Disabled, made.ColorRole.Text).name().upper() == COLOURS.text_3


def test_binding_does_not_eat_none() -> None:
    """PySide6 6.12.0 on Python 3.11 drops a reference of None with each void call and aborts after some thousands."""
    path = QPainterPath()
    before = sys.getrefcount(None)
    for _ in range(500):
        path.lineTo(1.0, 2.0)
    assert sys.getrefcount(None) > before - 50


def test_states_and_presenters_load_without_qt() -> None:
    """A presenter is tested with a list as its view, and what it knows can never be a widget."""
    modules = [
        str(path.relative_to(ROOT).with_suffix("")).replace("/", ".")
        for name in ("state.py", "presenter.py")
        for path in sorted((ROOT / "kiosk_app/screens/desk").glob(f"*/{name}"))
    ]
    code = f"import sys, importlib; [importlib.import_module(m) for m in {modules!r}]; print('PySide6' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert (len(modules) > 20, done.stdout.strip()) == (True, "False")
