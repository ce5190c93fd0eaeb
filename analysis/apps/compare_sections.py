"""Compare sections: what the page "Compare" says, section by section, as markup computed from a `CompareView`.

Every section answers one question and ends with the numbers behind it. Before the others are prepared a section says
so; where there is nobody to compare with it says what can be done about that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from analysis.apps.compare_talks import questions
from analysis.apps.compare_view import CompareView
from analysis.apps.parts import bullets, details, grid, note, paragraphs, safe
from analysis.apps.passages import behind, how_made, sentences
from analysis.apps.small_libraries import consortium_part, hidden_part
from analysis.disclosure.compared import Comparison
from analysis.guide import Words
from analysis.present import wording
from analysis.present.cells import minimum_of
from analysis.present.figures import draw_caterpillar, draw_funnel
from analysis.present.numbers import quote_names, say_part, say_reason
from analysis.present.standing import Placed, measure_label, read_placed, say_finding
from analysis.present.tables_libraries import table_libraries, table_spread, table_standing

__all__ = ["BY_MEASURE", "SECTIONS", "WITH_FIGURES"]

NEARLY_ALL = 0.95
"""From this part on, chance is said to make nearly all of the differences."""


def in_one_sentence(view: CompareView) -> str:
    """What was found, in a sentence or two."""
    words, own = view.words, wording.say_in_one_sentence(view.released, view.words)
    if view.is_alone:
        return paragraphs(own, kind="lead") + note(
            *words.many("pages.compare.alone.how"), title=words("pages.compare.alone.title")
        )
    if view.comparison is None:
        return paragraphs(own, kind="lead") + _not_yet(view)
    placed = read_placed(view.comparison, words, view.measure)
    others = " ".join(_say_others(view, view.comparison, placed))
    return paragraphs(f"{say_finding(placed, words)}.", kind="lead") + paragraphs(others, _elsewhere(view, placed), own)


def peers(view: CompareView) -> str:
    """Beside whom the library is looked at, and why."""
    words, comparison = view.words, view.comparison
    if comparison is None or view.is_alone:
        return _nothing(view, "peers")
    if view.circle.is_all:
        others = words("pages.compare.all", count=len(view.circle.everybody) - 1, wave=view.circle.own.wave)
        said = paragraphs(others, words("pages.compare.all_or_peers"))
    else:
        *told, careful = wording.say_peers(view.circle.peers, comparison, words)
        said = paragraphs(" ".join(told)) + paragraphs(careful, kind="quiet")
    joined = paragraphs(words("pages.compare.joined")) if view.has_consortium else ""
    return said + joined + behind(view, table_libraries(comparison, words))


def where_we_stand(view: CompareView) -> str:
    """The library among the others, each with its likely range."""
    words, comparison = view.words, view.comparison
    if view.is_alone:
        return _nothing(view, "stand") + sentences(wording.say_maturity(view.released, words))
    if comparison is None:
        return _not_yet(view)
    found, meaning, *more = wording.say_standing(comparison, words, view.measure)
    ranks = " ".join(wording.say_ranks(comparison, words, view.measure))
    table = table_standing(comparison, words, view.measure)
    figure = view.picture(draw_caterpillar, view.measure)
    return paragraphs(f"{found} {meaning}") + figure + paragraphs(*more, ranks) + behind(view, table)


def how_much_is_chance(view: CompareView) -> str:
    """In everything that is compared: how much of the differences chance makes."""
    words, comparison = view.words, view.comparison
    if comparison is None or view.is_alone:
        return _nothing(view, "chance")
    found = _all_placed(comparison, words)
    heads = [words(f"pages.compare.chance.{head}") for head in ("measure", "own", "apart")]
    rows = [tuple(_say_chance(view, placed)) for placed in found]
    said = paragraphs(_say_apart(view, found), *words.many("consortium.chance.text"))
    return said + grid(words("consortium.chance.caption"), [*heads, words("consortium.chance.part")], rows)


def may_be_averaged(view: CompareView) -> str:
    """Whether answers of people may be averaged into a figure of their library at all."""
    words, comparison = view.words, view.comparison
    if comparison is None or view.is_alone:
        return _nothing(view, "average")
    all_of_them = wording.say_averages(comparison, words)
    one = wording.say_may_average(comparison, words, view.measure)
    title = words("pages.compare.average.one", measure=measure_label(words, view.measure))
    nearer = f"<h3>{safe(title)}</h3>" + paragraphs(" ".join(text for text in one if text not in all_of_them))
    return paragraphs(" ".join(all_of_them)) + nearer + behind(view, table_spread(comparison, words))


def for_researchers(view: CompareView) -> str:
    """The funnel, folded."""
    words = view.words
    if view.comparison is None or view.is_alone:
        return _nothing(view, "funnel")
    shown = paragraphs(words("pages.compare.funnel.text")) + view.picture(draw_funnel, view.measure)
    return details(words("pages.compare.funnel.summary"), shown)


def too_small(view: CompareView) -> str:
    """Which libraries are too small to be shown, and what they say together."""
    if view.compared is None:
        return _not_yet(view)
    return hidden_part(view) + consortium_part(view)


def next_steps(view: CompareView) -> str:
    """Questions to talk about, with the team and with other libraries."""
    return questions(view)


def limits(view: CompareView) -> str:
    """What the page cannot say."""
    return bullets(view.words.many("consortium.talk.limits"))


def method(view: CompareView) -> str:
    """How the numbers came about, folded."""
    return how_made(view, "pages.compare.method")


SECTIONS: Mapping[str, Callable[[CompareView], str]] = {
    section.__name__: section
    for section in (
        in_one_sentence,
        peers,
        where_we_stand,
        how_much_is_chance,
        may_be_averaged,
        for_researchers,
        too_small,
        next_steps,
        limits,
        method,
    )
}
"""The sections in the order in which they stand on the page."""

WITH_FIGURES = ("where_we_stand", "for_researchers")
BY_MEASURE = ("in_one_sentence", *WITH_FIGURES, "may_be_averaged")


def _nothing(view: CompareView, part: str) -> str:
    """Why there is nothing yet in a part of the page, or what can be done about it."""
    return paragraphs(view.words(f"pages.compare.alone.{part}")) if view.is_alone else _not_yet(view)


def _not_yet(view: CompareView) -> str:
    return paragraphs(view.words(f"pages.compare.{'waiting' if view.compared is None else 'trouble'}"), kind="quiet")


def _all_placed(comparison: Comparison, words: Words) -> list[Placed]:
    return [read_placed(comparison, words, measure) for measure in comparison.measures]


def _say_apart(view: CompareView, found: Sequence[Placed]) -> str:
    """In which of the measures libraries differ by more than chance; nothing where that cannot be told of any."""
    told = [placed for placed in found if placed.between.p_adjusted is not None]
    apart = [placed.label for placed in told if placed.between.is_apart]
    kind = "none" if not apart else "all" if len(apart) == len(told) else "some"
    names = quote_names(apart, view.words)
    return view.words(f"consortium.chance.{kind}", measures=len(told), names=names) if told else ""


def _say_others(view: CompareView, comparison: Comparison, placed: Placed) -> Iterator[str]:
    """What differs by more than chance in other measures than the chosen one: the libraries, and the own one."""
    found = _all_placed(comparison, view.words)
    if placed.finding == "alike" and any(one.between.is_apart for one in found):
        yield _say_apart(view, found)
    for side in ("above", "below"):
        names = [one.label for one in found if one.own and one.own.differs == side and one.measure != placed.measure]
        if names:
            yield view.words(f"pages.compare.one.{side}", names=quote_names(names, view.words))


def _elsewhere(view: CompareView, placed: Placed) -> str:
    """In which other measures the own library can be placed, where it cannot be in the chosen one and is told of."""
    if view.comparison is None or placed.own_hidden is None:
        return ""
    rows = view.comparison.standing
    measures = rows.loc[rows["library_id"] == view.comparison.own, "measure"]
    names = quote_names([measure_label(view.words, measure) for measure in measures], view.words)
    return view.words("pages.compare.elsewhere", names=names) if names else ""


def _say_chance(view: CompareView, placed: Placed) -> Iterator[str]:
    words, between = view.words, placed.between
    yield placed.label
    yield _say_own(view, placed)
    kind = "untold" if between.p_adjusted is None else "beyond" if between.is_apart else "within"
    yield words(f"figures.table.{kind}")
    yield words("figures.table.untold") if between.chance is None else _say_part(between.chance, words)


def _say_part(share: float, words: Words) -> str:
    return words("consortium.chance.nearly_all") if share >= NEARLY_ALL else say_part(share, words)


def _say_own(view: CompareView, placed: Placed) -> str:
    words = view.words
    if placed.own_hidden:
        return say_reason(placed.own_hidden.reason, words, minimum_of(view.released))
    if placed.own is None or placed.between.p_adjusted is None:
        return words("figures.table.untold")
    return words(f"pages.compare.chance.side.{placed.own.differs or 'within'}")
