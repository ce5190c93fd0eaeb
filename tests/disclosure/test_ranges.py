from itertools import pairwise

import pytest

from analysis.disclosure.ranges import Step, end_piece, told_range

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


@pytest.mark.parametrize(("n", "told"), [(int(n), told.split()) for n, told in ROWS])
def test_told_range__every_count__is_that_of_the_table(n, told):
    ends = [tuple(int(end) for end in entry.split("-")) for entry in told]
    assert [told_range(count, n) for count in range(n + 1)] == [(entry[0], entry[-1]) for entry in ends]


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("n", [*range(5, 60), 400])
def test_told_range__every_step__cuts_the_counts_into_pieces_that_hold_them(n, step):
    pieces = [told_range(count, n, step) for count in range(n + 1)]
    assert all(low <= count <= high for count, (low, high) in enumerate(pieces))
    assert all(told_range(other, n, step) == (low, high) for low, high in pieces for other in (low, high))


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("n", [*range(5, 60), 400])
def test_told_range__every_step__leaves_two_people_on_either_side_possible(n, step):
    for count in range(n + 1):
        low, high = told_range(count, n, step)
        assert high >= 2
        assert low <= n - 2


@pytest.mark.parametrize("n", [*range(5, 60), 400])
def test_told_range__one_step_down__never_tells_more(n):
    for count in range(n + 1):
        ranges = [told_range(count, n, step) for step in Step]
        assert all(lower[0] <= upper[0] and upper[1] <= lower[1] for upper, lower in pairwise(ranges))


def test_told_range__blocks__are_five_wide_and_the_last_takes_the_rest():
    assert [told_range(count, 20, Step.BLOCK) for count in (3, 7, 8, 12, 13, 17)] == [
        *[(3, 7)] * 2,
        *[(8, 12)] * 2,
        *[(13, 17)] * 2,
    ]
    assert told_range(16, 24, Step.BLOCK) == (13, 21)


@pytest.mark.parametrize(("n", "end"), [(14, 2), (15, 3), (19, 3), (20, 2), (21, 2), (400, 2)])
def test_end_piece__around_its_thresholds__is_a_fifth_below_twenty(n, end):
    assert end_piece(n) == end
