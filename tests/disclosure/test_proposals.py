from __future__ import annotations

import pytest

from analysis.disclosure.masking import Name, propose_masks
from analysis.disclosure.proposals import WHYS
from analysis.guide import load_words


def proposed(text: str, language: str = "en", *names: Name) -> list[tuple[str, str, str]]:
    """What is proposed, as the words, their kind and why."""
    return [(text[one.start : one.end], one.kind, one.why) for one in propose_masks(text, language, names)]


CASES = """
en | Ask Maria at the desk, she knows.          | Maria person given
en | lupe and jorge always help                 | lupe person given; jorge person given
en | I admire how Dawn handles complaints.      | Dawn person given_word
en | Will helped me with the catalog.           | Will person given_word
en | I will, if Will will.                      | Will person given_word
en | ask mark about the printer                 | mark person given_word
en | June taught me. The June meeting was long. | June person given_word
en | Hunter, our page, reshelves quickly.       | Hunter person given_word
en | Nobody likes the meeting with Gupta.       | Gupta person capital
en | Kowalski's way of weeding is the best.     | Kowalski person acts
en | Kowalski always helps.                     | Kowalski person acts
en | Kowalski                                   | Kowalski person capital
en | Thanks to Dr. Nguyen and ms. lee           | Dr. Nguyen person title; ms. lee person title
en | I shadowed J. Smith and A.J. last week.    | J. Smith person initials; A.J. person initials
en | ask RP or JT                               | RP person initials; JT person initials
en | Maria K. covers for me                     | Maria K person given
en | Björn and Åsa host the book club           | Björn person acts; Åsa person capital
en | Follow @anna_reads for tips                | @anna_reads person handle
en | anna (at) library (dot) org                | anna (at) library (dot) org email spelled
en | kim dot lee at elm dot org                 | kim dot lee at elm dot org email spelled
en | our site elm dot org                       | elm dot org web spelled
en | The Oak Street branch and Branch 4         | Oak Street branch place branch; Branch 4 place branch
en | Riverside Library has mentors              | Riverside Library place branch
en | the downtown branch, the other branch      | downtown branch place branch
en | The Thursday desk team and the whole team  | Thursday desk team team team
en | The teen librarian and the director decide | The teen librarian person role; the director person role
en | our head of circulation, the principal one | our head of circulation person role
en | our only archivist; the only thing         | our only archivist person only
en | the new hire in the back room              | the new hire person only
en | x 4471 or 1234 5678                        | x 4471 telephone number; 1234 5678 telephone number
es | Pregunta a Lucía en el mostrador.          | Lucía person given
es | Rosa dijo que la pared rosa es bonita.     | Rosa person given_word
es | Hablé con Esperanza; tengo esperanza.      | Esperanza person given_word
es | Quispe nos enseña                          | Quispe person acts
es | Doña Carmen y la señora López ayudan       | Doña Carmen person title; señora López person title
es | ana arroba biblioteca punto es             | ana arroba biblioteca punto es email spelled
es | la sucursal norte, la Sucursal 2           | sucursal norte place branch; Sucursal 2 place branch
es | La biblioteca de San Juan                  | biblioteca de San Juan place branch
es | El equipo del jueves                       | equipo del jueves team team
es | La bibliotecaria infantil y el conserje    | La bibliotecaria infantil person role; el conserje person role
es | Nuestra única archivera se jubila          | Nuestra única archivera person only
es | la mujer que limpia                        | la mujer person only
es | Llamen al 4471                             | 4471 telephone number
"""


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_proposals__of_a_text__are_these_and_no_others(case: str) -> None:
    language, text, expected = (part.strip() for part in case.split(" | ", 2))
    assert [" ".join(one) for one in proposed(text, language)] == [
        one.strip() for one in expected.removeprefix("|").split(";")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Please mark the date. We will learn together. May I ask why?",
        "With grace and patience, and hope for the best.",
        "On Monday we use Excel and Zoom, in October Koha.",
        "We had PD with the ALA in NYC, e.g. on RDA. TALK TO HR OR IT.",
        "Learning Is For Everyone Who Wants To Grow",
        "Everyone, in turn. Webinars. Kindness. Knowing Dewey. The program team.",
        "Vitamin C and coffee; plan B is to wait",
        "Art classes for adults. Jacks of all trades. Bills pile up.",
        "My boss never listens. Supervisors should ask. The directors decide.",
        "the only way, the only reason, options (a) and (b)",
    ],
)
def test_proposals__words_that_name_nobody__are_none(text: str) -> None:
    assert proposed(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "La pared rosa, el sol y la luz. Las nieves. Tengo esperanza, necesitamos paz.",
        "Los lunes hay reunión con todo el personal. Conservaría la ayuda mutua.",
        "La biblioteca es un buen lugar. Lo único que falta es tiempo. Verá que es normal.",
    ],
)
def test_proposals__spanish_words_that_name_nobody__are_none(text: str) -> None:
    assert proposed(text, "es") == []


def test_proposals__what_is_masked_anyway__is_not_proposed_again() -> None:
    assert proposed("Maria: maria@elm.org, 555-0142", "en", Name("Maria", "person")) == []


def test_proposals__parts_of_a_listed_name__are_proposed_in_small_letters_too() -> None:
    names = (Name("Zsófia Kowalczyk", "person"), Name("Quarry Lane", "place"))
    assert proposed("zsofia and the kowalczyks at Quarry, in the quarry", "en", *names) == [
        ("zsofia", "person", "listed_part"),
        ("kowalczyks", "person", "listed_part"),
        ("Quarry", "place", "listed_part"),
    ]


def test_proposals__positions__are_those_of_the_text_as_it_was_written() -> None:
    assert proposed("\u202eＡsk M\u200baria e\u0301, ok") == [("M\u200baria", "person", "given")]


@pytest.mark.parametrize("language", ["en", "es"])
def test_why__each__is_said_in_words(language: str) -> None:
    words = load_words(language)
    assert [why for why in WHYS if not words(f"masks.why.{why}").endswith(".")] == []
