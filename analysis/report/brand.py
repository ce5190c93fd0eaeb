"""Brand: who publishes a report, and in which colors.

A brand is checked when it is made, so that no report can be written in a color that some people cannot read. Files
are read in `brand_file`; a brand itself holds what the writers need and never opens anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.errors import Fault, ToolkitError
from analysis.present.palette import PAGE, contrast
from analysis.report.colors import is_color, nearest_passing

__all__ = ["COLORS", "PAPERS", "Brand", "color_faults", "paper_faults"]

PAPERS = ("letter", "a4")

COLORS = {"primary": 4.5, "accent": 3.0}
"""The least contrast with white of each color: `primary` is text and bears text, `accent` is lines and marks."""


@dataclass(frozen=True)
class Brand:
    """Name, contact, logo, colors, font and paper of who publishes a report; empty where nobody said.

    `primary` is the ground of the cover and the color of headings, `accent` that of lines and marks and never of
    text. `logo` is a PNG or an SVG, described by `logo_alt`; an SVG is shown as an image of its own, so that its
    styles stay within. `font` is the folder of a font family of one's own and `font_name` what the family is
    called, both empty for the toolkit's.

    Raises `ToolkitError` for a color that is none or is too light, a paper that is none, or a logo without a
    description.

    >>> Brand(name="Tidewater Consulting").paper
    'letter'
    """

    name: str = ""
    contact: str = ""
    primary: str = "#0B3F73"
    accent: str = "#0B5FA5"
    logo: bytes = b""
    logo_alt: str = ""
    font: str = ""
    font_name: str = ""
    paper: str = "letter"

    def __post_init__(self) -> None:
        faults = [fault for name in COLORS for fault in color_faults(f"colors.{name}", name, getattr(self, name))]
        faults += paper_faults(self.paper)
        if self.logo and not self.logo_alt.strip():
            faults.append(NO_ALT)
        if faults:
            raise ToolkitError("This brand cannot be used.", faults)


NO_ALT = Fault(
    "logo_alt",
    "nothing",
    "a short description of the logo",
    "Say what the logo shows, for those who cannot see it, such as “Logo of the State Library”.",
)


def color_faults(place: str, name: str, color: object) -> list[Fault]:
    """What is wrong with a color that shall be the `primary` or the `accent`; one too light comes with a mended one."""
    if not is_color(color):
        return [Fault(place, repr(color), "a color such as “#0B3F73”", "Write # and six digits of 0–9 and A–F.")]
    needed, found = COLORS[name], contrast(str(color), PAGE)
    if found >= needed:
        return []
    better = nearest_passing(str(color), PAGE, needed)
    allowed = f"at least {needed} : 1, so that everybody can see it"
    return [Fault(place, f"{color}, which has {_floor(found)} : 1 on white", allowed, f"The nearest is “{better}”.")]


def paper_faults(paper: object) -> list[Fault]:
    """What is wrong with the name of a paper."""
    return [] if paper in PAPERS else [Fault("paper", repr(paper), ", ".join(PAPERS), "Choose one of these.")]


def _floor(ratio: float) -> str:
    # Rounding up would say that 4.46 is 4.5, which is what it has to be.
    return f"{int(ratio * 10) / 10}"
