"""Section about change: what moved since the last wave by more than chance, and what cannot be told yet.

There is no such section where the library has one wave alone, or where nothing may be told of two waves.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.disclosure.followed import KINDS, Followed
from analysis.guide import Words
from analysis.present import wording
from analysis.present.figures import draw_flows, draw_slope
from analysis.present.moves import latest_moves, read_levels
from analysis.present.tables_waves import table_ahead, table_levels, table_paired, table_steps
from analysis.report.blocks import figure, headed, listed, passage, table
from analysis.report.model import Block
from analysis.report.request import Results

__all__ = ["change", "is_followed"]

Blocks = tuple[Block, ...]

ALWAYS = ("quality",)
"""The kinds of measures that are drawn whether or not anything of them moved."""


def change(results: Results, words: Words) -> Blocks:
    """What moved beyond chance, wave by wave, what cannot be told, and what linked people said twice."""
    followed = results.followed
    if followed is None or not is_followed(followed):
        return ()
    limits = words("sentences.change.meaning"), words("sentences.change.points")
    told = passage(wording.say_change(followed, words), *limits)
    drawn = tuple(block for kind in _kinds(results, followed) for block in _slope(results, followed, kind, words))
    if not results.to_decide:
        return (*told, *drawn)
    unseen = headed(words("report.heading.unseen"), listed(wording.say_cannot_tell(followed, words)))
    return (*told, *drawn, *unseen, *_linked(followed, words), *(_ahead(followed, words) if results.in_full else ()))


def is_followed(followed: Followed) -> bool:
    """Whether any change into the last wave may be told."""
    moves = (move for kind in KINDS for move in latest_moves(followed, kind))
    return len(followed.waves) > 1 and any(not move.reason for move in moves)


def _kinds(results: Results, followed: Followed) -> Iterator[str]:
    """The kinds of measures to draw: those in which something moved and the qualities; all for who wants everything."""
    last = followed.waves[-1]
    for kind in KINDS:
        levels = [level for own in read_levels(followed, kind).values() for level in own if level.wave == last]
        moved = any(move.moved for move in latest_moves(followed, kind))
        if any(level.told for level in levels) and (moved or kind in ALWAYS or results.in_full):
            yield kind


def _slope(results: Results, followed: Followed, kind: str, words: Words) -> Blocks:
    behind = [table_levels(followed, words, kind)]
    behind += [table_steps(followed, words, kind)] if results.to_decide else []
    return figure(f"slope_{kind}", draw_slope(followed, words, kind), *behind)


def _linked(followed: Followed, words: Words) -> Blocks:
    """What the same people said twice, where anything of it may be told."""
    picture = draw_flows(followed, words)
    if picture is None:
        return ()
    told = passage(wording.say_linked(followed, words), words("sentences.linked.limits"))
    return headed(words("report.heading.linked"), (*told, *figure("flows", picture, table_paired(followed, words))))


def _ahead(followed: Followed, words: Words) -> Blocks:
    told = passage(wording.say_next_wave(followed, words))
    return headed(words("report.heading.ahead"), (*told, table("ahead", table_ahead(followed, words))))
