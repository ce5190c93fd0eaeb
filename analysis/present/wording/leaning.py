"""Leaning: where staff lean between fixed and growth, overall and in which situations."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import Cell, minimum_of, only_released, read_cells
from analysis.present.findings import ends, leaning
from analysis.present.groups import read_group
from analysis.present.numbers import quote_names, say_count, say_staff, say_why
from analysis.tally.scores import BANDS

__all__ = ["bands_of", "say_where_we_lean"]


def bands_of(released: Released, scope: str) -> dict[str, Cell]:
    """The three bands of all staff, overall or in one situation."""
    table = released.group("bands")
    cells = read_cells(table[table["scope"] == scope], ["band"])
    return {band: cells[band] for band in BANDS}


def say_where_we_lean(released: Released, words: Words) -> tuple[str, ...]:
    """How many lean which way over all situations, which situations stand out, and what this does not say."""
    group = read_group(only_released(released), words)
    if group.is_withheld:
        return (words("sentences.lean.withheld", why=say_why(group.reason, words, minimum_of(released))),)
    return (
        *_say_overall(bands_of(released, "overall"), released, words),
        _say_situations(released, words),
        words("sentences.lean.limits"),
    )


def _say_overall(bands: dict[str, Cell], released: Released, words: Words) -> Iterator[str]:
    hidden = next((cell.reason for cell in bands.values() if cell.is_withheld), "")
    if hidden:
        yield words("sentences.lean.withheld", why=say_why(hidden, words, minimum_of(released)))
        return
    told = {band: say_count(cell, words, minimum_of(released)) for band, cell in bands.items()}
    yield words("sentences.lean.overall", **told)
    if not bands["growth"].is_census:
        yield words("sentences.lean.likely", staff=say_staff(bands["growth"], words))
    yield words(f"sentences.lean.{leaning(bands) or 'unclear'}")


def _say_situations(released: Released, words: Words) -> str:
    growth = {situation: bands_of(released, situation)["growth"] for situation in released.guide.situations}
    found = ends(growth)
    if found is None:
        return words("sentences.lean.situations_unclear")
    most, least = (
        quote_names([words(f"guide.situation.{situation}.name") for situation in end], words) for end in found
    )
    return words("sentences.lean.situations", most=most, least=least)
