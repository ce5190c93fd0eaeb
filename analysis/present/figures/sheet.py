"""Sheet: a figure as a sheet of paper, measured in inches from its upper left corner.

There are no axes and there is no layout engine: what is drawn is placed, so nothing moves when a name is longer
or a row more is shown. The height is set last, when everything has found its place.
"""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D

from analysis.errors import Fault, ToolkitError
from analysis.present.figures.picture import DPI, Picture, mark_of
from analysis.present.figures.typeface import balance, fit, font, height_of, shown, width_of, wrap
from analysis.present.palette import HATCH, INK, MUTED, PAGE, PALE

__all__ = ["LABEL", "MARGIN", "SMALL", "WIDTHS", "Sheet"]

WIDTHS = {"page": 7.5, "narrow": 4.6}
"""The widths of a figure in inches: a page or wide screen, and a telephone or a column."""

MARGIN = 0.12
TITLE_SIZES = (12.5, 11.5, 10.5, 9.5)
LABEL, SMALL = 9.0, 8.0
CAP_HEIGHT = 0.727
"""Height of a capital letter of the font, in units of its size."""

WITHHELD_HATCHING = "///"


class Sheet:
    """One empty sheet; draw on it from top to bottom, then `finish` it."""

    def __init__(self, figure: Figure | None, width: str) -> None:
        if width not in WIDTHS:
            fault = Fault("width", repr(width), ", ".join(WIDTHS), "Choose one of these.")
            raise ToolkitError("A figure has one of two widths.", [fault])
        self.width = WIDTHS[width]
        self.is_narrow = width == "narrow"
        self.figure = figure or Figure(dpi=DPI)
        if figure is None:
            FigureCanvasAgg(self.figure)
        self.figure.clear()
        self.figure.set_facecolor(PAGE)
        self._flip = Affine2D()
        self._inches = self._flip + self.figure.dpi_scale_trans

    @property
    def right(self) -> float:
        """Where the right margin begins."""
        return self.width - MARGIN

    def head(self, title: str, subtitle: str) -> float:
        """Write the title (two lines at most) and what is shown; return where the space below begins."""
        room = self.right - MARGIN
        size = next((s for s in TITLE_SIZES if len(wrap(title, room, s, "bold")) <= 2), TITLE_SIZES[-1])
        lines = _shortened(balance(title, room, size, "bold"), room, size)
        y = self.write_lines(MARGIN, MARGIN, lines, size=size, weight="bold")
        return self.write_lines(MARGIN, y + 0.03, wrap(subtitle, room, LABEL), size=LABEL, color=MUTED) + 0.1

    def write(
        self,
        x: float,
        y: float,
        lines: str | Sequence[str],
        *,
        size: float = LABEL,
        color: str = INK,
        weight: str = "regular",
        ha: str = "left",
    ) -> None:
        """Lines of text whose common middle is `y`, each set on its own baseline."""
        block = (lines,) if isinstance(lines, str) else lines
        first = y - height_of(len(block) - 1, size) / 2 + CAP_HEIGHT * size / 144
        for number, line in enumerate(block):
            self.figure.text(
                x,
                first + height_of(number, size),
                shown(line, weight),
                transform=self._inches,
                fontproperties=font(size, weight),
                color=color,
                ha=ha,
                va="baseline",
                parse_math=False,
                zorder=5,
            )

    def write_lines(
        self, x: float, y: float, lines: Sequence[str], *, size: float, color: str = INK, weight: str = "regular"
    ) -> float:
        """A block of lines whose upper edge is `y`; returns its lower edge."""
        bottom = y + height_of(len(lines), size)
        self.write(x, (y + bottom) / 2, lines, size=size, color=color, weight=weight)
        return bottom

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, edge: str = "none", zorder: float = 1
    ) -> None:
        """A rectangle whose upper left corner is `x`, `y`."""
        shape = Rectangle(
            (x, y), width, height, transform=self._inches, facecolor=fill, edgecolor=edge, linewidth=0.8, zorder=zorder
        )
        self.figure.add_artist(shape)

    def hatch(
        self, x: float, y: float, width: float, height: float, fill: str, color: str, pattern: str, outline: float = 0.0
    ) -> None:
        """A hatched rectangle whose upper left corner is `x`, `y`; `outline` is in points."""
        shape = Rectangle(
            (x, y),
            width,
            height,
            transform=self._inches,
            facecolor=fill,
            edgecolor=color,
            linewidth=outline,
            hatch=pattern,
            zorder=1,
        )
        shape.set_hatch_linewidth(0.7)
        self.figure.add_artist(shape)

    def line(self, xs: Sequence[float], ys: Sequence[float], color: str, width: float, zorder: float = 2) -> None:
        """A line through the points, `width` points wide."""
        line = Line2D(
            xs, ys, transform=self._inches, color=color, linewidth=width, zorder=zorder, solid_capstyle="butt"
        )
        self.figure.add_artist(line)

    def dot(self, x: float, y: float, shape: str, color: str, size: float) -> None:
        """One mark of the given shape, ringed in white so that it stands clear of what lies beneath."""
        mark = Line2D(
            [x],
            [y],
            transform=self._inches,
            linestyle="none",
            marker=shape,
            markersize=size,
            color=color,
            markeredgecolor=PAGE,
            markeredgewidth=1.1,
            zorder=4,
        )
        self.figure.add_artist(mark)

    def withhold(self, x: float, y: float, width: float, height: float, reason: str, size: float = SMALL) -> None:
        """A hatched place where something is withheld, with the reason on a plain plate."""
        self.hatch(x, y, width, height, PALE, HATCH, WITHHELD_HATCHING)
        size = fit(reason, width - 0.12, size)
        lines = wrap(reason, width - 0.12, size)
        plate = max(width_of(line, size) for line in lines) + 0.1
        tall = height_of(len(lines), size) + 0.02
        self.box(x + (width - plate) / 2, y + (height - tall) / 2, plate, tall, PALE, zorder=2)
        self.write(x + width / 2, y + height / 2, lines, size=size, color=MUTED, ha="center")

    def finish(self, height: float, title: str, alt: str, reading: str) -> Picture:
        """Give the sheet its height and hand it over as a `Picture`."""
        self._flip.clear().scale(1, -1).translate(0, height)
        self.figure.set_size_inches(self.width, height)
        self.figure.set_gid(mark_of(title, alt))
        return Picture(self.figure, title, alt, reading)


def _shortened(lines: Sequence[str], room: float, size: float) -> tuple[str, ...]:
    """At most two lines; what does not fit ends in an ellipsis (the alternative text has all of it)."""
    if len(lines) <= 2:
        return tuple(lines)
    last = lines[1]
    while width_of(f"{last}…", size, "bold") > room:
        last = last[:-1]
    return lines[0], f"{last.rstrip()}…"
