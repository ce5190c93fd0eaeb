"""System: everything that was told about one family of answers, as a reader would write it down.

Each person gave one of a few answers. The reader knows who is in which group and who answered at all; what
the reader does not know is the answers. Each `Statement` says that between `low` and `high` of some people
gave one of some answers. People about whom exactly the same statements are made can be exchanged without
anybody noticing, so a system is solved for `Cells` of such people: how many of a cell gave which answer.

A system knows nothing of cohorts, marks or waves. Whatever can be written as people, answers and statements
can be audited.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

__all__ = ["Cells", "Statement", "System"]


@dataclass(frozen=True)
class Statement:
    """`low` … `high` of the people in `members` (people, bool) gave one of `answers` (answers, bool)."""

    members: np.ndarray
    answers: np.ndarray
    low: int
    high: int


@dataclass(frozen=True)
class Cells:
    """A system with exchangeable people put together.

    `cell_of` (people) says in which cell a person is, `people` (cells) how many are there. A slot is an answer
    that the people of one cell may have given: `cell` and `answer` (slots) name it. `sums` (statements ×
    slots) with `low` and `high` (statements) says what was told.
    """

    cell_of: np.ndarray
    people: np.ndarray
    cell: np.ndarray
    answer: np.ndarray
    sums: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def count(self, answers: np.ndarray) -> np.ndarray:
        """How many fill each slot (slots) where the people give `answers` (people, positions of answers)."""
        table = np.zeros((len(self.people), int(self.answer.max(initial=0)) + 1), dtype=int)
        np.add.at(table, (self.cell_of, answers), 1)
        return table[self.cell, self.answer]

    def fits(self, worlds: np.ndarray) -> np.ndarray:
        """Whether whole `worlds` (worlds × slots) add up to the people of each cell and to all that was told."""
        exact = worlds.astype(float)
        told = exact @ self.sums.T.astype(float)
        per_cell = exact @ (self.cell[:, None] == np.arange(len(self.people))).astype(float)
        told_right = ((told >= self.low) & (told <= self.high)).all(axis=1)
        return told_right & (worlds >= 0).all(axis=1) & (per_cell == self.people).all(axis=1)

    def answers(self, world: np.ndarray, order: np.ndarray) -> np.ndarray:
        """One way in which the people (people) may have filled the slots of a `world`.

        Of the people of a cell those with the lower `order` (people) give the earlier answers.
        """
        answers = np.empty(len(self.cell_of), dtype=int)
        answers[np.lexsort((order, self.cell_of))] = np.repeat(self.answer, world)
        return answers


@dataclass(frozen=True)
class System:
    """What is told about one family of answers.

    `options` (people × answers, bool) holds the answers that each person may have given.
    """

    options: np.ndarray
    statements: tuple[Statement, ...]

    @cached_property
    def cells(self) -> Cells:
        """The system in cells, with exchangeable people put together."""
        told_of = [told.members[:, None] for told in self.statements]
        kinds = np.hstack([self.options, *told_of])
        _, example, cell_of, people = np.unique(
            kinds, axis=0, return_index=True, return_inverse=True, return_counts=True
        )
        cell, answer = np.nonzero(self.options[example])
        sums = [told.members[example][cell] & told.answers[answer] for told in self.statements]
        return Cells(
            cell_of=np.ravel(cell_of),
            people=people,
            cell=cell,
            answer=answer,
            sums=np.array(sums, dtype=int).reshape(len(sums), len(cell)),
            low=np.array([told.low for told in self.statements], dtype=int),
            high=np.array([told.high for told in self.statements], dtype=int),
        )
