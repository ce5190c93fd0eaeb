"""Released results made by hand: plausible numbers, protected by the band rule, without any person behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.released import Provenance, Released
from analysis.guide import ALL, LEADS, Guide, Policy, Words, load_guide, load_words
from opportunities_made import make_opportunities, rated
from written_made import with_written

MINIMUM = 5
SPREAD = 20
Z95 = 1.96
LEVELS = ("absent", "emerging", "developing", "established", "embedded")
CELLS = ("strengthen", "sustain", "build", "neither")
BANDS = ("fixed", "mixed", "growth")
SHARES = {
    "purpose": (0.78, 0.35),
    "agency": (0.30, 0.82),
    "variety": (0.55, 0.60),
    "role_models": (0.42, 0.66),
    "mutual_help": (0.88, 0.30),
    "problems_as_learning": (0.50, 0.72),
    "development_goals": (0.36, 0.58),
}
PARTS = {
    "role": (0.07, 0.13, 0.52, 0.28),
    "unit": (0.40, 0.24, 0.18, 0.12, 0.06),
    "tenure": (0.24, 0.27, 0.33, 0.16),
    "employment": (0.55, 0.40, 0.05),
    "leads": (0.20, 0.80),
}


FRAMES = ("respondents", "marks", "four_cells", "bands", "classes", "distributions", "differences", "profile")
FRAMES += ("components", "unmet", "maturity", "ratings", "goals", "themes", "theme_differences")
WRITTEN = ("ratings", "goals", "themes", "theme_differences", "codebook", "texts", "text_items")
SECRETS = {
    "n": 777,
    "count_low": 777,
    "count_high": 777,
    "share": 0.777,
    "low": 0.777,
    "high": 0.777,
    "index": 77.7,
    "top_three": 0.777,
    **dict.fromkeys(("superiority_low", "superiority_high", "distance_low", "distance_high", "p", "p_adjusted"), 0.777),
    **dict.fromkeys(("median_from", "median_to", "quartile_1_from", "quartile_3_to"), 77),
    **dict.fromkeys(("agreement_low", "agreement_high", "share_low", "share_high", "score", "shift"), 0.777),
    **dict.fromkeys(("of_low", "of_high"), 777),
}


def banded(count: int, n: int) -> tuple[int, int]:
    """The count as a range where it lies near an end, as disclosure does it."""
    edge = max(2, n // 5) if n < 20 else 2
    edge = min(edge, (n - 1) // 2)
    if count <= edge:
        return 0, edge
    return (n - edge, n) if count >= n - edge else (count, count)


def protected(count: int, n: int, roster: int | None) -> dict[str, object]:
    """The columns of a count from `count_low` on, with a rough interval for the roster."""
    low_count, high_count = banded(count, n)
    low, high = (_bound(x / n, n, roster, side) for x, side in ((low_count, -1), (high_count, 1)))
    return {
        "n": n,
        "roster": roster,
        "withheld": False,
        "reason": "",
        "count_low": low_count,
        "count_high": high_count,
        "share": low_count / n if low_count == high_count else np.nan,
        "low": low,
        "high": high,
    }


def withheld(roster: int | None, reason: str) -> dict[str, object]:
    """A row about which nothing may be told."""
    blank = dict.fromkeys(("n", "count_low", "count_high", "share", "low", "high"), np.nan)
    return {**blank, "roster": roster, "withheld": True, "reason": reason}


def _bound(share: float, n: int, roster: int | None, side: int) -> float:
    unseen = 1.0 if roster is None else (roster - n) / roster
    wide = Z95 * np.sqrt(share * (1 - share) / n * unseen + unseen * 0.25 / n**2)
    return float(np.clip(share + side * wide, 0, 1))


class Maker:
    """Builds the frames of one `Released` from a seed, a number of heads and a number of answers."""

    def __init__(self, heads: int, answers: int, seed: int, roster_known: bool) -> None:
        self.guide: Guide = load_guide()
        self.seed = seed
        self.random = np.random.default_rng(seed)
        self.roster_known = roster_known
        self.groups = {(ALL, ALL): (heads, answers)}
        for cohort in (*(cohort.id for cohort in self.guide.cohorts), LEADS):
            self._split(cohort, heads, answers)

    def _split(self, cohort: str, heads: int, answers: int) -> None:
        values = self.guide.cohort(cohort).value_ids
        parts = np.array(PARTS[cohort])
        sizes = np.floor(parts * heads).astype(int)
        sizes[np.argmax(sizes)] += heads - sizes.sum()
        counts = np.minimum(sizes, np.round(sizes * answers / heads).astype(int))
        self.groups |= {(cohort, v): (int(h), int(a)) for v, h, a in zip(values, sizes, counts, strict=True)}

    def row(self, group: tuple[str, str], share: float, n: int | None = None) -> dict[str, object]:
        heads, answers = self.groups[group]
        roster = heads if self.roster_known else None
        n = answers if n is None else n
        if n < MINIMUM:
            return withheld(roster, "few" if heads else "nobody")
        return protected(int(self.random.binomial(n, share)), n, roster)

    def rows(self, kind: Callable[[tuple[str, str]], Iterator[dict[str, object]]]) -> pd.DataFrame:
        return pd.DataFrame(
            [{"cohort": group[0], "value": group[1], **row} for group in self.groups for row in kind(group)]
        ).assign(confidence=0.95, question="describes the roster", method="roster", note="")

    def respondents(self, group: tuple[str, str]) -> Iterator[dict[str, object]]:
        row = self.row(group, 0.5)
        yield {key: row[key] for key in ("n", "roster", "withheld", "reason")}

    def marks(self, group: tuple[str, str]) -> Iterator[dict[str, object]]:
        answers = self.groups[group][1]
        for quality, shares in SHARES.items():
            for mark, share in zip(("exists", "develop"), shares, strict=True):
                moved = float(np.clip(share + self.random.normal(0, 0.1), 0.02, 0.98))
                n = answers - int(self.random.binomial(max(answers // 8, 0), 0.5))
                yield {"quality": quality, "mark": mark, **self.row(group, moved, n)}

    def bands(self, group: tuple[str, str]) -> Iterator[dict[str, object]]:
        for scope in ("overall", *self.guide.situations):
            n = self.groups[group][1]
            counts = self.random.multinomial(n, [0.18, 0.30, 0.52])
            for band, count in zip(BANDS, counts, strict=True):
                row = self.row(group, 0.5) if n < MINIMUM else protected(int(count), n, self._roster(group))
                yield {"scope": scope, "band": band, **row}

    def four_cells(self, group: tuple[str, str]) -> Iterator[dict[str, object]]:
        if group != (ALL, ALL):
            return
        n = self.groups[group][1]
        for quality, (exists, develop) in SHARES.items():
            shares = [exists * develop, exists * (1 - develop), (1 - exists) * develop, (1 - exists) * (1 - develop)]
            counts = self.random.multinomial(n, shares)
            for cell, count in zip(CELLS, counts, strict=True):
                row = self.row(group, 0.5) if n < MINIMUM else protected(int(count), n, self._roster(group))
                yield {"quality": quality, "cell": cell, **row}

    def classes(self, group: tuple[str, str]) -> Iterator[dict[str, object]]:
        if group != (ALL, ALL):
            return
        n = self.groups[group][1]
        for scope in ("overall", *self.guide.situations):
            counts = self.random.multinomial(n, [0.01, 0.02, 0.05, 0.1, 0.14, 0.16, 0.2, 0.16, 0.11, 0.05])
            for at, count in enumerate(counts):
                row = withheld(self._roster(group), "thin") if n < SPREAD else protected(int(count), n, None)
                yield {"scope": scope, "class_from": 10 * at, "class_to": 10 * at + 10, **row}

    def distributions(self, group: tuple[str, str]) -> Iterator[dict[str, object]]:
        row = self.row(group, 0.5)
        kept = {key: row[key] for key in ("n", "roster", "withheld", "reason")}
        for scope in ("overall", *self.guide.situations):
            yield {"scope": scope, **kept, **self._spread(group, bool(row["withheld"]))}

    def _spread(self, group: tuple[str, str], is_withheld: bool) -> dict[str, object]:
        edges = [f"{name}_{end}" for name in ("median", "quartile_1", "quartile_3") for end in ("from", "to")]
        blank = {**dict.fromkeys(edges, np.nan), "agreement_low": np.nan, "agreement_high": np.nan}
        if is_withheld:
            return {**blank, "dots": (), "camps": ""}
        split = self.random.random() < 0.2
        told = {"median_from": 40, "median_to": 60, "camps": "split" if split else "together"}
        told |= {"agreement_low": -0.6 if split else 0.5, "agreement_high": -0.4 if split else 0.7}
        if self.groups[group][1] < SPREAD:
            return {**blank, **told, "dots": ()}
        quartiles = {"quartile_1_from": 40, "quartile_1_to": 60, "quartile_3_from": 60, "quartile_3_to": 100}
        return {**told, **quartiles, "dots": self._dots(is_fine=group == (ALL, ALL))}

    def _dots(self, is_fine: bool) -> tuple[tuple[int, int], ...]:
        places = np.sort(np.clip(self.random.normal(60, 16, 20), 0, 99))
        if is_fine:
            return tuple((int(place) // 10 * 10, int(place) // 10 * 10 + 10) for place in places)
        bands = [(0, 40) if place < 40 else (40, 60) if place <= 60 else (60, 100) for place in places]
        changes = [at for at in range(1, 20) if bands[at] != bands[at - 1]]
        for at in changes:
            bands[at] = (bands[at - 1][0], bands[at][1])
        return tuple(bands)

    def differences(self, group: tuple[str, str]) -> Iterator[dict[str, object]]:
        if group == (ALL, ALL):
            return
        row = self.row(group, 0.5)
        kept = {key: row[key] for key in ("n", "roster", "withheld", "reason")}
        numbers = ("n_rest", "superiority_low", "superiority_high", "low", "high", "distance_low", "distance_high")
        for at, scope in enumerate(("overall", *self.guide.situations)):
            if row["withheld"]:
                yield {"scope": scope, **kept, **dict.fromkeys((*numbers, "p", "p_adjusted"), np.nan)}
                continue
            middle = 0.5 + self.random.normal(0, 0.12)
            half = 0.9 / np.sqrt(self.groups[group][1])
            told = (self.groups[ALL, ALL][1] - self.groups[group][1], middle - 0.02, middle + 0.02)
            ends = (max(0.0, middle - half), min(1.0, middle + half), 4.0 + at, 6.0 + at)
            p = 0.004 if abs(middle - 0.5) > half else 0.4
            yield {"scope": scope, **kept, **dict(zip(numbers, (*told, *ends), strict=True)), "p": p, "p_adjusted": p}

    def profile(self, group: tuple[str, str]) -> Iterator[dict[str, object]]:
        if group != (ALL, ALL):
            return
        n = self.groups[group][1]
        shifts = (6.0, 3.0, -19.0, 8.0, 1.0, 1.0)
        for situation, shift in zip(self.guide.situations, shifts, strict=True):
            row = self.row(group, 0.5) if n >= SPREAD else withheld(self._roster(group), "thin")
            kept = {key: row[key] for key in ("n", "roster", "withheld", "reason")}
            half, p = 30 / np.sqrt(max(n, 1)), 0.001 if abs(shift) > 10 else 0.5
            told = {"score": 58 + shift, "shift": shift, "low": shift - half, "high": shift + half, "p": p}
            yield {
                "situation": situation,
                **kept,
                **(told if n >= SPREAD else dict.fromkeys(told, np.nan)),
                "p_adjusted": p,
            }

    def components(self, group: tuple[str, str]) -> Iterator[dict[str, object]]:
        if group != (ALL, ALL):
            return
        n = self.groups[group][1]
        shares = {"person": 0.22, "situation": 0.31, "residual": 0.47, "relative": 0.74, "absolute": 0.63}
        for quantity, share in shares.items():
            row = self.row(group, 0.5) if n >= SPREAD else withheld(self._roster(group), "thin")
            kept = {key: row[key] for key in ("n", "roster", "withheld", "reason")}
            half = 0.6 / np.sqrt(max(n, 1))
            told = {"share": share, "low": max(0.0, share - half), "high": min(1.0, share + half)}
            yield {"quantity": quantity, **kept, **(told if n >= SPREAD else dict.fromkeys(told, np.nan))}

    def unmet(self, group: tuple[str, str]) -> Iterator[dict[str, object]]:
        if group != (ALL, ALL):
            return
        row = self.row(group, 0.5)
        kept = {key: row[key] for key in ("n", "roster", "withheld", "reason")}
        n = self.groups[group][1]
        for quality, (exists, develop) in SHARES.items():
            of = round(n * (1 - exists))
            told = {"of_low": of, "of_high": of, "count_low": round(of * develop), "count_high": round(of * develop)}
            told |= {"share_low": develop, "share_high": develop}
            if row["withheld"]:
                yield {"quality": quality, **kept, **dict.fromkeys(told, np.nan)}
            elif of < MINIMUM:
                yield {
                    "quality": quality,
                    **kept,
                    **dict.fromkeys(told, np.nan),
                    "withheld": True,
                    "reason": "complement",
                }
            else:
                yield {"quality": quality, **kept, **told}

    def maturity(self, group: tuple[str, str]) -> Iterator[dict[str, object]]:
        row = self.row(group, 0.5)
        kept = {key: row[key] for key in ("n", "roster", "withheld", "reason")}
        if row["withheld"]:
            yield {**kept, "index": np.nan, "low": np.nan, "high": np.nan, "level_from": "", "level_to": ""}
            return
        heads, answers = self.groups[group]
        half = 0.0 if self.roster_known and heads == answers else 30 / np.sqrt(answers)
        chances = [0.0, 0.02, 0.34, 0.60, 0.04] if half else [0.0, 0.0, 1.0, 0.0, 0.0]
        levels = ("developing", "established") if half else ("developing", "developing")
        yield {
            **kept,
            "index": 58.0,
            "low": 58 - half,
            "high": min(100.0, 58 + half),
            **{f"p_{level}": chance for level, chance in zip(LEVELS, chances, strict=True)},
            "level_from": levels[0],
            "level_to": levels[1],
            "level_probability": sum(chances[2:4]),
        }

    def priority(self) -> pd.DataFrame:
        shown = self.groups[ALL, ALL][1] >= MINIMUM
        order = sorted(SHARES, key=lambda quality: -SHARES[quality][1])
        chances = (0.97, 0.78, 0.55, 0.40, 0.20, 0.08, 0.02)
        frame = pd.DataFrame({"quality": order, "top_three": chances, "note": ""})
        frame["build"] = [(1 - SHARES[q][0]) * SHARES[q][1] for q in order]
        frame["strengthen"] = [SHARES[q][0] * SHARES[q][1] for q in order]
        frame["rank_leaders"] = [2, 1, 3, 4, 5, 6, 7] if self.groups[LEADS, "leaders"][1] >= MINIMUM else np.nan
        frame["rank_front_line"] = [1, 2, 3, 4, 5, 6, 7] if self.groups[LEADS, "front_line"][1] >= MINIMUM else np.nan
        if not shown:
            frame[["top_three", "build", "strengthen"]] = np.nan
        return frame.assign(
            cohort=ALL,
            value=ALL,
            n=self.groups[ALL, ALL][1] if shown else np.nan,
            roster=self._roster((ALL, ALL)),
            withheld=not shown,
            reason="" if shown else "few",
        )

    def gaps(self) -> pd.DataFrame:
        leaders, front = self.groups[LEADS, "leaders"][1], self.groups[LEADS, "front_line"][1]
        shown = min(leaders, front) >= MINIMUM
        difference = np.array([0.31, 0.05, -0.04, 0.40, 0.02, -0.08, 0.12])
        frame = pd.DataFrame({"quality": list(SHARES), "difference": difference, "note": ""})
        frame["leaders_n"], frame["front_line_n"] = leaders, front
        frame["leaders"], frame["front_line"] = 0.5 + difference / 2, 0.5 - difference / 2
        half = 1.2 / np.sqrt(leaders or 1)
        frame["low"], frame["high"] = difference - half, difference + half
        frame["p"] = frame["p_adjusted"] = np.where(np.abs(difference) > half, 0.01, 0.4)
        if not shown:
            frame[["difference", "low", "high", "p", "p_adjusted", "leaders", "front_line"]] = np.nan
            frame[["leaders_n", "front_line_n"]] = np.nan
        return frame.assign(question="differs beyond chance", method="newcombe")

    def released(self) -> Released:
        nothing = pd.DataFrame()
        released = Released(
            guide=self.guide,
            library_id="harlow_falls",
            library_name="Harlow Falls",
            wave="2026",
            provenance=Provenance("learning_culture", "1.0", "0.1.0", "0" * 64, Policy(MINIMUM, 10)),
            respondents=self.rows(self.respondents),
            marks=self.rows(self.marks),
            four_cells=self.rows(self.four_cells),
            bands=self.rows(self.bands),
            classes=self.rows(self.classes),
            distributions=self.rows(self.distributions),
            differences=self.rows(self.differences),
            profile=self.rows(self.profile),
            components=self.rows(self.components),
            unmet=self.rows(self.unmet),
            maturity=self.rows(self.maturity),
            priority=self.priority(),
            gaps=self.gaps(),
            **dict.fromkeys(WRITTEN, nothing),
            strategies=nothing,
            actions=nothing,
        )
        sizes = {group: (self._roster(group), answers) for group, (_, answers) in self.groups.items()}
        return rated(with_written(released, sizes, self.seed, banded), make_opportunities(self.groups[ALL, ALL][0]))

    def _roster(self, group: tuple[str, str]) -> int | None:
        return self.groups[group][0] if self.roster_known else None


def make_released(heads: int, answers: int | None = None, seed: int = 7, roster_known: bool = True) -> Released:
    """A `Released` of a library with so many heads, of whom so many (by default three in four) answered."""
    return Maker(heads, round(heads * 0.75) if answers is None else answers, seed, roster_known).released()


def poisoned(released: Released) -> Released:
    """The same results with a secret in every number of every withheld row."""
    frames = {}
    for name in (*FRAMES, "priority"):
        frame = getattr(released, name).copy()
        numbers = [column for column in frame.columns if column in SECRETS]
        frame[numbers] = frame[numbers].astype("float64")
        for column in numbers:
            frame.loc[frame["withheld"], column] = SECRETS[column]
        frames[name] = frame
    return replace(released, **frames)


def with_long_names(words: Words) -> Words:
    """The same wording with every quality and group under a name of unpleasant length."""
    long = {
        key: f"{text} y corresponsabilidad interdepartamental"
        for key, text in words.entries.items()
        if isinstance(text, str)
        and (key.startswith("guide.cohort.") or (key.startswith("guide.quality.") and key.endswith(".name")))
    }
    return replace(words, entries={**words.entries, **long})


@pytest.fixture(scope="session")
def make() -> Callable[..., Released]:
    return cache(make_released)


@pytest.fixture(scope="session")
def poison() -> Callable[[Released], Released]:
    return poisoned


@pytest.fixture(scope="session")
def english() -> Words:
    return load_words("en")


@pytest.fixture(scope="session")
def spanish() -> Words:
    return load_words("es")


@pytest.fixture(scope="session")
def long_spanish(spanish: Words) -> Words:
    return with_long_names(spanish)
