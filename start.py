"""Start the toolkit: make its environment once, then open its pages.

    python3 start.py            make what is missing, then open the start page in the browser
    python3 start.py --lab      open the same notebook in JupyterLab
    python3 start.py --check    start, see over HTTP that everything answers, stop
    python3 start.py test       make what is missing, then run every test

On Windows the first word is `py`. Nothing is needed but Python; all that is installed goes into `.venv`, and
all that is answered into `my_data`. This file uses the standard library alone, and no syntax that an old
Python cannot read, so that an old Python can say that it is too old.
"""

import argparse
import hashlib
import http.client
import importlib.util
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any, NamedTuple

OLDEST_PYTHON = (3, 11)
PROJECT = Path(__file__).resolve().parent
FIRST_NOTEBOOK = "00_start_here.ipynb"
ADDRESS = "127.0.0.1"
# The browser keeps drafts by address and port, so the port should be the same at every start.
USUAL_PORT = 8868
PORTS_TRIED = 20
SECONDS_TO_START = 90
SECONDS_TO_STOP = 15
NEW_PROCESS_GROUP = 0x00000200
NETWORK_SIGNS = ("connection broken", "ConnectionError", "Max retries", "ProxyError", "SSLError", "ReadTimeout")


class StartError(Exception):
    """Something that the person at the keyboard can mend, said in a sentence or two."""


def python_problem(version: tuple, largest: int) -> str:
    """What is wrong with a Python of this `version` and `largest` integer; empty if nothing is."""
    needed, found = ".".join(map(str, OLDEST_PYTHON)), ".".join(map(str, version))
    mend = "Install a newer one from python.org or from your system's software centre, and start with that one."
    if version < OLDEST_PYTHON:
        return f"The toolkit needs Python {needed} or newer, and this is Python {found}. {mend}"
    return "" if largest > 2**32 else f"The toolkit needs a 64-bit Python, and this is a 32-bit one. {mend}"


if python_problem(sys.version_info[:2], sys.maxsize):
    sys.exit(python_problem(sys.version_info[:2], sys.maxsize))


def main(arguments: Sequence[str]) -> int:
    """Do what `arguments` ask for; the exit status."""
    if arguments[:1] == ["serve"]:
        return serve(int(arguments[1]), arguments[2:])
    chosen = read_arguments(arguments)
    try:
        if chosen.what == "test":
            return run_tests(prepare(PROJECT), PROJECT)
        port = choose_port(chosen.port)
        if chosen.check:
            return check(prepare(PROJECT), PROJECT, port)
        return open_pages(prepare(PROJECT), PROJECT, port, page_path(chosen.lab), chosen.browser)
    except StartError as error:
        print(f"\n{error}", file=sys.stderr)
        keep_window_open(os.name)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line: `what`, `lab`, `check`, `browser`, `port`."""
    parser = argparse.ArgumentParser(prog="start.py", description="Open the Library Learning Culture Toolkit.")
    parser.add_argument("what", nargs="?", choices=["pages", "test"], default="pages", help="test: run every test")
    parser.add_argument("--lab", action="store_true", help="open the first notebook in JupyterLab")
    parser.add_argument("--check", action="store_true", help="start, see that everything answers, stop")
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="print the address only")
    parser.add_argument("--port", type=int, help=f"the port on this computer (usually {USUAL_PORT})")
    return parser.parse_args(arguments)


def say(text: str) -> None:
    """Tell the person at the keyboard, at once."""
    print(text, flush=True)


def keep_window_open(os_name: str) -> None:
    """Let an error be read where a double click on Windows opened the window."""
    if os_name == "nt" and sys.stdin.isatty():
        input("Press Enter to close.")


# The environment ---------------------------------------------------------------------------------------------


def prepare(project: Path) -> Path:
    """Make the environment in `.venv` unless it is there and right; the path of its Python.

    The stamp is written last: an environment without one is unfinished and is made anew; one whose stamp
    differs was finished once and is brought up to date.
    """
    folder = project / ".venv"
    python = folder / python_inside(os.name)
    wanted, found = stamp(project, sys.version_info[:2], sys.base_prefix), read_stamp(folder)
    if found == wanted and python.exists():
        return python
    check_parts(sys.version_info[:2], sys.platform)
    try:
        with alone(project / ".start.lock"):
            make(project, folder, python, anew=found[:1] != wanted[:1] or not python.exists())
            write_stamp(folder, wanted)
    except OSError as error:
        reason = f"The environment could not be made in {folder}: {error.strerror or error}."
        mend = "Make room, or move the toolkit to a folder that you may write to. Then start again."
        raise StartError(f"{reason} {mend}") from error
    return python


def python_inside(os_name: str) -> str:
    """Where an environment keeps its Python."""
    return "Scripts/python.exe" if os_name == "nt" else "bin/python"


def stamp(project: Path, version: tuple[int, int], base: str) -> list[str]:
    """What an environment depends on: the Python behind it, then the content and the place of the project."""
    content = hashlib.sha256(os.fsencode(project))
    for name in ("requirements.lock", "pyproject.toml"):
        content.update((project / name).read_bytes())
    return [f"{version[0]}.{version[1]} {base}", content.hexdigest()]


def read_stamp(folder: Path) -> list[str]:
    """The stamp of the environment `folder`; empty where it was never finished."""
    try:
        return (folder / "stamp").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def write_stamp(folder: Path, lines: Sequence[str]) -> None:
    """Say that the environment `folder` is finished; in one step, so that half a stamp cannot exist."""
    unfinished = folder / "stamp.part"
    unfinished.write_text("\n".join(lines), encoding="utf-8")
    unfinished.replace(folder / "stamp")


def check_parts(version: tuple[int, int], platform: str) -> None:
    """Raise `StartError` where this Python came without the parts that make environments."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    mend = "Install Python from python.org, with all of its parts."
    if platform.startswith("linux"):
        mend = f"On Debian and Ubuntu, type: sudo apt install python{version[0]}.{version[1]}-venv"
    raise StartError(f"This Python came without the parts that make an environment (venv and ensurepip). {mend}")


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock file `path`, so that two starts never make the same environment at once."""
    with path.open("w") as handle:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError) as error:
            mend = "Wait until its page has opened."
            raise StartError(f"Another start is preparing the toolkit right now. {mend}") from error
        yield


def make(project: Path, folder: Path, python: Path, anew: bool) -> None:
    """Install the locked packages and the project into `folder`; from nothing if `anew`."""
    if anew:
        say("Preparing the toolkit: once, for a few minutes, with the internet and 1.5 GB of disk.")
        run_installer(venv_command(folder), folder, pins=0)
    else:
        say("The toolkit has changed; bringing its environment up to date.")
        (folder / "stamp").unlink()
    lock = project / "requirements.lock"
    pins = sum(line[:1].isalnum() for line in lock.read_text(encoding="utf-8").splitlines())
    run_installer(packages_command(python, lock), folder, pins)
    run_installer(project_command(python, project), folder, pins=0)


def venv_command(folder: PurePath) -> list[str]:
    """Make an empty environment, with the Python behind this one where this one is an environment's own."""
    return [getattr(sys, "_base_executable", sys.executable), "-m", "venv", "--clear", str(folder)]


def packages_command(python: PurePath, lock: PurePath) -> list[str]:
    """Install exactly what the lock names, each file checked against its hash."""
    options = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--no-input", "--progress-bar=off"]
    return [str(python), "-m", "pip", "install", *options, "-r", str(lock)]


def project_command(python: PurePath, project: PurePath) -> list[str]:
    """Make `analysis` importable from where it lies, and its version known; asks nothing of the network."""
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--editable"]
    return [str(python), "-m", "pip", "install", *options, str(project)]


def run_installer(command: Sequence[str], folder: Path, pins: int) -> None:
    """Run one step, count its packages on the screen, keep what it said in `.venv/install.log`."""
    lines: list[str] = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=plain_environment(os.environ),
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            show_progress(sum(said.startswith(("Collecting ", "Ignoring ", "Requirement ")) for said in lines), pins)
    show_progress(0, 0)
    folder.mkdir(exist_ok=True)
    (folder / "install.log").write_text("".join(lines), encoding="utf-8")
    if process.returncode:
        raise StartError(installer_problem("".join(lines)))


def show_progress(done: int, pins: int) -> None:
    """One line that counts up, where there is a screen; nothing at the end."""
    if sys.stdout.isatty():
        text = f"  package {done} of {pins}" if done and pins else ""
        print(f"\r{'':<40}\r{text}", end="", flush=True)


def installer_problem(output: str) -> str:
    """Why an installing step failed, in a sentence or two; with the installer's last words if it is none of ours."""
    if any(sign in output for sign in NETWORK_SIGNS):
        return (
            "The packages could not be downloaded: the package index does not answer. Check the internet connection; "
            "behind a proxy, set HTTPS_PROXY as your IT department says. Then start again."
        )
    if "No space left" in output:
        return "The disk is full; the toolkit needs 1.5 GB. Make room, then start again."
    reason = "The packages could not be installed. Start again; if it happens twice, show this to somebody:"
    return "\n".join([reason, *(f"    {line}" for line in output.strip().splitlines()[-5:])])


def plain_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` without what would mix other Pythons' packages into the environment."""
    mixing = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "VIRTUAL_ENV")
    kept = {name: value for name, value in environ.items() if name not in mixing}
    return {**kept, "PYTHONNOUSERSITE": "1", "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


# The server --------------------------------------------------------------------------------------------------


class Server(NamedTuple):
    """A Jupyter server on this computer: its process, its port, its token and the file of its log."""

    process: subprocess.Popen
    port: int
    token: str
    log: Path

    def ask(self, path: str, method: str = "GET", timeout: float = SECONDS_TO_START) -> tuple[int, str]:
        """Status and text of `path`; asked of this computer directly, whatever proxy is set."""
        connection = http.client.HTTPConnection(ADDRESS, self.port, timeout=timeout)
        try:
            connection.request(method, path, headers={"Authorization": f"token {self.token}"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def wait_until_ready(self) -> None:
        """Return once it answers; stop it and raise `StartError` where it ends or stays silent instead."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if self.ask("/api", timeout=5)[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
        self.stop()
        said = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-5:]
        raise StartError("\n".join(["Jupyter did not start. Its last words:", *(f"    {line}" for line in said)]))

    def stop(self) -> None:
        """Ask it to stop its notebooks and itself; end it where it does not."""
        try:
            self.ask("/api/shutdown", method="POST", timeout=5)
        except (OSError, http.client.HTTPException):
            self.process.terminate()
        try:
            self.process.wait(timeout=SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_server(command: Sequence[str], environment: Mapping[str, str], port: int) -> Server:
    """Start the server that `server_command` and `server_environment` describe; its log says what it says."""
    state = Path(environment["JUPYTER_RUNTIME_DIR"]).parent
    # Jupyter writes the token into this folder, in files that everybody may read.
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (state / "server.log").open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            **apart(sys.platform),
        )
    return Server(process, port, environment["JUPYTER_TOKEN"], state / "server.log")


def apart(platform: str) -> dict[str, Any]:
    """How a process is started that Ctrl-C does not reach, so that the server is stopped in one way only."""
    return {"creationflags": NEW_PROCESS_GROUP} if platform == "win32" else {"start_new_session": True}


def server_command(
    python: PurePath, project: PurePath, port: int, page: str, with_browser: bool, parent: int
) -> list[str]:
    """The command that serves the notebooks to this computer alone, and ends when the process `parent` does."""
    settings = {
        "ServerApp.ip": ADDRESS,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": project / "notebooks",
        "ServerApp.open_browser": with_browser,
        "ServerApp.answer_yes": True,
        "ServerApp.allow_root": True,
        "LabApp.default_url": page,
        "LabApp.news_url": None,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.extension_manager": "readonly",
        "Application.log_level": "WARN",
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    return [str(python), str(project / "start.py"), "serve", str(parent), *options]


def server_environment(environ: Mapping[str, str], project: PurePath, state: PurePath, token: str) -> dict[str, str]:
    """The variables of the server and its notebooks: the project's settings and nobody else's.

    `state` is the folder for what Jupyter keeps for itself. Answers go to `LEARNING_CULTURE_DATA` where that
    is set already, else to `my_data`.
    """
    settings = project / "analysis" / "apps" / "jupyter"
    return {
        **plain_environment(environ),
        "PYTHONPATH": str(project),
        "JUPYTER_TOKEN": token,
        "JUPYTER_PATH": str(settings),
        "JUPYTER_CONFIG_PATH": str(settings / "config"),
        "JUPYTER_CONFIG_DIR": str(state / "config"),
        "JUPYTER_DATA_DIR": str(state / "data"),
        "JUPYTER_RUNTIME_DIR": str(state / "runtime"),
        "IPYTHONDIR": str(state / "ipython"),
        "LEARNING_CULTURE_DATA": environ.get("LEARNING_CULTURE_DATA") or str(project / "my_data"),
    }


def page_path(in_lab: bool) -> str:
    """Where the first notebook is shown: in JupyterLab, or as a page."""
    return f"/lab/tree/{FIRST_NOTEBOOK}" if in_lab else f"/voila/render/{FIRST_NOTEBOOK}"


def choose_port(asked: int | None) -> int:
    """`asked`, or the first free port from the usual one on; raises `StartError` where there is none."""
    if asked is not None and not is_free(asked):
        reason = f"Port {asked} cannot be used: another program has it, or it is not allowed."
        raise StartError(f"{reason} Choose another number after --port, or leave --port away.")
    ports = range(USUAL_PORT, USUAL_PORT + PORTS_TRIED) if asked is None else [asked]
    for port in ports:
        if is_free(port):
            if port not in (asked, USUAL_PORT):
                say(f"Port {USUAL_PORT} is taken, perhaps by an earlier start; using {port}.")
            return port
    raise StartError(f"Ports {ports[0]} to {ports[-1]} are all taken. Close an earlier start, or use --port.")


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` of this computer."""
    with socket.socket() as probe:
        if os.name != "nt":
            # A port that was in use a minute ago is free; on Windows the same option would steal one.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except (OSError, OverflowError):
            return False
    return port > 0


def serve(parent: int, options: Sequence[str]) -> int:
    """Be the server (this runs inside the environment) until it is stopped or the process `parent` ends."""
    threading.Thread(target=end_with, args=(parent,), daemon=True).start()
    from jupyterlab.labapp import main as run_jupyterlab

    return run_jupyterlab(list(options)) or 0


def end_with(parent: int) -> None:
    """Wait for the end of the process `parent`, then end this one."""
    if sys.platform == "win32":
        import ctypes

        may_wait, forever = 0x00100000, 0xFFFFFFFF
        kernel = ctypes.windll.kernel32
        kernel.WaitForSingleObject(kernel.OpenProcess(may_wait, False, parent), forever)
    else:
        while os.getppid() == parent:
            time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


# What was asked for ------------------------------------------------------------------------------------------


def open_pages(python: Path, project: Path, port: int, page: str, with_browser: bool) -> int:
    """Start the server, open the first notebook, stay until Ctrl-C; the exit status."""
    environment = server_environment(os.environ, project, project / ".venv" / "jupyter", secrets.token_hex(24))
    server = start_server(server_command(python, project, port, page, with_browser, os.getpid()), environment, port)
    try:
        server.wait_until_ready()
        say("The toolkit is running, on this computer only. To stop it, press Ctrl-C here or close this window.")
        say(f"    http://{ADDRESS}:{port}{page}?token={server.token}")
        say(f"Should something go wrong, it is written down in {server.log}")
        return server.process.wait()
    except KeyboardInterrupt:
        say("\nStopping. All that was sent or saved is kept.")
        return 0
    finally:
        server.stop()


def check(python: Path, project: Path, port: int) -> int:
    """Start the server with an empty data folder, see that it does its work, stop it; the exit status."""
    with spare_environment(project) as environment:
        command = server_command(python, project, port, page_path(in_lab=False), False, os.getpid())
        server = start_server(command, environment, port)
        try:
            server.wait_until_ready()
            faults = lab_faults(*server.ask(page_path(in_lab=True)))
            faults += page_faults(*server.ask(page_path(in_lab=False)))
        finally:
            server.stop()
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        say("Checked: JupyterLab answers, the start page answers, and its notebook ran without an error.")
    return 1 if faults else 0


@contextmanager
def spare_environment(project: Path) -> Iterator[dict[str, str]]:
    """The server's variables with folders that are empty now and gone afterwards, so that no answer is touched."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environ = {**os.environ, "LEARNING_CULTURE_DATA": str(Path(folder, "my_data"))}
        yield server_environment(environ, project, Path(folder, "jupyter"), secrets.token_hex(24))


def lab_faults(status: int, text: str) -> list[str]:
    """What is wrong with the answer of JupyterLab."""
    if status != 200:
        return [f"JupyterLab answered with status {status}."]
    return [] if "jupyter-config-data" in text else ["JupyterLab answered with something else than its page."]


def page_faults(status: int, text: str) -> list[str]:
    """What is wrong with a notebook shown as a page, which should have results and an end, and no alert."""
    if status != 200:
        return [f"The start page answered with status {status}."]
    found = {
        "A cell of the start page ended in an error.": 'role="alert"' in text,
        "The start page shows no result of its notebook.": "vnd.voila.cell-output+json" not in text,
        "The start page broke off before its end.": "</html>" not in text,
    }
    return [fault for fault, is_there in found.items() if is_there]


def run_tests(python: Path, project: Path) -> int:
    """Run every test and every notebook; the exit status."""
    with spare_environment(project) as environment:
        # The tests keep every processor busy already; a calculation that spreads over several only waits.
        return subprocess.call(tests_command(python), cwd=project, env={**environment, "OPENBLAS_NUM_THREADS": "1"})


def tests_command(python: PurePath) -> list[str]:
    """Every test, and every notebook from its first cell to its last, on up to four processors."""
    shared = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder"]
    return [str(python), "-m", "pytest", "tests", "notebooks", "--nbval-lax", "--nbval-current-env", *shared]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
