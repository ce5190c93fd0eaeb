"""The bench: every message answered once and truly; the lists, and what coders are told around the texts."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.apps.bench import AROUND, CodingBench
from analysis.apps.bench_page import ReadTextsPage
from analysis.apps.bench_sources import BenchSources
from analysis.collect.coding_desk import CodingDesk
from analysis.errors import StoreError
from analysis.exchange.sources import SAMPLES
from bench_made import HOSTILE, PLACE, bench_store, texts_of_twenty

KEEP, GOAL = "tour_keep", "goal_team"


@pytest.fixture
def written_store(tmp_path, guide):
    return bench_store(tmp_path / "responses.sqlite", guide, {KEEP: texts_of_twenty(), GOAL: ["Learn to listen"]})


@pytest.fixture
def open_bench(written_store, guide, words):
    def open_bench(coder="first"):
        return CodingBench(CodingDesk(written_store, guide, PLACE["library_id"], PLACE["wave"], coder), words)

    return open_bench


@pytest.fixture
def open_page(written_store, guide, words):
    def open_page(library=PLACE["library_id"], wave=PLACE["wave"]):
        sources = BenchSources(guide, written_store)
        return ReadTextsPage(guide, words, sources, sources.find(library, wave))

    return open_page


def opened(bench, item=KEEP, which="all", token=""):
    return bench.handle({"id": "open", "act": "open", "item": item, "which": which, "token": token})


def code(bench, theme, words="Oona", name="code"):
    """Give the text with these words a theme, as a message of the page does."""
    token = next(token for token in bench.desk.texts(KEEP) if words in bench.desk.show(token).written.text)
    return bench.handle({"id": name, "act": "code", "token": token, "themes": [theme]})


def test_open__question__brings_the_first_unread_text_and_a_few_around_it_alone(open_bench):
    bench = open_bench()
    answer = opened(bench)
    assert (answer["ok"], answer["count"], answer["place"]) == (True, 20, 0)
    assert [text["place"] for text in answer["texts"]] == list(range(AROUND + 1))
    assert set(answer["texts"][0]) == {
        "token", "place", "text", "language", "exact", "proposals", "masks", "masked", "confirmed", "themes", "memo",
        "both",
    }  # fmt: skip


def test_look__in_the_middle__brings_neighbours_on_both_sides(open_bench):
    bench = open_bench()
    opened(bench)
    texts = bench.handle({"id": "look", "act": "look", "place": 10})["texts"]
    assert [text["place"] for text in texts] == list(range(10 - AROUND, 11 + AROUND))


def test_look__anywhere__never_names_a_response(open_bench):
    bench = open_bench()
    opened(bench)
    answers = [bench.handle({"id": f"look {place}", "act": "look", "place": place}) for place in range(20)]
    assert "r000" not in repr(answers)


def test_unread__after_the_last_one__begins_anew_and_ends_where_all_are_read(open_bench):
    bench = open_bench()
    opened(bench, GOAL)
    asked = {"act": "unread", "place": 0}
    assert bench.handle({"id": "a", **asked})["place"] == 0
    bench.handle({"id": "b", "act": "code", "token": bench.desk.texts(GOAL)[0], "themes": ["learning"]})
    assert bench.handle({"id": "c", **asked})["place"] is None


def test_filter__text_that_stops_fitting__stays_until_the_question_is_opened_again(open_bench):
    bench = open_bench()
    assert opened(bench, which="unread")["count"] == 20
    code(bench, "time")
    assert len(bench.handle({"id": "look", "act": "look", "place": 19})["texts"]) == AROUND + 1
    again = bench.handle({"id": "again", "act": "open", "item": KEEP, "which": "unread", "token": ""})
    assert again["count"] == 19


def test_message__sent_again_under_its_id__is_answered_again_and_not_done_again(open_bench):
    bench = open_bench()
    opened(bench)
    code(bench, "time", name="1")
    code(bench, "leaders", name="2")
    first = bench.handle({"id": "undo", "act": "undo"})
    assert bench.handle({"id": "undo", "act": "undo"}) == first
    assert bench.desk.undoable == 1


def test_message__refused__says_why_and_what_to_do(open_bench):
    bench = open_bench()
    opened(bench)
    answer = code(bench, "no such theme")
    assert (answer["ok"], answer["reason"]) == (False, "refused")
    assert answer["told"] == "This text cannot be coded so. Choose among the themes of this question."


def test_message__store_that_fails_and_recovers__is_a_no_and_then_a_yes_to_the_same_message(
    open_bench, written_store, monkeypatch, caplog
):
    bench = open_bench()
    opened(bench)

    def fail(*_):
        raise StoreError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(written_store, "put", fail)
        assert code(bench, "time") == {"id": "code", "ok": False, "reason": "store"}
    assert caplog.messages == ["A message of the bench could not be served: The disk is full."]
    assert code(bench, "time")["ok"]
    assert written_store.codings()["themes"].tolist() == ["time"]


@pytest.mark.parametrize(
    "message",
    [None, 7, [], {}, {"id": "x"}, {"id": "x", "act": "drop"}, {"id": "x", "act": "code", "token": "?", "themes": []},
     {"id": "x", "act": "code", "token": "?", "themes": "time"}, {"id": "x", "act": "mask", "masks": [[1]]}],
)  # fmt: skip
def test_message__that_means_nothing__is_refused_and_changes_nothing(open_bench, written_store, message):
    bench = open_bench()
    answer = bench.handle(message)
    assert (answer["ok"], answer["reason"]) == (False, "refused")
    assert written_store.codings().empty


def test_schema__every_theme__has_a_key_of_its_own_that_no_act_has(open_bench):
    bench = open_bench()
    for item in bench.bench["items"]:
        keys = [theme["key"] for theme in item["themes"]]
        assert len(set(keys)) == len(keys)
        assert not set(keys) & set("0npgctumwfs?")


def test_schema__goals__offer_one_kind_and_prompts_and_other_questions_do_not(open_bench):
    items = {item["id"]: item for item in open_bench().bench["items"]}
    assert [theme["id"] for theme in items[GOAL]["themes"]] == ["performance", "mixed", "learning"]
    assert (items[GOAL]["only_one"], len(items[GOAL]["prompts"])) == (True, 5)
    assert (items[KEEP]["only_one"], items[KEEP]["prompts"]) == (False, [])


def test_bench__library_without_texts__has_nothing_to_open(guide, words, store):
    bench = CodingBench(CodingDesk(store, guide, "elm", "2026", "first"), words)
    assert (bench.bench["first"], bench.bench["items"]) == ("", [])
    assert opened(bench, "")["count"] == 0


def test_names__added_and_removed__are_masked_on_the_bench_at_once(open_page, written_store):
    page = open_page()
    names = page._names
    names.add()
    assert "Write a name first." in names.answer.value
    names.name.value = "Oona"
    names.add()
    assert "Oona is masked from now on." in names.answer.value
    assert written_store.listed_names().to_numpy().tolist() == [["hawthorn", "Oona", "person"]]
    assert "Please ask [a colleague] about it." in shown_texts(page)
    names.remove()
    assert written_store.listed_names().empty
    assert "Please ask Oona about it." in shown_texts(page)


def test_names__hostile_ones__are_shown_as_text(open_page):
    page = open_page()
    page._names.name.value = "<b>Bo</b>"
    page._names.add()
    assert "&lt;b&gt;Bo&lt;/b&gt;" in page._names.listed.value
    assert "<b>" not in page._names.listed.value + page._names.answer.value


def test_theme__added_renamed_used_and_removed__follows_each_step(open_page, written_store):
    page = open_page()
    themes = page._themes
    themes.name.value, themes.meaning.value = " The  bookmobile ", "It is about the bus."
    themes.part.control.value = "culture_tour"
    themes.save()
    assert written_store.themes().to_numpy().tolist() == [
        ["hawthorn", "own_the_bookmobile", "culture_tour", "The bookmobile", "It is about the bus."]
    ]
    opened(page._bench)
    assert code(page._bench, "own_the_bookmobile")["ok"]
    themes._choose("own_the_bookmobile")
    themes.name.value = "The bus"
    themes.save()
    assert written_store.themes()["name"].tolist() == ["The bus"]
    themes._choose("own_the_bookmobile")
    themes.remove()
    assert "A text has the theme The bus." in themes.answer.value
    page._bench.handle({"id": "undo", "act": "undo"})
    themes.remove()
    assert written_store.themes().empty


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "Give the theme a name first."),
        ("What oona does", "names somebody or something that is masked"),
        ("time to LEARN", "There is a theme called “time to LEARN” already."),
    ],
)
def test_theme__name_that_cannot_be__is_refused_and_nothing_is_stored(open_page, written_store, name, told):
    written_store.put("listed_names", pd.DataFrame([{"library_id": "hawthorn", "name": "Oona", "kind": "person"}]))
    page = open_page()
    page._themes.name.value = name
    page._themes.save()
    assert told in page._themes.answer.value
    assert written_store.themes().empty


@pytest.mark.slow
def test_suggestions__question__are_questions_and_code_nothing(open_page, written_store):
    page = open_page()
    desk = page._suggestions
    desk.question.control.value = KEEP
    desk.suggest()
    assert desk.found.children
    text, make = desk.found.children[0].children
    assert HOSTILE not in text.value
    make.click()
    assert page._themes.meaning.value
    assert page._themes.part.value == "culture_tour"
    assert (written_store.codings().empty, written_store.themes().empty) == (True, True)


def test_suggestions__goals__are_left_out_since_they_have_kinds(open_page):
    assert [value for _, value in open_page()._suggestions.question.control.options] == [KEEP]


def test_differences_and_agreement__of_two_coders__appear_after_a_look(open_page, open_bench):
    page = open_page()
    assert "This can be told as soon as both of you have read the same texts." in page._agreement.value
    for coder, theme in (("first", "time"), ("second", "leaders")):
        bench = open_bench(coder)
        opened(bench)
        code(bench, theme)
        code(bench, "time", "Number 3", name="another")
    page.look()
    assert page._together_place.children == (page._together,)
    assert page._together.bench["items"][0]["id"] == KEEP
    assert "You have both read 2 texts." in page._agreement.value


def test_release__before_and_after_a_confirmation__says_what_may_be_shown(open_page):
    page = open_page()
    assert "Nothing is confirmed yet, so no text is shown to anybody." in page._release.value
    opened(page._bench)
    token = page._bench.desk.texts(KEEP)[0]
    masked = page._bench.desk.show(token).masked
    page._bench.handle({"id": "c", "act": "confirm", "token": token, "masked": masked})
    page.look()
    assert "What should we keep just as it is? (1 confirmed)" in page._release.value


def test_page__second_coder__opens_the_desk_of_the_second(open_page):
    page = open_page()
    page._coder.control.value = "second"
    assert page._bench.desk.coder == "second"
    assert page._place.children == (page._bench,)


@pytest.mark.slow
def test_page__sample_library__is_a_copy_and_nothing_is_written_into_the_samples(open_page, written_store):
    before = fingerprint(SAMPLES)
    page = open_page("harlow_falls", "2026")
    assert "nothing that you do here is kept when the page closes" in page._said.value
    opened(page._bench)
    assert code(page._bench, "time", "")["ok"]
    assert (fingerprint(SAMPLES), written_store.codings().empty) == (before, True)


def shown_texts(page):
    desk = page._bench.desk
    return [desk.show(token).masked for token in desk.texts(KEEP)]


def fingerprint(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
