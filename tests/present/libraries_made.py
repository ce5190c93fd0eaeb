"""Comparisons made by hand: plausible libraries beside each other, without any person behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.disclosure.compared import Comparison
from analysis.guide import load_guide

OWN = "lib_000"
MINIMUM = 5
NAMES = ("Amberlock", "Bellwether Flats", "Cobblewick", "Dunmarrow", "Evenholm", "Fernhallow", "Gullmarsh", "Hazelquay")
LOCALES = ("town", "suburb", "rural", "city", "")
GRAND, BETWEEN, WITHIN = 56.0, 9.0, 26.0
SECRET = 77.7


def make_comparison(
    count: int, own: str = OWN, *, seed: int = 5, between: float = BETWEEN, withheld: Mapping[str, str] | None = None
) -> Comparison:
    """So many libraries that scatter by `between` points; those of `withheld` have that reason and no values."""
    libraries = _libraries(count, np.random.default_rng(seed), withheld or {})
    guide = load_guide()
    comparison = Comparison(guide, "2026", own, libraries, pd.DataFrame(), pd.DataFrame())
    parts = [
        _measure(libraries, measure, between, np.random.default_rng(seed + number))
        for number, measure in enumerate(comparison.measures)
    ]
    standing = pd.concat([standing for standing, _ in parts], ignore_index=True)
    return replace(comparison, standing=standing, spread=pd.DataFrame([spread for _, spread in parts]))


def telling(comparison: Comparison, library_id: str, measure: str = "index", **columns: object) -> Comparison:
    """The same where one library's row in one measure holds other values."""
    table = comparison.standing.copy()
    rows = (table["library_id"] == library_id) & (table["measure"] == measure)
    table.loc[rows, list(columns)] = list(columns.values())
    return replace(comparison, standing=table)


def spreading(comparison: Comparison, measure: str = "index", **columns: object) -> Comparison:
    """The same where the libraries differ otherwise in one measure."""
    table = comparison.spread.copy()
    table.loc[table["measure"] == measure, list(columns)] = list(columns.values())
    return replace(comparison, spread=table)


def without(comparison: Comparison, library_id: str, measure: str = "index") -> Comparison:
    """The same where one library may not be told in one measure, and may in others."""
    table = comparison.standing
    rows = (table["library_id"] == library_id) & (table["measure"] == measure)
    return replace(comparison, standing=table[~rows].reset_index(drop=True))


def poisoned(comparison: Comparison) -> Comparison:
    """The same with a secret in every number that a withheld library has no right to."""
    table = comparison.libraries.copy()
    table.loc[table["withheld"], "n"] = 777
    hidden = table.loc[table["withheld"], "library_id"]
    standing = comparison.standing
    secrets = standing.drop_duplicates("measure").assign(n=777, raw=SECRET, raw_low=SECRET, raw_high=SECRET)
    secrets = secrets.assign(pooled=SECRET, low=SECRET - 1, high=SECRET + 1, differs="above")
    added = [secrets.assign(library_id=library_id) for library_id in hidden]
    return replace(comparison, libraries=table, standing=pd.concat([standing, *added], ignore_index=True))


def _libraries(count: int, random: np.random.Generator, withheld: Mapping[str, str]) -> pd.DataFrame:
    ids = [f"lib_{number:03d}" for number in range(count)]
    n = np.round(np.exp(random.normal(3.0, 0.9, count))).astype(int).clip(MINIMUM, 400)
    names = [NAMES[at % len(NAMES)] + (f" {at // len(NAMES) + 1}" if at >= len(NAMES) else "") for at in range(count)]
    frame = pd.DataFrame({"library_id": ids, "name": names, "n": n.astype(float), "roster": np.ceil(n / 0.75)})
    frame["reason"] = [withheld.get(library_id, "") for library_id in ids]
    frame["withheld"] = frame["reason"] != ""
    frame.loc[frame["withheld"], "n"] = np.nan
    frame["members"], frame["type"] = 1, "public"
    frame["population"] = [12_400 + 1_000 * at if at % 4 else np.nan for at in range(count)]
    frame["locale"] = [LOCALES[at % len(LOCALES)] for at in range(count)]
    return frame.assign(fte=frame["roster"] / 2)


def _measure(
    libraries: pd.DataFrame, measure: str, between: float, random: np.random.Generator
) -> tuple[pd.DataFrame, dict[str, object]]:
    told = libraries[~libraries["withheld"]]
    n = told["n"].to_numpy(dtype=float)
    is_share = measure != "index"
    noise = (50.0 if is_share else WITHIN) / np.sqrt(n)
    true = GRAND + random.normal(0, max(between, 1e-9), len(n))
    raw = np.clip(true + random.normal(0, noise), 2, 98)
    raw = np.round(raw * n / 100) * 100 / n if is_share else raw
    frame = pd.DataFrame({"measure": measure, "library_id": told["library_id"], "n": n, "raw": raw})
    kept = between**2 / (between**2 + noise**2)
    half = 1.96 * np.sqrt(kept) * noise
    frame["pooled"] = GRAND + kept * (raw - GRAND)
    frame["low"], frame["high"] = frame["pooled"] - half, frame["pooled"] + half
    frame = _ranged(frame, is_share)
    frame["confidence"], frame["reliability"] = 0.95, kept
    frame["differs"] = np.select([frame["low"] > GRAND, frame["high"] < GRAND], ["above", "below"], "")
    frame = _ranked(frame.sort_values("pooled", ignore_index=True))
    is_apart = between > 2 and len(n) > 2
    if not is_apart:
        frame["differs"] = ""
    frame = frame.assign(question="differs beyond chance", method="pooled", note="")
    return frame, _spread(frame, measure, between, is_apart)


def _ranged(frame: pd.DataFrame, is_share: bool) -> pd.DataFrame:
    """Own values near an end are told as ranges only, as disclosure does it."""
    frame["raw_low"] = frame["raw_high"] = frame["raw"]
    near = is_share & ((frame["raw"] * frame["n"] / 100 <= 2) | ((100 - frame["raw"]) * frame["n"] / 100 <= 2))
    upper = near & (frame["raw"] > 50)
    frame.loc[near & ~upper, "raw_low"] = 0.0
    frame.loc[near & ~upper, "raw_high"] = 200 / frame["n"]
    frame.loc[upper, "raw_low"] = 100 - 200 / frame["n"]
    frame.loc[upper, "raw_high"] = 100.0
    frame.loc[near, "raw"] = np.nan
    return frame


def _ranked(frame: pd.DataFrame) -> pd.DataFrame:
    count = len(frame)
    middle = count - frame.index.to_numpy(dtype=float)
    reach = np.maximum(1, np.round(count * 0.25))
    frame["expected_rank"] = middle
    frame["rank_low"], frame["rank_high"] = np.maximum(1, middle - reach), np.minimum(count, middle + reach)
    frame["top_third"] = np.clip((count - middle) / max(count, 1), 0, 1) ** 2
    return frame


def _spread(frame: pd.DataFrame, measure: str, between: float, is_apart: bool) -> dict[str, object]:
    icc1 = between**2 / (between**2 + WITHIN**2)
    count = len(frame)
    computable = count > 1
    return {
        "measure": measure,
        "libraries": count,
        "people": int(frame["n"].sum()),
        "grand": GRAND if count else np.nan,
        "between": between if computable else np.nan,
        "within": WITHIN if measure == "index" else np.nan,
        "icc1": icc1 if computable else np.nan,
        "icc1_low": icc1 / 3 if computable else np.nan,
        "icc1_high": icc1 * 2 if computable else np.nan,
        "staff_needed": np.ceil(0.7 * (1 - icc1) / (0.3 * icc1)) if icc1 > 0.01 and computable else np.nan,
        "p": (0.001 if is_apart else 0.4) if computable else np.nan,
        "p_adjusted": (0.002 if is_apart else 0.5) if computable else np.nan,
        "chance": (0.4 if is_apart else 0.95) if computable else np.nan,
        "verdict": ("may" if is_apart else "may_not") if computable else "not_computable",
        "note": "",
    }
