"""Fold: controls that are out of sight until somebody asks for them."""

from __future__ import annotations

import ipywidgets as widgets

from analysis.apps.parts import act, stack

__all__ = ["Fold"]


class Fold:
    """A button that opens and closes what lies below it; its label says which of the two it does next."""

    def __init__(self, opens: str, closes: str, *children: widgets.Widget) -> None:
        self._labels = {True: closes, False: opens}
        self.inside = stack(*children)
        self.turn = act("", lambda: self.open(not self.is_open))
        self.widget = stack(self.turn, self.inside)
        self.open(False)

    @property
    def is_open(self) -> bool:
        """Whether its inside is to be seen."""
        return self.inside.layout.display != "none"

    def open(self, is_open: bool = True) -> None:
        """Show the inside, or hide it."""
        self.inside.layout.display = None if is_open else "none"
        self.turn.description = self.turn.tooltip = self._labels[is_open]
