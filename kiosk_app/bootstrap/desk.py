"""The desk as a program: its folder, the shell that shows it, and what runs behind once somebody has signed in."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QFileDialog

from domain.errors import Refusal
from kiosk_app.background.news import News
from kiosk_app.bootstrap.closed import closed_station
from kiosk_app.bootstrap.crashes import catch_crashes
from kiosk_app.bootstrap.tidying import Tidying
from kiosk_app.devices.anchor import AnchorFile
from kiosk_app.devices.clock import Clock, SystemClock
from kiosk_app.devices.key_store import Hardness
from kiosk_app.screens.desk.problem.presenter import problem_state
from kiosk_app.services.admission import Admission
from kiosk_app.services.sign_in import Unlocked
from kiosk_app.services.taking import take_the_desk
from kiosk_app.shells.desk_shell import DeskIdentity, DeskShell
from kiosk_app.shown import Line
from kiosk_app.theme.apply import apply_theme
from kiosk_app.theme.tokens import DESK
from kiosk_app.version import VERSION
from sync.courier import SUFFIX
from wording.catalogue import _, ngettext

if TYPE_CHECKING:
    from kiosk_app.background.carry_link import CarryLink
    from kiosk_app.background.case_link import CaseLink
    from kiosk_app.background.exchange_thread import Carrier
    from kiosk_app.bootstrap.practice import Practice
    from kiosk_app.bootstrap.running import Running
    from kiosk_app.screens.desk.screens import DeskHooks, DeskServices

#: What signing in needs and the first screen does not. Read piece by piece while a person types the PIN: a cabin's
#: computer would otherwise show nothing for as long as all of it takes.
WARM_UP: Final = (
    "kiosk_app.storage.cipher",
    "kiosk_app.screens.desk.attend.view",
    "requests",
    "reportlab.platypus",
    "escpos.printer",
    "kiosk_app.bootstrap.running",
    "kiosk_app.bootstrap.desk_services",
    "printing.documents.pdf",
    "printing.escpos",
    "printing.documents.preview",
)
WARM_UP_PAUSE_MS: Final = 40
#: From here on a person is told how long the permission still lasts.
DAYS_WARNED: Final = 5


class DeskProgram(QObject):
    """Lives on the application thread. Until somebody has signed in only the key store is known; then all is built.

    With a `practice` it is the window of that practice, which begins without a PIN. Signals: `practice_ended()`.
    """

    practice_ended = Signal()

    def __init__(
        self,
        app: QApplication,
        path: Path,
        *,
        clock: Clock | None = None,
        hardness: Hardness | None = None,
        carrier: Carrier | None = None,
        practice: Practice | None = None,
        case_carrier: Carrier | None = None,
    ) -> None:
        super().__init__()
        self._app = app
        self._clock = clock or SystemClock()
        self._practice = practice
        self.practising: DeskProgram | None = None
        self._carrier, self._case_carrier = carrier, case_carrier
        self._folder, self._sign_in = closed_station(path, hardness, self._clock)
        place = self._folder.place()
        contacts = tuple(Line(office, phone) for office, phone in place.contacts)
        self._contact = contacts[0].amount if contacts else ""
        identity = DeskIdentity(place.municipality, place.label, contacts, VERSION)
        self.shell = DeskShell(
            app, self._sign_in, identity, now=self._clock.now, unlocked=self._unlocked, returned=self._returned
        )
        self.shell.problem_view.acted.connect(self.shell.window.close)
        self.shell.sign_in_view.practice_asked.connect(self.practise)
        self.shell.window.practice.acted.connect(self.practice_ended)
        self.shell.offer_practice(offered=practice is None)
        self.running: Running | None = None
        self.case_link: CaseLink | None = None
        self.services: DeskServices | None = None
        self._who: Unlocked | None = None
        self._hooks: DeskHooks | None = None
        self._carry: CarryLink | None = None
        self._waits = False
        self._cold = list(reversed(WARM_UP))
        self._warm_up = QTimer(self)
        self._warm_up.setInterval(WARM_UP_PAUSE_MS)
        self._warm_up.timeout.connect(self._read_one)
        self._heard = News(self)
        self._heard.told.connect(self._news)
        self._tidying = Tidying(self)

    def start(self) -> None:
        self.shell.start()
        self._warm_up.start()
        if self._practice is not None:
            from kiosk_app.bootstrap.practice import SUPERVISOR_PIN, TRAINEE_PIN

            words = _("Practice: nothing here is collected, sent or valid. PIN {pin}; the supervisor's {other}")
            told = words.format(pin=TRAINEE_PIN, other=SUPERVISOR_PIN)
            self.shell.window.mark_practice(told, _("End the practice"))
            self._unlocked(self._practice.unlocked)

    def practise(self) -> None:
        """A window of its own over a station of its own; this one waits until it ends (docs/adr/0031)."""
        from kiosk_app.bootstrap.practice import NoLine, make_practice

        try:
            practice = make_practice(self._folder, self._clock)
        except Refusal:
            self.shell.window.say(_("The practice could not be prepared"))
            return
        line = NoLine()
        program = DeskProgram(
            self._app,
            practice.folder.path,
            clock=self._clock,
            carrier=line,
            case_carrier=line,
            practice=practice,
        )
        program.practice_ended.connect(self._end_practice)
        self.practising = program
        self._warm_up.stop()
        self.shell.pause()
        program.shell.window.resize(self.shell.window.size())
        program.start()

    def _end_practice(self) -> None:
        program, self.practising = self.practising, None
        if program is None:
            return
        program.stop()
        assert program._practice is not None, "it was made for this"  # noqa: SLF001 - of this very class
        program._practice.throw_away()  # noqa: SLF001 - likewise
        program.deleteLater()
        self.shell.resume(self._app)
        self._tidying.soon()

    def _read_one(self) -> None:
        if self._cold:
            import_module(self._cold.pop())
        else:
            self._warm_up.stop()

    def stop(self) -> None:
        """Ends threads and closes the database; everything committed is on disk already."""
        self._end_practice()
        self._warm_up.stop()
        self._tidying.stop()
        self._heard.stop()
        self.shell.stop()
        if self._carry is not None:
            self._carry.give_up()
            self._carry = None
        if self.case_link is not None:
            self.case_link.stop()
            self.case_link = None
        if self.running is not None:
            self.running.stop()
            self.running = None

    def show_problem(self, error: BaseException, code: str) -> None:
        self.shell.show_problem(problem_state(error, code=code, contact=self._contact))

    def _unlocked(self, unlocked: Unlocked) -> None:
        from kiosk_app.bootstrap.desk_services import desk_services
        from kiosk_app.bootstrap.running import start
        from kiosk_app.bootstrap.station import open_station
        from kiosk_app.screens.desk.screens import DeskHooks

        if self.running is not None:
            self._take_over(unlocked)
            return
        try:
            anchor = None if self._practice is None else AnchorFile(self._folder.path / "anchor.json")
            running = start(open_station(self._folder, unlocked, self._clock, anchor), self, self._carrier)
        except Refusal as refusal:
            self.show_problem(refusal, refusal.code)
            return
        self.running = running
        self._who = unlocked
        self.services = desk_services(running, unlocked.operator, self._sign_in)
        self._carry = self._carry_link(running)
        self.case_link = self._ask_by(running, self.services)
        for heard in (running.sync.status_changed, running.sync.journal_grew):
            heard.connect(self._heard.hear)
        for printed in (running.prints.job_changed, running.prints.state_changed):
            printed.connect(self._heard.hear)
        hooks = DeskHooks(
            committed=self._committed,
            status=lambda: running.sync.status,
            sync_now=self._sync_now,
            export=self._export,
            keep=self._keep,
            folder=self._courier_folder,
            file=self._courier_file,
            carried=lambda brought: running.sync.courier_heard(brought.news, latest=brought.latest),
            carrier=self._carry,
            other_file=self._other_file,
            print_reading=self._print_reading,
            busy=lambda: running.prints.is_busy,
            bench=running,
            printer_problems=lambda: running.prints.problems,
        )
        self._hooks = hooks
        if running.station.refused is None:
            self._begin()
        else:
            self._waits = True
            self.show_problem(running.station.refused, running.station.refused.code)

    def _carry_link(self, running: Running) -> CarryLink:
        """A line of its own: a file of another counter's never keeps what is this one's waiting."""
        from kiosk_app.background.carry_link import CarryLink
        from kiosk_app.bootstrap.practice import NoLine
        from sync.transport import Transport

        station = running.station
        identity, outbox = station.counter.identity, station.outbox
        link = CarryLink(
            station.speaker,
            lambda: outbox.acknowledged,
            lambda: NoLine() if self._practice is not None else Transport(identity.address, identity.authority),
            parent=self,
        )
        link.changed.connect(self.shell.refresh)
        return link

    def _returned(self, unlocked: Unlocked) -> None:
        """Whoever locked the screen is back. Raises what `Admission.days_left` raises; wrong PINs are written down."""
        assert self.services is not None, "the screen was locked by somebody who had signed in"
        Admission(self.services.counter).days_left(unlocked.operator.id)
        if unlocked.refused_before:
            take_the_desk(self.services.counter.journal, unlocked)

    def _take_over(self, unlocked: Unlocked) -> None:
        """Somebody else, at the same open counter. Raises what `Admission.days_left` raises."""
        from kiosk_app.bootstrap.desk_services import desk_services

        assert self.running is not None, "the counter is open"
        Admission(self.running.station.counter).days_left(unlocked.operator.id)
        take_the_desk(self.running.station.counter.journal, unlocked)
        self._who = unlocked
        self.services = desk_services(self.running, unlocked.operator, self._sign_in)
        self._waits = False
        self._begin()

    def _ask_by(self, running: Running, services: DeskServices) -> CaseLink:
        """A line of its own for questions about cases of other counters: a long upload must not hold them up."""
        from kiosk_app.background.case_link import CaseLink
        from sync.transport import Transport

        station, elsewhere = running.station, services.elsewhere
        identity = station.counter.identity
        carrier = self._case_carrier or Transport(identity.address, identity.authority)
        link = CaseLink(station.speaker, lambda: station.outbox.acknowledged, carrier, parent=self)
        link.answered.connect(elsewhere.answered)
        link.unknown.connect(elsewhere.unknown)
        link.unreachable.connect(elsewhere.unreachable)
        elsewhere.connect(link)
        link.start()
        return link

    def _begin(self) -> None:
        """Whoever unlocked the counter may work: in words, for how many days still, when they are few."""
        assert self.services is not None, "built when the counter was unlocked"
        assert self._hooks is not None, "likewise"
        self.shell.begin(self.services, self._hooks)
        self._tidying.soon()
        left = Admission(self.services.counter).days_left(self.services.operator.id)
        if left is not None and left <= DAYS_WARNED:
            words = ngettext(
                "Your permission ends in {count} day. Connect this computer to renew it",
                "Your permission ends in {count} days. Connect this computer to renew it",
                left,
            )
            self.shell.window.say(words.format(count=left), "")

    def _look_for_renewal(self) -> None:
        """The counter was opened only to hear that its operator may go on."""
        assert self.running is not None, "somebody unlocked the counter"
        assert self.services is not None, "likewise"
        assert self._who is not None, "likewise"
        try:
            Admission(self.services.counter).days_left(self._who.operator.id)
        except Refusal:
            return
        take_the_desk(self.services.counter.journal, self._who)
        self._waits = False
        self._begin()

    def _committed(self) -> None:
        assert self.running is not None, "acts are committed by somebody who signed in"
        self.running.committed()
        self.shell.refresh()

    @Slot()
    def _news(self) -> None:
        """Sent, heard or printed: what is on show reads again."""
        if self._waits:
            self._look_for_renewal()
        else:
            self.shell.refresh()

    def _sync_now(self) -> None:
        assert self.running is not None, "only a person who signed in asks"
        self.running.sync.sync_now()
        self.running.prints.retry()

    def _print_reading(self) -> None:
        assert self.running is not None, "only a person who signed in asks"
        assert self.services is not None, "likewise"
        self.running.print_unrecorded(self.running.paper.x_report(self.services.operator), self._reading_failed)
        self.shell.window.say(_("The reading was sent to the printer"), "")

    def _reading_failed(self, _error: object) -> None:
        self.shell.window.say(_("The reading could not be printed"), "")

    def _export(self) -> None:
        assert self.services is not None, "only a person who signed in asks"
        folder = QFileDialog.getExistingDirectory(self.shell.window, _("Where to save the journal"))
        if not folder:
            return
        from kiosk_app.services.exporting import write_journal_file

        try:
            name = write_journal_file(self.services.counter.journal, Path(folder)).name
        except Refusal:
            self.shell.window.say(_("The journal could not be saved there"), "")
        else:
            self.shell.window.say(_("The journal was saved as {name}").format(name=name), "")

    def _courier_folder(self) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self.shell.window, _("Choose the USB stick"))
        return Path(chosen) if chosen else None

    def _courier_file(self) -> Path | None:
        return self._pick(_("Choose the answer"))

    def _other_file(self) -> Path | None:
        return self._pick(_("Choose the other counter's file"))

    def _pick(self, title: str) -> Path | None:
        only = _("Files of Ventanilla") + f" (*{SUFFIX})"
        chosen, _filter = QFileDialog.getOpenFileName(self.shell.window, title, "", only)
        return Path(chosen) if chosen else None

    def _keep(self, name: str, content: bytes) -> str:
        """Where the person says; nothing when they changed their mind. Raises Refusal `disk_failing`."""
        folder = QFileDialog.getExistingDirectory(self.shell.window, _("Where to keep the file"))
        if not folder:
            return ""
        from printing.printers.file import write_whole

        try:
            write_whole(Path(folder) / name, content)
        except OSError as error:
            raise Refusal("disk_failing", why=str(error)) from error
        return Path(folder).name or folder  # a stick's root has no name


def run_desk(path: Path) -> int:
    app = QApplication(sys.argv[:1])
    apply_theme(app, DESK)
    program = DeskProgram(app, path)
    catch_crashes(path, program.show_problem)
    program.shell.window.resize(1366, 768)
    program.start()
    try:
        return app.exec()
    finally:
        program.stop()
