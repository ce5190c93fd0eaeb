"""Team guide: what a team agreed on, read from its one guide.

The qualities by the cell that both marks put them in, the situations in which growth comes least easily, and what was
written. What was left open stays open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analysis.guide import Guide, Item

__all__ = ["CELLS", "Answers", "answer_key", "hardest_situations", "sort_qualities", "written_in"]

Answers = Mapping[str, str | int]

CELLS = ("strengthen", "sustain", "build", "neither")
"""The four cells of seeing a quality and wanting to develop it, in the order in which they are shown."""

OPEN = "open"
BY_MARKS = {(1, 1): "strengthen", (1, 0): "sustain", (0, 1): "build", (0, 0): "neither"}

MOST_HARD = 2
"""Where more situations than these are equally hard, none stands apart."""


def sort_qualities(answers: Answers, guide: Guide) -> dict[str, tuple[str, ...]]:
    """The qualities in each of the four cells, and under `open` those of which a mark was left open.

    >>> from analysis.guide import load_guide
    >>> sort_qualities({"exists_purpose": 1, "develop_purpose": 0}, load_guide())["sustain"]
    ('purpose',)
    """
    found = {quality: BY_MARKS.get(_marks(answers, quality), OPEN) for quality in guide.qualities}
    return {cell: tuple(name for name, own in found.items() if own == cell) for cell in (*CELLS, OPEN)}


def hardest_situations(answers: Answers, guide: Guide) -> tuple[str, ...]:
    """The one or two situations in which growth comes least easily; none where more are alike, or none is answered.

    How easily it comes is the answer towards growth minus the answer towards fixed.

    >>> from analysis.guide import load_guide
    >>> given = {"challenge_growth": 5, "challenge_fixed": 2, "change_growth": 3, "change_fixed": 4}
    >>> hardest_situations(given, load_guide())
    ('change',)
    """
    leans = {name: lean for name in guide.situations if (lean := _lean(answers, guide, name)) is not None}
    hardest = tuple(name for name, lean in leans.items() if lean == min(leans.values()))
    return hardest if len(hardest) <= MOST_HARD and len(hardest) < len(leans) else ()


def written_in(answers: Answers, guide: Guide, section: str) -> Iterator[tuple[Item, str]]:
    """The text questions of one part of the guide that the team wrote to, each with its text."""
    for item in guide.section(section).items:
        text = str(answers.get(item.id) or "").strip()
        if item.is_text and text:
            yield item, text


def answer_key(answers: Answers, item: Item) -> str:
    """The key of the words for the answer to an item on a scale; empty where it was left open."""
    point = int(answers.get(item.id, -1))
    return f"guide.scale.{item.scale.id}.{point}" if item.scale and point in item.scale.points else ""


def _marks(answers: Answers, quality: str) -> tuple[int, int]:
    return int(answers.get(f"exists_{quality}", -1)), int(answers.get(f"develop_{quality}", -1))


def _lean(answers: Answers, guide: Guide, situation: str) -> int | None:
    """How much further the team agrees towards growth than towards fixed; None where one of the two is open."""
    own = {item.keyed: item for item in guide.section("continuum").items if item.subject == situation}
    if not all(answer_key(answers, item) for item in own.values()):
        return None
    return int(answers[own["growth"].id]) - int(answers[own["fixed"].id])
