"""What protection costs: how many figures are told exactly, told as a range, or withheld, by the size of the library.

    python -m benchmarks.protection_cost [folder]

Prints the tables of `docs/protection.md` and, where a folder is given, writes its picture there. The libraries are
made up: three in four of the staff answer, people differ in temper, libraries in what they have, leaders see a little
more than others, and one answer in twenty is left blank. A figure is one count: a mark, a band or a class of a group
in which somebody answered. Then what a library of 6 and one of 12 still get to see when everybody answers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.disclosure import Released, release
from analysis.guide import ALL, Guide, load_guide, load_words
from analysis.present.figures.parts import LegendEntry, draw_legend
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import height_of, wrap
from analysis.present.palette import BLUE, HATCH, MUTED, PAGE, PALE
from analysis.present.wording import say_in_one_sentence, say_maturity, say_where_we_lean
from analysis.responses import Survey
from analysis.tally.scores import OVERALL
from tests.attack.libraries import LIBRARY, WAVE, blank_people, survey_of

SIZES = ((3, 9, 21), (10, 19, 20), (20, 34, 15), (35, 60, 13), (100, 100, 5), (400, 400, 2))
"""Least and most heads, and how many libraries are made."""

SMALL_LIBRARIES, REPEATED = (6, 12), 20
ANSWERING = 0.75
BLANK = 0.05
PARTS = {
    "role": (0.08, 0.12, 0.5, 0.3),
    "unit": (0.5, 0.2, 0.15, 0.1, 0.05),
    "tenure": (0.25, 0.3, 0.3, 0.15),
    "employment": (0.55, 0.4, 0.05),
}
"""How staff are spread over the values of each cohort column; below twenty heads nobody is asked for the place."""

PLACES_FROM = 20


@dataclass(frozen=True)
class Told:
    """Of how many figures the count is told exactly, as a range, and withheld; `few` of the last for too few people."""

    exact: int = 0
    ranged: int = 0
    withheld: int = 0
    few: int = 0

    def __add__(self, other: Told) -> Told:
        return Told(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def shares(self) -> tuple[float, float, float]:
        """The first three as shares of all; blank where there is no such figure."""
        total = self.exact + self.ranged + self.withheld or np.nan
        return self.exact / total, self.ranged / total, self.withheld / total


def _of_all(name: str, is_overall: bool | None = None) -> Callable[[Released], pd.DataFrame]:
    return lambda released: _scoped(released.group(name), is_overall)


def _by_group(name: str, is_overall: bool | None = None) -> Callable[[Released], pd.DataFrame]:
    def rows(released: Released) -> pd.DataFrame:
        frame: pd.DataFrame = getattr(released, name)
        return _scoped(frame[frame["cohort"] != ALL], is_overall)

    return rows


def _scoped(frame: pd.DataFrame, is_overall: bool | None) -> pd.DataFrame:
    return frame if is_overall is None else frame[(frame["scope"] == OVERALL) == is_overall]


KINDS: dict[str, Callable[[Released], pd.DataFrame]] = {
    "Qualities, all staff": _of_all("marks"),
    "Qualities by group": _by_group("marks"),
    "Leaning overall, all staff": _of_all("bands", is_overall=True),
    "Leaning overall, by group": _by_group("bands", is_overall=True),
    "Situations, all staff": _of_all("bands", is_overall=False),
    "Situations by group": _by_group("bands", is_overall=False),
    "Ten-point classes, all staff": _of_all("classes"),
}


def told_in(rows: pd.DataFrame) -> Told:
    """How the counts of these rows are told; groups in which nobody answered are left out."""
    rows = rows[rows["reason"] != "nobody"]
    withheld = int(rows["count_low"].isna().sum())
    exact = int((rows["count_low"] == rows["count_high"]).fillna(False).sum())
    return Told(exact, len(rows) - exact - withheld, withheld, int((rows["reason"] == "few").sum()))


def make_library(heads: int, answers: int, seed: int) -> Survey:
    """A made-up library of `heads` people of whom so many answered; the same for the same seed."""
    rng, guide = np.random.default_rng([heads, seed]), load_guide()
    asked = [cohort for cohort in PARTS if cohort != "unit" or heads >= PLACES_FROM]
    staff = pd.DataFrame({cohort: _cohort(guide, cohort, heads, rng) for cohort in asked})
    answered = staff.iloc[np.sort(rng.permutation(heads)[:answers])].reset_index(drop=True)
    leads = answered["role"].isin(guide.cohort("role").leading).to_numpy()
    temper = rng.normal(0, 0.7, answers) + 0.3 * leads
    people = blank_people(guide, answers).assign(**{str(name): answered[name] for name in answered})
    for item in guide.scaled_items:
        if item.subject and item.scale:
            lean = rng.normal(0, 0.8) if item.section == "qualities" else 0.4
            people[item.id] = _answers(temper + lean, item.scale.points, item.keyed == "fixed", rng)
    roster = pd.DataFrame({"cohort": [ALL], "value": [ALL], "heads": [heads], "library_id": LIBRARY, "wave": WAVE})
    return survey_of(guide, people, roster)


def _cohort(guide: Guide, cohort: str, heads: int, rng: np.random.Generator) -> np.ndarray:
    values = guide.cohort(cohort).value_ids
    parts = np.array(PARTS[cohort])
    sizes = np.floor(parts * heads).astype(int)
    sizes[np.argsort(-parts, kind="stable")[: heads - sizes.sum()]] += 1
    return rng.permutation(np.repeat(values, sizes))


def _answers(lean: np.ndarray, points: tuple[int, ...], is_turned: bool, rng: np.random.Generator) -> np.ndarray:
    place = 1 / (1 + np.exp(-lean - rng.logistic(0, 0.7, len(lean))))
    ordered = np.array(sorted(points, reverse=is_turned))
    return np.where(rng.random(len(lean)) < BLANK, -1, ordered[(place * len(ordered)).astype(int)])


def released_libraries(low: int, high: int, libraries: int, answering: float) -> Iterator[Released]:
    """So many released libraries of `low` to `high` heads, spread evenly over the sizes."""
    for seed in range(libraries):
        heads = low + seed % (high - low + 1)
        yield release(make_library(heads, round(heads * answering), seed), LIBRARY, WAVE)


def costs() -> dict[str, dict[str, Told]]:
    """For each size of library and each kind of figure, how the counts are told."""
    found: dict[str, dict[str, Told]] = {}
    for low, high, libraries in SIZES:
        told = {kind: Told() for kind in KINDS}
        for released in released_libraries(low, high, libraries, ANSWERING):
            told = {kind: told[kind] + told_in(rows(released)) for kind, rows in KINDS.items()}
        found[str(low) if low == high else f"{low}–{high}"] = told
    return found


def print_costs(found: dict[str, dict[str, Told]]) -> None:
    print("Withheld / told as a range / told exactly, in percent of the figures of groups in which somebody answered\n")
    print("| Staff | " + " | ".join(found) + " |\n|---|" + "---|" * len(found))
    for kind in KINDS:
        cells = (" / ".join(f"{100 * share:.0f}" for share in reversed(told[kind].shares)) for told in found.values())
        print(f"| {kind} | " + " | ".join(cells) + " |")
    for size, told in found.items():
        hidden = sum((told[kind] for kind in KINDS if kind.endswith("by group")), Told())
        print(f"Withheld of groups with {size} staff for too few people: {hidden.few} of {hidden.withheld}")


def print_small_library(heads: int) -> None:
    """What libraries of so few people see when everybody answers: how often, and one of them in words."""
    shown = list(released_libraries(heads, heads, REPEATED, 1.0))
    print(f"\nA library of {heads}, everybody answers ({REPEATED} made-up libraries)")
    for kind, rows in KINDS.items():
        counts = sum((told_in(rows(released)) for released in shown), Told())
        exact, ranged, withheld = counts.shares
        print(f"- {kind}: {exact:.0%} exactly, {ranged:.0%} as a range, {withheld:.0%} withheld")
    for name, is_shown in VIEWS.items():
        print(f"- {name}: in {sum(is_shown(released) for released in shown)} of {REPEATED}")
    words = load_words("en")
    for say in (say_in_one_sentence, say_maturity, say_where_we_lean):
        said = say(shown[0], words)
        print(f"> {said if isinstance(said, str) else ' '.join(said)}")


def _any(name: str) -> Callable[[Released], bool]:
    return lambda released: bool((~getattr(released, name)["withheld"]).any())


VIEWS: dict[str, Callable[[Released], bool]] = {
    "The index of maturity": lambda released: bool(released.group("maturity")["index"].notna().any()),
    "What staff want first": lambda released: bool(released.priority["top_three"].notna().any()),
    "Leaders beside the front line": lambda released: bool(released.gaps["low"].notna().any()),
    "At least one group beside all staff": lambda released: len(released.cohorts) > 0,
    "Where the middle person stands": lambda released: bool(
        released.group("distributions")["median_from"].notna().any()
    ),
    "Quartiles and dots": lambda released: bool(released.distributions["quartile_1_from"].notna().any()),
    "The situation profile": _any("profile"),
    "People or situations": _any("components"),
}


def draw_costs(found: dict[str, dict[str, Told]]) -> Picture:
    """The costs as a grid: a row for each kind of figure, a column for each size of library."""
    sheet = Sheet(None, "page")
    title = _title(found)
    subtitle = (
        "All counts of a kind, by the number of staff; three in four answer. Beneath: the share told in either way"
    )
    y = sheet.head(title, subtitle)
    keys = (("box", "told exactly", BLUE), ("range", "told as a range", BLUE), ("hatched", "withheld", MUTED))
    y = draw_legend(sheet, MARGIN, y, [LegendEntry(*key) for key in keys], sheet.right) + 0.04
    left = MARGIN + 1.55
    each = (sheet.right - left) / len(found)
    sheet.write(left - 0.1, y + 0.08, "Staff", weight="bold", ha="right")
    for place, size in enumerate(found):
        sheet.write(left + (place + 0.5) * each, y + 0.08, size, size=LABEL, weight="bold", ha="center")
    y += 0.24
    for kind in KINDS:
        y = _draw_row(sheet, kind, [told[kind].shares for told in found.values()], left, each, y)
    reading = "Each bar is all counts of one kind; the number beneath is the share told exactly or as a range."
    return sheet.finish(y + MARGIN, title, _alt(title, found), reading)


def _draw_row(
    sheet: Sheet, kind: str, shares: list[tuple[float, float, float]], left: float, each: float, y: float
) -> float:
    name = wrap(kind, left - MARGIN - 0.12, LABEL)
    tall = max(0.5, height_of(len(name), LABEL) + 0.1)
    sheet.write(left - 0.1, y + tall / 2, name, ha="right")
    for place, (exact, ranged, withheld) in enumerate(shares):
        x, width, top = left + place * each + 0.06, each - 0.12, y + 0.06
        if withheld > 0:
            sheet.hatch(x + (exact + ranged) * width, top, withheld * width, 0.2, PALE, HATCH, "///", outline=0.6)
        if ranged > 0:
            sheet.hatch(x + exact * width, top, ranged * width, 0.2, PAGE, BLUE, "//////", outline=0.8)
        if exact > 0:
            sheet.box(x, top, exact * width, 0.2, BLUE)
        sheet.write(x + width / 2, top + 0.31, f"{1 - withheld:.0%}", size=SMALL, color=MUTED, ha="center")
    return y + tall


def _title(found: dict[str, dict[str, Told]]) -> str:
    (least, small), *_, (most, large) = found.items()
    kind = "Qualities by group"
    first, last = (round(100 * told[kind].shares[2]) for told in (small, large))
    return (
        f"What protection costs falls with size: of the qualities by group, {first} % is withheld with {least} staff "
        f"and {last} % with {most}"
    )


def _alt(title: str, found: dict[str, dict[str, Told]]) -> str:
    told = []
    for kind in KINDS:
        sizes = (
            f"with {size} staff {exact:.0%} exactly, {ranged:.0%} as a range, {withheld:.0%} withheld"
            for size, (exact, ranged, withheld) in ((size, costs[kind].shares) for size, costs in found.items())
        )
        told.append(f"{kind}: {'; '.join(sizes)}.")
    return " ".join([f"{title}.", *told])


def main() -> None:
    found = costs()
    print_costs(found)
    picture = draw_costs(found)
    print(f"\n![{picture.title}. The numbers stand in the table.](protection_cost.png)")
    if len(sys.argv) > 1:
        (Path(sys.argv[1]) / "protection_cost.png").write_bytes(picture.png())
    for heads in SMALL_LIBRARIES:
        print_small_library(heads)


if __name__ == "__main__":
    main()
