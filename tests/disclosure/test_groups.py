import numpy as np
import pytest

from analysis.disclosure.groups import Groups, choose_groups, fixed_groups


def groups_of(**members):
    """Groups from strings of 0 and 1, one character per person."""
    table = np.array([[mark == "1" for mark in marks] for marks in members.values()]).T
    return Groups(tuple(("cohort", name) for name in members), table, ("",) * len(members))


def reasons(groups):
    return {value: reason for (_, value), reason in zip(groups.keys, groups.reasons, strict=True)}


@pytest.mark.parametrize(("people", "reason"), [(0, "nobody"), (1, "few"), (4, "few"), (5, ""), (6, "")])
def test_choose_groups__around_the_threshold__shows_five_and_more(people, reason):
    groups = groups_of(all="1" * 12, some="1" * people + "0" * (12 - people))
    assert reasons(choose_groups(groups, 5)) == {"all": "", "some": reason}


@pytest.mark.parametrize(("rest", "reason"), [(0, ""), (1, "complement"), (4, "complement"), (5, "")])
def test_choose_groups__remainder_around_the_threshold__is_not_singled_out(rest, reason):
    groups = groups_of(all="1" * (6 + rest), only="1" * 6 + "0" * rest)
    assert reasons(choose_groups(groups, 5)) == {"all": "", "only": reason}


def test_choose_groups__two_shown_values_leave_three_over__the_smaller_gives_way():
    groups = groups_of(
        all="1" * 16,
        large="1111111000000000",
        small="0000000111111000",
        tiny="0000000000000111",
    )
    assert reasons(choose_groups(groups, 5)) == {"all": "", "large": "", "small": "complement", "tiny": "few"}


def test_choose_groups__people_without_a_code__belong_to_the_remainder():
    groups = groups_of(all="1" * 15, large="111111110000000", small="000000001111100")
    assert reasons(choose_groups(groups, 5)) == {"all": "", "large": "", "small": "complement"}


def test_choose_groups__branch_inside_a_role_leaves_two__the_branch_gives_way():
    groups = groups_of(
        all="1" * 20,
        role="11111111000000000000",
        other_role="00000000111111111111",
        branch="11111100000000000000",
    )
    assert reasons(choose_groups(groups, 5)) == {"all": "", "role": "", "other_role": "", "branch": "complement"}


def test_choose_groups__two_branches_fill_a_role_but_for_one__the_smaller_branch_gives_way():
    groups = groups_of(
        all="1" * 24,
        role="1" * 12 + "0" * 12,
        branch_1="1" * 6 + "0" * 18,
        branch_2="0" * 6 + "1" * 5 + "0" * 13,
    )
    assert reasons(choose_groups(groups, 5)) == {"all": "", "role": "", "branch_1": "", "branch_2": "complement"}


def test_choose_groups__some_left_the_item_blank__counts_those_who_answered():
    groups = groups_of(all="1" * 12, some="1" * 6 + "0" * 6)
    answered = np.array([True] * 4 + [False] * 2 + [True] * 6)
    assert reasons(choose_groups(groups.among(answered), 5)) == {"all": "", "some": "few"}


def test_choose_groups__blanks_make_the_remainder_of_an_item_small__the_item_is_withheld():
    groups = groups_of(all="1" * 12, some="1" * 6 + "0" * 6)
    assert reasons(choose_groups(groups, 5)) == {"all": "", "some": ""}
    answered = np.array([True] * 10 + [False] * 2)
    assert reasons(choose_groups(groups.among(answered), 5)) == {"all": "", "some": "complement"}


def test_choose_groups__group_already_withheld__keeps_its_reason_and_costs_nobody():
    groups = groups_of(all="1" * 13, large="1111111100000", small="0000000011111").without({2: "complement"})
    assert reasons(choose_groups(groups, 5)) == {"all": "", "large": "", "small": "complement"}


def test_choose_groups__too_few_in_all__withholds_every_group():
    assert reasons(choose_groups(groups_of(all="1" * 4, some="1" * 4, none="0" * 4), 5)) == {
        "all": "few",
        "some": "few",
        "none": "nobody",
    }


def test_fixed_groups__guide_with_leaders__has_all_every_value_and_leads(small_guide, make_survey):
    people = [{"role": "boss", "unit": "main"}, {"role": "desk"}, {"role": "-4", "unit": "branch"}]
    groups = fixed_groups(make_survey(people).responses, small_guide)
    assert dict(zip(groups.keys, groups.sizes.tolist(), strict=True)) == {
        ("all", "all"): 3,
        ("role", "boss"): 1,
        ("role", "desk"): 1,
        ("role", "shelf"): 0,
        ("unit", "main"): 1,
        ("unit", "branch"): 1,
        ("leads", "leaders"): 1,
        ("leads", "front_line"): 1,
    }
