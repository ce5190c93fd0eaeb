"""Brand: who publishes a report, and in which colors."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PAPERS", "Brand"]

PAPERS = ("letter", "a4")


@dataclass(frozen=True)
class Brand:
    """Name, contact, logo, colors, font and paper of who publishes a report; empty where nobody said.

    `primary` is the ground of the cover and the color of headings, `accent` that of lines and marks. `logo` is a PNG or
    an SVG, described by `logo_alt`. `font` is the folder of a font family of one's own, empty for the toolkit's.
    """

    name: str = ""
    contact: str = ""
    primary: str = "#0B3F73"
    accent: str = "#0B5FA5"
    logo: bytes = b""
    logo_alt: str = ""
    font: str = ""
    paper: str = "letter"
