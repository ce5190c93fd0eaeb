"""Images: a figure as a picture of dots for files that cannot hold its drawing, shown without the title drawn into it.

The title stands above the picture as text that can be read out and edited, so that the one inside it would be a second.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass

from analysis.present.figures import Picture
from analysis.report.logo import is_svg
from analysis.report.plain_xml import read_xml

__all__ = ["DPI", "SVG_BLIP", "Dots", "dots_of", "logo_dots"]

DPI = 180
TITLE_FROM = 9.25
"""Only titles are set in more points than these."""

DESCENT = 0.3
"""How far the deepest letters reach below their line, in units of the size."""

SVG_BLIP = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{relation}"/></a:ext>'
    "</a:extLst>"
)
"""What says, within a picture of dots, that the same picture is there as a drawing, too."""

NUMBERS = re.compile(r"\d+(?:\.\d+)?")
LARGEST_BLANK = 64


@dataclass(frozen=True)
class Dots:
    """A PNG of which the upper part `hidden` (0–1) is not shown; `width` and `height` of what is, in inches."""

    png: bytes
    width: float
    height: float
    hidden: float


def dots_of(picture: Picture, dpi: int = DPI) -> Dots:
    """`picture` as PNG, to be shown from below its drawn title on.

    Raises `ToolkitError` where the kept figure has been drawn anew since.
    """
    wide, tall = (float(side) for side in picture.figure.get_size_inches())
    top = _title_ends(picture)
    return Dots(picture.png(dpi), wide, tall - top, top / tall)


def logo_dots(logo: bytes) -> bytes:
    """A logo as PNG: itself, or for an SVG an empty picture of its proportions, which stands in for the drawing.

    >>> logo_dots(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"/>')[16:24].hex()
    '0000004000000015'
    """
    return _blank(*_proportions(logo)) if is_svg(logo) else logo


def _proportions(svg: bytes) -> tuple[float, float]:
    root = read_xml(svg)
    box = NUMBERS.findall(root.get("viewBox", ""))[2:]
    sides = (
        box if len(box) == 2 else [(NUMBERS.findall(root.get(side, "")) or ["1"])[0] for side in ("width", "height")]
    )
    wide, tall = (max(float(side), 1.0) for side in sides)
    return wide, tall


def _blank(wide: float, tall: float) -> bytes:
    """An empty PNG of these proportions."""
    width, height = (max(1, round(LARGEST_BLANK * side / max(wide, tall))) for side in (wide, tall))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)),
        (b"IDAT", zlib.compress((b"\0" + bytes(4 * width)) * height)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _title_ends(picture: Picture) -> float:
    """How far from the top the title drawn into the picture ends, in inches; 0 where there is none."""
    bottom = 0.0
    for text in picture.figure.texts:
        size = float(text.get_fontsize())
        if size < TITLE_FROM:
            break
        bottom = text.get_position()[1] + DESCENT * size / 72
    return bottom
