"""Telephones: where a text gives a number at which somebody can be reached.

A number is known by its shape: how many digits stand together, and what stands between them. The shapes are those of
North America, Spain, Mexico, Central and South America, the United Kingdom and France, and anything behind `+` or
`00`. A few digits by themselves have a shape that much else has (`555 1234`, `4471`): they count where a word such as
*call* stands before them, and are otherwise left to a person.

What is no number: years and dates, times, prices, call numbers, ISBN and ISSN, rooms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.disclosure.folding import Folded

__all__ = ["find_maybe_telephones", "find_telephones"]

GAP = r"(?:[ ]?[-./][ ]?|[ ]{1,2})"
"""What stands between two groups of digits."""

NO_DOT = r"(?:[ ]?[-/][ ]?|[ ]{1,2})"
OR_NONE = rf"{GAP}?"
EXTENSION = r"(?:[ ]?[,;]?[ ]?(?:extension|extn|ext|anexo|interno|int|x|\#)[ ]?[.:]?[ ]?\d{1,6}(?!\d))?"
BEFORE = r"(?<!\d)(?<!\d[-./,:])(?<![$€£])(?<![$€£][ ])(?<![^\W\d_])"
AFTER = r"(?!\d)(?![ ]?[$€£%])"

SHAPES = rf"""
    (?: \+ [ ]? | \b00 ) [1-9] (?: [ ().\-/]{{0,3}} \d ){{6,14}}                   # +1 (555) 123-4567, 0034 912 345 678
  | (?: \+? 1 {OR_NONE} )? \( \d{{3}} \) {OR_NONE} \d{{3}} {OR_NONE} \d{{4}}         # (555) 123-4567
  | (?: \+? 1 {OR_NONE} )? \d{{3}} {GAP} \d{{3}} {GAP} \d{{4}}                       # 555-123-4567, 555.123.4567
  | 1 [-.] 8 (?: 00|33|44|55|66|77|88 ) [-.] [a-z\d] (?: -? [a-z\d] ){{6}} (?![a-z])  # 1-800-555-READ
  | [2-9] \d{{2}} - \d{{4}} (?![-.]\d)                                            # 555-1234
  | 1? [2-9] \d{{9}}                                                              # 5551234567
  | [6789] \d{{2}} {GAP} \d{{3}} {GAP} \d{{3}}                                       # 612 345 678
  | [6789] \d{{2}} {GAP} \d{{2}} {GAP} \d{{2}} {GAP} \d{{2}}                         # 612 34 56 78
  | \(? [89] \d \)? {GAP} \d{{3}} {GAP} \d{{2}} {GAP} \d{{2}}                        # 91 234 56 78
  | \(? [89] \d \)? {GAP} \d{{7}}                                                  # 91 2345678
  | \(? 9 \d{{2}} \)? {GAP} \d{{6}}                                                # 912 345678
  | [6789] \d{{8}}                                                                 # 612345678
  | (?: 0\d{{1,2}} {GAP} )? \(? \d{{2}} \)? {GAP} \d{{4}} {GAP} \d{{4}}              # 55 1234 5678
  | \(? \d{{3}} \)? {GAP} \d{{3}} {GAP} \d{{2}} {GAP} \d{{2}}                        # 442 123 45 67
  | \( \d{{1,3}} \) {OR_NONE} \d{{3,4}} {OR_NONE} \d{{3,4}}                          # (01) 234-5678
  | 9 {GAP} \d{{4}} {GAP} \d{{4}}                                                  # 9 1234 5678
  | 0\d {GAP} \d{{2}} {GAP} \d{{2}} {GAP} \d{{2}} {GAP} \d{{2}}                      # 01 23 45 67 89
  | \(? 0\d{{2,4}} \)? {NO_DOT} \d{{3,4}} {GAP} \d{{3,4}}                            # 020 7946 0958
  | \(? 0\d{{2,4}} \)? {NO_DOT} \d{{5,8}}                                          # 01632 960123
  | 0 [1-9] \d{{8,9}}                                                              # 02079460958
"""
TELEPHONE = re.compile(rf"{BEFORE} (?: {SHAPES} ) {EXTENSION} {AFTER}", re.VERBOSE)
EXTENDED = re.compile(r"(?<!\w)(?:extension|extn|ext|anexo|interno|int)[ ]?[.:#]?[ ]?(\d{2,6})(?![\w/])(?![.,:-]\d)")
"""An extension by itself: `ext. 214`."""

BESIDE = 20
"""How far before a number what kind of number it is may stand."""

NOT_ONE = re.compile(
    r"(?:isbn|issn|oclc|lccn|doi|barcode|codigo|item|call)(?:[ ]?(?:number|numero|no))?[^a-z\d]{0,4}(?:1[03][:]? )?$"
)
BY_PHONE = re.compile(r"call[^a-z\d]{0,4}$")
YEAR = r"(?:1[5-9]|20)\d\d"
YEARS = re.compile(rf"(?:\d{{1,2}}[ ./-])?{YEAR}(?:[ ./-]+{YEAR})*")
A_CLASS = re.compile(r"\d{3}\.\d.*\d \d")
"""A number of the decimal classification, with a year or so behind it: `025.431 2015`."""

CALLED = re.compile(
    r"(?<!\w)(?:tel|telephone|phone|cell|mobile|fax|text|call(?:ed|ing)?|dial|ring|reach|whatsapp|(?<!call )number"
    r"|telefono|movil|celular|llam(?:ar|a|e|en|o)|marc(?:ar|a|e|que)|numero)"
    r"(?:[ ](?:her|him|me|us|them|is|at|on|al|a|es|el|la|lo))*[ .:#-]{1,3}"
    r"(?P<number>\d(?:[ .\-/]?\d){3,14})(?![\w/$€£%])(?![.,:]\d)"
)
SHORT = re.compile(
    rf"{BEFORE}(?:\d{{3}}[ .]\d{{4}}|\d{{4}}[ -]\d{{4}}|x[ ]?\d{{3,5}}|\d{{2}}[ -]\d{{2}}[ -]\d{{2}}[ -]\d{{2}}){AFTER}"
)
ENOUGH = 6
"""From so many digits on, what one is told to call is a telephone number; fewer may be a room or a count."""


def find_telephones(text: Folded) -> Iterator[tuple[int, int]]:
    """The parts of `text.plain` that are telephone numbers, with their extensions."""
    for found in TELEPHONE.finditer(text.lower):
        if not _is_another_number(text.lower, found.span()):
            yield found.span()
    for found in EXTENDED.finditer(text.lower):
        yield found.span()
    for found in CALLED.finditer(text.lower):
        enough = sum(character.isdigit() for character in found["number"]) >= ENOUGH
        if enough and not _is_another_number(text.lower, found.span("number")):
            yield found.span("number")


def find_maybe_telephones(text: Folded) -> Iterator[tuple[int, int]]:
    """The parts of `text.plain` that may be telephone numbers or something else."""
    found = [found.span() for found in SHORT.finditer(text.lower)]
    found += [found.span("number") for found in CALLED.finditer(text.lower)]
    yield from (span for span in found if not _is_another_number(text.lower, span))


def _is_another_number(lower: str, span: tuple[int, int]) -> bool:
    start, end = span
    number, before = lower[start:end], lower[max(0, start - BESIDE) : start]
    named = NOT_ONE.search(before) and not BY_PHONE.search(before)
    return bool(named or YEARS.fullmatch(number) or A_CLASS.match(number))
