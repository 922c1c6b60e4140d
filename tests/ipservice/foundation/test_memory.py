"""The collector is off inside, and afterwards as it was before."""

import gc

import pytest

from ipservice.foundation.memory import collector_paused


def test_the_collector_is_off_inside_and_on_again_afterwards():
    with collector_paused():
        inside = gc.isenabled()
        with collector_paused():
            pass
        after_the_inner = gc.isenabled()

    assert (inside, after_the_inner, gc.isenabled()) == (False, False, True)


def test_an_error_turns_it_on_again():
    with pytest.raises(ValueError, match="whatever"), collector_paused():
        raise ValueError("whatever")

    assert gc.isenabled()
