"""Amounts in capital characters (examples of the bill rules) and division without a fen lost."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipservice.foundation.money import format_yuan, in_words, largest_remainder


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (140950, "壹仟肆佰零玖元伍角"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元零叁角贰分"),
        (10700053, "壹拾万柒仟元零伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (0, "零元整"),
        (1, "壹分"),
        (50, "伍角"),
        (3000000, "叁万元整"),
        (10010000, "壹拾万零壹佰元整"),
        (1_0000_0000_00, "壹亿元整"),
        (1_0000_0001_00, "壹亿零壹元整"),
        (1_0100_0000_00, "壹亿零壹佰万元整"),
        (1_0000_0000_0000_00, "壹万亿元整"),
        (1_0002_0000_0000_00, "壹万零贰亿元整"),
        (2_0000_1000_00, "贰亿零壹仟元整"),
        (-12300, "负壹佰贰拾叁元整"),
    ],
)
def test_an_amount_is_written_out(fen, words):
    assert in_words(fen) == words


def test_an_amount_beyond_all_budgets_is_an_error():
    with pytest.raises(ValueError, match="too large"):
        in_words(10**18)


VALUES = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}


def _read_back(words: str) -> int:
    """Independent reading of an amount in capitals below 万亿, in fen."""
    total = section = digit = 0
    for char in words:
        if char in VALUES:
            digit = VALUES[char]
        elif char in "拾佰仟":
            section += digit * {"拾": 10, "佰": 100, "仟": 1000}[char]
            digit = 0
        elif char in "万亿元":
            total = (
                (total + section + digit) * {"万": 1, "亿": 1, "元": 100}[char]
                if char == "元"
                else total + (section + digit) * {"万": 10**4, "亿": 10**8}[char]
            )
            section = digit = 0
        elif char in "角分":
            total += digit * {"角": 10, "分": 1}[char]
            digit = 0
    return total


@given(st.integers(0, 10**14 - 1))
def test_the_words_say_the_amount(fen):
    assert _read_back(in_words(fen)) == fen
    assert "零零" not in in_words(fen)


def test_an_amount_is_shown_with_separators():
    assert [format_yuan(fen) for fen in (123456, 5, -100, 0)] == ["1,234.56", "0.05", "-1.00", "0.00"]


def test_the_remainder_goes_to_the_largest_fractions():
    assert largest_remainder(100, [1, 1, 1]) == [34, 33, 33]
    assert largest_remainder(10, [Fraction(15, 10), Fraction(25, 10), 6]) == [2, 2, 6]


def test_equal_fractions_are_settled_by_the_key():
    assert largest_remainder(100, [1, 1, 1], keys=["C", "A", "B"]) == [33, 34, 33]


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_nothing_is_lost_and_nobody_is_off_by_a_unit(total, weights):
    if not sum(weights):
        weights = [1, *weights]
    shares = largest_remainder(total, weights)

    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, [-1]), (1, [0, 0])])
def test_what_cannot_be_divided_is_an_error(total, weights):
    with pytest.raises(ValueError, match="negative|weight"):
        largest_remainder(total, weights)


def test_nothing_divided_among_the_weightless_is_nothing():
    assert largest_remainder(0, [0, 0]) == [0, 0]
