"""The appendix on methods: it names what the program computes with, what the report shows, and nothing of answers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure import coding, ranges, shares, spread
from analysis.disclosure.released import Released
from analysis.guide import Policy, load_guide, load_words
from analysis.measures import aggregation, cells, effects, maturity, strategies, urn
from analysis.present import findings, limits
from analysis.report.formulas import (
    AMONG_LIBRARIES,
    OF_ONE_LIBRARY,
    OVER_WAVES,
    formulas_for,
    list_references,
    table_formulas,
)
from analysis.report.method_facts import facts_of
from analysis.report.model import Bullets, Heading, Table
from analysis.report.sections_methods import methods, methods_full
from analysis.report.withheld_views import VIEWS, count_views, table_views
from analysis.tally import scores
from results_made import made_results, texts_in, with_all_hidden
from tests.present.libraries_made import make_comparison
from waves_made import make_followed

GUIDE = load_guide()
WORDS = {language: load_words(language) for language in ("en", "es")}
ENGLISH = WORDS["en"]
ALL_FORMULAS = (
    *(one for found in OF_ONE_LIBRARY.values() for one in found),
    *AMONG_LIBRARIES,
    *(one for found in OVER_WAVES.values() for one in found),
)


def facts(language="en", policy=GUIDE.policy):
    return facts_of(GUIDE, policy, WORDS[language])


def table_of(blocks, name):
    return next(block.table for block in blocks if isinstance(block, Table) and block.id == name)


def told(results, language="en"):
    return " ".join(texts_in(methods_full(results, WORDS[language])))


def test_facts__each__is_the_constant_of_the_program():
    found = facts()
    expected = {
        "works": strategies.WELL,
        "minimum": GUIDE.policy.minimum_group,
        "texts": GUIDE.policy.minimum_texts,
        "marks": scores.MARKS_NEEDED,
        "placed": scores.SITUATIONS_NEEDED,
        "low": scores.BAND_CUTS[0],
        "high": scores.BAND_CUTS[1],
        "ends": ranges.ENDS + 1,
        "places": cells.PLACES,
        "draws": urn.DRAWS,
        "confidence": 100 * shares.CONFIDENCE,
        "inner": 100 * limits.INNER,
        "outer": 100 * limits.OUTER,
        "named": 10 * maturity.NAMED_FROM,
        "beyond": findings.BEYOND_CHANCE,
        "split": spread.SPLIT_BELOW,
        "together": spread.TOGETHER_ABOVE,
        "good": coding.GOOD,
        "fair": coding.FAIR,
        "detectable": effects.DETECTABLE,
        "icc1": aggregation.CRITERIA["icc1"].threshold,
        "icc2": aggregation.CRITERIA["icc2"].threshold,
        "icc1_care": aggregation.CRITERIA["icc1"].care,
        "icc2_care": aggregation.CRITERIA["icc2"].care,
    }
    assert {name: float(found[name].replace("−", "-")) for name in expected} == pytest.approx(expected)
    assert found["cuts"] == ", ".join(map(str, maturity.LEVEL_CUTS))


def test_facts__in_spanish__have_a_decimal_comma():
    assert (facts("es")["beyond"], facts("es")["split"]) == ("0,05", "−0,25")


@pytest.mark.parametrize("language", ["en", "es"])
def test_formulas__with_every_place_filled__name_no_threshold_by_themselves(language):
    """A number in a formula is a place to fill, or part of its arithmetic ("8 in 10", "4 of 5")."""
    arithmetic = {"0", "1", "2", "10", "100"}
    for one in ALL_FORMULAS:
        text = WORDS[language](f"appendix.formula.{one.id}.how")
        written = re.findall(r"(?<![A-Za-z])\d+(?:[.,]\d+)?", re.sub(r"\{\w+\}", "", text))
        assert set(written) <= arithmetic, one.id


@pytest.mark.parametrize("language", ["en", "es"])
def test_formulas__all__are_told_with_sources_that_have_a_year(language):
    frame = table_formulas(ALL_FORMULAS, facts(language), WORDS[language]).frame
    assert len(frame) == len({one.id for one in ALL_FORMULAS})
    assert not frame.map(lambda text: "{" in text or "}" in text).to_numpy().any()
    assert all(re.search(r"\[.*\d{4}\]$", text) for text in frame.iloc[:, 1])


def test_references__each__has_a_year_and_stands_once_by_author():
    found = list_references(ALL_FORMULAS, ENGLISH)
    assert all(re.match(r"[^:]+ \d{4}: .+\.$", text) for text in found)
    assert list(found) == sorted(set(found), key=str.casefold)


def test_references__of_the_words__are_all_referred_to():
    known = {key.removeprefix("references.") for key in ENGLISH.entries if key.startswith("references.")}
    assert known == {work for one in ALL_FORMULAS for work in one.works} | {"fischetti2001"}


def test_formulas__of_a_small_library__leave_out_what_it_does_not_show():
    small = {one.id for one in formulas_for(made_results(12))}
    large = {one.id for one in formulas_for(made_results(400))}
    assert {"share", "index", "priority"} <= small
    assert large - small >= {"profile", "components"}


def test_formulas__of_what_is_hidden__are_left_out():
    hidden = formulas_for(with_all_hidden(made_results(40)))
    assert [one.id for one in hidden] == []


def test_formulas__of_libraries_and_waves__come_with_them():
    alone = [one.id for one in formulas_for(made_results(40))]
    beside = [one.id for one in formulas_for(made_results(40, comparison=make_comparison(12)))]
    over_time = [one.id for one in formulas_for(made_results(40, followed=make_followed(40)))]
    assert beside == [*alone, "pooled_share", "pooled_index", "ranks", "funnel", "averages"]
    assert over_time[: len(alone)] == alone
    assert "change" in over_time[len(alone) :]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("heads", [12, 40, 400])
def test_methods__in_full__say_what_the_report_rests_on(heads, language):
    results = made_results(heads)
    blocks = methods_full(results, WORDS[language])
    texts = texts_in(blocks)
    assert [text for text in texts if not text.strip() or "{" in text] == []
    origin = table_of(blocks, "origin").frame.iloc[:, 1].tolist()
    assert origin[0] == "Harlow Falls"
    assert "learning_culture 1.0" in origin
    assert "0" * 12 in origin
    assert str(results.released.provenance.policy.minimum_texts) in origin
    for one, after in zip(blocks, (*blocks[1:], None), strict=True):
        assert not isinstance(one, Heading) or not (after is None or isinstance(after, Heading))


@pytest.mark.parametrize(("heads", "rate"), [(48, "36 of\xa048"), (49, "37 of\xa049"), (50, "38 of 50 (76%)")])
def test_methods__response_rate__is_in_percent_from_fifty_heads_on(heads, rate):
    origin = table_of(methods_full(made_results(heads), ENGLISH), "origin").frame.set_index("What")["Here"]
    assert origin["Answered"].replace("\xa0", " ") == rate.replace("\xa0", " ")


def test_methods__without_a_known_roster__say_how_many_answered():
    results = made_results(40)
    table = results.released.respondents.assign(roster=np.nan)
    unknown = replace(results, released=replace(results.released, respondents=table))
    origin = table_of(methods_full(unknown, ENGLISH), "origin").frame.set_index("What")["Here"]
    assert origin["Answered"].replace("\xa0", " ") == "30"


def test_methods__beside_others_and_over_time__say_with_whom_and_when():
    results = made_results(40, comparison=make_comparison(12), followed=make_followed(40))
    origin = table_of(methods_full(results, ENGLISH), "origin").frame.set_index("What")["Here"]
    assert origin["Beside"] == "11 libraries of the same wave"
    assert origin["Waves that are compared"] == ", ".join(results.followed.waves)


def test_methods__of_a_stricter_promise__say_its_numbers():
    results = made_results(40)
    strict = replace(results.released.provenance, policy=Policy(8, 12))
    text = told(replace(results, released=replace(results.released, provenance=strict)))
    assert "Nothing is told about fewer than 8 people" in text
    assert "where at least 12 people wrote" in text


def test_methods__in_full__say_how_to_check():
    text = told(made_results(12))
    assert "“learning-culture verify” computes everything again and names each number that differs." in text
    assert (
        "Cite as: Harlow Falls, learning culture report, 2026. Guide learning_culture 1.0; Library Learning Culture "
        "Toolkit 0.1.0; answers 000000000000."
    ) in text


@pytest.mark.parametrize("language", ["en", "es"])
def test_methods__in_short__are_words_alone(language):
    blocks = methods(made_results(40), WORDS[language])
    assert not any(isinstance(block, Table) for block in blocks)
    assert len(next(block for block in blocks if isinstance(block, Bullets)).items) == 5
    assert [text for text in texts_in(blocks) if "{" in text] == []


def test_methods__in_short__name_libraries_and_waves_only_where_there_are_some():
    alone = methods(made_results(40), ENGLISH)[0]
    whole = methods(made_results(40, comparison=make_comparison(12), followed=make_followed(40)), ENGLISH)[0]
    assert [text.partition(":")[0] for text in whole.items[len(alone.items) :]] == ["Other libraries", "Change"]


def views_of(**rows: list[tuple]) -> Released:
    """A wave of which just these rows of `marks` are there, each (group, quality, mark, withheld, reason)."""
    blank = made_results(12).released
    nothing = {name: getattr(blank, name)[:0] for name in VIEWS}
    marks = pd.DataFrame(
        [("role", *row) for row in rows["marks"]],
        columns=["cohort", "value", "quality", "mark", "withheld", "reason"],
    )
    return replace(blank, **{**nothing, "marks": marks})


def test_views__by_reason__are_counted_once_each():
    released = views_of(
        marks=[
            ("leader", "purpose", "exists", True, "few"),
            ("leader", "purpose", "develop", True, "few"),
            ("front", "purpose", "exists", False, ""),
            ("front", "purpose", "develop", True, "complement"),
        ]
    )
    [row] = count_views(released).to_dict("records")
    assert row == {
        **{"frame": "marks", "asked": 4, "shown": 1},
        **{"few": 2, "nobody": 0, "complement": 1, "thin": 0, "unconfirmed": 0},
    }
    table = table_views(released, facts(), ENGLISH).frame
    assert table.columns.tolist() == [
        "Kind of result",
        "Results",
        "Told",
        "Withheld: too few people",
        "Withheld: others could be worked out",
    ]
    assert table.iloc[0].tolist() == ["Marks of the qualities", "4", "1", "2", "1"]


def test_views__of_several_counts__are_told_where_one_of_them_is():
    bands = made_results(40).released.bands
    some = bands.assign(withheld=bands["band"] != "growth", reason="few")
    counted = count_views(replace(made_results(40).released, bands=some)).set_index("frame")
    assert counted.loc["bands", "asked"] == counted.loc["bands", "shown"] == len(bands) / 3


@pytest.mark.parametrize("language", ["en", "es"])
def test_views__of_a_whole_library__add_up_and_are_named(language):
    counted = count_views(made_results(40).released)
    assert (counted["asked"] == counted.drop(columns=["frame", "asked"]).sum(axis=1)).all()
    table = table_views(made_results(40).released, facts(language), WORDS[language])
    assert len(table.frame) == len(counted)


def test_views__of_counts_that_differ__are_the_same():
    """What people answered changes nothing of how many results are withheld."""
    one, other = made_results(40).released, made_results(40).released
    doubled = other.marks.assign(count_low=other.marks["count_low"] * 2, share=0.5)
    pd.testing.assert_frame_equal(count_views(one), count_views(replace(other, marks=doubled)))


def test_methods__the_day__changes_nothing():
    assert told(made_results(40)) == told(made_results(40, today=date(2030, 1, 1)))
