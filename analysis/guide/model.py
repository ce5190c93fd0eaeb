"""Guide: what is asked, as frozen data.

A guide is a list of `Section`s; a section holds `Item`s; an item is one question and one column of the
responses. An item on a `Scale` is answered with a small integer; an item without one is answered in the
respondent's own words. An item may be *about* a subject: one of the seven qualities, or one of the
situations. `Cohort` columns say who answered, as coarsely as the results will be shown.

`load_guide` makes guides and checks them; a guide that it returns is a guide that can be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from analysis.guide.blanks import Blank
from analysis.guide.words import Words, load_words

__all__ = ["ALL", "LEADS", "PAIR_SIGN", "Cohort", "CohortValue", "Guide", "Item", "Policy", "Scale", "Section"]

ALL = "all"
"""The cohort, and its one value, that everybody belongs to."""

LEADS = "leads"
"""The cohort that a guide implies: `leaders` against the `front_line`, from the values that lead."""

PAIR_SIGN = "+"
"""What stands between the two ids of a pair; no other id holds it."""


@dataclass(frozen=True)
class Scale:
    """The answers that an item offers, as integers in the order in which they are shown."""

    id: str
    points: tuple[int, ...]


@dataclass(frozen=True)
class CohortValue:
    """One group of a cohort column; `leads` marks those whom staff would call leaders."""

    id: str
    leads: bool = False


@dataclass(frozen=True)
class Cohort:
    """A cohort column: what it is called and which values it takes."""

    id: str
    values: tuple[CohortValue, ...]

    @property
    def value_ids(self) -> tuple[str, ...]:
        """The ids of the values, in the order in which they are shown."""
        return tuple(value.id for value in self.values)

    @property
    def leading(self) -> frozenset[str]:
        """The ids of the values that lead."""
        return frozenset(value.id for value in self.values if value.leads)


@dataclass(frozen=True)
class Item:
    """One question and one column of the responses.

    `subject` is the quality or situation that it is about; `keyed` says towards which end of the
    continuum agreement points; `unsure` says whether "not sure" is offered as an answer.
    """

    id: str
    section: str
    scale: Scale | None = None
    subject: str = ""
    keyed: str = ""
    unsure: bool = False

    @property
    def is_text(self) -> bool:
        """Whether the item is answered in the respondent's own words."""
        return self.scale is None

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """The blank codes that an answer to this item may hold."""
        if self.is_text:
            return ()
        unsure = (Blank.UNSURE,) if self.unsure else ()
        return (Blank.SKIPPED, *unsure, Blank.NOT_SHOWN, Blank.DECLINED)


@dataclass(frozen=True)
class Section:
    """One of the parts of the guide, in the order of its items."""

    id: str
    items: tuple[Item, ...]
    subjects: tuple[str, ...] = ()
    inspired_by: str = ""


@dataclass(frozen=True)
class Policy:
    """The thresholds that respondents are promised before they answer."""

    minimum_group: int = 5
    minimum_texts: int = 10


@dataclass(frozen=True)
class Guide:
    """A whole guide: its parts, its cohort columns, its promise.

    `pairs` are cohort columns of which two together are a view of their own, such as `("leads", "unit")`. There
    are few, if any, since what is told about small groups has to be held back elsewhere.

    >>> from analysis.guide import load_guide
    >>> load_guide().qualities[:2]
    ('purpose', 'agency')
    """

    id: str
    version: str
    languages: tuple[str, ...]
    policy: Policy
    cohorts: tuple[Cohort, ...]
    sections: tuple[Section, ...]
    pairs: tuple[tuple[str, str], ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item, in the order in which it is asked."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def _items_by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    @property
    def qualities(self) -> tuple[str, ...]:
        """The ids of the seven qualities."""
        return self.section("qualities").subjects

    @property
    def situations(self) -> tuple[str, ...]:
        """The ids of the situations of the continuum."""
        return self.section("continuum").subjects

    @property
    def text_items(self) -> tuple[Item, ...]:
        """The items that are answered in words."""
        return tuple(item for item in self.items if item.is_text)

    @property
    def scaled_items(self) -> tuple[Item, ...]:
        """The items that are answered on a scale."""
        return tuple(item for item in self.items if not item.is_text)

    def item(self, item_id: str) -> Item:
        """The item with this id."""
        return self._items_by_id[item_id]

    def section(self, section_id: str) -> Section:
        """The part with this id."""
        return next(section for section in self.sections if section.id == section_id)

    def cohort(self, cohort_id: str) -> Cohort:
        """The cohort column with this id; `leads`, `all` and the pairs are implied by the guide.

        >>> from dataclasses import replace
        >>> from analysis.guide import load_guide
        >>> replace(load_guide(), pairs=(("leads", "unit"),)).cohort("leads+unit").value_ids[:2]
        ('leaders+main_library', 'leaders+branch_1')
        """
        return next(cohort for cohort in self._all_cohorts() if cohort.id == cohort_id)

    @property
    def views(self) -> tuple[Cohort, ...]:
        """Every way in which staff are told apart: all together, each cohort column, `leads`, each pair."""
        return tuple(self._all_cohorts())

    @property
    def pair_cohorts(self) -> tuple[Cohort, ...]:
        """The pairs as cohort columns of their own."""
        columns = {cohort.id: cohort for cohort in self._columns()}
        return tuple(_pair(columns[first], columns[second]) for first, second in self.pairs)

    @property
    def lead_cohort(self) -> Cohort | None:
        """The cohort column that says who leads, if one does."""
        return next((cohort for cohort in self.cohorts if cohort.leading), None)

    def words(self, language: str = "en") -> Words:
        """All wording in `language`."""
        return load_words(language)

    def question(self, item: Item, words: Words) -> str:
        """The whole question of `item`, as it reads when it stands alone."""
        if not item.subject:
            return words(f"guide.text.{item.id}")
        if item.section == "qualities":
            mark = item.id.removesuffix(f"_{item.subject}")
            return f"{words(f'guide.quality.{item.subject}.statement')} {words(f'guide.mark.{mark}')}"
        return words(f"guide.situation.{item.subject}.{item.keyed}")

    def _all_cohorts(self) -> Iterator[Cohort]:
        yield from self._columns()
        # Last, because a guide that is still being checked may declare a pair of columns that it does not have.
        yield from self.pair_cohorts

    def _columns(self) -> Iterator[Cohort]:
        yield Cohort(ALL, (CohortValue(ALL),))
        yield from self.cohorts
        if self.lead_cohort:
            yield Cohort(LEADS, (CohortValue("leaders", leads=True), CohortValue("front_line")))


def _pair(first: Cohort, second: Cohort) -> Cohort:
    both = product(first.value_ids, second.value_ids)
    return Cohort(PAIR_SIGN.join((first.id, second.id)), tuple(CohortValue(PAIR_SIGN.join(ids)) for ids in both))
