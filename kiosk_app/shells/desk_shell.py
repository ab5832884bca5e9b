"""The desk as a program: who is signed in, which screen is on show, and where keys, scans and searches lead."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from domain.errors import Refusal
from kiosk_app.screens.desk.help.view import HelpView
from kiosk_app.screens.desk.ports import Now
from kiosk_app.screens.desk.problem.state import ProblemState
from kiosk_app.screens.desk.problem.view import ProblemView
from kiosk_app.screens.desk.scan_result.view import ScanResultView
from kiosk_app.screens.desk.sign_in.presenter import SignInPresenter
from kiosk_app.screens.desk.sign_in.view import SignInView
from kiosk_app.screens.desk.status.state import StatusState
from kiosk_app.services.sign_in import SignIn, Unlocked
from kiosk_app.shells.desk_window import DeskWindow
from kiosk_app.shown import Line
from kiosk_app.widgets.focus_ring import FocusRing
from kiosk_app.widgets.scan_filter import ScanFilter
from wording.catalogue import _

# What follows signing in is read while the first screen is already on show (`warm_up`).
if TYPE_CHECKING:
    from kiosk_app.screens.desk.articles.presenter import ArticlesPresenter
    from kiosk_app.screens.desk.screens import DeskHooks, DeskServices
    from kiosk_app.services.citizen import Citizen
    from kiosk_app.shells.before_serving import BeforeServing
    from kiosk_app.shells.desk_screens import Presenters
    from kiosk_app.storage.drafts import KeptDraft

TICK_MS = 1_000
#: A counter that nobody touches locks itself: what is on it is somebody's data, and the drawer is open.
IDLE_LOCK_S: Final = 600
#: Pages that one reads and comes back from.
_ASIDE: Final = ("help", "scan_result", "articles")
_TOUCHES: Final = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.Wheel)


@dataclass(frozen=True, slots=True)
class DeskIdentity:
    """What is known before anybody signs in: the place on the sign, whom to call, the program's version."""

    place: str
    station: str
    contacts: tuple[Line, ...] = ()
    version: str = ""


class DeskShell(QObject):
    """Lives on the application thread. `unlocked` opens the database, or hands an open one to somebody else, and then
    calls `begin`; `returned` hears that whoever locked the screen is back. Both raise a Refusal for who may not work.

    `key_clock` tells a reader from a hand, in seconds.

    `refresh` is for whoever hears that something was committed, sent, received or printed.
    """

    def __init__(
        self,
        app: QApplication,
        sign_in: SignIn,
        identity: DeskIdentity,
        *,
        now: Now,
        unlocked: Callable[[Unlocked], None],
        returned: Callable[[Unlocked], None] = lambda _same: None,
        key_clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.window = DeskWindow()
        self._identity = identity
        self._unlocked, self._returned = unlocked, returned
        self._key_clock, self._touched = key_clock, 0.0
        self._cannot_keep = False
        self._services: DeskServices | None = None
        self._on: Presenters | None = None
        self._before: BeforeServing | None = None
        self._articles: ArticlesPresenter | None = None
        self._locked_from = ""
        self._came_from = "attend"
        self._sign_in_view, self._help, self._scan = SignInView(), HelpView(), ScanResultView()
        self._problem = ProblemView()
        self._sign_in = SignInPresenter(
            self._sign_in_view, sign_in, f"{identity.place} · {identity.station}", now=now, unlocked=self._let_in
        )
        self._scanner = ScanFilter(app, key_clock)
        self._ring = FocusRing(app)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._connect()
        app.installEventFilter(self)

    def start(self) -> None:
        """Show who may sign in."""
        self._touched = self._key_clock()
        self._lock("")
        self._timer.start()
        self.window.show()

    def offer_practice(self, *, offered: bool) -> None:
        self._sign_in.offers_practice = offered

    def pause(self) -> None:
        """Another window has the keyboard: this one hears nothing and shows nothing."""
        self._timer.stop()
        self._scanner.uninstall()
        self._ring.uninstall()
        self.window.hide()

    def resume(self, app: QApplication) -> None:
        self._scanner = ScanFilter(app, self._key_clock)
        self._scanner.scanned.connect(self._scanned)
        self._ring = FocusRing(app)
        self._touched = self._key_clock()
        self._timer.start()
        self.window.show()

    def stop(self) -> None:
        """For good: the window and its screens leave, here and not where Python happens to collect them."""
        self._timer.stop()
        self.keep_drafts()
        if (app := QApplication.instance()) is not None:
            app.removeEventFilter(self)
        self._scanner.uninstall()
        self._ring.uninstall()
        self._services = self._on = self._before = self._articles = None
        self.window.close()
        self.window.deleteLater()
        self.deleteLater()

    def begin(self, services: DeskServices, hooks: DeskHooks) -> None:
        """Somebody signed in, the data is open. Who takes over finds drafts in the list; after a start one is asked."""
        taken_over = self._services is not None
        self._services, self._locked_from = services, ""
        from kiosk_app.screens.desk.articles.screen import articles_screen
        from kiosk_app.shells.before_serving import BeforeServing
        from kiosk_app.shells.desk_screens import build, give_back

        self._on = build(self.window, services, hooks, self.go, self._identity.contacts, first_place=self._first_place)
        view, self._articles = articles_screen(services, hooks)
        view.left.connect(self._leave_help)
        self.window.add_view("articles", view)
        self._before = BeforeServing(self.window, services, hooks, self._on, self.go)
        left = services.drafts.left()
        give_back(self._on, left)
        self._on.status.refresh()
        self._before.at_sign_in(partial(self._take_up, () if taken_over else left))
        if taken_over:
            self.window.say(_("{name} works here now").format(name=services.operator.name))

    def _take_up(self, left: Sequence[KeptDraft]) -> None:
        """Where the work begins: with what was left half done, or at the first place."""
        if not left or self._on is None:
            self._first_place()
            return
        self._on.left_over.ask(left)
        self.window.show_view("left_over")

    def _first_place(self) -> None:
        assert self._services is not None, "somebody signed in"
        self.go("attend" if self._services.drawer.current() is not None else "open_drawer", "")

    def keep_drafts(self) -> None:
        """What is typed goes to the disk: every second, and before anything that could lose it."""
        if self._on is None or self._services is None:
            return
        from kiosk_app.shells.desk_screens import keep_drafts

        try:
            keep_drafts(self._on, self._services.drafts)
            self._cannot_keep = False
        except Refusal:
            if not self._cannot_keep:
                self.window.say(_("What is typed cannot be kept: the disk is full or failing"))
            self._cannot_keep = True

    def refresh(self) -> None:
        """Read again what is on show; what is being typed stays."""
        if self._on is None or self._locked_from:
            return
        from kiosk_app.shells.desk_screens import refresh_place

        self._on.status.refresh()
        refresh_place(self._on, self.window.shown())
        if self._before is not None:
            self._before.look()

    def show_problem(self, state: ProblemState) -> None:
        """The page for what should not have happened; it takes the place of everything."""
        self._problem.render(state)
        self.window.show_view("problem")

    @property
    def sign_in_view(self) -> SignInView:
        """Its `practice_asked` signal is the program's to answer."""
        return self._sign_in_view

    @property
    def problem_view(self) -> ProblemView:
        """Its `acted` signal is the program's to answer."""
        return self._problem

    def go(self, place: str, about: str) -> None:
        """Show a place; `about` is a case, a receipt, an article, or `new`."""
        from kiosk_app.shells.desk_screens import prepare_place

        on, services = self._on, self._services
        if on is None or services is None:
            return
        if place == "articles":
            self._read(about)
            return
        if place in ("drawer", "open_drawer"):
            place = self._drawer_place(services)
        if self._before is not None and self._before.stands(place, about):
            return
        prepare_place(on, place, about)
        self.window.show_view(place)

    # -- inside --------------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        first = (self._sign_in_view, self._help, self._scan, self._problem)
        for name, view in zip(("sign_in", "help", "scan_result", "problem"), first, strict=True):
            self.window.add_view(name, view)
        self._sign_in_view.operator_chosen.connect(self._sign_in.choose)
        self._sign_in_view.pin_given.connect(self._sign_in.give_pin)
        self._help.left.connect(self._leave_help)
        self._scan.left.connect(self._leave_help)
        self._scan.case_requested.connect(self._open_case)
        self.window.place_chosen.connect(self._place_chosen)
        self.window.lock_asked.connect(self._lock_asked)
        self.window.searched.connect(self._search)
        self.window.queue_asked.connect(self._show_queue)
        self.window.undone.connect(self._undo)
        self._scanner.scanned.connect(self._scanned)
        self._timer.timeout.connect(self._tick)

    @staticmethod
    def _drawer_place(services: DeskServices) -> str:
        """A drawer that is counted can only be closed; one that is shut can only be opened."""
        current = services.drawer.current()
        if current is None:
            return "open_drawer"
        return "drawer" if current.counted is None else "close_drawer"

    def _place_chosen(self, place: object) -> None:
        name = str(place)
        if name == "help":
            self._show_help()
            return
        again = name == "attend" and self.window.shown() == "attend"
        self.go(name, "new" if again else "")

    def _read(self, about: str) -> None:
        """Beside whatever is being done, which stays as it is."""
        assert self._articles is not None, "somebody signed in"
        at_hand = self._on.attend.asked_about() if self._on and self.window.shown() == "attend" else ""
        self._leave_for_aside()
        self._articles.open(about or at_hand)
        self.window.show_view("articles")

    def _leave_for_aside(self) -> None:
        """Where one comes back to from a page that stands beside the work; from one to another it stays."""
        if self.window.shown() not in _ASIDE:
            self._came_from = self.window.shown()

    def _show_help(self) -> None:
        self._leave_for_aside()
        from kiosk_app.screens.desk.help.presenter import help_state

        keys = self.window.keys_of(self._came_from)
        self._help.render(help_state(keys, self._identity.contacts, self._identity.version))
        self.window.show_view("help")

    def _leave_help(self) -> None:
        """Back to where one was, as it was left: nothing is prepared anew, and the cursor is where it was."""
        typed_in = self.window.view(self._came_from).focusWidget()
        self.window.show_view(self._came_from)
        if typed_in is not None:
            typed_in.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_case(self, code: object) -> None:
        """What was scanned: a case, an appointment, or what is to be taken in for a case of another counter."""
        assert self._services is not None, "only then is anything scanned"
        known = self._services.appointments.is_known(str(code))
        self.go("case_act" if ":" in str(code) else "appointments" if known else "cases", str(code))

    def _new_complaint(self) -> None:
        self.go("complaint", "")

    def _show_queue(self) -> None:
        self.go("queue", "")

    def _search(self, text: object) -> None:
        if self._on is None or self._services is None or not str(text).strip():
            return
        code = "".join(letter for letter in str(text) if letter.isdigit())
        if self._services.appointments.is_known(code):
            self.go("appointments", code)
        else:
            self._on.cases.find(str(text))
            self.window.show_view("cases")

    def _undo(self) -> None:
        if self._on is not None:
            self._on.attend.undo_discard()
            self.window.show_view("attend")

    def _scanned(self, text: str) -> None:
        """What the screen on show waits for goes there. Otherwise a receipt says what it proves, an ID card is for the
        form on show, and anything else is said to be else.
        """
        from kiosk_app.screens.desk.identity_cards import read_identity_card
        from kiosk_app.screens.desk.scan_result.presenter import scan_result_state
        from kiosk_app.screens.desk.words import Words
        from kiosk_app.services.receipts import Genuineness

        if self._on is None or self._services is None or self._locked_from:
            return
        waiting = {"void": self._on.void.take_scan, "voucher": self._on.voucher.take_scan}.get(self.window.shown())
        if waiting is not None:
            waiting(text)
            return
        if self.window.shown() == "attend" and self._on.attend.take_prepaid(text):
            return
        checked = self._services.receipts.check(text)
        person = read_identity_card(text, self._services.counter.municipality.country)
        if checked.genuineness is Genuineness.NOT_OURS and person is not None:
            takes = {"complaint": self._on.complaint.take_person, "appointments": self._on.appointments.take_person}
            if self.window.shown() in takes:
                takes[self.window.shown()](person)
                return
            serve = partial(self._serve, person)
            if self._before is None or not self._before.stands("attend", "", serve):
                serve()
            return
        self._leave_for_aside()
        self._scan.render(scan_result_state(checked, Words(self._services.counter.municipality)))
        self.window.show_view("scan_result")

    def _serve(self, person: Citizen) -> None:
        assert self._on is not None, "somebody signed in"
        if self.window.shown() != "attend":
            self.window.show_view("attend")
        self._on.attend.take_person(person, _("Read from the document"))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Somebody is there."""
        if event.type() in _TOUCHES:
            self._touched = self._key_clock()
        return False

    def _lock_asked(self) -> None:
        if self._services is not None and not self._locked_from and self.window.shown() != "problem":
            self.keep_drafts()
            self._locked_from = self.window.shown()
            self._lock(self._services.operator.id)

    def _lock(self, operator: str) -> None:
        self.window.show_status(StatusState(place=self._identity.place, station=self._identity.station))
        self._sign_in.show(operator)
        self.window.show_view("sign_in")

    def _let_in(self, unlocked: Unlocked) -> None:
        """A permission is asked about again at each unlocking: it may have ended while the screen was locked."""
        mine = self._services is not None and self._services.operator.id == unlocked.operator.id
        try:
            if not mine:
                self._unlocked(unlocked)
                return
            self._returned(unlocked)
        except Refusal:
            self._sign_in.refuse(_("Your permission to work here has ended. Somebody else can take over"))
            return
        place, self._locked_from = self._locked_from, ""
        if self._on is not None:
            self._on.status.refresh()
            self.window.show_view(place)
        if self._before is not None:
            self._before.look()

    def _tick(self) -> None:
        """The clock on the strip, and the seconds of a wait after wrong PINs."""
        if self.window.shown() == "sign_in":
            self._sign_in.tick()
        elif self._on is not None:
            self._on.status.refresh()
            self.keep_drafts()
            if self._key_clock() - self._touched >= IDLE_LOCK_S:
                self._lock_asked()
