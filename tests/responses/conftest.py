"""What tests of the answers may ask for: the guide, one person's answers, and a store in a new folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.guide import Guide, load_guide
from analysis.responses.store import Store
from answers import people_frame


@pytest.fixture(scope="session")
def guide() -> Guide:
    """The toolkit's own guide."""
    return load_guide()


@pytest.fixture
def person(guide: Guide) -> dict[str, Any]:
    """The answers of one person, `r1`, who skipped everything."""
    return people_frame(guide, [{}]).to_dict("records")[0]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A new and empty store."""
    return Store(tmp_path / "responses.sqlite")
