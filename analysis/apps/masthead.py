"""Masthead: what stands above a notebook that is shown as a page.

The local server asks for it once a page: the question that the page answers, the pages beside it, and the
way to the same notebook in JupyterLab. Only the guide's words are loaded, so that a server starts quickly.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from analysis.guide.words import DEFAULT_LANGUAGE, Words, load_words

__all__ = ["add_masthead", "masthead_of"]

PAGES = "[0-9][0-9]_*.ipynb"
WORDS = (
    "contents",
    "footer",
    "no_script",
    "open_in_lab",
    "pages",
    "skip",
    "slow",
    "toolkit",
    "trouble",
    "trouble_help",
    "waiting",
)


def add_masthead(
    page_config: dict[str, Any], base_url: str, settings: Mapping[str, Any], notebook_path: str, **_: object
) -> dict[str, Any]:
    """Voilà's hook: `page_config` with the masthead of the notebook at `notebook_path`.

    The settings for typeset formulas are blanked, which makes the page use its own copy of that program
    in place of one from another host. The list of pages, which belongs to no notebook, gets no masthead.
    """
    local = page_config | {"mathjaxConfig": "null", "fullMathjaxUrl": "null"}
    if not notebook_path.endswith(".ipynb"):
        return local
    folder = Path(settings["server_root_dir"]).expanduser()
    return local | {"masthead": masthead_of(folder, notebook_path, base_url)}


def masthead_of(folder: Path, notebook_path: str, base_url: str = "/") -> dict[str, Any]:
    """The masthead of one notebook of `folder`: `language`, `title`, `pages`, `lab_url` and `words`.

    `pages` lists the numbered notebooks that exist beside it, in order, each with `name`, `url` and
    `current`. A notebook that cannot be read gets its file name as its title.
    """
    path = PurePosixPath(notebook_path.strip("/"))
    notebook = _read(folder / path)
    language = notebook.get("metadata", {}).get("language", DEFAULT_LANGUAGE)
    words = load_words(language)
    return {
        "language": language,
        "title": _question(notebook) or path.stem,
        "pages": list(_pages(folder / path.parent, path, base_url, words)),
        "lab_url": f"{base_url}lab/tree/{quote(str(path))}",
        "words": {name: words(f"pages.frame.{name}") for name in WORDS},
    }


def _pages(folder: Path, current: PurePosixPath, base_url: str, words: Words) -> Iterator[dict[str, Any]]:
    for file in sorted(folder.glob(PAGES)):
        key = f"pages.frame.page.{file.stem}"
        path = current.with_name(file.name)
        yield {
            "name": words(key) if words.has(key) else file.stem[3:].replace("_", " ").capitalize(),
            "url": f"{base_url}voila/render/{quote(str(path))}",
            "current": path == current,
        }


def _read(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _question(notebook: Mapping[str, Any]) -> str:
    """The first heading of the notebook, without its mark."""
    for cell in notebook.get("cells", ()):
        for line in "".join(cell["source"]).splitlines():
            if cell["cell_type"] == "markdown" and line.startswith("# "):
                return line[2:].strip()
    return ""
