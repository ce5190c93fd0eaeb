from __future__ import annotations

import pytest

from analysis.guide import BLANK_NAMES, Blank, Guide, load_guide, load_words


@pytest.fixture(scope="module")
def guide() -> Guide:
    """The toolkit's own guide."""
    return load_guide()


def test_blanks__codes__are_the_four_reasons() -> None:
    assert {int(blank): name for blank, name in BLANK_NAMES.items()} == {
        -1: "skipped",
        -2: "unsure",
        -3: "not_shown",
        -4: "declined",
    }


@pytest.mark.parametrize(
    ("item", "blanks"),
    [
        ("exists_purpose", (Blank.SKIPPED, Blank.UNSURE, Blank.NOT_SHOWN, Blank.DECLINED)),
        ("develop_purpose", (Blank.SKIPPED, Blank.NOT_SHOWN, Blank.DECLINED)),
        ("setback_fixed", (Blank.SKIPPED, Blank.NOT_SHOWN, Blank.DECLINED)),
        ("goal_team", ()),
    ],
)
def test_item__blanks__are_those_that_it_offers(guide: Guide, item: str, blanks: tuple[Blank, ...]) -> None:
    assert guide.item(item).blanks == blanks


def test_cohorts__implied__are_known_by_name(guide: Guide) -> None:
    assert guide.cohort("all").value_ids == ("all",)
    assert guide.cohort("leads").value_ids == ("leaders", "front_line")
    assert guide.cohort("leads").leading == {"leaders"}
    assert guide.lead_cohort == guide.cohort("role")
    assert guide.cohort("role").leading == {"leader", "supervisor"}


@pytest.mark.parametrize(
    ("item", "question"),
    [
        ("goal_team", "What would you like your team to get better at together?"),
        ("exists_purpose", "When we learn something new, we know what it is for. Do you see this here?"),
        ("effort_fixed", "If I have to work hard at something, I am probably not made for it."),
    ],
)
def test_question__of_an_item__reads_alone(guide: Guide, item: str, question: str) -> None:
    assert guide.question(guide.item(item), guide.words("en")) == question


@pytest.mark.parametrize("language", ["en", "es"])
def test_question__of_every_item__is_worded_once(guide: Guide, language: str) -> None:
    questions = [guide.question(item, load_words(language)) for item in guide.items]
    assert len(set(questions)) == len(questions) == 43


@pytest.mark.parametrize("language", ["en", "es"])
def test_threshold__told_first__is_that_of_the_policy(guide: Guide, language: str) -> None:
    told = load_words(language)("guide.threshold", **vars(guide.policy))
    assert "5" in told
    assert "10" in told
