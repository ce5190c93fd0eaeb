"""Packing: what a slide file and a document are packed with: texts that XML allows, the manifest, and fixed bytes.

An Office file is a zip of XML parts. Packed here, the same parts are the same bytes: no date, no order and no habit of
a program gets in. Refuses nothing: a character that XML 1.0 forbids is shown as "�" instead of breaking the file.
"""

from __future__ import annotations

import io
import re
import zipfile
from html import escape

from analysis.report.brand import Brand

__all__ = ["FONT", "MANIFEST_PART", "TAGS", "font_of", "manifest_part", "one_line", "plain", "repacked", "tag_of"]

MANIFEST_PART = "/customXml/item1.xml"
MANIFEST_SPACE = "urn:library-learning-culture:manifest"
TAGS = {"en": "en-US", "es": "es-US"}
"""The language tag that Office programs check the spelling by; others stand as they are."""

FONT, LONGEST_FONT = "Arial", 40
"""A font that every office program has, or has one of the same widths for; a longer name is that of no font."""

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip can hold, which stands for none."""

CONTENTS, PROPERTIES, WORKBOOK = "[Content_Types].xml", "docProps/core.xml", ".xlsx"
FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BREAKS = re.compile("[ \t\n\u2028\u2029]+")
DATES = re.compile(rb"<dcterms:(created|modified)\b[^>]*>.*?</dcterms:\1>", re.DOTALL)


def plain(text: str) -> str:
    r"""`text` with every character that XML 1.0 forbids shown as "�", and with one kind of line break.

    >>> plain("a\x00b\r\nc")
    'a�b\nc'
    """
    return FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n"))


def one_line(text: str) -> str:
    r"""`text` in one line and without what XML forbids, for titles, names and descriptions.

    >>> one_line("a\n  b\x00 ")
    'a b�'
    """
    return BREAKS.sub(" ", plain(text)).strip(" ")


def tag_of(language: str) -> str:
    """The tag of a language in an Office file.

    >>> tag_of("es"), tag_of("fr")
    ('es-US', 'fr')
    """
    return TAGS.get(language, language)


def font_of(brand: Brand) -> str:
    """The name of the font that an Office file is set in: that of the brand, or one that is there on every machine.

    >>> font_of(Brand())
    'Arial'
    """
    name = re.sub(r"[^\w \-]", "", brand.font_name).strip()
    return name if 0 < len(name) <= LONGEST_FONT else FONT


def manifest_part(manifest: bytes) -> bytes:
    """The custom XML part that carries the manifest (JSON in UTF-8) as text.

    >>> manifest_part(b'{"a": "<"}').decode().split("?>")[1]
    '<manifest xmlns="urn:library-learning-culture:manifest">{"a": "&lt;"}</manifest>'
    """
    told = escape(plain(manifest.decode("utf-8")), quote=False)
    return f'<?xml version="1.0" encoding="UTF-8"?><manifest xmlns="{MANIFEST_SPACE}">{told}</manifest>'.encode()


def repacked(data: bytes) -> bytes:
    """The zip `data` with its parts in the order of their names, without dates; workbooks inside it likewise."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for name in sorted(before.namelist(), key=lambda name: (name != CONTENTS, name)):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            # Which system made a file is written into it too, unless it is said.
            entry.create_system, entry.compress_type = 0, zipfile.ZIP_DEFLATED
            after.writestr(entry, _settled(name, before.read(name)))
    return buffer.getvalue()


def _settled(name: str, part: bytes) -> bytes:
    if name.endswith(WORKBOOK):
        return repacked(part)
    return DATES.sub(b"", part) if name == PROPERTIES else part
