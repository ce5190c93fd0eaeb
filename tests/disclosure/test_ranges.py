import numpy as np
import pytest

from analysis.disclosure.branching import Telling, tell_safely
from analysis.disclosure.ranges import Finest, cut_places, end_piece, says_nothing

ONLY_YES = np.array([[True, False]])

# n | what is told for 0, 1, … n; a dash joins the ends of a range.
TABLE = """
 5 | 0-2 0-2 0-2 3-5 3-5 3-5
 6 | 0-2 0-2 0-2 3 4-6 4-6 4-6
 7 | 0-2 0-2 0-2 3 4 5-7 5-7 5-7
 8 | 0-2 0-2 0-2 3 4 5 6-8 6-8 6-8
 9 | 0-2 0-2 0-2 3 4 5 6 7-9 7-9 7-9
10 | 0-2 0-2 0-2 3 4 5 6 7 8-10 8-10 8-10
11 | 0-2 0-2 0-2 3 4 5 6 7 8 9-11 9-11 9-11
12 | 0-2 0-2 0-2 3 4 5 6 7 8 9 10-12 10-12 10-12
13 | 0-2 0-2 0-2 3 4 5 6 7 8 9 10 11-13 11-13 11-13
14 | 0-2 0-2 0-2 3 4 5 6 7 8 9 10 11 12-14 12-14 12-14
15 | 0-3 0-3 0-3 0-3 4 5 6 7 8 9 10 11 12-15 12-15 12-15 12-15
16 | 0-3 0-3 0-3 0-3 4 5 6 7 8 9 10 11 12 13-16 13-16 13-16 13-16
17 | 0-3 0-3 0-3 0-3 4 5 6 7 8 9 10 11 12 13 14-17 14-17 14-17 14-17
18 | 0-3 0-3 0-3 0-3 4 5 6 7 8 9 10 11 12 13 14 15-18 15-18 15-18 15-18
19 | 0-3 0-3 0-3 0-3 4 5 6 7 8 9 10 11 12 13 14 15 16-19 16-19 16-19 16-19
20 | 0-2 0-2 0-2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18-20 18-20 18-20
21 | 0-2 0-2 0-2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19-21 19-21 19-21
"""
ROWS = [line.split("|") for line in TABLE.strip().splitlines()]


def told_range(count, n, finest=Finest.COUNT):
    """What is told for `count` of `n` people where nothing else is told."""
    ((ends,),) = tell_safely(np.ones((n, 2), dtype=bool), [Telling(np.ones(n, dtype=bool), ONLY_YES, (count,), finest)])
    return ends


@pytest.mark.parametrize(("n", "told"), [(int(n), told.split()) for n, told in ROWS])
def test_told_range__every_count__is_that_of_the_table(n, told):
    ends = [tuple(int(end) for end in entry.split("-")) for entry in told]
    assert [told_range(count, n) for count in range(n + 1)] == [(entry[0], entry[-1]) for entry in ends]


@pytest.mark.parametrize("finest", Finest)
@pytest.mark.parametrize("n", [*range(5, 60), 400])
def test_cut_places__every_fineness__keep_both_end_pieces_whole(n, finest):
    places = cut_places(n, finest)
    assert places[0] == end_piece(n)
    assert places[-1] == n - end_piece(n) - 1
    assert (np.diff(places) > 0).all()


@pytest.mark.parametrize("n", [*range(5, 60), 400])
def test_cut_places__coarser__are_among_the_finer(n):
    counts, blocks, middle = (set(cut_places(n, finest)) for finest in Finest)
    assert middle <= blocks <= counts


def test_told_range__blocks__are_five_wide_and_the_last_takes_the_rest():
    assert [told_range(count, 20, Finest.BLOCK) for count in (3, 7, 8, 12, 13, 17)] == [
        *[(3, 7)] * 2,
        *[(8, 12)] * 2,
        *[(13, 17)] * 2,
    ]
    assert told_range(16, 24, Finest.BLOCK) == (13, 21)


def test_told_range__middle__is_one_piece():
    assert {told_range(count, 24, Finest.MIDDLE) for count in range(3, 22)} == {(3, 21)}


@pytest.mark.parametrize(
    ("low", "high", "silent"), [(0, 8, True), (0, 7, False), (2, 8, True), (3, 10, False), (0, 10, True)]
)
def test_says_nothing__of_ten__is_a_range_from_one_end_piece_into_the_other(low, high, silent):
    assert says_nothing(low, high, 10) == silent


@pytest.mark.parametrize(("n", "end"), [(14, 2), (15, 3), (19, 3), (20, 2), (21, 2), (400, 2)])
def test_end_piece__around_its_thresholds__is_a_fifth_below_twenty(n, end):
    assert end_piece(n) == end
