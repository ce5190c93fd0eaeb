"""Words: everything that people read, in one folder per language.

`text/en/*.toml` and `text/es/*.toml` hold the wording of the guide, the form, the pages and the figures.
Code asks for a key and never contains a sentence, so a further language is a further folder. A key is a
dotted path whose first part is the name of the file: `words("guide.quality.purpose.name")`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.errors import Fault, GuideError

__all__ = ["DEFAULT_LANGUAGE", "Words", "load_words"]

DEFAULT_LANGUAGE = "en"
TEXT_FOLDER = Path(__file__).with_name("text")


@dataclass(frozen=True)
class Words:
    """The wording of one language, looked up by dotted key.

    >>> load_words("en")("guide.quality.purpose.name")
    'Purpose'
    """

    language: str
    entries: Mapping[str, str | tuple[str, ...]]

    def __call__(self, key: str, **values: object) -> str:
        """The text under `key`, its `{places}` filled from `values`.

        Where `values` has a `count`, the keys `key.one` and `key.other` are the singular and the plural.
        """
        entry = self.entries.get(self._numbered(key, values))
        if not isinstance(entry, str):
            raise GuideError(
                f"The {self.language} wording has no text for {key!r}.",
                [Fault(f"text/{self.language}", "nothing", "a text", f"Add {key!r} to its file.")],
            )
        return entry.format(**values) if values else entry

    def many(self, key: str) -> tuple[str, ...]:
        """The list of texts under `key`."""
        entry = self.entries.get(key)
        return entry if isinstance(entry, tuple) else (self(key),)

    def has(self, key: str) -> bool:
        """Whether there is a text under `key`."""
        return key in self.entries

    def _numbered(self, key: str, values: Mapping[str, object]) -> str:
        if "count" not in values or key in self.entries:
            return key
        return f"{key}.one" if values["count"] == 1 else f"{key}.other"


@cache
def load_words(language: str = DEFAULT_LANGUAGE) -> Words:
    """Read the wording of `language` from the toolkit's own files.

    A file that a language does not have yet is read in English, so that a page can be translated after
    its form; within a file nothing is mixed.

    Raises `GuideError` for a language without a folder, and for a file that is not TOML.
    """
    folder = TEXT_FOLDER / language
    known = sorted(path.name for path in TEXT_FOLDER.iterdir() if path.is_dir())
    if language not in known:
        raise GuideError(
            f"There is no wording in {language!r}.",
            [Fault("language", repr(language), ", ".join(known), "Choose one of the languages that exist.")],
        )
    entries: dict[str, str | tuple[str, ...]] = {}
    for default in sorted((TEXT_FOLDER / DEFAULT_LANGUAGE).glob("*.toml")):
        own = folder / default.name
        path = own if own.exists() else default
        entries |= _flatten(path.stem, _read(path))
    return Words(language, entries)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        place = f"text/{path.parent.name}/{path.name}"
        fault = Fault(place, str(error), "TOML in UTF-8", "Mend the line that is named, or start from a fresh copy.")
        raise GuideError("The wording cannot be read.", [fault]) from error


def _flatten(prefix: str, tree: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    flat: dict[str, str | tuple[str, ...]] = {}
    for key, value in tree.items():
        path = f"{prefix}.{key}"
        if isinstance(value, Mapping):
            flat |= _flatten(path, value)
        elif isinstance(value, list):
            flat[path] = tuple(str(text) for text in value)
        else:
            flat[path] = str(value)
    return flat
