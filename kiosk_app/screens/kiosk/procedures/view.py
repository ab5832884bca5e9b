"""Look up a procedure: by words or from the list of the most asked; then what it needs, costs and takes."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk_app.screens.kiosk.page import KioskScreen, PageTurn
from kiosk_app.screens.kiosk.procedures.search import SearchPage
from kiosk_app.screens.kiosk.procedures.sheet import ProcedureSheet
from kiosk_app.screens.kiosk.procedures.state import ProceduresState, ProcedureState, SearchState
from kiosk_app.screens.kiosk.session import Pace


class ProceduresView(KioskScreen):
    """Lives on the application thread.

    Signals: `search_changed(str)` at every key; `procedure_chosen(str)` an id of the list; `print_asked()`.
    """

    search_changed = Signal(object)
    procedure_chosen = Signal(object)
    print_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown_page = ""
        self.search, self.sheet = SearchPage(), ProcedureSheet()
        self.hold(self.search, self.sheet)
        self.search.text_changed.connect(self.search_changed)
        self.search.chosen.connect(self.procedure_chosen)
        self.sheet.print_asked.connect(self.print_asked)

    def render(self, state: ProceduresState) -> None:  # type: ignore[override]  # see KioskScreen
        fresh = state.page != self._shown_page
        self._shown_page = state.page
        match state:
            case SearchState():
                self.turn_to(self.search, PageTurn(state.page, Pace.TYPING))
                self.search.show_page(state, fresh=fresh)
            case ProcedureState():
                self.sheet.show_page(state, fresh=fresh)
                self.turn_to(self.sheet, PageTurn(state.page))

    def written(self) -> tuple[str, ...]:
        return (self.search.text(),) if self.current_page is self.search else ()
