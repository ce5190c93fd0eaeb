"""The form as data: seven parts, every item once, nothing preselected, the same in every language."""

from __future__ import annotations

import json
from typing import Any

import pytest

from analysis.collect.form import form_schema
from analysis.guide import Guide, load_words


def questions_of(schema: dict[str, Any]) -> list[dict[str, Any]]:
    steps = [*schema["parts"], schema["about"]]
    return [question for step in steps for group in step["groups"] for question in group["questions"]]


def schema_in(language: str, guide: Guide, strategies: Any = ()) -> dict[str, Any]:
    return form_schema(guide, load_words(language), strategies)


def test_schema__own_guide__has_the_seven_parts_in_order(guide):
    parts = [part["id"] for part in schema_in("en", guide)["parts"]]
    assert parts == ["goals", "culture_tour", "qualities", "strategies", "continuum", "reflection", "action_plan"]


def test_schema__own_guide__asks_every_item_and_cohort_once_with_cohorts_last(guide):
    ids = [question["id"] for question in questions_of(schema_in("en", guide))]
    assert sorted(ids) == sorted([item.id for item in guide.items] + [cohort.id for cohort in guide.cohorts])
    assert ids[-len(guide.cohorts) :] == [cohort.id for cohort in guide.cohorts]


def texts_of(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in texts_of(value)]
    if isinstance(node, list):
        return [text for value in node for text in texts_of(value)]
    return [node] if isinstance(node, str) else []


@pytest.mark.parametrize("language", ["en", "es"])
def test_schema__any_language__travels_as_json_and_leaves_no_place_open(language, guide):
    schema = schema_in(language, guide)
    assert json.loads(json.dumps(schema)) == schema
    said = [text for key, value in schema.items() if key != "texts" for text in texts_of(value)]
    assert [text for text in said if "{" in text] == []


def test_schema__two_languages__differ_in_words_only(guide):
    english, spanish = schema_in("en", guide), schema_in("es", guide)
    asked = [
        [
            (question["id"], [choice["value"] for choice in question.get("choices", ())])
            for question in questions_of(schema)
        ]
        for schema in (english, spanish)
    ]
    assert asked[0] == asked[1]
    assert english["texts"].keys() == spanish["texts"].keys()


def test_schema__choices__offer_not_sure_only_where_the_guide_says_so(guide):
    unsure = {
        question["id"]
        for question in questions_of(schema_in("en", guide))
        if any(choice["value"] == -2 for choice in question.get("choices", ()))
    }
    assert unsure == {f"exists_{quality}" for quality in guide.qualities}


def test_schema__items__offer_prefer_not_to_say_on_demand_and_cohorts_always(guide):
    questions = {question["id"]: question for question in questions_of(schema_in("en", guide))}
    assert questions["exists_purpose"]["decline"] == {"value": -4, "label": "Prefer not to say"}
    assert questions["exists_purpose"]["choices"] == [
        {"value": 1, "label": "Yes"},
        {"value": 0, "label": "No"},
        {"value": -2, "label": "Not sure"},
    ]
    assert questions["role"]["decline"] is None
    assert questions["role"]["choices"][-1] == {"value": "-4", "label": "Prefer not to say"}


def test_schema__promise__stands_with_the_cohort_questions_and_names_the_thresholds(guide):
    assert schema_in("en", guide)["promise"] == (
        "Nothing is shown about a group of fewer than 5 people, and nothing that you wrote is shown unless at least "
        "10 people wrote and a person has checked that nobody can be recognized in it."
    )


def test_schema__strategies_in_use__are_rated_and_those_to_explore_are_named(guide, strategy_rows):
    schema = schema_in("en", guide, strategy_rows)
    inventory, texts = schema["parts"][3]["groups"]
    assert [(question["id"], question["label"]) for question in inventory["questions"]] == [
        ("rating:mentoring", "Learning from a colleague"),
        ("rating:webinars", '<img src=x onerror="window.broken=1"> & =1+1'),
    ]
    assert [choice["value"] for choice in inventory["questions"][0]["choices"]] == [1, 2, 3, 4, 5]
    assert texts["questions"][1]["hint"] == "Ideas that are being considered: A reading circle."


def test_schema__no_strategies__says_so_and_still_asks_in_words(guide):
    inventory, texts = schema_in("en", guide)["parts"][3]["groups"]
    assert inventory["questions"] == []
    assert inventory["statement"] == ("Your library has not listed its ways of learning yet. You can name yours here.")
    assert [question["id"] for question in texts["questions"]] == ["strategy_missing", "strategy_explore"]
    assert texts["questions"][1]["hint"] == ""
