"""Tally: see ARCHITECTURE.md."""
