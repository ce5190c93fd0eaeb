"""Suggestions of themes: planted bundles are found, odd texts are handled, and the same comes out every time."""

from __future__ import annotations

import builtins
import sys
from unicodedata import normalize

import numpy as np
import pytest

from analysis.errors import GuideError, ToolkitError
from analysis.guide import load_words
from analysis.measures.suggestions import MOST_WORDS, NOWHERE, suggest_themes

TIME = ["quiet", "hour", "practise", "calendar"]
LEADERS = ["director", "listens", "admits", "mistakes"]
BRANCH = ["branch", "van", "swap", "travel"]


def written(rng: np.random.Generator, bundle: list[str]) -> str:
    """A short text: three words of a bundle among words that say nothing."""
    return f"We would like the {' and the '.join(rng.choice(bundle, 3, replace=False))}."


def planted(each: int = 30) -> tuple[list[str], np.ndarray]:
    rng = np.random.default_rng(4)
    bundles = rng.permutation(np.repeat([0, 1, 2], each))
    return [written(rng, (TIME, LEADERS, BRANCH)[bundle]) for bundle in bundles], bundles


def test_suggest__three_planted_bundles__found_with_their_words_and_texts() -> None:
    texts, bundles = planted()
    found = suggest_themes(texts, count=3)
    assert {frozenset(words) for words in found.table["words"]} == {
        frozenset(TIME),
        frozenset(LEADERS),
        frozenset(BRANCH),
    }
    assert found.table["texts"].tolist() == [30, 30, 30]
    # Each bundle has one place, whatever its number.
    assert len(set(zip(bundles.tolist(), found.places.tolist(), strict=True))) == 3


def test_suggest__its_parts__fit_each_other() -> None:
    texts, _ = planted(each=20)
    found = suggest_themes([*texts, "", "Of the and"], count=5)
    assert found.table["suggestion"].tolist() == list(range(len(found.table)))
    assert found.table["texts"].is_monotonic_decreasing
    counted = np.bincount(found.places[found.places != NOWHERE], minlength=len(found.table))
    assert found.table["texts"].tolist() == counted.tolist()
    assert found.places[-2:].tolist() == [NOWHERE, NOWHERE]
    np.testing.assert_allclose(found.weights[:-2].sum(axis=1), 1)
    assert found.weights[-2:].sum() == 0
    assert all(1 <= len(words) <= MOST_WORDS for words in found.table["words"])


def test_suggest__asked_twice__the_same() -> None:
    texts, _ = planted()
    once, again = suggest_themes(texts, seed=7), suggest_themes(texts, seed=7)
    assert once.table.equals(again.table)
    assert once.weights.tolist() == again.weights.tolist()


@pytest.mark.parametrize(
    ("texts", "rows", "places"),
    [
        ([], [], []),
        ([""], [], [NOWHERE]),
        (["", "  ", "…!? 12 34"], [], [NOWHERE] * 3),
        (["the and of", "and of the"], [], [NOWHERE] * 2),
        (["quiet hour"], [], [NOWHERE]),
        (["quiet hour", "director listens"], [], [NOWHERE] * 2),
        (["quiet hour"] * 4, [(("hour", "quiet"), 4)], [0] * 4),
        (["quiet hour"] * 40, [], [NOWHERE] * 40),
        (["quiet", "QUIET", "noise"], [(("quiet",), 2)], [0, 0, NOWHERE]),
        (["x y z 1 2", "x y z 1 2"], [], [NOWHERE] * 2),
    ],
)
def test_suggest__hardly_any_text__no_more_than_is_there(texts, rows, places) -> None:
    found = suggest_themes(texts)
    assert list(zip(found.table["words"], found.table["texts"], strict=True)) == rows
    assert found.places.tolist() == places
    assert found.weights.shape == (len(texts), len(rows))
    assert list(found.table.columns) == ["suggestion", "words", "texts"]


def test_suggest__fewer_texts_than_bundles__as_many_as_the_texts_hold() -> None:
    found = suggest_themes(["quiet hour", "quiet hour please", "director listens", "the director listens"], count=20)
    assert set(found.table["words"]) == {("hour", "quiet"), ("director", "listens")}


def test_suggest__spanish__accents_kept_and_empty_words_left_out() -> None:
    texts = ["Más formación en común", normalize("NFD", "La FORMACIÓN, ¿cuándo?"), "formacion y jefes", "Los jefes"]
    found = suggest_themes(texts, language="es")
    assert set(found.table["words"]) == {("formación",), ("jefes",)}
    assert found.places[0] == found.places[1] != found.places[2] == found.places[3]


def test_suggest__hostile_texts__words_and_nothing_else() -> None:
    texts = ["<script>alert('x')</script> quiet", "quiet " * 20_000, "\u202equiet\u200b", "🙂 quiet 🙂"]
    found = suggest_themes(texts)
    assert found.table["words"].tolist() == [("quiet",)]
    assert found.places.tolist() == [0, 0, 0, 0]


def test_suggest__count_below_one__refused() -> None:
    with pytest.raises(ToolkitError) as caught:
        suggest_themes(["quiet hour"], count=0)
    assert str(caught.value) == (
        "Themes cannot be suggested.\n- count: found 0; allowed: 1 or more. Say how many suggestions to look for."
    )


def test_suggest__language_without_wording__refused() -> None:
    with pytest.raises(GuideError, match=r"^There is no wording in 'xx'\."):
        suggest_themes(["quiet hour"], language="xx")


def test_suggest__package_missing__says_what_to_install(monkeypatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "sklearn"]:
        monkeypatch.delitem(sys.modules, name)
    real = builtins.__import__

    def without(name: str, *rest, **named):
        if name.split(".")[0] == "sklearn":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ToolkitError) as caught:
        suggest_themes(["quiet hour"] * 3)
    assert str(caught.value) == (
        "Suggestions of themes need one more package.\n"
        "- scikit-learn: found not installed; allowed: scikit-learn 1.7 or later. "
        'Run: pip install "scikit-learn>=1.7"'
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_empty_words__each_language__once_each_in_small_letters_and_sorted_out(language: str) -> None:
    empty = load_words(language).many("stopwords.words")
    assert len(set(empty)) == len(empty) > 150
    assert all(word == normalize("NFC", word).casefold() and word.isalpha() for word in empty)
