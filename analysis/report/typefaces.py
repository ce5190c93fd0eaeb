"""Typefaces: whether a folder holds a font family that a report can be set in.

A family is a regular and a bold face in files of their own, as OpenType (.otf) or TrueType (.ttf). Only the tables
that say so are read: what the family is called, how heavy and how upright a face is, and whether its maker lets it be
put into documents.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import Fault

__all__ = ["Face", "family_of", "read_face"]

SUFFIXES = (".otf", ".ttf")
OUTLINES = (b"OTTO", b"\x00\x01\x00\x00", b"true")
MOST_FILES, LARGEST = 40, 20_000_000
BOLD_FROM = 600
FAMILY_IDS = (16, 1)
"""Names by which a font calls its family: the typographic one, and where there is none the older one."""

RESTRICTED = 0x0002


@dataclass(frozen=True)
class Face:
    """One face of a family: `weight` is 400 for regular and 700 for bold."""

    family: str
    weight: int
    is_italic: bool
    is_restricted: bool
    is_variable: bool


def family_of(folder: Path, place: str = "font") -> tuple[str, list[Fault]]:
    """The name of the font family in `folder`, and what keeps it from being used."""
    files = sorted(file for file in folder.glob("*") if file.suffix.lower() in SUFFIXES) if folder.is_dir() else []
    if not files or len(files) > MOST_FILES:
        return "", [_fault(place, f"{len(files)} font files in “{folder.name}”", "Give the folder of one font family.")]
    faces, faults = [], []
    for file in files:
        try:
            faces.append(_usable(read_face(file.read_bytes())))
        except (ValueError, OSError) as error:
            faults.append(_fault(place, f"“{file.name}”, {error}", "Take the file out, or get the font anew."))
    return (faces[0].family if faces else ""), faults or _family_faults(faces, place)


def read_face(data: bytes) -> Face:
    """The face in a font file.

    Raises `ValueError` where it is none.
    """
    try:
        tables = _tables(data)
        weight, embedding = (
            struct.unpack_from(">H", data, tables["OS/2"] + 4)[0],
            struct.unpack_from(">H", data, tables["OS/2"] + 8)[0],
        )
        style = struct.unpack_from(">H", data, tables["head"] + 44)[0]
        family = _family(data, tables["name"])
    except (KeyError, struct.error, UnicodeDecodeError) as error:
        raise ValueError("which is no font") from error
    return Face(family, weight, bool(style & 2), embedding & 0x000F == RESTRICTED, "fvar" in tables)


def _usable(face: Face) -> Face:
    if face.is_restricted:
        raise ValueError("whose maker does not let it be put into documents")
    if face.is_variable:
        raise ValueError("which is a variable font")
    return face


def _family_faults(faces: list[Face], place: str) -> list[Fault]:
    families = sorted({face.family for face in faces})
    if len(families) > 1:
        return [_fault(place, f"the families {', '.join(families)}", "Keep one family in the folder.")]
    upright = [face.weight for face in faces if not face.is_italic]
    needed = {
        "regular": any(350 <= weight <= 450 for weight in upright),
        "bold": any(weight >= BOLD_FROM for weight in upright),
    }
    return [
        _fault(place, f"no upright {name} face", f"Add the {name} face to the folder.")
        for name, is_there in needed.items()
        if not is_there
    ]


def _tables(data: bytes) -> dict[str, int]:
    if data[:4] not in OUTLINES or len(data) > LARGEST:
        raise ValueError("which is no font")
    entries = (12 + 16 * number for number in range(struct.unpack_from(">H", data, 4)[0]))
    return {data[at : at + 4].decode("ascii"): struct.unpack_from(">I", data, at + 8)[0] for at in entries}


def _family(data: bytes, table: int) -> str:
    count, start = struct.unpack_from(">HH", data, table + 2)
    names: dict[int, str] = {}
    for number in range(count):
        platform, _, language, name, length, offset = struct.unpack_from(">6H", data, table + 6 + 12 * number)
        if platform == 3 and (name not in names or language == 0x0409):
            at = table + start + offset
            names[name] = data[at : at + length].decode("utf-16-be")
    found = next((names[one] for one in FAMILY_IDS if names.get(one)), "")
    if not found.isprintable() or not found:
        raise ValueError("which has no name")
    return found


def _fault(place: str, found: str, repair: str) -> Fault:
    return Fault(place, found, "a regular and a bold face of one family, as .otf or .ttf", repair)
