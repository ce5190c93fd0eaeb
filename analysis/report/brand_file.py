"""Brand file: who publishes reports, kept in a small file of TOML beside the logo and the font.

Every fault of the file is reported at once: a name that is not known, a color that is too light, a logo that holds a
program, a font without a bold face. Names of files are taken from the folder of the brand file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from analysis.errors import Fault, ToolkitError
from analysis.report.brand import COLORS, NO_ALT, Brand, color_faults, paper_faults
from analysis.report.logo import LARGEST, logo_trouble
from analysis.report.typefaces import family_of

__all__ = ["load_brand"]

TEXTS = {"name": 120, "contact": 300, "logo": 300, "logo_alt": 300, "font": 300}
"""The most characters of each text."""

KEYS = (*TEXTS, "paper", "colors")
LARGEST_FILE = 100_000


def load_brand(path: Path | str) -> Brand:
    """The brand of a file in TOML with any of `name`, `contact`, `logo`, `logo_alt`, `font`, `paper` and `[colors]`.

    `logo` names a PNG or SVG, `font` a folder with the files of one family.

    Raises `ToolkitError` with every fault of the file.
    """
    place = Path(path)
    tree = _read(place)
    faults = [*_key_faults(tree, KEYS, ""), *_text_faults(tree), *_colors_faults(tree)]
    faults += paper_faults(tree["paper"]) if "paper" in tree else []
    logo, logo_faults = _logo(tree, place.parent)
    font, font_name, font_faults = _font(tree, place.parent)
    faults += [*logo_faults, *font_faults]
    if faults:
        raise ToolkitError(f"The brand file {place.name} cannot be used.", faults)
    plain = {key: tree[key].strip() for key in ("name", "contact", "logo_alt", "paper") if key in tree}
    return Brand(**plain, **tree.get("colors", {}), logo=logo, font=font, font_name=font_name)


def _read(place: Path) -> dict[str, Any]:
    repair = "Check that it is a text file in UTF-8, and mend the line that is named."
    try:
        data = place.read_bytes()
        if len(data) > LARGEST_FILE:
            raise ValueError(f"{len(data) // 1000} kB")
        return tomllib.loads(data.decode("utf-8-sig"))
    except FileNotFoundError:
        fault = Fault(str(place), "no file", "a brand file in TOML", "Check the name and the folder.")
    except (OSError, ValueError, RecursionError) as error:
        fault = Fault(place.name, str(error), "a brand file in TOML", repair)
    raise ToolkitError(f"The brand file {place.name} cannot be read.", [fault])


def _key_faults(tree: Mapping[str, Any], known: tuple[str, ...], within: str) -> list[Fault]:
    return [_unknown(within, key, known) for key in tree if key not in known]


def _unknown(within: str, key: str, known: tuple[str, ...]) -> Fault:
    nearest = get_close_matches(key, known, 1, cutoff=0.5)
    repair = f"Did you mean “{nearest[0]}”?" if nearest else "Take the line out."
    return Fault(f"{within}{key}", "a name that is not known", ", ".join(known), repair)


def _text_faults(tree: Mapping[str, Any]) -> list[Fault]:
    return [
        Fault(key, f"{tree[key]!r:.60}", f"one line of at most {most} characters in quotes", "Shorten or mend it.")
        for key, most in TEXTS.items()
        if key in tree and not _is_line(tree[key], most)
    ]


def _is_line(value: Any, most: int) -> bool:
    return isinstance(value, str) and len(value) <= most and value.isprintable()


def _colors_faults(tree: Mapping[str, Any]) -> list[Fault]:
    colors = tree.get("colors", {})
    if not isinstance(colors, dict):
        return [Fault("colors", f"{colors!r:.60}", "a part [colors]", "Write [colors] on a line of its own.")]
    known = {name: color for name, color in colors.items() if name in COLORS}
    wrong = [fault for name, color in known.items() for fault in color_faults(f"colors.{name}", name, color)]
    return [*_key_faults(colors, tuple(COLORS), "colors."), *wrong]


def _logo(tree: Mapping[str, Any], folder: Path) -> tuple[bytes, list[Fault]]:
    name = tree.get("logo", "")
    if not name or not _is_line(name, TEXTS["logo"]):
        return b"", []
    alt = tree.get("logo_alt", "")
    faults = [NO_ALT] if isinstance(alt, str) and not alt.strip() else []
    data, trouble = _picture(folder / name)
    if trouble:
        allowed = f"a PNG or an SVG that draws and does nothing else, of at most {LARGEST // 1000} kB"
        faults.append(Fault("logo", f"“{name}”, {trouble}", allowed, "Save it as plain SVG or as PNG, and try again."))
    return data, faults


def _picture(file: Path) -> tuple[bytes, str]:
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError:
        return b"", "a file that is not there or may not be read"
    return data, logo_trouble(data)


def _font(tree: Mapping[str, Any], folder: Path) -> tuple[str, str, list[Fault]]:
    name = tree.get("font", "")
    if not name or not _is_line(name, TEXTS["font"]):
        return "", "", []
    family, faults = family_of(folder / name)
    return str((folder / name).resolve()), family, faults
