"""Team tables: what a team agreed on and what it plans, as tables, and tables to fill in by hand.

A cell to fill in is empty, and its row and column are named, so that it can be found without being seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import pandas as pd

from analysis.disclosure import OpportunityMap, Released
from analysis.guide import Guide, Words
from analysis.present.html import HtmlTable
from analysis.present.numbers import join_names
from analysis.present.opportunities import Offer, read_offers
from analysis.report.team_guide import Answers, answer_key, written_in

__all__ = [
    "table_agreed_step",
    "table_blank_steps",
    "table_listed",
    "table_plan",
    "table_qualities",
    "table_situations",
    "table_tries",
    "table_written",
]

BLANK_STEPS = 4
"""The rows of the table to fill in; more steps at once are seldom taken."""

STEP_ITEMS = ("action_step", "action_who", "action_when")


def table_qualities(guide: Guide, words: Words) -> HtmlTable:
    """The seven statements, with an empty cell for each of the two marks."""
    rows = [(words(f"guide.quality.{quality}.statement"), "", "") for quality in guide.qualities]
    return _table("qualities", ("quality", "exists", "develop"), rows, words)


def table_situations(answers: Answers, guide: Guide, words: Words) -> HtmlTable:
    """How far the team agrees with the two statements of each situation."""
    items = guide.section("continuum").items
    heads = [words(f"team.{head}") for head in ("situation", "growth", "fixed")]
    rows = []
    for situation in guide.situations:
        own = {item.keyed: item for item in items if item.subject == situation}
        keys = (answer_key(answers, own[side]) or "team.open" for side in ("growth", "fixed"))
        rows.append((words(f"guide.situation.{situation}.name"), *map(words, keys)))
    return HtmlTable(words("team.situations_caption"), pd.DataFrame(rows, columns=heads))


def table_tries(guide: Guide, words: Words) -> HtmlTable:
    """The six situations, each with something small to try."""
    heads = [words("team.situation"), words("team.table.try")]
    rows = [
        (words(f"guide.situation.{name}.name"), words.many(f"guide.situation.{name}.try")[0])
        for name in guide.situations
    ]
    return HtmlTable(words("team.table.situations"), pd.DataFrame(rows, columns=heads))


def table_written(answers: Answers, guide: Guide, sections: Iterable[str], words: Words) -> HtmlTable:
    """What the team wrote in some parts of the guide, each text beside its question; no rows where it wrote nothing."""
    found = chain.from_iterable(written_in(answers, guide, section) for section in sections)
    rows = [(guide.question(item, words), text) for item, text in found]
    return _table("written", ("question", "text"), rows, words)


def table_listed(opportunities: OpportunityMap, words: Words) -> HtmlTable:
    """The library's ways of learning: whether each is in use, how often, and what it serves."""
    rows = [tuple(_say_offer(offer, words)) for offer in read_offers(opportunities)]
    return _table("strategies", ("strategy", "in_use", "frequency", "serves"), rows, words)


def table_agreed_step(answers: Answers, words: Words) -> HtmlTable | None:
    """The step that the team wrote down, with who takes it and by when; None where it wrote none."""
    what, who, when = (str(answers.get(item, "")).strip() for item in STEP_ITEMS)
    if not what:
        return None
    row = (what, who or words("team.table.nobody"), when or words("team.table.no_date"))
    return _table("agreed", ("what", "who", "when"), [row], words)


def table_plan(released: Released, words: Words) -> HtmlTable:
    """The steps that the library has planned, by the day they are due, those without a day last."""
    steps = sorted(released.actions.to_dict("records"), key=lambda row: (not row["due"], str(row["due"])))
    rows = [
        (
            str(row["step"]),
            str(row["owner"] or "") or words("team.table.nobody"),
            str(row["due"] or "") or words("team.table.no_date"),
            words(f"figures.plan_table.status.{row['status']}"),
        )
        for row in steps
    ]
    return _table("plan", ("what", "who", "when", "status"), rows, words, wave=released.wave)


def table_blank_steps(words: Words) -> HtmlTable:
    """A table to fill in by hand: what, who, by when."""
    rows = [(str(number), "", "", "") for number in range(1, BLANK_STEPS + 1)]
    return _table("blank", ("step", "what", "who", "when"), rows, words)


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], words: Words, **values: str) -> HtmlTable:
    columns = [words(f"team.table.{head}") for head in heads]
    return HtmlTable(words(f"team.table.{caption}", **values), pd.DataFrame(rows, columns=columns))


def _say_offer(offer: Offer, words: Words) -> Iterator[str]:
    names = [words(f"guide.quality.{quality}.name") for quality in offer.qualities]
    yield offer.what
    yield words(f"figures.strategies.status.{'in_use' if offer.is_in_use else 'to_explore'}")
    yield words(f"figures.strategies.frequency.{offer.frequency}")
    yield join_names(names, words) or words("team.table.nothing")
