"""The benchmark of reports measures what it says: a process with its children, and the same content on both sides."""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

import pytest

from analysis.report.model import Figure, Report, Table
from benchmarks.processes import measured
from benchmarks.report_makers import lacking, texts_of
from benchmarks.reports import spread
from report_made import made_report

BUSY = "import time\nwhile time.process_time() < 0.4: pass"
WITH_CHILD = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BUSY!r}], check=True)"
linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


def page_of(report: Report) -> str:
    """A page with all that a report holds."""
    blocks = [block for section in report.sections for block in section.blocks]
    texts = [report.title, report.subtitle, *(section.title for section in report.sections)]
    shown = "".join(f"<p>{escape(text)}</p>" for text in [*texts, *(text for one in blocks for text in texts_of(one))])
    figures, tables = (sum(isinstance(one, kind) for one in blocks) for kind in (Figure, Table))
    return shown + "<svg></svg>" * figures + '<table class="lc-table"></table>' * tables


@linux
def test_measured__child_that_works__counts_with_its_parent() -> None:
    used = measured([sys.executable, "-c", WITH_CHILD])
    assert used.cpu >= 0.4
    assert used.together >= used.largest > 1


@linux
def test_measured__command_that_fails__says_what_it_complained_of() -> None:
    with pytest.raises(SystemExit, match=r"ended with 3\.\nno paper"):
        measured([sys.executable, "-c", "import sys; sys.stderr.write('no paper'); sys.exit(3)"])


def test_lacking__page_with_everything__lacks_nothing() -> None:
    report = made_report()
    assert lacking(report, page_of(report)) == []


def test_lacking__page_without_a_figure_and_a_title__names_both() -> None:
    report = made_report()
    page = page_of(report).replace("<svg></svg>", "", 1).replace(f"<p>{escape(report.subtitle)}</p>", "")
    assert lacking(report, page) == [report.subtitle, "<svg"]


def test_spread__three_of_six_samples__are_the_smallest_the_middle_and_the_largest() -> None:
    files = [Path(str(number)) for number in range(9)]
    assert spread(files, 6, 3) == [Path("0"), Path("2"), Path("5")]
