"""The codebook: every part that is answered in words has themes, and every theme is named in every language."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from analysis.guide import GOAL_KINDS, Codebook, Guide, Theme, load_codebook, load_guide, load_words
from analysis.guide.codebook import CODEBOOK
from analysis.guide.words import TEXT_FOLDER

LANGUAGES = sorted(folder.name for folder in TEXT_FOLDER.iterdir() if folder.is_dir())
BOOKMOBILE = Theme("bookmobile", ("culture_tour",), "Bookmobile", "The bookmobile and its trips.")


@pytest.fixture(scope="module")
def guide() -> Guide:
    return load_guide()


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def ids(themes: tuple[Theme, ...]) -> list[str]:
    return [theme.id for theme in themes]


def test_codebook__ids__are_there_once_and_have_no_spaces(codebook: Codebook) -> None:
    listed = [entry["id"] for entry in tomllib.loads(CODEBOOK.read_text(encoding="utf-8"))["theme"]]
    assert [*GOAL_KINDS, *listed] == ids(codebook.themes)
    assert max(Counter(ids(codebook.themes)).values()) == 1
    assert all(theme.id.isidentifier() and theme.id.islower() for theme in codebook.themes)


def test_codebook__parts__are_those_that_are_answered_in_words(codebook: Codebook, guide: Guide) -> None:
    with_words = {item.section for item in guide.text_items}
    assert {part for theme in codebook.themes for part in theme.parts} == with_words


def test_codebook__each_question_in_words__has_several_themes_in_the_order_of_the_file(
    codebook: Codebook, guide: Guide
) -> None:
    for item in guide.text_items:
        found = ids(codebook.of_item(item.id, guide))
        assert len(found) >= 3
        assert found == [theme.id for theme in codebook.themes if item.section in theme.parts]


def test_codebook__goals__have_one_of_three_kinds_and_nothing_else_has(codebook: Codebook, guide: Guide) -> None:
    alone = [item.id for item in guide.text_items if codebook.is_one_of(item.id, guide)]
    assert alone == ["goal_personal", "goal_team"]
    for item in guide.text_items:
        kinds = set(ids(codebook.of_item(item.id, guide))) & set(GOAL_KINDS)
        assert kinds == (set(GOAL_KINDS) if item.id in alone else set())


def test_codebook__part_that_there_is_not__has_no_themes(codebook: Codebook) -> None:
    assert codebook.of_part("qualities") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_codebook__in_each_language__has_a_name_and_a_meaning_for_each_theme_and_no_other(
    language: str, codebook: Codebook
) -> None:
    words = load_words(language)
    named = [theme.called(words) for theme in codebook.themes]
    meant = [theme.explained(words) for theme in codebook.themes]
    assert len(set(named)) == len(set(meant)) == len(codebook.themes)
    assert all(meaning.endswith(".") for meaning in meant)
    told = {key.split(".")[2] for key in words.entries if key.startswith("codebook.theme.")}
    assert told == set(ids(codebook.themes))


def test_codebook__in_spanish__is_in_another_wording_than_in_english(codebook: Codebook) -> None:
    english, spanish = load_words("en"), load_words("es")
    same = [theme.id for theme in codebook.themes if theme.explained(english) == theme.explained(spanish)]
    assert same == []


def test_own_theme__stands_behind_the_others_of_its_part_with_its_own_words(codebook: Codebook, guide: Guide) -> None:
    both = codebook.with_own([BOOKMOBILE])
    assert ids(both.of_item("tour_keep", guide)) == [*ids(codebook.of_item("tour_keep", guide)), "bookmobile"]
    assert both.of_part("reflection") == codebook.of_part("reflection")
    for language in LANGUAGES:
        words = load_words(language)
        assert (BOOKMOBILE.called(words), BOOKMOBILE.explained(words)) == (
            "Bookmobile",
            "The bookmobile and its trips.",
        )


def test_own_theme__without_a_meaning__says_nothing() -> None:
    assert Theme("bookmobile", ("culture_tour",), "Bookmobile").explained(load_words()) == ""


def test_own_themes__leave_the_codebook_of_the_toolkit_as_it_is(codebook: Codebook) -> None:
    codebook.with_own([BOOKMOBILE])
    assert "bookmobile" not in ids(load_codebook().themes)
    assert codebook.with_own([]) == codebook
