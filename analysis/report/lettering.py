"""Lettering: which font can show which letters, and how wide they are.

Names and answers come in every script, and a PDF for everybody may hold no letter that its fonts do not have. So each
text is looked through first: letters that no font has, and signs that nobody can see, are shown by their number in
Unicode, as ‹U+0007›, and nothing is lost. A word that is too long for a line may be broken after every few letters.

Refuses to guess: a letter with its marks is shown only by a font that has them all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from struct import unpack_from

from analysis.report.typefaces import read_face

__all__ = ["BREAK", "Face", "Lettering", "letter_by", "read_letters"]

BREAK = "\u200b"
"""Where a word may be broken without a hyphen."""

LONG_WORD, PIECE = 24, 8
"""Words longer than this many letters may be broken after every so many."""

SUFFIXES = (".otf", ".ttf")
JOINER = "\u200d"
UNSEEN = frozenset("\u200c\u200d\u00ad\u2060\ufe0e\ufe0f\u20e3")
"""Signs that only shape what stands beside them; no font needs them."""

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
"""Signs that turn the direction of what follows, also of what somebody else wrote."""

SKIN = range(0x1F3FB, 0x1F400)
WIDE = 1.0
RUN = re.compile(r"[^\s\u200b]+")


@dataclass(frozen=True)
class Face:
    """A face of a font: its family, and the width of each letter it has (by its number), in units of its size."""

    family: str
    widths: Mapping[int, float]


@dataclass(frozen=True)
class Lettering:
    """The faces that texts are set in; the first that has a letter shows it.

    >>> latin = Lettering((Face("Latin", {ord(letter): 0.5 for letter in "abc"}),))
    >>> latin.shown("abя"), latin.width("abc")
    ('ab‹U+044F›', 1.5)
    """

    faces: tuple[Face, ...]

    @property
    def families(self) -> tuple[str, ...]:
        """The families in the order in which they are asked."""
        return tuple(dict.fromkeys(face.family for face in self.faces))

    def shown(self, text: str) -> str:
        """`text` as these faces can show it, in lines of its own; long words may be broken."""
        settled = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        if not self._alone.issuperset(settled):
            settled = "".join(self._cluster(cluster) for cluster in _clusters(settled))
        return RUN.sub(_breakable, settled)

    def width(self, text: str) -> float:
        """How wide one line of `text` is, in units of its size; a letter that no face has is as wide as high."""
        widths = self._widths
        return sum([widths.get(letter, WIDE) for letter in text])

    def _cluster(self, cluster: str) -> str:
        if cluster in ("\n", BREAK) or self._is_covered(cluster):
            return cluster
        first, *others = cluster
        shown = [first if self._is_covered(first) else _number(first)]
        # A mark is drawn by the font of the letter that it stands on.
        return "".join(shown + [one if self._is_covered(first + one) else _number(one) for one in others])

    def _is_covered(self, cluster: str) -> bool:
        if any(letter in TURNING or unicodedata.category(letter) in ("Cc", "Cs", "Cn") for letter in cluster):
            return False
        forms = {cluster, unicodedata.normalize("NFC", cluster)}
        needed = [[ord(letter) for letter in form if letter not in UNSEEN] for form in forms]
        return all(map(bool, needed)) and any(
            all(code in face.widths for code in codes) for face in self.faces for codes in needed
        )

    @cached_property
    def _alone(self) -> frozenset[str]:
        """Letters that a face has and that join no other, so that a text of them is shown as it is."""
        joining = UNSEEN | TURNING
        has = (letter for letter in self._widths if letter.isprintable() and not _is_mark(letter))
        return frozenset(has).difference(joining) | {"\n"}

    @cached_property
    def _widths(self) -> dict[str, float]:
        return {chr(code): width for face in reversed(self.faces) for code, width in face.widths.items()}


@cache
def letter_by(*folders: str) -> Lettering:
    """The lettering by the regular faces of font folders, the first folder's families before the others'."""
    files = (file for folder in folders for file in sorted(Path(folder).glob("*")) if file.suffix.lower() in SUFFIXES)
    faces = [(read_face(data), data) for data in (file.read_bytes() for file in files)]
    upright = [(face, data) for face, data in faces if not face.is_italic]
    lightest = {face.family: face.weight for face, _ in sorted(upright, key=lambda one: -one[0].weight)}
    return Lettering(
        tuple(Face(face.family, read_letters(data)) for face, data in upright if face.weight == lightest[face.family])
    )


def read_letters(data: bytes) -> dict[int, float]:
    """The letters of a font file, by their number in Unicode, each with its width in units of the size."""
    tables = {data[at : at + 4]: unpack_from(">I", data, at + 8)[0] for at in range(12, 12 + 16 * data[5], 16)}
    units = unpack_from(">H", data, tables[b"head"] + 18)[0]
    measured = unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    widths = unpack_from(">" + "Hh" * measured, data, tables[b"hmtx"])[::2]
    glyphs = _glyphs(data, tables[b"cmap"])
    return {code: widths[min(glyph, measured - 1)] / units for code, glyph in glyphs.items()}


def _glyphs(data: bytes, table: int) -> dict[int, int]:
    """The number of the glyph of each letter, from the fullest of the maps that Unicode is written by."""
    entries = (unpack_from(">HHI", data, table + 4 + 8 * at) for at in range(unpack_from(">H", data, table + 2)[0]))
    found = {(platform, kind): table + offset for platform, kind, offset in entries}
    full = found.get((3, 10), found.get((0, 4)))
    return dict(_in_groups(data, full) if full else _in_segments(data, found.get((3, 1), found.get((0, 3), 0))))


def _in_groups(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    for group in range(unpack_from(">I", data, at + 12)[0]):
        first, last, glyph = unpack_from(">III", data, at + 16 + 12 * group)
        yield from ((code, glyph + code - first) for code in range(first, last + 1))


def _in_segments(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    count = unpack_from(">H", data, at + 6)[0] // 2
    ends, starts, deltas, jumps = (
        unpack_from(f">{count}H", data, at + 14 + 2 * count * part + 2 * (part > 0)) for part in range(4)
    )
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if jumps[number]:
                here = at + 16 + 6 * count + 2 * number
                glyph = unpack_from(">H", data, here + jumps[number] + 2 * (code - first))[0]
            if glyph:
                yield code, (glyph + deltas[number]) & 0xFFFF


def _clusters(text: str) -> Iterator[str]:
    """The letters of `text`, each with the marks and joined signs that belong to it."""
    cluster = ""
    for letter in text:
        if cluster and (cluster.endswith(JOINER) or letter in UNSEEN or _is_mark(letter)):
            cluster += letter
            continue
        if cluster:
            yield cluster
        cluster = letter
    if cluster:
        yield cluster


def _number(letter: str) -> str:
    return f"‹U+{ord(letter):04X}›"


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M") or ord(letter) in SKIN


def _breakable(found: re.Match[str]) -> str:
    word = found[0]
    if len(word) <= LONG_WORD:
        return word
    clusters = list(_clusters(word))
    return BREAK.join("".join(clusters[at : at + PIECE]) for at in range(0, len(clusters), PIECE))
