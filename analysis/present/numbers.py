"""Numbers: how a count, a range, an interval and a chance are said.

Under fifty people a share is said as people say it, "15 of 23"; from fifty on as a percentage, never with
decimals. A range stays a range of counts at every size, because a rounded percentage of it would tell more, or
less, than was released.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.guide import Words
from analysis.present.cells import Cell
from analysis.present.groups import Group

__all__ = [
    "PERCENT_FROM",
    "join_names",
    "quote_names",
    "say_answered",
    "say_chance",
    "say_count",
    "say_counted",
    "say_interval",
    "say_part",
    "say_reason",
    "say_staff",
    "say_why",
]

PERCENT_FROM = 50
"""From this many people on, shares are said in percent."""


def say_count(cell: Cell, words: Words, minimum: int) -> str:
    """What was counted: "15 of 23", "65%", "2 or fewer of 6", or why it is withheld.

    >>> from analysis.guide import load_words
    >>> say_count(Cell(n=23, count_low=15, count_high=15), load_words("en"), 5).split()
    ['15', 'of', '23']
    """
    if cell.is_withheld:
        return say_reason(cell.reason, words, minimum)
    if cell.is_exact and cell.n >= PERCENT_FROM:
        return words("figures.number.percent", percent=_percent(cell.span[0]))
    if cell.is_exact:
        return words("figures.number.of", count=cell.count_low, n=cell.n)
    if cell.count_low == 0 and cell.count_high < cell.n:
        return words("figures.number.at_most", most=cell.count_high, n=cell.n)
    if cell.count_high == cell.n and cell.count_low > 0:
        return words("figures.number.at_least", least=cell.count_low, n=cell.n)
    return words("figures.number.between", low=cell.count_low, high=cell.count_high, n=cell.n)


def say_counted(cell: Cell, words: Words, minimum: int) -> str:
    """The same, where nothing else beside it says of how many: "15 of 23", "65% of 300".

    >>> from analysis.guide import load_words
    >>> say_counted(Cell(n=300, count_low=195, count_high=195), load_words("en"), 5).split()
    ['65%', 'of', '300']
    """
    if not cell.is_withheld and cell.is_exact and cell.n >= PERCENT_FROM:
        return words("figures.number.percent_of", percent=_percent(cell.span[0]), n=cell.n)
    return say_count(cell, words, minimum)


def say_interval(cell: Cell, words: Words) -> str:
    """Where the count of the whole roster lies, in short: "17 to 23 of 31", "55% to 74%"; empty where withheld.

    Where the roster is not known the share of all is said in percent, since there is no number to count to.
    """
    if cell.is_withheld:
        return ""
    if cell.roster is None or cell.roster >= PERCENT_FROM:
        low, high = _percent(cell.low), _percent(cell.high)
        if low == high:
            return words("figures.number.percent", percent=low)
        return words("figures.number.percent_between", low=low, high=high)
    low, high = round(cell.low * cell.roster), round(cell.high * cell.roster)
    if low == high:
        return words("figures.number.of", count=low, n=cell.roster)
    return words("figures.number.between", low=low, high=high, n=cell.roster)


def say_staff(cell: Cell, words: Words) -> str:
    """The interval as part of a sentence about all staff: "between 17 and 23 of your 31 staff".

    >>> from analysis.guide import load_words
    >>> say_staff(Cell(n=23, roster=31, count_low=15, count_high=15, low=.5484, high=.7419), load_words("en"))
    'between 17 and 23 of your 31 staff'
    """
    if cell.roster is None or cell.roster >= PERCENT_FROM:
        kind, scale, values = "percent", 100, {}
    else:
        kind, scale, values = "count", cell.roster, {"roster": cell.roster}
    low, high = round(cell.low * scale), round(cell.high * scale)
    if low == high:
        return words(f"figures.staff.{kind}_exact", number=low, **values)
    return words(f"figures.staff.{kind}_between", low=low, high=high, **values)


def say_chance(chance: float, words: Words) -> str:
    """A probability in tenths: "about 8 in 10"; the ends are said as ends.

    >>> from analysis.guide import load_words
    >>> [say_chance(p, load_words("en")) for p in (0.82, 0.97, 0.999)]
    ['about 8 in 10', 'over 19 in 20', 'as good as certain']
    """
    for limit, key in ((0.995, "certain"), (0.95, "high")):
        if chance > limit:
            return words(f"figures.chance.{key}")
    for limit, key in ((0.005, "none"), (0.05, "low")):
        if chance < limit:
            return words(f"figures.chance.{key}")
    return words("figures.chance.tenths", tenths=min(9, max(1, round(chance * 10))))


def say_part(share: float, words: Words) -> str:
    """An estimated share in tenths: "about 4 in 10", "hardly any"; for estimates that are not counts."""
    tenths = round(share * 10)
    return words("figures.chance.tenths", tenths=tenths) if tenths else words("figures.chance.hardly")


def say_reason(reason: str, words: Words, minimum: int) -> str:
    """Why something is withheld, in a few words: "fewer than 5"."""
    return words(f"figures.reason.{reason}", minimum=minimum)


def say_why(reason: str, words: Words, minimum: int) -> str:
    """The same as the end of a sentence: "fewer than 5 people answered"."""
    return words(f"figures.why.{reason}", minimum=minimum)


def say_answered(group: Group, words: Words) -> str:
    """How many of a shown group answered: "23 of 31", or "23" where the roster is not known."""
    if group.roster is None:
        return words("figures.number.people", people=group.n)
    return words("figures.number.of", count=group.n, n=group.roster)


def join_names(names: Sequence[str], words: Words) -> str:
    """Names as a list in a sentence: "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return words("figures.number.list", first=", ".join(names[:-1]), last=names[-1])


def quote_names(names: Sequence[str], words: Words) -> str:
    """Names as a list in a sentence, each in the language's quotation marks."""
    return join_names([words("figures.number.quoted", name=name) for name in names], words)


def _percent(share: float) -> int:
    return round(100 * share)
