"""The demonstration's story, told in the order in which it happens."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from kiosk_app.bootstrap.desk import DeskProgram
from kiosk_app.journal_commands import read_file, verify_file
from kiosk_app.services.exporting import write_journal_file
from kiosk_app.theme.apply import apply_theme
from kiosk_app.theme.tokens import DESK
from tools.demo_day import BEYOND, WALK_INS, Desk
from tools.demo_others import Auditor, Kiosk
from tools.demo_outputs import Checks, check_hledger, check_money, check_rebuild, write_papers
from tools.demo_town import AUDITOR, CABIN, KIOSK, PIN, Town
from wording.catalogue import use_language

Say = Callable[[str], None]


@dataclass(frozen=True)
class _Stage:
    town: Town
    app: QApplication
    screens: Path
    output: Path
    say: Say


def open_window(output: Path, say: Say) -> int:
    """Set up, and hand the desk over to whoever sits there."""
    use_language("es")
    app = QApplication([])
    apply_theme(app, DESK)
    town = _make_town(output, say)
    program = DeskProgram(app, town.data / CABIN.station)
    program.shell.window.resize(1366, 768)
    say(f"the desk is yours: {CABIN.people[0][1]}, PIN {PIN}. Close the window to end.")
    program.start()
    try:
        return app.exec()
    finally:
        program.stop()
        town.close_centre()


def play_day(output: Path, say: Say) -> int:
    logging.getLogger("ventanilla").addHandler(logging.FileHandler(output / "log.txt"))
    logging.getLogger("ventanilla").setLevel(logging.INFO)
    qInstallMessageHandler(_keep_qt_quiet)
    use_language("es")
    app = QApplication([])
    apply_theme(app, DESK)
    town = _make_town(output, say)
    stage = _Stage(town, app, output / "screens", output, say)
    checks = Checks()
    try:
        desk = Desk(town, app, stage.screens)
        try:
            _morning(stage, desk)
            amount = _evening(stage, desk)
            _network_returns(stage, desk, amount)
            _kiosk(stage, desk)
            _audit(stage, desk, checks)
            check_rebuild(checks, desk.program)
            papers = write_papers(desk.program, output / "papers")
            say(f"{papers} papers, each as PDF, PNG and the bytes of two printers")
            _verify_export(stage, desk, checks)
        finally:
            desk.stop()
    finally:
        town.close_centre()
    return _summary(output, checks, say)


def _keep_qt_quiet(kind: QtMsgType, _context: object, text: str) -> None:
    """The offscreen platform says of every window that it has no window manager; anything else is told."""
    if "propagateSizeHints" not in text and "raise()" not in text and kind is not QtMsgType.QtDebugMsg:
        logging.getLogger("ventanilla.qt").warning("%s", text)


def _make_town(output: Path, say: Say) -> Town:
    town = Town(output / "data")
    town.data.mkdir()
    town.found()
    town.open_centre()
    say("the centre answers on loopback, over TLS with its own authority")
    for place in (CABIN, KIOSK, AUDITOR):
        made = town.settle(place)
        say(f"{place.station} enrolled with a one-time code; its six words: {' '.join(made.words)}")
    town.draw_map(CABIN)
    say("the cabin has the map of a town that does not exist, and says so")
    return town


def _morning(stage: _Stage, desk: Desk) -> None:
    desk.sign_in()
    desk.hear_the_centre()
    desk.open_drawer()
    stage.say("signed in after one wrong PIN; the drawer is open")
    stage.town.close_centre()
    stage.say("the network is down: the centre was killed")
    for number, person in enumerate(WALK_INS, 1):
        picture = f"03-{person.procedure}" if number in {1, len(WALK_INS)} else ""
        if not desk.serve(person, picture):
            raise RuntimeError(f"{person.procedure} was not served")
        stage.say(f"walk-in {number}: {person.procedure}, receipt printed, nothing sent")
    if desk.serve(BEYOND):
        raise RuntimeError("the guarantee did not stop what it does not cover")
    desk.picture("04-beyond-the-guarantee")
    stage.say(f"{BEYOND.procedure} refused in words: the guarantee does not cover it")
    desk.void()
    desk.copy_of_first()
    code = desk.complain(_photo(stage.output), plates=("L-00420", "L-00421"))
    stage.say(f"one receipt voided, one copied, one complaint filed: {code}")


def _evening(stage: _Stage, desk: Desk) -> tuple[str, str]:
    desk.take_to_safe()
    stage.say("a hundred taken to the safe, with its slip")
    desk.read_x()
    desk.queue("09-queue-offline")
    desk.close_drawer()
    stage.say("the drawer was counted blind, forty céntimos short, explained, and closed with its Z")
    name, amount = desk.deposit(_photo(stage.output))
    stage.say(f"deposit {name} declared: {amount}")
    return name, str(amount).partition(" ")[2]


def _network_returns(stage: _Stage, desk: Desk, deposit: tuple[str, str]) -> None:
    stage.town.open_centre()
    desk.send_everything()
    stage.say("the network is back: every entry and file is at the centre, signed for")
    name, amount = deposit
    stage.town.order("confirm", CABIN.station, name, "--amount", amount, "--bank-line", "BN 0042-778812")
    desk.hear("the deposit's confirmation")
    stage.town.order("answer", desk.codes[0], "--state", "resolved", "--text", "Su acta está lista para recoger")
    desk.hear("the answer to a case")
    desk.open_drawer()
    if not desk.serve(BEYOND, "15-reopened"):
        raise RuntimeError("the confirmed deposit did not reopen the counter")
    stage.say(f"the confirmed deposit reopened the counter: {BEYOND.procedure} collected")
    receipt = desk.receipt_code()
    desk.scan_receipt(receipt, "16-scan-valid")
    desk.scan_receipt(receipt[:-20] + "A" * 20, "17-scan-altered")
    desk.read_x()
    desk.send_everything()


def _kiosk(stage: _Stage, desk: Desk) -> None:
    kiosk = Kiosk(stage.town, stage.app, stage.screens)
    try:
        kiosk.look_up()
        code = kiosk.complain()
        kiosk.send_everything()
        kiosk.follow(code)
        kiosk.follow_elsewhere(desk.codes[0])
    finally:
        kiosk.stop()
    stage.say(f"at the kiosk: a procedure looked up, a complaint filed and followed: {code}")
    stage.say("at the kiosk: a case of the cabin, asked for at the centre")


def _audit(stage: _Stage, desk: Desk, checks: Checks) -> None:
    auditor = Auditor(stage.town, stage.app, stage.screens, stage.output)
    try:
        auditor.look()
        auditor.open_close()
        auditor.export()
        audited = auditor.audited()
    finally:
        auditor.stop()
    checks.same("cabins audited", 1, len(audited))
    check_money(checks, desk.program, desk.served, audited[0])
    check_hledger(checks, sorted(stage.output.glob("*.journal")))
    for kind in ("pdf", "csv"):
        checks.true(f"reconciliation as {kind}", any(stage.output.glob(f"audit*.{kind}")))
    stage.say("the auditor verified every journal from nothing and exported PDF, CSV, XLSX, hledger and beancount")


def _verify_export(stage: _Stage, desk: Desk, checks: Checks) -> None:
    assert desk.program.services is not None, "somebody has signed in"
    path = write_journal_file(desk.program.services.counter.journal, stage.output)
    exported = path.rename(path.with_suffix(".ventanilla-journal"))
    found = verify_file(read_file(exported))
    checks.true("exported journal verifies with no database", found.is_clean, f"{found.station_length} entries")


def _summary(output: Path, checks: Checks, say: Say) -> int:
    (output / "summary.txt").write_text("\n".join(checks.lines) + "\n", encoding="utf-8")
    for line in checks.lines:
        print(f"          {line}")
    say(f"{len(checks.lines) - checks.failures} of {len(checks.lines)} checks agree; look into demo-output/")
    return 1 if checks.failures else 0


def _photo(output: Path) -> Path:
    """A drawn picture of a lamp post: nobody's photograph."""
    path = output / "data" / "poste.jpg"
    picture = Image.new("RGB", (960, 720), (34, 44, 66))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((470, 180, 490, 700), fill=(90, 96, 104))
    draw.rectangle((490, 180, 640, 196), fill=(90, 96, 104))
    draw.ellipse((600, 190, 680, 230), fill=(48, 52, 60))
    picture.save(path, quality=80)
    return path
