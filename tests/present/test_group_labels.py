from dataclasses import replace

import pandas as pd
import pytest

from analysis.errors import GuideError
from analysis.guide import load_guide, load_words
from analysis.present.groups import column_label, group_label, read_group, read_groups

PAIR, LED_AT_MAIN = "leads+unit", "leaders+main_library"


@pytest.mark.parametrize(
    ("language", "cohort", "value", "column", "group"),
    [
        ("en", "all", "all", "All staff", "All staff"),
        ("en", "unit", "branch_1", "Place of work", "Branch 1"),
        ("en", PAIR, LED_AT_MAIN, "Leaders and front line × Place of work", "Leaders, Main library"),
        ("es", "unit", "branch_1", "Lugar de trabajo", "Sucursal 1"),
        ("es", PAIR, LED_AT_MAIN, "Liderazgo y atención directa × Lugar de trabajo", "Liderazgo, Biblioteca central"),
    ],
)
def test_labels__of_columns_and_groups__are_put_together_for_pairs(language, cohort, value, column, group):
    words = load_words(language)
    assert column_label(words, cohort) == column
    assert group_label(words, cohort, value) == group


@pytest.mark.parametrize("language", ["en", "es"])
def test_group_label__every_group_of_every_pair__is_different(language):
    columns = ("role", "unit", "tenure", "employment", "leads")
    guide = replace(load_guide(), pairs=tuple((a, b) for a in columns for b in columns if a < b))
    labels = [group_label(load_words(language), c.id, value) for c in guide.pair_cohorts for value in c.value_ids]
    assert len(set(labels)) == len(labels)


def test_group_label__value_that_the_guide_does_not_word__is_refused():
    with pytest.raises(GuideError, match=r"The en wording has no text for 'guide\.cohort\.unit\.moon'\."):
        group_label(load_words("en"), PAIR, "leaders+moon")


def test_read_groups__released_pair__stands_in_the_guides_order(make):
    released = make(heads=400)
    guide = replace(released.guide, pairs=(("leads", "unit"),))
    rows = released.group("respondents").assign(cohort=PAIR)
    ids = guide.cohort(PAIR).value_ids
    pairs = [rows.assign(value=value) for value in reversed(ids)]
    respondents = pd.concat([released.respondents, *pairs], ignore_index=True)
    wider = replace(released, guide=guide, respondents=respondents)
    assert [group.value for group in read_groups(wider, load_words("en"), PAIR)] == list(ids)
    assert read_group(wider, load_words("en"), PAIR, LED_AT_MAIN).label == "Leaders, Main library"
