"""Entering: setting up a library, its wave and how many people work there.

What is written into the form is read by `read_entries`, which knows no widgets: it returns the rows for the
store, or every entry that needs another look.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ipywidgets as widgets
import pandas as pd

from analysis.apps.parts import act, choose, fill, note, paragraphs, part, row, safe, stack
from analysis.errors import ToolkitError
from analysis.guide import ALL, Guide, Words
from analysis.responses import Store
from analysis.responses.frames import LIBRARY_TYPES

__all__ = ["Entries", "SetUpForm", "read_entries", "short_id"]

Group = tuple[str, str]
"""A cohort column and one of its values; all/all is everybody."""


@dataclass(frozen=True)
class Entries:
    """What was entered: rows for the store, or `problems` in plain words and no rows."""

    library: dict[str, str]
    roster: tuple[dict[str, str | int], ...]
    problems: tuple[str, ...] = ()

    @property
    def heads(self) -> int | None:
        """All staff; None where not known."""
        return next((int(entry["heads"]) for entry in self.roster if entry["cohort"] == ALL), None)


def short_id(name: str) -> str:
    """An id made from a name: small letters, digits and _.

    >>> short_id("  Bibliothèque de Saint-Just ")
    'bibliotheque_de_saint_just'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


def read_entries(texts: Mapping[str, str], heads: Mapping[Group, str], words: Words) -> Entries:
    """Read what was written: `texts` under `name`, `id`, `type` and `wave`, and heads by group.

    Missing answers
        An empty number means that it is not known, and makes no row of the roster.
    """
    name, wave = texts["name"].strip(), texts["wave"].strip()
    library_id = short_id(texts["id"] or name)
    written = {group: text.strip() for group, text in heads.items() if text.strip()}
    problems = [
        *([] if name and library_id else [words("pages.start.setup.no_name")]),
        *([] if wave else [words("pages.start.setup.no_wave")]),
        *(_not_a_number(group, text, words) for group, text in written.items() if not _is_number(text)),
    ]
    if problems:
        return Entries({}, (), tuple(problems))
    place = {"library_id": library_id, "wave": wave}
    roster = (
        {**place, "cohort": cohort, "value": value, "heads": int(text)} for (cohort, value), text in written.items()
    )
    return Entries({"library_id": library_id, "name": name, "type": texts["type"]}, tuple(roster))


class SetUpForm:
    """The form that sets up a library; calls `done` when the store has it."""

    def __init__(self, store: Store, guide: Guide, words: Words, done: Callable[[], None]) -> None:
        self._store, self._guide, self._words, self._done = store, guide, words, done
        say = self._say
        types = [(say(kind), kind) for kind in LIBRARY_TYPES]
        self.texts = {
            "name": fill(say("name"), say("name_hint")),
            "id": fill(say("id"), say("id_hint")),
            "type": choose(say("type"), types),
            "wave": fill(say("wave"), say("wave_hint")),
        }
        self.heads: dict[Group, widgets.Text] = {(ALL, ALL): fill(say("heads"), say("heads_hint"))}
        for cohort in guide.cohorts:
            for value in cohort.value_ids:
                label = words(f"guide.cohort.{cohort.id}.{value}")
                self.heads[cohort.id, value] = fill(label, say("group_hint"))
        self.answer = part()
        self._groups = self._show_groups()
        self._more = act(say("more"), self.ask_more)

    def show(self) -> widgets.Widget:
        """The form; the numbers of each group are asked for on demand."""
        save = act(self._say("save"), self.save, main=True)
        return stack(row(*self.texts.values(), self.heads[ALL, ALL]), self._more, self._groups, save, self.answer)

    def ask_more(self) -> None:
        """Ask for the numbers of each group as well."""
        self._groups.layout.display = None
        self._more.layout.display = "none"

    def save(self) -> None:
        """Set the library up, or say what needs another look."""
        texts = {name: control.value for name, control in self.texts.items()}
        entries = read_entries(texts, {group: control.value for group, control in self.heads.items()}, self._words)
        problems = entries.problems or self._put(entries)
        if problems:
            self.answer.value = note(*problems, title=self._words("pages.trouble.title"), spoken=True)
            return
        self.answer.value = note(*self._saved(entries), spoken=True)
        self._done()

    def _put(self, entries: Entries) -> tuple[str, ...]:
        """Write the rows, and return what the store had to say against them."""
        empty = {"population": "", "locale": "", "fte": ""}
        try:
            # The roster first: it alone can be wrong as a whole, and then nothing may have been written.
            if entries.roster:
                self._store.put("roster", pd.DataFrame(entries.roster))
            self._store.put("libraries", pd.DataFrame([entries.library | empty]))
        except ToolkitError as error:
            place = "pages.trouble.place"
            return tuple(self._words(place, place=fault.place, repair=fault.repair) for fault in error.faults)
        return ()

    def _saved(self, entries: Entries) -> list[str]:
        minimum = self._guide.policy.minimum_group
        wave = self.texts["wave"].value.strip()
        saved = self._words("pages.start.setup.saved", name=entries.library["name"], wave=wave)
        is_small = entries.heads is not None and entries.heads < minimum
        return [saved, self._words("pages.start.setup.small", minimum=minimum)] if is_small else [saved]

    def _show_groups(self) -> widgets.Box:
        groups = stack(
            part(paragraphs(self._say("groups"))), *(self._group(cohort.id) for cohort in self._guide.cohorts)
        )
        groups.add_class("lc-groups")
        groups.layout.display = "none"
        return groups

    def _group(self, cohort: str) -> widgets.Widget:
        title = part(f"<h3>{safe(self._words(f'guide.cohort.{cohort}.label'))}</h3>")
        return stack(title, row(*(control for group, control in self.heads.items() if group[0] == cohort)))

    def _say(self, key: str) -> str:
        return self._words(f"pages.start.setup.{key}")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _not_a_number(group: Group, text: str, words: Words) -> str:
    cohort, value = group
    label = words(f"guide.cohort.{cohort}.{value}")
    return words("pages.start.setup.no_number", label=label, text=text)
