"""How much of what identifies people in a held-out list of sentences is masked exactly, proposed, or missed.

`tests/disclosure/hard_cases.csv` holds sentences as library staff write them, made without knowledge of the code that
masks: names that are words, initials, accents, telephone numbers of several countries, branches, unique roles, and as
many sentences in which nothing identifies. Two things are scored:

- *exact*: contact details in their usual form, and the names that a coordinator listed. They are masked without
  anybody being asked.
- *proposed*: everything else, for a coder to decide.

What had to be found counts as found if every letter and digit of it is covered; what was found is right if it overlaps
what had to be found. All misses and false alarms are listed.

    python benchmarks/masking.py
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

CASES = Path(__file__).parents[1] / "tests" / "disclosure" / "hard_cases.csv"
NAMED = ("person", "place", "team")
KINDS = (*NAMED, "email", "telephone", "web")


class Span(NamedTuple):
    """A piece of a text and its kind."""

    start: int
    end: int
    kind: str


class Case(NamedTuple):
    """A sentence: its language, the listed names as (kind, name), and what has to be found."""

    text: str
    language: str
    names: tuple[tuple[str, str], ...]
    expected: tuple[Span, ...]


class Scored(NamedTuple):
    """A case and what was found in it."""

    case: Case
    exact: tuple[Span, ...]
    proposed: tuple[Span, ...]


def main() -> None:
    """Score every case, and print the tables and the misses."""
    from analysis.disclosure.masking import Name, mask_exactly, propose_masks

    scored = []
    for case in read_cases():
        names = tuple(Name(name, kind) for kind, name in case.names)
        exact = mask_exactly(case.text, names, case.language).spans
        proposed = propose_masks(case.text, case.language, names)
        scored.append(Scored(case, _spans(exact), _spans(proposed)))
    print(f"{len(scored)} sentences, {sum(not one.case.expected for one in scored)} of them with nothing to find")
    print_table("exact: contact details and listed names", scored, exact=True)
    print_table("proposed: all else", scored, exact=False)
    print_list("missed", missed(scored))
    print_list("found where nothing identifies", false_alarms(scored))


def read_cases(path: Path = CASES) -> Iterator[Case]:
    """The cases of the list, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = tuple((kind, name) for kind, name in _marked(row["names"], ";"))
            yield Case(row["text"], row["language"], names, tuple(_located(row["text"], row["expected"])))


def print_table(title: str, scored: list[Scored], exact: bool) -> None:
    """Recall by what had to be found, precision by what was found, for each kind and language."""
    print(f"\n{title}\n{'':22}{'to find':>8}{'found':>8}{'recall':>8}{'given':>8}{'right':>8}{'precision':>11}")
    languages = dict.fromkeys(one.case.language for one in scored)
    for kind in KINDS:
        for language in languages:
            own = [one for one in scored if one.case.language == language]
            print(_line(f"{kind}, {language}", own, exact, (kind,)))
    print(_line("all", scored, exact, KINDS))


def missed(scored: Iterable[Scored]) -> Iterator[str]:
    """What had to be found and was neither masked nor proposed, or only proposed where it had to be masked."""
    for one in scored:
        for span in one.case.expected:
            must = is_exact(one.case, span)
            if not is_found(one.case.text, span, one.exact if must else one.exact + one.proposed):
                yield f"{'exact' if must else 'proposed':9}{_shown(one.case, span)}"


def false_alarms(scored: Iterable[Scored]) -> Iterator[str]:
    """What was masked or proposed and overlaps nothing that had to be found."""
    for one in scored:
        for name, spans in (("exact", one.exact), ("proposed", one.proposed)):
            yield from (f"{name:9}{_shown(one.case, span)}" for span in spans if not is_right(one.case, span))


def is_exact(case: Case, span: Span) -> bool:
    """Whether `span` has to be masked without asking; all names of a case with listed names are listed.

    An address whose signs are written out as words is for a coder to decide.
    """
    if span.kind in NAMED:
        return bool(case.names)
    return span.kind != "email" or "@" in case.text[span.start : span.end]


def is_found(text: str, span: Span, spans: Iterable[Span]) -> bool:
    """Whether every letter and digit of `span` lies in one of `spans`."""
    covered = {place for one in spans for place in range(one.start, one.end)}
    return all(place in covered for place in range(span.start, span.end) if text[place].isalnum())


def is_right(case: Case, span: Span) -> bool:
    """Whether `span` overlaps something that had to be found."""
    return any(span.start < one.end and one.start < span.end for one in case.expected)


def print_list(title: str, lines: Iterable[str]) -> None:
    """One line each, under a title with their number."""
    kept = list(lines)
    print(f"\n{title}: {len(kept)}")
    print("\n".join(f"  {line}" for line in kept))


def _spans(found: Iterable) -> tuple[Span, ...]:
    return tuple(Span(one.start, one.end, one.kind) for one in found)


def _marked(cell: str, sign: str) -> Iterator[tuple[str, str]]:
    for part in filter(None, cell.split(sign)):
        kind, _, words = part.partition(":")
        yield kind, words


def _located(text: str, cell: str) -> Iterator[Span]:
    """The expected spans, each looked for after the one before it."""
    after = 0
    for kind, words in _marked(cell, "|"):
        start = text.index(words, after)
        after = start + len(words)
        yield Span(start, after, kind)


def _line(title: str, scored: list[Scored], exact: bool, kinds: tuple[str, ...]) -> str:
    to_find = [
        (one, span)
        for one in scored
        for span in one.case.expected
        if span.kind in kinds and is_exact(one.case, span) == exact
    ]
    # A name that was masked exactly, though nobody had to, needs no proposal.
    found = sum(
        is_found(one.case.text, span, one.exact if exact else one.exact + one.proposed) for one, span in to_find
    )
    given = [(one, span) for one in scored for span in (one.exact if exact else one.proposed) if span.kind in kinds]
    right = sum(is_right(one.case, span) for one, span in given)
    rates = [f"{part / of:.3f}" if of else "–" for part, of in ((found, len(to_find)), (right, len(given)))]
    return f"{title:22}{len(to_find):>8}{found:>8}{rates[0]:>8}{len(given):>8}{right:>8}{rates[1]:>11}"


def _shown(case: Case, span: Span) -> str:
    return f"{span.kind:10} {case.text[span.start : span.end]!r} in: {case.text}"


if __name__ == "__main__":
    main()
