"""The file of the Public Libraries Survey: what is read over the years, what is blank, what is refused and how."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pandas as pd
import pytest

from agency_made import MAPLE, NEW_HEADER, OLD_HEADER, OUTLET_HEADER, STATE_HEADER, agency_csv, agency_zip, system
from analysis.errors import ImportingError
from analysis.responses.context import read_public_libraries

NAME = "PLS_FY22_AE_pud22i.csv"
ALLOWED = "the table of library systems (administrative entities) of the Public Libraries Survey, as CSV or in its zip"
TAKE_ZIP = "Download the data file of one year as CSV from the agency, and choose the zip as it is."
TAKE_SYSTEMS = (
    "Choose the table of systems instead: its name has AE or pupld in it. Or choose the whole zip, where it is found."
)
AGAIN = "Download the file again, and wait until it has arrived whole."
CODES = "-1 (missing), -3 (closed in that year), -4 (not asked there), -9 (kept confidential)"
NOT_KNOWN = "It counts as not known. Look the library up at the agency, or download the file again."


@pytest.fixture
def read(tmp_path):
    """Reads bytes as if they were a file of that name."""

    def read(content, name=NAME):
        path = tmp_path / name
        path.write_bytes(content)
        return read_public_libraries(path)

    return read


@pytest.fixture
def refused(read):
    """What is said about bytes that are not the file."""

    def refused(content, name=NAME):
        with pytest.raises(ImportingError) as caught:
            read(content, name)
        return str(caught.value)

    return refused


def told(name, found, repair, at=None):
    return f"The file {name} cannot be read.\n- {at or name}: found {found}; allowed: {ALLOWED}. {repair}"


def only(public):
    """The one system that was read; a blank is None."""
    assert len(public.frame) == 1
    return {name: None if pd.isna(value) else value for name, value in public.frame.to_dict("records")[0].items()}


def test_read__a_system_as_published_now__holds_its_facts(read):
    public = read(agency_csv(MAPLE))
    assert only(public) == {
        "fscs_key": "ZZ0001",
        "name": "MAPLE GROVE PUBLIC LIBRARY",
        "state": "ZZ",
        "city": "MAPLE GROVE",
        "population": 4700,
        "locale": "rural",
        "fte": 4.5,
        "librarians_fte": 1,
        "closed": False,
    }
    assert (public.faults, public.fiscal_year) == ((), 2022)
    assert repr(public) == "PublicLibraries(1 systems, fiscal year 2022, 0 faults)"


def test_read__the_columns__have_their_kinds_also_where_nothing_is_known(read):
    blank = system(POPU_LSA="-1", TOTSTAFF="-1", LIBRARIA="-9", LOCALE_ADD="-1", LOCALE_MOD="", CITY="M")
    kinds = {name: str(kind) for name, kind in read(agency_csv(blank)).frame.dtypes.items()}
    assert kinds == {
        **dict.fromkeys(("fscs_key", "name", "state", "city", "locale"), "str"),
        "population": "Int64",
        "fte": "float64",
        "librarians_fte": "float64",
        "closed": "bool",
    }


def test_read__an_old_year__its_small_letters_and_single_locale_are_read(read):
    public = read(agency_csv(system(LOCALE="21", YR_SUB="2010"), header=OLD_HEADER), "pupld09a.csv")
    assert (only(public)["locale"], only(public)["population"], public.fiscal_year) == ("suburb", 4700, 2009)


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("pupld14a.csv", 2014),
        ("PLS_FY19_AE_pud19i.csv", 2019),
        ("pls_fy2022_ae_pud22i.csv", 2022),
        ("pud23i.csv", 2023),
        ("FY_07 systems.csv", 2007),
        ("my libraries 22.csv", None),
    ],
)
def test_read__names_over_the_years__tell_the_fiscal_year(read, name, year):
    public = read(agency_csv(MAPLE), name)
    assert public.fiscal_year == year
    assert (f"fiscal year {year}" if year else "year not known") in repr(public)


@pytest.mark.parametrize(("said", "year"), [("2013", 2013), ("", None), ("13", None), ("-1", None)])
def test_read__a_name_without_a_year__asks_the_rows(read, said, year):
    assert read(agency_csv(system(YR_SUB=said), header=OLD_HEADER), "systems.csv").fiscal_year == year


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_read__any_encoding__accents_are_right(read, encoding):
    content = agency_csv(system(LIBNAME="PEÑA BLANCA BIBLIOTECA", CITY="CAÑON"), encoding=encoding)
    assert (only(read(content))["name"], only(read(content))["city"]) == ("PEÑA BLANCA BIBLIOTECA", "CAÑON")


def test_read__a_byte_that_windows_does_not_have__is_no_reason_to_refuse(read):
    assert only(read(agency_csv(system(LIBNAME="MAPLE \x81 GROVE"))))["fte"] == 4.5


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_read__saved_again_by_a_spreadsheet_program__is_read(read, delimiter):
    assert only(read(agency_csv(system(LIBNAME="GROVE, MAPLE"), delimiter=delimiter)))["name"] == "GROVE, MAPLE"


@pytest.mark.parametrize("code", ["-1", "-4", "-9", "-1.00", "-9.0", "", ".", "M", " -1 "])
def test_read__a_code_for_missing__is_a_blank_and_no_fault(read, code):
    public = read(agency_csv(system(POPU_LSA=code, TOTSTAFF=code, LIBRARIA=code)))
    found = only(public)
    assert (found["population"], found["fte"], found["librarians_fte"], found["closed"]) == (None, None, None, False)
    assert public.faults == ()


@pytest.mark.parametrize(
    ("cells", "is_closed"),
    [
        ({"STATSTRU": "03"}, True),
        ({"STATSTRU": "3"}, True),
        ({"TOTSTAFF": "-3", "POPU_LSA": "-3", "STATSTRU": "23"}, True),
        ({"TOTSTAFF": "-3.00"}, True),
        ({"TOTSTAFF": "0"}, False),
        ({"STATSTRU": "00"}, False),
    ],
)
def test_read__a_closed_library__stays_in_the_list_and_is_marked(read, cells, is_closed):
    assert only(read(agency_csv(system(**cells))))["closed"] is is_closed


@pytest.mark.parametrize(
    ("column", "text", "allowed"),
    [
        ("POPU_LSA", "-2", f"a whole number from 0, or a code: {CODES}"),
        ("POPU_LSA", "4700.5", f"a whole number from 0, or a code: {CODES}"),
        ("POPU_LSA", "1e4", f"a whole number from 0, or a code: {CODES}"),
        ("POPU_LSA", "1234567890", f"a whole number from 0, or a code: {CODES}"),
        ("TOTSTAFF", "-1.5", f"a number from 0, or a code: {CODES}"),
        ("TOTSTAFF", "4,5", f"a number from 0, or a code: {CODES}"),
        ("TOTSTAFF", "nan", f"a number from 0, or a code: {CODES}"),
        ("LIBRARIA", "some", f"a number from 0, or a code: {CODES}"),
        (
            "LOCALE_MOD",
            "14",
            "11 to 13 (city), 21 to 23 (suburb), 31 to 33 (town), 41 to 43 (rural), or a code for missing",
        ),
    ],
)
def test_read__a_cell_that_is_neither_number_nor_code__is_reported_and_the_row_stays(read, column, text, allowed):
    public = read(agency_csv(MAPLE, system(FSCSKEY="ZZ0002", **{column: text})))
    assert len(public.frame) == 2
    assert [str(fault) for fault in public.faults] == [
        f"{NAME}, row 3, column {column}: found '{text}'; allowed: {allowed}. {NOT_KNOWN}"
    ]
    names = {"POPU_LSA": "population", "TOTSTAFF": "fte", "LIBRARIA": "librarians_fte"}
    if column in names:
        assert pd.isna(public.frame[names[column]].iloc[1])


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("0.00", 0), (".5", 0.5), ("7", 7), ("7.", 7), ("12.25", 12.25)]
)
def test_read__numbers_as_programs_write_them__are_numbers(read, text, number):
    assert only(read(agency_csv(system(TOTSTAFF=text))))["fte"] == number


def test_read__a_population_with_decimals_that_say_nothing__is_a_whole_number(read):
    assert only(read(agency_csv(system(POPU_LSA="4700.00"))))["population"] == 4700


@pytest.mark.parametrize(
    ("code", "place"),
    [
        *((f"1{size}", "city") for size in (1, 2, 3)),
        *((f"2{size}", "suburb") for size in (1, 2, 3)),
        *((f"3{size}", "town") for size in (1, 2, 3)),
        *((f"4{size}", "rural") for size in (1, 2, 3)),
        ("42.0", "rural"),
    ],
)
def test_read__each_code_of_a_place__is_one_of_four_kinds(read, code, place):
    assert only(read(agency_csv(system(LOCALE_MOD=code))))["locale"] == place


@pytest.mark.parametrize(
    ("modal", "address", "place"),
    [("42", "11", "rural"), ("-1", "11", "city"), ("", "11", "city"), ("44", "11", "city"), ("-3", "-3", "")],
)
def test_read__two_columns_of_places__most_outlets_come_before_the_address(read, modal, address, place):
    assert only(read(agency_csv(system(LOCALE_MOD=modal, LOCALE_ADD=address))))["locale"] == place


def test_read__bad_rows__are_reported_and_left_out_while_the_good_ones_stay(read):
    good = agency_csv(MAPLE, system(FSCSKEY="", LIBNAME=" "), system(FSCSKEY="zz0001", LIBNAME="ANOTHER"))
    public = read(good + b"ZZ,ZZ0009,,TOO SHORT\r\n" + agency_csv(system(FSCSKEY="ZZ0003")).partition(b"\r\n")[2])
    assert public.frame["fscs_key"].tolist() == ["ZZ0001", "ZZ0003"]
    left_out = "The row is left out. Look at it in the file, or download the file again."
    assert [str(fault) for fault in public.faults] == [
        f"{NAME}, row 3, column FSCSKEY: found nothing; allowed: a text in every row. {left_out}",
        f"{NAME}, row 3, column LIBNAME: found nothing; allowed: a text in every row. {left_out}",
        f"{NAME}, row 4, column FSCSKEY: found 'ZZ0001'; allowed: each key once. "
        "The first row with this key holds. Look at both in the file.",
        f"{NAME}, row 5: found 4 cells; allowed: 16 cells, one a column. {left_out}",
    ]
    assert [(fault.row, fault.column) for fault in public.faults][-1] == (5, "")


def test_read__a_zip_as_published__the_systems_are_found_by_their_headings(read):
    content = agency_zip(
        **{
            "PLS PUD__PLS_FY22_Outlet_pud22i": agency_csv(MAPLE, header=OUTLET_HEADER),
            "PLS PUD__PLS_FY22_State_pud22i": agency_csv(MAPLE, header=STATE_HEADER),
            "PLS PUD__systems": agency_csv(MAPLE),
            "PLS PUD__readme": b"What these files hold.",
        }
    )
    public = read(content, "PLS_FY2022 PUD_CSV.zip")
    assert (only(public)["fscs_key"], public.fiscal_year) == ("ZZ0001", 2022)


def test_read__a_zip_with_outlying_areas__holds_both_tables(read):
    content = agency_zip(pupld14a=agency_csv(MAPLE), pupld14b=agency_csv(system(FSCSKEY="YY0001", STABR="YY")))
    assert read(content, "all.zip").frame["fscs_key"].tolist() == ["ZZ0001", "YY0001"]


def test_read__a_zip_of_several_years__is_refused(refused):
    content = agency_zip(pupld13a=agency_csv(MAPLE), pupld14a=agency_csv(MAPLE))
    assert refused(content, "all.zip") == told(
        "all.zip", "tables of several years (2013, 2014)", "Choose the file of one year."
    )


def test_read__a_zip_without_the_table__names_what_is_in_it(refused):
    content = agency_zip(outlets=agency_csv(MAPLE, header=OUTLET_HEADER), notes=b"nothing")
    found = "a zip without that table (outlets.csv, notes.csv)"
    assert refused(content, "pls.zip") == told("pls.zip", found, TAKE_ZIP)
    assert refused(agency_zip(), "pls.zip") == told("pls.zip", "a zip without that table (no files)", TAKE_ZIP)


@pytest.mark.parametrize(
    ("content", "found", "repair"),
    [
        (
            agency_csv(MAPLE, header=OUTLET_HEADER),
            "the table of outlets, which lists single buildings",
            TAKE_SYSTEMS,
        ),
        (
            agency_csv(MAPLE, header=f"{NEW_HEADER},FSCS_SEQ"),
            "the table of outlets, which lists single buildings",
            TAKE_SYSTEMS,
        ),
        (agency_csv(MAPLE, header=STATE_HEADER), "the summary of states", TAKE_SYSTEMS),
        (
            agency_csv(MAPLE, header="STABR,FSCSKEY,LIBNAME,POPU_LSA"),
            "a table without the column TOTSTAFF",
            TAKE_ZIP,
        ),
        (
            b"name,city\r\nMaple,Grove\r\n",
            "a table without the column FSCSKEY, LIBNAME, STABR, POPU_LSA, TOTSTAFF",
            TAKE_ZIP,
        ),
        (
            b"  <!DOCTYPE html><html><body>FSCSKEY</body></html>",
            "a web page",
            "Follow the link to the data file on that page, and choose what is downloaded then.",
        ),
        (b"%PDF-1.7 and so on", "a PDF document", TAKE_ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook or an Access database", TAKE_ZIP),
        (b"\x00\x01\x00\x00Standard ACE DB", "an Access database", TAKE_ZIP),
        (b" \r\n", "an empty file", AGAIN),
        (agency_csv(), "headings without a single library", "Download the file again."),
    ],
)
def test_read__another_file__is_refused_with_what_it_seems_to_be(refused, content, found, repair):
    assert refused(content) == told(NAME, found, repair)


def test_read__a_single_wrong_table_in_a_zip__is_named_itself(refused):
    content = agency_zip(puout14a=agency_csv(MAPLE, header=OUTLET_HEADER))
    found = "the table of outlets, which lists single buildings"
    assert refused(content, "pls.zip") == told("puout14a.csv", found, TAKE_SYSTEMS)


def test_read__an_excel_workbook__is_refused(refused):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refused(content.getvalue(), "pls.xlsx") == told(
        "pls.xlsx", "an Excel workbook or another Office file", TAKE_ZIP
    )


def test_read__a_zip_that_did_not_arrive_whole__is_refused(refused):
    whole = agency_zip(pupld14a=agency_csv(*[system(FSCSKEY=f"ZZ{number:04d}") for number in range(500)]))
    assert refused(whole[: len(whole) // 2], "pls.zip") == told("pls.zip", "a zip that is damaged or cut off", AGAIN)
    spoilt = bytearray(whole)
    spoilt[200:300] = bytes(100)
    assert refused(bytes(spoilt), "pls.zip") == told("pls.zip", "a zip that is damaged or cut off", AGAIN)


def test_read__a_locked_zip__is_refused(refused):
    locked = bytearray(agency_zip(pupld14a=agency_csv(MAPLE)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    assert refused(bytes(locked), "pls.zip") == told(
        "pls.zip", "a zip that is locked or packed in an unusual way", "Unpack it, and choose the CSV file of systems."
    )


def test_read__a_zip_far_too_large__is_refused_before_it_is_unpacked(refused, monkeypatch):
    monkeypatch.setattr("analysis.responses.context.agency_file.LARGEST", 1000)
    content = agency_zip(pupld14a=agency_csv(*[system(FSCSKEY=f"ZZ{number:04d}") for number in range(50)]))
    assert refused(content, "pls.zip") == told("pls.zip", "a zip that is far larger than the survey's", TAKE_ZIP)


@pytest.mark.parametrize(("cut", "cells"), [(5, 15), (30, 6)])
def test_read__a_table_that_ends_in_the_middle_of_a_row__is_refused(refused, cut, cells):
    content = agency_csv(MAPLE, system(FSCSKEY="ZZ0002"))[:-cut]
    assert refused(content) == told(NAME, f"a file that ends in row 3, after {cells} of 16 cells", AGAIN)


def test_read__a_table_without_a_last_line_end__is_whole(read):
    assert len(read(agency_csv(MAPLE, system(FSCSKEY="ZZ0002"))[:-2]).frame) == 2


def test_read__a_file_that_is_not_there__is_refused(tmp_path):
    with pytest.raises(ImportingError) as caught:
        read_public_libraries(tmp_path / "none.csv")
    repair = "Check the name of the file and its folder."
    assert str(caught.value) == told("none.csv", "No such file or directory", repair)


def test_read__one_endless_cell__is_refused_and_says_where(refused):
    content = agency_csv(MAPLE) + b'ZZ,ZZ0002,"' + b"x" * 200_000
    message = refused(content)
    assert message == told(
        NAME,
        "row 3 that is no row (field larger than field limit (131072))",
        "Look at row 3, or download the file again.",
    )


def test_read__hostile_cells__are_kept_as_texts(read):
    found = only(read(agency_csv(system(LIBNAME="<b>=cmd|' /C calc'!A0</b>", CITY="O\x07MAHA"))))
    assert (found["name"], found["city"]) == ("<b>=cmd|' /C calc'!A0</b>", "O MAHA")


def test_read__as_many_systems_as_the_country_has__all_are_there(read):
    systems = [system(FSCSKEY=f"ZZ{number:04d}", TOTSTAFF=str(number / 4)) for number in range(9200)]
    public = read(agency_csv(*systems))
    assert len(public.frame) == 9200
    assert np.isclose(public.frame["fte"].sum(), sum(range(9200)) / 4)
