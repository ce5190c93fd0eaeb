"""Blanks: why an answer is not there.

Survey files keep the reason as a negative code, because "did not see the question" and "would rather not
say" mean different things and only one of them is a choice. Responses keep these codes in every answer
column; cohort columns hold them as text (`"-4"`), and a text that nobody wrote is an empty string.
Nothing in the toolkit ever counts a blank as a "no".
"""

from __future__ import annotations

from enum import IntEnum

__all__ = ["BLANK_NAMES", "Blank"]


class Blank(IntEnum):
    """The one table of blank codes."""

    SKIPPED = -1
    UNSURE = -2
    NOT_SHOWN = -3
    DECLINED = -4


BLANK_NAMES = {blank: blank.name.lower() for blank in Blank}
