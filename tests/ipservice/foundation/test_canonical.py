"""Equal contents give equal bytes."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipservice.foundation.canonical import canonical_json, digest
from ipservice.foundation.vocabulary import Vocabulary


class Colour(Vocabulary):
    RED = "red", "红"


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    rate: Fraction


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_the_text_is_exactly_this():
    content = {"乙": [1, None, True], "a": Line("甲所", Fraction(11, 20)), "d": date(2026, 6, 10), "c": Colour.RED}

    assert canonical_json(content).decode() == (
        '{"a":{"name":"甲所","rate":"11/20"},"c":"red","d":"2026-06-10","乙":[1,null,true]}'
    )


def test_moments_decimals_and_whole_keys_have_a_form():
    assert canonical_json({2026: (Decimal("1.50"), datetime(2026, 1, 1, 8, 0))}) == (
        b'{"2026":["1.50","2026-01-01T08:00:00"]}'
    )


def test_the_digest_is_sha_256_of_the_bytes():
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@given(JSON)
def test_reading_and_writing_again_changes_nothing(content):
    assert canonical_json(json.loads(canonical_json(content))) == canonical_json(content)


@given(st.dictionaries(st.text(), st.integers()))
def test_the_order_of_keys_does_not_matter(content):
    assert digest(dict(reversed(content.items()))) == digest(content)


@pytest.mark.parametrize("content", [{1, 2}, object(), b"x", {1.5: 1}, {True: 1}])
def test_what_has_no_canonical_form_is_an_error(content):
    with pytest.raises(TypeError):
        canonical_json(content)


def test_not_a_number_is_an_error():
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json(float("nan"))
