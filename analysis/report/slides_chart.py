"""Chart: a chart that a slide program draws by itself and lets its owner edit, with the words told of its bars.

The workbook inside holds texts as texts, so that a name that begins like a formula is never reckoned.
"""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import namespaces, nsdecls
from pptx.util import Pt

from analysis.present.palette import GRID, HATCH, INK, MUTED, PAGE, ink_on
from analysis.report.measuring import shortened
from analysis.report.model import Chart, Series
from analysis.report.packing import one_line
from analysis.report.slides_shapes import describe
from analysis.report.slides_template import Box

__all__ = ["add_chart", "tallest"]

KINDS = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
}
SIZE = 14
LABELS = {"bars": 12, "columns": 14, "stacked": 12}
PLACES = {
    "bars": XL_LABEL_POSITION.INSIDE_BASE,
    "columns": XL_LABEL_POSITION.OUTSIDE_END,
    "stacked": XL_LABEL_POSITION.CENTER,
}
NAME_ROOM, KEY_ROOM, END_ROOM = (3.2, 0.55), (3.2, 0.3), (1.2, 0.3)
"""How wide and tall the name of a row, of a series in the legend, and of an end of the scale may be, in inches."""

ROW, AROUND = {"bars": 0.62, "columns": 4.0, "stacked": 0.7}, 1.2
"""How tall a row may become at most, and what is around the rows, in inches."""

LEAST_LABELLED = 0.09
"""A part of a bar narrower than this has no room for words; the table and the notes tell it."""


def add_chart(slide: Any, box: Box, chart: Chart, alt: str, title: str) -> Any:
    """Put `chart` on the slide as a chart of the program's own, described by `alt`."""
    data = _data(chart)
    frame = slide.shapes.add_chart(KINDS[chart.kind], *box.emu, data)
    describe(frame, alt, title)
    drawn = frame.chart
    drawn.part.chart_workbook.update_from_xlsx_blob(_workbook(chart))
    drawn.font.size = Pt(SIZE)
    drawn.font.color.rgb = _rgb(INK)
    drawn.has_title = False
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    _set_axes(drawn, chart)
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = (60 if chart.kind == "columns" else 40), (100 if chart.kind == "stacked" else -5)
    for series, told in zip(plot.series, chart.series, strict=True):
        _set_series(series, told, chart.kind)
    return frame


def tallest(chart: Chart) -> float:
    """How tall a chart may be, in inches, before its bars become slabs."""
    rows = 1 if chart.kind == "columns" else len(chart.categories)
    return AROUND + rows * ROW[chart.kind]


def _names(chart: Chart) -> list[str]:
    return [shortened(one_line(name), *NAME_ROOM, SIZE) for name in chart.categories]


def _data(chart: Chart) -> CategoryChartData:
    data = CategoryChartData(number_format="0%")
    data.categories = _names(chart)
    for series in chart.series:
        data.add_series(shortened(one_line(series.name), *KEY_ROOM, SIZE), series.values)
    return data


def _workbook(chart: Chart) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    # The chart refers to its numbers by this name.
    sheet.title = "Sheet1"
    for row, name in enumerate(_names(chart), start=2):
        _put(sheet, row, 1, name)
    for column, series in enumerate(chart.series, start=2):
        _put(sheet, 1, column, one_line(series.name))
        for row, value in enumerate(series.values, start=2):
            cell = sheet.cell(row, column, value)
            cell.number_format = "0%"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _put(sheet: Any, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column, text)
    cell.data_type = "s"


def _set_axes(drawn: Any, chart: Chart) -> None:
    names, values = drawn.category_axis, drawn.value_axis
    names.format.line.color.rgb = _rgb(MUTED)
    names.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    names.has_major_gridlines = False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    # Else long names are turned, and leave no room for the bars.
    names.tick_labels.font.size = Pt(SIZE)
    names._element.find("./c:txPr/a:bodyPr", namespaces("c", "a")).set("rot", "0")
    values.minimum_scale, values.maximum_scale, values.major_unit = 0, 1, 0.5
    values.has_major_gridlines = bool(chart.ends)
    values.format.line.fill.background()
    if chart.kind != "columns":
        names.reverse_order = True
        names.crosses = XL_AXIS_CROSSES.MAXIMUM
    if not chart.ends:
        values.visible = False
        return
    values.major_gridlines.format.line.color.rgb = _rgb(GRID)
    none, half, everybody = (shortened(one_line(end).replace('"', ""), *END_ROOM, 12) for end in chart.ends)
    values.tick_labels.number_format = f'[=0]"{none}";[=1]"{everybody}";"{half}"'
    values.tick_labels.number_format_is_linked = False
    values.tick_labels.font.size = Pt(12)
    values.tick_labels.font.color.rgb = _rgb(MUTED)


def _set_series(series: Any, told: Series, kind: str) -> None:
    fill = series.format.fill
    if told.is_open:
        fill.patterned()
        fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb, fill.back_color.rgb = _rgb(HATCH), _rgb(PAGE)
    else:
        fill.solid()
        fill.fore_color.rgb = _rgb(told.color)
    series.invert_if_negative = False
    series.format.line.color.rgb = _rgb(PAGE if kind == "stacked" and not told.is_open else HATCH)
    series.format.line.width = Pt(0.75)
    for at, (label, value) in enumerate(zip(told.labels, told.values, strict=bool(told.labels))):
        if value is not None and (kind != "stacked" or value >= LEAST_LABELLED):
            _label(series.points[at].data_label, label, told, kind)
    if any(told.likely):
        _add_ranges(series, told)


def _label(label: Any, text: str, told: Series, kind: str) -> None:
    frame = label.text_frame
    run = frame.paragraphs[0].add_run()
    run.text = shortened(one_line(text), *KEY_ROOM, LABELS[kind])
    font = run.font
    font.size = Pt(LABELS[kind])
    font.color.rgb = _rgb(ink_on(told.color) if kind == "stacked" else INK)
    label.position = PLACES[kind]


def _add_ranges(series: Any, told: Series) -> None:
    """Where each value likely lies, as a thin line through the end of its bar."""
    ends = [
        (max(0.0, value - range_[0]), max(0.0, range_[1] - value)) if value is not None and range_ else (0.0, 0.0)
        for value, range_ in zip(told.values, told.likely, strict=True)
    ]
    minus, plus = (_numbers([pair[side] for pair in ends]) for side in (0, 1))
    bars = (
        f"<c:errBars {nsdecls('c', 'a')}>"
        '<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"<c:plus>{plus}</c:plus><c:minus>{minus}</c:minus>"
        f'<c:spPr><a:ln w="15875"><a:solidFill><a:srgbClr val="{INK[1:]}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    element = series._element
    element.find("./c:cat", namespaces("c")).addprevious(parse_xml(bars))


def _numbers(values: list[float]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{value:.6g}</c:v></c:pt>' for at, value in enumerate(values))
    return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numLit>'


def _rgb(color: str) -> RGBColor:
    return RGBColor.from_string(color[1:])
