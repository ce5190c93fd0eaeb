"""The first cell of each row becomes its head, and not a byte moves."""

from __future__ import annotations

import pytest

from analysis.errors import ToolkitError
from analysis.report.pdf_row_heads import with_row_heads

PARTS = (
    b"1 0 obj\n<</Type/StructElem/S/TR/P 9 0 R/K[2 0 R]>>\nendobj\n",
    b"2 0 obj\n<</Type/StructElem/S/TH/P 1 0 R/ID(U1x0y0)/A[<</O/Table/Scope/Column/Headers[]>>]/K[0]>>\nendobj\n",
    b"3 0 obj\n<</Type/StructElem/S/TR/P 9 0 R/K[4 0 R 5 0 R]>>\nendobj\n",
    b"4 0 obj\n<</Type/StructElem/S/TD/P 3 0 R/A[<</O/Table/Headers[(U1x0y0)]>>]/K[1]>>\nendobj\n",
    b"5 0 obj\n<</Type/StructElem/S/TD/P 3 0 R/A[<</O/Table/Headers[]>>]/K[2]>>\nendobj\n",
    b"6 0 obj\n(5 0 obj\n<</Type/StructElem/S/TD/P 3 0 R/A[<</O/Table/Headers[]>>]>>)\nendobj\n",
)
HEAD = b"%PDF-1.7\n"


def made_file() -> bytes:
    places = [len(HEAD) + sum(map(len, PARTS[:at])) for at in range(len(PARTS))]
    entries = b"".join(b"%010d 00000 n\r\n" % place for place in places)
    start = len(HEAD) + sum(map(len, PARTS))
    return HEAD + b"".join(PARTS) + b"xref\n0 7\n0000000000 65535 f\r\n" + entries + b"startxref\n%d\n%%%%EOF" % start


def test_first_cell__of_a_row__becomes_its_head_and_others_stay_cells() -> None:
    before, after = made_file(), with_row_heads(made_file(), 1)
    assert len(after) == len(before)
    assert b"4 0 obj\n<</Type/StructElem/S/TH/P 3 0 R/A[<</O/Table/Scope/Row        >>]/K[1]>>" in after
    assert b"5 0 obj\n<</Type/StructElem/S/TD/P 3 0 R/A[<</O/Table          >>]/K[2]>>" in after


def test_rest_of_the_file__also_where_it_looks_alike__is_left_alone() -> None:
    after = with_row_heads(made_file(), 1)
    for untouched in (PARTS[0], PARTS[1], PARTS[2], PARTS[5]):
        assert untouched in after


@pytest.mark.parametrize("rows", [0, 2])
def test_rows__more_or_fewer_than_there_should_be__are_refused(rows: int) -> None:
    with pytest.raises(ToolkitError) as error:
        with_row_heads(made_file(), rows)
    assert str(error.value) == (
        "The tables of this PDF cannot be given heads.\n"
        f"- heads of rows: found 1; allowed: {rows}. Report this: typst has changed."
    )
