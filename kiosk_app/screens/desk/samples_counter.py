"""Sample states, for opening a screen alone, for tests and for the pictures of the manual.

Everybody here is invented; the words are as a presenter would give them, in Spanish.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kiosk_app.screens.desk.attend.state import (
    AttendState,
    CaseList,
    Payment,
    Person,
    ProcedureChoice,
    Requirement,
    Step,
)
from kiosk_app.screens.desk.cases.state import CaseDetail, CasesState, HistoryLine, StepLine
from kiosk_app.screens.desk.complaint.state import ComplaintState, Contact
from kiosk_app.screens.desk.delivery.state import Delivery
from kiosk_app.screens.desk.help.state import HelpState, KeyGroup
from kiosk_app.screens.desk.sign_in.state import SignInState
from kiosk_app.screens.desk.status.state import Fact, StatusState
from kiosk_app.shown import Choice, Line, ListRow, Problem, Said

STATUS: Final = StatusState(
    place="Cabina El Molino",
    station="Puesto 07",
    operator="Rosa Quispe",
    shift="Turno de mañana",
    drawer=Fact("Caja abierta", "· 17 recibos", short="17 recibos"),
    saved=Fact("Guardado en este equipo", tone="ok", short="Guardado aquí"),
    connection=Fact("Sin conexión", tone="warn", icon="cloud-off"),
    queue=Fact("7 por enviar", "· último envío 08:15", tone="warn", short="7 por enviar"),
    moment="viernes 20 de noviembre · 10:42",
    signed_in=True,
)
STATUS_ONLINE: Final = replace(
    STATUS,
    connection=Fact("Conectado", icon="wifi"),
    queue=Fact("Todo enviado", "10:41", tone="ok", icon="check-check", short="Todo enviado"),
)
STATUS_SIGNED_OUT: Final = StatusState(
    place="Cabina El Molino",
    station="Puesto 07",
    saved=STATUS.saved,
    connection=STATUS.connection,
    queue=STATUS.queue,
    moment=STATUS.moment,
)

CASES: Final = (
    ListRow("1", "Yupanqui Torres, Inés", "10:42", "Acta de nacimiento · copia certificada", "Borrador", "plain"),
    ListRow("2", "Rojas Díaz, Pedro", "10:31", "Reclamo · poste sin luz", "Por enviar", "warn", "207 418 3659"),
    ListRow("3", "Flores Ccori, Elena", "10:18", "Licencia de funcionamiento", "Por enviar", "warn", "207 093 1174"),
    ListRow("4", "Quispe Apaza, Luis", "09:55", "Reclamo · basura acumulada", "Recibido", "info", "207 552 0386"),
    ListRow("5", "Huamán Soto, Ana", "09:40", "Acta de matrimonio · copia", "Entregado", "ok", "207 310 9427"),
    ListRow("6", "Condori Paz, Mateo", "04 nov", "Constancia de posesión", "Vencido", "err", "207 866 2051"),
    ListRow("7", "Salas Vega, Carmen", "09:12", "Duplicado de recibo", "Entregado", "ok", "207 118 7343"),
    ListRow("8", "Ticona Ramos, José", "08:58", "Reclamo · pista hundida", "Recibido", "info", "207 674 5590"),
)
CASE_LIST: Final = CaseList(
    tab="today",
    tabs=("Hoy 18", "Por enviar 7", "Vencidos 2"),
    rows=CASES,
    chosen="1",
)
DOCUMENTS: Final = (Choice("dni", "DNI"), Choice("ce", "Carné de extranjería"), Choice("passport", "Pasaporte"))
INES: Final = Person(
    document_types=DOCUMENTS,
    document_type="dni",
    document="45 067 318",
    origin=Said("Leído del código de barras", "ok"),
    born="14/03/1979",
    given_names="Inés",
    family_names="Yupanqui Torres",
)
QUICK: Final = (
    Choice("16.00", "16.00", "Exacto: S/ 16.00"),
    Choice("20.00", "20", "Recibido S/ 20.00"),
    Choice("50.00", "50", "Recibido S/ 50.00"),
    Choice("100.00", "100", "Recibido S/ 100.00"),
)
ATTEND: Final = AttendState(
    cases=CASE_LIST,
    title="Acta de nacimiento · copia certificada",
    subtitle="Registro civil  ·  Entrega en el momento  ·  TUPA 3.12",
    step=Step.REQUIREMENTS,
    person=INES,
    procedure=ProcedureChoice(
        chosen="Acta de nacimiento · copia certificada",
        summary="Derecho S/ 12.00  ·  se entrega en el momento",
        requirements=(
            Requirement("dni", "Muestra su DNI o carné", met=True, kind="Original"),
            Requirement("data", "Datos del acta: lugar y año de inscripción", met=True, kind="Formulario"),
            Requirement("letter", "Autorización, si el acta es de otra persona (solo si corresponde)", kind="Copia"),
        ),
        requirements_met="2 de 3",
    ),
    payment=Payment(
        lines=(Line("Derecho municipal", "S/ 12.00"), Line("Servicio de cabina", "S/ 4.00")),
        total="S/ 16.00",
        received="20.00",
        received_caption="Recibido (S/)",
        quick=QUICK,
        change_caption="Vuelto",
        change=Said("S/ 4.00", "ok"),
        enabled=True,
        can_collect=True,
        can_discard=True,
    ),
)
ATTEND_EMPTY: Final = AttendState(
    cases=CaseList(
        tabs=("Hoy 0", "Por enviar 0", "Vencidos 0"),
        empty="Aún no hay casos hoy. Presione F2 para atender a la primera persona.",
    ),
    title="Nuevo trámite",
    subtitle="Lea el DNI con el lector o escriba el número.",
    person=Person(document_types=DOCUMENTS, document_type="dni"),
    payment=Payment(total="S/ 0.00", received_caption="Recibido (S/)", can_collect=False),
)
ATTEND_SEARCHING: Final = replace(
    ATTEND,
    title="Nuevo trámite",
    subtitle="Escriba lo que la persona necesita, con sus palabras.",
    procedure=ProcedureChoice(
        text="lic com",
        found=(
            ListRow("1", "Licencia de funcionamiento, riesgo bajo", "S/ 142.60", "Comercio · 4 días hábiles"),
            ListRow("2", "Licencia de funcionamiento, riesgo medio", "S/ 168.20", "Comercio · 4 días hábiles"),
            ListRow("3", "Duplicado de licencia de funcionamiento", "S/ 21.00", "Comercio · en el momento"),
        ),
    ),
    payment=Payment(total="S/ 0.00", received_caption="Recibido (S/)"),
)
ATTEND_PROBLEMS: Final = replace(
    ATTEND,
    person=replace(INES, document="45 067 31", origin=Said(), given_names=""),
    problems=(
        Problem("document", "Escriba los 8 números del DNI"),
        Problem("given_names", "Escriba los nombres de la persona"),
        Problem("received", "Recibido S/ 10.00 no alcanza: faltan S/ 6.00"),
    ),
    payment=replace(ATTEND.payment, received="10.00", change_caption="Falta", change=Said("S/ 6.00", "err")),
)
DELIVERY: Final = Delivery(
    heading="Cobrado S/ 16.00. Vuelto S/ 4.00.",
    code="207 418 3659",
    code_spoken="Código de caso: dos cero siete, cuatro uno ocho, tres seis cinco nueve",
    facts=(
        Line("Recibo", "A07-020881"),
        Line("Entrega", "en el momento"),
        Line("Estado", "Guardado en este equipo, por enviar"),
    ),
    next_steps=(
        "Entregue el recibo y el acta a la persona.",
        "La municipalidad recibe el caso cuando vuelva la conexión; no hay que hacer nada.",
    ),
    printing=Said("El recibo se envió a la impresora. Mire si salió bien.", "info"),
    print_caption="Imprimir copia 1",
)
ATTEND_DELIVERY: Final = replace(ATTEND, step=Step.DELIVERY, delivery=DELIVERY)
ATTEND_PREPAID: Final = replace(
    ATTEND,
    step=Step.PAYMENT,
    payment=replace(
        ATTEND.payment,
        lines=(
            *ATTEND.payment.lines,
            Line("Código prepago", "\N{MINUS SIGN}S/ 9.36"),
            Line("Redondeo, a favor de la persona", "\N{MINUS SIGN}S/ 0.04"),
        ),
        total="S/ 6.60",
        received="10.00",
        change=Said("S/ 3.40", "ok"),
        quick=(Choice("6.60", "6.60"), Choice("10", "10"), Choice("20", "20"), Choice("50", "50")),
        takes_prepaid=True,
        prepaid="7K3M 9QF2 4TXB",
        prepaid_told=Said("Paga S/ 9.36 y le quedan S/ 0.00.", "ok"),
    ),
)
ATTEND_PREPAID_SHORT: Final = replace(
    ATTEND_PREPAID,
    payment=replace(ATTEND_PREPAID.payment, received="5.00", change_caption="Falta", change=Said("S/ 1.60", "err")),
    problems=(Problem("received", "Lo recibido no alcanza: faltan S/ 1.60"),),
)
ATTEND_PREPAID_WRONG: Final = replace(
    ATTEND_PREPAID,
    payment=replace(
        ATTEND.payment,
        takes_prepaid=True,
        prepaid="7K3M 9QF2 4TXC",
        prepaid_told=Said("Ese código no se vendió aquí: solo sirve donde se compró", "err"),
    ),
)
ATTEND_STOPPED: Final = replace(
    ATTEND,
    step=Step.PAYMENT,
    notice=Said("La garantía está agotada: deposite antes de cobrar más. Los reclamos pueden seguir", "warn"),
    offers_voucher=True,
    cursor="voucher",
)
ATTEND_PERSON_SEARCH: Final = replace(
    ATTEND_EMPTY,
    person=replace(
        ATTEND_EMPTY.person,
        searching=True,
        search="yup",
        found=(
            ListRow("1", "Yupanqui Torres, Inés", "45 067 318", "la última vez: 12/11/2026"),
            ListRow("2", "Yupari Quispe, Hilario", "42 550 917", "la última vez: 03/10/2026"),
        ),
    ),
)
ATTEND_PAPER_UNKNOWN: Final = replace(
    ATTEND_DELIVERY,
    delivery=replace(
        DELIVERY,
        printing=Said("La impresora dejó de responder. Mire si el recibo salió completo.", "warn"),
        ask_paper=True,
        can_print=False,
    ),
)

SIGN_IN: Final = SignInState(
    offers_practice=True,
    place="Cabina El Molino · Puesto 07",
    operators=(
        Choice("rosa.q", "Rosa Quispe", "operadora"),
        Choice("luis.a", "Luis Ayala", "operador"),
        Choice("ana.s", "Ana Soto", "supervisora"),
    ),
    chosen="rosa.q",
)
SIGN_IN_WRONG: Final = replace(SIGN_IN, problem="Ese PIN no es de Rosa Quispe. Le quedan 3 intentos antes de esperar.")
SIGN_IN_WAIT: Final = replace(SIGN_IN, wait="Demasiados intentos. Espere 60 segundos; lo guardado no se pierde.")
SIGN_IN_LOCKED: Final = replace(SIGN_IN, offers_practice=False, locked=True, notice="Su trabajo sigue donde lo dejó.")

CATEGORIES: Final = (
    Choice("light", "Alumbrado", "Postes, focos, cables", "lightbulb"),
    Choice("rubbish", "Basura", "Recojo, montones, contenedores", "trash-2"),
    Choice("roads", "Pistas y veredas", "Huecos, hundimientos", "traffic-cone"),
    Choice("noise", "Ruido", "Locales, obras, parlantes", "volume-2"),
    Choice("water", "Agua y desagüe", "Fugas, atoros", "droplets"),
    Choice("parks", "Parques y árboles", "Ramas, riego, juegos", "trees"),
    Choice("animals", "Animales", "Abandonados, agresivos", "dog"),
    Choice("safety", "Seguridad", "Serenazgo, puntos oscuros", "siren"),
    Choice("trade", "Comercio", "Licencias, vereda ocupada", "store"),
)
COMPLAINT: Final = ComplaintState(
    categories=CATEGORIES,
    category="light",
    place_kind="corner",
    place="Jr. Los Sauces",
    place_more="Av. La Cultura",
    description="El poste de la esquina no enciende desde el lunes. Hay un colegio al frente.",
    description_left="quedan 224 letras",
    photos=(Choice("1", "poste.jpg, 180 KB"),),
    contact=Contact(name="Pedro Rojas Díaz", phone="900 000 000"),
    promise=Said("Alumbrado responde antes del miércoles 2 de diciembre de 2026.", "info"),
    can_send=True,
)
COMPLAINT_EMPTY: Final = ComplaintState(
    categories=CATEGORIES,
    promise=Said("Elija de qué se trata y le diremos para cuándo hay respuesta.", "info"),
)
COMPLAINT_PROBLEMS: Final = replace(
    COMPLAINT,
    place="",
    description="",
    contact=Contact(anonymous=True),
    problems=(
        Problem("place", "Escriba la calle de la esquina"),
        Problem("description", "Cuente qué pasa, con una frase basta"),
    ),
)
COMPLAINT_DONE: Final = replace(
    COMPLAINT,
    delivery=Delivery(
        heading="Reclamo registrado",
        code="207 418 3659",
        code_spoken="Código de caso: dos cero siete, cuatro uno ocho, tres seis cinco nueve",
        facts=(
            Line("Asunto", "Alumbrado"),
            Line("Respuesta antes del", "02/12/2026"),
            Line("Estado", "Guardado aquí, por enviar"),
        ),
        next_steps=(
            "Entregue el papel con el código.",
            "La persona puede preguntar aquí, por teléfono o en el quiosco.",
        ),
        printing=Said("El papel salió de la impresora.", "ok"),
    ),
)

CASES_SCREEN: Final = CasesState(
    search="rojas",
    filter="open",
    filters=("Todos", "Abiertos", "Vencidos", "Por enviar"),
    summary="3 casos",
    rows=CASES[1:4],
    chosen="2",
    detail=CaseDetail(
        code="207 418 3659",
        heading="Reclamo · poste sin luz",
        chip="Por enviar",
        tone="warn",
        facts=(
            Line("Persona", "Rojas Díaz, Pedro"),
            Line("Lugar", "Jr. Los Sauces con Av. La Cultura"),
        ),
        where="En este equipo, hasta que haya conexión. Va a Alumbrado.",
        steps=(
            StepLine("Visita de la cuadrilla", "Alumbrado", "now"),
            StepLine("Reparación en el lugar", "Alumbrado", "to_come"),
        ),
        dates=(Line("Prometido para", "02/12/2026 · faltan 8 días hábiles"),),
        history=(
            HistoryLine("20/11 10:31", "Registrado en este puesto", "Rosa Quispe", "ok"),
            HistoryLine("20/11 10:31", "Papel entregado", "original", "ok"),
            HistoryLine("20/11 10:32", "Espera la conexión", "todavía no llegó a la municipalidad", "warn"),
        ),
        papers=(ListRow("slip", "Papel del reclamo", "Imprimir copia 1", "original impreso a las 10:31"),),
        notice=Said("La respuesta de la municipalidad aparece aquí cuando llega.", "info"),
    ),
)
CASES_NONE: Final = CasesState(
    search="zzz",
    filters=("Todos", "Abiertos", "Vencidos", "Por enviar"),
    empty="Ningún caso de este puesto dice eso. Pruebe con el código del recibo o con el apellido.",
)

HELP: Final = HelpState(
    heading="Teclas de esta pantalla",
    groups=(
        KeyGroup(
            "Atender",
            (
                Line("Nuevo", "F2"),
                Line("Reclamo", "F5"),
                Line("Buscar persona", "F4"),
                Line("Guardar", "F8"),
                Line("Foto", "F9"),
                Line("Cobrar e imprimir", "F12"),
                Line("Continuar", "Ctrl+Enter"),
                Line("Pago exacto", "Num +"),
            ),
        ),
        KeyGroup(
            "Siempre",
            (Line("Siguiente campo", "Enter"), Line("Atrás; nada se pierde", "Esc"), Line("Buscar", "Ctrl+K")),
        ),
    ),
    contacts=(Line("Mesa de ayuda", "0800 12345"), Line("Este puesto", "Puesto 07")),
    version="Ventanilla",
)
