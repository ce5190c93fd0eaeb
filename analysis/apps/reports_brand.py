"""Report brand: who publishes the reports, written in a few fields or taken from a brand file.

Each color is judged while it is written: how well it can be read, and else the nearest one that can. A brand file and
the logo that it names are chosen one after the other, since a browser tells a page nothing about the folder of a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

import ipywidgets as widgets

from analysis.apps.chooser import Picker
from analysis.apps.filepicker import FilePicker
from analysis.apps.parts import act, fill, note, paragraphs, part, row, safe, stack
from analysis.apps.reading import say_refusal
from analysis.errors import ToolkitError
from analysis.guide import Words
from analysis.present.palette import PAGE, contrast
from analysis.report.brand import COLORS, PAPERS, Brand, color_faults
from analysis.report.brand_file import load_brand
from analysis.report.colors import is_color, nearest_passing
from analysis.report.logo import logo_trouble

__all__ = ["BrandDesk"]

TEXTS = ("name", "contact", "logo_alt")
KIND = ".toml"
UNSAFE = re.compile(r"[^\w. ()@+-]")
LONGEST_NAME = 100


class BrandDesk:
    """The fields, the file, and what is said about both; calls `changed` when the brand is another one."""

    def __init__(self, words: Words, changed: Callable[[], None]) -> None:
        self._words, self._changed = words, changed
        usual = Brand()
        self._logo = b""
        self._files: dict[str, tuple[str, bytes]] = {}
        self.texts = {name: fill(self._say(name), self._say(f"{name}_hint")) for name in TEXTS}
        self.colors = {name: _Color(name, getattr(usual, name), words, self._on_field) for name in COLORS}
        self.paper = Picker(self._say("paper"), [(self._say(f"papers.{one}"), one) for one in PAPERS], None, changed)
        self.answer = part()
        self._picker = FilePicker(self._say("choose"), f"{KIND},.png,.svg", self.take)
        for field in self.texts.values():
            field.observe(lambda _: self._on_field(), "value")

    def show(self) -> widgets.Widget:
        """The fields, then the file."""
        name, contact, logo_alt = self.texts.values()
        colors = (color.show() for color in self.colors.values())
        files = part(paragraphs(self._say("file_text")))
        return stack(row(name, contact, self.paper.control), *colors, files, self._picker, self.answer, row(logo_alt))

    def brand(self) -> Brand:
        """The brand as it stands in the fields.

        Raises `ToolkitError` for a color that cannot be read, or a logo that nobody has described.
        """
        texts = {name: field.value.strip() for name, field in self.texts.items()}
        colors = {name: color.value for name, color in self.colors.items()}
        return Brand(**texts, **colors, logo=self._logo, paper=self.paper.value)

    def take(self, name: str, content: bytes) -> None:
        """Take in a brand file, or a logo; of each kind the last one counts."""
        kind = "file" if name.lower().endswith(KIND) else "logo"
        self._files[kind] = (_harmless(name) or kind, content)
        if "file" in self._files:
            self._read()
        else:
            self._look_at_logo()
        self._changed()

    def _read(self) -> None:
        """Fill the fields from the brand file and the logo beside it."""
        with TemporaryDirectory() as folder:
            for name, content in self._files.values():
                Path(folder, name).write_bytes(content)
            try:
                brand = load_brand(Path(folder, self._files["file"][0]))
            except ToolkitError as error:
                self.answer.value = say_refusal(error)
                return
        for name, field in self.texts.items():
            field.value = getattr(brand, name)
        for name, color in self.colors.items():
            color.value = getattr(brand, name)
        self.paper.offer(self.paper.control.options, brand.paper)
        self._logo = brand.logo or self._checked_logo()
        self._say_taken()

    def _look_at_logo(self) -> None:
        name, content = self._files["logo"]
        trouble = logo_trouble(content)
        if trouble:
            self.answer.value = note(self._say("logo_refused", name=name, trouble=trouble), spoken=True)
            return
        self._logo = content
        self._say_taken()

    def _checked_logo(self) -> bytes:
        """A logo that was chosen beside a file that names none."""
        _, content = self._files.get("logo", ("", b""))
        return content if content and not logo_trouble(content) else b""

    def _say_taken(self) -> None:
        names = [name for name, _ in self._files.values()]
        missing = self._say("no_alt") if self._logo and not self.texts["logo_alt"].value.strip() else ""
        taken = (self._say("taken", name=name) for name in names)
        self.answer.value = note(*taken, missing, spoken=True)

    def _on_field(self) -> None:
        self._changed()

    def _say(self, key: str, **values: object) -> str:
        return self._words(f"pages.reports.brand.{key}", **values)


class _Color:
    """The field of one color, what is said about it, and a button that takes the nearest one that can be read."""

    def __init__(self, name: str, value: str, words: Words, changed: Callable[[], None]) -> None:
        self._name, self._words, self._changed = name, words, changed
        self.field = fill(words(f"pages.reports.brand.{name}"), "#0B3F73", value)
        self.verdict = part()
        self.mend = act("", self.take_nearest)
        self.field.observe(self._on_value, "value")
        self._judge()

    @property
    def value(self) -> str:
        """What is written."""
        return self.field.value.strip()

    @value.setter
    def value(self, color: str) -> None:
        self.field.value = color

    def show(self) -> widgets.Widget:
        """The field and what belongs to it."""
        return stack(row(self.field, self.mend), self.verdict)

    def take_nearest(self) -> None:
        """Write the nearest color that can be read."""
        if is_color(self.value):
            self.value = self._nearest()

    def _on_value(self, _change: object) -> None:
        self._judge()
        self._changed()

    def _judge(self) -> None:
        faults = color_faults(self._name, self._name, self.value)
        self.mend.layout.display = None if faults and is_color(self.value) else "none"
        if is_color(self.value):
            self.mend.description = self.mend.tooltip = self._say("take", color=self._nearest())
        said = [self._say("bad", found=fault.found, repair=fault.repair) for fault in faults] or [self._good()]
        self.verdict.value = f'<p role="status">{self._swatches()}{safe(" ".join(said))}</p>'

    def _good(self) -> str:
        # Rounded down, as what is asked for is a least.
        return self._say("good", ratio=int(contrast(self.value, PAGE) * 10) / 10)

    def _swatches(self) -> str:
        if not is_color(self.value):
            return ""
        shown = dict.fromkeys((self.value, self._nearest()))
        return "".join(
            f'<span class="lc-swatch" style="background:{safe(color)}" role="img" aria-label="{safe(color)}"></span>'
            for color in shown
        )

    def _nearest(self) -> str:
        return nearest_passing(self.value, PAGE, COLORS[self._name])

    def _say(self, key: str, **values: object) -> str:
        return self._words(f"pages.reports.brand.colors.{key}", **values)


def _harmless(name: str) -> str:
    """The name of a file as it may stand in a folder, so that a brand file finds the logo that it names."""
    plain = UNSAFE.sub("_", PurePath(name).name).lstrip(".")
    return plain.encode()[-LONGEST_NAME:].decode(errors="ignore")
