"""Batch progress: how far it is and how long it takes, in words."""

from __future__ import annotations

import pytest

from analysis.report.batch_progress import Pace, Progress, say_duration


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "less than a minute"),
        (59.9, "less than a minute"),
        (60, "about a minute"),
        (61, "about 2 minutes"),
        (90 * 60, "about 90 minutes"),
        (90 * 60 + 1, "about 2 hours"),
    ],
)
def test_duration__around_its_limits__is_said(words, seconds, said):
    assert say_duration(seconds, words) == said


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress("report", 0, 12), "Making reports: 0 of 12"),
        (Progress("report", 1, 12, 250), "Making reports: 1 of 12, about 5 minutes left"),
        (Progress("report", 12, 12, 0), "Making reports: 12 of 12"),
        (Progress("release", 0, 1), "Preparing libraries: 0 of 1"),
        (Progress("compare", 1, 2, 3), "Comparing libraries: 1 of 2, less than a minute left"),
    ],
)
def test_progress__at_none_and_one_and_all__is_said(words, progress, said):
    assert progress.say(words) == said


def test_pace__by_weight__tells_the_time_of_the_rest():
    now = [100.0]
    pace = Pace("release", [30, 10, 20], lambda: now[0])
    assert pace.begin() == Progress("release", 0, 3)
    now[0] = 130
    assert pace.finish(0) == Progress("release", 1, 3, 30)
    now[0] = 150
    assert pace.finish(2) == Progress("release", 2, 3, 10)
    assert pace.finish(1) == Progress("release", 3, 3, 0)
