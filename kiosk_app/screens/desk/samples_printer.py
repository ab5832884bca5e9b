"""Sample states of setting up the printer."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

from kiosk_app.screens.desk.printer.state import PrinterState, Setting
from kiosk_app.shown import Choice, Problem, Said
from printing.receipt_reader import read
from printing.receipt_reader.drawing import png_of


@cache
def _sheet() -> bytes:
    """A short sheet, as a printer prints it; the real one is made by `PrinterSetup.preview`."""
    lines = (
        "Municipalidad Provincial de San Juan",
        "Cabina 07",
        "",
        "aábcdeéfghiíjklmnñoópqrstuúüvwxyz",
        "1234567890" * 4,
    )
    return png_of(read(b"\x1b@\x1bt\x13" + b"".join(f"{line}\n".encode("cp858") for line in lines), 576))


_YES_NO: Final = (Choice("yes", "Sí"), Choice("no", "No"))
PRINTER: Final = PrinterState(
    kinds=(
        Choice("network", "En la red, por cable o Wi-Fi"),
        Choice("device", "Con un cable USB o serie"),
        Choice("cups", "Una impresora instalada en este equipo"),
        Choice("pdf", "Ninguna: guardar cada papel como PDF"),
    ),
    kind="network",
    about="La impresora avisa sola si tiene papel y si cada papel salió.",
    settings=(
        Setting("host", "192.168.1.50"),
        Setting("port", "9100"),
        Setting("width_mm", "80", (Choice("80", "Rollo de 80 mm"), Choice("58", "Rollo de 58 mm"))),
        Setting("dots_per_inch", "203", (Choice("203", "203 (casi todas)"), Choice("180", "180 (Epson TM-T88)"))),
        Setting("code_page", "cp858", (Choice("cp858", "CP858"), Choice("cp1252", "CP1252"))),
        Setting("code_page_number", "19"),
        Setting("cutter", "yes", _YES_NO),
        Setting("drawer", "yes", _YES_NO),
    ),
    picture=_sheet(),
)
PRINTER_ASK: Final = replace(PRINTER, notice=Said("La impresora avisó que la hoja salió.", "ok"), ask=True)
PRINTER_WRONG: Final = replace(
    PRINTER,
    kind="device",
    about="Casi todas avisan solas si el papel salió. Si la suya no avisa, se le preguntará por cada papel.",
    settings=(
        Setting("device", "", hint="/dev/usb/lp0, /dev/ttyUSB0"),
        Setting("baud", "9600", (Choice("9600", "9600"), Choice("115200", "115200"))),
        *PRINTER.settings[2:],
    ),
    problems=(Problem("device", "Escriba dónde está la impresora, por ejemplo /dev/usb/lp0"),),
    advice=(
        "Las letras con tilde salen mal: elija otras letras, o el número que les da el manual.",
        "El papel no se corta: en «Corta el papel» elija No.",
    ),
    give_up="No imprimir los 3 papeles que esperan",
)
PRINTER_OPERATOR: Final = replace(
    PRINTER,
    can_change=False,
    notice=Said("Solo un encargado cambia la impresora. Usted puede imprimir la hoja de prueba.", "info"),
)
