"""Measures: see ARCHITECTURE.md."""
