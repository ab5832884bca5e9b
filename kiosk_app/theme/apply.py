"""Putting a face on the application."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from kiosk_app.theme.fonts import load_fonts, text_font
from kiosk_app.theme.stylesheet import palette, qss
from kiosk_app.theme.tokens import Scale, activate, active_scale

_fonts_loaded = False


def apply_theme(app: QApplication, scale: Scale) -> None:
    """Dress `app` in the face of `scale`. Call again to change the size of letters while it runs."""
    global _fonts_loaded  # noqa: PLW0603 - a font is registered once in a process
    if not _fonts_loaded:
        load_fonts()
        _fonts_loaded = True
    if scale == active_scale() and app.styleSheet():
        return
    activate(scale)
    app.setStyle("Fusion")
    app.setPalette(palette())
    app.setFont(text_font(scale.text))
    app.setStyleSheet(qss(scale))


def repolish(widget: QWidget) -> None:
    """Make the style sheet look again at a property that selects a rule (`role`, `tone`, `state`, `kind`)."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
