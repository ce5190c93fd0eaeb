"""Panel: synthetic people who are asked in more than one wave, and of whom some say so.

In a library with linked people the staff are made once for all waves, and each person has a chance of their own,
which half repeats itself. Everywhere else a wave knows nothing of the one before.
"""

from __future__ import annotations

from hashlib import sha256

from analysis.responses.synthetic.dice import Dice, SteadyDice
from analysis.responses.synthetic.specs import WAVES, LibrarySpec, Wave
from analysis.responses.synthetic.staff import Person, choose_respondents, make_staff

__all__ = ["dice_of", "link_of", "linked_people", "respondents_of"]


def respondents_of(spec: LibrarySpec, wave: Wave, seed: int, dice: Dice) -> list[Person]:
    """Those who answered in `wave`, in the order of the roster; `dice` are those of the wave."""
    staff = make_staff(spec, Dice(seed, spec.id) if spec.linked else dice)
    return choose_respondents(staff, spec.rounds[wave.id].respondents, dice)


def linked_people(spec: LibrarySpec, seed: int) -> set[int]:
    """The numbers of the people who kept a receipt and typed it, of those who answered in every wave."""
    if not spec.linked:
        return set()
    waves = [wave for wave in WAVES if wave.id in spec.rounds]
    answered = [
        {person.number for person in respondents_of(spec, wave, seed, _of_wave(seed, spec, wave))} for wave in waves
    ]
    always = sorted(set.intersection(*answered))
    return set(Dice(seed, spec.id, "links").shuffled(always)[: spec.linked])


def link_of(person: Person, spec: LibrarySpec, seed: int) -> str:
    """The link of a person: the same in every wave, in no order, and never a number to a spreadsheet program."""
    return f"k{sha256(f'{seed}/{spec.id}/link/{person.number}'.encode()).hexdigest()[:15]}"


def dice_of(person: Person, spec: LibrarySpec, wave: Wave, seed: int, dice: Dice) -> Dice:
    """The chance by which `person` answers: `dice` of the wave, or a half-steady one of their own."""
    if not spec.linked:
        return dice
    first = next(earlier.id for earlier in WAVES if earlier.id in spec.rounds)
    own = Dice(seed, spec.id, "person", str(person.number))
    if wave.id == first:
        return own
    return SteadyDice(own, Dice(seed, spec.id, wave.id, "person", str(person.number)))


def _of_wave(seed: int, spec: LibrarySpec, wave: Wave) -> Dice:
    return Dice(seed, spec.id, wave.id)
