"""Collect: see ARCHITECTURE.md."""
