"""Coding desk: one coder's reading of one wave, over the store.

Every act is in the store when its method returns, and can be taken back, one after the other, as long as the desk is
there. The store is the truth: a desk that is opened anew finds everything as it was. What is masked but not yet
confirmed is kept there as well, as positions and without words.

A desk shows raw texts, so it belongs to the coders that the store's owner has named. It never shows a coder what the
other found: where both have read a text and differ, they open the desk together, as `agreed`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.collect.coding import (
    Mask,
    Progress,
    Reading,
    Step,
    Written,
    check_themes,
    choose_texts,
    count_progress,
    differing,
    find_readings,
    find_written,
    is_settling,
    only_of,
    token_of,
)
from analysis.collect.coding_masks import check_masks, masked_version
from analysis.disclosure.masking import Name, Proposal, mask_exactly, propose_masks
from analysis.errors import Fault, ResponseError
from analysis.guide import Guide, Theme, load_codebook

if TYPE_CHECKING:
    from analysis.responses.store import Store

__all__ = ["CodingDesk", "Shown"]

MOST_MEMO = 2000


@dataclass(frozen=True)
class Shown:
    """One text as a coder sees it: what is masked always, what is proposed, and the version that may be released.

    `both` holds what the first and the second coder found, and only where they settle a difference.
    """

    written: Written
    reading: Reading
    exact: tuple[Mask, ...]
    proposals: tuple[Proposal, ...]
    masked: str
    both: tuple[tuple[str, ...], tuple[str, ...]] | None = None


class CodingDesk:
    """The texts of one wave of a library, as `coder` (`first`, `second`, or both of them as `agreed`) reads them."""

    def __init__(self, store: Store, guide: Guide, library_id: str, wave: str, coder: str) -> None:
        self.guide, self.library_id, self.wave, self.coder = guide, library_id, wave, coder
        self._store = store
        self._steps: list[Step] = []
        self.look()

    def look(self) -> None:
        """Read the store anew: answers, names and themes may have come, and the other coder may have gone on."""
        codings = self._store.codings()
        written = find_written(self._store.responses(), self.guide, self.library_id, self.wave, self.coder)
        self._both = differing(codings) if is_settling(self.coder) else {}
        self._written = only_of(written, self._both) if is_settling(self.coder) else written
        self._readings = find_readings(self._written, codings, self._store.confirmed_texts(), self.coder)
        self._with_masks: set[str] = set()
        self._steps = [step for step in self._steps if step.token in self._written]
        self._look_at_words()

    def _look_at_words(self) -> None:
        themes, names = self._store.themes(), self._store.listed_names()
        own = themes[themes["library_id"] == self.library_id].to_dict("records")
        listed = names[names["library_id"] == self.library_id].to_dict("records")
        self.codebook = load_codebook().with_own(
            Theme(row["theme"], (row["part"],), row["name"], row["meaning"] or "") for row in own
        )
        self._marks: dict[str, tuple[tuple[Mask, ...], tuple[Proposal, ...]]] = {}
        self.names = tuple(Name(row["name"], row["kind"]) for row in listed)

    @property
    def undoable(self) -> int:
        """How many acts can be taken back."""
        return len(self._steps)

    def progress(self) -> tuple[Progress, ...]:
        """How far the reading of each question is."""
        return count_progress(self._written, self._readings, self.guide)

    def texts(self, item: str, which: str = "all") -> tuple[str, ...]:
        """The tokens of the texts of one question, in this coder's order."""
        return choose_texts(self._written, self._readings, item, which)

    def is_read(self, token: str) -> bool:
        """Whether this coder has read the text."""
        return self._readings[token].themes is not None

    def item_of(self, token: str) -> str:
        """The question that a text answers."""
        return self._text(token).item

    def people(self) -> list[str]:
        """The responses whose texts are read here."""
        return sorted({text.response_id for text in self._written.values()})

    def confirmed_texts(self, item: str) -> list[str]:
        """The confirmed versions of the texts of one question, in this coder's order."""
        return [self._readings[token].confirmed for token in self.texts(item, "confirmed")]

    def masked_texts(self, item: str) -> tuple[str, list[str]]:
        """The language of most texts of a question, and these texts with everything masked that is masked always."""
        texts = [self._written[token] for token in self.texts(item)]
        spoken = Counter(text.language for text in texts).most_common(1)
        language = spoken[0][0] if spoken else ""
        own = [text for text in texts if text.language == language]
        return language, [mask_exactly(text.text, self.names, language).text for text in own]

    def themes_of(self, item: str) -> tuple[Theme, ...]:
        """The themes that an answer to `item` may have."""
        return self.codebook.of_item(item, self.guide)

    def show(self, token: str) -> Shown:
        """One text, what was found in it, and how it would be released.

        Raises `ResponseError` where there is no such text any more.
        """
        written, reading = self._text(token), self._reading(token)
        exact, proposals = self._found(written)
        both = self._both.get((written.response_id, written.item))
        return Shown(written, reading, exact, proposals, self._masked(written, reading.masks), both)

    def code(self, token: str, themes: Sequence[object]) -> None:
        """Keep which themes the text has; none is a finding too.

        Raises `ResponseError` for a theme that the question does not have, and for several kinds of one goal.
        """
        item = self._text(token).item
        allowed = [theme.id for theme in self.themes_of(item)]
        chosen = check_themes(themes, allowed, self.codebook.is_one_of(item, self.guide))
        self._act(token, replace(self._reading(token), themes=chosen))

    def note(self, token: str, memo: str) -> None:
        """Keep a note to oneself; a text with a note has been read, if only to find no theme in it."""
        reading = self._reading(token)
        self._act(token, replace(reading, memo=memo.strip()[:MOST_MEMO], themes=reading.themes or ()))

    def mask(self, token: str, masks: Sequence[Sequence[Any]]) -> None:
        """Keep what is masked in the text beside what is masked always.

        Raises `ResponseError` for a mask that does not lie in the text.
        """
        chosen = check_masks(masks, len(self._text(token).text))
        self._act(token, replace(self._reading(token), masks=chosen))

    def confirm(self, token: str, masked: str) -> None:
        """Keep `masked` as the version of the text that may be released.

        Raises `ResponseError` if it is not the version that the masks make, or if the text has changed meanwhile.
        """
        reading = self._reading(token)
        if masked != self._masked(self._text(token), reading.masks):
            fault = Fault("the masked text", "another version", "the one that is shown", "Read it once more.")
            raise ResponseError("This text cannot be confirmed as it was read.", [fault])
        self._act(token, replace(reading, confirmed=masked))

    def take_back(self, token: str) -> None:
        """Take back the confirmation: the text is released no more."""
        self._act(token, replace(self._reading(token), confirmed=""))

    def undo(self) -> str:
        """Take back the last act that was not taken back yet; the token of its text, empty where there is none.

        Raises `ResponseError` where the text is not what it was; the act then counts as one that stays.
        """
        if not self._steps:
            return ""
        step = self._steps[-1]
        now = self._reading(step.token)
        try:
            self._write(step.token, now, step.undone(now))
        except ResponseError:
            self._steps.pop()
            raise
        self._steps.pop()
        return step.token

    def _act(self, token: str, after: Reading) -> None:
        before = self._reading(token)
        if before != after:
            self._write(token, before, after)
            self._steps.append(Step(token, before, after))

    def _write(self, token: str, before: Reading, after: Reading) -> None:
        written = self._text(token)
        if (before.themes, before.memo) != (after.themes, after.memo):
            self._write_coding(written, after)
        if before.masks != after.masks:
            self._write_masks(written, after.masks)
        if before.confirmed != after.confirmed:
            self._write_confirmed(written, after.confirmed)
        self._readings[token] = after

    def _write_coding(self, written: Written, after: Reading) -> None:
        key = {"response_id": written.response_id, "item": written.item, "coder": self.coder}
        if after.themes is None:
            self._store.remove("codings", pd.DataFrame([key]))
        else:
            row = {**key, "themes": " ".join(after.themes), "memo": after.memo}
            self._store.put("codings", pd.DataFrame([row]))

    def _write_masks(self, written: Written, masks: Sequence[Mask]) -> None:
        # Positions and a length: a draft outlives an answer that is withdrawn, and must not hold a word of it.
        key = self._draft_key(written)
        if not masks:
            self._store.delete_draft(key)
            return
        place = {"library_id": self.library_id, "wave": self.wave}
        self._store.save_draft(key, {**place, "length": len(written.text), "masks": list(masks)})

    def _write_confirmed(self, written: Written, masked: str) -> None:
        if masked:
            self._store.confirm_text(written.response_id, written.item, masked, seen=written.text)
        else:
            key = {"response_id": written.response_id, "item": written.item}
            self._store.remove("confirmed_texts", pd.DataFrame([key]))

    def _text(self, token: str) -> Written:
        if token not in self._written:
            fault = Fault("the text", "none", "a text that is there", "Look for what is there now.")
            raise ResponseError("This text is not there any more.", [fault])
        return self._written[token]

    def _reading(self, token: str) -> Reading:
        written = self._text(token)
        if token not in self._with_masks:
            draft = self._store.draft(self._draft_key(written)) or {}
            same = draft.get("length") == len(written.text)
            masks = check_masks(draft.get("masks", ()) if same else (), len(written.text))
            self._readings[token] = replace(self._readings[token], masks=masks)
            self._with_masks.add(token)
        return self._readings[token]

    def _draft_key(self, written: Written) -> str:
        return "masks-" + token_of(f"{self.library_id}\n{self.wave}", written.item, written.response_id)

    def _found(self, written: Written) -> tuple[tuple[Mask, ...], tuple[Proposal, ...]]:
        """What is masked in a text always, and what is proposed; looked for once, since the words stay the same."""
        if written.token not in self._marks:
            exact: tuple[Mask, ...] = mask_exactly(written.text, self.names, written.language).spans
            self._marks[written.token] = exact, propose_masks(written.text, written.language, self.names)
        return self._marks[written.token]

    def _masked(self, written: Written, masks: Sequence[Mask]) -> str:
        return masked_version(written.text, masks, self.names, written.language)
