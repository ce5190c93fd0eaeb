"""Submission: one person's answers on their way from a page to the store.

A page is a stranger. Whatever it sends is checked here against the guide, value by value, and either
becomes one complete row or is refused with every fault named. What was left out is stored as *skipped*
and never as a "no". Answers in words lose their outer blanks and the invisible control characters that
pasting brings along, since a spreadsheet cannot hold them; nothing that a person can read is changed or cut.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.collect.form import RATING, RATING_SCALE, TEXT_LIMIT
from analysis.errors import Fault, ResponseError
from analysis.guide import Blank, Guide
from analysis.responses.frames import LINK

__all__ = ["DRAFT_LIMIT", "RECEIPT_LIMIT", "Submission", "read_answers", "read_draft", "read_key"]

DRAFT_LIMIT = 400_000
"""Characters of JSON that one draft may have; the longest answers that the form takes stay well below."""

RECEIPT_LIMIT = 64
"""Characters that a receipt may have as it was typed; it has twelve, and whatever stands between them."""

KEY = re.compile(r"[0-9a-f]{32}")
PLACE = "the answers from the page"
SHOWN_CHARACTERS = 60
SHOWN_BITS = 64
KEPT_CONTROLS = "\n\t"

Allowed = Mapping[str, tuple[int | str, ...] | None]
"""By question id, the values that it takes; None for a question that is answered in words."""


@dataclass(frozen=True)
class Submission:
    """What `Store.submit` takes: one row of the responses, and a rating of every strategy that was shown.

    `earlier_receipt` is what the person typed to link these answers to earlier ones, or `""`.
    """

    response: dict[str, str | int]
    ratings: dict[str, int]
    earlier_receipt: str = ""


def read_answers(
    payload: object, guide: Guide, library_id: str, wave: str, day: date, strategies: Collection[str] = ()
) -> Submission:
    """One checked submission from what a page sent.

    `payload` is a mapping with `response_id` (32 hexadecimal digits, made by the page so that a repeated
    submission is recognized), `language`, and `answers` by question id: whole numbers for scales and for
    ratings (`rating:<strategy_id>`), texts for cohorts and for answers in words. `strategies` are the
    ids of the strategies that the form showed. `day` is the day of submission in UTC. `earlier_receipt` may be
    there; whose it is only the store can say.

    Missing answers
    ---------------
    A question without an entry becomes -1 (skipped), a text `""`. Every strategy that was shown gets a
    rating, -1 where it was left out. A form on which nothing at all was answered is refused.

    Raises `ResponseError` with every fault; the `column` of a fault is the id of its question, or `link` for
    the receipt.

    >>> from analysis.guide import load_guide
    >>> payload = {"response_id": "0" * 32, "language": "en", "answers": {"exists_purpose": 1}}
    >>> response = read_answers(payload, load_guide(), "harlow", "2026", date(2026, 3, 2)).response
    >>> response["exists_purpose"], response["develop_purpose"], response["goal_team"]
    (1, -1, '')
    """
    sent = payload if isinstance(payload, Mapping) else {}
    answers = sent["answers"] if isinstance(sent.get("answers"), Mapping) else {}
    faults = [*_envelope_faults(sent, guide), *_answer_faults(answers, _allowed(guide, strategies))]
    if not faults and not any(map(_says_something, answers.values())):
        faults.append(_fault("no answer at all", "at least one answer", "Answer a question before sending."))
    if faults:
        raise ResponseError("The answers from the page cannot be taken.", faults)
    about = {
        "response_id": sent["response_id"],
        "library_id": library_id,
        "wave": wave,
        "submitted_at": day.isoformat(),
        "language": sent["language"],
        "guide_version": guide.version,
        "response_mode": "forced_choice",
        LINK: "",
    }
    ratings = {strategy: answers.get(f"{RATING}{strategy}", int(Blank.SKIPPED)) for strategy in strategies}
    return Submission(about | _complete(answers, guide), ratings, sent.get("earlier_receipt", "").strip())


def read_draft(payload: object) -> tuple[str, dict[str, Any]]:
    """The key and the content of a draft that a page wants to keep.

    A draft is unfinished by nature, so only its size and its kind are checked here; its values are
    checked when it is submitted.

    Raises `ResponseError`.

    >>> read_draft({"key": "a" * 32, "draft": {"revision": 3}})[1]
    {'revision': 3}
    """
    key = read_key(payload)
    draft = payload.get("draft") if isinstance(payload, Mapping) else None
    if not isinstance(draft, Mapping):
        fault = _fault(_shown(draft), "a draft with answers by question", "Reload the page.", "draft")
        raise ResponseError("The draft cannot be kept.", [fault])
    size = len(json.dumps(draft, ensure_ascii=False))
    if size > DRAFT_LIMIT:
        fault = _fault(f"{size:,} characters", f"up to {DRAFT_LIMIT:,}", "Shorten the longest answer.", "draft")
        raise ResponseError("The draft cannot be kept.", [fault])
    return key, dict(draft)


def read_key(payload: object) -> str:
    """The random key under which a page keeps its draft.

    Raises `ResponseError` unless it is 32 hexadecimal digits, so that a key can neither be guessed nor
    be anything but a key.

    >>> read_key({"key": "0123456789abcdef" * 2})
    '0123456789abcdef0123456789abcdef'
    """
    key = payload.get("key") if isinstance(payload, Mapping) else None
    if not _is_key(key):
        fault = _fault(_shown(key), "32 hexadecimal digits", "Reload the page.", "key")
        raise ResponseError("The draft cannot be found.", [fault])
    return str(key)


def _allowed(guide: Guide, strategies: Collection[str]) -> Allowed:
    declined = int(Blank.DECLINED)
    allowed: dict[str, tuple[int | str, ...] | None] = {
        cohort.id: (*cohort.value_ids, str(declined)) for cohort in guide.cohorts
    }
    for item in guide.items:
        unsure = (int(Blank.UNSURE),) if item.unsure else ()
        allowed[item.id] = (*item.scale.points, *unsure, declined) if item.scale else None
    return allowed | {f"{RATING}{strategy}": (*RATING_SCALE, declined) for strategy in strategies}


def _envelope_faults(sent: Mapping[Any, Any], guide: Guide) -> Iterator[Fault]:
    if not _is_key(sent.get("response_id")):
        found = _shown(sent.get("response_id"))
        yield _fault(found, "32 hexadecimal digits", "Reload the page.", "response_id")
    language = sent.get("language")
    if not isinstance(language, str) or language not in guide.languages:
        yield _fault(_shown(language), ", ".join(guide.languages), "Choose one of the languages.", "language")
    if not isinstance(sent.get("answers"), Mapping):
        yield _fault(_shown(sent.get("answers")), "answers by question", "Reload the page.", "answers")
    receipt = sent.get("earlier_receipt", "")
    if not isinstance(receipt, str) or len(receipt) > RECEIPT_LIMIT:
        yield _fault(_shown(receipt), "a receipt, or nothing", "Type the receipt again, or leave it out.", LINK)


def _answer_faults(answers: Mapping[Any, Any], allowed: Allowed) -> Iterator[Fault]:
    for question, value in answers.items():
        values = allowed.get(question, ())
        if question not in allowed:
            yield _fault(f"the question {_shown(question)}", "the questions of the guide", "Reload the page.")
        elif values is None:
            yield from _text_faults(question, value)
        # A bool equals 1 or 0 and would pass as an answer, so the kind is compared as well.
        elif type(value) not in (int, str) or value not in values:
            yield _fault(_shown(value), ", ".join(map(str, values)), "Choose one of the answers.", question)


def _text_faults(question: str, value: object) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield _fault(_shown(value), "a text", "Write the answer again.", question)
    elif len(value) > TEXT_LIMIT:
        found = f"a text of {len(value):,} characters"
        yield _fault(found, f"up to {TEXT_LIMIT:,} characters", "Shorten the answer.", question)


def _complete(answers: Mapping[str, Any], guide: Guide) -> dict[str, str | int]:
    skipped = int(Blank.SKIPPED)
    cohorts = {cohort.id: answers.get(cohort.id, str(skipped)) for cohort in guide.cohorts}
    scaled = {item.id: answers.get(item.id, skipped) for item in guide.scaled_items}
    texts = {item.id: _clean(answers.get(item.id, "")) for item in guide.text_items}
    return cohorts | scaled | texts


def _says_something(value: object) -> bool:
    return bool(_clean(value)) if isinstance(value, str) else True


def _clean(text: str) -> str:
    """`text` with a space for what cannot be written to a file: control characters and halves of characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign if _is_readable(sign) else " " for sign in lines).strip()


def _is_readable(sign: str) -> bool:
    return sign in KEPT_CONTROLS or unicodedata.category(sign) not in ("Cc", "Cs")


def _is_key(value: object) -> bool:
    return isinstance(value, str) and KEY.fullmatch(value) is not None


def _shown(value: object) -> str:
    """A short name for a value from outside, however large it is."""
    if isinstance(value, str):
        return repr(value[:SHOWN_CHARACTERS])
    if isinstance(value, int) and value.bit_length() < SHOWN_BITS:
        return repr(value)
    return "nothing" if value is None else f"a value of kind {type(value).__name__}"


def _fault(found: str, allowed: str, repair: str, column: str = "") -> Fault:
    return Fault(PLACE, found, allowed, repair, column=column)
