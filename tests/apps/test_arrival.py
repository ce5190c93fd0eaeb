"""Arrival: what a page shows is sent once more when a browser has it."""

from __future__ import annotations

from analysis.apps.arrival import Arrival
from analysis.apps.parts import part


def test_arrival__a_browser_shows_it__sends_every_part_again(monkeypatch):
    parts = [part("one"), part("two")]
    sent = []
    for each in parts:
        monkeypatch.setattr(type(each), "send_state", lambda self: sent.append(self.value))
    arrival = Arrival(parts)
    sent.clear()
    arrival._handle_custom_msg({"arrived": True}, [])
    assert sent == ["one", "two"]
