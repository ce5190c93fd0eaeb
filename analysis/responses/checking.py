"""Checking: the one gate through which answers come in.

A table is never taken or refused as a whole: every row that is right stays, and everything that is wrong is
listed with its line, its column, what was found, what is allowed there and how to mend it. A row is left
out exactly if a fault names it, or if a column is missing that every row needs.

Nothing is guessed. The gate reads a whole number written as `3` or as the number 3.0, drops white space
around a cell, and takes nothing else for something that it is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import Fault, ResponseError
from analysis.guide import ALL, GOAL_KINDS, Guide, load_codebook
from analysis.responses.cells import read_cell, read_cells
from analysis.responses.frames import FRAMES, KEYS, LINK, Field, dtype_of, response_fields, team_guide_fields
from analysis.responses.judging import Complaint, judge_cell, show_cell, value_of

__all__ = ["Checked", "check_frame", "check_responses", "check_team_guides", "refuse_unknown_frame"]

GOALS = "goals"
"""The part of the guide whose answers have exactly one of the kinds of goals, and no themes."""

FIRST_LINE = 2
"""The line of the first row in a spreadsheet, whose line 1 is the header."""


@dataclass(frozen=True)
class Checked:
    """What the gate let through, and what it did not.

    `frame` holds the rows that are right, in the order in which they came, with the columns and dtypes of
    `analysis.responses.frames`; `faults` holds everything that is wrong, header first, then line by line.
    """

    frame: pd.DataFrame
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong."""
        return not self.faults

    def table(self) -> pd.DataFrame:
        """The faults as a table: `row` (blank where it belongs to none), `column`, `found`, `allowed`, `repair`."""
        rows = [(fault.row, fault.column, fault.found, fault.allowed, fault.repair) for fault in self.faults]
        table = pd.DataFrame(rows, columns=["row", "column", "found", "allowed", "repair"])
        return table.astype({"row": "Int64", "column": "str", "found": "str", "allowed": "str", "repair": "str"})


class Finding(NamedTuple):
    """A complaint about one cell: the position of its row, its column, and what is wrong."""

    position: int
    column: str
    complaint: Complaint


def check_responses(frame: pd.DataFrame, guide: Guide, rows: Sequence[int] | None = None) -> Checked:
    """Check person rows against `guide`.

    `frame` has the columns of `response_fields(guide)` in any order, as texts (from a CSV file) or typed; the
    columns of written answers and `link` may be absent. `rows` gives the line of each row in the file that
    it came from, where that is not 2, 3, 4 …. A `response_id` that comes again is a fault of the later row, and
    so is a `link` that comes again in the same wave of a library, since nobody answers twice in a wave.

    Missing answers
        An empty cell in a column of codes is a fault, because it does not say why the answer is missing: the
        blank codes -1 (skipped), -2 (unsure), -3 (not shown) and -4 (declined) do.

    >>> from analysis.guide import load_guide
    >>> guide = load_guide()
    >>> checked = check_responses(pd.DataFrame({"response_id": ["a", "a"]}), guide)
    >>> len(checked.frame), checked.faults[-1].found
    (0, "'a', as in row 2")
    """
    return _check(frame, response_fields(guide), KEYS["responses"], rows, _link_findings, guide)


def check_team_guides(frame: pd.DataFrame, guide: Guide, rows: Sequence[int] | None = None) -> Checked:
    """Check team guides (the consensus of libraries too small for person rows), as `check_responses` does.

    `frame` has the columns of `team_guide_fields(guide)`, one row per library and wave.

    >>> from analysis.guide import load_guide
    >>> check_team_guides(pd.DataFrame(), load_guide()).faults[0].found
    "no column 'library_id'"
    """
    return _check(frame, team_guide_fields(guide), KEYS["team_guides"], rows, _no_findings, guide)


def check_frame(name: str, frame: pd.DataFrame, guide: Guide, rows: Sequence[int] | None = None) -> Checked:
    """Check one of the frames of `FRAMES` (`libraries`, `roster`, `strategies` …), as `check_responses` does.

    Beyond its cells: a roster speaks of cohorts and values of the guide (and of `all`/`all`), and the heads of
    one cohort do not add up to more than all staff; a strategy serves qualities of the guide; a confirmed
    text and a coding belong to a question that is answered in words; a goal has at most one theme, which is its kind; a
    library's own theme belongs to another part of the guide that has such questions.

    Raises `ResponseError` for a name that is not in `FRAMES`.

    >>> from analysis.guide import load_guide
    >>> roster = pd.DataFrame({"library_id": ["a"], "wave": ["1"], "cohort": ["all"], "value": ["all"], "heads": [7]})
    >>> check_frame("roster", roster, load_guide()).ok
    True
    """
    refuse_unknown_frame(name)
    return _check(frame, FRAMES[name], KEYS[name], rows, MEANINGS.get(name, _no_findings), guide)


def refuse_unknown_frame(name: str) -> None:
    """Raise `ResponseError` unless `name` is one of `FRAMES`."""
    if name not in FRAMES:
        fault = Fault("frame", repr(name), ", ".join(FRAMES), "Choose one of these frames.")
        raise ResponseError(f"There is no frame {name!r}.", [fault])


Meaning = Callable[[pd.DataFrame, Guide], Iterator[Finding]]


def _check(
    frame: pd.DataFrame,
    fields: Sequence[Field],
    key: Sequence[str],
    rows: Sequence[int] | None,
    meaning: Meaning,
    guide: Guide,
) -> Checked:
    lines = range(FIRST_LINE, FIRST_LINE + len(frame)) if rows is None else rows
    header = [read_cell(name) for name in frame.columns]
    header_faults = tuple(_header_faults(header, fields))
    cells = _read_columns(frame, header, fields)
    findings = [finding for field in fields if field.name in cells for finding in _judge_column(field, cells)]
    findings += _repeated_keys(cells, key, findings, lines)
    good = _without(_typed(cells, fields, len(frame)), findings)
    if any(field.required and field.name not in cells for field in fields):
        good = good.iloc[:0]
    unmeant = list(meaning(good, guide))
    findings = sorted([*findings, *unmeant], key=lambda finding: finding.position)
    faults = (_fault(lines[finding.position], finding) for finding in findings)
    return Checked(_without(good, unmeant).reset_index(drop=True), (*header_faults, *faults))


def _fault(line: int, finding: Finding) -> Fault:
    return Fault(f"row {line}, column {finding.column}", *finding.complaint, row=int(line), column=finding.column)


def _header_faults(header: Sequence[str], fields: Sequence[Field]) -> Iterator[Fault]:
    known = [field.name for field in fields]
    for field in fields:
        if field.required and field.name not in header:
            repair = "Add it to the header and fill it in for every row; no row can be used without it."
            yield Fault("the header", f"no column {field.name!r}", "every column that the table needs", repair)
    for name, count in Counter(header).items():
        if name not in known:
            yield Fault("the header", show_cell(name), "the columns of this table", _rename(name, known), column=name)
        elif count > 1:
            yield Fault("the header", f"{name!r} {count} times", "each column once", "Keep one of them.", column=name)


def _rename(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name.casefold().replace(" ", "_"), known, n=1, cutoff=0.8)
    return f"Rename it to {close[0]}, or remove it." if close else "Remove it; nothing in it is kept."


def _read_columns(frame: pd.DataFrame, header: Sequence[str], fields: Sequence[Field]) -> dict[str, np.ndarray]:
    """The texts of every column that is there exactly once; of two with the same name neither can be trusted."""
    return {
        field.name: read_cells(frame.iloc[:, header.index(field.name)])
        for field in fields
        if header.count(field.name) == 1
    }


def _judge_column(field: Field, cells: dict[str, np.ndarray]) -> Iterator[Finding]:
    codes, texts = pd.factorize(cells[field.name])
    complaints = [judge_cell(field, text) for text in texts]
    wrong = np.array([complaint is not None for complaint in complaints], dtype=bool)
    for position in np.flatnonzero(wrong[codes]):
        complaint = complaints[codes[position]]
        if complaint is not None:
            yield Finding(int(position), field.name, complaint)


def _repeated_keys(
    cells: dict[str, np.ndarray], key: Sequence[str], findings: Sequence[Finding], lines: Sequence[int]
) -> list[Finding]:
    """A finding for every row whose key an earlier row has; keys that are wrong in themselves are left aside."""
    if not all(column in cells for column in key):
        return []
    unusable = {finding.position for finding in findings if finding.column in key}
    seen: dict[tuple[str, ...], int] = {}
    repeated = []
    for position, names in enumerate(zip(*(cells[column] for column in key), strict=True)):
        first = position if position in unusable else seen.setdefault(names, position)
        if first != position:
            found = f"{show_cell(', '.join(names))}, as in row {lines[first]}"
            complaint = Complaint(found, f"each {' and '.join(key)} once", "Remove or rename one of the two rows.")
            repeated.append(Finding(position, key[-1], complaint))
    return repeated


def _typed(cells: dict[str, np.ndarray], fields: Sequence[Field], length: int) -> pd.DataFrame:
    """Every column in its order and dtype; cells that are wrong hold whatever is convenient."""
    absent = np.full(length, "", dtype=object)
    columns = {field.name: _values(field, cells.get(field.name, absent)) for field in fields}
    return pd.DataFrame(columns, index=range(length)).astype({field.name: dtype_of(field) for field in fields})


def _values(field: Field, texts: np.ndarray) -> np.ndarray:
    if dtype_of(field) == "str":
        return texts
    codes, known = pd.factorize(texts)
    values = [0 if judge_cell(field, text) else value_of(field, text) for text in known]
    return np.array(values, dtype=object)[codes]


def _without(frame: pd.DataFrame, findings: Sequence[Finding]) -> pd.DataFrame:
    return frame.drop(index=list({finding.position for finding in findings}))


def _no_findings(_good: pd.DataFrame, _guide: Guide) -> Iterator[Finding]:
    yield from ()


def _link_findings(good: pd.DataFrame, _guide: Guide) -> Iterator[Finding]:
    linked = good[good[LINK] != ""]
    repeated = linked[linked.duplicated(["library_id", "wave", LINK])]
    for position, link in zip(repeated.index, repeated[LINK], strict=True):
        found = f"{show_cell(link)} a second time in this wave"
        repair = "Empty the cell, unless one person answered in different waves."
        yield Finding(int(position), LINK, Complaint(found, "each link once in a wave of a library", repair))


def _roster_findings(good: pd.DataFrame, guide: Guide) -> Iterator[Finding]:
    known = {ALL: (ALL,), **{cohort.id: cohort.value_ids for cohort in guide.cohorts}}
    unknown = set()
    for position, cohort, value in zip(good.index, good["cohort"], good["value"], strict=True):
        column, found, allowed = ("value", value, known[cohort]) if cohort in known else ("cohort", cohort, known)
        if found not in allowed:
            unknown.add(position)
            complaint = Complaint(show_cell(found), ", ".join(allowed), "Write one of the allowed values.")
            yield Finding(position, column, complaint)
    yield from _surplus_heads(good.drop(index=list(unknown)))


def _surplus_heads(good: pd.DataFrame) -> Iterator[Finding]:
    """A cohort column divides the staff, so its groups together cannot be more than everybody."""
    waves = list(zip(good["library_id"], good["wave"], strict=True))
    pairs = zip(waves, good["cohort"], good["heads"], strict=True)
    everybody = {wave: heads for wave, cohort, heads in pairs if cohort == ALL}
    together = good.groupby(["library_id", "wave", "cohort"])["heads"].transform("sum")
    for position, wave, cohort, heads in zip(good.index, waves, good["cohort"], together, strict=True):
        most = everybody.get(wave, heads)
        if heads > most:
            found, allowed = f"{heads} heads in {cohort} together", f"at most {most}, the heads of all staff"
            complaint = Complaint(found, allowed, "Correct the heads of this cohort, or those of all staff.")
            yield Finding(position, "heads", complaint)


def _strategy_findings(good: pd.DataFrame, guide: Guide) -> Iterator[Finding]:
    allowed = ", ".join(guide.qualities)
    for position, qualities in zip(good.index, good["qualities"], strict=True):
        unknown = [quality for quality in qualities.split() if quality not in guide.qualities]
        if unknown:
            repair = "Write the names of qualities with a space between them."
            yield Finding(position, "qualities", Complaint(show_cell(" ".join(unknown)), allowed, repair))


def _confirmed_text_findings(good: pd.DataFrame, guide: Guide) -> Iterator[Finding]:
    items = [item.id for item in guide.text_items]
    for position, item in zip(good.index, good["item"], strict=True):
        if item not in items:
            complaint = Complaint(show_cell(item), ", ".join(items), "Write the id of a question answered in words.")
            yield Finding(position, "item", complaint)


def _coding_findings(good: pd.DataFrame, guide: Guide) -> Iterator[Finding]:
    yield from _confirmed_text_findings(good, guide)
    goals = [item.id for item in guide.text_items if item.section == GOALS]
    for position, item, themes in zip(good.index, good["item"], good["themes"], strict=True):
        found = themes.split()
        if len(set(found)) < len(found):
            repair = "Write the ids of themes with a space between them, each once."
            yield Finding(position, "themes", Complaint(show_cell(themes), "each theme once", repair))
        elif item in goals and (len(found) > 1 or not set(found) <= set(GOAL_KINDS)):
            repair = "Write what kind of goal it is, or leave the cell empty if that cannot be told."
            yield Finding(position, "themes", Complaint(show_cell(themes), ", ".join(GOAL_KINDS), repair))


def _theme_findings(good: pd.DataFrame, guide: Guide) -> Iterator[Finding]:
    taken = {theme.id for theme in load_codebook().themes}
    parts = [part.id for part in guide.sections if part.id != GOALS and any(item.is_text for item in part.items)]
    for position, part, theme in zip(good.index, good["part"], good["theme"], strict=True):
        if part not in parts:
            complaint = Complaint(show_cell(part), ", ".join(parts), "Write the id of a part with questions in words.")
            yield Finding(position, "part", complaint)
        if " " in theme:
            complaint = Complaint(show_cell(theme), "an id without spaces", "Write _ in place of each space.")
            yield Finding(position, "theme", complaint)
        elif theme in taken:
            complaint = Complaint(show_cell(theme), "an id that the codebook does not have yet", "Write another id.")
            yield Finding(position, "theme", complaint)


MEANINGS: dict[str, Meaning] = {
    "roster": _roster_findings,
    "strategies": _strategy_findings,
    "confirmed_texts": _confirmed_text_findings,
    "codings": _coding_findings,
    "themes": _theme_findings,
}
