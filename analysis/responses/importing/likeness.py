"""Likeness: which question of the guide a heading is like.

A heading is compared with every way in which a question may stand over a column, in every language of the
guide, by the share of letters that both have in the same order (1 is word for word). A heading that denies
something that the question does not deny, or the reverse, is never taken for it, however like it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from analysis.guide import Guide
from analysis.responses.importing.labels import fold
from analysis.responses.importing.ticks import mark_columns

__all__ = [
    "CLEAR",
    "CLOSE",
    "GRID",
    "SURE",
    "Likeness",
    "item_in_grid",
    "likenesses",
    "mark_of",
    "quality_of",
    "recognized",
]

SURE = 0.85
"""From here on a heading is taken for the question."""

CLEAR = 0.08
"""How much more like one question than any other it has to be."""

CLOSE = 0.60
"""From here on a person is asked."""

GRID = re.compile(r"(?P<question>.*?)\s*\[(?P<row>[^\[\]]+)\]")
NUMBERED = re.compile(r"^(?:q?\d+\s*[.):]\s*)", re.IGNORECASE)


@dataclass(frozen=True)
class Likeness:
    """How like a heading is to one question; `turned` if one of the two denies what the other does not."""

    item: str
    language: str
    ratio: float
    turned: bool = False


@cache
def likenesses(header: str, guide: Guide) -> tuple[Likeness, ...]:
    """How like `header` is to each question, in the language in which it is most like it.

    >>> from analysis.guide import load_guide
    >>> likenesses("What should we not keep just as it is?", load_guide())[0].turned
    True
    """
    readings = [fold(reading) for reading in _readings(header)]
    same = {item: Likeness(item, language, 1.0) for item, language, phrase in _phrases(guide) if phrase in readings}
    if len(same) == 1:
        return tuple(same.values())
    matchers = [SequenceMatcher(None, "", reading, autojunk=False) for reading in readings]
    best: dict[str, Likeness] = {}
    for item, language, phrase in _phrases(guide):
        ratio, reading = max(
            (_ratio(matcher, phrase), reading) for matcher, reading in zip(matchers, readings, strict=True)
        )
        if item not in best or ratio > best[item].ratio:
            turned = _denials(reading, guide) != _denials(phrase, guide)
            best[item] = Likeness(item, language, ratio, turned)
    return tuple(sorted(best.values(), key=lambda likeness: -likeness.ratio))


def _readings(header: str) -> list[str]:
    """A heading as it stands, and a heading of a grid (`Question [Row]`) put together in both orders."""
    header = NUMBERED.sub("", header)
    grid = GRID.fullmatch(header)
    if not grid:
        return [header]
    question, row = grid["question"], NUMBERED.sub("", grid["row"])
    return [f"{row} {question}", f"{question} {row}", row]


@cache
def _phrases(guide: Guide) -> tuple[tuple[str, str, str], ...]:
    return tuple(_each_phrase(guide))


def _each_phrase(guide: Guide) -> Iterator[tuple[str, str, str]]:
    """Every way in which a question of the guide may stand over a column: item, language, folded phrase."""
    for language in guide.languages:
        words = guide.words(language)
        for cohort in guide.cohorts:
            yield cohort.id, language, fold(words(f"guide.cohort.{cohort.id}.question"))
            yield cohort.id, language, fold(words(f"guide.cohort.{cohort.id}.label"))
        for item in guide.items:
            yield item.id, language, fold(guide.question(item, words))
            if item.section == "qualities":
                mark = words(f"guide.mark.{item.id.removesuffix(f'_{item.subject}')}")
                yield item.id, language, fold(f"{words(f'guide.quality.{item.subject}.name')} {mark}")


def _ratio(matcher: SequenceMatcher[str], phrase: str) -> float:
    """The likeness of `phrase` to the text of `matcher`; 0 where it cannot come near to being close."""
    matcher.set_seq1(phrase)
    worth = CLOSE - CLEAR
    return matcher.ratio() if matcher.real_quick_ratio() >= worth and matcher.quick_ratio() >= worth else 0.0


def item_in_grid(header: str, guide: Guide) -> str:
    """The mark that the question of a grid asks for about the quality that its row names, as an item; or nothing.

    >>> from analysis.guide import load_guide
    >>> item_in_grid("Which of these exist here? [Mutual help]", load_guide())
    'exists_mutual_help'
    """
    grid = GRID.fullmatch(header)
    if not grid:
        return ""
    quality, mark = quality_of(grid["row"], guide), mark_of(grid["question"], guide)
    return f"{mark}_{quality}" if quality and mark else ""


def quality_of(text: str, guide: Guide) -> str:
    """The quality that `text` states or names, or nothing.

    >>> from analysis.guide import load_guide
    >>> quality_of("Mutual help.", load_guide())
    'mutual_help'
    """
    phrases = (
        (quality, fold(guide.words(language)(f"guide.quality.{quality}.{kind}")))
        for language in guide.languages
        for quality in guide.qualities
        for kind in ("statement", "name")
    )
    matcher = SequenceMatcher(None, "", fold(NUMBERED.sub("", text)), autojunk=False)
    ratio, quality, phrase = max((_ratio(matcher, phrase), quality, phrase) for quality, phrase in phrases)
    return quality if ratio >= SURE and _denials(text, guide) == _denials(phrase, guide) else ""


def mark_of(text: str, guide: Guide) -> str:
    """The mark that `text` asks for, if it asks for exactly one and denies nothing.

    >>> from analysis.guide import load_guide
    >>> mark_of("Which of these exist here?", load_guide()), mark_of("Which do not exist?", load_guide())
    ('exists', '')
    """
    asked = {mark for mark in mark_columns(guide) if _words_in(text, mark, guide)}
    return asked.pop() if len(asked) == 1 and not _denials(text, guide) else ""


def recognized(kind: str, guide: Guide) -> Iterator[str]:
    """The words, in every language, by which something that is no question is recognized.

    >>> from analysis.guide import load_guide
    >>> next(recognized("timestamp", load_guide()))
    'Timestamp'
    """
    for language in guide.languages:
        yield from guide.words(language).many(f"template.recognize.{kind}")


def _denials(text: str, guide: Guide) -> list[str]:
    return _words_in(text, "denial", guide)


def _words_in(text: str, kind: str, guide: Guide) -> list[str]:
    """The words of a kind that stand in `text`, each as often as it does."""
    folded = fold(text)
    words = dict.fromkeys(fold(word) for word in recognized(kind, guide))
    return [word for word in words for _ in re.findall(rf"\b{re.escape(word)}\b", folded)]
