"""Certificates are not printed at the kiosk yet: the screen says so and shows the way."""

from __future__ import annotations

from kiosk_app.screens.kiosk.pages.state import ToldPage

CertificateState = ToldPage
