"""Picture: a finished figure with its title and its text for people who do not see it.

The same picture is written as PNG, as SVG and as HTML. A kept `Figure` can be drawn anew for the next view; the
picture that it showed before then refuses to be written, because its text would describe another image.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import dataclass
from html import escape

import matplotlib as mpl
from matplotlib.figure import Figure

from analysis.errors import Fault, ToolkitError
from analysis.guide import Words
from analysis.present.figures.letters import allowed_in_xml

__all__ = ["Picture", "mark_of"]

CSS_DPI = 96
DPI = 160


@dataclass(frozen=True)
class Picture:
    """A figure that states `title`, described by `alt`; `reading` says how to read its signs.

    `alt` holds the numbers that the figure shows, all of them from released values.
    """

    figure: Figure
    title: str
    alt: str
    reading: str

    def png(self, dpi: int = DPI) -> bytes:
        """The picture as PNG; 160 dots per inch are sharp on most screens.

        Raises `ToolkitError` where the kept figure has been drawn anew since.
        """
        return self._written("png", dpi=dpi)

    def svg(self) -> str:
        """The picture as one `<svg>` element with `<title>` and `<desc>`, the same every time it is written.

        Raises `ToolkitError` where the kept figure has been drawn anew since.
        """
        salt = mark_of(self.title, self.alt)
        with mpl.rc_context({"svg.hashsalt": salt}):
            drawn = self._written("svg", metadata={"Date": None}).decode("utf-8")
        title, alt = (escape(allowed_in_xml(text)) for text in (self.title, self.alt))
        described = f'<title id="{salt}-title">{title}</title><desc id="{salt}-desc">{alt}</desc>'
        tag = f'<svg role="img" aria-labelledby="{salt}-title {salt}-desc" '
        body = drawn[drawn.index("<svg ") + len("<svg ") :]
        return tag + re.sub(r">", lambda _: f">\n {described}", body, count=1)

    def html(self, words: Words) -> str:
        """The picture as a `<figure>` that holds everything it needs; in the language of `words`."""
        return self._html(f' lang="{escape(words.language)}"')

    def _repr_html_(self) -> str:
        return self._html("")

    def _html(self, attribute: str) -> str:
        data = base64.b64encode(self.png()).decode("ascii")
        width = round(self.figure.get_figwidth() * CSS_DPI)
        image = f'<img src="data:image/png;base64,{data}" alt="{escape(self.alt)}" width="{width}">'
        return f'<figure class="lc-figure"{attribute}>{image}<figcaption>{escape(self.reading)}</figcaption></figure>'

    def _written(self, kind: str, dpi: int = DPI, metadata: dict[str, str | None] | None = None) -> bytes:
        if self.figure.get_gid() != mark_of(self.title, self.alt):
            repair = "Write it before the next one is drawn."
            fault = Fault("figure", "another view", "the view it was drawn for", repair)
            raise ToolkitError("This picture's figure has been drawn anew.", [fault])
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format=kind, dpi=dpi, metadata=metadata)
        return buffer.getvalue()


def mark_of(title: str, alt: str) -> str:
    """The mark that ties a kept figure to the view that it shows."""
    return "view-" + hashlib.sha256(f"{title}\n{alt}".encode()).hexdigest()[:12]
