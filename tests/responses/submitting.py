"""Processes that submit answers until they are killed, or all at once; `test_store_kill.py` runs this as a program.

One process loads everything and forks the others, because loading takes far longer than submitting.
"""

from __future__ import annotations

import gc
import json
import os
import random
import select
import signal
import sys
import time
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.guide import load_guide
from analysis.responses.store import Store
from answers import people_frame

PERSON = people_frame(load_guide(), [{"goal_team": "Help each other. " * 40}]).to_dict("records")[0]
RATINGS = {"s1": 3, "s2": 5}
READY = b"ready\n"
TRIALS = 8
SUBMISSIONS_A_LIFE = 12
LONGEST_LIFE = 0.3
KILLS_A_STORE = 20


def submit_until_killed(path: Path, name: str, pipe: int, promise_first: bool) -> None:
    """Submit without end and write each id into the pipe once it is acknowledged (or, wrongly, before)."""
    store = Store(path)
    os.write(pipe, READY)
    for number in count():
        response_id = f"{name}-{number}"
        if promise_first:
            os.write(pipe, f"{response_id}\n".encode())
        store.submit(PERSON | {"response_id": response_id}, RATINGS)
        if not promise_first:
            os.write(pipe, f"{response_id}\n".encode())


def acknowledged_before_kill(path: Path, name: str, life: float, promise_first: bool) -> list[str]:
    """What a process had acknowledged when it was killed `life` seconds after it was ready to submit."""
    here, there = os.pipe()
    child = os.fork()
    if not child:
        os.close(here)
        submit_until_killed(path, name, there, promise_first)
    os.close(there)
    if os.read(here, len(READY)) != READY:
        raise SystemExit("a process ended before it was ready")
    end = time.monotonic() + life
    heard = b""
    while select.select([here], [], [], max(0.0, end - time.monotonic()))[0]:
        heard += os.read(here, 65536)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(here, 65536):
        heard += more
    os.close(here)
    return heard.decode().split()


def kill_many(folder: Path, kills: int, longest_life: float, promise_first: bool) -> dict[str, list[str]]:
    """Acknowledged ids by store, after `kills` processes died at random moments."""
    moments = random.Random(20260302)
    acknowledged: dict[str, list[str]] = {}
    for number in range(kills):
        path = folder / f"store{number // KILLS_A_STORE}.sqlite"
        life = moments.uniform(0, longest_life)
        acknowledged.setdefault(str(path), []).extend(acknowledged_before_kill(path, f"p{number}", life, promise_first))
    return acknowledged


def crowd(folder: Path, processes: int, each: int) -> dict[str, list[str]]:
    """Ids by store, after several processes opened one store and submitted at once; it need not be there before."""
    path = folder / "store.sqlite"
    ids = [[f"p{process}-{number}" for number in range(each)] for process in range(processes)]
    children = [os.fork() or submit_and_leave(path, own) for own in ids]
    failed = [child for child in children if os.waitpid(child, 0)[1]]
    if failed:
        raise SystemExit(f"{len(failed)} processes failed")
    return {str(path): [response_id for own in ids for response_id in own]}


def submit_and_leave(path: Path, ids: list[str]) -> int:
    """Submit under each id, then end the process at once."""
    status = 1
    try:
        store = Store(path)
        for response_id in ids:
            store.submit(PERSON | {"response_id": response_id}, RATINGS)
        status = 0
    finally:
        os._exit(status)


def measured_pace() -> float:
    """Seconds that a submission takes here and now; also does before any fork what happens only once."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "store.sqlite")
        store.submit(PERSON, RATINGS)
        start = time.monotonic()
        for number in range(TRIALS):
            store.submit(PERSON | {"response_id": str(number)}, RATINGS)
        return (time.monotonic() - start) / TRIALS


if __name__ == "__main__":
    what, folder, number = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    longest_life = min(LONGEST_LIFE, SUBMISSIONS_A_LIFE * measured_pace())
    gc.freeze()
    if what == "crowd":
        done = crowd(folder, number, 15)
    else:
        done = kill_many(folder, number, longest_life, what == "promise_first")
    print(json.dumps(done))
