"""Reading marks: the texts of a page of a PDF, by the numbers that its tags know them by.

A page is a long list of drawing instructions, nearly all of them lines and colors. Only those are looked at that show
letters, choose the font, or open and close a marked content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

__all__ = ["Letters", "marked_texts", "read_letters"]

Letters = dict[bytes, str]
"""What each code of two bytes stands for."""

PART = re.compile(
    rb"(?P<string>\()|(?P<open><<)|(?P<close>>>)|<(?P<hex>[0-9A-Fa-f\s]*)>|/(?P<name>[^\s()<>\[\]/]*)"
    rb"|(?<![A-Za-z])(?P<operator>BDC|BMC|EMC|Tf|TJ|Tj)(?![A-Za-z])"
)
NUMBER = re.compile(rb"/MCID\s+(\d+)")
SAID = re.compile(rb"/ActualText\s*(?:(\()|<([0-9A-Fa-f\s]*)>)")
WITHIN = re.compile(rb"\\(?:[0-7]{1,3}|\r\n|.)|[()]", re.DOTALL)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
CODES = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
MOST_CODES = 65_536


@dataclass
class _Page:
    """How far a page has been read: the open marks, the font, and what was said."""

    fonts: Mapping[bytes, Letters]
    told: dict[int, str] = field(default_factory=dict)
    marks: list[tuple[int | None, bool]] = field(default_factory=list)
    letters: Letters = field(default_factory=dict)

    def open(self, properties: bytes) -> None:
        """A mark opens; one that says what it stands for makes the letters in it silent."""
        number, is_silent = self.marks[-1] if self.marks else (None, False)
        if found := NUMBER.search(properties):
            number = int(found[1])
        said = SAID.search(properties)
        if said and not is_silent:
            text = _string(properties, said.end(1))[0] if said[1] else _from_hex(said[2])
            self._tell(number, _text(text))
        self.marks.append((number, is_silent or said is not None))

    def show(self, codes: bytes) -> None:
        """Letters are shown."""
        number, is_silent = self.marks[-1] if self.marks else (None, True)
        if not is_silent:
            self._tell(number, "".join(self.letters.get(codes[at : at + 2], "") for at in range(0, len(codes), 2)))

    def _tell(self, number: int | None, text: str) -> None:
        if number is not None:
            self.told[number] = self.told.get(number, "") + text


def marked_texts(contents: bytes, fonts: Mapping[bytes, Letters]) -> dict[int, str]:
    """The texts of the marked contents of a page by their numbers; `fonts` are the letters of its fonts by name.

    >>> marked_texts(b"/P<</MCID 3>>BDC /f0 9 Tf (\\\\000\\\\001)Tj EMC", {b"f0": {bytes([0, 1]): "A"}})
    {3: 'A'}
    """
    page = _Page(fonts)
    for operator, name, shown in _instructions(contents):
        match operator:
            case b"BDC" | b"BMC":
                page.open(shown if operator == b"BDC" else b"")
            case b"EMC":
                del page.marks[-1:]
            case b"Tf":
                page.letters = fonts.get(name, {})
            case _:
                page.show(shown)
    return page.told


def read_letters(table: bytes) -> Letters:
    """The letters that a font's own table gives its codes.

    Raises `ValueError` where the table is damaged.
    """
    letters: Letters = {}
    for kind, lines in CODES.findall(table):
        codes = [_from_hex(found) for found in HEX.findall(lines)]
        if kind == b"bfchar":
            letters |= {code: text.decode("utf-16-be") for code, text in zip(codes[::2], codes[1::2], strict=True)}
        else:
            for first, last, text in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
                letters |= _range(int.from_bytes(first), int.from_bytes(last), text.decode("utf-16-be"))
    return letters


def _range(first: int, last: int, text: str) -> Letters:
    if not 0 <= first <= last < MOST_CODES or not text:
        raise ValueError("a range of codes without end")
    return {code.to_bytes(2): text[:-1] + chr(ord(text[-1]) + code - first) for code in range(first, last + 1)}


def _instructions(contents: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Each instruction that counts, with the last name before it, and with its properties or what it shows."""
    at, name, shown = 0, b"", b""
    while found := PART.search(contents, at):
        at = found.end()
        if found["string"]:
            codes, at = _string(contents, at)
            shown += codes
        elif found["open"]:
            at = _closing(contents, at)
            shown = contents[found.end() : at]
        elif found["name"] is not None:
            name = found["name"]
        elif found["hex"] is not None:
            shown += _from_hex(found["hex"])
        elif found["operator"]:
            yield found["operator"], name, shown
            shown = b""


def _closing(contents: bytes, at: int) -> int:
    """Where the properties that opened before `at` close."""
    depth = 1
    while depth and (found := PART.search(contents, at)):
        at = found.end()
        if found["string"]:
            at = _string(contents, at)[1]
        depth += bool(found["open"]) - bool(found["close"])
    return at


def _string(contents: bytes, at: int) -> tuple[bytes, int]:
    """The string that opened before `at`, and where it ends."""
    depth, start, parts = 1, at, []
    while depth and (found := WITHIN.search(contents, at)):
        parts.append(contents[at : found.start()])
        at, mark = found.end(), found[0]
        depth += (mark == b"(") - (mark == b")")
        parts.append(_unescaped(mark) if depth else b"")
    return b"".join(parts) if at > start else b"", at if not depth else len(contents)


def _unescaped(mark: bytes) -> bytes:
    escaped = mark[1:]
    if not mark.startswith(b"\\"):
        return mark
    return bytes([int(escaped, 8) & 255]) if escaped.isdigit() else ESCAPES.get(escaped, escaped)


def _from_hex(digits: bytes) -> bytes:
    plain = b"".join(digits.split())
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode())


def _text(data: bytes) -> str:
    return data[2:].decode("utf-16-be") if data.startswith(b"\xfe\xff") else data.decode("latin-1")
