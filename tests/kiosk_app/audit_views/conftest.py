"""Six fictitious cabins with four weeks of real journals, verified once for all tests."""

from __future__ import annotations

import pytest

from kiosk_app.screens.audit import samples_town
from kiosk_app.services.audit import Audited
from tests.kiosk_app.audit_views.kit import Room


@pytest.fixture(scope="session")
def sound() -> tuple[Audited, ...]:
    return tuple(cabin.audited() for cabin in samples_town.sample_cabins())


@pytest.fixture
def room(sound: tuple[Audited, ...]) -> Room:
    return Room(sound)
