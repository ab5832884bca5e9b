"""station.toml as a person or the desk wrote it: read strictly, written whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from kiosk_app.storage.printer_settings import (
    CODE_PAGES,
    PrinterSettings,
    printer_of,
    read_settings,
    read_sheet_settings,
    sheet_printer,
    slip_printer,
    write_settings,
)
from kiosk_app.storage.station_folder import StationFolder
from printing.printers import (
    CupsPrinter,
    DevicePrinter,
    FolderPrinter,
    NetworkPrinter,
    PdfFolderPrinter,
    WindowsPrinter,
    WindowsSheetPrinter,
)
from printing.profiles import PROFILE_58, PROFILE_80, PROFILE_80_180DPI, PROFILE_A4, PROFILE_PDF_58, PROFILE_PDF_80
from printing.receipt_reader import CODE_PAGES as READABLE


@pytest.fixture
def station(tmp_path: Path) -> StationFolder:
    return StationFolder(tmp_path)


def told(station: StationFolder, text: str) -> PrinterSettings:
    station.settings.write_text(f"[printer]\n{text}\n", "utf-8")
    return read_settings(station)


@pytest.mark.parametrize(
    ("text", "kind", "profile"),
    [
        ('kind = "network"\nhost = "192.0.2.7"', NetworkPrinter, PROFILE_80),
        ('kind = "network"\nhost = "x"\nwidth_mm = 58', NetworkPrinter, PROFILE_58),
        ('kind = "network"\nhost = "x"\ndots_per_inch = 180', NetworkPrinter, PROFILE_80_180DPI),
        ('kind = "device"\ndevice = "/dev/usb/lp0"', DevicePrinter, PROFILE_80),
        ('kind = "windows"\nqueue = "Ticketera ñ"', WindowsPrinter, PROFILE_80),
        ('kind = "windows"\nqueue = "Láser"\nwidth_mm = 210', WindowsSheetPrinter, PROFILE_A4),
        ('kind = "cups"\nqueue = "LASER"', CupsPrinter, PROFILE_A4),
        ('kind = "cups"\nqueue = "TICKETS"\nwidth_mm = 58', CupsPrinter, PROFILE_58),
        ('kind = "folder"', FolderPrinter, PROFILE_80),
        ('kind = "pdf"', PdfFolderPrinter, PROFILE_PDF_80),
        ('kind = "pdf"\nwidth_mm = 58', PdfFolderPrinter, PROFILE_PDF_58),
        ('kind = "pdf"\nwidth_mm = 210', PdfFolderPrinter, PROFILE_A4),
    ],
)
def test_each_kind_becomes_its_printer(station: StationFolder, text: str, kind: type, profile: object) -> None:
    told(station, text)
    printer = slip_printer(station)
    assert type(printer) is kind
    assert printer.profile == profile


def test_without_settings_papers_are_pdf(station: StationFolder) -> None:
    assert type(slip_printer(station)) is PdfFolderPrinter
    assert (station.path / "paper").is_dir()


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('kind = "tube"', "kind"),
        ('name = "sin clase"', "kind"),
        ('kind = "network"', "host"),
        ('kind = "network"\nhost = " "', "host"),
        ('kind = "network"\nhost = 7', "host"),
        ('kind = "network"\nhost = "a\\u0007"', "host"),
        ('kind = "network"\nhost = "x"\nport = 0', "port"),
        ('kind = "network"\nhost = "x"\nport = true', "port"),
        ('kind = "network"\nhost = "x"\nwidth_mm = 210', "width_mm"),
        ('kind = "network"\nhost = "x"\nwidth = 58', "width"),
        ('kind = "device"', "device"),
        ('kind = "device"\ndevice = "/dev/x"\nbaud = 1', "baud"),
        ('kind = "cups"\nqueue = "-o raw"', "queue"),
        ('kind = "pdf"\ncode_page = "utf-8"', "code_page"),
        ('kind = "pdf"\ncode_page_number = 256', "code_page_number"),
        ('kind = "pdf"\ncutter = 1', "cutter"),
        ("kind = ", "station.toml"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_field(station: StationFolder, text: str, field: str) -> None:
    station.settings.write_text(f"[printer]\n{text}\n", "utf-8")
    with pytest.raises(Refusal, match="printer_settings_wrong") as refused:
        slip_printer(station)
    assert refused.value.details["field"] == field


ROLL = '[printer]\nkind = "network"\nhost = "x"\n'


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('kind = "cups"\nqueue = "OFICINA"', CupsPrinter),
        ('kind = "windows"\nqueue = "Láser"', WindowsSheetPrinter),
        ('kind = "pdf"\nname = "hojas"\nfolder = "hojas"', PdfFolderPrinter),
    ],
)
def test_sheets_may_have_a_printer_of_their_own(station: StationFolder, text: str, kind: type) -> None:
    station.settings.write_text(f"{ROLL}[sheets]\n{text}\n", "utf-8")
    slips = slip_printer(station)
    sheets = sheet_printer(station, slips)
    assert type(sheets) is kind
    assert sheets is not None
    assert (sheets.profile, slips.profile) == (PROFILE_A4, PROFILE_80)
    assert sheets.name != slips.name


def test_without_one_of_their_own_sheets_go_where_slips_do_or_nowhere(station: StationFolder) -> None:
    assert sheet_printer(station, slip_printer(station)) is None, "PDF as wide as a roll"
    station.settings.write_text(ROLL, "utf-8")
    assert sheet_printer(station, slip_printer(station)) is None
    told(station, 'kind = "cups"\nqueue = "LASER"')
    slips = slip_printer(station)
    assert sheet_printer(station, slips) is slips


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('kind = "network"\nhost = "y"', "width_mm"),
        ('kind = "cups"\nqueue = "Q"\nwidth_mm = 58', "width_mm"),
        ('kind = "cups"\nqueue = "Q"\nname = "printer"', "name"),
        ('kind = "cups"', "queue"),
        ('queue = "Q"', "kind"),
    ],
)
def test_a_printer_for_sheets_that_prints_none_is_refused(station: StationFolder, text: str, field: str) -> None:
    station.settings.write_text(f"{ROLL}[sheets]\n{text}\n", "utf-8")
    with pytest.raises(Refusal, match="printer_settings_wrong") as refused:
        sheet_printer(station, slip_printer(station))
    assert refused.value.details["field"] == field


def test_setting_up_the_slip_printer_keeps_the_one_for_sheets(station: StationFolder) -> None:
    station.settings.write_text(f'{ROLL}[sheets]\nkind = "cups"\nqueue = "Señor \\"1\\""\n', "utf-8")
    before = read_sheet_settings(station)
    write_settings(station, PrinterSettings(kind="network", host="192.0.2.9"))
    assert read_settings(station).host == "192.0.2.9"
    assert read_sheet_settings(station) == before
    assert before is not None
    assert before.queue == 'Señor "1"'
    station.settings.write_text("[", "utf-8")
    write_settings(station, PrinterSettings(kind="network", host="192.0.2.9"))
    assert read_settings(station).host == "192.0.2.9", "what nobody can read keeps nobody from putting it right"


PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F).filter(str.isprintable), max_size=30)


SETTINGS = st.builds(
    PrinterSettings,
    kind=st.just("network"),
    host=PRINTABLE.map(lambda text: f"h{text}"),
    name=PRINTABLE,
    code_page=st.sampled_from(sorted(CODE_PAGES)),
    code_page_number=st.integers(0, 255),
    cutter=st.booleans(),
)


@given(SETTINGS)
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, settings: PrinterSettings) -> None:
    folder = StationFolder(tmp_path_factory.mktemp("station"))
    write_settings(folder, settings)
    assert read_settings(folder) == settings


def test_settings_are_written_whole_or_not_at_all(station: StationFolder) -> None:
    station.settings.mkdir()
    with pytest.raises(Refusal, match="disk_failing"):
        write_settings(station, PrinterSettings())
    assert [path.name for path in station.path.iterdir()] == ["station.toml"]


def test_a_folder_that_cannot_be_made_is_said(station: StationFolder) -> None:
    (station.path / "paper").write_bytes(b"")
    with pytest.raises(Refusal, match="disk_failing"):
        printer_of(station, PrinterSettings(kind="pdf"))


@pytest.mark.parametrize("page", sorted(CODE_PAGES))
def test_a_page_that_is_offered_has_every_letter_and_the_preview_can_read_it(page: str) -> None:
    "áéíóúÁÉÍÓÚñÑüÜ¿¡ºª«»".encode(page)
    assert READABLE[CODE_PAGES[page]] == page
