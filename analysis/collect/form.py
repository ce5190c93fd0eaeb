"""Form: what a page asks, in which order and in which words, as plain data without any page.

A form has a welcome, the seven parts of the guide, and a last step with the cohort questions. The cohort
questions stand last because sensitive questions about oneself are answered more readily, and put fewer
people off, after the questions that people came for; the promise about small groups stands beside them.

A part holds groups, a group holds questions, and a question offers choices or room to write. Nothing is
preselected. "Not sure" is offered where the guide says so, "prefer not to say" always with cohorts and
elsewhere when the respondent asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from analysis.guide import Blank, Cohort, Guide, Item, Section, Words

__all__ = ["RATING", "RATING_SCALE", "TEXT_LIMIT", "form_schema"]

TEXT_LIMIT = 4000
"""Characters that one answer in words may have."""

RATING = "rating:"
"""What the id of a question about a training strategy begins with; the strategy's id follows."""

RATING_SCALE = (1, 2, 3, 4, 5)

WELCOME = ("purpose", "duration", "consent", "who_sees", "threshold")


def form_schema(guide: Guide, words: Words, strategies: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The whole form in one language, as data that JSON can carry.

    `strategies` are the rows of the library's inventory for this wave (columns of `STRATEGIES`): those in
    use are rated, those to explore are named where people say what they would like to try.

    Returns a dict with `language`, `title`, `welcome` (label and text in order), `parts` and `about`
    (each `id`, `title`, `why`, `groups`), `promise`, `limit` and `texts` (everything else that a page
    says). A question has `id`, `kind` (`choice` or `text`), `label`, and for a choice `layout`
    (`marks`, `scale` or `list`), `choices` and `decline`, the choice that is offered on demand or None.

    >>> from analysis.guide import load_guide, load_words
    >>> schema = form_schema(load_guide(), load_words("en"))
    >>> [part["id"] for part in schema["parts"]][:3]
    ['goals', 'culture_tour', 'qualities']
    """
    inventory = list(strategies)
    return {
        "language": words.language,
        "title": words("guide.title"),
        "welcome": [_welcome(key, guide, words) for key in WELCOME],
        "parts": [_part(section, guide, words, inventory) for section in guide.sections],
        "about": _about(guide, words),
        "promise": _promise(guide, words),
        "limit": TEXT_LIMIT,
        "texts": {
            key.removeprefix("form.page."): text for key, text in words.entries.items() if key.startswith("form.page.")
        },
    }


def _welcome(key: str, guide: Guide, words: Words) -> dict[str, str]:
    text = _promise(guide, words) if key == "threshold" else words(f"guide.{key}")
    return {"id": key, "label": words(f"form.page.{key}_label"), "text": text}


def _promise(guide: Guide, words: Words) -> str:
    policy = guide.policy
    return words("guide.threshold", minimum_group=policy.minimum_group, minimum_texts=policy.minimum_texts)


def _part(section: Section, guide: Guide, words: Words, inventory: list[Mapping[str, Any]]) -> dict[str, Any]:
    groups = [_subject_group(section, subject, words) for subject in section.subjects]
    if section.id == "strategies":
        groups.append(_inventory_group(words, inventory))
    alone = [_text_question(item, guide, words, inventory) for item in section.items if item.is_text]
    if alone:
        groups.append(_group("", questions=alone))
    return {
        "id": section.id,
        "title": words(f"guide.section.{section.id}.title"),
        "why": words(f"guide.section.{section.id}.why"),
        "groups": groups,
    }


def _group(group_id: str, name: str = "", statement: str = "", questions: Iterable[dict] = ()) -> dict[str, Any]:
    return {"id": group_id, "name": name, "statement": statement, "questions": list(questions)}


def _subject_group(section: Section, subject: str, words: Words) -> dict[str, Any]:
    """The questions about one quality, under its statement, or about one situation, under its name."""
    items = [item for item in section.items if item.subject == subject]
    if section.id == "qualities":
        place = f"guide.quality.{subject}"
        labels = [words(f"guide.mark.{item.id.removesuffix(f'_{subject}')}") for item in items]
        statement = words(f"{place}.statement")
    else:
        place = f"guide.situation.{subject}"
        labels = [words(f"{place}.{item.keyed}") for item in items]
        statement = ""
    questions = [_choice_question(item, label, words) for item, label in zip(items, labels, strict=True)]
    return _group(subject, words(f"{place}.name"), statement, questions)


def _inventory_group(words: Words, inventory: list[Mapping[str, Any]]) -> dict[str, Any]:
    used = [row for row in inventory if row["status"] == "in_use"]
    if not used:
        return _group("inventory", statement=words("form.page.inventory_empty"))
    choices = [_choice(point, words(f"guide.scale.works_5.{point}")) for point in RATING_SCALE]
    questions = [
        _choices(f"{RATING}{row['strategy_id']}", str(row["what"]), "scale", choices, _decline(words)) for row in used
    ]
    return _group("inventory", statement=words("form.page.inventory"), questions=questions)


def _choice_question(item: Item, label: str, words: Words) -> dict[str, Any]:
    if item.scale is None:
        raise TypeError(f"{item.id} is answered in words")
    choices = [_choice(point, words(f"guide.scale.{item.scale.id}.{point}")) for point in item.scale.points]
    if item.unsure:
        choices.append(_choice(int(Blank.UNSURE), words("guide.blank.unsure")))
    layout = "marks" if len(item.scale.points) == 2 else "scale"
    return _choices(item.id, label, layout, choices, _decline(words))


def _choices(question_id: str, label: str, layout: str, choices: list[dict], decline: dict | None) -> dict[str, Any]:
    return {
        "id": question_id,
        "kind": "choice",
        "label": label,
        "layout": layout,
        "choices": choices,
        "decline": decline,
    }


def _choice(value: int | str, label: str) -> dict[str, Any]:
    return {"value": value, "label": label}


def _decline(words: Words) -> dict[str, Any]:
    return _choice(int(Blank.DECLINED), words("guide.blank.declined"))


def _text_question(item: Item, guide: Guide, words: Words, inventory: list[Mapping[str, Any]]) -> dict[str, Any]:
    names = " · ".join(str(row["what"]) for row in inventory if row["status"] == "to_explore")
    hinted = item.id == "strategy_explore" and names
    return {
        "id": item.id,
        "kind": "text",
        "label": guide.question(item, words),
        "hint": words("form.page.considered", names=names) if hinted else "",
    }


def _about(guide: Guide, words: Words) -> dict[str, Any]:
    return {
        "id": "about",
        "title": words("form.page.about_title"),
        "why": words("form.page.about_why"),
        "groups": [_group("cohorts", questions=[_cohort_question(cohort, words) for cohort in guide.cohorts])],
    }


def _cohort_question(cohort: Cohort, words: Words) -> dict[str, Any]:
    place = f"guide.cohort.{cohort.id}"
    choices = [_choice(value, words(f"{place}.{value}")) for value in cohort.value_ids]
    choices.append(_choice(str(int(Blank.DECLINED)), words("guide.blank.declined")))
    return _choices(cohort.id, words(f"{place}.question"), "list", choices, None)
