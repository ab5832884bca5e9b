"""The page as a citizen or an auditor uses it: in a real browser, from a saved file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from central.verifier import PAGE_FILES
from domain.envelope import from_base64url
from domain.note import Checkpoint, read_checkpoint, read_note, sign_note
from printing import receipt_code
from printing.receipt_code import EntryName
from sync.seal import SigningKey
from tests.central.verifier.conftest import complaints, save_screenshot
from tests.central.verifier.town import ORIGIN, Town
from wording.key_words import words_of_key


def wait(page: WebDriver, said: str) -> None:
    WebDriverWait(page, 60).until(lambda driver: said in driver.find_element(By.ID, "status").text)


def paste(page: WebDriver, text: str) -> str:
    """Type it as a person pastes it, press the button, and read the first result."""
    page.execute_script("document.getElementById('text').value = arguments[0]", text)
    page.execute_script("document.getElementById('status').textContent = ''")
    page.find_element(By.CSS_SELECTOR, "button").click()
    wait(page, "Revisado")
    return result(page)


def give(page: WebDriver, *files: Path) -> str:
    page.execute_script("document.getElementById('status').textContent = ''")
    page.find_element(By.ID, "file").send_keys("\n".join(map(str, files)))
    wait(page, "Revisado")
    WebDriverWait(page, 60).until(lambda driver: driver.find_element(By.ID, "file").get_attribute("value") == "")
    return result(page)


def result(page: WebDriver) -> str:
    cards = page.find_elements(By.CSS_SELECTOR, "article")
    return cards[0].text if cards else ""


def keys_of(page: WebDriver, town: Town) -> None:
    give(page, town.web / "keys.txt")


def receipt(town: Town, index: int = -1) -> str:
    paper = [found for found in town.desks[0].journal if found.entry.kind == "fee_collected/1"][index]
    return receipt_code.encode("CENTRAL.EXAMPLE", paper.signed.payload, paper.signed.signature)


def proof_file(town: Town, folder: Path, index: int = -1) -> Path:
    path = receipt(town, index).removeprefix("HTTPS://CENTRAL.EXAMPLE") + "/proof"
    status, _headers, body = town.world.registry.handle("GET", path, {}, b"")
    assert status == 200
    file = folder / "recibo.tlog-proof"
    file.write_bytes(body)
    return file


def test_the_script_is_short_and_asks_nobody_for_anything() -> None:
    page, style, script = (text for text in PAGE_FILES.values())
    assert len(script.splitlines()) < 500
    assert "default-src 'none'" in page.decode()
    for content in (page, style, script):
        text = content.decode()
        assert "http:" not in text
        assert "//cdn" not in text
        assert "import(" not in text
        assert "innerHTML" not in text


def test_a_saved_page_opens_without_a_complaint_of_the_browser(page: WebDriver) -> None:
    page.refresh()
    assert complaints(page) == []
    assert page.execute_script("return typeof checkJournal") == "function"
    assert "Todavía no hay claves" in page.find_element(By.ID, "keys").text


def test_the_keys_are_said_in_the_words_that_a_person_compares(page: WebDriver, town: Town) -> None:
    keys_of(page, town)
    words = " ".join(words_of_key(town.world.centre.keys.signing.public_key))
    told = page.find_element(By.ID, "keys").text
    assert words in told
    assert "Municipalidad Provincial de Cajamarca" in told
    field = page.find_element(By.ID, "words")
    field.send_keys(words.upper())
    assert "coinciden" in page.find_element(By.ID, "same").text
    field.send_keys("x")
    assert "NO coinciden" in page.find_element(By.ID, "same").text


def test_keys_that_the_named_centre_did_not_sign_are_refused(page: WebDriver, town: Town) -> None:
    text = (town.web / "keys.txt").read_text("utf-8").replace("station C07 1 1", "station C07 2 1")
    assert "keys_not_signed" in paste(page, text)
    assert "Todavía no hay claves" in page.find_element(By.ID, "keys").text


def test_a_receipt_shows_what_was_signed(page: WebDriver, town: Town, tmp_path: Path) -> None:
    assert "Falta el archivo de claves" in paste(page, receipt(town))
    keys_of(page, town)
    shown = paste(page, f"  {receipt(town).lower()}\n")
    for fact in ("✓ Firma válida", "C07-000005", "S/ 1.00", "Partida de nacimiento", "C07", "21/11/2026 09:00"):
        assert fact in shown
    save_screenshot(page, tmp_path / "receipt.png")


def test_a_forged_or_damaged_receipt_is_refused(page: WebDriver, town: Town) -> None:
    keys_of(page, town)
    good = receipt(town)
    other = "A" if good[-60] != "A" else "B"
    assert "Recibo NO auténtico" in paste(page, good[:-60] + other + good[-59:])
    assert "code_damaged" in paste(page, good[:-9])
    assert "code_not_ours" in paste(page, "hola")


def test_a_paper_that_only_names_its_entry_says_what_to_do(page: WebDriver, town: Town, tmp_path: Path) -> None:
    keys_of(page, town)
    paper = next(found for found in town.desks[0].journal if found.entry.kind == "fee_collected/1")
    name = EntryName("C07", 1, paper.entry.sequence, from_base64url(paper.hash))
    assert "solo nombra" in paste(page, receipt_code.encode_name("X", name))
    give(page, proof_file(town, tmp_path, 0))
    assert "Está publicado" in page.find_element(By.ID, "results").text
    assert "OTRO recibo" not in page.find_element(By.ID, "results").text


def test_a_proof_says_that_it_is_published_and_what(page: WebDriver, town: Town, tmp_path: Path) -> None:
    keys_of(page, town)
    give(page, proof_file(town, tmp_path))
    shown = page.find_element(By.ID, "results").text
    for fact in ("✓ Está publicado", ORIGIN, "El recibo de la prueba: firma válida", "C07-000005"):
        assert fact in shown


def test_a_proof_of_another_receipt_than_the_one_in_hand_is_said_so(
    page: WebDriver, town: Town, tmp_path: Path
) -> None:
    keys_of(page, town)
    paste(page, receipt(town, 0))
    give(page, proof_file(town, tmp_path, 1))
    assert "OTRO recibo" in page.find_element(By.ID, "results").text


def test_a_wrong_proof_and_a_checkpoint_that_somebody_else_signed_are_refused(
    page: WebDriver, town: Town, tmp_path: Path
) -> None:
    keys_of(page, town)
    text = proof_file(town, tmp_path).read_text("utf-8")
    lines = text.split("\n")
    assert "La prueba NO es correcta" in paste(page, "\n".join([*lines[:3], *lines[4:]]))
    stranger = sign_note(read_note((town.web / "checkpoint").read_text("utf-8")).text, ORIGIN, SigningKey.generate())
    assert "NO es de esta municipalidad" in paste(page, str(stranger))
    assert "Firma del registro público válida" in paste(page, (town.web / "checkpoint").read_text("utf-8"))


def test_two_days_continue_each_other_and_two_histories_are_an_alarm(page: WebDriver, town: Town) -> None:
    keys_of(page, town)
    (proof,) = (town.web / "consistency").iterdir()
    assert "Lo nuevo continúa a lo anterior" in give(page, proof)
    document = json.loads(proof.read_text("utf-8"))
    assert "DOS historias" in paste(page, json.dumps({**document, "hashes": document["hashes"][1:]}))
    size = read_checkpoint(read_note(document["new"])).size
    other = sign_note(Checkpoint(ORIGIN, size, bytes(32)).text(), ORIGIN, town.world.centre.keys.log)
    assert "DOS historias" in paste(page, str(other))


def test_a_whole_journal_is_walked_and_its_first_problem_named(page: WebDriver, town: Town, tmp_path: Path) -> None:
    text = town.journal_text(town.desks[0])
    good = tmp_path / "C07.journal"
    good.write_text(text, "utf-8")
    assert "claves que hay que comparar" in give(page, good)
    keys_of(page, town)
    shown = give(page, good)
    assert "✓ El diario está entero" in shown
    assert f"Registros del puesto\n{len(town.desks[0].journal)}" in shown
    lines = text.splitlines()
    lines[5], lines[6] = lines[6], lines[5]
    bad = tmp_path / "bad.journal"
    bad.write_text("\n".join(lines) + "\n", "utf-8")
    shown = give(page, bad)
    assert "El diario tiene un problema" in shown
    assert "diario del puesto, registro 5" in shown
    assert "sequence_broken" in shown
    bad.write_bytes(text.encode()[:-200])
    assert "journal_file_unreadable" in give(page, bad)


def test_no_file_can_write_on_the_page(page: WebDriver, town: Town) -> None:
    keys_of(page, town)
    desk = town.desks[0]
    entry = desk.sign(desk.journal[-1].entry)
    body = {**entry.entry.body, "service": "<img src=x>"}
    paper = desk.write("fee_collected/1", body)
    desk.journal.pop()
    assert "<img src=x>" in paste(page, paper.signed.compact())
    assert page.find_elements(By.CSS_SELECTOR, "#results img") == []


def test_a_browser_without_the_signature_says_so(page: WebDriver, town: Town) -> None:
    page.execute_script("crypto.subtle.importKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'))")
    assert "Este navegador no puede revisar firmas" in paste(page, (town.web / "keys.txt").read_text("utf-8"))
    page.execute_script("delete crypto.subtle.importKey")


def test_everything_is_reached_by_the_keyboard_and_named(page: WebDriver) -> None:
    for name in ("words", "text", "file"):
        assert page.find_element(By.CSS_SELECTOR, f"label[for={name}]").text
    reached = []
    for _ in range(4):
        ActionChains(page).send_keys(Keys.TAB).perform()
        focused = page.switch_to.active_element
        reached.append(focused.get_attribute("id") or focused.tag_name)
    assert reached == ["words", "text", "button", "file"]
    assert page.find_element(By.ID, "results").get_attribute("aria-live") == "polite"


def test_at_twice_the_size_nothing_is_cut_off(page: WebDriver, town: Town) -> None:
    keys_of(page, town)
    paste(page, receipt(town))
    page.execute_script("document.documentElement.style.fontSize = '200%'; document.body.style.fontSize = '36px'")
    wider = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.execute_script(wider) <= 0
    page.refresh()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class names it
        pass


@pytest.fixture
def served(town: Town) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *a, **k: _Quiet(*a, directory=str(town.web), **k))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_on_any_web_host_the_page_finds_the_keys_beside_it(browser: WebDriver, served: str) -> None:
    browser.get(served)
    wait(browser, "Revisado")
    assert "Palabras de la clave" in browser.find_element(By.ID, "keys").text
    assert complaints(browser) == []
