"""Errand: long work is told step by step, beside the page, and given up for newer work."""

from __future__ import annotations

import asyncio
import threading

import pytest

from analysis.apps.errand import Errand


def never():
    raise AssertionError("This must not be called.")


def test_errand__no_running_loop__is_done_at_once():
    told = []
    Errand(told.append, never).begin(iter("abc"))
    assert told == ["a", "b", "c"]


def test_errand__in_a_running_notebook__works_elsewhere_and_tells_here():
    places = []

    def steps():
        yield threading.get_ident()

    async def run():
        errand = Errand(lambda step: places.append((step, threading.get_ident())), never)
        errand.begin(steps())
        assert places == []
        await errand._task

    asyncio.run(run())
    [(worked, told)] = places
    assert told == threading.get_ident() != worked


def test_errand__newer_work__tells_nothing_more_of_the_older():
    told, first_step, may_go_on = [], threading.Event(), threading.Event()

    def older():
        first_step.set()
        may_go_on.wait(10)
        yield "old"

    async def run():
        errand = Errand(told.append, never)
        errand.begin(older())
        await asyncio.to_thread(first_step.wait, 10)
        errand.begin(iter(["new"]))
        await errand._task
        may_go_on.set()

    asyncio.run(run())
    assert told == ["new"]


def test_errand__stopped__tells_nothing():
    told = []

    async def run():
        errand = Errand(told.append, never)
        errand.begin(iter("a"))
        task = errand._task
        errand.stop()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
    assert told == []


def test_errand__a_step_that_breaks_off__is_written_down_and_said(caplog):
    told, failed = [], []

    def steps():
        yield "a"
        raise ValueError("no")

    async def run():
        errand = Errand(told.append, lambda: failed.append(True))
        errand.begin(steps())
        await errand._task

    asyncio.run(run())
    assert (told, failed) == (["a"], [True])
    assert [record.message for record in caplog.records] == ["Work beside a page broke off."]
