"""Figures: see ARCHITECTURE.md."""
