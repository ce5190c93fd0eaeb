"""A library whose nine people linked their answers of two waves, half of them with another mind than before."""

from __future__ import annotations

import pandas as pd

from analysis.responses import Store

__all__ = ["LINKED", "add_linked_library"]

LINKED = "linden"
WAVES, HEADS = ("2025", "2026"), 11


def add_linked_library(store: Store, responses: pd.DataFrame) -> None:
    """Set up `LINKED` with the answers of a sample library; in the second wave the first marks are turned round."""
    first = responses[responses["library_id"] == "oxwater"].reset_index(drop=True)
    first = first.assign(library_id=LINKED, link=[f"linked_{number}" for number in range(len(first))])
    facts = {"library_id": LINKED, "name": "Linden", "type": "public", "population": "", "locale": "", "fte": ""}
    store.put("libraries", pd.DataFrame([facts]))
    everybody = {"library_id": LINKED, "cohort": "all", "value": "all", "heads": HEADS}
    store.put("roster", pd.DataFrame([{**everybody, "wave": wave} for wave in WAVES]))
    for wave in WAVES:
        rows = first.assign(wave=wave, response_id=[f"{LINKED}_{wave}_{number}" for number in range(len(first))])
        if wave == WAVES[-1]:
            marks = ["exists_purpose", "exists_agency"]
            rows[marks] = rows[marks].where(rows[marks] < 0, 1 - rows[marks])
        store.add(rows)
