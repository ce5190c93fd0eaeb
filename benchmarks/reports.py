"""How much 300 reports take, beside papermill and nbconvert that make the same content for ten of them.

Run with `python -m benchmarks.reports` from the project's folder; two numbers after it change how many reports are made
and how many of them by notebooks as well, `--audience` for whom. It needs papermill and a browser, which the toolkit
does not, and Linux.

There are no 300 libraries among the samples: each sample stands for several, under other names. Releasing is part of
neither side; both read the same files. The reports are made by `analysis.report.batch` with two workers; the notebooks
one after the other, by one process, which starts a kernel and a browser for each, as these programs do. The ten are
spread over all sizes of libraries, and the toolkit makes just these ten as well, one after the other. Every text,
figure and table of the ten is looked for on the pages of the notebooks before anything is printed.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from analysis.disclosure import release
from analysis.exchange import read_released, write_released
from analysis.exchange.sources import SAMPLES
from analysis.guide import Guide, load_guide
from analysis.report.request import AUDIENCES
from analysis.responses import read_survey
from benchmarks.processes import Usage, measured
from benchmarks.report_makers import WAVE, files_of, lacking, missing, report_of
from benchmarks.report_parts import time_by_part

REPORTS, COMPARED, WORKERS = 300, 10, 2
HEADS = ("reports", "CPU s", "CPU s each", "times ours", "clock s", "largest MB", "together MB")
WIDTH = 13


def main() -> None:
    """Print the tables."""
    asked = asked_for()
    if missing():
        raise SystemExit(f"Not installed: {', '.join(missing())}. Install with: pip install {' '.join(missing())}")
    with TemporaryDirectory() as folder:
        place = Path(folder)
        samples = released_samples(asked.released or place / "released", load_guide())
        made = copies(samples, asked.reports, place / "all")
        take(spread(made, len(samples), asked.compared), place / "few")
        print_usage(place, asked.audience, len(samples))
        print_parts(place / "few", asked.audience)


def asked_for() -> Namespace:
    """What was asked for in the command."""
    parser = ArgumentParser(prog="python -m benchmarks.reports")
    parser.add_argument("reports", type=int, nargs="?", default=REPORTS)
    parser.add_argument("compared", type=int, nargs="?", default=COMPARED, help="how many of them by notebooks as well")
    parser.add_argument("--audience", choices=AUDIENCES, default=AUDIENCES[0])
    parser.add_argument("--released", type=Path, help="where the samples' released results are kept for the next run")
    return parser.parse_args()


def released_samples(folder: Path, guide: Guide) -> list[Path]:
    """The files of what may be shown of each sample, from the smallest to the largest; released where not there."""
    folder.mkdir(exist_ok=True)
    survey = read_survey(SAMPLES, guide)
    waves = survey.waves()
    libraries = sorted(waves.loc[waves["wave"] == WAVE, "library_id"])
    for library in libraries:
        if not _file(folder, library).exists():
            write_released(release(survey, library, WAVE), _file(folder, library))
    heads = {library: survey.heads(library, WAVE).get(("all", "all")) or 0 for library in libraries}
    return [_file(folder, library) for library in sorted(libraries, key=lambda library: (heads[library], library))]


def copies(samples: Sequence[Path], reports: int, folder: Path) -> list[Path]:
    """So many libraries, all samples once, then all of them again under other names."""
    folder.mkdir()
    guide, made = load_guide(), []
    for number in range(reports):
        turn, sample = divmod(number, len(samples))
        released = read_released(samples[sample], guide)
        name = f"{released.library_name or released.library_id} {turn + 1}"
        copy = replace(released, library_id=f"{released.library_id}_{turn + 1}", library_name=name)
        made.append(_file(folder, copy.library_id))
        write_released(copy, made[-1])
    return made


def spread(files: Sequence[Path], samples: int, number: int) -> list[Path]:
    """So many of the first copies, from the smallest library to the largest at even distances."""
    last = min(samples, len(files)) - 1
    return [files[round(at)] for at in np.linspace(0, last, number)]


def take(files: Sequence[Path], folder: Path) -> None:
    folder.mkdir()
    for path in files:
        (folder / path.name).write_bytes(path.read_bytes())


def print_usage(place: Path, audience: str, samples: int) -> None:
    """Measure each way, and print the table."""
    everything, few = place / "all", place / "few"
    ways = {
        f"toolkit, PDF, {WORKERS} workers": ("toolkit", "pdf", everything, WORKERS),
        "toolkit, PDF": ("toolkit", "pdf", few, 1),
        "toolkit, HTML": ("toolkit", "html", few, 1),
        "notebooks, PDF": ("notebook", "pdf", few, 1),
        "notebooks, HTML": ("notebook", "html", few, 1),
    }
    print(f"Reports for: {audience}. {samples} samples stand for {len(files_of(everything))} libraries.", flush=True)
    used = {name: usage(place / f"out_{at}", audience, *way) for at, (name, way) in enumerate(ways.items())}
    check(few, place / f"out_{len(ways) - 1}", audience)
    print(f"{'':<24}" + "".join(f"{head:>{WIDTH}}" for head in HEADS))
    for name, (_, kind, results, _) in ways.items():
        ours = each(used[f"toolkit, {kind.upper()}"], few)
        print(f"{name:<24}" + "".join(f"{cell:>{WIDTH}}" for cell in cells(used[name], results, ours)))
    whole = each(used["notebooks, PDF"], few) / each(used[f"toolkit, PDF, {WORKERS} workers"], everything)
    print(f"A report by notebook takes {whole:.1f} times the CPU of one of the {len(files_of(everything))}.\n")


def usage(out: Path, audience: str, way: str, kind: str, results: Path, workers: int) -> Usage:
    """What one way takes."""
    out.mkdir()
    maker = [sys.executable, "-m", "benchmarks.report_makers"]
    return measured([*maker, way, kind, audience, str(results), str(out), str(workers)])


def each(used: Usage, results: Path) -> float:
    return used.cpu / len(files_of(results))


def cells(used: Usage, results: Path, ours: float) -> Iterator[str]:
    """One row of the table after its name; `ours` is what the toolkit takes for one of the ten."""
    yield f"{len(files_of(results))}"
    yield f"{used.cpu:.1f}"
    yield f"{each(used, results):.2f}"
    yield f"{each(used, results) / ours:.1f}"
    yield f"{used.wall:.1f}"
    yield from (f"{size:.0f}" for size in (used.largest, used.together))


def check(results: Path, pages: Path, audience: str) -> None:
    """Refuse to compare what does not hold the same.

    Raises `SystemExit` for a text, a figure or a table that is not on the page of the notebook.
    """
    for path in files_of(results):
        found = lacking(report_of(path, audience), (pages / f"{path.stem}.html").read_text(encoding="utf-8"))
        if found:
            raise SystemExit(f"{path.stem}: the notebook lacks {found[:3]}")


def print_parts(results: Path, audience: str) -> None:
    head = f"Of one PDF, mean of {len(files_of(results))}"
    print(f"{head:<32}{'CPU ms':>10}{'share':>8}")
    spent = time_by_part(results, audience)
    for part, taken in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"{part:<32}{taken:>10.0f}{taken / sum(spent.values()):>8.0%}")


def _file(folder: Path, library_id: str) -> Path:
    return folder / f"{library_id}.json"


if __name__ == "__main__":
    main()
