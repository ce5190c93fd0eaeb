"""Differences: whether a group stands further towards fixed or growth than everybody else, by more than chance.

One mark a group on a line of ten pairings, one of its people with one of the others each time; five of ten is no
difference. A full diamond is more than chance and an open circle is not, and the words at the right say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import minimum_of, only_released
from analysis.present.differences import HALF, Difference, read_differences, say_further, say_pairings, say_tenths
from analysis.present.figures.ground import draw_keys, draw_ring
from analysis.present.figures.parts import RANGE_HATCHING, LegendEntry, draw_nothing, draw_scale
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import fit, height_of, wrap
from analysis.present.groups import column_label, read_group
from analysis.present.numbers import say_reason
from analysis.present.palette import BLUE, INK, MUTED, ORANGE, PAGE
from analysis.present.spreads import say_scoped
from analysis.tally.scores import OVERALL

__all__ = ["draw_differences"]

COLORS = {"growth": BLUE, "fixed": ORANGE, "": INK}
MARK = 9.0
HIDDEN = 0.05
"""A told range up to this wide is no wider than its mark, and would only be seen as a smudge."""

TICKS = (0, 5, 10)


@dataclass(frozen=True)
class Layout:
    """Where the columns stand, in inches: the names end, the line begins and ends, the words begin and end."""

    names: float
    left: float
    right: float
    told: float
    end: float

    def at(self, chance: float) -> float:
        """Where a chance from 0 to 1 stands."""
        return self.left + chance * (self.right - self.left)


@dataclass(frozen=True)
class Texts:
    """The wrapped texts of one row: its name and size, who is compared, the verdict, and the pairings."""

    name: tuple[str, ...]
    size: float
    people: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    pairings: tuple[str, ...] = ()


def draw_differences(
    released: Released,
    words: Words,
    cohort: str,
    scope: str = OVERALL,
    figure: Figure | None = None,
    width: str = "page",
) -> Picture:
    """Draw each group of `cohort` against everybody else, overall or in one situation.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    Compared are the people who have a position; who skipped too much has none.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a cohort that it does not have.
    """
    rows = read_differences(only_released(released), words, cohort, scope)
    everybody = read_group(released, words)
    sheet = Sheet(figure, width)
    if everybody.is_withheld:
        return draw_nothing(released, words, everybody, sheet)
    minimum = minimum_of(released)
    title = say_scoped(_title(rows, words), scope, words)
    subtitle = words("figures.differences.subtitle", cohort=column_label(words, cohort))
    y = _draw_legend(sheet, rows, words, sheet.head(title, subtitle))
    y = _draw_rows(sheet, rows, words, minimum, y)
    told = (_say_row(row, words, minimum) for row in rows)
    return sheet.finish(y, title, " ".join([f"{title}.", subtitle, *told]), words("figures.differences.reading"))


def _title(rows: Sequence[Difference], words: Words) -> str:
    kind = "unclear" if any(row.told for row in rows) else "none"
    return say_further(rows, words) or words(f"figures.differences.title.{kind}")


def _say_row(row: Difference, words: Words, minimum: int) -> str:
    group = row.group.label
    if row.told is None:
        return words("figures.differences.row_withheld", group=group, reason=_say_why(row, words, minimum))
    interval = words("figures.differences.likely", tenths=say_tenths(row.interval, words)) if row.interval else ""
    return words(
        "figures.differences.row",
        group=group,
        n=row.n,
        n_rest=row.n_rest,
        pairings=say_pairings(row, words),
        interval=interval,
        verdict=_say_verdict(row, words),
    )


def _say_why(row: Difference, words: Words, minimum: int) -> str:
    return say_reason(row.reason, words, minimum) if row.reason else words("figures.difference.untold")


def _say_verdict(row: Difference, words: Words) -> str:
    return words(f"figures.differences.verdict.{row.further or 'within'}")


def _draw_legend(sheet: Sheet, rows: Sequence[Difference], words: Words, y: float) -> float:
    shown = [row.told for row in rows if row.told]
    if not shown:
        return y
    diamond = LegendEntry("D", words("figures.differences.key.beyond"), INK)
    ring = LegendEntry("ring", words("figures.differences.key.within"), INK)
    others = [LegendEntry("line", words("figures.differences.key.interval"), INK)]
    if any(_is_seen(told) for told in shown):
        others.append(LegendEntry("range", words("figures.common.range_key"), MUTED))
    return draw_keys(sheet, y, diamond, ring, others)


def _layout(sheet: Sheet) -> Layout:
    names, told = (1.05, 0.98) if sheet.is_narrow else (1.7, 1.5)
    return Layout(MARGIN + names, MARGIN + names + 0.16, sheet.right - told - 0.16, sheet.right - told, sheet.right)


def _draw_rows(sheet: Sheet, rows: Sequence[Difference], words: Words, minimum: int, y: float) -> float:
    layout = _layout(sheet)
    y = top = _draw_heads(sheet, layout, words, y)
    for row in rows:
        texts = _texts(row, layout, words)
        left = height_of(len(texts.name), texts.size) + height_of(len(texts.people), SMALL)
        tall = max(0.48, 0.16 + max(left, height_of(len(texts.verdict), LABEL) + height_of(len(texts.pairings), SMALL)))
        _draw_name(sheet, texts, layout, y + tall / 2)
        if row.told is None:
            reason = _say_why(row, words, minimum)
            sheet.withhold(layout.left, y + 0.04, layout.end - layout.left, tall - 0.08, reason)
        else:
            _draw_row(sheet, row, row.told, layout, y + tall / 2)
            _draw_words(sheet, row, texts, layout, y + tall / 2)
        y += tall
    ticks = [words("figures.number.of", count=tick, n=TICKS[-1]) for tick in TICKS]
    sheet.line([layout.at(HALF)] * 2, [top, y], INK, 0.9, zorder=0.5)
    return draw_scale(sheet, layout.left, layout.right, top, y, ticks) + MARGIN


def _draw_heads(sheet: Sheet, layout: Layout, words: Words, y: float) -> float:
    """What the two ends of the line mean, above them."""
    room = (layout.right - layout.left) / 2 - 0.06
    texts = {side: words(f"figures.differences.end.{side}") for side in ("fixed", "growth")}
    size = min(fit(text, room, SMALL, "bold") for text in texts.values())
    lines = {side: wrap(text, room, size, "bold") for side, text in texts.items()}
    bottom = y + height_of(max(len(text) for text in lines.values()), SMALL)
    for side, (x, ha) in {"fixed": (layout.left, "left"), "growth": (layout.right, "right")}.items():
        sheet.write(x, (y + bottom) / 2, lines[side], size=size, color=COLORS[side], weight="bold", ha=ha)
    return bottom + 0.06


def _texts(row: Difference, layout: Layout, words: Words) -> Texts:
    room, told = layout.names - MARGIN, layout.end - layout.told
    size = fit(row.group.label, room, LABEL, "bold")
    name = wrap(row.group.label, room, size)
    if row.told is None:
        return Texts(name, size)
    return Texts(
        name,
        size,
        people=wrap(words("figures.differences.people", n=row.n, n_rest=row.n_rest), room, SMALL),
        verdict=wrap(_say_verdict(row, words), told, LABEL, "bold"),
        pairings=wrap(say_pairings(row, words), told, SMALL),
    )


def _draw_name(sheet: Sheet, texts: Texts, layout: Layout, y: float) -> None:
    """The name of a group and, beneath it, how many are compared with how many."""
    upper, lower = height_of(len(texts.name), texts.size), height_of(len(texts.people), SMALL)
    top = y - (upper + lower) / 2
    sheet.write(layout.names, top + upper / 2, texts.name, size=texts.size, ha="right")
    sheet.write(layout.names, top + upper + lower / 2, texts.people, size=SMALL, color=MUTED, ha="right")


def _draw_row(sheet: Sheet, row: Difference, told: tuple[float, float], layout: Layout, y: float) -> None:
    color, x = COLORS[row.further], layout.at(row.middle)
    start, end = (layout.at(chance) for chance in told)
    if row.interval:
        low, high = (layout.at(chance) for chance in row.interval)
        for ends in [(low, start), (end, high)] if _is_seen(told) else [(low, high)]:
            sheet.line(ends, [y, y], color, 1.3)
    if _is_seen(told):
        sheet.hatch(start, y - 0.05, end - start, 0.1, PAGE, color, RANGE_HATCHING, outline=0.8)
    if row.further:
        sheet.dot(x, y, "D", color, MARK)
    else:
        draw_ring(sheet, x, y, color, MARK)


def _is_seen(told: tuple[float, float]) -> bool:
    return told[1] - told[0] > HIDDEN


def _draw_words(sheet: Sheet, row: Difference, texts: Texts, layout: Layout, y: float) -> None:
    upper, lower = height_of(len(texts.verdict), LABEL), height_of(len(texts.pairings), SMALL)
    top = y - (upper + lower) / 2
    weight, color = ("bold", COLORS[row.further]) if row.further else ("regular", MUTED)
    sheet.write(layout.told, top + upper / 2, texts.verdict, weight=weight, color=color)
    sheet.write(layout.told, top + upper + lower / 2, texts.pairings, size=SMALL, color=MUTED)
