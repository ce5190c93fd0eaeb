"""Template: the ground that slides stand on, the toolkit's own or a user's.

Layouts are found by what they hold: one with a centered title and a subtitle, one with a title and one body, and one
with a title alone. Where the body stands in the second is where everything stands on every slide, so that a user's own
logo, lines and margins are kept clear. Refuses a file without these layouts, and says which one is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import namespaces, nsdecls
from pptx.util import Inches

from analysis.errors import Fault, ToolkitError
from analysis.present.palette import BLUE, DIVERGING, INK, ORANGE, PAGE, PALE, SEQUENTIAL, ink_on
from analysis.report.brand import Brand
from analysis.report.packing import font_of

__all__ = ["SPACES", "Box", "Ground", "load_ground"]

WIDE, TALL = 13.333, 7.5
MARGIN = 0.6
KEPT = ("Title Slide", "Title and Content", "Title Only")
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
BODIES = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY)
FRAME = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
LEAST_BODY = 0.4
"""How much of a slide's height content must have."""

EMU = 914400
SPACES = namespaces("a", "p")
COVER_LEVEL = (
    f"<a:lstStyle {nsdecls('a')}>"
    '<a:lvl1pPr marL="0" indent="0" algn="l"><a:buNone/><a:defRPr sz="{size}" b="{bold}">'
    '<a:solidFill><a:schemeClr val="{ink}"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>'
)
RULE = (
    f"<p:cxnSp {nsdecls('p', 'a')}>"
    '<p:nvCxnSpPr><p:cNvPr id="90" name="Rule"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/></p:nvCxnSpPr><p:spPr>'
    '<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="0"/></a:xfrm>'
    '<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
    '<a:ln w="9525"><a:solidFill><a:schemeClr val="accent1"/></a:solidFill></a:ln></p:spPr></p:cxnSp>'
)


@dataclass(frozen=True)
class Box:
    """A place on a slide, in inches from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """The same in the units of the file."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)

    def below(self, height: float) -> Box:
        """What is left of the place below its first `height` inches."""
        return Box(self.left, self.top + height, self.width, self.height - height)


@dataclass(frozen=True)
class Ground:
    """A presentation without slides, its three layouts, and where things stand on them.

    `kicker` is where the name of the section stands, None in a user's template, which has no place for it.
    """

    presentation: Any
    cover: Any
    content: Any
    alone: Any
    area: Box
    title: Box
    kicker: Box | None

    @property
    def is_own(self) -> bool:
        """Whether it is the toolkit's."""
        return self.kicker is not None


def load_ground(brand: Brand, template: Path | None = None) -> Ground:
    """The toolkit's own ground in the brand's colors, or that of the user's file `template`.

    Raises `ToolkitError` for a file that is no presentation, and for one that lacks a layout.
    """
    if template is None:
        presentation = _made(brand)
        area = Box(MARGIN, 1.75, WIDE - 2 * MARGIN, 4.95)
        layouts = _find_layouts(presentation, "")
        return Ground(presentation, *layouts, area, _place(layouts[2], TITLES), Box(MARGIN, 0.38, 9.0, 0.3))
    presentation = _opened(template)
    layouts = _find_layouts(presentation, template.name)
    return Ground(presentation, *layouts, _place(layouts[1], BODIES), _place(layouts[2], TITLES), None)


def _opened(template: Path) -> Any:
    try:
        presentation = Presentation(str(template))
    except Exception as error:
        repair = "Save your template as .pptx in PowerPoint or LibreOffice."
        fault = Fault(template.name, "a file that cannot be opened", "a presentation (.pptx)", repair)
        raise ToolkitError("This template cannot be used.", [fault]) from error
    _drop_slides(presentation)
    return presentation


def _drop_slides(presentation: Any) -> None:
    """Take out the slides that a template was saved with, and what its owner's programs wrote beside them."""
    entries = presentation.slides._sldIdLst
    for entry in list(entries):
        presentation.part.drop_rel(entry.rId)
        entries.remove(entry)
    for section in presentation.element.findall("./p:extLst", SPACES):
        presentation.element.remove(section)
    _drop(presentation.part.rels, lambda rel: rel.reltype == RT.CUSTOM_XML)
    _drop(presentation.part.package._rels, lambda rel: "thumbnail" in rel.reltype)


def _drop(relations: Any, is_meant: Callable[[Any], bool]) -> None:
    for name in [name for name, relation in relations.items() if is_meant(relation)]:
        relations.pop(name)


def _find_layouts(presentation: Any, name: str) -> tuple[Any, Any, Any]:
    layouts = [(layout, _holders(layout)) for layout in presentation.slide_layouts]
    least = LEAST_BODY * presentation.slide_height
    found = {
        "a title slide (a title and a subtitle)": [
            one for one, own in layouts if len(own) == 2 and own[1].placeholder_format.type == PP_PLACEHOLDER.SUBTITLE
        ],
        "a title and one content": [one for one, own in layouts if len(own) == 2 and _is_content(own[1], least)],
        "a title only": [one for one, own in layouts if len(own) == 1],
    }
    missing = [what for what, some in found.items() if not some]
    if missing:
        has = ", ".join(layout.name for layout, _ in layouts) or "no layouts"
        repair = "Add it to the slide master of your template."
        raise ToolkitError("This template cannot be used.", [Fault(name, has, what, repair) for what in missing])
    cover, content, alone = (some[0] for some in found.values())
    return cover, content, alone


def _holders(layout: Any) -> list[Any]:
    """What holds content on a layout, its title first; nothing where it has no title."""
    holders = [shape for shape in layout.placeholders if shape.placeholder_format.type not in FRAME]
    holders.sort(key=lambda shape: shape.placeholder_format.type not in TITLES)
    return holders if holders and holders[0].placeholder_format.type in TITLES else []


def _is_content(holder: Any, least: float) -> bool:
    """Whether a placeholder has room for a slide's content; texts that run upwards and small ones have not."""
    kind, orient = holder.placeholder_format.type, holder._element.find(".//p:ph", SPACES).get("orient")
    return kind in BODIES and orient != "vert" and holder.height >= least


def _place(layout: Any, kinds: Iterable[Any]) -> Box:
    shape = next(shape for shape in layout.placeholders if shape.placeholder_format.type in kinds)
    return Box(shape.left / EMU, shape.top / EMU, shape.width / EMU, shape.height / EMU)


def _made(brand: Brand) -> Any:
    """The toolkit's own template: wide, white, with titles at the upper left in the brand's color."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(WIDE), Inches(TALL)
    for layout in list(presentation.slide_layouts):
        if layout.name not in KEPT:
            presentation.slide_layouts.remove(layout)
    _drop(presentation.part.package._rels, lambda rel: "thumbnail" in rel.reltype)
    _drop(presentation.part.rels, lambda rel: "printerSettings" in rel.reltype)
    master = presentation.slide_master
    _color_theme(master, brand)
    for place in (master, *presentation.slide_layouts):
        _set_frame(place, place is not master and place.name == KEPT[0])
    _set_master(master)
    _set_cover(presentation.slide_layouts[0], brand)
    return presentation


def _color_theme(master: Any, brand: Brand) -> None:
    """Write the brand's colors and font into the theme, so that whoever edits the slides finds them there."""
    part = master.part.part_related_by(RT.THEME)
    colors = {
        "dk1": INK,
        "lt1": PAGE,
        "dk2": brand.primary,
        "lt2": PALE,
        "accent1": brand.accent,
        "accent2": ORANGE,
        "accent3": BLUE,
        "accent4": DIVERGING[1],
        "accent5": DIVERGING[3],
        "accent6": SEQUENTIAL[4],
        "hlink": BLUE,
        "folHlink": SEQUENTIAL[4],
    }
    theme = part.blob.decode("utf-8")
    for name, color in colors.items():
        told = f'<a:{name}><a:srgbClr val="{color[1:].upper()}"/></a:{name}>'
        theme = re.sub(rf"<a:{name}>.*?</a:{name}>", told, theme, count=1, flags=re.DOTALL)
    theme = re.sub(r'<a:latin typeface="[^"+]*"', f'<a:latin typeface="{font_of(brand)}"', theme)
    part._blob = theme.encode("utf-8")


def _set_frame(place: Any, is_cover: bool) -> None:
    """Put title, body, footer and number of a master or a layout where they belong; the date goes."""
    boxes = {
        PP_PLACEHOLDER.TITLE: Box(MARGIN, 0.68, WIDE - 2 * MARGIN, 0.95),
        PP_PLACEHOLDER.CENTER_TITLE: Box(MARGIN + 0.3, 2.5, WIDE - 2 * MARGIN - 0.6, 1.7),
        PP_PLACEHOLDER.SUBTITLE: Box(MARGIN + 0.3, 4.35, WIDE - 2 * MARGIN - 0.6, 1.5),
        PP_PLACEHOLDER.OBJECT: Box(MARGIN, 1.75, WIDE - 2 * MARGIN, 4.95),
        PP_PLACEHOLDER.BODY: Box(MARGIN, 1.75, WIDE - 2 * MARGIN, 4.95),
        PP_PLACEHOLDER.FOOTER: Box(MARGIN, 6.95, 9.5, 0.3),
        PP_PLACEHOLDER.SLIDE_NUMBER: Box(WIDE - MARGIN - 1.5, 6.95, 1.5, 0.3),
    }
    for shape in list(place.placeholders):
        kind = shape.placeholder_format.type
        is_gone = kind == PP_PLACEHOLDER.DATE or (is_cover and kind in FRAME)
        if is_gone:
            shape._element.getparent().remove(shape._element)
        elif kind in boxes:
            shape.left, shape.top, shape.width, shape.height = boxes[kind].emu


def _set_master(master: Any) -> None:
    """Titles at the left in the color of headings, body text in ink, and a line above the footer."""
    styles = master.element.find("./p:txStyles/p:titleStyle/a:lvl1pPr", SPACES)
    styles.set("algn", "l")
    run = styles.find("./a:defRPr", SPACES)
    run.set("sz", "2800")
    run.set("b", "1")
    run.find("./a:solidFill/a:schemeClr", SPACES).set("val", "tx2")
    for level in master.element.findall("./p:txStyles/p:bodyStyle/a:lvl1pPr/a:defRPr", SPACES):
        level.set("sz", "2200")
    for shape in master.placeholders:
        kind = shape.placeholder_format.type
        shape.text_frame.margin_left = shape.text_frame.margin_right = 0
        if kind == PP_PLACEHOLDER.TITLE:
            shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        if kind in FRAME:
            style = shape._element.find(".//a:lvl1pPr", SPACES)
            style.set("algn", "l" if kind == PP_PLACEHOLDER.FOOTER else "r")
            style.find("./a:defRPr", SPACES).set("sz", "1100")
    rule = RULE.format(x=Inches(MARGIN), y=Inches(6.88), wide=Inches(WIDE - 2 * MARGIN))
    master.shapes._spTree.append(parse_xml(rule))


def _set_cover(layout: Any, brand: Brand) -> None:
    """The title slide on the brand's color, its texts in the ink that can be read there."""
    fill = layout.background.fill
    fill.solid()
    fill.fore_color.theme_color = MSO_THEME_COLOR.TEXT_2
    ink = "bg1" if ink_on(brand.primary) == PAGE else "tx1"
    for shape in layout.placeholders:
        is_title = shape.placeholder_format.type in TITLES
        shape.text_frame.margin_left = shape.text_frame.margin_right = 0
        shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM if is_title else MSO_ANCHOR.TOP
        style = shape._element.find(".//a:lstStyle", SPACES)
        level = COVER_LEVEL.format(size=4400 if is_title else 2000, bold=int(is_title), ink=ink)
        style.getparent().replace(style, parse_xml(level))
