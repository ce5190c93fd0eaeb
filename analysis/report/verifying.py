"""Verifying: does a report say what follows from the data?

The report is made again from the request in its manifest, and compared twice: the numbers and texts that the manifest
names, each at its place, and what the file shows to its readers, so that a figure that was changed by hand is found
too. The manifest comes from whoever sent the file. It is data, and may ask only for what anybody could ask for. Refused
is what cannot be compared: a file without a manifest, or one that another guide stands behind. What pictures show is
compared by their descriptions and tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path

from analysis.disclosure.released import Provenance
from analysis.errors import Fault, ToolkitError
from analysis.exchange.sources import Sources
from analysis.guide import Guide
from analysis.report.brand import Brand
from analysis.report.listing import squeeze, texts_of
from analysis.report.making import make_report
from analysis.report.manifest import Manifest, digest_of, manifest_of, read_manifest
from analysis.report.model import Report
from analysis.report.reading import read_bytes, read_report
from analysis.report.request import Request
from analysis.report.shown import Change, Shown, compare_shown
from analysis.report.writing import WITH_TEMPLATE, report_bytes

__all__ = ["Difference", "Verdict", "verify_report"]

ANOTHER = "another text"
SHOWN_DIFFERENCES = 20
LONGEST_SHOWN, BEFORE = 100, 30
ANY_LOGO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
"""A picture of one point, since what is compared of a logo is its description."""


@dataclass(frozen=True)
class Difference:
    """What a report says at a place and what follows from the data, empty for nothing; `is_number` where it is one."""

    place: str
    shown: str
    recomputed: str
    is_number: bool = True

    def __str__(self) -> str:
        shown, recomputed = _excerpts(self.shown, self.recomputed)
        return _printable(f"{self.place}: the report says {shown}, from the data follows {recomputed}")


@dataclass(frozen=True)
class Verdict:
    """How many numbers and texts were compared, which of them differ, and what else there is to know."""

    numbers: int
    texts: int
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything in the report follows from the data."""
        return not self.differences

    def __str__(self) -> str:
        head = f"All {self.numbers} numbers and {self.texts} texts of this report follow from the data."
        if self.differences:
            wrong = sum(difference.is_number for difference in self.differences)
            counted = [(wrong, self.numbers, "numbers"), (len(self.differences) - wrong, self.texts, "texts")]
            told = (f"{count} of {total} {name}" for count, total, name in counted if count)
            head = f"What does not follow from the data: {' and '.join(told)}."
        told = [f"- {difference}" for difference in self.differences[:SHOWN_DIFFERENCES]]
        hidden = len(self.differences) - SHOWN_DIFFERENCES
        more = [f"- and {hidden} more; `.differences` has them all"] if hidden > 0 else []
        return "\n".join([head, *told, *more, *self.notes])


def verify_report(path: Path | str, sources: Sources) -> Verdict:
    """Compare the report in a file with what follows from `sources`.

    Raises `ToolkitError` where the file is no report or has no manifest, where the report rests on another guide, or
    on a library or wave that is not among the data.
    """
    shown = read_report(path)
    manifest = read_manifest(shown.manifest, Path(path).name)
    _refuse_hidden_marks(manifest.request, Path(path).name)
    _refuse_other_guide(manifest, sources.guide)
    report = make_report(sources, manifest.request, _brand(manifest))
    readable = {digest_of(cell): cell for piece in shown.pieces for cell in piece.cells}
    named = (*_numbers(manifest, manifest_of(report)), *_texts(manifest, report, readable))
    return Verdict(
        numbers=len(manifest.numbers),
        texts=sum(len(texts) for _, texts in manifest.texts),
        differences=(*named, *_seen(_changes(shown, report, Path(path)), named)),
        notes=tuple(_notes(manifest, report)),
    )


def _refuse_hidden_marks(request: Request, place: str) -> None:
    """No id has them; shown in a message, they could change what a screen shows."""
    if not all(text.isprintable() for text in (request.library_id, request.wave, *request.sections)):
        fault = Fault(place, "marks that cannot be shown", "ids of libraries, waves and sections", "Get the file anew.")
        raise ToolkitError("The manifest of this report asks for what cannot be.", [fault])


def _refuse_other_guide(manifest: Manifest, guide: Guide) -> None:
    for (library, wave), origin in manifest.origins.items():
        if (origin.guide_id, origin.guide_version) != (guide.id, guide.version):
            found = _printable(f"the guide {origin.guide_id} {origin.guide_version}")
            repair = "Use the version of the toolkit that this guide came with."
            fault = Fault(_printable(f"{library} {wave}"), found, f"{guide.id} {guide.version}", repair)
            raise ToolkitError("This report was made with another guide.", [fault])


def _brand(manifest: Manifest) -> Brand:
    alt = manifest.brand["logo_alt"]
    return Brand(**manifest.brand, logo=ANY_LOGO if alt else b"")


def _numbers(told: Manifest, again: Manifest) -> Iterator[Difference]:
    """The numbers that the manifest names and that are not the same, are missing, or are new."""
    shown, recomputed = told.numbers, again.numbers
    for address in {**recomputed, **shown}:
        one, other = shown.get(address), recomputed.get(address)
        if one != other:
            yield Difference(str(address), one or "", other or "")


def _texts(told: Manifest, report: Report, readable: Mapping[str, str]) -> Iterator[Difference]:
    """The texts that the manifest names and that are not the same; `readable` has those of the file by digest."""
    named = dict(told.texts)
    for section, texts in (*texts_of(report), *((gone, ()) for gone in list(named))):
        said = named.pop(section, ())
        again = [digest_of(text) for text in texts]
        for kind, *span in SequenceMatcher(None, said, again, autojunk=False).get_opcodes():
            if kind != "equal":
                from_, to, at, until = span
                shown = [readable.get(digest, ANOTHER) for digest in said[from_:to]]
                for one, other in zip_longest(shown, texts[at:until], fillvalue=""):
                    yield Difference(f"section {section}, a text" if section else "cover, a text", one, other, False)


def _changes(shown: Shown, report: Report, path: Path) -> list[Change]:
    """Where the file differs from what is written anew; slides may stand on a template, which they bring with them."""
    changes = compare_shown(shown, read_bytes(report_bytes(report, shown.format), path.name))
    if not changes or shown.format != WITH_TEMPLATE:
        return changes
    try:
        on_its_own = report_bytes(report, shown.format, path)
    except ToolkitError:
        return changes
    return min(changes, compare_shown(shown, read_bytes(on_its_own, path.name)), key=len)


def _seen(changes: Iterable[Change], named: Sequence[Difference]) -> Iterator[Difference]:
    """What readers see and the manifest does not tell; what it tells has been named already."""
    for change in changes:
        if not any(_is_named(change, one) for one in named):
            yield Difference(f"in the file, {change.place}", change.shown, change.again, change.is_cell)


def _is_named(change: Change, named: Difference) -> bool:
    pairs = ((named.shown, change.shown), (named.recomputed, change.again))
    if named.is_number:
        return all(squeeze(one) == squeeze(other) for one, other in pairs)
    # A format may put a text behind others, such as “Figure 1.”.
    return all(one == ANOTHER or squeeze(one) in squeeze(other) for one, other in pairs)


def _notes(manifest: Manifest, report: Report) -> Iterator[str]:
    """What is not the same about where the results came from, and need not matter."""
    if set(manifest.origins) != set(report.origins):
        yield "The report rests on other libraries or waves than are here now."
    for key, origin in manifest.origins.items():
        if key in report.origins:
            yield from map(_printable, _origin_notes(" ".join(key), origin, report.origins[key]))


def _origin_notes(place: str, told: Provenance, again: Provenance) -> Iterator[str]:
    pairs = {
        "the data": (told.data_fingerprint, again.data_fingerprint),
        "the policy": (_policy(told), _policy(again)),
        "the version of the toolkit": (told.toolkit_version, again.toolkit_version),
    }
    for name, (one, other) in pairs.items():
        if one != other:
            yield f"{place}: {name} differs; the report has “{one}”, here is “{other}”."


def _policy(origin: Provenance) -> str:
    return f"{origin.policy.minimum_group} people, {origin.policy.minimum_texts} texts"


def _excerpts(one: str, other: str) -> tuple[str, str]:
    """Two texts in quotation marks, from a little before the place where they part."""
    plain = [" ".join(text.split()) for text in (one, other)]
    parted = next((at for at, (left, right) in enumerate(zip(*plain, strict=False)) if left != right), 0)
    at = max(0, parted - BEFORE) if max(map(len, plain)) > LONGEST_SHOWN else 0
    return _quoted(plain[0], at), _quoted(plain[1], at)


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else "\ufffd" for one in text)


def _quoted(text: str, at: int) -> str:
    if text in ("", ANOTHER):
        return text or "nothing"
    rest = text[at:]
    cut = rest if len(rest) <= LONGEST_SHOWN else f"{rest[:LONGEST_SHOWN]}…"
    return f"“…{cut}”" if at else f"“{cut}”"
