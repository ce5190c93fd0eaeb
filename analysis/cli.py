"""Command line: `learning-culture`, the toolkit without its pages.

    learning-culture import FILE …       bring in answers from files
    learning-culture collect             open the page on which staff answer
    learning-culture report --all        make reports, for one library or three hundred
    learning-culture export --all        released results as files, for programs
    learning-culture verify FILE         see whether a report follows from the data
    learning-culture lab                 open JupyterLab

A verb reads what was asked, calls the room that does it, and says what came out. Exit status: 0 where all was done, 1
where something was found wrong or could not be made, 2 where the command could not begin. What a person can cause is
said in sentences and never as a trace of the program.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import Fault, ToolkitError

if TYPE_CHECKING:
    from analysis.exchange.places import Place
    from analysis.exchange.sources import Source, Sources
    from analysis.report.batch import BatchResult
    from analysis.report.batch_progress import Progress
    from analysis.report.brand import Brand
    from analysis.report.request import Request
    from analysis.responses import Store

__all__ = ["main", "read_arguments"]

DONE, FOUND, REFUSED, STOPPED = 0, 1, 2, 130
"""Exit statuses; the last is that of a program that was stopped by Ctrl-C."""

LINES_IN_A_LOG = 10
WIDTH = 100
WHERE = "a store, a folder of tables, or the address of a database server (usually the own store)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what `arguments` ask for (those of the command line where None); the exit status."""
    chosen = read_arguments(sys.argv[1:] if arguments is None else arguments)
    try:
        return chosen.verb(chosen)
    except ToolkitError as error:
        print(_plain_error(error), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("\nStopped. What was finished is kept; the same command goes on from there.", file=sys.stderr)
        return STOPPED


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line; `verb` is the function that does what was asked. Ends the program where it makes no sense."""
    parser = argparse.ArgumentParser(prog="learning-culture", description="The Library Learning Culture Toolkit.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    verbs = parser.add_subparsers(title="what to do", required=True, metavar="VERB")
    for name, add in VERBS.items():
        add(verbs, name)
    return parser.parse_args(arguments)


# What can be asked for ---------------------------------------------------------------------------------------


def _add_import(verbs: Any, name: str) -> None:
    about = "Bring answers from files into the store. What is right comes in; what is wrong is listed."
    verb = verbs.add_parser(name, help="bring in answers from files", description=about)
    verb.set_defaults(verb=_import)
    files = "filled templates (.xlsx, .csv), forms (with --mapping), or folders of tables"
    verb.add_argument("files", nargs="+", type=Path, metavar="FILE", help=files)
    verb.add_argument("--mapping", type=Path, help="the mapping of a form's columns, as the page Start here makes it")
    verb.add_argument("--data", default="", help="the store to bring them into (usually the own one)")


def _add_collect(verbs: Any, name: str) -> None:
    verb = verbs.add_parser(name, help="open the page on which staff answer", description="Open the page of the guide.")
    verb.set_defaults(verb=_open_page, page="/voila/render/01_collect.ipynb")
    _add_server(verb)


def _add_lab(verbs: Any, name: str) -> None:
    verb = verbs.add_parser(name, help="open JupyterLab", description="Open the first notebook in JupyterLab.")
    verb.set_defaults(verb=_open_page, page="/lab/tree/00_start_here.ipynb")
    _add_server(verb)


def _add_server(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--no-browser", dest="browser", action="store_false", help="print the address only")
    verb.add_argument("--port", type=int, help="the port on this computer")


def _add_report(verbs: Any, name: str) -> None:
    about = "Make reports. What is there already and still right is not made again; stopped, it goes on where it was."
    verb = verbs.add_parser(name, help="make reports", description=about)
    verb.set_defaults(verb=_report)
    _add_libraries(verb)
    verb.add_argument("--consortium", action="store_true", help="one report about all libraries together")
    verb.add_argument("--audience", default="board", help="board, staff, director or researcher (usually board)")
    verb.add_argument("--language", default="en", help="en or es (usually en)")
    verb.add_argument(
        "--sections", default="", metavar="A,B", help="the sections, in this order (usually all of these)"
    )
    verb.add_argument("--beside", default="none", help="none, peers or all: who a library is shown beside")
    verb.add_argument("--format", default="pdf", metavar="A,B", help="pdf, html, pptx, docx (usually pdf)")
    verb.add_argument("--brand", type=Path, metavar="FILE", help="name, logo and colors of who publishes the reports")
    verb.add_argument("--template", type=Path, metavar="FILE", help="a presentation whose look the slides are to have")
    verb.add_argument("--out", type=Path, default=Path("reports"), metavar="DIR", help="where to (usually reports)")
    verb.add_argument("--workers", type=int, metavar="N", help="how many processes (usually one for each processor)")


def _add_export(verbs: Any, name: str) -> None:
    about = "Write what was released of each library as a file of JSON: counts that protect people, and no answers."
    verb = verbs.add_parser(name, help="released results as files", description=about)
    verb.set_defaults(verb=_export)
    _add_libraries(verb)
    verb.add_argument("--out", type=Path, default=Path("released"), metavar="DIR", help="where to (usually released)")


def _add_libraries(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--library", action="append", default=[], metavar="ID", help="a library; can be given again")
    verb.add_argument("--all", action="store_true", help="every library of the wave")
    verb.add_argument("--wave", default="", help="the wave (usually the newest)")
    verb.add_argument("--samples", action="store_true", help="the sample libraries instead of the own ones")
    verb.add_argument("--data", default="", help=WHERE)


def _add_verify(verbs: Any, name: str) -> None:
    about = "Make a report's numbers again from the data, and name those that differ."
    verb = verbs.add_parser(name, help="see whether a report follows from the data", description=about)
    verb.set_defaults(verb=_verify)
    verb.add_argument("files", nargs="+", type=Path, metavar="FILE", help="reports (.pdf, .html, .pptx, .docx)")
    verb.add_argument("--data", default="", help=WHERE)


VERBS: dict[str, Callable[[Any, str], None]] = {
    "import": _add_import,
    "collect": _add_collect,
    "report": _add_report,
    "export": _add_export,
    "verify": _add_verify,
    "lab": _add_lab,
}


# What is done ------------------------------------------------------------------------------------------------


def _import(chosen: argparse.Namespace) -> int:
    from analysis.guide import load_guide

    guide = load_guide()
    store = _place(chosen).open_store(guide)
    return max(_import_one(store, path, chosen.mapping) for path in chosen.files)


def _import_one(store: Store, path: Path, mapping: Path | None) -> int:
    """Bring in one file; what is wrong with it is listed and the rest is kept."""
    from analysis.responses.bringing import bring_in

    brought = bring_in(store, path, mapping)
    print(f"{path}: {brought.new} new answers, {brought.known} known already.")
    for fault in brought.faults:
        print(f"- {fault}", file=sys.stderr)
    return FOUND if brought.faults else DONE


def _open_page(chosen: argparse.Namespace) -> int:
    """Start the server that `start.py` starts, with the Python that runs this."""
    start = _start_program()
    try:
        port = start.choose_port(chosen.port)
        return start.open_pages(Path(sys.executable), start.PROJECT, port, chosen.page, chosen.browser)
    except start.StartError as error:
        print(error, file=sys.stderr)
        return REFUSED


def _report(chosen: argparse.Namespace) -> int:
    from analysis.guide import load_words
    from analysis.report.batch import Batch, make_batch

    place = _place(chosen)
    requests = tuple(_requests(place.open(), chosen))
    batch = Batch(requests, _listed(chosen.format), chosen.out, _brand(chosen.brand), chosen.template)
    words = load_words("en")
    teller = Teller(lambda progress: progress.say(words))
    try:
        result = make_batch(place, batch, chosen.workers, teller)
    finally:
        teller.end()
    _say_result(result, words)
    return FOUND if result.failed else DONE


def _export(chosen: argparse.Namespace) -> int:
    from analysis.exchange import write_released
    from analysis.report.writing import safe_name

    sources = _place(chosen).open(remembers=False)
    wanted = _chosen(sources, chosen)
    _make_folder(chosen.out)
    for source in wanted:
        path = chosen.out / f"{safe_name(source.library_id)}_{safe_name(source.wave)}.json"
        write_released(sources.released(source), path)
        print(path)
    return DONE


def _verify(chosen: argparse.Namespace) -> int:
    from analysis.report.verifying import verify_report

    sources = _place(chosen).open()
    verdicts = [verify_report(path, sources) for path in chosen.files]
    for path, verdict in zip(chosen.files, verdicts, strict=True):
        print(f"{path}: {verdict}")
    return DONE if all(verdict.holds for verdict in verdicts) else FOUND


# What the verbs share ----------------------------------------------------------------------------------------


def _place(chosen: argparse.Namespace) -> Place:
    from analysis.exchange.places import Place

    return Place(chosen.data)


def _requests(sources: Sources, chosen: argparse.Namespace) -> Iterator[Request]:
    """The reports that were asked for."""
    from analysis.report.request import CONSORTIUM, Request

    shared = {"audience": chosen.audience, "language": chosen.language, "is_sample": chosen.samples}
    shared |= {"sections": _listed(chosen.sections)}
    libraries = _chosen(sources, chosen) if chosen.all or chosen.library or not chosen.consortium else []
    for source in libraries:
        yield Request(source.library_id, source.wave, beside=chosen.beside, **shared)
    if chosen.consortium:
        yield Request(CONSORTIUM, chosen.wave or _newest(_offered(sources, chosen)), beside="all", **shared)


def _chosen(sources: Sources, chosen: argparse.Namespace) -> list[Source]:
    """The libraries and waves that were asked for; of a named library the newest wave where none was said.

    Raises `ToolkitError` where nothing was asked for, or there is no such library or wave.
    """
    offered = _offered(sources, chosen)
    if not offered:
        fault = Fault("the place", "no answers", "answers of a library", "Bring some in first, or say --samples.")
        raise ToolkitError("There is nothing to make this from yet.", [fault])
    if chosen.all:
        wave = chosen.wave or _newest(offered)
        return [one for one in offered if one.wave == wave] or [_found(offered, "", wave)]
    if not chosen.library:
        repair = "Say --library with the id of one, or --all."
        raise ToolkitError("Which libraries?", [Fault("--library", "nothing", _known(offered), repair)])
    return [_found(offered, library, chosen.wave) for library in dict.fromkeys(chosen.library)]


def _offered(sources: Sources, chosen: argparse.Namespace) -> list[Source]:
    return [one for one in sources.all() if one.is_sample == chosen.samples]


def _found(offered: Iterable[Source], library: str, wave: str) -> Source:
    for source in offered:
        if library == source.library_id and wave in ("", source.wave):
            return source
    fault = Fault("library and wave", f"{library} {wave}".strip(), _known(offered), "Choose one of these.")
    raise ToolkitError("There is no such library or wave.", [fault])


def _known(offered: Iterable[Source]) -> str:
    return (
        ", ".join(f"{one.library_id} {one.wave}" for one in offered) or "none yet: bring in answers, or say --samples"
    )


def _newest(offered: Iterable[Source]) -> str:
    return max((one.wave for one in offered), default="")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _brand(path: Path | None) -> Brand | None:
    from analysis.report.brand_file import load_brand

    return load_brand(path) if path else None


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fault = Fault(str(folder), error.strerror or str(error), "a folder", "Choose another folder.")
        raise ToolkitError("The files cannot be put there.", [fault]) from error


class Teller:
    """Tells how far something is: on a terminal in one line that changes, in a log in about ten lines a stage."""

    def __init__(self, say: Callable[[Progress], str]) -> None:
        self._say = say
        self._told: set[tuple[str, int]] = set()

    def __call__(self, progress: Progress) -> None:
        """Tell it."""
        if sys.stdout.isatty():
            print(f"\r{self._say(progress):<{WIDTH}}", end="", flush=True)
            return
        part = (progress.stage, progress.done * LINES_IN_A_LOG // progress.total)
        if part not in self._told:
            self._told.add(part)
            print(self._say(progress), flush=True)

    def end(self) -> None:
        """Leave room for what comes next."""
        if sys.stdout.isatty():
            print(f"\r{'':<{WIDTH}}\r", end="", flush=True)


def _say_result(result: BatchResult, words: Callable[..., str]) -> None:
    """What came out of a batch; what failed goes to the errors."""
    made = "batch.result.made" if result.made else "batch.result.made_none"
    print(words(made, count=len(result.made), folder=result.folder))
    if result.unchanged:
        print(words("batch.result.unchanged", count=len(result.unchanged)))
    for name in result.edited:
        print(words("batch.result.edited", name=name))
    for name, aside in result.aside.items():
        print(words("batch.result.aside", name=name, aside=aside))
    _say_failed(result, words)


def _say_failed(result: BatchResult, words: Callable[..., str]) -> None:
    """What could not be made, each reason once with everybody whom it concerns."""
    if result.failed:
        print(words("batch.result.failed", count=len(result.failed)), file=sys.stderr)
    reasons: dict[str, list[str]] = {}
    for failure in result.failed:
        is_strange = failure.is_unexpected
        reason = words("batch.result.unexpected", reason=failure.reason) if is_strange else failure.reason
        reasons.setdefault(reason, []).append(failure.name)
    for reason, names in reasons.items():
        print(f"- {'; '.join(names)}: {reason}", file=sys.stderr)
    if any(failure.is_unexpected for failure in result.failed):
        print(words("batch.result.log", log=result.log), file=sys.stderr)


def _plain_error(error: ToolkitError) -> str:
    """An error with all its faults, and not only the first of them."""
    return "\n".join([error.summary, *(f"- {fault}" for fault in error.faults)])


def _start_program() -> Any:
    """`start.py`, which lies beside the toolkit."""
    from importlib.util import module_from_spec, spec_from_file_location

    path = Path(__file__).parents[1] / "start.py"
    spec = spec_from_file_location("start", path) if path.is_file() else None
    if spec is None or spec.loader is None:
        fault = Fault(str(path), "nothing", "the program that opens the pages", "Fetch the whole project.")
        raise ToolkitError("The pages are not on this computer.", [fault])
    module = module_from_spec(spec)
    sys.modules["start"] = module
    spec.loader.exec_module(module)
    return module


def _version() -> str:
    try:
        return version("library-learning-culture")
    except PackageNotFoundError:
        return "of unknown version"


if __name__ == "__main__":
    sys.exit(main())
