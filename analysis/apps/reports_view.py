"""Report view: what the page that makes reports says about a preview, a batch under way, and what came out of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.apps.parts import bullets, details, note, paragraphs, safe
from analysis.guide import Words
from analysis.report.batch import BatchResult, Failure
from analysis.report.batch_progress import Progress
from analysis.report.model import Report

__all__ = ["Preview", "say_preview", "say_progress", "say_result", "say_spoken"]

TALKING = "team_"
"""How the ids of the sections begin that are there to be talked about."""


@dataclass(frozen=True)
class Preview:
    """A report, and the page that it is as HTML."""

    report: Report
    page: str

    @property
    def framed(self) -> str:
        """The page as it is shown within another one, where its links to its own sections would else open that."""
        return self.page.replace("<head>", '<head><base href="about:srcdoc">', 1)


def say_preview(preview: Preview, words: Words) -> str:
    """What the report holds, and the report itself in a window of its own, in which nothing can run."""
    report = preview.report
    title = words("pages.reports.preview.title", library=report.library)
    said = words("pages.reports.preview.shown", library=report.library, count=len(report.sections))
    talk = any(section.id.startswith(TALKING) for section in report.sections)
    why = note(words("pages.reports.preview.talk"), spoken=True) if talk else ""
    sections = details(words("pages.reports.preview.sections"), bullets(one.title for one in report.sections))
    holds = f'title="{safe(title)}" srcdoc="{safe(preview.framed)}"'
    window = f'<iframe class="lc-sheet lc-report" sandbox {holds}></iframe>'
    return f'<p role="status">{safe(said)}</p>{why}{sections}{window}'


def say_progress(step: Progress | None, words: Words) -> str:
    """How far a batch is, as a bar and in words; None before anything is known."""
    name = safe(words("pages.reports.make.bar"))
    if step is None:
        return f'<div class="lc-progress"><progress aria-label="{name}"></progress></div>'
    text = safe(step.say(words))
    bar = f'<progress aria-label="{name}" max="{step.total}" value="{step.done}"></progress>'
    return f'<div class="lc-progress">{bar}<p>{text}</p></div>'


def say_spoken(step: Progress, words: Words) -> str:
    """What is being done, said aloud once a stage."""
    return f'<p role="status" class="lc-quiet">{safe(words(f"pages.reports.make.stage.{step.stage}"))}</p>'


def say_result(result: BatchResult, words: Words) -> str:
    """What came out of a batch, and which reports could not be made and why."""
    lines = [words("batch.result.made" if result.made else "batch.result.made_none", **_made(result))]
    if result.unchanged:
        lines.append(words("batch.result.unchanged", count=len(result.unchanged)))
    lines += [words("batch.result.edited", name=name) for name in result.edited]
    lines += [words("batch.result.aside", name=name, aside=aside) for name, aside in result.aside.items()]
    return note(*lines, spoken=True) + _say_failed(result, words)


def _made(result: BatchResult) -> dict[str, object]:
    return {"count": len(result.made), "folder": _short(result.folder)}


def _say_failed(result: BatchResult, words: Words) -> str:
    if not result.failed:
        return ""
    head = paragraphs(words("batch.result.failed", count=len(result.failed)))
    listed = bullets(f"{one.name}: {_reason(one, words)}" for one in result.failed)
    is_logged = any(one.is_unexpected for one in result.failed)
    log = paragraphs(words("batch.result.log", log=_short(result.log))) if is_logged else ""
    return f'<div class="lc-note">{head}{listed}{log}</div>'


def _reason(failure: Failure, words: Words) -> str:
    reason = " ".join(failure.reason.split())
    return words("batch.result.unexpected", reason=reason) if failure.is_unexpected else reason


def _short(path: Path) -> str:
    """A path from the folder of the data on, which people know."""
    parts = path.parts
    return str(Path(*parts[parts.index("my_data") :])) if "my_data" in parts else str(path)
