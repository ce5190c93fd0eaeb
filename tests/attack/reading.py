"""Reading: every sentence, title, alt text and table that a reader sees of a release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.disclosure.released import Released
from analysis.guide import ALL, Words, load_words
from analysis.present import tables, tables_cohorts, tables_situations, wording
from analysis.present.figures import Picture, draw_bands, draw_dumbbell, draw_heat, draw_maturity
from analysis.present.figures.components import draw_components
from analysis.present.figures.differences import draw_differences
from analysis.present.figures.dots import draw_dots
from analysis.present.figures.profile import draw_profile
from analysis.present.figures.situations import draw_situations
from analysis.present.wording.situations import say_situations
from analysis.tally.scores import OVERALL
from saying import said_of

NUMBER = re.compile(r"\d+")
BY_COHORT = (wording.say_spread, wording.say_camps, wording.say_differences, say_situations)
"""Sentences that are said of one cohort column at a time."""


def sentences_of(released: Released, words: Words) -> dict[str, str]:
    """Every sentence, by the function that says it and the column that it is about."""
    said = {name: getattr(wording, name)(released, words) for name in said_of("released") if name != "say_evidence"}
    for say, cohort in product(BY_COHORT, cohorts_of(released)):
        said[f"{say.__name__} {cohort}"] = say(released, words, cohort)
    return {name: text if isinstance(text, str) else " ".join(text) for name, text in said.items()}


def tables_of(released: Released, words: Words) -> dict[str, str]:
    """Every table, as its HTML, by what it shows."""
    alone = ("respondents", "four_cells", "maturity", "priority", "gaps")
    found = {name: getattr(tables, f"table_{name}")(released, words) for name in alone}
    found["profile"] = tables_situations.table_profile(released, words)
    found["components"] = tables_situations.table_components(released, words)
    found |= {f"marks {group}": tables.table_marks(released, words, *group) for group in groups_of(released)}
    for cohort in cohorts_of(released):
        found[f"heat {cohort}"] = tables.table_heat(released, words, cohort)
        found[f"situations {cohort}"] = tables_situations.table_situations(released, words, cohort)
    for cohort, scope in product((ALL, *cohorts_of(released)), scopes_of(released)):
        found[f"bands {cohort} {scope}"] = tables.table_bands(released, words, cohort, scope)
        found[f"spread {cohort} {scope}"] = tables_cohorts.table_distributions(released, words, cohort, scope)
        if cohort != ALL:
            found[f"apart {cohort} {scope}"] = tables_cohorts.table_differences(released, words, cohort, scope)
    return {name: table.html for name, table in found.items()}


def pictures_of(released: Released, words: Words) -> Iterator[tuple[str, str]]:
    """What every figure of a group or a column says: title, alt text, reading, and all texts that are drawn."""
    for draw in (draw_profile, draw_components):
        yield draw.__name__, said_by(draw(released, words))
    for draw, group in product((draw_dumbbell, draw_maturity), groups_of(released)):
        yield f"{draw.__name__} {group}", said_by(draw(released, words, *group))
    for draw, cohort in product((draw_heat, draw_situations), cohorts_of(released)):
        yield f"{draw.__name__} {cohort}", said_by(draw(released, words, cohort))
    for draw, cohort in product((draw_bands, draw_dots), (ALL, *cohorts_of(released))):
        for scope in scopes_of(released):
            yield f"{draw.__name__} {cohort} {scope}", said_by(draw(released, words, cohort, scope))
    for cohort, scope in product(cohorts_of(released), scopes_of(released)):
        yield f"draw_differences {cohort} {scope}", said_by(draw_differences(released, words, cohort, scope))


def cohorts_of(released: Released) -> list[str]:
    """The cohort columns that a release speaks about."""
    return [cohort for cohort in dict.fromkeys(released.respondents["cohort"]) if cohort != ALL]


def scopes_of(released: Released) -> tuple[str, ...]:
    """The scopes of the continuum, overall first."""
    return (OVERALL, *released.guide.situations)


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
