"""The cohorts page: what it shows, what it offers to choose, and what there is where no group may be shown."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.apps.cohort_sections import BY_COHORT, BY_SITUATION, SECTIONS, WITH_FIGURES
from analysis.apps.cohort_talks import questions
from analysis.apps.cohorts import CohortsPage, cohorts_page
from analysis.apps.view import View
from analysis.errors import Fault, ToolkitError
from analysis.exchange.sources import Sources
from analysis.responses import Store
from page_parts import controls_in, expect_page_notebook

pytestmark = pytest.mark.slow

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "03_our_cohorts.ipynb"
HOSTILE = "<img src=x onerror=alert(1)> & co"
COLUMN, SITUATION = "Tell staff apart by", "Situation"


@pytest.fixture(scope="module")
def released(samples, release_once):
    """A library of which some groups may be shown, and some may not."""
    return release_once(samples, "harlow_falls", "2026")


@pytest.fixture(scope="module")
def kept_sources(released, guide, tmp_path_factory):
    """The samples, with the release that takes long done once."""
    sources = Sources(guide, Store(tmp_path_factory.mktemp("store") / "responses.sqlite", guide))
    sources._released[sources.find("harlow_falls")] = released
    return sources


@pytest.fixture(scope="module")
def first_page(kept_sources, words):
    """The page as it opens; no test chooses anything on it."""
    return CohortsPage(kept_sources, words, kept_sources.find("harlow_falls"))


@pytest.fixture
def page(kept_sources, words):
    """A page to choose on."""
    return CohortsPage(kept_sources, words, kept_sources.find("harlow_falls"))


@pytest.fixture
def groupless_page(sources, words):
    """The page of the own library: nine of twelve answered, and no group but all staff may be shown."""
    return CohortsPage(sources, words, sources.find())


def shown(page):
    """The markup of every section by name."""
    return {name: getattr(page, name)().value for name in SECTIONS}


def controls(page):
    """The controls of the page by their label."""
    return controls_in(page.choose(), page.choose_situation())


def changed(page, act):
    """The sections that `act` changes."""
    before = shown(page)
    act()
    after = shown(page)
    return {name for name in SECTIONS if before[name] != after[name]}


def found(released, differences=(), camps=(), pulls=()):
    """`released` with nothing found but this.

    `differences` are (value, scope, chance) and `camps` (value, scope), both by role; `pulls` are situations that pull
    towards fixed.
    """
    compared = released.differences.copy()
    compared["p_adjusted"] = compared["p_adjusted"].where(compared["p_adjusted"].isna(), 0.9)
    for value, scope, chance in differences:
        rows = (compared["cohort"] == "role") & (compared["value"] == value) & (compared["scope"] == scope)
        compared.loc[rows, ["superiority_low", "superiority_high", "p_adjusted"]] = chance, chance, 0.01
    spread = released.distributions.assign(camps="")
    for value, scope in camps:
        rows = spread["cohort"].isin(["role", "all"]) & (spread["value"] == value) & (spread["scope"] == scope)
        spread.loc[rows, "camps"] = "split"
    profile = released.profile.assign(shift=-20.0, p_adjusted=0.9)
    profile.loc[profile["situation"].isin(pulls), "p_adjusted"] = 0.01
    return replace(released, differences=compared, distributions=spread, profile=profile)


def alt_of(markup):
    return re.search(r'alt="([^"]*)"', markup)[1]


def test_page__a_library_with_groups__shows_every_section_and_its_numbers(first_page):
    sections = shown(first_page)
    assert all(sections.values())
    for name in ("where_groups_lean", "differences", "situations", "situations_by_group", "people_or_situations"):
        assert sections[name].count("<figure>") == 1
        assert sections[name].count('<img src="data:image/png;base64,') == 1
        assert "<details><summary>The numbers behind this</summary>" in sections[name]
        assert len(alt_of(sections[name])) > 150


def test_page__sections__come_with_a_method_for_each(page):
    assert all(getattr(CohortsPage, name).__doc__ for name in SECTIONS)
    assert set(BY_COHORT) | set(BY_SITUATION) | set(WITH_FIGURES) <= set(SECTIONS)


def test_notebook__its_cells__show_every_part_of_the_page_and_hold_no_program():
    expect_page_notebook(NOTEBOOK, SECTIONS, {"choose", "choose_situation"})


def test_choose__cohort_columns__are_those_of_which_a_group_may_be_shown(first_page, released):
    table = released.respondents
    told = set(table.loc[~table["withheld"], "cohort"]) - {"all"}
    assert {column for _, column in controls(first_page)[COLUMN].options} == told
    assert set(released.cohorts) <= told


def test_choose__another_column__changes_what_is_said_about_groups_and_nothing_else(page):
    first, second, *_ = (column for _, column in controls(page)[COLUMN].options)
    assert controls(page)[COLUMN].value == first

    def choose():
        controls(page)[COLUMN].value = second

    found = changed(page, choose)
    assert found <= set(BY_COHORT)
    assert found >= {"who_answered", "where_groups_lean", "differences", "situations_by_group", "not_shown"}


def test_choose__another_column__names_its_groups_in_text_alt_text_and_table(page):
    controls(page)[COLUMN].value = "tenure"
    sections = shown(page)
    assert "Who answered, by group: Years here" in sections["who_answered"]
    for name in ("where_groups_lean", "differences", "situations_by_group"):
        assert "2 to 5 years" in alt_of(sections[name])
        assert ">2 to 5 years</th>" in sections[name]
        assert "Main library" not in sections[name]


def test_choose__one_situation__changes_where_groups_lean_and_differences_alone(page, words):
    labels = [label for label, _ in controls(page)[SITUATION].options]
    assert labels[0] == "All six situations together"
    assert len(labels) == 7

    def choose():
        controls(page)[SITUATION].value = "criticism"

    assert changed(page, choose) == set(BY_SITUATION)
    assert "Criticism" in alt_of(shown(page)["where_groups_lean"])


def test_choose__one_situation__stays_when_the_column_changes(page):
    controls(page)[SITUATION].value = "effort"
    controls(page)[COLUMN].value = "unit"
    assert controls(page)[SITUATION].value == "effort"
    assert "Effort" in alt_of(shown(page)["where_groups_lean"])


def test_choose__a_situation_that_is_wholly_withheld__is_not_offered(released, kept_sources, words, monkeypatch):
    bands = released.bands.copy()
    bands.loc[(bands["scope"] == "effort") & ~bands["withheld"], ["withheld", "reason"]] = True, "complement"
    source = kept_sources.find("harlow_falls")
    monkeypatch.setitem(kept_sources._released, source, replace(released, bands=bands))
    page = CohortsPage(kept_sources, words, source)
    assert "effort" not in [scope for _, scope in controls(page)[SITUATION].options]
    assert len(controls(page)[SITUATION].options) == 6


def test_page__who_answered__gives_each_group_its_number_or_the_reason(page, released, words):
    controls(page)[COLUMN].value = "unit"
    said = shown(page)["who_answered"]
    for row in released.group("respondents", "unit", "main_library").to_dict("records"):
        assert f'<th scope="row">Main library</th><td>{row["n"]}</td><td>{row["roster"]}</td>' in said
    outreach = released.group("respondents", "unit", "outreach").iloc[0]
    assert outreach["withheld"]
    assert f'<th scope="row">Outreach and mobile</th><td>fewer than 5</td><td>{outreach["roster"]}</td>' in said
    assert "Branch 3" not in said


@pytest.mark.parametrize(
    ("differences", "pulls", "said"),
    [
        (
            [],
            [],
            "Between groups (Role), no difference is more than chance could make it. "
            "For all staff together, no situation clearly pulls towards fixed.",
        ),
        (
            [("public_services", "overall", 0.8), ("public_services", "effort", 0.2)],
            ["criticism"],
            "“Public services” stands further towards growth than the others, by more than chance. "
            "For all staff together, “Criticism” is where people slide towards fixed.",
        ),
        (
            [("public_services", "effort", 0.2)],
            ["criticism", "change"],
            "In the situation “Effort”, “Public services” stands further towards fixed than the others, "
            "by more than chance. "
            "For all staff together, “Criticism” and “Change” are where people slide towards fixed.",
        ),
    ],
)
def test_in_one_sentence__what_was_found__is_said_of_groups_and_of_situations(
    released, words, differences, pulls, said
):
    view = View(found(released, differences, pulls=pulls), words, "role")
    assert SECTIONS["in_one_sentence"](view) == f'<p class="lc-lead">{said}</p>'


def test_in_one_sentence__no_group_can_be_compared__says_so(released, words):
    nothing = released.differences.assign(withheld=True, reason="complement")
    view = View(replace(found(released), differences=nothing), words, "role")
    assert "Groups (Role) cannot be compared here. For all staff" in SECTIONS["in_one_sentence"](view)


def test_questions__nothing_was_found__are_those_that_are_always_worth_asking(released, words):
    asked = questions(View(found(released), words, "role"))
    assert asked.startswith("<ul><li>When did one of our groups last learn something that another could have used?")
    assert asked.count("<li>") == 2


def test_questions__much_was_found__ask_about_two_differences_one_camp_and_one_situation(released, words):
    differences = [("public_services", "overall", 0.8), ("public_services", "effort", 0.2)]
    differences += [("public_services", "change", 0.2)]
    camps = [("public_services", "setback"), ("all", "change")]
    asked = questions(View(found(released, differences, camps, ["criticism", "change"]), words, "role"))
    assert re.findall(r"<li>(.*?)[.?]", asked) == [
        "“Public services” stands further towards growth than the others over all situations, by more than chance",
        "“Public services” stands further towards fixed than the others in the situation “Effort”, by more than chance",
        "In “Public services”, people stand in two camps in the situation “A setback”",
        "“Criticism” is where staff slide towards fixed",
        "When did one of our groups last learn something that another could have used",
        "Which of the six situations do we meet most often",
    ]


def test_questions__all_staff_are_split__ask_all_of_them(released, words):
    asked = questions(View(found(released, camps=[("all", "overall")]), words, "role"))
    assert asked.startswith(
        "<ul><li>All staff stand in two camps over all situations. "
        "What does each side see that the other does not?</li>"
    )


def test_page__no_group_may_be_shown__shows_all_staff_and_talks_about_groups(groupless_page):
    sections = shown(groupless_page)
    assert controls(groupless_page)[COLUMN].layout.display == "none"
    assert "Small teams see less in numbers, and more by talking" in sections["in_one_sentence"]
    assert "this part shows all staff together" in sections["where_groups_lean"]
    assert "All staff" in alt_of(sections["where_groups_lean"])
    assert "No two groups can be compared here" in sections["differences"]
    assert "where does change arrive first?" in sections["situations_by_group"]
    assert "because it takes 20 people to tell this finely" in sections["people_or_situations"]
    assert "No group of staff can be shown by itself here" in sections["not_shown"]
    assert all(sections.values())
    assert "<figure>" in sections["situations"]
    for name in ("differences", "situations_by_group", "people_or_situations"):
        assert "<figure>" not in sections[name]
        assert "Talk about it:" in sections[name]


def test_page__a_team_guide__is_a_page_to_talk_about(sources, words):
    page = CohortsPage(sources, words, sources.find("tindle_hollow"))
    sections = shown(page)
    assert controls(page)[COLUMN].layout.display == controls(page)[SITUATION].layout.display == "none"
    assert "Your team answered the guide together." in sections["in_one_sentence"]
    assert "All of you, a team of 3, answered together, as one." in sections["who_answered"]
    assert "Where does each get to try things out?" in sections["where_groups_lean"]
    assert '<th scope="row">Criticism</th>' in sections["situations"]
    assert "Nothing is counted here." in sections["not_shown"]
    assert "Nobody has to say how they answered" in sections["next_steps"]
    assert all(sections.values())
    assert not any("<figure>" in section for section in sections.values())


def test_page__everything_withheld__says_why_and_offers_talk(sources, words, own_store):
    own_store.delete_wave("maple_grove", "2026")
    place = {"library_id": "maple_grove", "wave": "2026"}
    own_store.put("roster", pd.DataFrame([{**place, "cohort": "all", "value": "all", "heads": 4}]))
    sources.refresh()
    sections = shown(CohortsPage(sources, words, sources.find("maple_grove")))
    assert "This page is for talking, not for counting" in sections["in_one_sentence"]
    assert "Criticism: Next time, answer first with a question" in sections["situations"]
    assert "There is nothing to show yet, because nobody answered." in sections["not_shown"]
    assert all(sections.values())
    assert not any("<figure>" in section for section in sections.values())


def test_page__another_library__changes_what_is_offered(page):
    controls(page)["Library"].value = "sample:marrow_bend"
    assert controls(page)[COLUMN].layout.display == "none"
    assert controls(page)[COLUMN].options == ()
    assert "6 of your 7 staff answered." in shown(page)["who_answered"]
    controls(page)["Library"].value = "sample:harlow_falls"
    assert controls(page)[COLUMN].layout.display is None


def test_page__narrow_room__draws_its_figures_anew_for_it(page):
    def narrow():
        page._viewport.narrow = True

    # No group here has ten people whose texts were read, so there is nothing to draw of what groups write.
    assert changed(page, narrow) == set(WITH_FIGURES) - {"what_groups_write"}


def test_page__hostile_name_of_the_library__is_shown_as_text(sources, words, own_store):
    facts = {"library_id": "maple_grove", "name": HOSTILE, "type": "public", "population": "", "locale": "", "fte": ""}
    own_store.put("libraries", pd.DataFrame([facts]))
    sources.refresh()
    page = CohortsPage(sources, words, sources.find("maple_grove"))
    everything = "".join(shown(page).values()) + page.choose().children[2].value
    assert "<img src=x" not in everything
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; co" in everything


def test_page__results_that_cannot_be_made__shows_nothing_old_and_outlives_a_turn_of_the_screen(page, monkeypatch):
    def refuse(*_):
        raise ToolkitError("The roster is wrong.", [Fault("row 2", "9", "5", "Mend the roster.")])

    monkeypatch.setattr("analysis.exchange.sources.release", refuse)
    controls(page)["Library"].value = "sample:quillhaven"
    assert "row 2: Mend the roster." in page.choose().children[2].value
    page._viewport.narrow = True
    assert set(shown(page).values()) == {""}
    assert controls(page)[SITUATION].layout.display == "none"


def test_refresh__a_new_answer__is_counted_only_then(groupless_page, own_store):
    row = own_store.responses().iloc[0].to_dict()
    own_store.submit({**row, "response_id": "one_more"})
    assert "9 of your 12 staff answered." in shown(groupless_page)["who_answered"]
    groupless_page.refresh()
    assert "10 of your 12 staff answered." in shown(groupless_page)["who_answered"]


def test_cohorts_page__samples_alone__opens_what_is_asked_for(monkeypatch, tmp_path):
    monkeypatch.setenv("LEARNING_CULTURE_DATA", str(tmp_path))
    monkeypatch.setenv("QUERY_STRING", "library=marrow_bend&wave=2026")
    assert "6 of your 7 staff answered." in shown(cohorts_page())["who_answered"]
    assert "All of you, a team of 3" in shown(cohorts_page("tindle_hollow"))["who_answered"]
