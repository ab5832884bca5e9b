"""Citizens find a service by any of its words, in any order, with or without accents, in their own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.catalog import Municipality, fold, search_appointments, search_categories, search_procedures


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("partida de nacimiento", "RC-01"),
        ("NACIMIENTO COPIA", "RC-01"),
        ("nac cop", "RC-01"),
        ("inscripcion nacimiento", "RC-04"),
        ("quiero registrar a mi bebe", "RC-04"),
        ("quiero abrir una tienda", "LF-01"),
        ("licencia riesgo muy alto", "LF-04"),
        ("licencias de construccion", "ED-A"),
        ("numero de casa", "UR-03"),
        ("poner luz sin titulo", "UR-04"),
        ("brevete de moto", "TR-04"),
        ("defensa civil", "IT-01"),
        ("divorcio rápido", "RC-09"),
        ("rc-07", "RC-07"),
        (" ED-A ", "ED-A"),
        ("lf", "LF-01"),
        ("mototaxi permiso", "TR-01"),
        ("me llevaron el carro", "TR-05"),
        ("carnet de sanidad", "CO-03"),
        ("concierto", "IT-03"),
        ("transparencia", "DO-01"),
        ("entierro", "CE-01"),
    ],
)
def test_a_procedure_is_found_in_the_citizens_words(cajamarca: Municipality, query: str, code: str) -> None:
    assert search_procedures(cajamarca, query, 5)[0].code == code


@pytest.mark.parametrize(
    ("query", "code"),
    [("bache", "PI-01"), ("foco quemado luz", "AL-01"), ("mordio un perro", "MS-01"), ("me cobraron de mas", "MU-01")],
)
def test_a_complaint_is_found_in_the_citizens_words(cajamarca: Municipality, query: str, code: str) -> None:
    assert search_categories(cajamarca, query, 5)[0].code == code


def test_an_appointment_is_found_in_the_citizens_words(mar_del_plata: Municipality) -> None:
    assert search_appointments(mar_del_plata, "castrar gato", 3)[0].code == "CASTRAR"


def test_the_order_of_the_words_does_not_matter(cajamarca: Municipality) -> None:
    one, other = (
        search_procedures(cajamarca, query, 50) for query in ("matrimonio local fuera", "fuera local matrimonio")
    )
    assert one == other
    assert one[0].code == "RC-08"


def test_a_word_of_the_name_weighs_more_than_a_keyword(cajamarca: Municipality) -> None:
    assert search_procedures(cajamarca, "anuncio", 1)[0].code == "AN-01"
    names = [procedure.name for procedure in search_procedures(cajamarca, "numeración", 3)]
    assert names[0] == "Certificado de numeración"


def test_all_the_words_are_wanted_and_failing_that_most_of_them(cajamarca: Municipality) -> None:
    both = search_procedures(cajamarca, "licencia funcionamiento", 50)
    assert {procedure.code for procedure in both} >= {"LF-01", "LF-02", "LF-03", "LF-04", "LF-07"}
    assert "TR-04" not in {procedure.code for procedure in both}
    assert search_procedures(cajamarca, "licencia funcionamiento xyzzy", 50) == both


def test_what_has_no_such_word_is_not_found(cajamarca: Municipality) -> None:
    assert search_procedures(cajamarca, "xyzzy", 5) == []
    assert search_procedures(cajamarca, "acimiento", 5) == []  # the beginning of a word counts, not its middle


@pytest.mark.parametrize("query", ["", "   ", "¿?", "...---"])
def test_a_query_without_words_gives_the_order_of_demand(cajamarca: Municipality, query: str) -> None:
    assert search_procedures(cajamarca, query, 3) == list(cajamarca.procedures[:3])


def test_fillers_alone_are_still_words(cajamarca: Municipality) -> None:
    assert search_procedures(cajamarca, "de", 3)


def test_no_more_than_the_limit_is_given(cajamarca: Municipality) -> None:
    assert len(search_procedures(cajamarca, "licencia", 4)) == 4


def test_folding_drops_case_and_accents() -> None:
    assert fold("ÁÉÍÓÚ Ñandú Çà STRAẞE") == "aeiou nandu ca strasse"


def test_the_letter_typed_decides_between_ano_and_anio(cajamarca: Municipality) -> None:
    """`ñ` and `n` find each other, and the word with the letter that was typed comes first."""
    one = replace(cajamarca.procedures[0], code="X-1", name="Cana de azúcar", keywords=())
    other = replace(cajamarca.procedures[0], code="X-2", name="Caña de azúcar", keywords=())
    both = replace(cajamarca, procedures=(one, other))
    assert [found.code for found in search_procedures(both, "caña", 5)] == ["X-2", "X-1"]
    assert [found.code for found in search_procedures(both, "CANA", 5)] == ["X-1", "X-2"]


def test_nine_hundred_procedures_are_searched_as_fifty_are(cajamarca: Municipality) -> None:
    many = [
        replace(procedure, code=f"{procedure.code}-{copy}", name=f"{procedure.name} {copy}")
        for copy in range(17)
        for procedure in cajamarca.procedures
    ]
    assert len(many) >= 900
    large = replace(cajamarca, procedures=tuple(many))
    assert len(search_procedures(large, "licencia funcionamiento alto", 20)) == 20
