"""Addresses: what is asked for can be read back."""

from __future__ import annotations

from analysis.apps.addresses import address_of, asked_for
from analysis.exchange.sources import Source


def test_address__library_with_odd_signs__can_be_read_back(monkeypatch):
    address = address_of(Source("a b&c", "x", "2026/1", is_sample=False))
    monkeypatch.setenv("QUERY_STRING", address.partition("?")[2])
    assert asked_for("", "") == ("a b&c", "2026/1")
    assert asked_for("oxwater", "") == ("oxwater", "")


def test_asked_for__no_address__is_empty(monkeypatch):
    monkeypatch.delenv("QUERY_STRING", raising=False)
    assert asked_for("", "") == ("", "")
