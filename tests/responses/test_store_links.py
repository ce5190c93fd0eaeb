"""Answers of one person in different waves are linked by the receipt that they choose to type, and by nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import ResponseError
from analysis.guide import Guide
from analysis.responses.checking import check_responses
from analysis.responses.receipts import make_link, make_receipt
from analysis.responses.store import Added, Store
from answers import people_frame

UNLINKED = (
    "These answers cannot be linked to earlier ones. Nothing was stored.\n"
    "- the earlier receipt: found {}; allowed: the receipt of another wave, or nothing. "
    "Check its letters, or leave it out."
)
TAKEN = (
    "Somebody in this wave is linked in the same way. Nothing was stored.\n"
    "- response {!r}: found a link that a response of this wave has; allowed: a link of another wave, or nothing. "
    "Leave it out, unless the same person gave both answers in different waves."
)


@pytest.fixture
def send(store: Store, person: dict[str, Any]) -> Any:
    """Sends the answers of one person to one wave, and gives the receipt."""

    def submit(response_id: str, wave: str, earlier_receipt: str = "", **answers: Any) -> str:
        row = person | {"response_id": response_id, "wave": wave} | answers
        return store.submit(row, {"s1": 3}, earlier_receipt=earlier_receipt)

    return submit


def links(store: Store) -> dict[str, str]:
    responses = store.responses()
    return dict(zip(responses["response_id"], responses["link"], strict=True))


def refusal(send: Any, *sent: str, **answers: Any) -> str:
    with pytest.raises(ResponseError) as caught:
        send(*sent, **answers)
    assert {fault.column for fault in caught.value.faults} == {"link"}
    return str(caught.value)


def test_submit__without_a_receipt__links_nobody(send: Any, store: Store) -> None:
    send("a", "2025")
    send("b", "2026")
    assert links(store) == {"a": "", "b": ""}


def test_submit__earlier_receipt_typed_by_hand__gives_both_answers_one_link(send: Any, store: Store) -> None:
    receipt = send("a", "2025")
    send("other", "2025")
    send("b", "2026", f" {receipt.lower().replace('-', ' ')} ")
    found = links(store)
    assert found["a"] == found["b"]
    assert re.fullmatch("k[0-9a-f]{20}", found["a"])
    assert found["other"] == ""


def test_link__of_two_people__differs_and_says_neither_id_nor_receipt(send: Any, store: Store) -> None:
    receipts = {name: send(name, "2025") for name in ("ann", "bob")}
    for name, receipt in receipts.items():
        send(f"{name}_2", "2026", receipt)
    found = links(store)
    assert found["ann"] != found["bob"]
    for link in found.values():
        assert not any(word.lower() in link for name, receipt in receipts.items() for word in (name, receipt[:4]))


def test_link__in_another_store__differs() -> None:
    assert make_link(b"one secret", "r1") != make_link(b"another secret", "r1")


def test_link__and_receipt_of_the_same_response__share_no_digits() -> None:
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    receipt = make_receipt(b"secret", "r1").replace("-", "")
    number = sum(digits.index(letter) << 5 * place for place, letter in enumerate(receipt))
    assert f"{number:015x}"[-10:] not in make_link(b"secret", "r1")


@pytest.mark.parametrize("typed", ["first", "second"])
def test_chain__of_three_waves__keeps_one_link_by_any_earlier_receipt(typed: str, send: Any, store: Store) -> None:
    receipts = {"first": send("a", "2025")}
    receipts["second"] = send("b", "2026", receipts["first"])
    before = links(store)["a"]
    send("c", "2027", receipts[typed])
    assert links(store) == dict.fromkeys("abc", before)


def test_chain__a_wave_left_out__links_the_first_and_the_third(send: Any, store: Store) -> None:
    receipt = send("a", "2025")
    send("b", "2026")
    send("c", "2027", receipt)
    found = links(store)
    assert (found["a"] == found["c"] != "", found["b"]) == (True, "")


@pytest.mark.parametrize("typed", ["0000-0000-0000", "'; DROP TABLE responses; --", "é\ud800", "----"])
def test_receipt__of_nobody__is_refused_and_the_answers_can_be_sent_without(
    typed: str, send: Any, store: Store, person: dict[str, Any]
) -> None:
    send("a", "2025")
    store.save_draft("mine", {"goal_team": "x"})
    with pytest.raises(ResponseError) as caught:
        store.submit(person | {"response_id": "b"}, draft="mine", earlier_receipt=typed)
    assert str(caught.value) == UNLINKED.format("a receipt that no answer of this library has")
    assert links(store) == {"a": ""}
    assert store.draft("mine") == {"goal_team": "x"}
    store.submit(person | {"response_id": "b"}, draft="mine")
    assert links(store) == {"a": "", "b": ""}


def test_receipt__of_the_same_wave__is_refused(send: Any, store: Store) -> None:
    receipt = send("a", "2026")
    assert refusal(send, "b", "2026", receipt) == UNLINKED.format("a receipt of this wave")
    assert refusal(send, "a", "2026", receipt) == UNLINKED.format("a receipt of this wave")
    assert links(store) == {"a": ""}


def test_receipt__of_another_library__is_as_unknown_as_any(send: Any, store: Store) -> None:
    receipt = send("a", "2025", library_id="elm")
    found = refusal(send, "b", "2026", receipt, library_id="oak")
    assert found == UNLINKED.format("a receipt that no answer of this library has")


def test_receipt__used_by_a_second_person_of_a_wave__is_refused(send: Any, store: Store) -> None:
    receipt = send("a", "2025")
    second = send("b", "2026", receipt)
    before = links(store)
    for lent in (receipt, second):
        send_to = "2026" if lent == receipt else "2025"
        assert refusal(send, "c", send_to, lent) == TAKEN.format("c")
    assert links(store) == before


def test_submit__twice_with_the_receipt__is_kept_once_with_its_link(send: Any, store: Store) -> None:
    earlier = send("a", "2025")
    assert send("b", "2026", earlier) == send("b", "2026", earlier)
    found = links(store)
    assert (len(found), found["a"] == found["b"] != "") == (2, True)


@pytest.mark.parametrize("text", ["", "new"])
def test_submit__again_with_the_receipt_emptied__is_linked_no_more(text: str, send: Any, store: Store) -> None:
    earlier = send("a", "2025")
    send("b", "2026", earlier)
    send("b", "2026", goal_team=text)
    assert links(store)["b"] == ""


def test_withdraw__one_of_three__leaves_the_links_of_the_others(send: Any, store: Store) -> None:
    first = send("a", "2025")
    second = send("b", "2026", first)
    send("c", "2027", second)
    found = links(store)
    assert store.withdraw(first)
    assert links(store) == {name: found[name] for name in ("b", "c")}
    send("d", "2028", second)
    assert links(store)["d"] == found["b"]


def test_receipt__typed_to_link__is_kept_nowhere(send: Any, store: Store, tmp_path: Path) -> None:
    receipt = send("a", "2025")
    send("b", "2026", receipt)
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert [word for word in (receipt, receipt.replace("-", "")) if word.encode() in held] == []


def test_waves_of__a_library__are_those_with_answers(send: Any, store: Store) -> None:
    send("a", "2026")
    send("b", "2025")
    send("c", "2025")
    send("d", "2024", library_id="elm")
    assert (store.waves_of("lib"), store.waves_of("elm"), store.waves_of("oak")) == (("2025", "2026"), ("2024",), ())


# --- files


def test_file__without_the_column__is_right_and_links_nobody(guide: Guide, store: Store) -> None:
    frame = people_frame(guide, [{}, {}]).drop(columns="link")
    checked = check_responses(frame, guide)
    assert (checked.faults, checked.frame["link"].tolist()) == ((), ["", ""])
    assert store.add(frame) == Added(new=2, known=0)


def test_file__with_links__keeps_them_and_links_on(guide: Guide, store: Store, person: dict[str, Any]) -> None:
    people = [{"wave": "2025", "link": "k1"}, {"wave": "2026", "link": "k1"}, {"wave": "2026"}]
    store.add(people_frame(guide, people))
    assert links(store) == {"r1": "k1", "r2": "k1", "r3": ""}


def test_file__same_link_in_another_library__is_another_person(guide: Guide) -> None:
    frame = people_frame(guide, [{"link": "k1"}, {"link": "k1", "library_id": "elm"}])
    assert check_responses(frame, guide).ok


def test_file__link_twice_in_a_wave__keeps_the_first_and_names_the_second(guide: Guide) -> None:
    checked = check_responses(people_frame(guide, [{"link": "k1"}, {}, {"link": "k1"}, {}]), guide)
    assert checked.frame["response_id"].tolist() == ["r1", "r2", "r4"]
    assert [str(fault) for fault in checked.faults] == [
        "row 4, column link: found 'k1' a second time in this wave; allowed: each link once in a wave of a library. "
        "Empty the cell, unless one person answered in different waves."
    ]


def test_add__link_that_a_response_of_the_wave_has__adds_nothing(guide: Guide, store: Store) -> None:
    store.add(people_frame(guide, [{"link": "k1"}]))
    with pytest.raises(ResponseError) as caught:
        store.add(people_frame(guide, [{"link": "k1"}, {"link": "k2"}]).assign(response_id=["r8", "r9"]))
    assert str(caught.value) == TAKEN.format("r8")
    assert links(store) == {"r1": "k1"}


def test_add__export_from_before_a_link_was_made__is_known_and_changes_nothing(send: Any, store: Store) -> None:
    receipt = send("a", "2025")
    exported = store.responses()
    send("b", "2026", receipt)
    found = links(store)
    assert store.add(exported) == Added(new=0, known=1)
    assert links(store) == found


def test_add__export_with_other_answers_and_a_link__names_the_answers_alone(
    send: Any, store: Store, guide: Guide
) -> None:
    send("r1", "2026")
    with pytest.raises(ResponseError, match=r"^Some responses .*\n- response 'r1': found something else in role;"):
        store.add(people_frame(guide, [{"role": "leader", "link": "k1"}]))
