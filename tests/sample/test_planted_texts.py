"""What is planted in the words of the sample is found by reading all of them, and in what may be shown; and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure import Followed, Released
from analysis.disclosure.coding import codings_of, settle_codings
from analysis.disclosure.theme_differences import describe_theme_differences
from analysis.disclosure.themes import release_themes
from analysis.disclosure.wave import read_wave
from analysis.guide import GOAL_KINDS, Codebook, Guide, Theme, load_codebook
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.gaps import perception_gap
from analysis.measures.texts import krippendorff_alpha
from analysis.responses import Survey
from analysis.responses.frames import with_leads
from analysis.responses.synthetic.coders import VAGUE, true_themes

Shown = Callable[[str, str], Released]

CODED = ("quillhaven", "lanternport", "evenholm", "harlow_falls")
FEW = 10
"""Nothing is told about the texts of fewer people."""


@pytest.fixture(scope="module")
def codebook(survey: Survey) -> Codebook:
    """The toolkit's themes and those of the one library that has added some."""
    rows = survey.themes.to_dict("records")
    return load_codebook().with_own(Theme(row["theme"], (row["part"],), row["name"], row["meaning"]) for row in rows)


@pytest.fixture(scope="module")
def settled(survey: Survey) -> pd.DataFrame:
    """Every settled text with its themes and with who wrote it."""
    return settle_codings(survey.codings).merge(with_leads(survey.responses, survey.guide), on="response_id")


@pytest.fixture(scope="module")
def differing(survey: Survey) -> Callable[[str], pd.DataFrame]:
    """The theme differences of a library's release of 2026, without all the rest of it."""

    def tell(library_id: str) -> pd.DataFrame:
        policy = survey.guide.policy
        wave = read_wave(survey, library_id, "2026", policy.minimum_group)
        read = settle_codings(codings_of(survey.codings, wave))
        return describe_theme_differences(release_themes(wave, read, load_codebook(), policy.minimum_texts))

    return tell


def of(settled: pd.DataFrame, library_id: str, wave: str = "2026") -> pd.DataFrame:
    return settled[(settled["library_id"] == library_id) & (settled["wave"] == wave)]


def has(texts: pd.DataFrame, theme: str) -> np.ndarray:
    return np.array([theme in themes for themes in texts["themes"]])


def group_rows(texts: pd.DataFrame, column: str, themes: tuple[Theme, ...]) -> Iterator[tuple[str | int, ...]]:
    for value in sorted(set(texts[column])):
        inside = (texts[column] == value).to_numpy()
        if value.startswith("-") or inside.sum() < FEW:
            continue
        for theme in themes:
            mentions = has(texts, theme.id)
            x, x_rest = mentions[inside].sum(), mentions[~inside].sum()
            yield value, theme.id, int(x), int(inside.sum()), int(x_rest), int((~inside).sum())


def differences(texts: pd.DataFrame, guide: Guide, codebook: Codebook) -> pd.DataFrame:
    """Each group of ten and more against all others, for each theme; adjusted over a question and column."""
    families = []
    for item, own in texts.groupby("item"):
        for column in (*(cohort.id for cohort in guide.cohorts), "leads"):
            rows = list(group_rows(own, column, codebook.of_item(str(item), guide)))
            table = pd.DataFrame(rows, columns=["value", "theme", "x", "n", "x_rest", "n_rest"])
            if len(table):
                gap = perception_gap(*(table[name] for name in ("x", "n", "x_rest", "n_rest")))
                found = {"difference": gap["difference"].to_numpy(), "p_adjusted": adjust_p_values(gap["p"])}
                families.append(table.assign(item=item, column=column, **found))
    return pd.concat(families, ignore_index=True)


def beyond_chance(found: pd.DataFrame) -> list[list[str]]:
    return found.loc[found["p_adjusted"] <= 0.05, ["item", "value", "theme"]].to_numpy().tolist()


# --- who writes about what


def test_time__in_the_words_of_support_services__is_the_one_difference_in_that_library(
    settled: pd.DataFrame, guide: Guide, codebook: Codebook
) -> None:
    found = differences(of(settled, "lanternport"), guide, codebook)
    assert beyond_chance(found) == [["tour_change", "support_services", "time"]]
    row = found[(found["item"] == "tour_change") & (found["value"] == "support_services") & (found["theme"] == "time")]
    assert row[["x", "n", "x_rest", "n_rest"]].to_numpy().tolist() == [[10, 14, 8, 56]]


@pytest.mark.slow
def test_time__in_a_release__is_what_support_services_write_about_more(
    differing: Callable[[str], pd.DataFrame],
) -> None:
    found = differing("lanternport")
    assert beyond_chance(found) == [["tour_change", "support_services", "time"]]
    assert found.loc[found["p_adjusted"] <= 0.05, "low"].item() > 0.2


@pytest.mark.parametrize("library_id", ["evenholm", "harlow_falls", "quillhaven"])
def test_themes__where_no_group_writes_about_more__do_not_differ(
    library_id: str, settled: pd.DataFrame, guide: Guide, codebook: Codebook
) -> None:
    assert beyond_chance(differences(of(settled, library_id), guide, codebook)) == []


@pytest.mark.slow
def test_themes__in_a_release_of_a_library_without_truths__do_not_differ(
    differing: Callable[[str], pd.DataFrame],
) -> None:
    found = differing("evenholm")
    assert (~found["withheld"]).sum() > 100
    assert found["p_adjusted"].min() > 0.05


# --- what kinds of goals there are


@pytest.mark.parametrize("library_id", ["quillhaven", "lanternport"])
def test_goals_of_teams__of_two_waves__turn_from_performance_to_learning(
    library_id: str, settled: pd.DataFrame
) -> None:
    kinds = {}
    for wave in ("2025", "2026"):
        texts = of(settled, library_id, wave)
        goals = texts[texts["item"] == "goal_team"]
        kinds[wave] = pd.Series({kind: has(goals, kind).mean() for kind in GOAL_KINDS})
        assert kinds[wave].sum() == pytest.approx(1)
    assert kinds["2025"].idxmax() == "performance"
    assert kinds["2026"].idxmax() == "learning"
    change = kinds["2026"] - kinds["2025"]
    assert change["performance"] < -0.35
    assert change["learning"] > 0.35
    assert abs(change["mixed"]) < 0.1


@pytest.mark.slow
@pytest.mark.parametrize("library_id", ["quillhaven", "lanternport"])
def test_goals_of_teams__in_what_may_be_shown__turn_from_performance_to_learning(
    library_id: str, over: Callable[[str], Followed]
) -> None:
    steps = over(library_id).goal_steps
    assert set(steps["item"]) == {"goal_team"}
    assert dict(zip(steps["goal"], steps["moved"], strict=True)) == {
        "performance": "down",
        "mixed": "",
        "learning": "up",
    }


@pytest.mark.parametrize("library_id", ["evenholm", "harlow_falls"])
def test_goals_of_teams__elsewhere__are_none_of_performance_alone(library_id: str, settled: pd.DataFrame) -> None:
    texts = of(settled, library_id)
    goals = texts[texts["item"] == "goal_team"]
    assert has(goals, "learning").mean() > 0.5
    # One text may be read so by mistake of both coders.
    assert has(goals, "performance").sum() <= 1


# --- the two coders


def read_by_both(survey: Survey) -> pd.DataFrame:
    """One row per text: the themes that either coder found, as sets."""
    found = survey.codings.assign(themes=[frozenset(themes.split()) for themes in survey.codings["themes"]])
    first, second = (
        found.loc[found["coder"] == coder, ["response_id", "item", "themes"]].rename(columns={"themes": coder})
        for coder in ("first", "second")
    )
    return first.merge(second, on=["response_id", "item"])


def alpha_of(both: pd.DataFrame, survey: Survey, codebook: Codebook, vague: bool) -> float:
    """The alpha over all texts and themes: of the vague theme alone, or of all the others."""
    found = [
        (theme.id in first, theme.id in second)
        for item, first, second in zip(both["item"], both["first"], both["second"], strict=True)
        for theme in codebook.of_item(item, survey.guide)
        if (theme.id == VAGUE) == vague
    ]
    return krippendorff_alpha(np.array(found, dtype=float).T)


def test_coders__over_all_themes_but_one__agree_well_and_about_that_one_poorly(
    survey: Survey, codebook: Codebook
) -> None:
    both = read_by_both(survey)
    themes = both[~both["item"].str.startswith("goal_")]
    assert alpha_of(themes, survey, codebook, vague=False) == pytest.approx(0.86, abs=0.02)
    assert alpha_of(themes, survey, codebook, vague=True) == pytest.approx(0.43, abs=0.05)


def test_coders__of_goals__agree_well(survey: Survey) -> None:
    both = read_by_both(survey)
    goals = both[both["item"].str.startswith("goal_")]
    kinds = [[GOAL_KINDS.index(*found) for found in goals[coder]] for coder in ("first", "second")]
    assert krippendorff_alpha(kinds) == pytest.approx(0.88, abs=0.04)


@pytest.mark.slow
def test_coders__in_a_release__agree_well_about_goals_and_what_to_keep(shown: Shown) -> None:
    told = shown("lanternport", "2026").text_items.set_index("item")
    assert (told.loc[["goal_team", "tour_keep"], "agreement"] == "good").all()
    assert set(told.loc[told["coded"] > 0, "coders"]) == {2}


def test_coders__where_they_differ__settle_most_of_it_as_it_truly_is(survey: Survey) -> None:
    both = read_by_both(survey)
    differ = both[both["first"] != both["second"]]
    agreed = survey.codings[survey.codings["coder"] == "agreed"]
    keys = ["response_id", "item"]
    assert len(agreed.merge(differ, on=keys)) == len(agreed)
    assert 0.85 < len(agreed) / len(differ) < 0.97
    texts = survey.responses.set_index("response_id")
    for response_id, item, themes in zip(agreed["response_id"], agreed["item"], agreed["themes"], strict=True):
        assert set(themes.split()) == true_themes(item, texts.loc[response_id, item])


# --- what is coded


def test_codings__of_each_coded_question__cover_every_text_by_both(survey: Survey) -> None:
    texts = survey.responses.set_index("response_id")
    places = survey.codings.assign(
        library_id=survey.codings["response_id"].map(texts["library_id"]),
        wave=survey.codings["response_id"].map(texts["wave"]),
    )
    assert set(places["library_id"]) == set(CODED)
    for (library_id, wave, item), rows in places.groupby(["library_id", "wave", "item"]):
        own = texts[(texts["library_id"] == library_id) & (texts["wave"] == wave)]
        wrote = set(own.index[own[item] != ""])
        assert set(rows.loc[rows["coder"] == "first", "response_id"]) == wrote
        assert set(rows.loc[rows["coder"] == "second", "response_id"]) == wrote
    earlier = places[places["wave"] == "2025"]
    assert set(zip(earlier["library_id"], earlier["item"], strict=True)) == {
        ("quillhaven", "goal_team"),
        ("lanternport", "goal_team"),
    }


def test_codings__themes__are_offered_for_their_question_and_the_own_one_only_at_home(
    survey: Survey, codebook: Codebook
) -> None:
    libraries = survey.responses.set_index("response_id")["library_id"]
    at_home = set()
    for response_id, item, themes in survey.codings[["response_id", "item", "themes"]].to_numpy():
        assert set(themes.split()) <= {theme.id for theme in codebook.of_item(item, survey.guide)}
        if "bookmobile" in themes.split():
            at_home.add(libraries[response_id])
    assert at_home == {"quillhaven"}


@pytest.mark.slow
def test_own_theme__in_a_release__is_counted_and_named(shown: Shown) -> None:
    result = shown("quillhaven", "2026")
    assert result.codebook[["theme", "name"]].to_numpy().tolist() == [["bookmobile", "Bookmobile"]]
    assert "bookmobile" in set(result.themes.loc[result.themes["item"] == "tour_keep", "theme"])
