"""Every registered victim is killed at random moments; none leaves a half state, none loses what was asked for."""

import os

import pytest

from tests.faults.kills import run, victims
from tests.faults.outage import within
from tests.faults.victims.controls import AUTOCOMMIT
from tests.faults.victims.portal import attack

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
FORGETFUL = {"synchronous_commit": "off", "wal_writer_delay": "10s"}
KILLS = int(os.environ.get("KILLS", "0"))


@pytest.mark.parametrize("victim", victims().values(), ids=victims())
def test_killed_at_random_moments_the_state_is_the_old_or_the_new_and_nothing_is_lost(victim, tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "media")

    if not (KILLS or victim.few):
        pytest.skip("not shown to pass yet, the killed job was not seen to begin again: make kills NAME=" + victim.name)
    tally = run(victim, tmp_path, kills=KILLS or victim.few)

    print(tally)
    assert tally.half == []
    assert tally.lost == []
    assert tally.under_way > 0, "no kill struck the work"


def test_work_without_its_transaction_is_found(tmp_path):
    """The negative control."""
    tally = run(AUTOCOMMIT, tmp_path, kills=5)

    assert len(tally.half) >= 3


@pytest.mark.skipif(not KILLS, reason="serves a portal of its own: make kills NAME=confirmed")
def test_a_database_that_does_not_wait_for_the_disk_is_found_to_lose_what_was_confirmed(tmp_path, settings):
    """The negative control of the served portal."""
    settings.MEDIA_ROOT = str(tmp_path / "media")

    with attack(tmp_path, settings=FORGETFUL) as portal:
        within(60, lambda: len(portal.visitors.acknowledged) > 5)
        portal.kill("database")
        portal.visitors.stop()
        gone = portal.missing()

    print(f"without synchronous_commit: {len(gone)} confirmed objections are gone")
    assert gone != []
