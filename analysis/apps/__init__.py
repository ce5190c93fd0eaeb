"""Apps: see ARCHITECTURE.md."""
