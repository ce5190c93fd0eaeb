"""Staff: the people whom a synthetic library employs, and the roster that counts them.

Everybody on the roster is made, also those who never answer, so that heads and respondents belong together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import cycle, repeat

from analysis.guide import ALL, Cohort, Guide
from analysis.responses.synthetic.dice import Dice
from analysis.responses.synthetic.specs import LibrarySpec

__all__ = ["Person", "choose_respondents", "make_staff", "roster_rows"]

LEADING_ROLES = ("leader", "supervisor")
NO_SIDE = repeat(0.0)


@dataclass(frozen=True)
class Person:
    """One member of staff: cohort values, and the traits that make the answers of one person alike.

    `number` is the place on the roster, by which a person is the same one in the next wave. `marks`, `develop` and
    `growth` say how readily the person sees a quality, wants it developed, and leans towards growth; `agreeing` is
    the habit of agreeing with anything; `writing` is how much they like to write.
    """

    cohorts: dict[str, str]
    number: int = 0
    marks: float = 0.0
    develop: float = 0.0
    growth: float = 0.0
    agreeing: float = 0.0
    writing: float = 0.0

    @property
    def leads(self) -> bool:
        """Whether staff would call this person a leader."""
        return self.cohorts["role"] in LEADING_ROLES


def make_staff(spec: LibrarySpec, dice: Dice) -> list[Person]:
    """Everybody on the roster of `spec`."""
    columns = {cohort: _places(heads) for cohort, heads in spec.heads.items()}
    shuffled = {cohort: dice.shuffled(places) for cohort, places in columns.items()}
    # Those who lead come first in the list of roles, and full-time contracts first in theirs: few lead part time.
    shuffled["role"] = columns["role"]
    leading = sum(spec.heads["role"].get(role, 0) for role in LEADING_ROLES)
    contracts = columns["employment"]
    shuffled["employment"] = contracts[:leading] + dice.shuffled(contracts[leading:])
    people = [
        Person({cohort: places[number] for cohort, places in shuffled.items()}, number)
        for number in range(len(columns["role"]))
    ]
    return [_with_traits(person, side, spec, dice) for person, side in zip(people, _sides(people, spec), strict=True)]


def choose_respondents(staff: list[Person], respondents: int, dice: Dice) -> list[Person]:
    """Those who answered; leaders answer a little more readily, and nobody knows the order."""
    keenness = [dice.normal(0.4 if person.leads else 0.0) for person in staff]
    keenest = sorted(range(len(staff)), key=keenness.__getitem__, reverse=True)
    return [staff[index] for index in sorted(keenest[:respondents])]


def roster_rows(spec: LibrarySpec, guide: Guide, wave: str) -> list[dict[str, str | int]]:
    """The rows of the roster frame: everybody, then the heads of each value of each cohort column."""
    heads = [(ALL, ALL, spec.staff)]
    heads += [(cohort.id, value, count) for cohort in guide.cohorts for value, count in _counts(spec, cohort)]
    return [
        {"library_id": spec.id, "wave": wave, "cohort": cohort, "value": value, "heads": count}
        for cohort, value, count in heads
    ]


def _counts(spec: LibrarySpec, cohort: Cohort) -> list[tuple[str, int]]:
    heads = spec.heads[cohort.id]
    return [(value, heads[value]) for value in cohort.value_ids if value in heads]


def _places(heads: Mapping[str, int]) -> list[str]:
    return [value for value, count in heads.items() for _ in range(count)]


def _sides(people: list[Person], spec: LibrarySpec) -> list[float]:
    """How far each person is drawn to one side: in a unit of two camps, every other one to either."""
    turns = {unit: cycle((-apart, apart)) for unit, apart in spec.camps.items()}
    return [next(turns.get(person.cohorts["unit"], NO_SIDE)) for person in people]


def _with_traits(person: Person, side: float, spec: LibrarySpec, dice: Dice) -> Person:
    spread = spec.truths.people
    marks = dice.normal(spec.level, 0.8 * spread)
    return replace(
        person,
        marks=marks,
        develop=dice.normal(0.0, 0.6 * spread),
        growth=spec.growth + side + 0.25 * (marks - spec.level) + dice.normal(0.0, 0.5 * spread),
        agreeing=dice.normal(0.0, 0.25 * spread),
        writing=dice.normal(),
    )
