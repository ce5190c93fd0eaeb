"""Disclosure: see ARCHITECTURE.md."""
