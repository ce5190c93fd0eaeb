"""Answered: who answered, what that permits, and what cannot be shown and why."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from analysis.disclosure.released import Released
from analysis.guide import ALL, Words
from analysis.present.cells import minimum_of, only_released
from analysis.present.groups import Group, column_label, read_group, read_groups
from analysis.present.numbers import PERCENT_FROM, join_names, say_reason, say_why

__all__ = ["say_what_is_possible", "say_who_answered", "say_withheld"]

HALF = 0.5


def say_who_answered(released: Released, words: Words) -> tuple[str, ...]:
    """How many answered out of how many, what that means for the results, and for which groups they can be shown."""
    group = read_group(only_released(released), words)
    if released.team_guide is not None:
        return (words("sentences.answered.team"),)
    if group.is_withheld:
        return (words(f"sentences.answered.withheld_{group.reason}", minimum=minimum_of(released)),)
    return (*_say_how_many(group, words), _say_groups(released, words))


def say_withheld(released: Released, words: Words) -> tuple[str, ...]:
    """What cannot be shown, with the reason, and what is still possible."""
    if only_released(released).is_empty:
        group = read_group(released, words)
        why = say_why(group.reason, words, minimum_of(released))
        return (words(f"sentences.withheld.everything_{group.reason}", why=why), *say_what_is_possible(words))
    groups = [sentence for cohort in _cohorts(released) for sentence in _say_hidden(released, words, cohort)]
    items = [words("sentences.withheld.items", minimum=minimum_of(released))] if _has_hidden_items(released) else []
    ranges = [words("sentences.withheld.ranges")] if _has_ranges(released) else []
    texts = words("sentences.withheld.texts", minimum=released.provenance.policy.minimum_texts)
    return (*(groups or [words("sentences.withheld.no_group")]), *items, *ranges, texts)


def say_what_is_possible(words: Words) -> tuple[str, ...]:
    """What a library can do of whose answers nothing may be told."""
    return words.many("sentences.withheld.possible")


def _say_how_many(group: Group, words: Words) -> Iterator[str]:
    if group.roster is None:
        yield words("sentences.answered.roster_unknown", n=group.n)
        return
    if group.n == group.roster:
        yield words("sentences.answered.everybody", n=group.n)
        yield words("sentences.answered.census")
        return
    percent = round(100 * group.n / group.roster)
    size = "large" if group.roster >= PERCENT_FROM else "small"
    yield words(f"sentences.answered.some_{size}", n=group.n, roster=group.roster, percent=percent)
    yield words("sentences.answered.most" if group.n / group.roster >= HALF else "sentences.answered.few")


def _say_groups(released: Released, words: Words) -> str:
    told = []
    for cohort in released.cohorts:
        groups = read_groups(released, words, cohort)
        shown = sum(not group.is_withheld for group in groups)
        label = column_label(words, cohort)
        told.append(words("sentences.answered.by_cohort", label=label, shown=shown, total=len(groups)))
    if not told:
        return words("sentences.answered.no_groups", minimum=minimum_of(released))
    return words("sentences.answered.groups", told=join_names(told, words))


def _cohorts(released: Released) -> list[str]:
    known = set(released.respondents["cohort"])
    return [view.id for view in released.guide.views if view.id in known - {ALL}]


def _say_hidden(released: Released, words: Words, cohort: str) -> Iterator[str]:
    hidden = [group for group in read_groups(released, words, cohort) if group.is_withheld]
    label = column_label(words, cohort)
    for reason, groups in groupby(sorted(hidden, key=lambda group: group.reason), key=lambda group: group.reason):
        names = join_names([words("figures.number.quoted", name=group.label) for group in groups], words)
        why = say_reason(reason, words, minimum_of(released))
        yield words(f"sentences.withheld.group_{reason}", label=label, names=names, why=why)


def _has_hidden_items(released: Released) -> bool:
    """Whether a single result is hidden of a group that is shown as such."""
    shown = released.respondents[~released.respondents["withheld"]]
    hidden = released.marks[released.marks["withheld"]]
    keys = ["cohort", "value"]
    return not shown[keys].merge(hidden[keys], on=keys).empty


def _has_ranges(released: Released) -> bool:
    tables = (released.marks, released.bands, released.four_cells)
    return any(bool((table["count_low"] < table["count_high"]).any()) for table in tables)
