from __future__ import annotations

from tests.kiosk_app.services.desk_fixtures import closed_desk, desk, desks

__all__ = ["closed_desk", "desk", "desks"]
