"""The script that anybody runs: it imports nothing of the portal and comes to the same ranks and amounts."""

import ast
import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as laws

from incentives.awards.rules import AwardParameters, award_list
from incentives.awards.services.bundle import FORMAT, plain_result, verify_file
from ipservice.foundation.canonical import canonical_json, digest
from ipservice.foundation.errors import DomainError
from tests.factories.incentives import PLAIN_PARAMETERS, award_facts, award_parameters, award_terms
from tests.incentives.awards.test_rules_laws import fields, rule_set_values, terms

SCRIPT = Path(settings.BASE_DIR) / "static" / "awards" / "verify_award.py"
VERIFIER = runpy.run_path(str(SCRIPT))
# The rule set files have no word for nothing and write an empty text.
AS_IN_FILES = {name: "" if value is None else value for name, value in PLAIN_PARAMETERS.items()}


def frozen(facts, parameters, round_terms) -> dict:
    """The inputs as a decision freezes them."""
    ordered = sorted(facts, key=lambda agency: agency.code)
    plain = {"facts": ordered, "parameters": parameters, "source": {}, "terms": round_terms}
    return json.loads(canonical_json(plain))


def bundle(parameters=PLAIN_PARAMETERS) -> dict:
    """A small published file: two rewarded, one below the national rate."""
    facts = [award_facts("1A", granted=80), award_facts("2B", granted=60), award_facts("3C", granted=40)]
    result = plain_result(award_list(facts, AwardParameters.read(parameters), terms=award_terms()))
    content = {
        "decision": {"kind": "award", "period": "2025", "title": "名单", "number": "", "is_demo": True},
        "inputs": frozen(facts, parameters, award_terms()),
        "result": result,
        "ruleset": {"kind": "award", "version": 1, "title": "规则", "parameters": parameters},
    }
    whole = {"format": FORMAT, **content, "digests": {name: digest(content[name]) for name in content}}
    return json.loads(canonical_json(whole))


def run(path: Path) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-I", str(SCRIPT), str(path)], capture_output=True, text=True, check=False)


def test_the_script_imports_nothing_but_the_standard_library():
    tree = ast.parse(SCRIPT.read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert names <= set(sys.stdlib_module_names)


@given(field=fields(), values=rule_set_values(), round_terms=terms)
@laws(max_examples=300, deadline=None)
def test_script_and_rule_agree_on_every_rank_and_amount(field, values, round_terms):
    evaluations = award_list(field, award_parameters(**values), terms=round_terms)

    recomputed = VERIFIER["recompute"](frozen(field, {**PLAIN_PARAMETERS, **values}, round_terms))

    assert recomputed == {
        each.result.code: [
            each.result.figures.filed,
            each.result.figures.concluded,
            each.result.figures.granted,
            each.result.rank,
            each.result.amount_fen,
        ]
        for each in evaluations
    }


@pytest.mark.parametrize("parameters", [PLAIN_PARAMETERS, AS_IN_FILES], ids=["nothing as null", "nothing as text"])
def test_an_untouched_file_is_identical_and_its_ranks_are_printed(tmp_path, parameters):
    path = tmp_path / "award.json"
    path.write_bytes(canonical_json(bundle(parameters)))

    told = run(path)

    assert told.stdout.splitlines() == [
        "1\t1A\t30000.00\t1A所",
        "2\t2B\t10000.00\t2B所",
        "—\t3C\t0.00\t3C所",
        "一致：3 家机构的数据、名次和金额与复算结果相同。",
    ]
    assert told.returncode == 0
    assert verify_file(path.read_bytes()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda b: b["result"][0].update(amount_fen=31_000_00), "1A所（1A）：复算"),
        (lambda b: b["result"][1].update(rank=1), "2B所（2B）：复算"),
        (lambda b: b["inputs"]["facts"][2]["routes"][0].update(granted=90), "“inputs”与其摘要不符。"),
        (lambda b: b["inputs"]["terms"].update(national_rate="3/5"), "“inputs”与其摘要不符。"),
        (lambda b: b["result"].pop(), "名单缺少 3C。"),
        (lambda b: b["ruleset"]["parameters"].update(floor_concluded=30), "规则版本的参数与计算所用的参数不符。"),
        (lambda b: b["digests"].pop("result"), "格式标识或摘要列表不符。"),
    ],
    ids=["an amount", "a rank", "a figure", "the national rate", "an agency left out", "a parameter", "a digest"],
)
def test_one_change_is_found_and_named(tmp_path, change, said):
    changed = bundle()
    change(changed)
    path = tmp_path / "award.json"
    path.write_bytes(canonical_json(changed))

    told = run(path)

    assert told.returncode == 1
    assert said in told.stdout


@pytest.mark.parametrize("verify", [VERIFIER["differences"], verify_file], ids=["the script", "the portal"])
def test_every_changed_byte_is_noticed(verify):
    content = canonical_json(bundle())
    for place in range(0, len(content), 11):
        broken = bytearray(content)
        broken[place] = broken[place] ^ 1
        try:
            wrong = verify(bytes(broken))
        except (ValueError, KeyError, TypeError, AttributeError, DomainError):
            continue
        assert wrong, f"byte {place} changed from {content[place : place + 1]!r} unnoticed"


def test_what_is_no_bundle_is_said_in_one_line(tmp_path):
    path = tmp_path / "award.json"
    path.write_text("{}")

    told = run(path)

    assert (told.returncode, told.stdout.startswith("无法读取：")) == (2, True)
