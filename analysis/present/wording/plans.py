"""Plans: what became of each step of the last plan, and how the kinds of goals changed, wave by wave.

Of each step is said, with the numbers, that what it aimed at moved, that this did not show, or that it cannot be told.
Nothing here says that a step was the cause.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.disclosure.followed import Followed
from analysis.guide import Words
from analysis.present.goals import GoalMove, goal_items, read_goal_moves
from analysis.present.graded import Graded, read_graded
from analysis.present.moves import in_points, only_followed, say_likely_change, say_told_change
from analysis.present.numbers import say_why
from analysis.present.written import say_why_untold

__all__ = ["say_goal_change", "say_graded"]

NO_TARGET = "no_target"


def say_graded(followed: Followed, words: Words) -> tuple[str, ...]:
    """What became of each step of the last plan that a later wave looks back at, and what this does not prove."""
    graded = read_graded(only_followed(followed))
    if not graded:
        return (words("sentences.graded.none"),)
    last = [one for one in graded if one.after == graded[-1].after]
    limits = [words("sentences.graded.limits")] if any(not one.reason for one in last) else []
    return (*(_say_step(one, followed, words) for one in last), *limits)


def say_goal_change(followed: Followed, words: Words) -> tuple[str, ...]:
    """Which kinds of goals have become more or less common into the last wave, beyond chance."""
    told = [sentence for item in goal_items(only_followed(followed)) for sentence in _say_item(item, followed, words)]
    return tuple(told) or (words("sentences.goal_change.none"),)


def _say_step(one: Graded, followed: Followed, words: Words) -> str:
    if one.reason == NO_TARGET:
        return words("sentences.graded.no_target", step=one.step)
    target = words("figures.number.quoted", name=one.named(words))
    if one.reason or one.effect is None:
        why = say_why(one.reason, words, followed.guide.policy.minimum_group)
        return words("sentences.graded.withheld", step=one.step, target=target, why=why)
    is_open = one.verdict != "moved" and one.smallest is None
    key = "cannot_tell_open" if is_open else one.verdict
    return words(
        f"sentences.graded.{key}",
        step=one.step,
        target=target,
        before=one.before,
        effect=say_told_change((one.effect, one.effect), words),
        likely=say_likely_change(one.likely, words),
        points=in_points(one.smallest or 0.0, words),
    )


def _say_item(item: str, followed: Followed, words: Words) -> Iterator[str]:
    moves = [move for move in read_goal_moves(followed, item) if move.after == followed.waves[-1]]
    question = words(f"guide.text.{item}")
    if not moves:
        return
    told = [move for move in moves if not move.reason]
    if not told:
        why = say_why_untold(moves[0].reason, words, followed.guide.policy.minimum_texts)
        yield words("sentences.goal_change.untold", question=question, before=moves[0].before, why=why)
        return
    found = [_say_move(move, question, words) for move in told if move.moved]
    yield from found or [_say_unmoved(told, question, words)]


def _say_move(move: GoalMove, question: str, words: Words) -> str:
    return words(
        f"sentences.goal_change.{move.moved}",
        question=question,
        before=move.before,
        kind=words(f"figures.goals.kind.{move.goal}"),
        change=say_told_change(move.told, words),
        likely=say_likely_change(move.likely, words),
    )


def _say_unmoved(moves: list[GoalMove], question: str, words: Words) -> str:
    smallest = max((move.smallest for move in moves if move.smallest is not None), default=100.0)
    points = in_points(smallest, words)
    return words("sentences.goal_change.unmoved", question=question, before=moves[0].before, points=points)
