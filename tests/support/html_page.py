"""A page of HTML read back as a tree, the way a browser would: what elements there are, and what can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["Node", "read_page"]

VOID = ("meta", "img", "br", "link", "input", "hr")


@dataclass
class Node:
    """An element with its attributes, and what it holds: elements and texts in their order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def all(self, tag: str = "", **attributes: str) -> list[Node]:
        """The elements within, in their order: all, or those of one kind and with these attributes."""
        return [
            node
            for node in self._within()
            if tag in ("", node.tag)
            and all(node.attributes.get(name.rstrip("_")) == value for name, value in attributes.items())
        ]

    def one(self, tag: str = "", **attributes: str) -> Node:
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    @property
    def text(self) -> str:
        """What can be read within, blanks drawn together; neither style nor data."""
        return " ".join(" ".join(self._texts()).split())

    def _within(self) -> Iterator[Node]:
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child._within()

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("style", "script"):
                yield from child._texts()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            raise ValueError(f"</{tag}> ends <{self.open[-1].tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        self.open[-1].children.append(Node("#comment"))


def read_page(page: bytes) -> Node:
    """The tree of a page in UTF-8. Raises `ValueError` where elements do not close in turn."""
    reader = _Reader()
    reader.feed(page.decode("utf-8"))
    reader.close()
    if len(reader.open) != 1:
        raise ValueError(f"<{reader.open[-1].tag}> never ends")
    return reader.open[0]
