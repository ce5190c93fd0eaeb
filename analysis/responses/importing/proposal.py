"""Proposal: a first mapping for a form, made from its headings and its answers.

A heading that is a question of the guide word for word, or very like one and clearly less like any other, is taken
for it; one that is a little like a question is left to a person (`likeness` has the thresholds). Nothing is ever
decided from numbers alone: whether 1 or 6 agrees is for a person to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from analysis.guide import Blank, Guide, Words
from analysis.responses.frames import response_fields
from analysis.responses.importing.boxes import split_boxes
from analysis.responses.importing.days import DAY_ORDERS, day_order, read_day
from analysis.responses.importing.form_file import FileColumn, columns_of
from analysis.responses.importing.labels import field_labels, fold
from analysis.responses.importing.likeness import (
    CLEAR,
    CLOSE,
    GRID,
    SURE,
    Likeness,
    item_in_grid,
    likenesses,
    mark_of,
    quality_of,
    recognized,
)
from analysis.responses.importing.mapping import OPEN, Column, FormMapping
from analysis.responses.importing.sheets import read_csv
from analysis.responses.importing.ticks import mark_columns

__all__ = ["propose_mapping"]

MOSTLY = 0.5
SUGGESTIONS = 3
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def propose_mapping(path: Path | str, guide: Guide, library_id: str = "", wave: str = "") -> FormMapping:
    """Propose how a Google Forms CSV file is read; of either kind, exported from Sheets or downloaded from Forms.

    What cannot be told from the file is left open for a person; `check_mapping` lists it.

    Raises `ImportingError` for a file that cannot be read.

    >>> from analysis.guide import load_guide
    >>> propose_mapping("sample_data/bad/form_numbers.csv", load_guide()).unsure[0].reason
    'Its answers are numbers without words; which end agrees cannot be told from the file.'
    """
    columns = columns_of(read_csv(path))
    language = _language(columns, guide)
    day = next((column for column in columns if _is_day_column(column, guide)), None)
    proposed = [_propose(column, guide, language) for column in columns if column is not day]
    proposed = _without_repeats(proposed, guide.words(language))
    return FormMapping(
        guide=f"{guide.id} {guide.version}",
        library_id=library_id or OPEN,
        wave=wave or OPEN,
        language=language,
        response_mode="check_all" if any(column.options for column in proposed) else "forced_choice",
        day_column=day.header if day else "",
        day_order=(day_order(day.cells) or OPEN) if day else "",
        fixed_day="" if day else OPEN,
        columns=tuple(column for column in proposed if _is_decided(column)),
        ignored=tuple(column for column in proposed if not column.could_be and not _is_decided(column)),
        unsure=tuple(column for column in proposed if column.could_be),
    )


def _is_decided(column: Column) -> bool:
    return bool(column.item or column.options) and not column.could_be


def _language(columns: Sequence[FileColumn], guide: Guide) -> str:
    """The language in which most headings are like a question."""
    best = [likenesses(column.header, guide)[0] for column in columns]
    counts = Counter(likeness.language for likeness in best if likeness.ratio >= SURE)
    return counts.most_common(1)[0][0] if counts else guide.languages[0]


def _is_day_column(column: FileColumn, guide: Guide) -> bool:
    titles = {fold(title) for title in recognized("timestamp", guide)}
    days = [any(read_day(cell, order) for order in DAY_ORDERS) for cell in column.written]
    return bool(days) and all(days) and (fold(column.header) in titles or ":" in column.written[0])


def _propose(column: FileColumn, guide: Guide, language: str) -> Column:
    words = guide.words(language)
    plain = Column(column.header, column.occurrence)
    if _is_personal(column, guide):
        return replace(plain, reason=words("template.mapping.personal"), personal=True)
    boxes = _propose_boxes(column, guide, words)
    if boxes:
        return boxes
    item = item_in_grid(column.header, guide)
    alike = (Likeness(item, language, 1.0),) if item else likenesses(column.header, guide)
    best = alike[0]
    if best.ratio < CLOSE:
        return replace(plain, reason=words("template.mapping.unlike"))
    rivals = [likeness for likeness in alike if likeness.item != best.item and best.ratio - likeness.ratio < CLEAR]
    likely = _with_answers(replace(plain, item=best.item), column, guide, language)
    if best.ratio >= SURE and not rivals and not best.turned:
        return _judge_answers(likely, column, words)
    could_be = tuple(likeness.item for likeness in alike[:SUGGESTIONS] if likeness.ratio >= CLOSE)
    return replace(likely, item=OPEN, could_be=could_be, reason=words("template.mapping.close"))


def _is_personal(column: FileColumn, guide: Guide) -> bool:
    mails = [bool(MAIL.fullmatch(cell)) for cell in column.written]
    named = fold(column.header) in {fold(title) for title in recognized("personal", guide)}
    return named or (bool(mails) and sum(mails) / len(mails) > MOSTLY)


def _with_answers(proposed: Column, column: FileColumn, guide: Guide, language: str) -> Column:
    """`proposed` with the code of every label of its item, and of every answer that the file holds."""
    entry = next(entry for entry in response_fields(guide) if entry.name == proposed.item)
    if not entry.allowed:
        return proposed
    labels = field_labels(entry, guide)
    known = dict(_spoken_labels(proposed.item, guide, language))
    if column.written and all(cell.isdecimal() for cell in column.written):
        known = {}
    spoken = {fold(label) for label in known}
    others = {cell: labels.get(fold(cell), OPEN) for cell in sorted(column.written) if fold(cell) not in spoken}
    return replace(proposed, answers=known | others)


def _spoken_labels(item_id: str, guide: Guide, language: str) -> Iterator[tuple[str, str]]:
    """The labels that a form would offer for an item or a cohort, in the order in which it would."""
    words = guide.words(language)
    cohorts = {cohort.id: cohort for cohort in guide.cohorts}
    if item_id in cohorts:
        yield from ((words(f"guide.cohort.{item_id}.{value}"), value) for value in cohorts[item_id].value_ids)
    else:
        item = guide.item(item_id)
        points = item.scale.points if item.scale else ()
        yield from ((words(f"guide.scale.{item.scale.id}.{point}"), str(point)) for point in points if item.scale)
        if item.unsure:
            yield words("guide.blank.unsure"), str(int(Blank.UNSURE))
    yield words("guide.blank.declined"), str(int(Blank.DECLINED))


def _judge_answers(proposed: Column, column: FileColumn, words: Words) -> Column:
    """`proposed`, unsure where its answers are numbers alone or mostly not those of the question."""
    unknown = [cell for cell in column.written if proposed.answers.get(cell) == OPEN]
    if not unknown:
        return proposed
    if all(cell.isdecimal() for cell in unknown):
        return replace(proposed, could_be=(proposed.item,), reason=words("template.mapping.numbers"))
    if len(unknown) / len(column.written) > MOSTLY:
        return replace(proposed, could_be=(proposed.item,), reason=words("template.mapping.answers"))
    return proposed


def _propose_boxes(column: FileColumn, guide: Guide, words: Words) -> Column | None:
    """A column of ticked boxes: qualities under one mark, or the marks of one quality in a grid."""
    plain = Column(column.header, column.occurrence)
    grid = GRID.fullmatch(column.header)
    quality = quality_of(grid["row"], guide) if grid else ""
    marks = {piece: mark for piece in _pieces(column) if (mark := mark_of(piece, guide))}
    if quality and sorted(marks.values()) == sorted(mark_columns(guide)):
        return replace(plain, quality=quality, options=marks)
    options = _quality_options(column, guide, words)
    if not options:
        return None
    written = sum(bool(split_boxes(cell, options)[1]) for cell in column.cells)
    reason = words("template.mapping.other", count=written) if written else ""
    mark = mark_of(column.header, guide)
    if mark:
        return replace(plain, mark=mark, options=options, reason=reason)
    could_be = tuple(mark_columns(guide))
    return replace(plain, mark=OPEN, options=options, could_be=could_be, reason=words("template.mapping.boxes"))


def _pieces(column: FileColumn) -> list[str]:
    return list(dict.fromkeys(piece.strip() for cell in column.written for piece in re.split(r"[,;]", cell)))


def _quality_options(column: FileColumn, guide: Guide, words: Words) -> dict[str, str]:
    """The options of a column of boxes with their qualities; none if most cells hold no quality."""
    for kind in ("statement", "name"):
        options = {words(f"guide.quality.{quality}.{kind}"): quality for quality in guide.qualities}
        used = {option for cell in column.written for option in split_boxes(cell, options)[0]}
        holding = sum(bool(split_boxes(cell, options)[0]) for cell in column.written)
        if used and holding / len(column.written) >= MOSTLY:
            return options
    return {}


def _without_repeats(proposed: Iterable[Column], words: Words) -> list[Column]:
    """Columns that would answer the same question become unsure: nobody can tell which of them does."""
    columns = list(proposed)
    counts = Counter(item for column in columns if _is_decided(column) for item in column.items)
    reason = words("template.mapping.repeated")
    return [
        replace(column, could_be=column.items, reason=reason)
        if _is_decided(column) and any(counts[item] > 1 for item in column.items)
        else column
        for column in columns
    ]
