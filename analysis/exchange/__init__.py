"""Exchange: SHARING, released results as files and back."""

from analysis.exchange.files import read_linked, read_released, write_linked, write_released

__all__ = ["read_linked", "read_released", "write_linked", "write_released"]
