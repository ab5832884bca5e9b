"""A presenter with a list for a view, over cabins of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kiosk_app.screens.audit import samples
from kiosk_app.screens.audit.presenter import AuditPresenter
from kiosk_app.screens.audit.state import AuditState
from kiosk_app.services.audit import Audited
from wording.formats import LOCALES


class Room:
    """`kept` are the files that were kept; `place` is where, empty for an auditor who changed their mind."""

    def __init__(self, audited: Sequence[Audited], *, begun_only: bool = False) -> None:
        self.states: list[AuditState] = []
        self.service = samples.SampleAudit(audited)
        self.kept: list[tuple[str, bytes]] = []
        self.place = "USB"
        self.presenter = AuditPresenter(
            self,
            self.service,
            locale=LOCALES["es-PE"],
            currency=samples.CURRENCY,
            zone=samples.ZONE,
            now=self.now,
            term_hours=lambda _day: samples.TERM_HOURS,
            prepared_by="A. Torres",
            keep=self.keep,
        )
        if begun_only:
            self.presenter.begin()
        else:
            self.presenter.verify()

    @staticmethod
    def now() -> datetime:
        return samples.NOW

    def keep(self, files: Sequence[tuple[str, bytes]]) -> str:
        self.kept += files if self.place else []
        return self.place

    def render(self, state: AuditState) -> None:
        self.states.append(state)

    @property
    def shown(self) -> AuditState:
        return self.states[-1]

    def row_keys(self) -> list[str]:
        return [row.key for row in self.shown.grid.rows]

    def column(self, name: str) -> list[str]:
        place = [column.id for column in self.shown.grid.columns].index(name)
        return [row.cell(place).text for row in self.shown.grid.rows]
