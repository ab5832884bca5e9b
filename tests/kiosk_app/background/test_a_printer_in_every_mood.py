"""The whole spool against a printer with moods: what the operator reads, and that nothing comes out twice by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk_app.background.jobs import Jobs
from kiosk_app.background.print_link import PrintLink
from kiosk_app.screens.desk.words import paper_words
from kiosk_app.storage import spool_table
from printing.printers import NetworkPrinter, PrinterStatus
from printing.profiles import PROFILE_80, ThermalProfile
from printing.spool import ATTEMPTS_BY_ITSELF_MAX, Outcome, PrintJob, SpoolState
from tests.fakes.printer import FakePrinter, Mood, papers_of
from tests.kiosk_app.services.desk import ROSA, Desk, new_desk

S = SpoolState
SAFE = "Lo que usted registró está guardado."
LOOK = "Mire la salida de la impresora y diga si el papel salió completo."
MEND = f"Corríjalo: la impresora puede terminar sola. Después {LOOK[0].lower()}{LOOK[1:]}"
BY_ITSELF = "Se imprimirá solo."


class Hasty:
    """A network printer with a test's patience."""

    name = "tickets"
    profile: ThermalProfile = PROFILE_80

    def __init__(self, fake: FakePrinter, seconds: float) -> None:
        self._real = NetworkPrinter(self.name, fake.host, fake.port, status_seconds=0.3, pause_seconds=0.1)
        self._seconds = seconds

    def status(self) -> PrinterStatus:
        return self._real.status()

    def send(self, data: bytes, title: str, seconds: float = 0.0) -> Outcome:  # noqa: ARG002 - a test's own patience
        return self._real.send(data, title, self._seconds)


@dataclass
class Bench:
    desk: Desk
    jobs: Jobs
    qtbot: QtBot

    def serve(self, fake: FakePrinter, seconds: float = 0.8) -> tuple[PrintLink, PrintJob]:
        """A receipt is charged and its paper sent: the link, and how the job stands."""
        job = self.desk.charge().job
        link = PrintLink(self.desk.station.store, {"tickets": Hasty(fake, seconds)}, self.jobs)
        link.start()
        return link, self.settle(link, job)

    def settle(self, link: PrintLink, job: PrintJob) -> PrintJob:
        self.qtbot.waitUntil(lambda: not link.is_busy, timeout=20_000)
        found = spool_table.read(self.desk.station.store, job.id)
        assert found is not None
        return found

    def leave_alone(self, link: PrintLink, job: PrintJob, times: int = 7) -> PrintJob:
        """The timer comes round, again and again, and the program is started again."""
        for _ in range(times):
            link.retry_by_itself()
            job = self.settle(link, job)
        link.stop()
        again = PrintLink(self.desk.station.store, dict(link._printers), self.jobs)
        again.start()
        job = self.settle(again, job)
        again.stop()
        return job


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    desk = new_desk(tmp_path / "station")
    desk.open_drawer()
    jobs = Jobs()
    yield Bench(desk, jobs, qtbot)
    jobs.stop()


#: mood, how the job stands, what the operator reads, whether a person is asked, papers that come out if nobody acts.
MOODS = [
    (Mood.OK, S.PRINTED, "El papel se imprimió.", False, 1),
    (Mood.PAPER_NEAR_END, S.PRINTED, "El papel se imprimió.", False, 1),
    (Mood.CHATTY, S.PRINTED, "El papel se imprimió.", False, 1),
    (
        Mood.PAPER_OUT,
        S.FAILED_BEFORE_SEND,
        f"La impresora no tiene papel. {SAFE} Ponga papel nuevo y cierre la tapa. (IMP-03) {BY_ITSELF}",
        False,
        0,
    ),
    (
        Mood.COVER_OPEN,
        S.FAILED_BEFORE_SEND,
        f"La tapa de la impresora está abierta. {SAFE} Cierre la tapa hasta que haga clic. (IMP-05) {BY_ITSELF}",
        False,
        0,
    ),
    (Mood.SILENT, S.UNKNOWN, f"La impresora no avisó que terminó. {SAFE} {LOOK} (IMP-14)", True, 1),
    (Mood.STALLED, S.UNKNOWN, f"La impresora no avisó que terminó. {SAFE} {LOOK} (IMP-14)", True, 0),
    (Mood.RESET_MID_JOB, S.UNKNOWN, f"La conexión se cortó mientras imprimía. {SAFE} {LOOK} (IMP-12)", True, 0),
    (Mood.RUNS_OUT_MID_JOB, S.UNKNOWN, f"El papel se acabó mientras imprimía. {SAFE} {MEND} (IMP-15)", True, 0),
    (Mood.OPENED_MID_JOB, S.UNKNOWN, f"Se abrió la tapa mientras imprimía. {SAFE} {MEND} (IMP-16)", True, 0),
    (Mood.RUNS_OUT_AT_END, S.UNKNOWN, f"El papel se acabó mientras imprimía. {SAFE} {MEND} (IMP-15)", True, 1),
    (
        Mood.BUSY,
        S.FAILED_BEFORE_SEND,
        (
            f"La impresora no responde. No se imprimió nada. {SAFE}"
            f" Revise que esté encendida y con el cable conectado. (IMP-01) {BY_ITSELF}"
        ),
        False,
        0,
    ),
]


@pytest.mark.parametrize("row", MOODS, ids=[row[0].value for row in MOODS])
def test_the_operator_reads_what_happened_and_nothing_is_printed_twice(
    bench: Bench, row: tuple[Mood, SpoolState, str, bool, int]
) -> None:
    mood, state, sentence, ask, papers = row
    with FakePrinter(mood) as fake:
        link, job = bench.serve(fake, 5.0 if state is S.PRINTED else 0.8)
        said, asked = paper_words(job)
        assert (job.state, said.words, asked) == (state, sentence, ask)

        bench.leave_alone(link, job)
        fake.unplug()
        assert papers_of(fake.jobs, job.content) == papers
        assert fake.received <= len(job.content) + 3, "the job and its barrier left once, or not at all"


def test_after_enough_attempts_a_person_is_told_to_press_and_pressing_prints(bench: Bench) -> None:
    """The roll may take longer to find than the program goes on trying."""
    with FakePrinter(*[Mood.PAPER_OUT] * ATTEMPTS_BY_ITSELF_MAX, Mood.OK) as fake:
        link, job = bench.serve(fake, 5.0)
        job = bench.leave_alone(link, job)
        said, ask = paper_words(job)
        assert (job.attempts, ask) == (ATTEMPTS_BY_ITSELF_MAX, False)
        assert said.words.endswith("(IMP-03) Después pulse Probar ahora en lo que está por enviar.")

        pressed = PrintLink(bench.desk.station.store, dict(link._printers), bench.jobs)
        pressed.retry()
        assert bench.settle(pressed, job).state is S.PRINTED
        pressed.stop()
        assert fake.jobs == [job.content]


def test_paper_that_is_put_in_lets_the_same_bytes_out_once(bench: Bench) -> None:
    with FakePrinter(Mood.PAPER_OUT, Mood.COVER_OPEN, Mood.OK) as fake:
        link, job = bench.serve(fake, 5.0)
        assert job.reason == "paper_out"
        link.retry_by_itself()
        assert bench.settle(link, job).reason == "cover_open"
        link.retry_by_itself()
        job = bench.settle(link, job)
        assert (job.state, job.attempts, job.copy_number) == (S.PRINTED, 3, 0)
        bench.leave_alone(link, job)
        assert fake.jobs == [job.content]


def test_a_roll_changed_in_time_ends_as_printed(bench: Bench) -> None:
    with FakePrinter(Mood.RUNS_OUT_MID_JOB) as fake:
        job = bench.desk.charge().job
        link = PrintLink(bench.desk.station.store, {"tickets": Hasty(fake, 20.0)}, bench.jobs)
        link.start()
        bench.qtbot.waitUntil(lambda: fake.emulator.is_stuck, timeout=10_000)
        fake.person_comes()
        assert bench.settle(link, job).state is S.PRINTED
        link.stop()
        assert fake.jobs == [job.content]


def test_a_printer_that_finishes_late_by_itself_is_confirmed_and_not_printed_again(bench: Bench) -> None:
    with FakePrinter(Mood.RUNS_OUT_MID_JOB) as fake:
        link, job = bench.serve(fake)
        assert (job.state, job.reason) == (S.UNKNOWN, "paper_ran_out")
        fake.person_comes()
        bench.qtbot.waitUntil(lambda: bool(fake.jobs), timeout=10_000)

        assert link.in_hand(job).state is S.CONFIRMED
        bench.leave_alone(link, job)
        assert fake.jobs == [job.content]


def test_a_paper_cut_in_half_is_another_one_only_when_a_person_asks_and_says_copy(bench: Bench) -> None:
    with FakePrinter(Mood.RESET_MID_JOB, Mood.OK) as fake:
        link, job = bench.serve(fake)
        link.not_in_hand(job)
        bench.leave_alone(link, job)
        assert fake.jobs == []

        copy = bench.desk.paper.copy(job.entry, ROSA, "salió cortado")
        again = PrintLink(bench.desk.station.store, {"tickets": Hasty(fake, 5.0)}, bench.jobs)
        again.look()
        assert bench.settle(again, copy).state is S.PRINTED
        again.stop()
        assert fake.jobs == [copy.content]
        assert "COPIA 1".encode("cp858") in copy.content


def asked(bench: Bench, fake: FakePrinter) -> tuple[str, ...]:
    link = PrintLink(bench.desk.station.store, {"tickets": Hasty(fake, 0.8)}, bench.jobs)
    link.ask()
    assert not link.is_busy, "nobody is told not to turn the computer off because a printer is asked how it is"
    bench.qtbot.waitUntil(lambda: not link._asked, timeout=20_000)
    link.stop()
    return link.problems


@pytest.mark.parametrize(
    ("mood", "problems"),
    [
        (Mood.OK, ()),
        (Mood.PAPER_NEAR_END, ("paper_near_end",)),
        (Mood.PAPER_OUT, ("paper_out",)),
        (Mood.COVER_OPEN, ("cover_open",)),
        (Mood.SILENT, ()),
    ],
)
def test_a_printer_at_rest_is_asked_before_anybody_pays(bench: Bench, mood: Mood, problems: tuple[str, ...]) -> None:
    with FakePrinter(mood) as fake:
        assert asked(bench, fake) == problems


def test_a_paper_waits_for_the_question_and_no_longer(bench: Bench) -> None:
    """Many printers attend one caller at a time: a paper must not be refused because of our own question."""
    with FakePrinter() as fake:
        job = bench.desk.charge().job
        link = PrintLink(bench.desk.station.store, {"tickets": Hasty(fake, 5.0)}, bench.jobs)
        link.ask()
        link.look()
        assert not link.is_busy
        bench.qtbot.waitUntil(lambda: link.is_busy or bool(fake.jobs), timeout=10_000)
        assert bench.settle(link, job).state is S.PRINTED
        link.stop()
        assert fake.jobs == [job.content]


def test_what_a_paper_met_is_known_until_the_next_one_comes_out(bench: Bench) -> None:
    with FakePrinter(Mood.PAPER_OUT, Mood.OK) as fake:
        link, job = bench.serve(fake, 5.0)
        assert list(link.problems) == ["paper_out"]
        link.retry_by_itself()
        bench.settle(link, job)
        assert list(link.problems) == []
        link.stop()


def test_the_spool_would_print_twice_if_unknown_were_tried_again(bench: Bench) -> None:
    """Negative control of this file: what it counts is really counted."""
    with FakePrinter(Mood.SILENT) as fake:
        link, job = bench.serve(fake)
        assert job.state is S.UNKNOWN
        with bench.desk.station.store.transaction():
            bench.desk.station.store.execute("UPDATE print_job SET state = 'queued' WHERE id = ?", (job.id,))
        bench.leave_alone(link, job, times=1)
        fake.unplug()
        assert papers_of(fake.jobs, job.content) == 2
