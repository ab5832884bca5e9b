"""What the complaint's screen shows: one of the kiosk's pages at a time."""

from __future__ import annotations

from kiosk_app.screens.kiosk.pages.state import CheckPage, ChoicePage, DigitsPage, DonePage, WritePage

ComplaintState = ChoicePage | WritePage | DigitsPage | CheckPage | DonePage
