from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from analysis.responses.store import Store

PROGRAM = Path(__file__).with_name("submitting.py")
PROJECT = Path(__file__).parents[2]
RATINGS_EACH = 2

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="killing forked processes needs Linux or macOS"),
]


def acknowledged_by(what: str, folder: Path, number: int) -> dict[Path, list[str]]:
    """The ids that processes of `submitting.py` acknowledged, by store."""
    places = os.pathsep.join([str(PROJECT), str(PROJECT / "tests" / "support")])
    run = subprocess.run(
        [sys.executable, str(PROGRAM), what, str(folder), str(number)],
        env={**os.environ, "PYTHONPATH": places, "OPENBLAS_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return {Path(path): ids for path, ids in json.loads(run.stdout).items()}


def lost(acknowledged: dict[Path, list[str]]) -> list[str]:
    """The acknowledged ids that their store does not hold exactly once with everything that belongs to it."""
    missing = []
    for path, ids in acknowledged.items():
        survey = Store(path).survey()
        held = survey.responses["response_id"].value_counts()
        rated = survey.strategy_ratings["response_id"].value_counts()
        assert (held == 1).all()
        assert (rated.reindex(held.index) == RATINGS_EACH).all(), "a response is there without its ratings"
        missing += [name for name in ids if name not in held.index]
    return missing


def test_store__killed_at_200_random_moments__keeps_what_it_acknowledged(tmp_path: Path) -> None:
    acknowledged = acknowledged_by("kill", tmp_path, 200)
    total = sum(len(ids) for ids in acknowledged.values())
    print(f"acknowledged before 200 kills: {total} responses in {len(acknowledged)} stores")
    assert total > 50
    assert lost(acknowledged) == []


def test_kills__of_a_store_that_promises_before_it_keeps__are_noticed(tmp_path: Path) -> None:
    assert len(lost(acknowledged_by("promise_first", tmp_path, 20))) > 0


def test_store__several_processes_at_once__lose_nothing(tmp_path: Path) -> None:
    submitted = acknowledged_by("crowd", tmp_path, 5)
    assert [len(ids) for ids in submitted.values()] == [75]
    assert lost(submitted) == []


def test_store_of_the_first_version__opened_by_several_processes_at_once__is_brought_up_to_date(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as database:
        database.executescript(Path(__file__).with_name("store_of_version_1.sql").read_text(encoding="utf-8"))
    submitted = acknowledged_by("crowd", tmp_path, 5)
    [(path, ids)] = submitted.items()
    assert lost({path: [*ids, "r1", "r2"]}) == []
    assert len(Store(path).responses()) == 77
