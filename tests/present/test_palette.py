"""The palette: everything can be read, and the steps can be told apart by people who see colors differently."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from analysis.present import palette

# Machado, Oliveira & Fernandes 2009, IEEE TVCG 15, 1291-1298: the matrices for severity 1.0, on linear RGB.
DEFICIENCIES = {
    "none": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
TOLD_APART = 10.0
"""CIELAB distance; about 2.3 can just be noticed side by side, so this is more than four times that."""


def seen(color: str, deficiency: str) -> np.ndarray:
    """The color as CIELAB (D65), as somebody with the deficiency sees it."""
    channels = np.array([int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    linear = np.clip(DEFICIENCIES[deficiency] @ linear, 0, 1)
    x, y, z = np.cbrt(XYZ @ linear / XYZ.sum(axis=1))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one: str, other: str, deficiency: str) -> float:
    return float(np.linalg.norm(seen(one, deficiency) - seen(other, deficiency)))


@pytest.mark.parametrize("pair", palette.TEXT_PAIRS)
def test_text_pair__any__has_contrast_of_at_least_four_and_a_half(pair: tuple[str, str]) -> None:
    assert palette.contrast(*pair) >= 4.5


@pytest.mark.parametrize("pair", palette.GRAPHIC_PAIRS)
def test_graphic_pair__any__has_contrast_of_at_least_three(pair: tuple[str, str]) -> None:
    assert palette.contrast(*pair) >= 3.0


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("scale", [palette.SEQUENTIAL, palette.DIVERGING])
def test_steps__any_two_of_a_scale__are_told_apart(scale: tuple[str, ...], deficiency: str) -> None:
    distances = {pair: distance(*pair, deficiency) for pair in combinations(scale, 2)}
    assert min(distances.values()) >= TOLD_APART, distances


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_sequential__from_few_to_many__only_gets_darker(deficiency: str) -> None:
    lightness = [seen(color, deficiency)[0] for color in palette.SEQUENTIAL]
    assert all(lighter - darker >= 5 for lighter, darker in pairwise(lightness)), lightness


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_blue_and_orange__side_by_side__are_told_apart(deficiency: str) -> None:
    assert distance(palette.BLUE, palette.ORANGE, deficiency) >= TOLD_APART


def test_contrast__black_on_white__is_twenty_one_both_ways() -> None:
    assert palette.contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert palette.contrast("#FFFFFF", "#000000") == pytest.approx(21.0)


@pytest.mark.parametrize("fill", palette.SEQUENTIAL)
def test_ink_on__every_step__is_a_pair_that_is_checked(fill: str) -> None:
    assert (palette.ink_on(fill), fill) in palette.TEXT_PAIRS


@pytest.mark.parametrize(
    ("share", "step"),
    [(0.0, 0), (0.199, 0), (0.2, 1), (0.201, 1), (0.399, 1), (0.4, 2), (3 / 5, 3), (0.799, 3), (0.8, 4), (1.0, 4)],
)
def test_step_of__around_each_cut__belongs_to_the_step_above(share: float, step: int) -> None:
    assert palette.step_of(share) == step
