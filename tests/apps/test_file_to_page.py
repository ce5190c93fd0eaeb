"""From a file to the page: seven people's answers come in by each kind of file and are found on *Our library*."""

from __future__ import annotations

import csv
import io

import openpyxl
import pandas as pd
import pytest

from analysis.apps.bringing import TemplateDesk
from analysis.apps.formsdesk import FormsDesk
from analysis.apps.library import LibraryPage
from analysis.exchange.sources import Sources
from analysis.responses import Store
from analysis.responses.importing import write_template

pytestmark = pytest.mark.slow

SEEN = [4, 3, 3, 2, 5, 4, 0]
"""How many qualities each of the seven people ticks, from the first on; the last ticks none."""

OTHER = "Games, cake, and walks; outside"
BOXES = "Which of these do you see here?"


@pytest.fixture
def page_of(guide, words, tmp_path):
    """The page of a library of eight whose answers a `bring` function has put into a fresh store."""

    def page_of(bring):
        store = Store(tmp_path / "fresh.sqlite", guide)
        bring(store)
        source = Sources(guide, store).find("larch", "2026")
        return LibraryPage(Sources(guide, store), words, source)

    return page_of


def ticked(guide, words, person):
    qualities = guide.qualities[: SEEN[person]]
    return [words(f"guide.quality.{quality}.statement") for quality in qualities]


def form_file(guide, words, joiner, quoting, day):
    """A form's CSV file; `day` is the cell of the timestamp, or None where people deleted that column."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=quoting)
    writer.writerow([*(["Timestamp"] if day else []), BOXES, "What should we keep just as it is? "])
    for person in range(len(SEEN)):
        boxes = [*ticked(guide, words, person), *([OTHER] if person == 1 else [])]
        writer.writerow([*([day] if day else []), joiner.join(boxes), f"The tea, no. {person}"])
    return text.getvalue().encode()


def one_row(row):
    return pd.DataFrame([row])


def table_of(page):
    """The section of the two marks, with plain spaces."""
    return page.now_and_next().value.replace("\N{NO-BREAK SPACE}", " ")


def set_up(store):
    place = {"library_id": "larch", "wave": "2026"}
    facts = {"name": "Larch", "type": "public", "population": "", "locale": "", "fte": ""}
    store.put("libraries", one_row({"library_id": "larch", **facts}))
    store.put("roster", one_row({**place, "cohort": "all", "value": "all", "heads": 8}))


def by_template(path, guide, words):
    """Bring the template as a spreadsheet program saves it: labels, dates as dates, numbers as numbers."""
    write_template(path, guide)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = {head.value: at for at, head in enumerate(sheet[1], start=1)}
    for person, seen in enumerate(SEEN[:-1]):
        cells = {"library_id": "larch", "wave": "2026", "submitted_at": "2026-03-02", "role": "Public services"}
        marks = {f"exists_{quality}": "Yes" if at < seen else "No" for at, quality in enumerate(guide.qualities)}
        for name, cell in {**cells, **marks, "tour_keep": f"The tea, no. {person}"}.items():
            sheet.cell(person + 2, columns[name], cell)
    book.save(path)

    def bring(store):
        set_up(store)
        desk = TemplateDesk(store, guide, words, lambda: None)
        desk.look_at(path.name, path.read_bytes())
        desk.take_in()

    return bring


def by_form(content, guide, words, day=""):
    def bring(store):
        set_up(store)
        own = lambda: [source for source in Sources(guide, store).all() if not source.is_sample]  # noqa: E731
        desk = FormsDesk(store, guide, words, own, lambda: None)
        desk.look_at("answers.csv", content)
        desk.day.value = day
        desk.read()
        desk.take_in()

    return bring


def test_page__of_a_filled_template__counts_its_people(page_of, guide, words, tmp_path):
    page = page_of(by_template(tmp_path / "filled.xlsx", guide, words))
    assert "6 of your 8 staff answered." in page.who_answered().value
    # The third quality is seen by five of six, the fourth by three: ranges and counts stand in the table.
    assert ">4 or more of 6<" in table_of(page)
    assert ">3 of 6<" in table_of(page)


@pytest.mark.parametrize(
    ("joiner", "quoting", "stamp", "day"),
    [
        pytest.param(", ", csv.QUOTE_MINIMAL, "3/14/2026 19:57:50", "", id="spreadsheet"),
        pytest.param(", ", csv.QUOTE_MINIMAL, None, "2026-03-14", id="spreadsheet, no timestamp"),
        pytest.param(";", csv.QUOTE_ALL, "2026/03/14 6:07:50 PM GMT+5:30", "", id="download"),
    ],
)
def test_page__of_a_form__counts_its_people_by_what_they_ticked(page_of, guide, words, joiner, quoting, stamp, day):
    content = form_file(guide, words, joiner, quoting, stamp)
    page = page_of(by_form(content, guide, words, day))
    assert "7 of your 8 staff answered." in page.who_answered().value
    # Six people ticked something: all six the first two qualities, five the third, three the fourth. The one
    # who ticked nothing may not have read the question and is counted for none of them.
    assert ">4 or more of 6<" in table_of(page)
    assert ">3 of 6<" in table_of(page)
    assert "of 7<" not in table_of(page)


def test_page__a_question_that_nobody_was_asked__is_not_called_hidden(page_of, guide, words, tmp_path):
    section = page_of(by_template(tmp_path / "filled.xlsx", guide, words)).now_and_next().value
    assert section.startswith("<p>Nobody gave both marks for “Purpose”, “Say in learning”")
