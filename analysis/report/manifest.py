"""Manifest: what a report says and what it rests on, as data that every file of it carries.

Whoever has the answers can make the report again from its manifest and compare. A manifest is JSON in one line: the
request, who publishes it, where the results came from, every number with its address, and a short digest of every
text. It holds nothing that the report does not say, and no mark that a web page or an XML file would read as its own,
so that it can be put into any file as it is. What is none, or was written in another format, is refused.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from analysis.disclosure.released import Provenance
from analysis.errors import Fault, ToolkitError
from analysis.guide import Policy
from analysis.report.listing import KINDS, Address, Grid, grids_of, squeeze, texts_of
from analysis.report.model import Report
from analysis.report.request import Request

__all__ = ["FORMAT", "LARGEST", "Manifest", "digest_of", "manifest_bytes", "manifest_of", "read_manifest"]

FORMAT = 1

LARGEST = 8_000_000
"""The most bytes that a manifest may have; that of a long report has a hundred thousand."""

READ_OF_BRAND = ("name", "contact", "logo_alt")
DIGITS = 16
UNSAFE = re.compile("[<>&\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

Origins = Mapping[tuple[str, str], Provenance]


@dataclass(frozen=True)
class Manifest:
    """What a file says about the report in it.

    `brand` is what of it is read: its name, its contact, and the description of its logo. `grids` are the tables,
    key figures and charts of each section, `texts` the digests of its texts; both by the section's id, in the order of
    the report.
    """

    request: Request
    brand: Mapping[str, str]
    origins: Origins
    grids: tuple[tuple[str, tuple[Grid, ...]], ...]
    texts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def numbers(self) -> dict[Address, str]:
        """What is told at each address of the report."""
        found = (grid.cells(section) for section, grids in self.grids for grid in grids)
        return {address: text for cells in found for address, text in cells.items()}


def manifest_of(report: Report) -> Manifest:
    """The manifest of a finished report."""
    return Manifest(
        request=report.request,
        brand={name: getattr(report.brand, name) for name in READ_OF_BRAND},
        origins=report.origins,
        grids=tuple((section.id, grids_of(section)) for section in report.sections),
        texts=tuple((section, tuple(map(digest_of, texts))) for section, texts in texts_of(report)),
    )


def manifest_bytes(report: Report) -> bytes:
    """The manifest as UTF-8, the same bytes for the same report."""
    manifest = manifest_of(report)
    content = {
        "format": FORMAT,
        "request": asdict(manifest.request),
        "brand": dict(manifest.brand),
        "origins": [
            {"library_id": library_id, "wave": wave, **asdict(origin)}
            for (library_id, wave), origin in sorted(manifest.origins.items())
        ],
        "grids": [[section, [asdict(grid) for grid in grids]] for section, grids in manifest.grids],
        "texts": manifest.texts,
    }
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written).encode()


def read_manifest(data: bytes, place: str) -> Manifest:
    """The manifest in `data`, which came from the file `place` and may have been written by anybody.

    Raises `ToolkitError` where it is damaged, too large, or of another format.
    """
    if len(data) > LARGEST:
        raise _damaged(place, f"{len(data)} bytes")
    try:
        content = json.loads(data)
        format_ = content["format"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damaged(place, f"something else ({type(error).__name__})") from error
    if format_ != FORMAT:
        fault = Fault(place, f"format {format_!r:.40}", str(FORMAT), "Use the version that made the report.")
        raise ToolkitError("The manifest of this report was written by another version of the toolkit.", [fault])
    try:
        return _manifest(content)
    except (ValueError, KeyError, TypeError, AttributeError, ToolkitError) as error:
        raise _damaged(place, f"something else ({type(error).__name__})") from error


def digest_of(text: str) -> str:
    """A short digest of a text, by which it can be compared however its lines are broken.

    >>> digest_of("23 of your 31 staff answered.")
    '976960712edd7215'
    """
    return hashlib.sha256(squeeze(text).encode()).hexdigest()[:DIGITS]


def _manifest(content: Mapping[str, Any]) -> Manifest:
    return Manifest(
        request=_request(content["request"]),
        brand={name: _text(content["brand"][name]) for name in READ_OF_BRAND},
        origins={(_text(one["library_id"]), _text(one["wave"])): _origin(one) for one in content["origins"]},
        grids=tuple((_text(section), tuple(map(_grid, grids))) for section, grids in content["grids"]),
        texts=tuple((_text(section), _texts(texts)) for section, texts in content["texts"]),
    )


def _request(asked: Mapping[str, Any]) -> Request:
    if not isinstance(asked["is_sample"], bool):
        raise TypeError("is_sample")
    texts = {name: _text(value) for name, value in asked.items() if name not in ("is_sample", "sections")}
    return Request(**texts, sections=_texts(asked["sections"]), is_sample=asked["is_sample"])


def _origin(one: Mapping[str, Any]) -> Provenance:
    names = ("guide_id", "guide_version", "toolkit_version", "data_fingerprint")
    thresholds = {name: int(value) for name, value in one["policy"].items()}
    return Provenance(**{name: _text(one[name]) for name in names}, policy=Policy(**thresholds))


def _grid(one: Mapping[str, Any]) -> Grid:
    columns, rows = _texts(one["columns"]), tuple(map(_texts, one["rows"]))
    if one["kind"] not in KINDS or any(len(row) != len(columns) for row in rows) or not columns:
        raise ValueError("grid")
    return Grid(one["kind"], _text(one["id"]), columns, rows)


def _texts(values: Sequence[Any]) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError("list")
    return tuple(map(_text, values))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value


def _damaged(place: str, found: str) -> ToolkitError:
    fault = Fault(
        place, found, "the manifest that the toolkit wrote", "Get the file anew from whoever made the report."
    )
    return ToolkitError("The manifest of this report is damaged.", [fault])
