from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.errors import GuideError
from analysis.guide import load_words, words
from analysis.guide.words import TEXT_FOLDER

PLACE = re.compile(r"\{(\w*)[^}]*\}")
TRANSLATED = sorted(path.name for path in (TEXT_FOLDER / "es").glob("*.toml"))


def keys(tree: dict, prefix: str = "") -> dict[str, str | list[str]]:
    """The texts of a file by dotted key."""
    flat: dict[str, str | list[str]] = {}
    for key, value in tree.items():
        flat |= keys(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return flat


def places(text: str | list[str]) -> set[str]:
    """The names of the places in a text that are filled in."""
    return set(PLACE.findall(str(text)))


def read(language: str, name: str) -> dict[str, str | list[str]]:
    return keys(tomllib.loads((TEXT_FOLDER / language / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", TRANSLATED)
def test_languages__same_file__has_the_same_keys(name: str) -> None:
    assert read("es", name).keys() == read("en", name).keys()


@pytest.mark.parametrize("name", TRANSLATED)
def test_languages__same_text__has_the_same_places_to_fill(name: str) -> None:
    english, spanish = read("en", name), read("es", name)
    different = {
        key for key in english if set(PLACE.findall(str(english[key]))) != set(PLACE.findall(str(spanish[key])))
    }
    assert different == set()


def test_languages__spanish__translates_guide_and_form() -> None:
    assert {"guide.toml", "form.toml"} <= set(TRANSLATED)
    assert all(name in {path.name for path in (TEXT_FOLDER / "en").glob("*.toml")} for name in TRANSLATED)


def test_guide__in_both_languages__is_really_translated() -> None:
    english, spanish = read("en", "guide.toml"), read("es", "guide.toml")
    assert [key for key in english if english[key] == spanish[key]] == ["scale.yes_no.0"]


def write_words(folder: Path, **files: str) -> None:
    for place, text in files.items():
        language, name = place.split("_")
        (folder / language).mkdir(exist_ok=True)
        (folder / language / f"{name}.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An own folder of texts, in English and German."""
    people = '[people]\none = "{count} person"\nother = "{count} people"'
    write_words(
        tmp_path,
        en_page=f'title = "Ours"\nhello = "Hello {{name}}"\nlist = ["a", "b"]\n{people}',
        en_more='only = "in English"\nnumber = 7',
        de_page='title = "Unseres"',
    )
    monkeypatch.setattr(words, "TEXT_FOLDER", tmp_path)
    load_words.cache_clear()
    yield tmp_path
    load_words.cache_clear()


def test_words__by_key__are_filled_in(folder: Path) -> None:
    assert load_words("en")("page.hello", name="{Ada}") == "Hello {Ada}"
    assert load_words("en")("page.hello") == "Hello {name}"
    assert load_words("en")("more.number") == "7"


@pytest.mark.parametrize(("count", "text"), [(0, "0 people"), (1, "1 person"), (2, "2 people")])
def test_words__with_a_count__are_singular_or_plural(folder: Path, count: int, text: str) -> None:
    assert load_words("en")("page.people", count=count) == text


def test_words__many__are_a_list_even_of_one(folder: Path) -> None:
    assert load_words("en").many("page.list") == ("a", "b")
    assert load_words("en").many("page.title") == ("Ours",)


def test_words__file_without_translation__is_english_as_a_whole(folder: Path) -> None:
    german = load_words("de")
    assert (german("page.title"), german("more.only")) == ("Unseres", "in English")
    assert not german.has("page.hello")


@pytest.mark.parametrize("key", ["page.none", "page.list", "page"])
def test_words__without_such_a_text__say_where_to_add_it(folder: Path, key: str) -> None:
    with pytest.raises(GuideError) as refusal:
        load_words("en")(key)
    assert str(refusal.value) == (
        f"The en wording has no text for '{key}'.\n- text/en: found nothing; allowed: a text. Add '{key}' to its file."
    )


@pytest.mark.parametrize("language", ["fr", "", "..", "en/../en"])
def test_words__in_an_unknown_language__are_refused(folder: Path, language: str) -> None:
    with pytest.raises(GuideError) as refusal:
        load_words(language)
    assert str(refusal.value) == (
        f"There is no wording in {language!r}.\n"
        f"- language: found {language!r}; allowed: de, en. Choose one of the languages that exist."
    )


def test_words__file_that_is_not_toml__is_named_with_its_line(folder: Path) -> None:
    write_words(folder, de_page='title = "Unseres"\nhello = Hallo')
    with pytest.raises(GuideError) as refusal:
        load_words("de")
    assert str(refusal.value) == (
        "The wording cannot be read.\n- text/de/page.toml: found Invalid value (at line 2, column 9); "
        "allowed: TOML in UTF-8. Mend the line that is named, or start from a fresh copy."
    )
