"""How long a reader waits for the next view: a kept figure against a fresh one in an `Output` widget.

Both draw the same view of the same results. *Kept* draws on one `Figure` that stays and hands its PNG to an `Image`
widget. *Fresh* makes a new figure and shows it in an `Output` widget, the way notebooks usually do. The results are
made up by the tests' builder, for a library of forty heads. Measured is processor time, which is what a reader waits on
an idle machine.

    python benchmarks/view_change.py
"""

from __future__ import annotations

import importlib.util
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import ipywidgets
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import select_figure_formats
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.disclosure.released import Released
from analysis.guide import load_words
from analysis.present import figures

ROUNDS = 15
HEADS = 40
BUILDER = Path(__file__).parents[1] / "tests" / "present" / "conftest.py"


def main() -> None:
    """Print a table: the median of each way in milliseconds, and how many times slower the fresh one is."""
    select_figure_formats(InteractiveShell.instance(), {"png"})
    words = load_words("en")
    released = make_released()
    views: dict[str, Callable[..., figures.Picture]] = {
        "dumbbell": partial(figures.draw_dumbbell, released, words),
        "heat": partial(figures.draw_heat, released, words, "role"),
        "bands": partial(figures.draw_bands, released, words, "role"),
        "maturity": partial(figures.draw_maturity, released, words),
    }
    print(f"{'view':<10}{'kept, ms':>10}{'fresh, ms':>11}{'ratio':>8}")
    for name, draw in views.items():
        kept, fresh = median_ms(keep(draw)), median_ms(partial(show_fresh, draw))
        print(f"{name:<10}{kept:>10.0f}{fresh:>11.0f}{fresh / kept:>8.1f}")


def make_released() -> Released:
    """The results that both ways draw."""
    spec = importlib.util.spec_from_file_location("made_released", BUILDER)
    if spec is None or spec.loader is None:
        raise SystemExit(f"There is no {BUILDER}.")
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    return builder.make_released(HEADS)


def keep(draw: Callable[..., figures.Picture]) -> Callable[[], None]:
    """One figure and one widget that stay; each call is one change of view."""
    figure = Figure()
    FigureCanvasAgg(figure)
    image = ipywidgets.Image(format="png")

    def change() -> None:
        image.value = draw(figure=figure).png()

    return change


def show_fresh(draw: Callable[..., figures.Picture]) -> None:
    """A new figure, shown in an `Output` widget."""
    figure = draw().figure
    # The notebook's printer shows nothing of a figure that has no axes.
    figure.add_axes((0, 0, 1, 1)).set_axis_off()
    ipywidgets.Output().append_display_data(figure)


def median_ms(change: Callable[[], None]) -> float:
    """The median of some rounds after one that warms up."""
    change()
    return statistics.median(_seconds(change) for _ in range(ROUNDS)) * 1000


def _seconds(change: Callable[[], None]) -> float:
    start = time.process_time()
    change()
    return time.process_time() - start


if __name__ == "__main__":
    main()
