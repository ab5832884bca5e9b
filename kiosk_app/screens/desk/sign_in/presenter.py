"""Signing in: before the database is open, so it knows the key store only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from domain.errors import Refusal
from kiosk_app.screens.desk.ports import Now, Renders
from kiosk_app.screens.desk.sign_in.state import SignInState
from kiosk_app.screens.desk.waits import wait_words
from kiosk_app.services.sign_in import SignIn, Unlocked
from kiosk_app.shown import Choice
from wording.catalogue import _, mark, ngettext

_ROLES = {
    "operator": mark("operator"),
    "supervisor": mark("supervisor"),
    "auditor": mark("auditor"),
    "kiosk": mark("kiosk"),
}


class SignInPresenter:
    """`unlocked` opens the desk, or gives a locked one back. `tick` is called every second while `is_waiting`."""

    def __init__(
        self, view: Renders[SignInState], service: SignIn, place: str, *, now: Now, unlocked: Callable[[Unlocked], None]
    ) -> None:
        self._view = view
        self._service = service
        self._place = place
        self._now = now
        self._unlocked = unlocked
        self._chosen = ""
        self._problem = ""
        self._wait_until: dict[str, datetime] = {}
        self._locked_to = ""
        self.offers_practice = False

    def show(self, locked_to: str = "") -> None:
        """`locked_to` is the operator whose work waits behind the lock; somebody else may take over the desk."""
        self._locked_to = locked_to
        self._problem = ""
        operators = self._people()
        known = {operator.key for operator in operators}
        if locked_to or self._chosen not in known:
            self._chosen = locked_to or (operators[0].key if len(operators) == 1 else "")
        self._render()

    @property
    def is_waiting(self) -> bool:
        return self._seconds_left() > 0

    def choose(self, operator: object) -> None:
        self._chosen, self._problem = str(operator), ""
        self._render()

    def give_pin(self, pin: object) -> None:
        if not self._chosen or self.is_waiting:
            return
        try:
            unlocked = self._service.unlock(self._chosen, str(pin))
        except Refusal as refusal:
            self._refused(refusal)
            return
        self._problem = ""
        self._unlocked(unlocked)

    def refuse(self, words: str) -> None:
        """The PIN was right, and who gave it may not work here."""
        self._problem = words
        self._render()

    def tick(self) -> None:
        self._render()

    def _refused(self, refusal: Refusal) -> None:
        match refusal.code:
            case "pin_locked":
                self._problem = ""
                self._wait_until[self._chosen] = self._now() + timedelta(seconds=int(refusal.details["seconds"]))
            case "pin_wrong":
                left = int(refusal.details["left"])
                self._problem = ngettext(
                    "That PIN is not of {name}. {left} more try before a wait",
                    "That PIN is not of {name}. {left} more tries before a wait",
                    left,
                ).format(name=self._name(), left=left)
            case "operator_unknown":
                self._problem = _("That operator no longer works at this counter")
            case _:
                self._problem = _("The operators' keys cannot be read. Call for help; what was saved is safe")
        self._render()

    def _seconds_left(self) -> int:
        until = self._wait_until.get(self._chosen)
        return 0 if until is None else max(0, round((until - self._now()).total_seconds()))

    def _people(self) -> tuple[Choice, ...]:
        try:
            operators = self._service.operators()
        except Refusal:
            self._problem = _("The operators' keys cannot be read. Call for help; what was saved is safe")
            return ()
        return tuple(
            Choice(operator.id, operator.name, _(_ROLES.get(operator.role, operator.role))) for operator in operators
        )

    def _name(self) -> str:
        return next((operator.words for operator in self._people() if operator.key == self._chosen), self._chosen)

    def _notice(self) -> str:
        if not self._locked_to:
            return ""
        if self._chosen != self._locked_to:
            return _("You take over the desk: the drawer stays as it is, and what is half done waits in the list.")
        return _("Your work goes on where you left it.")

    def _render(self) -> None:
        seconds = self._seconds_left()
        self._view.render(
            SignInState(
                place=self._place,
                operators=self._people(),
                chosen=self._chosen,
                problem=self._problem,
                wait=wait_words(seconds) if seconds else "",
                locked=bool(self._locked_to),
                notice=self._notice(),
                offers_practice=self.offers_practice and not self._locked_to,
            )
        )
