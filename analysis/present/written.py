"""Written: what people wrote about and which goals they have, as counts of people, ready to be drawn, tabled and said.

Whoever wrote counts once for a question, and only where the text was read and settled. Texts have a threshold of their
own, higher than that of marks, so what is withheld here names that one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.disclosure.released import Released
from analysis.disclosure.themes import codebook_of
from analysis.errors import Fault, ToolkitError
from analysis.guide import ALL, GOAL_KINDS, Words
from analysis.present.cells import Cell, read_cell
from analysis.present.findings import BEYOND_CHANCE, is_clearly_above
from analysis.present.groups import Group, read_group, read_groups
from analysis.present.numbers import quote_names, say_why

__all__ = [
    "CHANGE",
    "KEEP",
    "Part",
    "ThemeDifference",
    "clearly_more",
    "coded_items",
    "name_theme",
    "ordered",
    "quote_themes",
    "read_goals",
    "read_parts",
    "read_theme_differences",
    "read_themes",
    "say_why_untold",
    "texts_minimum",
    "theme_names",
]

KEEP, CHANGE = "tour_keep", "tour_change"
"""The two questions that are each other's mirror."""

TABLES = {"themes": "theme", "goals": "goal"}


@dataclass(frozen=True)
class Part:
    """A group of staff and, by theme or kind of goal, how many of those whose text is settled have it.

    The group's `n` is how many that are, and its reason is empty where anything may be told.
    """

    group: Group
    cells: dict[str, Cell]


@dataclass(frozen=True)
class ThemeDifference:
    """How often a group writes about a theme, against all others: `n` and `n_rest` people, a difference of shares."""

    group: Group
    item: str
    theme: str
    n: int
    n_rest: int
    difference: float | None
    low: float
    high: float
    p_adjusted: float

    @property
    def side(self) -> str:
        """`more` or `less` where the difference is more than chance."""
        if self.p_adjusted >= BEYOND_CHANCE or self.low <= 0 <= self.high:
            return ""
        return "more" if self.low > 0 else "less"


def texts_minimum(released: Released) -> int:
    """The smallest number of people about whose texts anything may be told."""
    return released.provenance.policy.minimum_texts


def coded_items(released: Released, table: str = "themes") -> tuple[str, ...]:
    """The questions that have been coded, in the guide's order; `table` is `themes` or `goals`."""
    found = set(getattr(released, table)["item"])
    return tuple(item.id for item in released.guide.text_items if item.id in found)


def read_themes(released: Released, item: str) -> dict[str, Cell]:
    """For each theme of a question, how many of all staff wrote about it.

    Raises `ToolkitError` for a question that is not coded.
    """
    return _cells(released, "themes", item, (ALL, ALL))


def read_goals(released: Released, item: str) -> dict[str, Cell]:
    """How many of all staff have which kind of goal.

    Raises `ToolkitError` for a question that is not coded.
    """
    return _cells(released, "goals", item, (ALL, ALL))


def read_parts(released: Released, words: Words, table: str, item: str, cohort: str) -> tuple[Part, ...]:
    """The groups of `cohort` and, last, all staff; for `all` all staff alone. `table` is `themes` or `goals`.

    Raises `ToolkitError` for a question that is not coded, and for a cohort that there is not.
    """
    everybody = read_group(released, words)
    groups = (everybody,) if cohort == ALL else (*read_groups(released, words, cohort), everybody)
    return tuple(_read_part(group, _cells(released, table, item, group.key)) for group in groups)


def read_theme_differences(released: Released, words: Words, cohort: str) -> tuple[ThemeDifference, ...]:
    """What each shown group of `cohort` writes about more or less often than all others, in every question."""
    groups = {group.value: group for group in read_groups(released, words, cohort)}
    table = released.theme_differences
    told = table[(table["cohort"] == cohort) & ~table["withheld"].astype(bool) & table["p_adjusted"].notna()]
    return tuple(
        ThemeDifference(
            groups[row["value"]],
            row["item"],
            row["theme"],
            int(row["n"]),
            int(row["n_rest"]),
            None if pd.isna(row["difference"]) else float(row["difference"]),
            float(row["low"]),
            float(row["high"]),
            float(row["p_adjusted"]),
        )
        for row in told.to_dict("records")
    )


def theme_names(released: Released, words: Words) -> dict[str, str]:
    """What every theme is called, those of the library's own among them."""
    return {theme.id: theme.called(words) for theme in codebook_of(released.codebook).themes}


def name_theme(released: Released, theme: str, words: Words) -> str:
    """What one theme is called."""
    return theme_names(released, words)[theme]


def quote_themes(released: Released, themes: Sequence[str], words: Words) -> str:
    """Themes by their quoted names: “A” and “B”."""
    names = theme_names(released, words)
    return quote_names([names[theme] for theme in themes], words)


def say_why_untold(reason: str, words: Words, minimum: int) -> str:
    """Why nothing of what people wrote may be told, as the end of a sentence."""
    return words("figures.themes.why.few", minimum=minimum) if reason == "few" else say_why(reason, words, minimum)


def ordered(cells: dict[str, Cell]) -> tuple[str, ...]:
    """The keys of the cells that may be told, the largest share first."""
    told = [key for key, cell in cells.items() if not cell.is_withheld]
    return tuple(sorted(told, key=lambda key: -cells[key].middle))


def clearly_more(one: dict[str, Cell], other: dict[str, Cell]) -> tuple[str, ...]:
    """The themes of which the first count is clearly above the second, by the rule of `findings`."""
    both = [theme for theme in ordered(one) if theme in other]
    return tuple(theme for theme in both if is_clearly_above(one[theme], other[theme]))


def _cells(released: Released, table: str, item: str, key: tuple[str, str]) -> dict[str, Cell]:
    rows = released.group(table, *key)
    rows = rows[rows["item"] == item]
    if rows.empty and item not in coded_items(released, table):
        known = ", ".join(coded_items(released, table)) or "none yet"
        fault = Fault("item", repr(item), known, "Choose one of these, or code the answers to this one first.")
        raise ToolkitError("The answers to this question have not been coded.", [fault])
    cells = {row[TABLES[table]]: read_cell(row) for row in rows.to_dict("records")}
    return {kind: cells[kind] for kind in GOAL_KINDS} if table == "goals" and cells else cells


def _read_part(group: Group, cells: dict[str, Cell]) -> Part:
    """The group with the people whose text is settled, or with the reason why none of it may be told."""
    told = [cell for cell in cells.values() if not cell.is_withheld]
    reasons = [cell.reason for cell in cells.values() if cell.is_withheld] or [group.reason or "nobody"]
    if not told:
        return Part(group.hidden(reasons[0]), cells)
    shown = Group(group.cohort, group.value, group.label, max(cell.n for cell in told), group.roster)
    return Part(shown, cells)
