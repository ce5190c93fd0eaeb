"""Files of the shape in which the Public Libraries Survey is published, with libraries that do not exist."""

from __future__ import annotations

import csv
import io
import zipfile

NEW_HEADER = (
    "STABR,FSCSKEY,LIBID,LIBNAME,ADDRESS,CITY,C_RELATN,POPU_LSA,F_POPLSA,POPU_UND,MASTER,LIBRARIA,TOTSTAFF,STATSTRU,"
    "LOCALE_ADD,LOCALE_MOD"
)
OLD_HEADER = "stabr,fscskey,libid,libname,city,popu_lsa,libraria,totstaff,locale,longitud,yr_sub"
OUTLET_HEADER = "STABR,FSCSKEY,FSCS_SEQ,LIBNAME,CITY,C_OUT_TY,SQ_FEET,LOCALE"
STATE_HEADER = "STABR,POPU_LSA,POPU_UND,TOTSTAFF,LIBRARIA"

MAPLE = {
    "FSCSKEY": "ZZ0001",
    "LIBNAME": "MAPLE GROVE PUBLIC LIBRARY",
    "CITY": "MAPLE GROVE",
    "STABR": "ZZ",
    "POPU_LSA": "4700",
    "TOTSTAFF": "4.50",
    "LIBRARIA": "1.00",
    "LOCALE_ADD": "32",
    "LOCALE_MOD": "42",
    "STATSTRU": "00",
}


def system(**cells):
    """The cells of one library system, with some otherwise."""
    return {**MAPLE, **cells}


def agency_csv(*systems, header=NEW_HEADER, encoding="latin-1", delimiter=","):
    """The bytes of a table: its header, and a row per system."""
    names = header.split(",")
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([[one.get(name.upper(), "") for name in names] for one in systems])
    return text.getvalue().encode(encoding)


def agency_zip(**files):
    """The bytes of a zip with files by their names; __ in a name stands for a folder, and the ending is .csv."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{name.replace('__', '/')}.csv", data)
    return content.getvalue()
