"""Publishing the log as cron gives the order, on a real data directory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from central.__main__ import main
from central.opening import DataDirectory
from central.registry import Registry
from domain.note import read_checkpoint, read_note, sign_note
from sync.messages import Invitation
from sync.seal import SigningKey
from tests.fakes.centre_world import Desk

MUNICIPALITY = Path(__file__).resolve().parents[2] / "municipalities" / "cajamarca"
Order = Callable[..., tuple[int, str]]


@pytest.fixture
def order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Order:
    def give(name: str, *arguments: str | Path) -> tuple[int, str]:
        code = main([name, "--data", str(tmp_path / "centre"), *map(str, arguments)])
        seen = capsys.readouterr()
        return code, seen.out + seen.err

    assert give("init", "--municipality", MUNICIPALITY)[0] == 0
    return give


def enrolled(order: Order, folder: Path) -> None:
    invitation = folder / "c07.ventanilla"
    place = ("--station", "C07", "--number", "7", "--face", "desk", "--label", "Cabina 07")
    assert order("invite", *place, "--address", "https://localhost:1", "--out", invitation)[0] == 0
    with DataDirectory(folder / "centre").open() as centre:
        desk = Desk(Registry(centre), Invitation.decode(invitation.read_bytes()))
        assert desk.enrol().status == 200
    assert order("approve", "C07", "--guarantee-reference", "BN-1")[0] == 0


def test_the_order_says_what_it_published_and_where(order: Order, tmp_path: Path) -> None:
    assert "Todavía no hay nada que publicar" in order("publish-log")[1]
    enrolled(order, tmp_path)
    web = tmp_path / "web"
    code, said = order("publish-log", "--folder", web, "--origin", "muni.example/log")
    assert code == 0
    assert "ya tiene nombre" in order("publish-log", "--folder", web, "--origin", "other.example/log")[1]
    note = read_note((web / "checkpoint").read_text("utf-8"))
    assert str(note).strip() in said
    assert read_checkpoint(note).origin == "muni.example/log"
    assert "registros nuevos publicados" in said
    assert "Nada nuevo" in order("publish-log", "--folder", web)[1]
    assert {"index.html", "verifier.js", "verifier.css", "keys.txt", "checkpoint", "tile"} <= {
        one.name for one in web.iterdir()
    }


def test_a_witness_is_added_by_an_order_and_a_wrong_file_is_said_so(order: Order, tmp_path: Path) -> None:
    enrolled(order, tmp_path)
    file = tmp_path / "cosigned"
    file.write_text("hola", "utf-8")
    assert "no es una nota firmada" in order("cosign-log", "--file", file)[1]
    assert order("publish-log")[0] == 0
    note = read_note((tmp_path / "centre" / "log" / "checkpoint").read_text("utf-8"))
    file.write_text(str(sign_note(note.text, "controloria.example", SigningKey.generate())), "utf-8")
    assert "1 firma agregada" in order("cosign-log", "--file", file)[1]
    assert "No se puede usar" in order("cosign-log", "--file", tmp_path / "none")[1]
