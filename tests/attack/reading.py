"""Reading: every sentence, title, alt text and table that a reader sees of a release."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.disclosure.released import Released
from analysis.guide import ALL, Words, load_words
from analysis.present import tables, wording
from analysis.present.figures import Picture, draw_bands, draw_dumbbell, draw_heat, draw_maturity
from analysis.tally.scores import OVERALL

NUMBER = re.compile(r"\d+")


def sentences_of(released: Released, words: Words) -> dict[str, str]:
    """Every sentence, by the function that says it."""
    said = {name: getattr(wording, name)(released, words) for name in wording.__all__}
    return {name: text if isinstance(text, str) else " ".join(text) for name, text in said.items()}


def tables_of(released: Released, words: Words) -> dict[str, str]:
    """Every table, as its HTML, by what it shows."""
    alone = ("respondents", "four_cells", "maturity", "priority", "gaps")
    found = {name: getattr(tables, f"table_{name}")(released, words) for name in alone}
    found |= {f"marks {group}": tables.table_marks(released, words, *group) for group in groups_of(released)}
    for cohort in dict.fromkeys(released.respondents["cohort"]):
        if cohort != ALL:
            found[f"heat {cohort}"] = tables.table_heat(released, words, cohort)
        for scope in (OVERALL, *released.guide.situations):
            found[f"bands {cohort} {scope}"] = tables.table_bands(released, words, cohort, scope)
    return {name: table.html for name, table in found.items()}


def pictures_of(released: Released, words: Words) -> Iterator[tuple[str, str]]:
    """What every figure of a group or a column says: title, alt text, reading, and all texts that are drawn."""
    for group in groups_of(released):
        for draw in (draw_dumbbell, draw_maturity):
            yield f"{draw.__name__} {group}", said_by(draw(released, words, *group))
    for cohort in dict.fromkeys(released.respondents["cohort"]):
        if cohort != ALL:
            yield f"draw_heat {cohort}", said_by(draw_heat(released, words, cohort))
        yield f"draw_bands {cohort}", said_by(draw_bands(released, words, cohort))


def said_by(picture: Picture) -> str:
    """Everything that a picture says in words."""
    figure: Figure = picture.figure
    drawn = [text.get_text() for text in figure.findobj(Text) if isinstance(text, Text)]
    return " | ".join([picture.title, picture.alt, picture.reading, *drawn])


def groups_of(released: Released) -> list[tuple[str, str]]:
    """The groups that a release speaks about, all staff first."""
    return list(zip(released.respondents["cohort"], released.respondents["value"], strict=True))


def numbers_about_withheld(released: Released, words: Words | None = None) -> list[str]:
    """Numbers that are said about a withheld group, other than the threshold and its heads on the roster."""
    words = words or load_words("en")
    found = []
    for row in released.respondents[released.respondents["withheld"].astype(bool)].to_dict("records"):
        group = (row["cohort"], row["value"])
        texts = [
            re.sub(r"<[^>]*>", " ", tables.table_marks(released, words, *group).html),
            *(said_by(draw(released, words, *group)) for draw in (draw_dumbbell, draw_maturity)),
        ]
        name = words(f"guide.cohort.{group[0]}.{group[1]}")
        allowed = {str(released.provenance.policy.minimum_group), str(row["roster"]), *NUMBER.findall(name)}
        found += [f"{group}: {text}" for text in texts if set(NUMBER.findall(text)) - allowed]
    return found
