"""Lexicon: the words by which a name is told from other words, in one language.

Given names and titles are those of all languages together, since people of many languages work in one library. What a
sentence begins with, what stands before a name and what people do is looked up in the language of the text. All words
are kept in small letters without accents, as `analysis.disclosure.folding` makes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from analysis.disclosure.folding import fold_text
from analysis.guide import load_words

__all__ = ["Lexicon", "load_lexicon"]

LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Lexicon:
    """Sets of words; what each is for says `guide/text/en/masks.toml`."""

    given: frozenset[str]
    given_word: frozenset[str]
    title: frozenset[str]
    title_capital: frozenset[str]
    abbreviation: frozenset[str]
    joiner: frozenset[str]
    place: frozenset[str]
    place_before: frozenset[str]
    team: frozenset[str]
    team_word: frozenset[str]
    branch_any: frozenset[str]
    role: frozenset[str]
    role_of: frozenset[str]
    role_any: frozenset[str]
    only_not: frozenset[str]
    somebody: frozenset[str]
    before_name: frozenset[str]
    asks: frozenset[str]
    company: frozenset[str]
    between: frozenset[str]
    own: frozenset[str]
    after_ask: frozenset[str]
    acts: frozenset[str]
    acts_weak: frozenset[str]
    known: frozenset[str]
    acronym: frozenset[str]
    start: frozenset[str]
    ending: tuple[str, ...]

    def is_plain(self, word: str) -> bool:
        """Whether a word (in small letters) begins sentences, or looks like one that does."""
        return word in self.start or word in self.known or word.endswith(self.ending)


@cache
def load_lexicon(language: str) -> Lexicon:
    """The lexicon for texts in `language`.

    Raises `GuideError` for a language without wording.

    >>> "maria" in load_lexicon("en").given
    True
    """
    own, common = (language,), tuple(dict.fromkeys((*LANGUAGES, language)))
    given_word = _words("names.given_word", common)
    place_before = _words("cue.place_before", common)
    return Lexicon(
        given=_words("names.given", common) - given_word,
        given_word=given_word,
        title=_words("cue.title", common),
        title_capital=_words("cue.title_capital", common),
        abbreviation=_words("cue.title", common) | _words("cue.abbreviation", common),
        joiner=_words("cue.joiner", common),
        place=place_before | _words("cue.place_after", common),
        place_before=place_before,
        team=_words("cue.team_after", common),
        known=_words("known.capital", common),
        acronym=_words("known.acronym", common),
        **{name: _words(f"cue.{name}", own) for name in OF_THE_LANGUAGE},
        start=_words("known.start", own),
        ending=tuple(sorted(_words("known.ending", common))),
    )


OF_THE_LANGUAGE = (
    *("team_word", "branch_any", "role", "role_of", "role_any", "only_not", "somebody"),
    *("before_name", "asks", "company", "between", "own", "after_ask", "acts", "acts_weak"),
)


def _words(key: str, languages: tuple[str, ...]) -> frozenset[str]:
    texts = (load_words(language)(f"masks.{key}") for language in languages)
    return frozenset(word for text in texts for word in fold_text(text).lower.split())
