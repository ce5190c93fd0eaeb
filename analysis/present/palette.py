"""Palette: which color means what, and which ink may stand on it.

Blue and orange stand for the two ends of everything that has two ends; neither is "good". No meaning rests on
color alone: a shape, a place, a hatch or a printed number always says the same. `TEXT_PAIRS` and
`GRAPHIC_PAIRS` list every combination that is used, so that one test can hold all of them to WCAG 2.2
(4.5 : 1 for text, 3 : 1 for shapes that carry meaning).
"""

from __future__ import annotations

__all__ = [
    "BLUE",
    "DIVERGING",
    "GRAPHIC_PAIRS",
    "GRID",
    "HATCH",
    "INK",
    "MUTED",
    "ORANGE",
    "PAGE",
    "PALE",
    "SEQUENTIAL",
    "TEXT_PAIRS",
    "contrast",
    "ink_on",
    "step_of",
]

PAGE = "#FFFFFF"
INK = "#1B2733"
MUTED = "#5B6775"
HATCH = "#7A8694"
PALE = "#F3F5F8"
GRID = "#E3E8ED"
DIVERGING = ("#B4530A", "#EBB07F", "#D9DEE3", "#8DBBE0", "#0B5FA5")
SEQUENTIAL = ("#E9EFF4", "#BFD6E6", "#8DB9D8", "#2A6FA8", "#0B3F73")
ORANGE, BLUE = DIVERGING[0], DIVERGING[-1]

TEXT_PAIRS = (
    (INK, PAGE),
    (MUTED, PAGE),
    (MUTED, PALE),
    (INK, PALE),
    (BLUE, PAGE),
    (ORANGE, PAGE),
    *((INK, fill) for fill in SEQUENTIAL[:3]),
    *((PAGE, fill) for fill in SEQUENTIAL[3:]),
)
"""(text, ground) wherever text is drawn."""

GRAPHIC_PAIRS = ((BLUE, PAGE), (ORANGE, PAGE), (INK, PAGE), (HATCH, PAGE), (HATCH, PALE), (MUTED, PAGE))
"""(shape, ground) wherever a shape says something that no printed number beside it says."""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors, 1 to 21 (WCAG 2.2, "contrast ratio").

    >>> round(contrast("#000000", "#FFFFFF"))
    21
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(fill: str) -> str:
    """The ink that is easier to read on `fill`: dark or white.

    >>> ink_on("#0B3F73")
    '#FFFFFF'
    """
    return max((INK, PAGE), key=lambda ink: contrast(ink, fill))


def step_of(share: float) -> int:
    """Which of the five sequential steps a share (0–1) falls in; each step is a fifth, the last one closed.

    >>> step_of(0.19), step_of(0.2), step_of(1.0)
    (0, 1, 4)
    """
    # The tiny amount keeps 0.6 = 3/5, which is stored a little too low, in the step that it opens.
    return min(4, int(share * 5 + 1e-9))


def _luminance(color: str) -> float:
    channels = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
