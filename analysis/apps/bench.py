"""Bench: where texts are coded, in a notebook, and the kernel's side of the talk with it.

The page sends a message with an `id` and an `act`; every message gets exactly one answer with that `id`, and a "yes"
only after the store has committed. A message that is sent again, because its answer was lost, is answered again and
not done again. Whatever goes wrong is answered with `ok` False and a `reason`:

| `reason` | Meaning |
|---|---|
| `refused` | the message cannot be taken; `told` says why |
| `store` | the store could not do it; the same message may succeed later |

| `act` | Sent with | Answered with |
|---|---|---|
| `open` | `item`, `which`, `token` (may be empty) | `count`, `place`, `texts` around it |
| `look` | `place` | `texts` around it |
| `unread` | `place` | the next `place` that is not read, or None; `texts` around it |
| `code` | `token`, `themes` | `texts`: that one; so are the four that follow |
| `memo`, `mask`, `confirm` | `token`, and `memo`, `masks` or the `masked` text that is shown | |
| `take_back` | `token` | |
| `undo` | – | `token` and `item` of the text that changed, empty where there is nothing to undo |

Every answer holds `undo`, how many acts can be taken back, and `progress`: texts written, read and confirmed by
question. The page never holds more than the text that is shown and a few on each side of it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from analysis.collect.coding import WHICH, is_settling
from analysis.collect.coding_desk import CodingDesk, Shown
from analysis.collect.coding_masks import label_of
from analysis.disclosure.spans import KINDS
from analysis.errors import ResponseError, ToolkitError
from analysis.guide import Guide, Words

__all__ = ["CodingBench", "bench_schema"]

HERE = Path(__file__).parent
LOGGER = logging.getLogger(__name__)
AROUND = 4
"""How many texts on each side of the one that is shown the page holds."""
REMEMBERED = 64
THEME_KEYS = "123456789abdehijkloqrvxyz"
"""What the themes are chosen with; the other letters are those of the acts."""


class CodingBench(anywidget.AnyWidget):
    """The texts of a `desk`, one at a time, with everything that a coder decides about them."""

    _esm = HERE / "bench.js"
    _css = HERE / "bench.css"
    bench = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: CodingDesk, words: Words) -> None:
        self.desk = desk
        self._words = words
        self._queue: tuple[str, ...] = ()
        self._answers: dict[str, dict[str, Any]] = {}
        super().__init__(bench=bench_schema(desk, words))
        self.on_msg(self._answer)

    def look(self) -> None:
        """Read the store anew and let the page do the same: names, themes or answers have changed."""
        self.desk.look()
        self.bench = bench_schema(self.desk, self._words)
        self.send({"changed": True})

    def _answer(self, _widget: object, message: object, _buffers: object) -> None:
        self.send(self.handle(message))

    def handle(self, message: object) -> dict[str, Any]:
        """The answer to one message from the page; never raises, whatever the message is."""
        asked = message if isinstance(message, Mapping) else {}
        name = str(asked.get("id", ""))[:64]
        if name not in self._answers:
            answer = {"id": name} | self._served(asked)
            if answer["reason"] == "store" or not name:
                return answer
            self._remember(name, answer)
        return self._answers[name]

    def _served(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return {"ok": True, "reason": ""} | self._act(asked) | self._counts()
        except ResponseError as error:
            told = " ".join([error.summary, *(fault.repair for fault in error.faults)])
            return {"ok": False, "reason": "refused", "told": told}
        except ToolkitError as error:
            LOGGER.warning("A message of the bench could not be served: %s", error.summary)
            return {"ok": False, "reason": "store"}
        except Exception:
            # The page must hear a "no" to anything that was not committed, also where the cause is a mistake of ours.
            LOGGER.exception("A message of the bench could not be served.")
            return {"ok": False, "reason": "store"}

    def _remember(self, name: str, answer: dict[str, Any]) -> None:
        self._answers[name] = answer
        for oldest in list(self._answers)[:-REMEMBERED]:
            del self._answers[oldest]

    def _act(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        token = str(asked.get("token", ""))
        match asked.get("act"):
            case "open":
                return self._open(str(asked.get("item", "")), str(asked.get("which", "")), token)
            case "look":
                return {"texts": self._around(_whole(asked))}
            case "unread":
                return self._next_unread(_whole(asked))
            case "code":
                self.desk.code(token, _listed(asked, "themes"))
            case "memo":
                self.desk.note(token, str(asked.get("memo", "")))
            case "mask":
                self.desk.mask(token, _listed(asked, "masks"))
            case "confirm":
                self.desk.confirm(token, str(asked.get("masked", "")))
            case "take_back":
                self.desk.take_back(token)
            case "undo":
                token = self.desk.undo()
                return {"token": token, "item": self.desk.item_of(token) if token else ""}
            case _:
                raise ResponseError("The page asked for something that the bench does not know.")
        return {"texts": [self._view(token)]}

    def _open(self, item: str, which: str, token: str) -> dict[str, Any]:
        self._queue = self.desk.texts(item, which if which in WHICH else WHICH[0])
        place = self._queue.index(token) if token in self._queue else self._unread_from(0)
        return {"count": len(self._queue), "place": place or 0, "texts": self._around(place or 0)}

    def _next_unread(self, place: int) -> dict[str, Any]:
        found = self._unread_from(place + 1)
        return {"place": found, "texts": self._around(found) if found is not None else []}

    def _unread_from(self, start: int) -> int | None:
        """The place of the next text that was not read, from `start` to the end and then from the beginning."""
        places = [*range(start, len(self._queue)), *range(min(start, len(self._queue)))]
        return next((place for place in places if not self.desk.is_read(self._queue[place])), None)

    def _around(self, place: int) -> list[dict[str, Any]]:
        places = range(max(place - AROUND, 0), min(place + AROUND + 1, len(self._queue)))
        return [self._view(self._queue[near]) for near in places]

    def _counts(self) -> dict[str, Any]:
        progress = {one.item: [one.written, one.read, one.confirmed] for one in self.desk.progress()}
        return {"undo": self.desk.undoable, "progress": progress}

    def _view(self, token: str) -> dict[str, Any]:
        shown = self.desk.show(token)
        place = self._queue.index(token) if token in self._queue else -1
        reading = shown.reading
        return {
            "token": token,
            "place": place,
            "text": shown.written.text,
            "language": shown.written.language,
            "exact": [list(mask) for mask in shown.exact],
            "proposals": [list(proposal) for proposal in _told(shown, self._words)],
            "masks": [list(mask) for mask in reading.masks],
            "masked": shown.masked,
            "confirmed": reading.confirmed,
            "themes": None if reading.themes is None else list(reading.themes),
            "memo": reading.memo,
            "both": None if shown.both is None else [list(found) for found in shown.both],
        }


def bench_schema(desk: CodingDesk, words: Words) -> dict[str, Any]:
    """Everything around the texts: the questions with their themes and keys, what can be masked, and all wording."""
    prefix = "bench.bench."
    texts = {key.removeprefix(prefix): words(key) for key in words.entries if key.startswith(prefix)}
    progress = desk.progress()
    open_ones = [one.item for one in progress if one.read < one.written]
    return {
        "language": words.language,
        "settling": is_settling(desk.coder),
        "first": next(iter([*open_ones, *(one.item for one in progress)]), ""),
        "items": [_item(desk, one.item, desk.guide, words) for one in progress],
        "kinds": {kind: words(f"bench.kind.{kind}") for kind in ("person", "place", "team")},
        "labels": {language: {kind: label_of(kind, language) for kind in KINDS} for language in desk.guide.languages},
        "texts": texts,
    }


def _item(desk: CodingDesk, item: str, guide: Guide, words: Words) -> dict[str, Any]:
    themes = desk.themes_of(item)
    keys = [*THEME_KEYS, *[""] * len(themes)]
    prompted = desk.codebook.is_one_of(item, guide)
    return {
        "id": item,
        "question": guide.question(guide.item(item), words),
        "only_one": prompted,
        "prompts": list(words.many("bench.prompts")) if prompted else [],
        "themes": [
            {"id": theme.id, "name": theme.called(words), "meaning": theme.explained(words), "key": key}
            for theme, key in zip(themes, keys, strict=False)
        ],
    }


def _told(shown: Shown, words: Words) -> list[tuple[int, int, str, str]]:
    return [(one.start, one.end, one.kind, words(f"masks.why.{one.why}")) for one in shown.proposals]


def _whole(asked: Mapping[str, Any]) -> int:
    place = asked.get("place")
    return place if isinstance(place, int) else 0


def _listed(asked: Mapping[str, Any], name: str) -> list[Any]:
    value = asked.get(name)
    if not isinstance(value, list):
        raise ResponseError("The page sent something that the bench does not know.")
    return value
