"""Plain XML: a file of marks and texts from somebody else, read without running or fetching anything.

A document type is refused as a whole, and with it every entity: those are what makes a small file endless or has it
read other files. So are instructions to the program that reads, such as a style sheet from elsewhere.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

__all__ = ["local_name", "read_xml"]

DEEPEST = 200
"""Elements within elements; files that people make have a few dozen."""


class _Builder:
    """Builds the tree, and counts how deep it gets."""

    def __init__(self) -> None:
        self.tree, self.depth = TreeBuilder(), 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(f"more than {DEEPEST} elements within each other")
        self.tree.start(_braced(tag), {_braced(name): value for name, value in attributes.items()})

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.tree.end(_braced(tag))

    def refuse(self, *_found: object) -> None:
        raise ValueError("a document type or an instruction to the program that reads")


def read_xml(data: bytes) -> Element:
    """The root element of XML in UTF-8; names are `{namespace}name`.

    Raises `ValueError` where it is none, where it declares a document type or an instruction, or is too deep.

    >>> read_xml(b"<a><b>1</b></a>")[0].text
    '1'
    """
    builder = _Builder()
    # The encoding is given, so that no other, in which a declaration looks unlike itself, can be asked for.
    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.tree.data
    parser.StartDoctypeDeclHandler = parser.ProcessingInstructionHandler = builder.refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return builder.tree.close()


def local_name(tag: str) -> str:
    """A name without its namespace.

    >>> local_name("{urn:x}title")
    'title'
    """
    return tag.rsplit("}", 1)[-1]


def _braced(name: str) -> str:
    return f"{{{name}" if "}" in name else name
