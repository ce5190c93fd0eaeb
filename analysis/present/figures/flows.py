"""Flows: of the same people in two waves, how many came to see a quality, and how many no longer do.

One bar a quality. From left to right: no longer, both times, newly, neither time; so the first two parts saw the
quality before, and the middle two see it now. Part of a bar that is only known as a range is hatched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis.disclosure.followed import Followed
from analysis.guide import Words
from analysis.present.figures.parts import RANGE_HATCHING
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.spreading import Label, write_label
from analysis.present.figures.typeface import fit, height_of, width_of, wrap
from analysis.present.moves import (
    FLOWS,
    Flow,
    hidden_because,
    only_followed,
    read_flows,
    say_flow,
    say_likely_change,
    say_linked_moved,
    say_told_change,
)
from analysis.present.numbers import say_reason
from analysis.present.palette import BLUE, DIVERGING, HATCH, INK, MUTED, ORANGE, PAGE, SEQUENTIAL, ink_on

__all__ = ["draw_flows"]

FILLS = {"lost": ORANGE, "kept": SEQUENTIAL[1], "gained": BLUE, "never": DIVERGING[2]}
HATCHES = {"lost": ORANGE, "kept": SEQUENTIAL[2], "gained": BLUE, "never": HATCH}
COLORS = {"up": BLUE, "down": ORANGE, "": MUTED}
BAR, GAP = 0.26, 0.02


@dataclass(frozen=True)
class Columns:
    """Where things stand from left to right, in inches: names end, bars begin and end, changes end."""

    names: float
    left: float
    right: float
    end: float


def draw_flows(followed: Followed, words: Words, figure: Figure | None = None, width: str = "page") -> Picture | None:
    """Draw what linked people did between the last two waves; None where nothing of it may be told.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`. Where there is no picture,
    `say_linked` says why.

    Missing answers
    ---------------
    A bar is of the people who answered that question with a yes or a no both times.

    Raises `ProtectionError` for anything but a `Followed`.
    """
    flows = sorted(read_flows(only_followed(followed)), key=lambda flow: -sum(flow.told or (-200.0, -200.0)))
    if not flows or hidden_because(flows):
        return None
    sheet = Sheet(figure, width)
    minimum = followed.guide.policy.minimum_group
    title = say_linked_moved(flows, words)
    subtitle = words("figures.flows.subtitle", before=flows[0].before, after=flows[0].after)
    y = _draw_keys(sheet, flows, words, sheet.head(title, subtitle))
    y = _draw_rows(sheet, flows, words, minimum, y)
    told = (_say_row(flow, words, minimum) for flow in flows)
    return sheet.finish(y + MARGIN, title, " ".join([f"{title}.", subtitle, *told]), words("figures.flows.reading"))


def _draw_keys(sheet: Sheet, flows: Sequence[Flow], words: Words, y: float) -> float:
    """The parts of a bar in their order, and the hatching where there is any."""
    keys = [(FILLS[flow], "", words(f"figures.flows.key.{flow}")) for flow in FLOWS]
    if any(low < high for flow in flows for low, high in (flow.counts or {}).values()):
        keys.append((MUTED, RANGE_HATCHING, words("figures.common.range_key")))
    row, x = 0.22, MARGIN
    for fill, hatching, text in keys:
        needed = 0.24 + width_of(text, SMALL)
        if x > MARGIN and x + needed > sheet.right:
            x, y = MARGIN, y + row
        if hatching:
            sheet.hatch(x, y + row / 2 - 0.06, 0.17, 0.12, PAGE, fill, hatching, outline=0.8)
        else:
            sheet.box(x, y + row / 2 - 0.06, 0.17, 0.12, fill)
        sheet.write(x + 0.24, y + row / 2, text, size=SMALL, color=MUTED)
        x += needed + 0.18
    return y + row + 0.08


def _draw_rows(sheet: Sheet, flows: Sequence[Flow], words: Words, minimum: int, y: float) -> float:
    names, told = (1.1, 0.72) if sheet.is_narrow else (1.6, 1.1)
    columns = Columns(MARGIN + names, MARGIN + names + 0.12, sheet.right - told - 0.08, sheet.right)
    most = max(flow.n for flow in flows)
    y = _draw_head(sheet, columns, words, y)
    for flow in flows:
        name, change = _labels(flow, columns, words)
        tall = max(0.42, 0.12 + max(name.height, change.height))
        write_label(sheet, columns.names, y + tall / 2, name, "right")
        if flow.counts is None:
            reason = say_reason(flow.reason, words, minimum)
            sheet.withhold(columns.left, y + 0.04, columns.end - columns.left, tall - 0.08, reason)
        else:
            _draw_bar(sheet, flow, columns.left, (columns.right - columns.left) / most, y + tall / 2, words)
            write_label(sheet, columns.end, y + tall / 2, change, "right")
        y += tall
    return y


def _draw_head(sheet: Sheet, columns: Columns, words: Words, y: float) -> float:
    lines = wrap(words("figures.flows.head"), columns.end - columns.right - 0.08, SMALL)
    tall = height_of(len(lines), SMALL)
    sheet.write(columns.end, y + tall / 2, lines, size=SMALL, color=MUTED, ha="right")
    return y + tall + 0.02


def _labels(flow: Flow, columns: Columns, words: Words) -> tuple[Label, Label]:
    """The name of a quality with its number of people, and its change with the likely range."""
    weight = "bold" if flow.moved else "regular"
    color = COLORS[flow.moved] if flow.moved else INK
    room, told = columns.names - MARGIN, columns.end - columns.right - 0.08
    text = words(f"guide.quality.{flow.quality}.name")
    size = fit(text, room, LABEL, weight)
    people = () if flow.counts is None else wrap(words("figures.flows.people", count=flow.n), room, SMALL)
    name = Label(wrap(text, room, size, weight), people, size, color, weight)
    change = wrap(say_told_change(flow.told, words), told, LABEL, weight)
    return name, Label(
        change, wrap(say_likely_change(flow.likely, words), told, SMALL), color=COLORS[flow.moved], weight=weight
    )


def _draw_bar(sheet: Sheet, flow: Flow, left: float, person: float, y: float, words: Words) -> None:
    """The parts side by side, `person` inches for each person; what the ranges leave open is shared out and hatched."""
    counts = flow.counts or {}
    open_ = sum(high - low for low, high in counts.values())
    loose = (flow.n - sum(low for low, _ in counts.values())) / open_ if open_ else 0.0
    x = left
    for part in FLOWS:
        low, high = counts[part]
        sure, wide = low * person, (low + (high - low) * loose) * person
        if sure:
            sheet.box(x, y - BAR / 2, max(sure - GAP, GAP), BAR, FILLS[part])
        if wide - sure > GAP:
            sheet.hatch(x + sure, y - BAR / 2, wide - sure - GAP, BAR, PAGE, HATCHES[part], RANGE_HATCHING, outline=0.7)
        _write_count(sheet, x, wide - GAP, y, part, say_flow((low, high), words, part), is_range=low < high)
        x += wide


def _write_count(sheet: Sheet, x: float, room: float, y: float, part: str, text: str, is_range: bool) -> None:
    """How many, in the middle of the part, where it has room; on a plate where the part is hatched."""
    needed = width_of(text, SMALL, "bold")
    if needed + 0.06 > room:
        return
    if is_range:
        sheet.box(x + (room - needed) / 2 - 0.03, y - 0.075, needed + 0.06, 0.15, PAGE, zorder=2)
    ink = INK if is_range else ink_on(FILLS[part])
    sheet.write(x + room / 2, y, text, size=SMALL, color=ink, weight="bold", ha="center")


def _say_row(flow: Flow, words: Words, minimum: int) -> str:
    name = words(f"guide.quality.{flow.quality}.name")
    if flow.counts is None:
        return words("figures.flows.row_withheld", name=name, reason=say_reason(flow.reason, words, minimum))
    counts = {part: say_flow(ends, words) for part, ends in flow.counts.items()}
    verdict = words(f"figures.waves.verdict.{flow.moved or 'within'}")
    change, likely = say_told_change(flow.told, words), say_likely_change(flow.likely, words)
    return words("figures.flows.row", name=name, n=flow.n, **counts, change=change, likely=likely, verdict=verdict)
