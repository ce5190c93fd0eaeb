"""Sections about fixed and growth: where staff lean, by group and by situation."""

from __future__ import annotations

from analysis.disclosure.released import Released
from analysis.guide import ALL, Words
from analysis.present import figures, tables, wording
from analysis.present.groups import column_label
from analysis.present.situations import read_parts, read_pulls, read_situation_bands, why_hidden
from analysis.present.spreads import read_spreads
from analysis.present.tables_cohorts import table_differences, table_distributions
from analysis.present.tables_situations import table_components, table_profile, table_situations
from analysis.present.wording.leaning import bands_of
from analysis.present.wording.situations import say_evidence, say_situations
from analysis.report.blocks import figure, headed, narrowed, passage, said
from analysis.report.charts import chart_of
from analysis.report.columns import leaning_columns, situation_columns
from analysis.report.model import Block, Chart, Note
from analysis.report.quoting import quoted
from analysis.report.request import Results
from analysis.tally.scores import OVERALL

__all__ = ["leaning", "situations"]

Blocks = tuple[Block, ...]

QUARTERS = (6, 7)
"""Where a quarter and three quarters of a group stand: columns for who wants everything."""


def leaning(results: Results, words: Words) -> Blocks:
    """How many lean towards growth, towards fixed or neither; how groups spread, differ and split, for who decides."""
    released = results.released
    if all(cell.is_withheld for cell in bands_of(released, OVERALL).values()):
        return ()
    told = passage(wording.say_where_we_lean(released, words), words("sentences.lean.limits"))
    drawn = _spreads(results, words)
    if not results.to_decide:
        return (*told, *drawn)
    return (*told, *passage(wording.say_camps(released, words)), *drawn, *_apart(results, words))


def situations(results: Results, words: Words) -> Blocks:
    """Which situations move staff, how groups lean in each, and how much lies in people and how much in situations."""
    released = results.released
    bands = read_situation_bands(released)
    if why_hidden(read_pulls(released).values()) and why_hidden(c for own in bands.values() for c in own.values()):
        return ()
    told = passage(wording.say_profile(released, words), words("sentences.profile.limits"))
    picture = figures.draw_profile(released, words)
    profile = figure("profile", picture, table_profile(released, words), chart=_bands_as_chart(released, words))
    by_group = _by_group(results, words) if results.to_decide else ()
    parts = _parts(released, words) if results.in_full else ()
    evidence = (Note(words("report.heading.evidence"), say_evidence(words)),) if results.to_decide else ()
    return (*told, *profile, *by_group, *parts, *quoted(results, words, ("shift_how",)), *evidence)


def _spreads(results: Results, words: Words) -> Blocks:
    """For each column the dots where there are enough people for them, else the bands; in full, both once."""
    first, *_ = columns = leaning_columns(results) or (ALL,)
    has_dots = bool(read_spreads(results.released, words, ALL)[0].dots)
    draw = _dots if has_dots else _bands
    drawn = [draw(results, words, column) for column in columns]
    drawn += [_bands(results, words, first)] if has_dots and results.in_full else []
    return tuple(block for blocks in drawn for block in blocks)


def _dots(results: Results, words: Words, column: str) -> Blocks:
    released = results.released
    full = table_distributions(released, words, column)
    behind = full if results.in_full else narrowed(full, QUARTERS)
    picture = figures.draw_dots(released, words, column)
    return figure(f"dots{_suffix(column)}", picture, behind, chart=_leaning_chart(released, words, column))


def _bands(results: Results, words: Words, column: str) -> Blocks:
    released = results.released
    picture, behind = figures.draw_bands(released, words, column), tables.table_bands(released, words, column)
    return figure(f"leaning{_suffix(column)}", picture, behind, chart=_leaning_chart(released, words, column))


def _suffix(column: str) -> str:
    return "" if column == ALL else f"_{column}"


def _leaning_chart(released: Released, words: Words, column: str) -> Chart | None:
    return chart_of(f"leaning{_suffix(column)}", released, words)


def _apart(results: Results, words: Words) -> Blocks:
    """Which groups differ from everybody else by more than chance, column by column."""
    released = results.released
    limits = words("sentences.differences.meaning"), words("sentences.differences.limits")
    told: list[Block] = []
    for column in leaning_columns(results):
        found = [text for text in wording.say_differences(released, words, column) if text not in limits]
        drawn: Blocks = ()
        if results.in_full:
            picture = figures.draw_differences(released, words, column)
            drawn = figure(f"differences_{column}", picture, table_differences(released, words, column))
        told += headed(words("report.heading.apart", label=column_label(words, column)), (*passage(found), *drawn))
    return (*told, *(said(" ".join(limits), "quiet") if told else ()))


def _bands_as_chart(released: Released, words: Words) -> Chart | None:
    """The bands of each situation, where the figure shows them rather than places on the line."""
    is_drawn = why_hidden(read_pulls(released).values())
    return chart_of("situations", released, words) if is_drawn else None


def _by_group(results: Results, words: Words) -> Blocks:
    """How the groups of each column lean in each situation."""
    released, limits = results.released, words("sentences.situations.limits")
    told: list[Block] = []
    for column in situation_columns(results):
        found = [text for text in say_situations(released, words, column)[1:] if text != limits]
        picture = figures.draw_situations(released, words, column)
        drawn = figure(f"situations_{column}", picture, table_situations(released, words, column))
        told += headed(words("report.heading.by_group", label=column_label(words, column)), (*passage(found), *drawn))
    return (*told, *(said(limits, "quiet") if told else ()))


def _parts(released: Released, words: Words) -> Blocks:
    """How much of the differences lies in people, in situations and in neither alone."""
    told = passage(wording.say_components(released, words), words("sentences.components.limits"))
    if not why_hidden(read_parts(released).values()):
        told += figure("components", figures.draw_components(released, words), table_components(released, words))
    return headed(words("report.heading.parts"), told)
