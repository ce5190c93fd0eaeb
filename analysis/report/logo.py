"""Logo: a picture that may stand in a report, which is seen in browsers of people who trust its publisher.

A PNG is what its first bytes say. An SVG can hold programs and ask for files from elsewhere, so one is taken only if
each of its elements is a known drawing element and everything that it refers to is in itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from analysis.report.plain_xml import local_name, read_xml

__all__ = ["LARGEST", "is_png", "is_svg", "logo_trouble"]

LARGEST = 500_000
"""Bytes; a logo stands in every file of every report."""

BIGGEST_SIDE = 8_000
SVG = "{http://www.w3.org/2000/svg}"
PNG_SIGNATURE, PNG_END = b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x00IEND\xaeB`\x82"
DRAWING = re.compile(
    "svg|g|defs|symbol|use|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|textPath|title|desc|style|"
    "linearGradient|radialGradient|stop|pattern|clipPath|mask|marker|image|metadata"
)
INSIDE = re.compile(r"#|data:image/(png|jpeg);base64,")
REFERENCES = re.compile(r"url\(\s*[\"']?(?!\s*[\"']?#)|@import|@namespace|javascript:|expression\(|\\", re.IGNORECASE)


def is_png(data: bytes) -> bool:
    """Whether `data` is a whole PNG of a size that a page can show."""
    sides = (int.from_bytes(data[16:20]), int.from_bytes(data[20:24]))
    is_whole = (
        data.startswith(PNG_SIGNATURE) and data[12:16] == b"IHDR" and data.rstrip(b"\x00\r\n").endswith(b"B`\x82")
    )
    return is_whole and PNG_END in data and all(0 < side <= BIGGEST_SIDE for side in sides)


def is_svg(data: bytes) -> bool:
    """Whether `data` is meant to be an SVG."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<svg" in data


def logo_trouble(data: bytes) -> str:
    """What keeps a file from being a logo; empty where nothing does.

    >>> logo_trouble(b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
    'an SVG with the element “script”'
    """
    if len(data) > LARGEST:
        return f"{len(data) // 1000} kB"
    if is_png(data):
        return ""
    return _svg_trouble(data) if is_svg(data) else "neither a PNG nor an SVG"


def _svg_trouble(data: bytes) -> str:
    try:
        root = read_xml(data)
    except ValueError as error:
        return f"an SVG that cannot be read ({error})"
    if root.tag != f"{SVG}svg":
        return "an SVG without the SVG namespace"
    return next((trouble for element in root.iter() for trouble in _element_troubles(element)), "")


def _element_troubles(element: Element) -> Iterator[str]:
    name = local_name(element.tag)
    if element.tag != SVG + name or not DRAWING.fullmatch(name):
        yield f"an SVG with the element “{name}”"
    if name == "style" and REFERENCES.search("".join(element.itertext())):
        yield "an SVG whose style refers to something outside"
    for attribute, value in element.attrib.items():
        yield from _attribute_troubles(local_name(attribute), value.strip())


def _attribute_troubles(name: str, value: str) -> Iterator[str]:
    if name.lower().startswith("on"):
        yield f"an SVG that reacts ({name})"
    is_reference = name.lower() in ("href", "src", "base")
    if (is_reference and not INSIDE.match(value)) or (not is_reference and REFERENCES.search(value)):
        yield f"an SVG that refers to something outside ({name})"
