"""Texts: what people wrote about, would keep and would change, their kinds of goals, and how far readers agree.

Counts are people whose text has been read and settled, under the threshold for texts. Where nothing stands out, that is
said; where nothing may be told, it says why. Nothing here repeats what anybody wrote.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import Cell, only_released
from analysis.present.findings import farthest_apart, foremost, is_clearly_above
from analysis.present.numbers import quote_names, say_count, say_staff
from analysis.present.written import (
    CHANGE,
    KEEP,
    ThemeDifference,
    clearly_more,
    coded_items,
    name_theme,
    quote_themes,
    read_goals,
    read_parts,
    read_theme_differences,
    read_themes,
    say_why_untold,
    texts_minimum,
)

__all__ = [
    "say_agreement",
    "say_goals",
    "say_keep_and_change",
    "say_rewording",
    "say_theme_differences",
    "say_themes",
]


def say_themes(released: Released, words: Words) -> tuple[str, ...]:
    """For each question that has been read: what more people wrote about than about anything else, if that is clear."""
    items = coded_items(only_released(released))
    if not items:
        return (words("sentences.themes.none"),)
    told = [_say_item(item, released, words) for item in items]
    return (*told, words("sentences.themes.limits"))


def say_theme_differences(released: Released, words: Words) -> tuple[str, ...]:
    """Which groups write about a theme more or less often than all others, beyond chance."""
    every = [one for cohort in _columns(released) for one in read_theme_differences(released, words, cohort)]
    if not every:
        return (words("sentences.theme_differences.none"),)
    found = [_say_difference(one, released, words) for one in every if one.side]
    return (*(found or [words("sentences.theme_differences.unclear")]), words("sentences.theme_differences.limits"))


def say_keep_and_change(released: Released, words: Words) -> tuple[str, ...]:
    """What more people would keep than change, what more would change than keep, and what both speak of."""
    if not {KEEP, CHANGE} <= set(coded_items(only_released(released))):
        return (words("sentences.keep_change.none"),)
    keep, change = read_themes(released, KEEP), read_themes(released, CHANGE)
    why = _why_hidden({**keep, **change}, released, words)
    if why:
        return (words("sentences.keep_change.withheld", why=why),)
    sides = {"keep": clearly_more(keep, change), "change": clearly_more(change, keep)}
    found = [
        words(f"sentences.keep_change.{side}", names=quote_themes(released, themes, words))
        for side, themes in sides.items()
        if themes
    ]
    both = [theme for theme in foremost(keep) if theme in foremost(change)]
    mixed = [theme for theme in both if theme not in (*sides["keep"], *sides["change"])]
    also = [words("sentences.keep_change.both", names=quote_themes(released, mixed, words))] if mixed else []
    return (*(found or [words("sentences.keep_change.alike")]), *also, words("sentences.keep_change.limits"))


def say_goals(released: Released, words: Words) -> tuple[str, ...]:
    """Which kinds of goals all staff have, whether one is clearly more common, and whether groups clearly differ."""
    items = coded_items(only_released(released), "goals")
    if not items:
        return (words("sentences.goals.none"),)
    told = [sentence for item in items for sentence in _say_goals(item, released, words)]
    return (*told, words("sentences.goals.limits"))


def say_agreement(released: Released, words: Words) -> tuple[str, ...]:
    """How far the two readers of each question agree, in words."""
    items = only_released(released).text_items
    rows = items[items["coders"].fillna(0) > 0].to_dict("records")
    told = [
        words(
            f"sentences.agreement.{_agreement(row['coders'], row['agreement'])}", question=_question(row["item"], words)
        )
        for row in rows
    ]
    is_measured = any(row["agreement"] for row in rows)
    return (
        *(told or [words("sentences.agreement.none")]),
        *([words("sentences.agreement.meaning")] if is_measured else []),
    )


def say_rewording(words: Words) -> tuple[str, ...]:
    """Questions that help to turn a performance goal into a learning goal, and an example."""
    prompts = words.many("sentences.rewording.prompts")
    return (words("sentences.rewording.lead"), *prompts, words("sentences.rewording.example"))


def _question(item: str, words: Words) -> str:
    return words(f"guide.text.{item}")


def _agreement(coders: int, agreement: str) -> str:
    if coders < 2:
        return "one"
    return agreement or "unknown"


def _why_hidden(cells: dict[str, Cell], released: Released, words: Words) -> str:
    """Why nothing of it may be told; empty where something may."""
    if any(not cell.is_withheld for cell in cells.values()):
        return ""
    reason = next((cell.reason for cell in cells.values()), "nobody")
    return say_why_untold(reason, words, texts_minimum(released))


def _say_item(item: str, released: Released, words: Words) -> str:
    cells, question = read_themes(released, item), _question(item, words)
    why = _why_hidden(cells, released, words)
    if why:
        return words("sentences.themes.withheld", question=question, why=why)
    n = max(cell.n for cell in cells.values())
    most = foremost(cells)
    if not most:
        return words("sentences.themes.unclear", question=question, n=n)
    names = quote_themes(released, most, words)
    told = _say_all(cells[most[0]], words)
    return words("sentences.themes.most", count=len(most), question=question, n=n, names=names, told=told)


def _say_all(cell: Cell, words: Words) -> str:
    """The count of those who wrote, or of all staff where everybody's texts have been read."""
    return say_staff(cell, words) if cell.is_census else say_count(cell, words, 0)


def _columns(released: Released) -> list[str]:
    """The cohort columns whose groups are compared, in the guide's order."""
    found = set(only_released(released).theme_differences["cohort"])
    return [view.id for view in released.guide.views if view.id in found]


def _say_difference(one: ThemeDifference, released: Released, words: Words) -> str:
    theme = words("figures.number.quoted", name=name_theme(released, one.theme, words))
    question = _question(one.item, words)
    return words(f"sentences.theme_differences.{one.side}", group=one.group.label, theme=theme, question=question)


def _say_goals(item: str, released: Released, words: Words) -> Iterator[str]:
    cells, question = read_goals(released, item), _question(item, words)
    why = _why_hidden(cells, released, words)
    if why:
        yield words("sentences.goals.withheld", question=question, why=why)
        return
    told = {kind: say_count(cell, words, texts_minimum(released)) for kind, cell in cells.items()}
    yield words("sentences.goals.mix", question=question, **told)
    learning, performance = cells["learning"], cells["performance"]
    if is_clearly_above(learning, performance):
        yield words("sentences.goals.learning")
    elif is_clearly_above(performance, learning):
        yield words("sentences.goals.performance")
    else:
        yield words("sentences.goals.unclear")
    yield from _say_groups(item, released, words)


def _say_groups(item: str, released: Released, words: Words) -> Iterator[str]:
    """Where learning goals are clearly more common in one group than in another: the widest gap of any column."""
    rows: dict[str, dict[str, Cell]] = {}
    for cohort in released.cohorts:
        *parts, _ = read_parts(released, words, "goals", item, cohort)
        rows[cohort] = {part.group.label: part.cells["learning"] for part in parts if not part.group.is_withheld}
    apart = farthest_apart({cohort: cells for cohort, cells in rows.items() if len(cells) > 1})
    if apart:
        most, least = (quote_names(names, words) for names in apart[1:])
        yield words("sentences.goals.groups", most=most, least=least)
