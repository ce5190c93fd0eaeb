"""Goal desk: a goal, what kind it is, and the questions that turn a performance goal into a learning goal.

Whoever writes here judges the goal; nothing is guessed from its words, and nothing is kept before it is saved in the
plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ipywidgets as widgets

from analysis.apps.chooser import Picker
from analysis.apps.parts import act, bullets, fill, note, paragraphs, part, safe, stack
from analysis.guide import GOAL_KINDS, Words
from analysis.present.wording import say_rewording

__all__ = ["GoalDesk"]

LEARNING = "learning"


class GoalDesk:
    """The goal, its kind, the questions and the goal in other words; `put` gets what fills the form of a step."""

    def __init__(self, words: Words, put: Callable[[Mapping[str, str]], None]) -> None:
        self._words, self._put = words, put
        kinds = [(self._say(f"kind.{kind}"), kind) for kind in GOAL_KINDS]
        self.goal = fill(self._say("goal"), self._say("goal_hint"))
        self.kind = Picker(self._say("kind_label"), [(self._say("kind.open"), ""), *kinds], "", self._ask)
        self.questions, self.answer = part(), part()
        self.reworded = fill(self._say("reworded"), self._say("reworded_hint"))
        self.put_it = act(self._say("put"), self.put)
        self._ask()

    def show(self) -> widgets.Widget:
        """The whole desk."""
        head = part(f"<h3>{safe(self._say('turn'))}</h3>{paragraphs(self._say('text'))}")
        return stack(head, self.goal, self.kind.control, self.questions, self.reworded, self.put_it, self.answer)

    def put(self) -> None:
        """Fill the form of a step with the goal in its other words, or say what is still missing."""
        chosen = self.goal if self.kind.value == LEARNING else self.reworded
        text = chosen.value.strip()
        self.answer.value = "" if text else note(self._say("missing", label=chosen.description), spoken=True)
        if text:
            self._put({"step": text, "status": "proposed"})

    def _ask(self) -> None:
        """Show the questions that fit the kind that was chosen."""
        kind = self.kind.value
        self.answer.value = ""
        self.questions.value = self._questions(kind)
        self.reworded.layout.display = "none" if kind in ("", LEARNING) else None
        self.put_it.layout.display = None if kind else "none"

    def _questions(self, kind: str) -> str:
        if not kind:
            return ""
        if kind == LEARNING:
            return note(self._say("is_learning"), spoken=True)
        lead, *prompts, example = say_rewording(self._words)
        return f'<div role="status">{paragraphs(lead)}{bullets(prompts)}{paragraphs(example, kind="quiet")}</div>'

    def _say(self, key: str, **values: object) -> str:
        return self._words(f"pages.plan.goal.{key}", **values)
