"""Hidden: how much of what could be shown about a cohort column is not, why, and what would help.

It rests on how many people there are and on what is shown, never on what anybody answered. A group of which nobody
is known to work here, and of which nobody answered, is not a group of this library and is not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from analysis.apps.parts import bullets, details, paragraphs, safe
from analysis.apps.view import View
from analysis.disclosure import Released
from analysis.guide import Words
from analysis.present.cells import minimum_of
from analysis.present.groups import Group, column_label, read_groups
from analysis.present.numbers import quote_names, say_why
from analysis.present.wording import say_withheld
from analysis.tally.scores import OVERALL

__all__ = ["groups_here", "hidden_part"]


def hidden_part(view: View) -> str:
    """What is not shown of the chosen column, and what would help, with the whole list folded."""
    released, words = view.released, view.words
    key = "pages.cohorts.hidden"
    counted = _counted(released, words, view.cohort) if view.cohort else paragraphs(words(f"{key}.no_column"))
    thin = words(f"{key}.thin") if _is_thin(released) else ""
    helps = f"<h3>{safe(words(f'{key}.helps'))}</h3>" + bullets(_helps(released, words, view.cohort))
    listed = details(words(f"{key}.all"), bullets(say_withheld(released, words)))
    return counted + paragraphs(thin, words(f"{key}.harmless")) + helps + listed


def groups_here(released: Released, words: Words, cohort: str) -> tuple[Group, ...]:
    """The groups of `cohort` that this library has."""
    found = read_groups(released, words, cohort)
    return tuple(group for group in found if group.roster or group.reason != "nobody")


def _counted(released: Released, words: Words, cohort: str) -> str:
    """How many results by group are shown, and how many of which groups are not, and why."""
    groups = groups_here(released, words, cohort)
    label = column_label(words, cohort)
    hidden = {group.label: Counter(_reasons(released, group)) for group in groups}
    total, missing = (1 + len(released.guide.situations)) * len(groups), sum(own.total() for own in hidden.values())
    if not missing:
        return paragraphs(words("pages.cohorts.hidden.nothing", count=len(groups), label=label))
    values = {"label": label, "count": len(groups), "total": total, "shown": total - missing, "hidden": missing}
    return paragraphs(words("pages.cohorts.hidden.some", **values)) + bullets(_say_reasons(hidden, released, words))


def _reasons(released: Released, group: Group) -> Iterator[str]:
    """Why leanings of the group are not shown, for each that is not, overall and in the situations."""
    bands = released.group("bands", *group.key)
    for scope in (OVERALL, *released.guide.situations):
        rows = bands[bands["scope"] == scope]
        if group.is_withheld:
            yield group.reason
        elif rows["withheld"].all():
            yield str(rows["reason"].iloc[0])


def _say_reasons(hidden: Mapping[str, Counter[str]], released: Released, words: Words) -> Iterator[str]:
    for reason, count in sum(hidden.values(), Counter[str]()).most_common():
        names = quote_names([label for label, own in hidden.items() if own[reason]], words)
        why = say_why(reason, words, minimum_of(released))
        yield words("pages.cohorts.hidden.reason", names=names, count=count, why=why)


def _helps(released: Released, words: Words, cohort: str) -> Iterator[str]:
    hidden = [group for group in groups_here(released, words, cohort) if group.is_withheld] if cohort else []
    minimum = minimum_of(released)
    few = [group for group in hidden if group.reason in ("few", "nobody") and group.roster]
    kinds = {
        "answers": [group for group in few if (group.roster or 0) >= minimum],
        "coarser": [group for group in few if (group.roster or 0) < minimum],
        "beside": [group for group in hidden if group.reason == "complement"],
    }
    for kind, groups in kinds.items():
        if groups:
            names = quote_names([group.label for group in groups], words)
            yield words(f"pages.cohorts.hidden.{kind}", count=len(groups), names=names, minimum=minimum)
    if hidden or not cohort:
        yield words("pages.cohorts.hidden.pool")
    yield words("pages.cohorts.hidden.talk")


def _is_thin(released: Released) -> bool:
    """Whether nothing is shown that needs many people."""
    return bool(released.profile.empty or released.profile["withheld"].all())
