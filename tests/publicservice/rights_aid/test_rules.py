"""The conditions of intake, each below, at and above; and the table of moves."""

from dataclasses import replace
from itertools import product

import pytest

from ipservice.foundation.explanation import all_met
from ipservice.foundation.lifecycle import IllegalStep
from publicservice.rights_aid.rules import CLOCKS, MOVES, WAITING, Facts, State, Step, acceptance, problems, show

NUMBERS = {"facts_min_characters": 20, "anonymous_min_files": 1}
PLAIN = Facts(
    has_object=True,
    facts_length=20,
    is_anonymous=False,
    has_identity=True,
    files=0,
    other_body="",
    handed_over_by="",
    is_in_competence=True,
    is_crime_suspected=False,
)


def _unmet(**changes) -> list[str]:
    return [f.code.removeprefix("rights_aid.") for f in acceptance(replace(PLAIN, **changes), NUMBERS) if not f.met]


@pytest.mark.parametrize(
    ("changes", "unmet"),
    [
        ({}, []),
        ({"facts_length": 19}, ["object"]),
        ({"facts_length": 21}, []),
        ({"has_object": False}, ["object"]),
        ({"has_identity": False}, ["identity"]),
        ({"is_anonymous": True, "has_identity": False, "files": 0}, ["identity"]),
        ({"is_anonymous": True, "has_identity": False, "files": 1}, []),
        ({"is_in_competence": False}, ["competence"]),
        ({"other_body": "某区法院"}, ["other_body"]),
        ({"other_body": "某区法院", "handed_over_by": "某区法院"}, []),
        ({"is_crime_suspected": True}, ["crime"]),
    ],
    ids=[
        "plain",
        "facts one short",
        "facts one over",
        "nobody named",
        "no contact",
        "anonymous without proof",
        "anonymous with proof",
        "not ours",
        "another body has it",
        "another body handed it over",
        "a crime",
    ],
)
def test_a_request_is_taken_up_when_every_condition_is_met(changes, unmet):
    assert _unmet(**changes) == unmet
    assert all_met(acceptance(replace(PLAIN, **changes), NUMBERS)) is (not unmet)


def test_what_is_missing_is_said_in_characters_and_files():
    short = acceptance(replace(PLAIN, facts_length=15), NUMBERS)[0]
    bare = acceptance(replace(PLAIN, is_anonymous=True, files=0), NUMBERS)[1]

    assert (short.gap, bare.gap) == ("还差 5 字", "还差 1 件")


@pytest.mark.parametrize(("state", "step"), sorted(set(product(State, Step)) - MOVES.moves.keys()))
def test_every_pair_outside_the_table_is_refused(state, step):
    with pytest.raises(IllegalStep):
        MOVES.after(state, step)


def test_a_term_runs_wherever_somebody_is_waited_for():
    assert set(WAITING) <= CLOCKS.keys()
    assert State.CLOSED not in CLOCKS


def test_numbers_out_of_range_and_unknown_ones_are_named():
    wrong = problems({"acceptance_working_days": 0, "answer_working_days": True, "colour": 1})

    assert wrong["acceptance_working_days"] == "“0”应为 1 至 60 的整数。"
    assert wrong["answer_working_days"] == "“True”应为 1 至 60 的整数。"
    assert wrong["colour"] == "没有这一参数。"
    assert wrong["facts_min_characters"] == "缺少此项。"
    assert (show("answer_working_days", 20), show("facts_min_characters", 20)) == ("20 个工作日", "20")
