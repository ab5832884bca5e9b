"""Makes the auditor's screen: the view's meanings wired to the presenter by bound methods."""

from __future__ import annotations

from kiosk_app.screens.audit.presenter import AuditPresenter
from kiosk_app.screens.audit.view import AuditView


def wire(view: AuditView, presenter: AuditPresenter) -> None:
    """The caller keeps the presenter: PySide6 holds receivers of signals weakly."""
    view.cabin_chosen.connect(presenter.choose_cabin)
    view.period_chosen.connect(presenter.choose_period)
    view.figure_opened.connect(presenter.open_figure)
    view.tab_chosen.connect(presenter.choose_tab)
    view.row_chosen.connect(presenter.choose_row)
    view.sort_asked.connect(presenter.sort)
    view.evidence_opened.connect(presenter.open_evidence)
    view.export_asked.connect(presenter.export)
    view.verify_asked.connect(presenter.verify)
