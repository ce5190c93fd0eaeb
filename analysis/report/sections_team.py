"""Sections for a team: a report to talk from, for a library of which no number may be shown.

With a team guide it says what the team agreed on; without one it asks the same questions of the people in the room.
Every part ends with one question, and the last has a table to fill in by hand. Nothing here rests on what a single
person answered, and nothing is counted: in a team this small any number of people would tell who said what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from analysis.guide import Words
from analysis.measures.maturity import LEVELS
from analysis.present import wording
from analysis.present.cells import minimum_of
from analysis.present.numbers import quote_names
from analysis.present.wording.recommendations import say_recommendations
from analysis.report.blocks import said, table
from analysis.report.model import Block, Bullets, Heading, NextStep, NextSteps, Note, Paragraph, Section
from analysis.report.request import Results
from analysis.report.team_guide import CELLS, Answers, hardest_situations, sort_qualities
from analysis.report.team_tables import (
    table_agreed_step,
    table_blank_steps,
    table_listed,
    table_plan,
    table_qualities,
    table_situations,
    table_tries,
    table_written,
)

__all__ = ["team_sections"]

Blocks = tuple[Block, ...]

STRATEGIES = "strategies"
WRITTEN = ("goals", "culture_tour", "continuum", "reflection")
"""The parts of the guide whose texts stand together, in its order."""

ASKED = ("goals", "culture_tour", "reflection")
"""The parts whose questions a team without a guide can talk through."""


def team_sections(results: Results, words: Words) -> tuple[Section, ...]:
    """The sections of a report to talk from: what the team agreed on, or the questions of the guide.

    The ids are `team_` and what the section is about; a section that has nothing to say is left out.
    """
    parts = WITH_GUIDE if results.released.team_guide else WITHOUT_GUIDE
    made = ((name, make(results, words)) for name, make in parts.items())
    return tuple(Section(f"team_{name}", words(f"team.title.{name}"), blocks) for name, blocks in made if blocks)


def _talk(results: Results, words: Words) -> Blocks:
    """What these pages are for, why they hold no numbers, and how to use them."""
    released = results.released
    if released.team_guide:
        first, kind = words("team.as_one"), "guide"
    else:
        first, kind = wording.say_withheld(released, words)[0], "none"
    use = Note(words("team.report.use_title"), words.many("team.report.use"))
    return (Paragraph(f"{first} {words(f'team.report.lead_{kind}')}", "lead"), use)


def _levels(_: Results, words: Words) -> Blocks:
    """The five levels, to place the library on together."""
    rungs = tuple(words(f"team.level.{level}") for level in LEVELS)
    return (*said(words("team.report.levels")), Bullets(rungs, is_ordered=True), _question("levels", words))


def _agreed(results: Results, words: Words) -> Blocks:
    """The seven qualities in the four cells, as the team marked them; those it left open last."""
    cells = sort_qualities(_answers(results), results.released.guide)
    if not any(cells[cell] for cell in CELLS):
        return (*said(words("team.report.no_cell")), _question("agreed", words))
    groups = ((_heading(cell, words), _statements(qualities, words)) for cell, qualities in cells.items() if qualities)
    return (*said(words("team.agreed")), *chain.from_iterable(groups), _question("agreed", words))


def _qualities(results: Results, words: Words) -> Blocks:
    """The seven statements, with room to mark them together."""
    marks = table("team_qualities", table_qualities(results.released.guide, words))
    return (*said(words("team.report.qualities")), marks, _question("qualities", words))


def _placed(results: Results, words: Words) -> Blocks:
    """Where the team placed itself in six situations, and something to try where growth comes least easily."""
    answers, guide = _answers(results), results.released.guide
    placed = table("team_situations", table_situations(answers, guide, words))
    hardest = hardest_situations(answers, guide)
    names = quote_names([words(f"guide.situation.{name}.name") for name in hardest], words)
    lead = words("team.report.least", names=names, count=len(hardest)) if hardest else words("team.report.alike")
    tries = Bullets(tuple(_say_try(name, words) for name in hardest or guide.situations))
    return (*said(words("team.placed")), placed, *said(lead), tries, _question("situations", words))


def _situations(results: Results, words: Words) -> Blocks:
    """The six situations, each with something small to try."""
    tries = table("team_situations", table_tries(results.released.guide, words))
    return (*said(words("team.report.situations")), tries, _question("situations", words))


def _words(results: Results, words: Words) -> Blocks:
    """What the team wrote together: its goals, the tour, how it will shift, its reflection."""
    written = table_written(_answers(results), results.released.guide, WRITTEN, words)
    if not written.frame.empty:
        return (table("team_words", written), _question("words", words))
    return (*said(words("team.report.no_words")), *_ask(results, words), _question("questions", words))


def _questions(results: Results, words: Words) -> Blocks:
    """The questions of the guide about goals, customs and learning, to talk through."""
    return (*said(words("team.report.questions")), *_ask(results, words), _question("questions", words))


def _strategies(results: Results, words: Words) -> Blocks:
    """The library's list of ways of learning, and what the team wrote about them."""
    written = table_written(_answers(results), results.released.guide, (STRATEGIES,), words)
    texts = () if written.frame.empty else (table("team_strategy_words", written),)
    if results.opportunities.offers.empty:
        return (*said(wording.say_strategies(results.opportunities, words)), *texts)
    listed = table("team_strategies", table_listed(results.opportunities, words))
    covered = said(wording.say_coverage(results.opportunities, words))
    return (*covered, listed, *texts, _question("strategies", words))


def _step(results: Results, words: Words) -> Blocks:
    """The step that the team wrote down, what follows from its marks, what is planned, and a table to fill in."""
    released = results.released
    agreed = table_agreed_step(_answers(results), words)
    plan = table("team_plan", table_plan(released, words))
    planned = () if released.actions.empty else (Heading(words("team.report.plan")), plan)
    first = (table("team_step", agreed),) if agreed else said(words("team.no_step"))
    blank = table("team_blank", table_blank_steps(words))
    chosen = said(words("team.report.step"))
    return (*first, *_suggested(results, words), *planned, *chosen, blank, _question("step", words))


def _numbers(results: Results, words: Words) -> Blocks:
    """Why nothing is counted, what would make numbers possible, and where these pages come from."""
    released, origin = results.released, results.released.provenance
    minimum = minimum_of(released)
    together = () if released.team_guide else words.many("sentences.withheld.possible")[:1]
    ways = (words("team.report.consortium"), words("team.report.more", minimum=minimum))
    guide = f"{origin.guide_id} {origin.guide_version}"
    made = words("team.report.origin", guide=guide, wave=released.wave)
    counted = (words("team.not_counted", minimum=minimum), *together, words("team.report.possible"))
    return (*said(counted), Bullets(ways), Paragraph(made, "quiet"))


WITH_GUIDE: Mapping[str, Callable[[Results, Words], Blocks]] = {
    "talk": _talk,
    "agreed": _agreed,
    "situations": _placed,
    "words": _words,
    "strategies": _strategies,
    "step": _step,
    "numbers": _numbers,
}
"""The parts of a report about what a team agreed on, in their order."""

WITHOUT_GUIDE: Mapping[str, Callable[[Results, Words], Blocks]] = {
    "talk": _talk,
    "levels": _levels,
    "qualities": _qualities,
    "situations": _situations,
    "questions": _questions,
    "strategies": _strategies,
    "step": _step,
    "numbers": _numbers,
}
"""The parts of a report that asks where nothing was agreed on yet, in their order."""


def _answers(results: Results) -> Answers:
    return results.released.team_guide or {}


def _question(part: str, words: Words) -> Note:
    return Note(words("team.report.talk"), (words(f"team.question.{part}"),))


def _heading(cell: str, words: Words) -> Heading:
    return Heading(words(f"team.cell.{cell}"))


def _statements(qualities: tuple[str, ...], words: Words) -> Bullets:
    return Bullets(tuple(words(f"guide.quality.{quality}.statement") for quality in qualities))


def _say_try(situation: str, words: Words) -> str:
    return words.many(f"guide.situation.{situation}.try")[0]


def _ask(results: Results, words: Words) -> Iterator[Block]:
    guide = results.released.guide
    for section in ASKED:
        yield Heading(words(f"guide.section.{section}.title"))
        yield Bullets(tuple(guide.question(item, words) for item in guide.section(section).items if item.is_text))


def _suggested(results: Results, words: Words) -> Blocks:
    """What the rules of suggested steps find in what the team agreed on and in its list."""
    found = say_recommendations(results.released, results.opportunities, words)
    if not found:
        return ()
    steps = tuple(NextStep(one.title, one.evidence, one.certainty, one.serving) for one in found)
    limits = Paragraph(words("sentences.recommend.limits"), "quiet")
    return (Heading(words("team.report.hints")), NextSteps(steps), limits)
