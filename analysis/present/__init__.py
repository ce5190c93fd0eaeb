"""Present: see ARCHITECTURE.md."""
