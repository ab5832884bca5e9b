"""The municipality's forms at the counter: pages, conditions, groups, photos, and answers that will not do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QWidget

from domain.journal.fields import SEALED_PHOTO
from kiosk_app.screens.desk.attend.questions import AddBox
from kiosk_app.storage import drafts
from kiosk_app.widgets import Button, RowList
from sync.seal import photo_binding
from tests.fakes.station import Centre
from tests.kiosk_app.desk_views.hands import Operator, button

CONTROL = Qt.KeyboardModifier.ControlModifier


def choose(attending: Operator, words: str) -> None:
    attending.scan("45067318")
    for name in ("Inés", "Yupanqui Torres"):
        attending.dictate(name)
        attending.key(Qt.Key.Key_Return)
    attending.key(Qt.Key.Key_Return)
    attending.dictate(words)
    attending.key(Qt.Key.Key_Return)


def questions(attending: Operator) -> list[str]:
    return [name.removeprefix("question:") for name in attending.attend().fields if name.startswith("question:")]


def go(attending: Operator, key: str) -> None:
    attending.attend().fields[f"question:{key}"].editor.setFocus()


def answer(attending: Operator, key: str, text: str) -> None:
    go(attending, key)
    attending.dictate(text)


def pick(attending: Operator, key: str, place: int) -> None:
    """By keys, as in any list."""
    box = attending.attend().fields[f"question:{key}"].editor
    assert isinstance(box, QComboBox)
    box.setFocus()
    for _step in range(place + 1):
        attending.key(Qt.Key.Key_Down)


def turn(attending: Operator) -> None:
    attending.key(Qt.Key.Key_PageDown, CONTROL)


def test_a_licence_is_taken_page_by_page_with_keys_alone(attending: Operator) -> None:
    choose(attending, "licencia riesgo medio")
    assert questions(attending) == ["who", "ruc", "trade_name"]
    pick(attending, "who", 1)
    assert questions(attending) == ["who", "ruc", "business_name", "registry", "trade_name"], (
        "a company has more to say"
    )
    answer(attending, "ruc", "20495556787")
    answer(attending, "business_name", "Bodega La Ñusta SAC")
    answer(attending, "registry", "11012345")
    turn(attending)
    assert "owner_name" not in questions(attending)
    pick(attending, "is_rented", 1)
    answer(attending, "activity", "Panadería")
    answer(attending, "premises_address", "Jr. Los Sauces 145")
    answer(attending, "area_m2", "42,5")
    attending.key(Qt.Key.Key_Return, CONTROL)
    assert questions(attending)[:3] == ["exit", "exit.1.street", "exit.1.width_cm"], "Ctrl+Enter goes on too"
    add = attending.attend().fields["question:exit"].editor
    assert isinstance(add, AddBox)
    add.add.setFocus()
    attending.key(Qt.Key.Key_Space)
    assert "exit.2.street" in questions(attending)
    for place in ("1", "2"):
        answer(attending, f"exit.{place}.street", f"Calle {place}")
        answer(attending, f"exit.{place}.width_cm", "120")
    answer(attending, "extinguishers", "2")
    answer(attending, "phone", "976543210")
    attending.key(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    attending.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
    attending.key(Qt.Key.Key_F12)
    assert attending.attend().delivery.isVisible(), [
        line.text() for line in attending.attend().summary.findChildren(Button)
    ]
    store = attending.desk.station.store
    told = json.loads(store.rows("SELECT document FROM personal")[-1]["document"])
    assert told["answer.exit.2.width_cm"] == "120"
    assert told["answer.exit"] == "2"
    assert "answer.owner_name" not in told
    own = b"".join(
        bytes(row["payload"], "utf-8") for row in store.rows("SELECT payload FROM entry WHERE author = 'station'")
    )
    assert "Ñusta".encode() not in own
    assert b"11012345" not in own, "what the form was told is sealed and in no entry"


def test_an_answer_that_will_not_do_is_said_in_the_municipality_s_words_and_leads_to_its_page(
    attending: Operator,
) -> None:
    choose(attending, "licencia riesgo medio")
    pick(attending, "who", 0)
    answer(attending, "ruc", "20495556781")
    turn(attending)
    answer(attending, "area_m2", "0,5")
    attending.key(Qt.Key.Key_F12)
    view = attending.attend()
    told = [line.text() for line in view.summary.findChildren(Button) if line.isVisible()]
    assert "Revise los 11 números del RUC: uno no corresponde" in told
    assert "Área total del local en m²: como mínimo 1" in told
    assert questions(attending)[0] == "who", "the page of the first of them"
    assert view.fields["question:ruc"].error.text() == "Revise los 11 números del RUC: uno no corresponde"
    button(attending, "Área total del local en m²: como mínimo 1").click()
    assert attending.focus() is view.fields["question:area_m2"].editor
    assert attending.desk.commits == []


def test_an_answer_whose_question_went_away_is_not_sent(attending: Operator) -> None:
    choose(attending, "comercio ambulatorio")
    pick(attending, "goods", 3)
    answer(attending, "goods_other", "Secreto")
    pick(attending, "goods", 0)
    box = attending.attend().fields["question:goods"].editor
    assert isinstance(box, QComboBox)
    while box.currentText() != "Ropa y calzado":
        attending.key(Qt.Key.Key_Up if box.currentIndex() > 1 else Qt.Key.Key_Down)
    assert "goods_other" not in questions(attending)
    answer(attending, "place", "Jr. Apurímac")
    answer(attending, "schedule", "8 a 13")
    attending.key(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    attending.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
    attending.key(Qt.Key.Key_F12)
    told = attending.desk.station.store.rows("SELECT document FROM personal")[-1]["document"]
    assert "Secreto" not in told


def test_a_photo_of_a_document_is_attached_by_key_and_travels_with_the_case(
    attending: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = tmp_path / "carne.png"
    Image.new("RGB", (40, 30), "white").save(picture)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(picture), ""))
    choose(attending, "comercio ambulatorio")
    attending.key(Qt.Key.Key_F9)
    attending.shell._tick()
    kept = drafts.read_all(attending.desk.station.store)[0]
    assert [photo.field for photo in kept.photos] == ["card_photo"], "and is kept with the draft"
    box = attending.attend().fields["question:card_photo"].editor
    assert isinstance(box, AddBox)
    assert not box.add.isEnabled(), "one is all it takes"
    pick(attending, "goods", 1)
    answer(attending, "place", "Jr. Apurímac")
    answer(attending, "schedule", "8 a 13")
    attending.key(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    attending.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
    attending.key(Qt.Key.Key_F12)
    store = attending.desk.station.store
    last = attending.desk.services.cases.today()[0]
    assert attending.desk.services.cases.detail(last.code).photos == (), "the counter cannot see it any more"
    (sealed,) = store.rows("SELECT bytes FROM blob WHERE type = ?", (SEALED_PHOTO,))
    bound_to = photo_binding("C07", last.code)
    assert Centre().sealing.open(bytes(sealed["bytes"]), bound_to=bound_to) == kept.photos[0].blob.content


def test_a_file_that_is_no_photo_is_said_beside_its_question(
    attending: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "carne.jpg"
    wrong.write_bytes(b"no photo")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(wrong), ""))
    choose(attending, "comercio ambulatorio")
    attending.key(Qt.Key.Key_F9)
    assert attending.attend().fields["question:card_photo"].error.text()


def test_what_the_person_told_already_is_not_asked_again(attending: Operator) -> None:
    attending.attend().fields["phone"].editor.setFocus()
    attending.dictate("976543210")
    choose(attending, "matrimonio local")
    turn(attending)
    assert attending.text_of("question:phone") == "976543210"


def test_each_requirement_says_what_is_looked_at(attending: Operator) -> None:
    choose(attending, "comercio ambulatorio")
    boxes = attending.attend().requirements._boxes
    assert boxes[0].text().startswith("Formulario · ")
    assert boxes[1].text() == "Original · DNI del solicitante, a la vista"
    assert boxes[1].accessibleName() == "DNI del solicitante, a la vista (Original)"
    assert boxes[3].text().startswith("Copia · ")


def press(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())


def test_a_form_is_filled_with_presses_alone_and_no_gesture(attending: Operator) -> None:
    choose(attending, "matrimonio local")
    view = attending.attend()
    pages = [
        found
        for found in view.questions.findChildren(Button)
        if found.text() in ("Página siguiente", "Página anterior")
    ]
    on = next(found for found in pages if found.text() == "Página siguiente")
    press(on)
    assert questions(attending)[:2] == ["wished_date", "witness"]
    box = view.fields["question:witness"].editor
    assert isinstance(box, AddBox)
    press(box.add)
    QApplication.processEvents()
    assert "witness.3.name" in questions(attending)
    spare = [found for found in box.findChildren(Button) if found.isVisible() and found is not box.add]
    press(spare[0])
    QApplication.processEvents()
    assert "witness.3.name" not in questions(attending)
    assert not [found for found in box.findChildren(Button) if found.isVisible() and found is not box.add], (
        "two it must be"
    )
    press(next(found for found in pages if found.text() == "Página anterior"))
    assert questions(attending)[0] == "spouse_1_dni"


def test_a_whole_act_is_done_with_presses_and_letters_alone(attending: Operator) -> None:
    attending.desk.collect()
    view = attending.attend()
    press(view.fields["document"].editor)
    attending.dictate("45067318")
    press(view.fields["procedure"].editor)
    attending.dictate("archivo")
    rows = view.procedure.findChild(RowList)
    assert rows is not None
    first = rows.visualRect(rows.model().index(0, 0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=first)
    name = next(name for name in view.fields if name.startswith("question:"))
    press(view.fields[name].editor)
    attending.dictate("Expediente 123-2024")
    for box in view.requirements._boxes:
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(12, box.height() // 2))
    press(view.payment.quick[0])
    press(button(attending, "Cobrar e imprimir"))
    assert view.delivery.isVisible()
