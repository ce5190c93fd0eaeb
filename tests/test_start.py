"""start.py: what it says to whom, what it builds for which system, and that the server does as it should."""

from __future__ import annotations

import ast
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.request import urlopen

import pytest

import start
from running import Running, free_port, running_server

SOURCE = Path(start.__file__).read_text(encoding="utf-8")
MEND = "Install a newer one from python.org or from your system's software centre, and start with that one."
WINDOWS = PureWindowsPath(r"C:\Users\Ana María\learning culture")
MAC = PurePosixPath("/Users/ana/learning culture")
posix_only = pytest.mark.skipif(os.name == "nt", reason="uses a signal that Windows does not have")


# Which Python --------------------------------------------------------------------------------------------


def test_source__for_python_3_6__can_be_read() -> None:
    assert ast.parse(SOURCE, feature_version=(3, 6)).body


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 9), (3, 10)])
def test_python_problem__before_3_11__says_what_is_needed(version: tuple[int, int]) -> None:
    found = f"The toolkit needs Python 3.11 or newer, and this is Python {version[0]}.{version[1]}. {MEND}"
    assert start.python_problem(version, 2**63 - 1) == found


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (4, 0)])
def test_python_problem__from_3_11_on__is_none(version: tuple[int, int]) -> None:
    assert start.python_problem(version, 2**63 - 1) == ""


def test_python_problem__with_32_bits__says_so() -> None:
    assert start.python_problem((3, 11), 2**31 - 1) == (
        f"The toolkit needs a 64-bit Python, and this is a 32-bit one. {MEND}"
    )


def test_start__under_an_older_python__says_so_before_anything_else() -> None:
    # Older Pythons cannot even evaluate what stands behind the check, so it has to come first.
    disguise = "import runpy, sys; sys.version_info = (3, 8, 1); runpy.run_path('start.py', run_name='__main__')"
    said = subprocess.run(
        [sys.executable, "-c", disguise], cwd=start.PROJECT, capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stderr) == (1, start.python_problem((3, 8), 2**63 - 1) + "\n")


# Paths and commands of each system -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("os_name", "folder", "python"),
    [
        ("posix", MAC / ".venv", "/Users/ana/learning culture/.venv/bin/python"),
        ("nt", WINDOWS / ".venv", r"C:\Users\Ana María\learning culture\.venv\Scripts\python.exe"),
    ],
)
def test_python_inside__of_each_system__is_where_it_keeps_it(os_name: str, folder: PurePosixPath, python: str) -> None:
    assert str(folder / start.python_inside(os_name)) == python


def test_server_command__on_windows__keeps_a_path_with_spaces_in_one_piece() -> None:
    python = WINDOWS / ".venv" / start.python_inside("nt")
    assert start.server_command(python, WINDOWS, 8868, start.page_path(in_lab=False), True, 4711) == [
        r"C:\Users\Ana María\learning culture\.venv\Scripts\python.exe",
        r"C:\Users\Ana María\learning culture\start.py",
        "serve",
        "4711",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=8868",
        "--ServerApp.port_retries=0",
        r"--ServerApp.root_dir=C:\Users\Ana María\learning culture\notebooks",
        "--ServerApp.open_browser=True",
        "--ServerApp.answer_yes=True",
        "--ServerApp.allow_root=True",
        "--LabApp.default_url=/voila/render/00_start_here.ipynb",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        "--Application.log_level=WARN",
    ]


def test_server_command__on_a_mac_in_lab__opens_the_notebook_there() -> None:
    command = start.server_command(MAC / ".venv/bin/python", MAC, 9000, start.page_path(in_lab=True), False, 1)
    assert command[:2] == ["/Users/ana/learning culture/.venv/bin/python", "/Users/ana/learning culture/start.py"]
    assert "--LabApp.default_url=/lab/tree/00_start_here.ipynb" in command
    assert "--ServerApp.open_browser=False" in command


def test_server_environment__on_windows__points_at_the_project_alone() -> None:
    given = {"PATH": "C:\\Windows", "PYTHONPATH": "C:\\other", "JUPYTER_CONFIG_DIR": "C:\\mine", "PIP_TARGET": "C:\\x"}
    assert start.server_environment(given, WINDOWS, WINDOWS / ".venv" / "jupyter", "secret") == {
        "PATH": "C:\\Windows",
        "PYTHONNOUSERSITE": "1",
        "PIP_USER": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONPATH": r"C:\Users\Ana María\learning culture",
        "JUPYTER_TOKEN": "secret",
        "JUPYTER_PATH": r"C:\Users\Ana María\learning culture\analysis\apps\jupyter",
        "JUPYTER_CONFIG_PATH": r"C:\Users\Ana María\learning culture\analysis\apps\jupyter\config",
        "JUPYTER_CONFIG_DIR": r"C:\Users\Ana María\learning culture\.venv\jupyter\config",
        "JUPYTER_DATA_DIR": r"C:\Users\Ana María\learning culture\.venv\jupyter\data",
        "JUPYTER_RUNTIME_DIR": r"C:\Users\Ana María\learning culture\.venv\jupyter\runtime",
        "IPYTHONDIR": r"C:\Users\Ana María\learning culture\.venv\jupyter\ipython",
        "LEARNING_CULTURE_DATA": r"C:\Users\Ana María\learning culture\my_data",
    }


def test_server_environment__with_a_data_folder_set__keeps_it() -> None:
    environment = start.server_environment({"LEARNING_CULTURE_DATA": "/secure/answers"}, MAC, MAC / "state", "secret")
    assert environment["LEARNING_CULTURE_DATA"] == "/secure/answers"


@pytest.mark.parametrize(
    ("platform", "how"),
    [
        ("linux", {"start_new_session": True}),
        ("darwin", {"start_new_session": True}),
        ("win32", {"creationflags": 0x200}),
    ],
)
def test_apart__on_each_system__keeps_ctrl_c_from_the_server(platform: str, how: dict[str, object]) -> None:
    assert start.apart(platform) == how


def test_installing_commands__in_a_folder_with_spaces__are_whole() -> None:
    python, lock = MAC / ".venv/bin/python", MAC / "requirements.lock"
    assert start.venv_command(MAC / ".venv")[1:] == ["-m", "venv", "--clear", "/Users/ana/learning culture/.venv"]
    assert start.packages_command(python, lock) == [
        "/Users/ana/learning culture/.venv/bin/python",
        *("-m", "pip", "install", "--require-hashes", "--no-deps", "--only-binary=:all:"),
        *("--no-input", "--progress-bar=off", "-r", "/Users/ana/learning culture/requirements.lock"),
    ]
    assert start.project_command(python, MAC) == [
        "/Users/ana/learning culture/.venv/bin/python",
        *("-m", "pip", "install", "--no-deps", "--no-build-isolation", "--no-index"),
        *("--editable", "/Users/ana/learning culture"),
    ]


def test_tests_command__of_the_readme__runs_tests_and_notebooks() -> None:
    assert start.tests_command(PurePosixPath("python")) == [
        *("python", "-m", "pytest", "tests", "notebooks", "--nbval-lax", "--nbval-current-env"),
        *("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder"),
    ]


def test_run_tests__each_process__calculates_on_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {}
    monkeypatch.setattr(start.subprocess, "call", lambda command, **how: asked.update(how, command=command) or 3)
    assert start.run_tests(Path("python"), start.PROJECT) == 3
    assert asked["command"] == start.tests_command(Path("python"))
    assert (asked["cwd"], asked["env"]["OPENBLAS_NUM_THREADS"]) == (start.PROJECT, "1")


# The environment -------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "requirements.lock").write_text("one==1 \\\n    --hash=sha256:00\ntwo==2 \\\n    --hash=sha256:00\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return tmp_path


@pytest.fixture
def steps(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The installing steps that were taken, by name; nothing is installed."""
    taken: list[str] = []

    def take(command: list[str], folder: Path, pins: int) -> None:
        python = folder / start.python_inside(os.name)
        if command[2] == "venv":
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        taken.append("environment" if command[2] == "venv" else f"{pins} packages" if pins else "project")

    monkeypatch.setattr(start, "run_installer", take)
    return taken


def test_prepare__first_time__takes_every_step_and_stamps_last(project: Path, steps: list[str]) -> None:
    python = start.prepare(project)
    assert python == project / ".venv" / start.python_inside(os.name)
    assert steps == ["environment", "2 packages", "project"]
    assert start.read_stamp(project / ".venv") == start.stamp(project, sys.version_info[:2], sys.base_prefix)


def test_prepare__second_time__takes_no_step_and_no_time(project: Path, steps: list[str]) -> None:
    start.prepare(project)
    steps.clear()
    begin = time.perf_counter()
    start.prepare(project)
    assert steps == []
    assert time.perf_counter() - begin < 0.5


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_prepare__after_a_change__brings_up_to_date(name: str, project: Path, steps: list[str]) -> None:
    start.prepare(project)
    steps.clear()
    with (project / name).open("a") as file:
        file.write("# changed\n")
    start.prepare(project)
    assert steps == ["2 packages", "project"]


def test_prepare__after_an_interrupted_step__begins_anew(
    project: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    take = start.run_installer

    def interrupted(command: list[str], folder: Path, pins: int) -> None:
        if pins:
            raise KeyboardInterrupt
        take(command, folder, pins)

    monkeypatch.setattr(start, "run_installer", interrupted)
    with pytest.raises(KeyboardInterrupt):
        start.prepare(project)
    assert start.read_stamp(project / ".venv") == []
    steps.clear()
    monkeypatch.setattr(start, "run_installer", take)
    start.prepare(project)
    assert steps == ["environment", "2 packages", "project"]


def test_prepare__interrupted_while_brought_up_to_date__begins_anew(project: Path, steps: list[str]) -> None:
    start.prepare(project)
    (project / "pyproject.toml").write_text("[project]\nversion = '2'\n")
    (project / ".venv" / "stamp").unlink()
    steps.clear()
    start.prepare(project)
    assert steps == ["environment", "2 packages", "project"]


def test_prepare__with_another_python__begins_anew(project: Path, steps: list[str]) -> None:
    start.prepare(project)
    start.write_stamp(project / ".venv", ["3.11 /elsewhere", start.read_stamp(project / ".venv")[1]])
    steps.clear()
    start.prepare(project)
    assert steps == ["environment", "2 packages", "project"]


def test_prepare__without_the_python_inside__begins_anew(project: Path, steps: list[str]) -> None:
    start.prepare(project).unlink()
    steps.clear()
    start.prepare(project)
    assert steps == ["environment", "2 packages", "project"]


def test_stamp__of_a_moved_project__differs(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    moved = tmp_path_factory.mktemp("moved") / "project"
    before = start.stamp(project, (3, 11), "/usr")
    project.rename(moved)
    after = start.stamp(moved, (3, 11), "/usr")
    assert (after[0], after[1] == before[1]) == (before[0], False)


def test_prepare__where_nothing_may_be_written__says_where(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(start, "run_installer", refuse)
    with pytest.raises(start.StartError) as caught:
        start.prepare(project)
    assert str(caught.value) == (
        f"The environment could not be made in {project / '.venv'}: Permission denied. Make room, or move the toolkit "
        "to a folder that you may write to. Then start again."
    )


@pytest.mark.parametrize(
    ("platform", "mend"),
    [
        ("linux", "On Debian and Ubuntu, type: sudo apt install python3.12-venv"),
        ("darwin", "Install Python from python.org, with all of its parts."),
        ("win32", "Install Python from python.org, with all of its parts."),
    ],
)
def test_check_parts__without_ensurepip__names_the_remedy(
    platform: str, mend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name)
    with pytest.raises(start.StartError) as caught:
        start.check_parts((3, 12), platform)
    assert str(caught.value) == (
        f"This Python came without the parts that make an environment (venv and ensurepip). {mend}"
    )


def test_alone__while_another_holds_it__says_to_wait(tmp_path: Path) -> None:
    with start.alone(tmp_path / "lock"), pytest.raises(start.StartError) as caught, start.alone(tmp_path / "lock"):
        pass
    assert str(caught.value) == ("Another start is preparing the toolkit right now. Wait until its page has opened.")


def test_run_installer__of_a_failing_step__gives_its_last_words_and_keeps_all(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "for n in range(9): print('line', n)\nraise SystemExit(3)"]
    with pytest.raises(start.StartError) as caught:
        start.run_installer(command, tmp_path / ".venv", pins=0)
    assert str(caught.value).splitlines() == [
        "The packages could not be installed. Start again; if it happens twice, show this to somebody:",
        *(f"    line {number}" for number in range(4, 9)),
    ]
    assert (tmp_path / ".venv" / "install.log").read_text().splitlines() == [f"line {n}" for n in range(9)]


def test_run_installer__without_any_network__says_that_there_is_none(tmp_path: Path) -> None:
    # A real pip that asks an index on a port of this computer where nobody listens.
    lock = tmp_path / "requirements.lock"
    lock.write_text("anything==1.0 --hash=sha256:" + 64 * "0")
    index = f"http://127.0.0.1:{free_port()}/simple"
    options = ["--index-url", index, "--retries", "1", "--timeout", "1"]
    command = [sys.executable, "-m", "pip", "--isolated", "download", *options, "--require-hashes", "-r", str(lock)]
    if subprocess.call(
        [sys.executable, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ):
        pytest.skip("this environment was made without pip")
    with pytest.raises(start.StartError) as caught:
        start.run_installer(command, tmp_path / ".venv", pins=0)
    assert str(caught.value) == (
        "The packages could not be downloaded: the package index does not answer. Check the internet connection; "
        "behind a proxy, set HTTPS_PROXY as your IT department says. Then start again."
    )


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "The disk is full; the toolkit needs 1.5 GB. Make room, then start again.",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "The packages could not be installed. Start again; if it happens twice, show this to somebody:\n"
            "    ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
        ),
    ],
)
def test_installer_problem__of_each_kind__has_its_sentence(output: str, sentence: str) -> None:
    assert start.installer_problem(output) == sentence


# Ports -----------------------------------------------------------------------------------------------------


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which a server of somebody else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_choose_port__that_another_program_has__says_so(taken: int) -> None:
    with pytest.raises(start.StartError) as caught:
        start.choose_port(taken)
    assert str(caught.value) == (
        f"Port {taken} cannot be used: another program has it, or it is not allowed. Choose another number after "
        "--port, or leave --port away."
    )


@pytest.mark.parametrize("port", [-1, 0, 65536])
def test_is_free__of_what_is_no_port__is_false(port: int) -> None:
    assert not start.is_free(port)


def test_choose_port__with_the_usual_one_free__takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = free_port()
    monkeypatch.setattr(start, "USUAL_PORT", usual)
    assert start.choose_port(None) == usual


def test_choose_port__with_the_usual_one_taken__says_which_it_uses(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "USUAL_PORT", taken)
    chosen = start.choose_port(None)
    assert taken < chosen < taken + start.PORTS_TRIED
    assert capsys.readouterr().out == f"Port {taken} is taken, perhaps by an earlier start; using {chosen}.\n"


def test_choose_port__with_all_taken__says_so(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "USUAL_PORT", taken)
    monkeypatch.setattr(start, "PORTS_TRIED", 1)
    with pytest.raises(start.StartError) as caught:
        start.choose_port(None)
    assert str(caught.value) == (f"Ports {taken} to {taken} are all taken. Close an earlier start, or use --port.")


def test_main__with_a_taken_port__says_so_and_fails(taken: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main(["--port", str(taken)]) == 1
    assert capsys.readouterr().err.startswith(f"\nPort {taken} cannot be used")


# The server ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_server__lab_and_page__answer_without_a_fault(server: Running) -> None:
    assert start.lab_faults(*server.server.ask(start.page_path(in_lab=True))) == []
    assert start.page_faults(*server.server.ask(start.page_path(in_lab=False))) == []


def test_server__asked_without_the_token__shows_nothing(server: Running) -> None:
    with urlopen(f"{server.url}/voila/render/00_start_here.ipynb") as answer:
        assert answer.url.startswith(f"{server.url}/login?next=")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has further addresses of its own")
def test_server__at_another_address_of_this_computer__does_not_answer(server: Running) -> None:
    with socket.socket() as other, pytest.raises(ConnectionRefusedError):
        other.connect(("127.0.0.2", server.server.port))


def test_server__its_lab__asks_nothing_of_other_hosts(server: Running) -> None:
    with urlopen(server.address("/lab")) as answer:
        text = answer.read().decode()
    settings = json.loads(re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', text, re.DOTALL)[1])
    assert settings["news"] == {"disabled": True}
    assert settings["extensionManager"]["can_install"] is False
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*', text) == []


@posix_only
def test_server__folder_of_its_token__is_for_its_owner(server: Running) -> None:
    assert oct(server.log.parent.stat().st_mode & 0o777) == "0o700"


@pytest.mark.slow
def test_running_server__afterwards__is_gone(tmp_path: Path) -> None:
    with running_server(tmp_path) as running:
        assert not start.is_free(running.server.port)
    assert start.is_free(running.server.port)
    assert running.server.process.returncode is not None


def test_wait_until_ready__of_a_server_that_ends__gives_its_last_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no kernel')"]
    environment = {**os.environ, "JUPYTER_RUNTIME_DIR": str(tmp_path / "state" / "runtime"), "JUPYTER_TOKEN": "t"}
    server = start.start_server(command, environment, free_port())
    with pytest.raises(start.StartError) as caught:
        server.wait_until_ready()
    assert str(caught.value) == "Jupyter did not start. Its last words:\n    no kernel"


@posix_only
@pytest.mark.slow
def test_server__whose_starter_is_killed__ends_too(tmp_path: Path) -> None:
    # The starter says its port, then waits; it is killed, which no program can notice.
    starter = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from running import running_server\n"
            "with running_server(Path(sys.argv[1])) as running: print(running.url, flush=True); sys.stdin.read()",
            str(tmp_path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(start.PROJECT), str(start.PROJECT / "tests/support")])},
    )
    with starter:
        port = int(starter.stdout.readline().rsplit(":", 1)[1])
        with socket.create_connection((start.ADDRESS, port), timeout=20) as line:
            starter.kill()
            assert line.recv(1) == b""


# Checking --------------------------------------------------------------------------------------------------

GOOD_PAGE = '<main><script type="application/vnd.voila.cell-output+json">{}</script></main></html>'


@pytest.mark.parametrize(
    ("status", "text", "faults"),
    [
        (200, GOOD_PAGE, []),
        (500, GOOD_PAGE, ["The start page answered with status 500."]),
        (200, GOOD_PAGE + '<div role="alert">', ["A cell of the start page ended in an error."]),
        (200, GOOD_PAGE.replace("</html>", ""), ["The start page broke off before its end."]),
        (200, "<main></main></html>", ["The start page shows no result of its notebook."]),
    ],
)
def test_page_faults__of_each_kind__are_named(status: int, text: str, faults: list[str]) -> None:
    assert start.page_faults(status, text) == faults


@pytest.mark.parametrize(
    ("status", "text", "faults"),
    [
        (200, '<script id="jupyter-config-data">', []),
        (404, "", ["JupyterLab answered with status 404."]),
        (200, "<form>", ["JupyterLab answered with something else than its page."]),
    ],
)
def test_lab_faults__of_each_kind__are_named(status: int, text: str, faults: list[str]) -> None:
    assert start.lab_faults(status, text) == faults


@pytest.mark.slow
def test_page_faults__of_a_notebook_that_fails__are_found_on_the_real_page(tmp_path: Path) -> None:
    # A project of its own, with the settings of the real one and one notebook that cannot run.
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    (tmp_path / "start.py").write_text(SOURCE, encoding="utf-8")
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "outputs": [], "source": "1 / 0"}
    broken = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (notebooks / start.FIRST_NOTEBOOK).write_text(json.dumps(broken))
    port = free_port()
    command = start.server_command(Path(sys.executable), tmp_path, port, "/", False, os.getpid())
    environment = start.server_environment(os.environ, start.PROJECT, tmp_path / "state", "token")
    server = start.start_server(command, environment, port)
    try:
        server.wait_until_ready()
        faults = start.page_faults(*server.ask(start.page_path(in_lab=False)))
    finally:
        server.stop()
    assert "A cell of the start page ended in an error." in faults


@pytest.mark.slow
def test_check__of_this_project__finds_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    status = start.check(Path(sys.executable), start.PROJECT, free_port())
    said = capsys.readouterr()
    assert (status, said.err, said.out) == (
        0,
        "",
        "Checked: JupyterLab answers, the start page answers, and its notebook ran without an error.\n",
    )
