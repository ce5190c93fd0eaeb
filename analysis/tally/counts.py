"""Counts: how many people of a group gave which answer.

A `Tally` holds the counts of one set of people, group by group. A group is one value of one cohort column
(`cohort`, `value`); everybody is the group `all`, `all`. Columns are counted one at a time: the finest
cells, where a "group" is a person, are never counted, and nobody can ask for them.

A tally counts whatever rows it is given. Hand it one library and one wave, unless a pool is meant. Its
counts are not protected: they stay in the room until `release` has judged them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pandas as pd
from narwhals.typing import IntoFrame

from analysis.errors import Fault, ToolkitError
from analysis.guide import ALL, BLANK_NAMES, LEADS, Blank, Cohort, Guide
from analysis.tally.scores import BANDS, OVERALL, flag, is_answered, with_scores

__all__ = ["CELLS", "Tally", "tally_answers"]

CELLS = ("strengthen", "sustain", "build", "neither")
"""Both marks, only "exists", only "develop further", none of the two."""

MARKS = ("exists", "develop")


@dataclass(frozen=True)
class Tally:
    """The counts of one set of people; every frame has the columns `cohort` and `value` in front.

    | Frame | One row per group and | Counts |
    |---|---|---|
    | `respondents` | – | `n`, who answered anything |
    | `marks` | `quality`, `mark` | `yes`, `no`, `skipped`, `unsure`, `not_shown`, `declined`; they add up to n |
    | `pairs` | `quality` | `strengthen`, `sustain`, `build`, `neither`, `incomplete` (a mark is blank) |
    | `bands` | `scope`: `overall` or a situation | `fixed`, `mixed`, `growth`, `unscored` (no position) |
    | `scores` | pair `exists_yes`, `exists_answered` | `people`; only pairs that occur |

    A group is a value of a cohort column, also where nobody has it (all counts 0), in the guide's order.
    Who left a cohort column blank is counted under the blank's code, `"-1"` or `"-4"`, where that occurs.
    """

    respondents: pd.DataFrame
    marks: pd.DataFrame
    pairs: pd.DataFrame
    bands: pd.DataFrame
    scores: pd.DataFrame


@dataclass(frozen=True)
class _Count:
    """One number to be counted: its row (`keys`), its column (`name`), and who counts."""

    keys: tuple[str, ...]
    name: str
    who: nw.Expr

    @property
    def alias(self) -> str:
        return "|".join((*self.keys, self.name))


def tally_answers(frame: IntoFrame, guide: Guide, cohorts: Iterable[str] = ()) -> Tally:
    """Count the answers of `frame` for everybody and for every value of each column in `cohorts`.

    `frame` has the columns of `analysis.responses.frames.response_fields(guide)`; pandas, polars, or what
    else Narwhals reads. `cohorts` names columns of the guide and, where the guide says who leads, `leads`.
    The result holds small pandas frames, whatever came in.

    Raises `ToolkitError` for a cohort column that the guide does not have.

    Missing answers
    ---------------
    Each kind of blank has a column of its own; an empty cell counts as skipped. Nothing counts as "no".

    >>> import pandas as pd
    >>> from analysis.guide import load_guide
    >>> from analysis.responses.frames import empty_frame, response_fields
    >>> guide = load_guide()
    >>> blank = dict.fromkeys([item.id for item in guide.scaled_items], -1)
    >>> people = empty_frame(response_fields(guide)).reindex([0, 1, 2]).assign(**blank)
    >>> tally = tally_answers(people.assign(exists_purpose=[1, 0, -2]), guide)
    >>> tally.marks.loc[[0], ["quality", "mark", "yes", "no", "skipped", "unsure"]]
       quality    mark  yes  no  skipped  unsure
    0  purpose  exists    1   1        0       1
    """
    asked = list(dict.fromkeys((ALL, *cohorts)))
    _check_cohorts(asked, guide)
    people = with_scores(_with_groups(nw.from_native(frame), guide, asked), guide)
    groups = [guide.cohort(cohort) for cohort in asked]
    return Tally(
        respondents=_count_respondents(people, groups),
        marks=_count(people, groups, ("quality", "mark"), list(_marks(guide))),
        pairs=_count(people, groups, ("quality",), list(_pairs(guide))),
        bands=_count(people, groups, ("scope",), list(_bands(guide))),
        scores=_count_scores(people, groups),
    )


def _check_cohorts(asked: Sequence[str], guide: Guide) -> None:
    known = [cohort.id for cohort in guide.cohorts] + ([LEADS] if guide.lead_cohort else [])
    unknown = [cohort for cohort in asked if cohort not in (ALL, *known)]
    if unknown:
        repair = "Correct the name, or leave the column out."
        faults = [Fault("cohorts", repr(name), ", ".join(known), repair) for name in unknown]
        raise ToolkitError("The answers cannot be counted by these columns.", faults)


def _with_groups(people: Any, guide: Guide, asked: Sequence[str]) -> Any:
    people = people.with_columns(nw.lit(ALL).alias(ALL))
    cohort = guide.lead_cohort
    if cohort is None or LEADS not in asked:
        return people
    role = nw.col(cohort.id)
    front_line = [value for value in cohort.value_ids if value not in cohort.leading]
    standing = (
        nw.when(role.is_in(list(cohort.leading)))
        .then(nw.lit("leaders"))
        .when(role.is_in(front_line))
        .then(nw.lit("front_line"))
        .otherwise(role)
    )
    return people.with_columns(standing.alias(LEADS))


def _marks(guide: Guide) -> Iterator[_Count]:
    for quality in guide.qualities:
        for mark in MARKS:
            answer = nw.col(f"{mark}_{quality}")
            yield _Count((quality, mark), "yes", answer == 1)
            yield _Count((quality, mark), "no", answer == 0)
            for blank, name in BLANK_NAMES.items():
                is_blank = answer == int(blank)
                # An empty cell is nobody's choice, so it goes to the kind that says least.
                who = is_blank | answer.is_null() if blank is Blank.SKIPPED else is_blank
                yield _Count((quality, mark), name, who)


def _pairs(guide: Guide) -> Iterator[_Count]:
    for quality in guide.qualities:
        exists, develop = nw.col(f"exists_{quality}"), nw.col(f"develop_{quality}")
        yield _Count((quality,), "strengthen", (exists == 1) & (develop == 1))
        yield _Count((quality,), "sustain", (exists == 1) & (develop == 0))
        yield _Count((quality,), "build", (exists == 0) & (develop == 1))
        yield _Count((quality,), "neither", (exists == 0) & (develop == 0))
        answered = flag(is_answered(f"exists_{quality}")) + flag(is_answered(f"develop_{quality}"))
        yield _Count((quality,), "incomplete", answered < 2)


def _bands(guide: Guide) -> Iterator[_Count]:
    columns = {OVERALL: "band"} | {situation: f"band_{situation}" for situation in guide.situations}
    for scope, column in columns.items():
        for band in BANDS:
            yield _Count((scope,), band, nw.col(column) == band)
        yield _Count((scope,), "unscored", nw.col(column) == "")


def _count_respondents(people: Any, groups: Sequence[Cohort]) -> pd.DataFrame:
    rows = []
    for group in groups:
        found = {row[group.id]: row["n"] for row in _rows(people.group_by(group.id).agg(nw.len().alias("n")))}
        rows += [(group.id, value, found.get(value, 0)) for value in _values(group, found)]
    return pd.DataFrame(rows, columns=["cohort", "value", "n"])


def _count(people: Any, groups: Sequence[Cohort], keys: tuple[str, ...], counts: Sequence[_Count]) -> pd.DataFrame:
    """One wide row per group from the engine, laid out long."""
    flags = people.with_columns(**{count.alias: flag(count.who) for count in counts})
    names = list(dict.fromkeys(count.name for count in counts))
    tables = list(dict.fromkeys(count.keys for count in counts))
    rows = []
    for group in groups:
        sums = flags.group_by(group.id).agg(*(nw.col(count.alias).sum() for count in counts))
        found = {row[group.id]: row for row in _rows(sums)}
        for value in _values(group, found):
            cells = found.get(value, {})
            rows += [
                (group.id, value, *table, *(cells.get("|".join((*table, name)), 0) for name in names))
                for table in tables
            ]
    return pd.DataFrame(rows, columns=["cohort", "value", *keys, *names])


def _count_scores(people: Any, groups: Sequence[Cohort]) -> pd.DataFrame:
    pair = ["exists_yes", "exists_answered"]
    rows = []
    for group in groups:
        cells = _rows(people.group_by(group.id, *pair).agg(nw.len().alias("people")))
        order = _values(group, {row[group.id] for row in cells})
        lines = [(group.id, row[group.id], *(row[name] for name in pair), row["people"]) for row in cells]
        rows += sorted(lines, key=lambda line, order=order: (order.index(line[1]), *line[2:]))
    frame = pd.DataFrame(rows, columns=["cohort", "value", *pair, "people"])
    return frame.astype({"cohort": "str", "value": "str", "people": "int64"} | dict.fromkeys(pair, "int64"))


def _values(group: Cohort, found: Iterable[str]) -> list[str]:
    """The values to list: the guide's, then what else was found (the codes of blanks)."""
    return [*group.value_ids, *sorted(set(found) - set(group.value_ids))]


def _rows(grouped: Any) -> list[dict[str, Any]]:
    return list(grouped.lazy().collect().iter_rows(named=True))
