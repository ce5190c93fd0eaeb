"""Coding masks: where a written answer is masked, and how it reads then.

Three kinds of places come together: what is masked always (contact details and listed names), what a coder took over
from the proposals, and what a coder masked by hand. Places that overlap become one, so that no half of a name is left
standing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from analysis.collect.coding import Mask
from analysis.disclosure.masking import Name, apply_masks, mask_exactly
from analysis.disclosure.spans import KINDS
from analysis.errors import Fault, ResponseError

__all__ = ["check_masks", "label_of", "masked_version"]


def check_masks(masks: Iterable[Sequence[Any]], length: int) -> tuple[Mask, ...]:
    """`masks` in order, each within a text of `length` characters and once.

    Raises `ResponseError` for a mask that is none, or lies outside of the text.

    >>> check_masks([[4, 9, "place"], [0, 3, "person"]], 9)
    ((0, 3, 'person'), (4, 9, 'place'))
    """
    try:
        found = {(int(start), int(end), str(kind)) for start, end, kind in masks}
    except (TypeError, ValueError) as error:
        raise _refused("no mask") from error
    for start, end, kind in found:
        if kind not in KINDS or not 0 <= start < end <= length:
            raise _refused(f"{start} to {end}, {kind}"[:80])
    return tuple(sorted(found))


def masked_version(text: str, masks: Sequence[Mask], names: Sequence[Name], language: str) -> str:
    """The text as it would be released: with `masks`, and with everything that is masked always.

    >>> masked_version("Ana Poe, ana@elm.org", [(0, 7, "person")], (), "en")
    '[a colleague], [e-mail address]'
    """
    exact = mask_exactly(text, names, language).spans
    # Once more, as a release does: what a mask leaves beside it may be a contact only now.
    return mask_exactly(apply_masks(text, [*exact, *masks], language), names, language).text


def label_of(kind: str, language: str) -> str:
    """What stands in a text where something of this kind is masked."""
    return apply_masks("x", ((0, 1, kind),), language)


def _refused(found: str) -> ResponseError:
    fault = Fault("a mask", found, "a place in the text", "Look at the text once more.")
    return ResponseError("The text cannot be masked so.", [fault])
