"""Masking: what stands in a text in the place of the words by which somebody could be recognized.

Two things are done, and only the first without a person. `mask_exactly` masks what is certain: e-mail addresses,
telephone numbers, web addresses, and the names that the library has listed, wherever they stand. `propose_masks`
points at what may be a name, and masks nothing. A text may be released only when a person has looked at every one of
its words and confirmed the masked version: no program finds all by which colleagues recognize one another.

What was masked before stays as it is, whatever the language of its labels, so masking a masked text changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from analysis.disclosure.contacts import find_emails, find_webs
from analysis.disclosure.folding import Folded, fold_text
from analysis.disclosure.listed import find_listed
from analysis.disclosure.proposals import find_proposals
from analysis.disclosure.spans import KINDS, Name, Proposal, Span, apart
from analysis.disclosure.telephones import find_telephones
from analysis.guide import load_words

__all__ = ["Masked", "Name", "Proposal", "Span", "apply_masks", "mask_exactly", "propose_masks"]

LABELED = ("en", "es")


@dataclass(frozen=True)
class Masked:
    """A masked text, and which parts of the text as it was written were masked."""

    text: str
    spans: tuple[Span, ...]


def mask_exactly(text: str, names: Sequence[Name] = (), language: str = "en") -> Masked:
    """Mask the addresses and numbers in `text`, and the listed `names`, with the labels of `language`.

    Raises `GuideError` for a language without wording.

    >>> mask_exactly("Ask Zoë at zoe@elm.org or 555-0142.", [Name("Zoe", "person")]).text
    'Ask [a colleague] at [e-mail address] or [telephone number].'
    """
    spans = _exact_spans(fold_text(text), names, _labels_in(text))
    return Masked(apply_masks(text, spans, language), spans)


def propose_masks(text: str, language: str = "en", names: Sequence[Name] = ()) -> tuple[Proposal, ...]:
    """What in `text`, written in `language`, may be a name or another trace of somebody, in order and without overlaps.

    What `mask_exactly` masks is not proposed again, and neither are labels of what was masked before; parts of `names`
    are.

    >>> [proposal[:3] for proposal in propose_masks("I learned it from Mrs. Ode at Branch 4.")]
    [(18, 26, 'person'), (30, 38, 'place')]
    """
    folded, labels = fold_text(text), _labels_in(text)
    masked = [span[:2] for span in _exact_spans(folded, names, labels)]
    return find_proposals(_blanked(folded, [*labels, *masked]), language, tuple(names))


def apply_masks(text: str, spans: Iterable[tuple[Any, ...]], language: str = "en") -> str:
    """`text` with a label of `language` in the place of each of `spans` (start, end, kind, and whatever follows).

    Spans that overlap become one, with the kind of the longest. Positions that the text does not have are left out.
    """
    words = load_words(language)
    pieces, at = [], 0
    for start, end, kind in _joined(spans, len(text)):
        pieces += [text[at:start], words(f"masks.label.{kind}")]
        at = end
    return "".join([*pieces, text[at:]])


def _exact_spans(folded: Folded, names: Sequence[Name], labels: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """What is found when nothing more is found: a part may be a name only once what stood beside it is masked."""
    found: list[Span] = []
    rest = _blanked(folded, labels)
    while more := apart(_exact_parts(rest, names), lambda span: KINDS.index(span.kind)):
        found += more
        rest = rest.without([span[:2] for span in more])
    return tuple(sorted(Span(*folded.raw(start, end), kind) for start, end, kind in found))


def _exact_parts(folded: Folded, names: Sequence[Name]) -> list[Span]:
    contacts = {"email": find_emails, "web": find_webs, "telephone": find_telephones}
    found = [Span(*part, kind) for kind, find in contacts.items() for part in find(folded)]
    return [*found, *(Span(*part) for part in find_listed(folded, names))]


def _blanked(folded: Folded, parts: Sequence[tuple[int, int]]) -> Folded:
    """`folded` without parts of the raw text."""
    if not parts:
        return folded
    inside = {at for start, end in parts for at in range(start, end)}
    return folded.without([(at, at + 1) for at, origin in enumerate(folded.origin) if origin in inside])


def _labels_in(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _labels().finditer(text)]


@cache
def _labels() -> re.Pattern[str]:
    labels = {load_words(language)(f"masks.label.{kind}") for language in LABELED for kind in KINDS}
    return re.compile("|".join(re.escape(label) for label in sorted(labels)))


def _joined(spans: Iterable[tuple[Any, ...]], length: int) -> list[tuple[int, int, str]]:
    joined: list[tuple[int, int, str, int]] = []
    for start, end, kind, *_ in sorted(spans):
        if not 0 <= start < end <= length:
            continue
        if joined and start < joined[-1][1]:
            before, reach, was, longest = joined.pop()
            best = (kind, end - start) if end - start > longest else (was, longest)
            joined.append((before, max(reach, end), best[0], best[1]))
        else:
            joined.append((start, end, kind, end - start))
    return [span[:3] for span in joined]
