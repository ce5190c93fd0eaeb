"""Colors: which color that can be read is nearest to one that cannot.

Distances are those of OKLab, where equal steps look equal. The hue stays, since it is what a brand is known by: a
color is darkened until it passes, and loses chroma only where the screen has none as strong at that lightness.
"""

from __future__ import annotations

import re
from math import cbrt

from analysis.present.palette import contrast

__all__ = ["STEPS", "is_color", "nearest_passing", "oklab"]

STEPS = (0.01, 0.0001)
"""How finely lightness (0–1) is tried: first in large steps, then in small ones back from what passed."""

CLOSE = 1e-4
"""How closely the chroma that a screen can show is found, as a part of what is wished."""

Triple = tuple[float, float, float]


def is_color(text: object) -> bool:
    """Whether `text` is a color as `#RRGGBB`.

    >>> is_color("#0B3F73"), is_color("#fff"), is_color("navy")
    (True, False, False)
    """
    return isinstance(text, str) and re.fullmatch("#[0-9A-Fa-f]{6}", text) is not None


def nearest_passing(color: str, ground: str, ratio: float) -> str:
    """The lightest color of the hue of `color`, and no lighter than it, that has a contrast of `ratio` on `ground`.

    `ground` is light, such as white paper. Where not even black passes, black comes back.

    Source: Ottosson (2020), A perceptual color space for image processing.

    >>> nearest_passing("#FFD200", "#FFFFFF", 4.5)
    '#8F7400'
    """
    if contrast(color, ground) >= ratio:
        return color.upper()
    passing, (light, *chroma) = 0.0, oklab(color)
    for step in STEPS:
        tried = (max(0.0, light - number * step) for number in range(int(light / step) + 2))
        passing = next((one for one in tried if contrast(_at_lightness(one, *chroma), ground) >= ratio), 0.0)
        light = min(light, passing + step)
    return _at_lightness(passing, *chroma)


def oklab(color: str) -> Triple:
    """Lightness (0–1), green to red, and blue to yellow of a color.

    >>> [round(part, 3) for part in oklab("#FFFFFF")]
    [1.0, 0.0, 0.0]
    """
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _at_lightness(light: float, green_red: float, blue_yellow: float) -> str:
    """The color of this lightness with as much of the given chroma as a screen can show."""
    kept, lost = 0.0, 1.0
    if _is_shown(_rgb(light, green_red, blue_yellow)):
        kept = lost
    while lost - kept > CLOSE:
        half = (kept + lost) / 2
        kept, lost = (half, lost) if _is_shown(_rgb(light, half * green_red, half * blue_yellow)) else (kept, half)
    parts = _rgb(light, kept * green_red, kept * blue_yellow)
    return "#" + "".join(f"{round(255 * _gamma(min(max(part, 0.0), 1.0))):02X}" for part in parts)


def _rgb(light: float, green_red: float, blue_yellow: float) -> Triple:
    long = (light + 0.3963377774 * green_red + 0.2158037573 * blue_yellow) ** 3
    middle = (light - 0.1055613458 * green_red - 0.0638541728 * blue_yellow) ** 3
    short = (light - 0.0894841775 * green_red - 1.2914855480 * blue_yellow) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _is_shown(parts: Triple) -> bool:
    return all(-1e-6 <= part <= 1 + 1e-6 for part in parts)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
