"""Plan: which slides a report becomes, and what stands on each.

A figure is a slide whose title is what the figure states. Running text is shortened to what can be taken in while
somebody speaks; all of it stands in the speaker's notes. The tables behind figures come at the end. Nothing here knows
how a slide is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.guide import Words
from analysis.present.html import HtmlTable
from analysis.report.model import (
    Block,
    Bullets,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    NextStep,
    NextSteps,
    Note,
    Paragraph,
    Quotes,
    Report,
    Section,
    Table,
)

__all__ = [
    "Glance",
    "Line",
    "Listed",
    "Page",
    "Quoted",
    "Shown",
    "Spoken",
    "Stepped",
    "opening",
    "plan_pages",
]

WORDS_A_SLIDE, WORDS_A_TEXT, WORDS_A_LIST = 60, 55, 90
"""A slide with more words, and a paragraph with more, is read and not listened to; a list is best seen whole."""

MOST_HEADINGS = 5
"""A section with more headings than these is told by its headings."""

MOST_PAGES, QUOTES_A_PAGE, QUOTE_WORDS = 2, 4, 30
"""On how many slides quotes are shown, how many on one, and how much of each; the notes have all of them."""

SHORT = 30
SENTENCES = re.compile(r"(?<=[.!?…])\s+")
Fits = Callable[[HtmlTable], bool]


@dataclass(frozen=True)
class Line:
    """A paragraph: `style` is `lead`, `body`, `quiet`, `head`, `note`, `bullet` or `number`."""

    text: str
    style: str = "body"

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@dataclass(frozen=True)
class Spoken:
    """Running text."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Glance:
    """Key figures, and a line of text above them."""

    lines: tuple[Line, ...]
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Shown:
    """A figure, and a few words beside it where there is room."""

    figure: Figure
    aside: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """A table, and a few words above it where there is room."""

    table: HtmlTable
    aside: tuple[str, ...]


@dataclass(frozen=True)
class Quoted:
    """What people wrote."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Stepped:
    """Suggested steps."""

    steps: tuple[NextStep, ...]


Body = Spoken | Glance | Shown | Listed | Quoted | Stepped


@dataclass(frozen=True)
class Page:
    """One slide: its title, the section that it belongs to, its body, and what stands in its notes."""

    title: str
    section: str
    body: Body
    notes: tuple[str, ...] = ()


def plan_pages(report: Report, words: Words, fits: Fits) -> tuple[Page, ...]:
    """The slides between cover and end; `fits` says whether a table can be read on one slide."""
    pages = [page for section in report.sections for page in _plan_section(section, words, fits)]
    behind = [page for section in report.sections for page in _plan_behind(section, words, fits)]
    return tuple(_told_apart([*pages, *behind]))


def opening(text: str, most: int = WORDS_A_TEXT) -> str:
    """The first sentences of `text`, together at most `most` words; the first words where one sentence has more.

    >>> opening("We share. We ask. We rest.", most=4)
    'We share. We ask.'
    >>> opening("We share what we learn.", most=3)
    'We share what…'
    """
    kept: list[str] = []
    for sentence in SENTENCES.split(text):
        if sum(len(one.split()) for one in (*kept, sentence)) > most:
            break
        kept.append(sentence)
    return " ".join(kept) or f"{' '.join(text.split()[:most])}…"


def _plan_section(section: Section, words: Words, fits: Fits) -> Iterator[Page]:
    """The pages of a section; what is said before a figure goes to its page, and what is left at the end to its own."""
    told: list[Block] = []
    last: Page | None = None
    for block, tables in _with_tables(section.blocks):
        if isinstance(block, Paragraph | Heading | Bullets | Note):
            told.append(block)
            continue
        if last:
            yield last
        *before, last = _plan_block(block, tables, told, section, words, fits)
        yield from before
        told = []
    if last and all(isinstance(block, Paragraph | Note) for block in told):
        yield _with_tail(last, told)
        return
    if last:
        yield last
    yield from _plan_told(told, section, words)


def _with_tail(page: Page, told: Sequence[Block]) -> Page:
    """A page with what is said after it: all of it in the notes, and a note that asks something below a table."""
    body = page.body
    asked = tuple(text for block in told if isinstance(block, Note) for text in block.texts)
    if isinstance(body, Listed):
        body = replace(body, aside=(*body.aside, *asked))
    return replace(page, body=body, notes=(*page.notes, *_texts(told)))


def _with_tables(blocks: Sequence[Block]) -> Iterator[tuple[Block, tuple[HtmlTable, ...]]]:
    """Each block that is not behind a figure, and the tables behind it."""
    held: tuple[Block, tuple[HtmlTable, ...]] | None = None
    for block in blocks:
        if isinstance(block, Table) and held and isinstance(held[0], Figure):
            held = held[0], (*held[1], block.table)
            continue
        if held:
            yield held
        held = block, ()
    if held:
        yield held


def _plan_block(
    block: Block, tables: Sequence[HtmlTable], told: Sequence[Block], section: Section, words: Words, fits: Fits
) -> list[Page]:
    notes = _texts(told)
    aside = _aside(told)
    match block:
        case Figure():
            said = (block.picture.alt, *(() if block.chart else (block.picture.reading,)), *notes)
            hidden = (text for table in tables if not fits(table) for text in _say_table(table))
            return [Page(block.picture.title, section.title, Shown(block, aside), (*said, *hidden))]
        case Table():
            return _plan_table(block.table, told, section, words, fits)
        case KeyFigures():
            return [Page(section.title, "", Glance(_first(_lines(told)), block.figures), notes)]
        case NextSteps():
            said = tuple(text for step in block.steps for text in _say_step(step, words))
            return [Page(section.title, "", Stepped(block.steps), (*notes, *said))]
        case Quotes():
            return _plan_quotes(block, told, section)
        case _:
            return []


def _plan_table(table: HtmlTable, told: Sequence[Block], section: Section, words: Words, fits: Fits) -> list[Page]:
    if fits(table):
        return [Page(table.caption, section.title, Listed(table, _aside(told)), _texts(told))]
    pages = list(_plan_told(told, section, words)) or [Page(section.title, "", Spoken((Line(table.caption),)))]
    return [*pages[:-1], replace(pages[-1], notes=(*pages[-1].notes, *_say_table(table)))]


def _plan_quotes(block: Quotes, told: Sequence[Block], section: Section) -> list[Page]:
    """The first quotes, a few on a page; the notes of the last page have all of them."""
    shown = [opening(text.replace("\n", " "), QUOTE_WORDS) for text in block.texts[: MOST_PAGES * QUOTES_A_PAGE]]
    title = next((one.text for one in reversed(told) if isinstance(one, Heading)), section.title)
    kicker = "" if title == section.title else section.title
    pages = [
        Page(title, kicker, Quoted(tuple(shown[at : at + QUOTES_A_PAGE]))) for at in range(0, len(shown), QUOTES_A_PAGE)
    ]
    return [*pages[:-1], replace(pages[-1], notes=(*_texts(told), *block.texts))] if pages else []


def _plan_told(told: Sequence[Block], section: Section, words: Words) -> Iterator[Page]:
    """Pages of running text: one for each heading, or one of all headings where there are many."""
    lines = _lines(told)
    heads = [line for line in lines if line.style == "head"]
    if len(heads) > MOST_HEADINGS:
        yield _page([replace(line, style="bullet") for line in heads], section.title, "", _texts(told), words)
        return
    for title, chunk in _by_heading(lines, section.title):
        kicker = "" if title == section.title else section.title
        yield _page(chunk, title, kicker, tuple(line.text for line in chunk), words)


def _by_heading(lines: Sequence[Line], title: str) -> Iterator[tuple[str, list[Line]]]:
    chunk: list[Line] = []
    for line in lines:
        if line.style != "head":
            chunk.append(line)
            continue
        if chunk:
            yield title, chunk
        title, chunk = line.text, []
    if chunk:
        yield title, chunk


def _page(lines: Sequence[Line], title: str, kicker: str, notes: tuple[str, ...], words: Words) -> Page:
    """As many of the lines as a slide can have; where that is not all, it says so, and the notes have the rest."""
    shown: list[Line] = []
    most = WORDS_A_LIST if any(line.style in ("bullet", "number") for line in lines) else WORDS_A_SLIDE
    for line in lines:
        short = replace(line, text=opening(line.text))
        if shown and sum(one.words for one in (*shown, short)) > most:
            break
        shown.append(short)
    if tuple(shown) != tuple(lines):
        shown.append(Line(words("layout.slides.more"), "quiet"))
    return Page(title, kicker, Spoken(tuple(shown)), notes)


def _plan_behind(section: Section, words: Words, fits: Fits) -> Iterator[Page]:
    for block, tables in _with_tables(section.blocks):
        if isinstance(block, Figure):
            kicker = words("layout.slides.behind")
            yield from (Page(table.caption, kicker, Listed(table, ())) for table in tables if fits(table))


def _told_apart(pages: Sequence[Page]) -> Iterator[Page]:
    """The same pages with titles that differ, since people who listen move from title to title."""
    seen: dict[str, int] = {}
    for page in pages:
        seen[page.title] = seen.get(page.title, 0) + 1
        number = seen[page.title]
        yield page if number == 1 else replace(page, title=f"{page.title} ({number})")


def _lines(blocks: Iterable[Block]) -> tuple[Line, ...]:
    return tuple(line for block in blocks for line in _lines_of(block) if line.text)


def _lines_of(block: Block) -> Iterator[Line]:
    match block:
        case Paragraph():
            yield Line(block.text, block.style)
        case Heading():
            yield Line(block.text, "head")
        case Bullets():
            yield from (Line(text, "number" if block.is_ordered else "bullet") for text in block.items)
        case Note():
            yield Line(block.title, "note")
            yield from map(Line, block.texts)
        case _:
            return


def _texts(blocks: Iterable[Block]) -> tuple[str, ...]:
    return tuple(line.text for line in _lines(blocks))


def _first(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(replace(line, text=opening(line.text)) for line in lines[:1])


def _aside(told: Sequence[Block]) -> tuple[str, ...]:
    """What was said first before a figure or a table, where whole sentences of it are short enough."""
    paragraphs = [block.text for block in told if isinstance(block, Paragraph) and block.style != "quiet"]
    short = opening(paragraphs[0], SHORT) if paragraphs else ""
    return (short,) if short and paragraphs[0].startswith(short) else ()


def _say_step(step: NextStep, words: Words) -> Iterator[str]:
    yield step.title
    yield step.evidence
    yield f"{words('layout.certainty')}: {step.certainty}"
    if step.strategies:
        yield f"{words('layout.serves')}: {'; '.join(step.strategies)}"


def _say_table(table: HtmlTable) -> Iterator[str]:
    """A table as lines of text: its caption, then each row with the head of every column."""
    yield table.caption
    heads = [str(name) for name in table.frame.columns]
    for row in table.frame.itertuples(index=False, name=None):
        first, *cells = (str(cell) for cell in row)
        told = "; ".join(f"{head}: {cell}" for head, cell in zip(heads[1:], cells, strict=True))
        yield f"{first}. {told}" if told else first
