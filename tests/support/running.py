"""Running: the real server, as `start.py` starts it, for the tests that look at it from outside."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import start

__all__ = ["Running", "free_port", "running_server"]


class Running(NamedTuple):
    """A server that answers, and the folder of its answers."""

    server: start.Server
    data: Path

    @property
    def url(self) -> str:
        """Where it is, without a last slash."""
        return f"http://{start.ADDRESS}:{self.server.port}"

    @property
    def token(self) -> str:
        """What lets a browser in."""
        return self.server.token

    @property
    def log(self) -> Path:
        """The file in which it writes down what goes wrong."""
        return self.server.log

    def address(self, path: str) -> str:
        """The whole address of `path`, for example `/voila/render/00_start_here.ipynb`, with the token."""
        return f"{self.url}{path}?token={self.token}"


def free_port() -> int:
    """A port of this computer that nobody uses."""
    with start.socket.socket() as probe:
        probe.bind((start.ADDRESS, 0))
        return probe.getsockname()[1]


@contextmanager
def running_server(folder: Path, environ: Mapping[str, str] = os.environ) -> Iterator[Running]:
    """The server on a free port, with everything that it keeps in `folder`; stopped at the end."""
    data, port = folder / "my_data", free_port()
    environment = start.server_environment(
        {**environ, "LEARNING_CULTURE_DATA": str(data)}, start.PROJECT, folder / "jupyter", secrets.token_hex(24)
    )
    command = start.server_command(
        Path(sys.executable), start.PROJECT, port, start.page_path(in_lab=False), False, os.getpid()
    )
    server = start.start_server(command, environment, port)
    try:
        server.wait_until_ready()
        yield Running(server, data)
    finally:
        server.stop()
