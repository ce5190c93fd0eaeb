"""Batch workers: every task has its outcome, whatever becomes of the others, and no worker grows old."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter

import pytest

from analysis.errors import Fault, ToolkitError
from analysis.report import batch_workers
from analysis.report.batch_workers import Outcome, do_tasks, processors
from batch_made import Die, Fail, Tell, open_nothing, open_tools


def test_tasks__one_worker__are_done_here_in_their_order():
    outcomes = list(do_tasks(open_tools, [Tell(), Tell(), Tell()], workers=1))
    assert outcomes == [Outcome(number, (os.getpid(), number + 1)) for number in range(3)]


def test_tasks__one_task__needs_no_process():
    assert next(do_tasks(open_tools, [Tell()], workers=8)).value == (os.getpid(), 1)


def test_tasks__none__open_no_tools():
    assert list(do_tasks(open_nothing, [], workers=2)) == []


def test_task__mendable_error__is_told_in_words_and_the_next_is_done():
    error = ToolkitError("No such thing.", [Fault("here", "a", "b", "Mend it.")])
    failed, done = do_tasks(open_tools, [Fail(error), Tell()], workers=1)
    assert failed == Outcome(0, reason="No such thing.\n- here: found a; allowed: b. Mend it.")
    assert (failed.ok, done.ok) == (False, True)


def test_task__unexpected_error__comes_with_its_trace():
    failed, done = do_tasks(open_tools, [Fail(ValueError("strange")), Tell()], workers=1)
    assert failed.reason == "ValueError: strange"
    assert failed.trace.startswith("Traceback")
    assert failed.trace.endswith("ValueError: strange\n")
    assert done.ok


def test_task__error_without_a_word__is_no_success():
    assert not next(do_tasks(open_tools, [Fail(ToolkitError(""))], workers=1)).ok


def test_tools__not_to_be_had__fail_each_task():
    outcomes = list(do_tasks(open_nothing, [Tell(), Tell()], workers=1))
    assert [outcome.reason for outcome in outcomes] == ["FileNotFoundError: no tools"] * 2


@pytest.mark.slow
def test_workers__two__share_the_tasks_and_each_opens_its_tools_once():
    outcomes = list(do_tasks(open_tools, [Tell()] * 8, workers=2))
    assert sorted(outcome.number for outcome in outcomes) == list(range(8))
    per_worker = Counter(process for process, _ in (outcome.value for outcome in outcomes))
    assert os.getpid() not in per_worker
    assert sum(per_worker.values()) == 8
    for process, count in per_worker.items():
        told = sorted(number for one, number in (outcome.value for outcome in outcomes) if one == process)
        assert told == list(range(1, count + 1))


@pytest.mark.slow
def test_worker__that_dies__costs_one_task_and_is_replaced():
    outcomes = {outcome.number: outcome for outcome in do_tasks(open_tools, [Tell(), Die(), Tell(), Tell()], workers=2)}
    assert outcomes[1].reason == "The process that did this ended with status 7"
    assert outcomes[1].trace == "The process that did this ended with status 7, perhaps for want of memory.\n"
    assert [outcomes[number].ok for number in range(4)] == [True, False, True, True]


@pytest.mark.slow
def test_worker__after_its_share__is_replaced(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(batch_workers, "TASKS_OF_A_WORKER", 2)
    values = [outcome.value for outcome in do_tasks(open_tools, [Tell()] * 6, workers=2)]
    assert max(number for _, number in values) == 2
    assert len({process for process, _ in values}) >= 3


@pytest.mark.slow
def test_workers__when_nobody_asks_any_more__are_gone():
    outcomes = do_tasks(open_tools, [Tell()] * 40, workers=2)
    process, _ = next(outcomes).value
    outcomes.close()
    assert process not in {child.pid for child in multiprocessing.active_children()}


def test_processors__of_this_machine__are_at_least_one():
    assert processors() >= 1
