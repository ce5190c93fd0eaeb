from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure.masking import Masked, Name, Proposal, Span, apply_masks, mask_exactly, propose_masks
from analysis.errors import GuideError, ToolkitError

PERSON, PLACE, TEAM = (lambda name, kind=kind: Name(name, kind) for kind in ("person", "place", "team"))


def spans_of(text: str, *names: Name) -> list[tuple[str, str]]:
    """What is masked exactly, as pairs of the words and their kind."""
    return [(text[start:end], kind) for start, end, kind in mask_exactly(text, names).spans]


# --- addresses and numbers


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Write to anna.b@elm.org.", "anna.b@elm.org"),
        ("(anna@elm.lib.us)", "anna@elm.lib.us"),
        ("mailto:o'brien+1@elm-city.org", "o'brien+1@elm-city.org"),
        ("ANNA@ELM.ORG, please", "ANNA@ELM.ORG"),
        ("anna@intranet", "anna@intranet"),
        ("anna @ elm.org", "anna @ elm.org"),
        ("anna@@elm.org", "anna@@elm.org"),
        ("ＡＮＮＡ＠ｅｌｍ．ｏｒｇ", "ＡＮＮＡ＠ｅｌｍ．ｏｒｇ"),
        ("an\u200bna@\u2060elm.org", "an\u200bna@\u2060elm.org"),
        ("josé@biblioteca.es", "josé@biblioteca.es"),
    ],
)
def test_mask__email_address__is_found_whole(text: str, address: str) -> None:
    assert spans_of(text) == [(address, "email")]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://elm.org/a?b=c).", "https://elm.org/a?b=c"),
        ("www.elm.org, at the top", "www.elm.org"),
        ("elm.org", "elm.org"),
        ("our page elm.lib.il.us/teens!", "elm.lib.il.us/teens"),
        ("bit.ly/3xYz", "bit.ly/3xYz"),
        ("youtu.be/abc", "youtu.be/abc"),
        ("biblioteca.es", "biblioteca.es"),
        ("ftp://10.0.0.1/x", "ftp://10.0.0.1/x"),
        ("192.168.10.20", "192.168.10.20"),
        ("ELM.ORG", "ELM.ORG"),
    ],
)
def test_mask__web_address__is_found_with_what_follows_the_site(text: str, address: str) -> None:
    assert spans_of(text) == [(address, "web")]


@pytest.mark.parametrize(
    "number",
    [
        "555-123-4567",
        "(555) 123-4567",
        "(555)123-4567",
        "555.123.4567",
        "555 123-4567",
        "1 (555) 123-4567",
        "+1 555 123 4567",
        "5551234567",
        "555-0142",
        "555-123-4567 ext. 12",
        "555-123-4567 x12",
        "1-800-555-READ",
        "+34 912 345 678",
        "0034 912345678",
        "912 345 678",
        "612 34 56 78",
        "91 234 56 78",
        "612345678",
        "55 1234 5678",
        "+52 1 55 1234 5678",
        "442 123 45 67",
        "(011) 4123-4567",
        "(01) 234-5678",
        "9 1234 5678",
        "020 7946 0958",
        "01632 960123",
        "01 23 45 67 89",
        "５５５-１２３-４５６７",
        "555‑123‑4567",
        "ext. 214",
        "anexo 12",
    ],
)
def test_mask__telephone_number__is_found_in_the_formats_of_many_countries(number: str) -> None:
    assert spans_of(f"Me: {number}.") == [(number, "telephone")]


@pytest.mark.parametrize(
    ("text", "number"),
    [("call me at 5551234", "5551234"), ("llama al 555 1234 hoy", "555 1234"), ("tel.912345678", "912345678")],
)
def test_mask__few_digits__count_behind_a_word_for_calling(text: str, number: str) -> None:
    assert spans_of(text) == [(number, "telephone")]
    assert spans_of(f"a {number[:7]} b") == []


@pytest.mark.parametrize(
    "text",
    [
        "in 2024-2025, 1999-2004 and 2019 2020",
        "11/24/2024 or 24.11.2024 or 2024-11-24",
        "9-5, 10:30-11:45, 8:00 to 17:30, 9 a.m.",
        "$1,234,567 or $600 000 000 or 912 345 678 €",
        "QA76.73 .P98 2015, 025.431 2015, 813.54 SMI 1998, 641.5973, 005.13376",
        "ISBN 978-84-376-0494-7, ISBN 0306406152, ISSN 1234-5678",
        "room 204, 3rd floor, box 12-14, page 555",
        "120 000 000 and 1,000-1,200 patrons and 150-2000 books",
        "call number 813.54 2010",
        "call 911 when 4471 people come",
        "It is.It was. La biblioteca.Es bonita. No.It does, so do.I",
        "e.g. this and/or that, i.e. a.m. to p.m., Ph.D., U.S., v1.2.3",
        "@ the desk, 5 @ 3, R & D",
    ],
)
def test_mask__other_numbers_and_full_stops__stay(text: str) -> None:
    assert mask_exactly(text) == Masked(text, ())


# --- listed names


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("Zoe", "ZOË"),
        ("Zoë", "zoe"),
        ("José", "Jose\u0301"),
        ("Mary Ann", "Mary-Ann"),
        ("Mary-Ann", "MaryAnn"),
        ("Mary Ann", "mary\nann"),
        ("O'Brien", "O’Brien"),
        ("O'Brien", "OBrien"),
        ("OBrien", "O'Brien"),
        ("Jean-Luc", "Jean‑Luc"),
        ("Müller", "Mueller"),
        ("Sørensen", "Sorensen"),
        ("Nuñez", "Nunez"),
        ("Smith", "Smiths"),
        ("Jones", "Joneses"),
        ("Ann", "A\u200bn\u200bn"),
        ("Ann", "Ａｎｎ"),
        ("Елена", "ЕЛЕНА"),
    ],
)
def test_mask__listed_name__is_found_however_it_is_spelled(listed: str, written: str) -> None:
    assert spans_of(f"Ask {written}, now.", PERSON(listed)) == [(written, "person")]


@pytest.mark.parametrize("text", ["Annual", "planning", "Joann", "Ann1", "the an n-th"])
def test_mask__letters_of_a_listed_name_in_another_word__stay(text: str) -> None:
    assert spans_of(text, PERSON("Ann")) == []


@pytest.mark.parametrize("text", ["Branch 12", "Branch 11", "Branch", "1"])
def test_mask__listed_name_with_a_number__is_not_found_in_a_longer_number(text: str) -> None:
    assert spans_of(text, PLACE("Branch 1")) == []


def test_mask__possessive__keeps_its_ending() -> None:
    assert mask_exactly("Ann's and the Smiths' ideas", [PERSON("Ann"), PERSON("Smith")]).text == (
        "[a colleague]'s and the [a colleague]' ideas"
    )


def test_mask__names_within_names__the_longest_is_masked() -> None:
    names = [PERSON("Oak"), PLACE("Oak Street Branch"), TEAM("Oak Street")]
    assert spans_of("Oak Street Branch, Oak Street, Oak", *names) == [
        ("Oak Street Branch", "place"),
        ("Oak Street", "team"),
        ("Oak", "person"),
    ]


@pytest.mark.parametrize("name", ["", " ", "—", "a", "J."])
def test_mask__listed_name_of_less_than_two_letters__is_not_looked_for(name: str) -> None:
    assert mask_exactly("a J. — b", [PERSON(name)]) == Masked("a J. — b", ())


def test_mask__name_with_signs_of_a_pattern__is_taken_as_it_is() -> None:
    assert spans_of("A+ (Team) or aaTeam", TEAM("A+ (Team)")) == []
    assert spans_of("the C-Team.", TEAM("C (Team")) == [("C-Team", "team")]


def test_name__of_another_kind__is_refused() -> None:
    with pytest.raises(ToolkitError) as refusal:
        Name("Ada", "robot")
    assert str(refusal.value) == (
        "This kind of name cannot be masked.\n"
        "- name 'Ada': found 'robot'; allowed: person, place, team. Choose one of them."
    )


# --- labels


def test_mask__in_spanish__has_spanish_labels() -> None:
    text = "Ana, ana@olmo.es, 612 34 56 78, olmo.es, Norte y Noche"
    names = [PERSON("Ana"), PLACE("Norte"), TEAM("Noche")]
    assert mask_exactly(text, names, "es").text == (
        "[colega], [correo electrónico], [teléfono], [página web], [lugar] y [un equipo]"
    )


def test_mask__language_without_wording__is_refused() -> None:
    with pytest.raises(GuideError, match=r"^There is no wording in 'xx'\."):
        mask_exactly("Ann", [PERSON("Ann")], "xx")


@pytest.mark.parametrize("name", ["place", "colleague", "a colleague", "Team", "mail", "lugar"])
def test_mask__label_of_what_was_masked_before__is_never_masked(name: str) -> None:
    text = "[place] [a colleague] [a team] [e-mail address] [lugar] [colega] [correo electrónico]"
    assert mask_exactly(text, [PERSON(name)]).spans == ()
    assert propose_masks(text) == ()


TRICKY = st.lists(
    st.one_of(
        st.sampled_from(
            ["Ann", "ann lee", "@", "elm.org", "555-1234", "+1 ", "[place]", "\u200b", "\u202e", "＠", "'s", "/"]
        ),
        st.sampled_from(
            [" ", ".", "-", "(", ")", "www.", "http://", "call ", "ext. 12", "٣", "é", "e\u0301", "\x00", "ﬁ"]
        ),
        st.text(max_size=4),
    ),
    max_size=14,
).map("".join)
LISTED = (PERSON("Ann"), PERSON("Ann Lee"), PLACE("place"), TEAM("org"))


@given(TRICKY)
def test_mask__any_text__twice_is_once(text: str) -> None:
    once = mask_exactly(text, LISTED)
    assert mask_exactly(once.text, LISTED) == Masked(once.text, ())


@given(TRICKY)
def test_mask__any_text__has_spans_in_order_that_give_the_masked_text(text: str) -> None:
    masked = mask_exactly(text, LISTED)
    ends = [0, *(place for span in masked.spans for place in span[:2]), len(text)]
    assert ends == sorted(ends)
    assert apply_masks(text, masked.spans) == masked.text


@given(TRICKY)
def test_proposals__any_text__stand_apart_from_one_another_and_from_what_is_masked(text: str) -> None:
    masked = mask_exactly(text, LISTED).spans
    proposed = propose_masks(text, names=LISTED)
    places = sorted([*masked, *(one[:3] for one in proposed)])
    assert all(first[1] <= second[0] for first, second in pairwise(places))
    assert all(start < end for start, end, _ in places)


HOSTILE = [
    "a",
    "@",
    "a@",
    "1",
    "1-",
    "A.",
    "a. ",
    "a dot ",
    "the ",
    "Ann ",
    "De la ",
    "\u202e@",
    "(",
    "http://",
    "'",
    "Ａ＠",
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_mask__a_hundred_thousand_hostile_characters__is_still_once(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    once = mask_exactly(text, LISTED)
    assert mask_exactly(once.text, LISTED).spans == ()
    assert all(isinstance(one, Proposal) for one in propose_masks(text[:20_000]))


# --- masks that a person has chosen


def test_apply__spans_that_overlap__become_one_of_the_longest_kind() -> None:
    spans = [Span(0, 3, "person"), Proposal(2, 12, "place", "branch"), Span(20, 22, "team")]
    assert apply_masks("Ann Oak Elm, and so on it.", spans) == "[place] and so [a team] it."


@pytest.mark.parametrize("span", [(-1, 2, "person"), (2, 2, "person"), (3, 1, "person"), (1, 9, "person")])
def test_apply__positions_that_the_text_does_not_have__are_left_out(span: tuple[int, int, str]) -> None:
    assert apply_masks("Ann Lee", [span]) == "Ann Lee"


def test_apply__unknown_kind__is_refused() -> None:
    with pytest.raises(GuideError, match=re.escape("The en wording has no text for 'masks.label.robot'.")):
        apply_masks("Ann", [(0, 3, "robot")])
