"""Exchange: SHARING, released results as files and back."""

from analysis.exchange.files import read_released, write_released

__all__ = ["read_released", "write_released"]
