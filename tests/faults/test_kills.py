"""Every registered victim is killed at random moments; none leaves a half state, none loses what was asked for."""

import os

import pytest

from tests.faults.kills import run, victims
from tests.faults.victims.controls import AUTOCOMMIT

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
KILLS = int(os.environ.get("KILLS", "0"))


@pytest.mark.parametrize("victim", victims().values(), ids=victims())
def test_killed_at_random_moments_the_state_is_the_old_or_the_new_and_nothing_is_lost(victim, tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "media")

    tally = run(victim, tmp_path, kills=KILLS or victim.few)

    print(tally)
    assert tally.half == []
    assert tally.lost == []
    assert tally.under_way > 0, "no kill struck the work"


def test_work_without_its_transaction_is_found(tmp_path):
    """The negative control."""
    tally = run(AUTOCOMMIT, tmp_path, kills=5)

    assert len(tally.half) >= 3
