"""Widget: the form in a notebook, and the kernel's side of the talk with it.

The page sends a message with an `id` and an `act`; every message gets exactly one answer with that `id`,
and a "yes" only after the database has committed. Whatever goes wrong is answered with `ok` False and a
`reason`, so that the page can say "not saved, your answers are kept" and mean it:

| `reason` | Meaning |
|---|---|
| `refused` | the message cannot be taken; `questions` names what is at fault, `link` the earlier receipt |
| `store` | the store could not do it; the same message may succeed later |

| `act` | Sent with | Answered with |
|---|---|---|
| `load_draft` | `key` | `draft`, or None |
| `save_draft` | `key`, `draft` | – |
| `delete_draft` | `key` | – |
| `submit` | `key`, `response_id`, `language`, `answers`, `earlier_receipt` | `receipt`, `pictures` by language |
| `withdraw` | `receipt` | `found` |
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from analysis.collect.feedback import private_profile
from analysis.collect.form import form_schema
from analysis.collect.submission import read_answers, read_draft, read_key
from analysis.errors import ResponseError, ToolkitError
from analysis.guide import Guide, load_words

if TYPE_CHECKING:
    from analysis.responses.store import Store

__all__ = ["GuideForm"]

HERE = Path(__file__).parent
LOGGER = logging.getLogger(__name__)


def today_in_utc() -> date:
    """The day of submission, which is all of the time that is ever stored."""
    return datetime.now(UTC).date()


class GuideForm(anywidget.AnyWidget):
    """The guide as an accessible form over one library's wave.

    `store` takes the drafts and the answers; the training strategies that it holds for the library and the
    wave are rated in the form, and if it holds answers of another wave, the form asks for an earlier receipt.
    `language` is the one that is shown first; the respondent can change it.
    `today` says the day of submission in UTC; `withdrawn` is called after answers were withdrawn.

    Raises `GuideError` for a language without wording and `StoreError` if the inventory cannot be read.
    """

    _esm = HERE / "form.js"
    _css = HERE / "form.css"
    form = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        store: Store,
        guide: Guide,
        library_id: str,
        wave: str,
        language: str = "en",
        today: Callable[[], date] = today_in_utc,
        withdrawn: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._guide = guide
        self._place = {"library_id": library_id, "wave": wave}
        self._today = today
        self._withdrawn = withdrawn
        inventory = _inventory(store, library_id, wave)
        self._rated = [row["strategy_id"] for row in inventory if row["status"] == "in_use"]
        schemas = {name: form_schema(guide, load_words(name), inventory) for name in guide.languages}
        asked_before = any(other != wave for other in store.waves_of(library_id))
        place = f"{library_id}/{wave}"
        form = {"place": place, "language": language, "asked_before": asked_before, "schemas": schemas}
        super().__init__(form=form)
        self.on_msg(self._answer)

    def _answer(self, _widget: object, message: object, _buffers: object) -> None:
        self.send(self.handle(message))

    def handle(self, message: object) -> dict[str, Any]:
        """The answer to one message from the page; never raises, whatever the message is."""
        asked = message if isinstance(message, Mapping) else {}
        answer = {"id": str(asked.get("id", ""))[:64]}
        try:
            return answer | {"ok": True} | self._act(asked)
        except ResponseError as error:
            questions = sorted({fault.column for fault in error.faults if fault.column})
            return answer | {"ok": False, "reason": "refused", "questions": questions}
        except ToolkitError as error:
            LOGGER.warning("A message of the form could not be served: %s", error.summary)
            return answer | {"ok": False, "reason": "store"}
        except Exception:
            # The page must hear a "no" to anything that was not committed, also where the cause is a mistake of ours.
            LOGGER.exception("A message of the form could not be served.")
            return answer | {"ok": False, "reason": "store"}

    def _act(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        match asked.get("act"):
            case "load_draft":
                return {"draft": self._store.draft(read_key(asked))}
            case "save_draft":
                key, draft = read_draft(asked)
                # The wave stands in its drafts, so that deleting a wave can delete them as well.
                self._store.save_draft(key, draft | self._place)
            case "delete_draft":
                self._store.delete_draft(read_key(asked))
            case "submit":
                return self._submit(asked)
            case "withdraw":
                found = self._store.withdraw(str(asked.get("receipt", ""))[:64])
                if found:
                    self._withdrawn()
                return {"found": found}
            case _:
                raise ResponseError("The page asked for something that the form does not know.")
        return {}

    def _submit(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        key = read_key(asked)
        submission = read_answers(asked, self._guide, **self._place, day=self._today(), strategies=self._rated)
        # The picture first: nothing that could still fail may follow the commit.
        pictures = {
            name: private_profile(submission.response, self._guide, load_words(name)) for name in self._guide.languages
        }
        receipt = self._store.submit(
            submission.response, submission.ratings, draft=key, earlier_receipt=submission.earlier_receipt
        )
        return {"receipt": receipt, "pictures": pictures}


def _inventory(store: Store, library_id: str, wave: str) -> list[dict[str, Any]]:
    frame = store.strategies()
    rows = frame[(frame["library_id"] == library_id) & (frame["wave"] == wave)]
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]
