"""Table: a table on a slide, with a row and a column of heads, or the word that it has no room there.

Columns get what their words need, and share what is left by how much they have to say. Refuses to shrink a table below
what can be read from a chair: such a table stands in the notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from analysis.present.html import HtmlTable
from analysis.present.palette import GRID, INK, PALE
from analysis.report.measuring import height_of, share_columns
from analysis.report.packing import plain
from analysis.report.slides_shapes import Said, describe, write
from analysis.report.slides_template import SPACES, Box

__all__ = ["Laid", "add_table", "lay_table"]

SIZES = (16, 14, 13, 12, 11)
SIDE, ABOVE = 0.08, 0.035
"""How far the text of a cell stays from its sides, and from what is above and below, in inches."""

BARE_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The table style of slide programs that draws nothing of its own."""

Texts = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Laid:
    """A table as it stands on a slide: its texts with the heads first, its size, and its columns and rows in inches."""

    texts: Texts
    size: float
    columns: tuple[float, ...]
    rows: tuple[float, ...]


def lay_table(table: HtmlTable, box: Box) -> Laid | None:
    """The table laid out in `box` at the largest size that fits; None where none does."""
    texts = _texts(table)
    for size in SIZES:
        columns = share_columns(texts, box.width, size, SIDE)
        if columns:
            rows = tuple(_height(row, columns, size, at == 0) for at, row in enumerate(texts))
            if sum(rows) <= box.height:
                return Laid(texts, size, columns, rows)
    return None


def add_table(slide: Any, box: Box, laid: Laid, alt: str, tag: str) -> Any:
    """Put a table that was laid out for `box` on the slide."""
    tall = sum(laid.rows)
    shape = slide.shapes.add_table(len(laid.rows), len(laid.columns), *Box(box.left, box.top, box.width, tall).emu)
    describe(shape, alt)
    drawn = shape.table
    drawn._tbl.tblPr.find("./a:tableStyleId", SPACES).text = BARE_STYLE
    drawn.first_row, drawn.first_col, drawn.horz_banding = True, True, False
    for at, wide in enumerate(laid.columns):
        drawn.columns[at].width = Inches(wide)
    for at, (row, high) in enumerate(zip(laid.texts, laid.rows, strict=True)):
        drawn.rows[at].height = Inches(high)
        for column, text in enumerate(row):
            _fill(drawn.cell(at, column), text, laid.size, at == 0, at == 0 or column == 0, tag)
    return shape


def _fill(cell: Any, text: str, size: float, is_head: bool, is_bold: bool, tag: str) -> None:
    cell.margin_left = cell.margin_right = Inches(SIDE)
    cell.margin_top = cell.margin_bottom = Inches(ABOVE)
    write(cell.text_frame, [Said(text, size, is_bold, INK)], tag)
    if is_head:
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(PALE[1:])
    color, wide = (INK, 12700) if is_head else (GRID, 9525)
    line = f'<a:lnB {nsdecls("a")} w="{wide}"><a:solidFill><a:srgbClr val="{color[1:]}"/></a:solidFill></a:lnB>'
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(line))


def _texts(table: HtmlTable) -> Texts:
    rows = table.frame.itertuples(index=False, name=None)
    return tuple(tuple(plain(str(text)) for text in row) for row in (table.frame.columns, *rows))


def _height(row: Sequence[str], columns: Sequence[float], size: float, is_head: bool) -> float:
    weights = ["bold" if is_head or at == 0 else "regular" for at in range(len(row))]
    cells = zip(row, columns, weights, strict=True)
    return max(height_of(text, wide - 2 * SIDE, size, weight) for text, wide, weight in cells) + 2 * ABOVE
