"""The brand file: what is read from it, and that every fault of it is named at once."""

from __future__ import annotations

import doctest
import re
import shutil
from pathlib import Path

import pytest

from analysis.errors import ToolkitError
from analysis.exchange.sources import SAMPLES
from analysis.present.figures import typeface
from analysis.report import brand_file, logo, plain_xml
from analysis.report.brand_file import load_brand
from analysis.report.logo import LARGEST, logo_trouble
from analysis.report.plain_xml import DEEPEST, read_xml
from analysis.report.typefaces import family_of, read_face
from report_made import small_png

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Waves</title><path d="M0 0h9v9z"/></svg>'
INTER = (typeface.FOLDER / typeface.FILES["regular"]).read_bytes()
WEIGHT, EMBEDDING = 4, 8


@pytest.fixture
def family(tmp_path: Path) -> Path:
    folder = tmp_path / "fonts"
    folder.mkdir()
    for name in typeface.FILES.values():
        shutil.copy(typeface.FOLDER / name, folder)
    return folder


def brand_of(folder: Path, text: str) -> Path:
    path = folder / "brand.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(ToolkitError) as error:
        load_brand(path)
    return str(error.value)


def svg(inside: str, attributes: str = "") -> bytes:
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {space} {attributes}>{inside}</svg>".encode()


def patched(table: bytes, offset: int, value: int) -> bytes:
    """Inter with two bytes of one of its tables changed."""
    entry = INTER.index(table, 12)
    at = int.from_bytes(INTER[entry + 8 : entry + 12]) + offset
    return INTER[:at] + value.to_bytes(2) + INTER[at + 2 :]


@pytest.mark.parametrize("module", [brand_file, logo, plain_xml])
def test_examples__run__as_they_stand(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # pyright: ignore[reportArgumentType]


def test_brand__of_a_full_file__has_all_of_it(tmp_path: Path, family: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(SVG)
    path = brand_of(
        tmp_path,
        'name = "Büro für Bibliotheken"\ncontact = " a@b.example "\nlogo = "logo.svg"\nlogo_alt = "Three waves"\n'
        'font = "fonts"\npaper = "a4"\n[colors]\nprimary = "#123456"\naccent = "#345678"\n',
    )
    brand = load_brand(path)
    assert (brand.name, brand.contact, brand.paper) == ("Büro für Bibliotheken", "a@b.example", "a4")
    assert (brand.primary, brand.accent) == ("#123456", "#345678")
    assert (brand.logo, brand.logo_alt) == (SVG, "Three waves")
    assert (brand.font, brand.font_name) == (str(family.resolve()), "Inter")


def test_brand__of_the_example__is_read_as_it_stands() -> None:
    brand = load_brand(SAMPLES / "brand.toml")
    assert (brand.name, brand.primary, brand.accent, brand.logo) == (
        "Tidewater Library Consulting",
        "#1F4E4A",
        "#A65E1A",
        b"",
    )


def test_brand__of_the_example_with_all_its_lines__is_read_too(tmp_path: Path, family: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(SVG)
    text = (SAMPLES / "brand.toml").read_text(encoding="utf-8")
    path = brand_of(tmp_path, re.sub(r"^# (logo|logo_alt|font) =", r"\1 =", text, flags=re.MULTILINE))
    assert (load_brand(path).logo, load_brand(path).font_name) == (SVG, "Inter")
    assert load_brand(path).font == str(family.resolve())


def test_brand__of_an_empty_file__is_the_toolkits(tmp_path: Path) -> None:
    assert load_brand(brand_of(tmp_path, "")) == brand_file.Brand()


def test_brand__with_faults_everywhere__names_all_of_them(tmp_path: Path) -> None:
    path = brand_of(
        tmp_path,
        'nmae = "x"\ncontact = "two\\nlines"\npaper = "legal"\nlogo = "gone.png"\nfont = "nowhere"\n'
        '[colors]\nprimary = "#FFD200"\nacent = "#000000"\naccent = 5\n',
    )
    assert refusal(path) == (
        "The brand file brand.toml cannot be used.\n"
        "- nmae: found a name that is not known; allowed: name, contact, logo, logo_alt, font, paper, colors. "
        "Did you mean “name”?\n"
        "- contact: found 'two\\nlines'; allowed: one line of at most 300 characters in quotes. Shorten or mend it.\n"
        "- colors.acent: found a name that is not known; allowed: primary, accent. Did you mean “accent”?\n"
        "- colors.primary: found #FFD200, which has 1.4 : 1 on white; allowed: at least 4.5 : 1, so that everybody can "
        "see it. The nearest is “#8F7400”.\n"
        "- colors.accent: found 5; allowed: a color such as “#0B3F73”. Write # and six digits of 0–9 and A–F.\n"
        "- paper: found 'legal'; allowed: letter, a4. Choose one of these.\n"
        "- logo_alt: found nothing; allowed: a short description of the logo. Say what the logo shows, for those who "
        "cannot see it, such as “Logo of the State Library”.\n"
        "- logo: found “gone.png”, a file that is not there or may not be read; allowed: a PNG or an SVG that draws "
        "and does nothing else, of at most 500 kB. Save it as plain SVG or as PNG, and try again.\n"
        "- font: found 0 font files in “nowhere”; allowed: a regular and a bold face of one family, as .otf or .ttf. "
        "Give the folder of one font family."
    )


@pytest.mark.parametrize(
    ("text", "place", "found", "allowed", "repair"),
    [
        ("name = 5", "name", "5", "one line of at most 120 characters in quotes", "Shorten or mend it."),
        ("logo_alt = 5", "logo_alt", "5", "one line of at most 300 characters in quotes", "Shorten or mend it."),
        ("colors = 5", "colors", "5", "a part [colors]", "Write [colors] on a line of its own."),
        ("paper = []", "paper", "[]", "letter, a4", "Choose one of these."),
        ("zzz = 5", "zzz", "a name that is not known", ", ".join(brand_file.KEYS), "Take the line out."),
    ],
)
def test_brand__with_something_of_another_kind__is_refused(
    tmp_path: Path, text: str, place: str, found: str, allowed: str, repair: str
) -> None:
    fault = f"- {place}: found {found}; allowed: {allowed}. {repair}"
    assert refusal(brand_of(tmp_path, text)) == f"The brand file brand.toml cannot be used.\n{fault}"


@pytest.mark.parametrize(("length", "is_taken"), [(119, True), (120, True), (121, False)])
def test_name__around_the_longest__is_taken_or_refused(tmp_path: Path, length: int, is_taken: bool) -> None:
    path = brand_of(tmp_path, f'name = "{"n" * length}"')
    if is_taken:
        assert len(load_brand(path).name) == length
    else:
        assert "one line of at most 120 characters" in refusal(path)


def test_brand__without_a_file__says_so(tmp_path: Path) -> None:
    path = tmp_path / "gone.toml"
    assert refusal(path) == (
        "The brand file gone.toml cannot be read.\n"
        f"- {path}: found no file; allowed: a brand file in TOML. Check the name and the folder."
    )


@pytest.mark.parametrize("content", [b"name =", b"\xff\xfe", b"x" * 100_001, b"a = " + b"[" * 5_000])
def test_brand__of_a_file_that_is_no_toml__is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "brand.toml"
    path.write_bytes(content)
    told = refusal(path)
    assert told.startswith("The brand file brand.toml cannot be read.\n- brand.toml: found ")
    assert told.endswith("Check that it is a text file in UTF-8, and mend the line that is named.")


def test_brand__in_a_folder_of_that_name__is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path)


@pytest.mark.parametrize(
    "data",
    [
        small_png(),
        SVG,
        b"\xef\xbb\xbf" + SVG,
        svg('<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs><rect fill="url(#g)"/>'),
        svg("<rect fill=\"url( '#g')\"/>"),
        svg('<style>.a { fill: #123456; clip-path: url(#g) }</style><g class="a"><use xlink:href="#b"/></g>'),
        svg('<image href="data:image/png;base64,AAAA"/>'),
    ],
)
def test_logo__that_only_draws__is_taken(data: bytes) -> None:
    assert logo_trouble(data) == ""


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", "neither a PNG nor an SVG"),
        (b"GIF89a", "neither a PNG nor an SVG"),
        (b"<html></html>", "neither a PNG nor an SVG"),
        (small_png()[:-4], "neither a PNG nor an SVG"),
        (small_png(8_001, 1), "neither a PNG nor an SVG"),
        (b"<svg></svg>", "an SVG without the SVG namespace"),
        (svg("<script>alert(1)</script>"), "an SVG with the element “script”"),
        (svg('<script xmlns="urn:other"/>'), "an SVG with the element “script”"),
        (svg("<foreignObject/>"), "an SVG with the element “foreignObject”"),
        (svg("<a href='#x'/>"), "an SVG with the element “a”"),
        (svg('<animate attributeName="href"/>'), "an SVG with the element “animate”"),
        (svg('<set attributeName="href"/>'), "an SVG with the element “set”"),
        (svg('<rect xmlns="urn:other"/>'), "an SVG with the element “rect”"),
        (svg("", 'onload="x()"'), "an SVG that reacts (onload)"),
        (svg('<rect ONCLICK="x()"/>'), "an SVG that reacts (ONCLICK)"),
        (svg('<image href="https://evil.example/x.png"/>'), "an SVG that refers to something outside (href)"),
        (svg('<image xlink:href="file:///etc/passwd"/>'), "an SVG that refers to something outside (href)"),
        (svg('<image href="data:image/svg+xml;base64,AAAA"/>'), "an SVG that refers to something outside (href)"),
        (svg('<use href=" javascript:x()"/>'), "an SVG that refers to something outside (href)"),
        (svg("", 'xml:base="https://evil.example/"'), "an SVG that refers to something outside (base)"),
        (svg('<rect fill="url(https://evil.example/#g)"/>'), "an SVG that refers to something outside (fill)"),
        (svg('<rect style="fill: u\\72l(//evil.example)"/>'), "an SVG that refers to something outside (style)"),
        (svg("<style>@import '//evil.example/x.css';</style>"), "an SVG whose style refers to something outside"),
        (svg("<style>a{fill:URL(  //evil.example)}</style>"), "an SVG whose style refers to something outside"),
    ],
)
def test_logo__that_is_none_or_does_more_than_draw__is_refused(data: bytes, trouble: str) -> None:
    assert logo_trouble(data) == trouble


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG,
        b'<?xml-stylesheet href="https://evil.example/x.css"?>' + SVG,
        SVG[:-3],
        svg("<g>" * (DEEPEST + 1) + "</g>" * (DEEPEST + 1)),
        '<?xml version="1.0" encoding="utf-16"?>'.encode("utf-16") + SVG,
    ],
)
def test_logo__that_cannot_be_read_as_plain_xml__is_refused(data: bytes) -> None:
    assert logo_trouble(data).startswith(("an SVG that cannot be read (", "neither a PNG nor an SVG"))


def test_xml__as_deep_as_can_be_and_one_deeper__is_read_and_refused() -> None:
    assert read_xml(b"<a>" * DEEPEST + b"</a>" * DEEPEST).tag == "a"
    with pytest.raises(ValueError, match=f"more than {DEEPEST} elements within each other"):
        read_xml(b"<a>" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1))


@pytest.mark.parametrize(("more", "trouble"), [(-1, ""), (0, ""), (1, "500 kB")])
def test_logo__around_the_largest_size__is_taken_or_refused(more: int, trouble: str) -> None:
    assert logo_trouble(SVG[:-6] + b" " * (LARGEST - len(SVG) + more) + SVG[-6:]) == trouble


def test_family__of_the_bundled_fonts__is_found(family: Path) -> None:
    assert family_of(family) == ("Inter", [])


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "“Inter-Regular.otf”, which is no font"),
        (b"wOF2" + INTER[4:], "“Inter-Regular.otf”, which is no font"),
        (INTER[:40], "“Inter-Regular.otf”, which is no font"),
        (patched(b"OS/2", EMBEDDING, 2), "“Inter-Regular.otf”, whose maker does not let it be put into documents"),
        (INTER.replace(b"GPOS", b"fvar", 1), "“Inter-Regular.otf”, which is a variable font"),
        (patched(b"OS/2", WEIGHT, 300), "no upright regular face"),
    ],
)
def test_family__with_a_file_that_cannot_be_used__says_why(family: Path, data: bytes, found: str) -> None:
    (family / "Inter-Regular.otf").write_bytes(data)
    _, faults = family_of(family)
    assert [fault.found for fault in faults] == [found]


@pytest.mark.parametrize(("weight", "is_bold"), [(599, False), (600, True), (601, True)])
def test_family__with_a_face_around_bold__has_a_bold_one_or_not(family: Path, weight: int, is_bold: bool) -> None:
    (family / "Inter-SemiBold.otf").write_bytes(patched(b"OS/2", WEIGHT, weight))
    found = [fault.found for fault in family_of(family)[1]]
    assert found == ([] if is_bold else ["no upright bold face"])


def test_face__in_italics__is_known_as_such() -> None:
    assert read_face(patched(b"head", 44, 2)).is_italic
    assert not read_face(INTER).is_italic


def test_family__of_two_families__is_refused(family: Path) -> None:
    name = "Inter".encode("utf-16-be")
    (family / "Other.otf").write_bytes(INTER.replace(name, "Outer".encode("utf-16-be")))
    _, faults = family_of(family)
    assert [fault.found for fault in faults] == ["the families Inter, Outer"]


def test_family__of_too_many_files__is_refused(tmp_path: Path) -> None:
    for number in range(41):
        (tmp_path / f"{number}.otf").touch()
    assert [fault.found for fault in family_of(tmp_path)[1]] == [f"41 font files in “{tmp_path.name}”"]
