"""Bench suggestions: words that stand together in the answers to a question, as questions to the coders.

A suggestion never codes a text. It can be put into the form for a theme of the library's own, which a person names.
"""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets
import numpy as np

from analysis.apps.chooser import Picker
from analysis.apps.parts import act, bullets, note, paragraphs, part, row, safe, stack
from analysis.apps.reading import say_refusal
from analysis.collect.coding_desk import CodingDesk
from analysis.errors import ToolkitError
from analysis.guide import Words
from analysis.measures.suggestions import suggest_themes

__all__ = ["SuggestionsDesk"]

EXAMPLES = 3
FEWEST = 4
"""Fewer texts than this are sooner read than counted."""


class SuggestionsDesk:
    """The choice of a question and what its words suggest; `propose` takes a part of the guide and words."""

    def __init__(self, words: Words, propose: Callable[[str, str], None]) -> None:
        self._words, self._propose = words, propose
        self._desk: CodingDesk | None = None
        self.answer, self.found = part(), stack()
        self.question = Picker(self._say("question"), [("", "")], None, self._clear)
        self.go = act(self._say("go"), self.suggest, main=True)

    def show(self) -> widgets.Widget:
        """The question, the button, and what was found."""
        return stack(part(paragraphs(self._say("text"))), row(self.question.control, self.go), self.answer, self.found)

    def open(self, desk: CodingDesk) -> None:
        """Offer the questions of `desk`; a goal has kinds and no themes, so those are left out."""
        self._desk = desk
        items = [desk.guide.item(one.item) for one in desk.progress()]
        themed = [item for item in items if not desk.codebook.is_one_of(item.id, desk.guide)]
        self.question.offer([(desk.guide.question(item, self._words), item.id) for item in themed], self.question.value)
        self._clear()

    def suggest(self) -> None:
        """Find words that stand together, and show each with the texts that lean most on them."""
        if self._desk is None or not self.question.value:
            return
        self._clear()
        language, texts = self._desk.masked_texts(self.question.value)
        if len(texts) < FEWEST:
            self.answer.value = note(self._say("none"), spoken=True)
            return
        self.answer.value = paragraphs(self._say("waiting"), kind="quiet")
        try:
            suggested = suggest_themes(texts, language=language)
        except ToolkitError as error:
            self.answer.value = say_refusal(error)
            return
        rows = suggested.table.to_dict("records")
        self.answer.value = "" if rows else note(self._say("none"), spoken=True)
        self.found.children = tuple(self._card(one, texts, suggested.places) for one in rows)

    def _card(self, one: dict, texts: list[str], places: np.ndarray) -> widgets.Widget:
        words = ", ".join(one["words"])
        leaning = [text for text, place in zip(texts, places, strict=True) if place == one["suggestion"]]
        head = f"<h3>{safe(self._say('title', words=words))}</h3>"
        said = paragraphs(self._say("count", count=one["texts"]), kind="quiet")
        text = part(head + said + bullets(dict.fromkeys(leaning[:EXAMPLES])))
        section = self._desk.guide.item(self.question.value).section if self._desk else ""
        return stack(text, act(self._say("make"), lambda: self._propose(section, words)))

    def _clear(self) -> None:
        self.answer.value, self.found.children = "", ()

    def _say(self, key: str, **values: object) -> str:
        return self._words(f"bench.suggestions.{key}", **values)
