"""Places: where the answers are that a command works on, and what of them is kept released.

Nothing said means the own store. An address can also be that of another store, as a file or on a database server, or
a folder of tables, which is read and never written to. A place is small and plain, so that every process of a batch
can open it for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from analysis.errors import Fault, StoreError
from analysis.exchange.kept import Kept
from analysis.exchange.sources import SAMPLES, Sources
from analysis.guide import Guide, load_guide
from analysis.responses import Store, Survey, default_data_folder, open_store, read_survey

__all__ = ["FolderStore", "Place"]

LETTERS_OF_PLACE = 16


class FolderStore(Store):
    """The answers in a folder of tables, where a store is expected; it can be read as a whole and nothing else.

    Raises `StoreError` for everything but `survey`.
    """

    def __init__(self, folder: Path | str, guide: Guide) -> None:
        self.guide, self.folder = guide, Path(folder)

    def __repr__(self) -> str:
        return f"FolderStore({str(self.folder)!r})"

    def survey(self) -> Survey:
        """All frames of the folder, checked."""
        return read_survey(self.folder, self.guide)

    def __getattr__(self, name: str) -> Any:
        if name != "_database":
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        repair = "Bring the answers into a store first: learning-culture import."
        raise StoreError(
            "A folder of tables can only be read.", [Fault(str(self.folder), "a folder", "a store", repair)]
        )


@dataclass(frozen=True)
class Place:
    """Where answers are: `address` is a store, a folder of tables, or empty for the own store.

    What is released is kept in the folder `kept`; where none is named, beside the own store, in a folder for each
    address.
    """

    address: str = ""
    samples: Path = SAMPLES
    kept: Path | None = None

    @property
    def is_folder(self) -> bool:
        """Whether this is a folder of tables."""
        return bool(self.address) and "://" not in self.address and Path(self.address).is_dir()

    def open(self, remembers: bool = True) -> Sources:
        """The libraries there, beside the samples; `remembers` as `Sources` has it.

        Raises `StoreError` where there is neither a store nor a folder.
        """
        guide = load_guide()
        return Sources(guide, self.open_store(guide), self.samples, Kept(self.kept or self._kept()), remembers)

    def open_store(self, guide: Guide) -> Store:
        """The store; that of a folder can only be read.

        Raises `StoreError` where there is none: a command never makes a new one at an address that was mistyped.
        """
        if not self.address:
            return open_store()
        if self.is_folder:
            return FolderStore(self.address, guide)
        if "://" not in self.address and not Path(self.address).is_file():
            fault = Fault(self.address, "nothing", "a store, or a folder of tables", "Check the name.")
            raise StoreError("There are no answers at this place.", [fault])
        return Store(self.address, guide)

    def _kept(self) -> Path:
        own = default_data_folder() / "released"
        if not self.address:
            return own
        # Two places may have a library of the same name, and only one release of a library is kept in a folder.
        address = self.address if "://" in self.address else str(Path(self.address).resolve())
        return own / sha256(address.encode()).hexdigest()[:LETTERS_OF_PLACE]
