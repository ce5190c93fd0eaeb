"""Responses: see ARCHITECTURE.md."""
