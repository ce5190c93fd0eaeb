"""Html: a report as one page for a browser, in a single file that asks nothing from anywhere.

The page runs no program: tables are folded and unfolded by the browser itself, and the policy that the page carries
forbids everything but its own style and the pictures within it. A figure is an SVG in an image of its own, so that
neither its marks nor its styles meet those of the page; the table behind it follows, folded on screens and open on
paper. Every text is escaped; names and quotes are set apart, so that one written from right to left turns nothing
around it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pandas as pd

from analysis.guide import Words, load_words
from analysis.present.html import HtmlTable
from analysis.report.brand import Brand
from analysis.report.drawings import drawing_of
from analysis.report.logo import is_png
from analysis.report.manifest import manifest_bytes
from analysis.report.model import Block, Figure, Report, Section, Table

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["html_bytes"]

HERE = Path(__file__).parent
FONTS = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
"""What a screen has; the bundled font would be most of the file."""

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no page may hold."""


@dataclass(frozen=True)
class _Told:
    """A table under its numbered caption."""

    caption: str
    html: str


@dataclass(frozen=True)
class _Piece:
    """A block, what it is called on the page, and the tables that belong to it."""

    kind: str
    block: Block
    name: str = ""
    source: str = ""
    tables: tuple[_Told, ...] = ()


@dataclass(frozen=True)
class _Part:
    """A section and the id by which the page finds it."""

    id: str
    title: str
    pieces: tuple[_Piece, ...]


def html_bytes(report: Report) -> bytes:
    """The report as an HTML page in UTF-8; the same report gives the same bytes.

    Characters that no page may hold are shown as U+FFFD.

    >>> from analysis.report.request import Request
    >>> report = Report("Report", "Answers of 2026", "Elm & Ash", "2026", "en", (), Request("elm", "2026"), Brand())
    >>> "<bdi>Elm &amp; Ash</bdi>" in html_bytes(report).decode("utf-8")
    True
    """
    words = load_words(report.language)
    style = _style(report.brand)
    page = _template().render(
        report=report,
        words=words,
        parts=_number(report.sections, words),
        style=style,
        policy=_policy(style),
        logo=_data_uri(report.brand.logo),
        sources=_sources(report, words),
        manifest=manifest_bytes(report).decode("utf-8"),
    )
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", page).encode("utf-8")


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(HERE)
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, loader=loader, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.j2")


def _number(sections: Sequence[Section], words: Words) -> list[_Part]:
    """The sections with figures and tables counted through the whole report."""
    figures, tables = count(1), count(1)
    return [
        _Part(f"section-{number}", section.title, tuple(_pieces(section.blocks, words, figures, tables)))
        for number, section in enumerate(sections, start=1)
    ]


def _pieces(blocks: Sequence[Block], words: Words, figures: Iterator[int], tables: Iterator[int]) -> Iterator[_Piece]:
    at = 0
    while at < len(blocks):
        block, behind = blocks[at], _behind(blocks, at)
        told = tuple(_told(one.table, next(tables), words) for one in behind)
        at += max(1, len(behind) + isinstance(block, Figure))
        if isinstance(block, Figure):
            name = words("layout.figure", number=next(figures))
            yield _Piece("Figure", block, name, _svg_uri(drawing_of(block.picture)), told)
        else:
            yield _Piece(type(block).__name__, block, tables=told)


def _behind(blocks: Sequence[Block], at: int) -> list[Table]:
    """The tables that belong to the block at this place: itself, or those that follow a figure."""
    block = blocks[at]
    if isinstance(block, Table):
        return [block]
    found: list[Table] = []
    for following in blocks[at + 1 :] if isinstance(block, Figure) else ():
        if not isinstance(following, Table):
            break
        found.append(following)
    return found


def _told(table: HtmlTable, number: int, words: Words) -> _Told:
    caption = f"{words('layout.table', number=number)}. {table.caption}"
    return _Told(caption, HtmlTable(caption, table.frame).html)


def _sources(report: Report, words: Words) -> _Told:
    """Which results the report rests on, library by library."""
    rows = [
        (library, wave, origin.data_fingerprint, origin.toolkit_version)
        for (library, wave), origin in report.origins.items()
    ]
    heads = [words(f"layout.sources.{name}") for name in ("library", "wave", "fingerprint", "version")]
    caption = words("layout.sources.title")
    return _Told(caption, HtmlTable(caption, pd.DataFrame(rows, columns=heads)).html)


def _style(brand: Brand) -> str:
    """The style sheet, with the colors, the font and the paper of the brand."""
    # A name is put between quotes, so whatever could end them is left out.
    name = re.sub(r"[^\w \-]", "", brand.font_name)
    fonts = f"'{name}', {FONTS}" if name else FONTS
    own = f":root {{ --primary: {brand.primary}; --accent: {brand.accent}; --fonts: {fonts}; }}\n"
    return f"{own}@page {{ size: {brand.paper}; }}\n{(HERE / 'report.css').read_text(encoding='utf-8')}"


def _policy(style: str) -> str:
    """What the page may do: show its own style, known by its digest, and the images that it holds."""
    digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def _data_uri(image: bytes) -> str:
    """A PNG or an SVG as an address that holds all of it; empty for no image."""
    if not image:
        return ""
    kind = "png" if is_png(image) else "svg+xml"
    return f"data:image/{kind};base64,{b64encode(image).decode('ascii')}"


def _svg_uri(svg: str) -> str:
    """A drawing as an address that holds all of it, made short; fit for a double-quoted attribute."""
    short = re.sub(r"\s+", " ", re.sub(r">\s+<", "><", svg))
    short = re.sub(r"([1-9]\d*\.\d\d)\d+", r"\1", short).replace("xlink:href", "href")
    short = short.replace("Inter-Regular-", "r").replace("Inter-SemiBold-", "b")
    # Plain text with a few characters escaped is a quarter shorter than Base64.
    short = short.replace("'", "&apos;").replace('"', "'")
    return "data:image/svg+xml," + re.sub(r"[%#<>&\"\x00-\x1f\x7f-\U0010ffff]", lambda one: quote(one[0]), short)
